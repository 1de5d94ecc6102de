"""The journal in plain words: "Phone: (415) 555-0100 → (415) 555-0199"."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.ending import EndReason
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.programs import Program
from navigator_app.domain.records import JournalRow
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
    Service,
    Word,
)
from navigator_app.i18n import N_, _
from ui.models import housing_journal, people_journal, words
from ui.models.guard_words import SITUATIONS

_TABLES = {
    "member": N_("Member"),
    "referral": N_("Referral"),
    "authorization": N_("Authorization"),
    "status_event": N_("Status"),
    "status_void": N_("Status taken back"),
    "outreach_attempt": N_("Outreach attempt"),
    "authorization_request": N_("Authorization request"),
    "packet_item": N_("Item of the packet"),
    "eligibility_check": N_("Eligibility check"),
    "other_program": N_("Other program"),
    "service_use": N_("Earlier service"),
    "guard_override": N_("Limit passed"),
    "discontinuation": N_("End of service"),
    "housing_facts": N_("Housing facts"),
    "capacity_report": N_("Capacity"),
    "correction": N_("Correction"),
    "not_same_person": N_("Told apart from somebody of a plan's file"),
}

_FIELDS = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "preferred_name": N_("Goes by"),
    "date_of_birth": N_("Date of birth"),
    "cin": N_("CIN"),
    "plan_member_id": N_("Plan's member ID"),
    "phone": N_("Phone"),
    "alternate_phone": N_("Other phone"),
    "address": N_("Address"),
    "email": N_("E-mail"),
    "language_spoken": N_("Speaks"),
    "language_written": N_("Reads"),
    "written_format": N_("Format"),
    "homeless": N_("Homeless"),
    "guardian_first_name": N_("Guardian's first name"),
    "guardian_last_name": N_("Guardian's last name"),
    "guardian_phone": N_("Guardian's phone"),
    "do_not_leave_word": N_("Do not leave word"),
    "fleeing_violence": N_("Fleeing violence"),
    "safety_note": N_("Safety note"),
    "last_seen_place": N_("Last seen at"),
    "last_seen_on": N_("Last seen on"),
    "disappeared_on": N_("No longer in the plan's file since"),
    "service": N_("Service"),
    "requested_on": N_("Requested"),
    "sent_to_provider_on": N_("Sent to us"),
    "received_on": N_("Received"),
    "authorization_status": N_("Authorization"),
    "number": N_("Number"),
    "status": N_("Status"),
    "decided_on": N_("Decided"),
    "effective_on": N_("Starts"),
    "ends_on": N_("Ends"),
    "on_date": N_("Date"),
    "reason": N_("Reason"),
    "note": N_("Note"),
    "mode": N_("Mode"),
    "outcome": N_("Outcome"),
    "place": N_("Place"),
    "with_whom": N_("With"),
    "next_step": N_("Next step"),
    "decision": N_("The plan’s answer"),
    "units": N_("Units"),
    "unit": N_("Unit"),
    "item": N_("Item"),
    "done_on": N_("Done"),
    "how": N_("How"),
    "medi_cal": N_("Medi-Cal"),
    "plan_name": N_("Plan found"),
    "lapsed_on": N_("Without coverage from"),
    "next_on": N_("Next check"),
    "program": N_("Program"),
    "provider": N_("Provider"),
    "starts_on": N_("Begins"),
    "amount": N_("Hours"),
    "what_changed": N_("What has changed"),
    "rule_id": N_("Limit"),
    "plan_told_on": N_("Plan told"),
    "team_told_on": N_("Care team told"),
    "reengaged_on": N_("Found again"),
    "living_situation": N_("Lives"),
    "prior_situation": N_("Lived before"),
    "institution_entry_on": N_("In an institution since"),
    "institution_exit_on": N_("Leaves the institution"),
    "loss_expected_on": N_("Loses the home"),
    "notice_on": N_("Notice to leave"),
    "below_30_ami": N_("Income below 30 % of the area's median"),
    "no_resources": N_("No other home and no help"),
    "moves_60_days": N_("Moves in 60 days"),
    "fleeing": N_("Flees violence"),
    "youth_or_family": N_("Unaccompanied youth, or family with children"),
    "other_statute": N_("Homeless under another federal statute"),
    "long_unstable": N_("Unstable for long"),
    "losing": N_("Loss of the home expected"),
    "crowded": N_("Overcrowded"),
}
"""Fields worth reading. Keys, moments of entry and derived columns are left out."""

_WORDS: dict[str, tuple[type[Word], ...]] = {
    "service": (Service,),
    "status": (ReferralStatus, AuthorizationStatus),
    "authorization_status": (AuthorizationStatus,),
    "reason": (ClosureReason, EndReason),
    "mode": (Mode,),
    "outcome": (Outcome,),
    "decision": (AuthorizationStatus,),
    "how": (How,),
    "medi_cal": (MediCal,),
    "program": (Program,),
}
_YES_NO = frozenset({"homeless", "do_not_leave_word", "fleeing_violence", "fleeing"})
_YES_OR_NO = frozenset(
    {"below_30_ami", "no_resources", "youth_or_family", "other_statute", "long_unstable"}
    | {"losing", "crowded"}
)
_LIVING = frozenset({"living_situation", "prior_situation"})
_PHONES = frozenset({"phone", "alternate_phone", "guardian_phone"})


def intention_words(row: JournalRow) -> str:
    """What was meant: "Outreach attempt added", "Member changed"."""
    known = _TABLES.get(row.table) or housing_journal.TABLES.get(row.table)
    known = known or people_journal.TABLES.get(row.table)
    thing = _(known or row.table.replace("_", " ").capitalize())
    if row.table == "status_void":
        return thing
    if row.field == "undone_at":
        return _("{thing} undone").format(thing=thing)
    if row.old is None:
        return _("{thing} added").format(thing=thing)
    return _("{thing} changed").format(thing=thing)


def change_words(row: JournalRow) -> str:
    """One field, old and new; empty for a field that only the program needs."""
    told = housing_journal.field(row.table, row.field)
    name = told or people_journal.field(row.table, row.field) or _FIELDS.get(row.field)
    if name is None:
        return ""
    old, new = _told(row, row.old), _told(row, row.new)
    if old == new:
        return ""
    if not old:
        return _("{field}: {new}").format(field=_(name), new=new)
    return _("{field}: {old} → {new}").format(field=_(name), old=old, new=new or _("empty"))


def _told(row: JournalRow, text: str | None) -> str:
    said = housing_journal.value(row.table, row.field, text) if text else None
    if said is None and text:
        said = people_journal.value(row.table, row.field, text)
    return _value(row.field, text) if said is None else said


def _value(field: str, text: str | None) -> str:
    if not text:
        return ""
    if field in _YES_NO:
        return _("yes") if text not in ("0", "False", "false") else ""
    if field in _YES_OR_NO:
        return _("yes") if text != "0" else _("no")
    if field in _LIVING:
        known = {str(code): said for code, said in SITUATIONS}
        return _(known.get(text, text))
    if field in _PHONES:
        return show_phone(text)
    for kind in _WORDS.get(field, ()):
        if text in kind.slugs():
            return _(kind.from_slug(text).value)
    if field.endswith("_on") or field in ("on_date", "date_of_birth"):
        return _day(text)
    return words.isolated(text)


def _day(text: str) -> str:
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text
