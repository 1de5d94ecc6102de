"""What a service needs beside a workspace, found by name among the records of a full store.

`members` of the pool of `matrix_calls` are one member's; here stand the ids of everything else, and
what a few functions have to be asked by hand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path as File
from random import Random
from typing import Any

from navigator_app.domain.consents import ConsentDraft, Decision, How
from navigator_app.domain.ending import EndReason
from navigator_app.domain.escrow import EscrowUse
from navigator_app.domain.facts import Path
from navigator_app.domain.notes import NoteQuery
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.signatures import SignDraft
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.paths import resource
from navigator_app.services import (
    agency,
    chart_review,
    exceptions,
    form_bulk,
    form_texts,
    hand_over_pack,
    import_authorizations,
    intake,
    plan_contacts,
    today,
)
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.form_desk import Ask
from navigator_app.services.form_facts import Subject
from tests.services import matrix_calls, outside
from tests.services.test_import_matches import HEADINGS, line

TODAY = date(2026, 11, 20)
Given = dict[str, Any]

NOT_CALLED = {
    "drafts.save": "keeps one's own half-typed text; who reads whose is in test_matrix_doors.py",
    "drafts.clear": "forgets one's own half-typed text",
}
"""Doors that no role calls here, and why."""


def pool(ws: Any, full: Any, out: File) -> Given:
    """Arguments by name, all about what stands in the full store."""
    plan = _first(ws, "SELECT id FROM support_plan WHERE member_id = ?", full.member)
    known = matrix_calls.pool(full.member, full.referral, plan_id=plan, key=plan)
    return known | {
        "attachment_id": full.attachment, "batch_id": full.batch, "report_id": full.update,
        "consent_id": full.consent, "import_id": full.file, "check_id": full.check,
        "request_id": full.request, "encounter_id": full.encounter, "file_id": full.exchanged,
        "tenancy_id": full.tenancy, "event_id": full.sign, "row_id": full.rejected,
        "run_id": full.run, "subsidy_id": full.subsidy, "application_id": full.application,
        "unit_id": full.unit, "landlord_id": full.landlord, "program_id": full.program,
        "chart_id": full.chart, "finding_id": full.finding, "ending_id": full.ending,
        "part_id": full.part, "left_id": plan, "right_id": plan, "about": full.check,
        "printed_form_id": _first(ws, "SELECT id FROM printed_form"),
        "code": _first(ws, "SELECT code FROM printed_form"),
        "sample_id": _first(ws, "SELECT sample_id FROM chart_review"),
        "outbound_file_id": _first(ws, "SELECT id FROM outbound_file"),
        "navigator_id": full.me, "query": CaseloadQuery(), "since": date(2026, 1, 1),
        "service": Service.HTNS, "purpose": Purpose.EXTENSION, "plan": "bayview",
        "plan_key": "bayview", "person_id": "", "kind": "identity", "group": "overdue",
        "how": "print", "name": "share", "path": out / "due.ics", "out": out / "trends.csv",
        "field": "day", "end": date(2026, 12, 1), "policy": "", "language": "en",
        "paper": "letter", "signature_id": "x", "contact_id": "x", "escrow_id": "x",
        "leave_id": "x", "user_id": full.me, "cause": "asked",
    }  # fmt: skip


def by_hand(ws: Any, full: Any, out: File) -> dict[str, list[Given]]:
    """What a few are asked: each form, each kind of note, each record of the line in time."""
    from navigator_app.store.reads_timeline import BRANCHES

    kinds = [path.stem for path in resource("forms").glob("*.toml") if path.stem != "words"]
    subjects = _subjects(ws, full)
    copy = [{"draft": CopyDraft(full.attachment, "Dr. Okafor", "housing", ("health",))}]
    note = NoteDraft(full.member, Service.HTNS, "search", datetime(2026, 11, 20, 9), 30,
                     Mode.IN_PERSON)  # fmt: skip
    said = ConsentDraft(full.member, "to-serve", Decision.GIVEN, How.VERBAL, TODAY)
    records = [
        (one.table, row[0], one.what)
        for one in BRANCHES
        for row in ws.store.query(f'SELECT id FROM "{one.table}" LIMIT 3')
    ]
    more = [
        (table, row[0])
        for table in ("visit_item", "support_plan_step", "chart_finding", "user_profile")
        for row in ws.store.query(
            f'SELECT {"user_id" if table == "user_profile" else "id"} FROM "{table}"'
        )
    ]
    return {
        "attachment_copy.ask": copy,
        "attachment_copy.missing": copy,
        "attachments.read_out": [{"attachment_id": full.attachment, "take": bytes}],
        "notes.search": [{"query": NoteQuery(word)} for word in ("MARK", "note")],
        "caseload.page": [{"query": CaseloadQuery(text=word)} for word in ("", "MARK")],
        "form_desk.prepare": [{"ask": Ask(k, s)} for k in kinds for s in subjects],
        "print_desk.prepare": [{"kind": k, "subject": s} for k in kinds for s in subjects],
        "form_bulk.look": [
            {"kind": k, "member_ids": [full.member], "paper": "letter"} for k in kinds
        ],
        "form_bulk.prepare": [
            {"kind": k, "member_id": full.member, "paper": "letter"} for k in kinds
        ],
        "form_facts.common": [{"subject": one} for one in subjects],
        "form_facts.resolved": [{"subject": one} for one in subjects],
        "sign_form.begin": [{"draft": SignDraft(full.member, k)} for k in kinds],
        "record_encounter.preview": [{"draft": note}],
        "consents.check": [{"draft": said}],
        "timeline.whole": [
            {"kind": table, "record_id": key, "what": what} for table, key, what in records
        ],
        "caseload.history": [
            {"record_id": key} for key in {row[1]: None for row in (*records, *more)}
        ],
        "deposits.request": [{"request_id": full.deposit}],
        "housing_aids.accommodation": [{"request_id": full.accommodation}],
        "capacity.one": [{"report_id": full.report}],
        "plan_inquiries.open_one": [{"report_id": full.asked}],
        "plan_report_build.prepare": [{"kind": "not-engaged", "plan_key": "partnership"}],
        "drafts.save": [],
        "drafts.clear": [],
        **_read_before(ws, full, out),
        **_named(ws, full),
    }


def _read_before(ws: Any, full: Any, out: File) -> dict[str, list[Given]]:
    """What takes a row that another service has read: read by who may."""
    member, referral = full.member, full.referral
    plan = agency.plan(ws, "bayview")
    row = intake.intake(ws, referral)
    parsed = import_authorizations.read(
        _file(out), import_authorizations.layouts_for(ws, "bayview")
    )
    sheet = form_bulk.prepare(ws, "outreach_letter", member, "letter")
    use = EscrowUse("e", "e", "Safe", "Ana Ruiz", datetime(2026, 11, 20, 9, tzinfo=UTC))
    return {
        "cover.marked": [{"rows": today.due(ws, member_id=member), "day": TODAY}],
        "form_bulk.code": [{"sheet": sheet, "batch_id": "b"}],
        "hand_over_pack.leaving": [{"pack": hand_over_pack.build(ws, member)}],
        "import_authorizations.dry_run": [{"parsed": parsed, "plan_key": "bayview"}],
        "intake_checks.later_days": [{"row": row}],
        "intake_checks.later_moments": [{"row": row}],
        "intake_outlook.outlook": [
            {"plan": "bayview", "service": Service.HTNS, "path": Path.BOTTOM_UP,
             "values": {"identified_on": "2026-11-02"}}
        ],
        "plan_questions.chase_day": [{"plan": plan, "on": TODAY}],
        "plan_questions.waiting_to_go": [{"plan": plan}],
        "team_review_rules.questions_of": [{"chart": chart_review.one(ws, full.chart)}],
        "users_escrow.told": [{"use": use}],
    }  # fmt: skip


def _named(ws: Any, full: Any) -> dict[str, list[Given]]:
    """What is asked by a word or an id of its own."""
    member, referral = full.member, full.referral
    place = form_texts.places(ws)[0]
    return {
        "agency.plan": [{"key": "bayview"}],
        "cover.one": [{"leave_id": _first(ws, "SELECT id FROM leave")}],
        "discontinue.plan": [
            {"referral_id": referral, "reason": EndReason.UNRESPONSIVE, "on": TODAY}
        ],
        "duplicates.side_by_side": [{"kept_id": member, "merged_id": full.twin}],
        "exceptions.members": [{"kind": one.id} for one in exceptions.kinds()],
        "form_reviews.one": [{"kind": "consent", "language": "es"}],
        "form_texts.text_of": [{"block": place.block, "language": "en"}],
        "guards.speaking": [{"referral_id": full.limit[0], "rule_id": full.limit[1]}],
        "monday.behind": [{"key": one} for one in ("ends", "referrals")],
        "part_2.marked": [{"table": "encounter", "record_id": full.encounter}],
        "part_2.settled": [{"table": "encounter", "record_id": full.encounter}],
        "permissions.may": [{"action": "read-any"}],
        "plan_contacts.one": [{"contact_id": plan_contacts.book(ws)[0].id}],
        "plan_report_update.update": [{"plan_key": "partnership"}],
        "quarantine.one": [{"key": full.quarantined}],
        "repayments.one": [{"plan_id": full.repayment}],
        "review_queue.one": [{"key": full.review}],
        "review_queue.sheet": [{"key": full.review}],
        "sign_form_seal.check_copy": [{"data": b"%PDF-1.7"}],
        "synchronize.next_of": [{"plan_key": "bayview", "rng": Random(1)}],
        "users.find": [{"name": "Ana Ruiz"}],
    }


def calls(ws: Any, full: Any, out: File) -> Iterator[tuple[str, Callable[..., Any], Given]]:
    """Name, function and arguments of each call: with all arguments, and without a member where a
    function lists everybody's then."""
    known, given = pool(ws, full, out), by_hand(ws, full, out)
    for name, function in sorted(matrix_calls.readers().items()):
        found = given.get(name)
        if found is None:
            one = matrix_calls.arguments(function, known)
            found = [] if one is None else [one]
            if one and _default(function, "member_id"):
                found.append({key: one[key] for key in one if key != "member_id"})
        for one in found:
            yield name, function, one


