"""A full store that a team shares, in which every text says where it was written.

Whoever is told a text is told its mark, so that what a role may not see is found in whatever
service gave it away, by whatever id, list or form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from navigator_app.domain.vocabulary import Role, Service
from navigator_app.services import cover, documents, form_desk, programs
from navigator_app.services.form_desk import Ask
from navigator_app.services.form_facts import Subject
from navigator_app.services.programs import UseDraft
from tests.gui import full_store
from tests.services import matrix_calls, matrix_supply, team

OWN, STRANGER = "own", "stranger"
"""The navigator whose every member is, and one who has none."""
SEATS = (OWN, STRANGER, "supervisor", "clerk", "administrator")
ROLE_OF = {OWN: "navigator", STRANGER: "navigator"}
NAMES = {
    OWN: ("Omar Reyes", Role.NAVIGATOR), STRANGER: ("Nia Ito", Role.NAVIGATOR),
    "supervisor": ("Carla Nguyen", Role.SUPERVISOR), "clerk": ("Dana Park", Role.CLERK),
    "administrator": ("Eli Santos", Role.ADMINISTRATOR),
}  # fmt: skip

TEXTS: dict[str, str] = {
    "accommodation_request": "what to_whom answer note",
    "attachment": "title removed_why",
    "authorization_request": "note",
    "batch": "note",
    "batch_member": "override_reason outcome_reason",
    "capacity_report": "note",
    "care_person": "note",
    "coordinated_entry": "note matched_to",
    "chart_finding": "text settled_how",
    "consent": "note revoked_how invalid_why expires_event",
    "contact_method": "whose best_time note",
    "deposit_item": "what vendor vendor_contact",
    "deposit_request": "what_changed note decided_why",
    "discontinuation": "note",
    "disclosure": "detail override_reason",
    "eligibility_check": "note",
    "encounter": "narrative place with_whom",
    "guard_override": "reason",
    "hand_over": "note",
    "household_person": "note",
    "housing_application": "title next_step ended_why",
    "housing_event": "note",
    "housing_facts": "note",
    "housing_preference": "near note",
    "housing_unit": "note",
    "income": "note",
    "intake": "note",
    "landlord": "note",
    "leave": "why",
    "locate_check": "note",
    "member": "safety_note last_seen_place",
    "member_document": "note requested_from",
    "other_program": "note",
    "outreach_attempt": "place with_whom note next_step",
    "packet_item": "note",
    "place_seen": "place when_there seen_by note",
    "plan_report": "question answer",
    "printed_form": "voided_why",
    "promise": "what to_whom dropped_why",
    "repayment_plan": "reason note ended_why",
    "review_item": "decision_note",
    "safety_flag": "note ended_why",
    "service_use": "what_changed",
    "status_event": "note",
    "snooze": "reason",
    "subsidy": "issuer note",
    "support_plan": "why",
    "support_plan_barrier": "short_goal short_measure long_goal long_measure approach "
    "other_providers progress_note",
    "support_plan_comment": "comment",
    "support_plan_step": "what owner",
    "tenancy": "address ended_why ended_to note",
    "tenancy_event": "with_whom note outcome",
    "user_profile": "note",
    "visit_item": "note",
}
"""What somebody types freely, by table; test_matrix_records.py fails for a table left out."""

NOTES = {
    "outreach_attempt.note", "outreach_attempt.next_step", "encounter.narrative",
    "place_seen.note", "locate_check.note", "hand_over.note", "tenancy_event.note",
    "tenancy_event.outcome", "visit_item.note", "housing_event.note",
    "support_plan_comment.comment",
}  # fmt: skip
"""The field `notes`: where and with whom somebody was met is for a clerk, too."""
DANGERS = {"safety_flag.note", "safety_flag.ended_why", "member.safety_note"}
"""The field `safety-detail`."""

RAW = {
    "form_facts.member_of": "for the program's own steps; `print_gate` judges what a paper holds",
    "service_month.whole": "what the program works out itself",
    "intake_checks.found": "inside the services of an intake",
    "move_in_desk.lifetime": "what a move-in is judged by; the desk asks before",
}

MARK = re.compile(r"MARK:([\w.]+):")
Told = dict[tuple[str, str], set[str]]


class Full:
    """The store, and who is at work."""

    def __init__(self, ws: Any, folder: Path) -> None:
        """Fill it, seat the team, mark every text."""
        self.ws, self.folder = ws, folder
        self.found = full_store.fill(ws, folder)
        self._more(ws)
        self.seats = {
            seat: team.seat(ws, team.join(ws, name, role)) for seat, (name, role) in NAMES.items()
        }
        carla = self.seats["supervisor"]
        sheet = form_desk.prepare(carla, Ask("consent", Subject(member_id=self.found.member)))
        form_desk.enter(carla, sheet, "printed")
        cover.add(carla, ws.user.id, date(2027, 1, 4), date(2027, 1, 8))
        self._mark(self.seats[OWN].user.id)

    def _more(self, ws: Any) -> None:
        """What the full store of the screens has none of."""
        found, at = self.found, {"user_id": ws.user.id, "created_at": "2026-11-19T18:00:00+00:00"}
        programs.add_use(ws, UseDraft(found.member, Service.HTSS, date(2024, 2, 1)))
        limited, rule = found.limit
        documents.have(ws, found.member, "", "photo-id")
        with ws.store.transaction("x", clock=ws.clock) as tx:
            whose = {"referral_id": limited, "rule_id": rule, "reason": "x", **at}
            tx.insert("guard_override", {"id": "o", **whose})
            tx.insert("snooze", {"id": "z", "until_on": "2026-11-25", **whose})
            item = {"id": "i", "referral_id": found.referral, "item": "lease"}
            end = {"for_end_on": "2027-11-11", "note": "", "created_at": at["created_at"]}
            tx.insert("packet_item", {**item, **end})
            day = {"member_id": found.member, "on_date": "2026-11-03", "note": "x", **at}
            tx.insert("housing_facts", {"id": "h", **day})
            scores = {"status": "assessed", "tool": "", "score": "", "matched_to": "",
                      "hmis_id": ""}  # fmt: skip
            tx.insert("coordinated_entry", {"id": "c", **scores, **day})
            wants = {"areas": "", "avoid": "", "kinds": "[]", "features": "[]", "near": "x"}
            when = {"note": "x", "updated_at": at["created_at"]}
            tx.insert("housing_preference", {"member_id": found.member, **wants, **when})
            plan = ws.store.one("SELECT id FROM support_plan WHERE member_id = ?", (found.member,))
            said = {"id": "s", "support_plan_id": plan[0], "about": "", "comment": "x"}
            tx.insert("support_plan_comment", {**said, **at})

    def calls(self) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        """Every call of the matrix: name, function, arguments."""
        return matrix_supply.calls(self.seats["supervisor"], self.found, self.folder)

    def told(self, *seats: str) -> Told:
        """Which marks who was told, by function and seat."""
        found: Told = {}
        for name, function, given in self.calls():
            handed = set(MARK.findall(repr(given)))  # what was read before, by who may
            for seat in seats:
                _got, said = matrix_calls.outcome(self.seats[seat], function, given)
                marks = set(MARK.findall(said)) - handed
                if marks and name not in RAW:
                    found.setdefault((name, seat), set()).update(marks)
        return found

    def _mark(self, whose: str) -> None:
        """Every member is one navigator's, and every text says where it stands, what was signed
        or stays for ever, too."""
        locks = self.ws.store.query(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"
        )
        with self.ws.store.transaction("x", clock=self.ws.clock) as tx:
            for (name,) in locks:
                tx.execute(f'DROP TRIGGER "{name}"')
            tx.execute("UPDATE member SET navigator_id = ?", (whose,))
            for table, columns in TEXTS.items():
                only = "WHERE member_id IS NOT NULL" if table == "disclosure" else ""
                for one in columns.split():
                    words = f"MARK:{table}.{one}:"
                    tx.execute(f'UPDATE "{table}" SET "{one}" = ? {only}', (words,))