def uncalled(ws: Any, full: Any, out: File) -> list[str]:
    """Doors that are not called and for which no reason stands in NOT_CALLED. What no screen and
    no command names is called where it can be, and needs no reason: `outside` proves it inner."""
    there = {name for name, _function, _given in calls(ws, full, out)}
    return [
        name
        for name in matrix_calls.readers()
        if name not in there and name not in NOT_CALLED and outside.is_door(name)
    ]


def _file(out: File) -> File:
    """A plan's file with a row of somebody."""
    path = out / "again.csv"
    path.write_text("\n".join((HEADINGS, line("NORA", "Vale", "98000001A"))) + "\n", "utf-8")
    return path


def _default(function: Callable[..., Any], name: str) -> bool:
    one = inspect.signature(function).parameters.get(name)
    return one is not None and one.default is not one.empty


def _subjects(ws: Any, full: Any) -> list[Subject]:
    plan = _first(ws, "SELECT id FROM support_plan WHERE member_id = ?", full.member)
    ended = _first(
        ws, "SELECT r.member_id FROM discontinuation d JOIN referral r ON r.id = d.referral_id "
        "WHERE d.id = ?", full.ending,
    )  # fmt: skip
    about = {"consent": full.consent, "support_plan": plan, "deposit_request": full.deposit,
             "authorization_request": full.request}  # fmt: skip
    return [
        Subject(member_id=full.member, referral_id=full.referral),
        Subject(user_id=full.me, day=TODAY, period="2026-11"),
        *(Subject(member_id=full.member, about=one, about_id=key) for one, key in about.items()),
        Subject(member_id=ended, about="discontinuation", about_id=full.ending),
    ]


def _first(ws: Any, sql: str, *values: str) -> str:
    row = ws.store.one(sql + " LIMIT 1", values)
    return str(row[0]) if row else ""
