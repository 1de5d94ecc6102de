"""What helps a search: vouchers, coordinated entry, reasonable accommodations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain import housing
from navigator_app.domain.housing_rows import AccommodationRow, SubsidyRow, Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import housing_lists
from navigator_app.services import housing_checks as checks
from navigator_app.services import read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_housing

ANSWERS = ("", "granted", "denied", "other")


@dataclass(frozen=True, slots=True)
class SubsidyDraft:
    """A voucher or another subsidy as somebody enters it."""

    kind: str
    state: str
    issuer: str = ""
    number: str = ""
    bedrooms: int | None = None
    cents: int | None = None
    applied: date | None = None
    issued: date | None = None
    expires: date | None = None
    extended: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """Where a member stands in coordinated entry on a day."""

    on: date
    status: str
    tool: str = ""
    score: str = ""
    matched_to: str = ""
    hmis_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccommodationDraft:
    """A reasonable accommodation as somebody enters it."""

    what: str
    application_id: str | None = None
    to_whom: str = ""
    asked: date | None = None
    answered: date | None = None
    answer: str = ""
    note: str = ""


def subsidy(ws: Workspace, subsidy_id: str) -> SubsidyRow:
    """One subsidy; NotFound when there is none."""
    read_reasons.need_record(ws, "subsidy", subsidy_id)
    row = reads_housing.subsidy(ws.store, subsidy_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such voucher on record."))
    return row


def save_subsidy(
    ws: Workspace, member_id: str, draft: SubsidyDraft, subsidy_id: str = ""
) -> Written:
    """Add a voucher, or write it anew. InputRejected names the field: days in an impossible
    order, amounts that cannot be."""
    checks.check_member(ws, member_id)
    _check_subsidy_days(ws, draft)
    lists = housing_lists.shipped()
    values: dict[str, object] = {
        "kind": checks.one_of("kind", draft.kind, housing_lists.ids(lists.subsidy_kinds)),
        "issuer": checks.line("issuer", draft.issuer),
        "number": checks.line("number", draft.number),
        "bedrooms": checks.count("bedrooms", draft.bedrooms, checks.MOST_BEDROOMS),
        "cents": checks.cents("cents", draft.cents),
        "state": checks.one_of("state", draft.state, housing.SUBSIDY_STATES),
        "applied_on": checks.text_of(draft.applied),
        "issued_on": checks.text_of(draft.issued),
        "expires_on": checks.text_of(draft.expires),
        "extended_to_on": checks.text_of(draft.extended),
        "note": checks.note(draft.note),
    }
    if subsidy_id:
        subsidy(ws, subsidy_id)
    key = subsidy_id or uuid7()
    with ws.transaction("amend_subsidy" if subsidy_id else "add_subsidy") as tx:
        if subsidy_id:
            tx.update("subsidy", key, values)
        else:
            known = {"id": key, "member_id": member_id, "created_at": tx.now}
            tx.insert("subsidy", {**known, **values})
        return Written(key, Changes(members=frozenset({member_id})), tx.id)


def add_entry(ws: Workspace, member_id: str, draft: EntryDraft) -> Written:
    """Record where a member stands in coordinated entry; earlier days stay readable."""
    checks.check_member(ws, member_id)
    checks.past(ws, "on", draft.on)
    checks.near(ws, "on", draft.on)
    lists = housing_lists.shipped()
    values = {
        "on_date": draft.on.isoformat(),
        "status": checks.one_of("status", draft.status, housing_lists.ids(lists.entry_statuses)),
        "tool": checks.line("tool", draft.tool),
        "score": checks.line("score", draft.score),
        "matched_to": checks.line("matched_to", draft.matched_to),
        "hmis_id": checks.line("hmis_id", draft.hmis_id),
        "note": checks.note(draft.note),
    }
    key = uuid7()
    with ws.transaction("add_coordinated_entry") as tx:
        known = {"id": key, "member_id": member_id, "user_id": ws.user.id, "created_at": tx.now}
        tx.insert("coordinated_entry", {**known, **values})
        return Written(key, Changes(members=frozenset({member_id})), tx.id)


def accommodation(ws: Workspace, request_id: str) -> AccommodationRow:
    """One request; NotFound when there is none."""
    read_reasons.need_record(ws, "accommodation_request", request_id)
    row = reads_housing.accommodation(ws.store, request_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such request on record."))
    return row


def save_accommodation(
    ws: Workspace, member_id: str, draft: AccommodationDraft, request_id: str = ""
) -> Written:
    """Add a reasonable accommodation that was asked for, or write it anew with its answer."""
    checks.check_member(ws, member_id)
    values = _accommodation_values(ws, member_id, draft)
    if request_id:
        accommodation(ws, request_id)
    key = request_id or uuid7()
    with ws.transaction("amend_accommodation" if request_id else "add_accommodation") as tx:
        if request_id:
            tx.update("accommodation_request", key, values)
        else:
            known = {"id": key, "member_id": member_id, "created_at": tx.now}
            tx.insert("accommodation_request", {**known, **values})
        return Written(key, Changes(members=frozenset({member_id})), tx.id)


def _accommodation_values(
    ws: Workspace, member_id: str, draft: AccommodationDraft
) -> dict[str, object]:
    for field, day in (("asked", draft.asked), ("answered", draft.answered)):
        checks.past(ws, field, day)
        checks.near(ws, field, day)
    early = _("The answer lies before the request of {day}.")
    checks.in_order("answered", draft.asked, draft.answered, early)
    checks.one_of("answer", draft.answer, ANSWERS)
    if draft.answer and draft.answered is None:
        raise InputRejected("answered", _("Say when the answer came."))
    if draft.application_id:
        row = reads_housing.application(ws.store, draft.application_id)
        if row is None or row.member_id != member_id:
            raise InputRejected("application_id", _("Choose one of this member’s homes."))
    return {
        "application_id": draft.application_id or None,
        "what": checks.line("what", draft.what, _("Say what is asked for.")),
        "to_whom": checks.line("to_whom", draft.to_whom),
        "asked_on": checks.text_of(draft.asked),
        "answered_on": checks.text_of(draft.answered),
        "answer": draft.answer,
        "note": checks.note(draft.note),
    }


def _check_subsidy_days(ws: Workspace, draft: SubsidyDraft) -> None:
    for field, day in (("applied", draft.applied), ("issued", draft.issued)):
        checks.past(ws, field, day)
        checks.near(ws, field, day)
    checks.near(ws, "expires", draft.expires)
    checks.near(ws, "extended", draft.extended)
    issued = _("It was issued before it was applied for on {day}.")
    checks.in_order("issued", draft.applied, draft.issued, issued)
    begun = draft.issued or draft.applied
    checks.in_order("expires", begun, draft.expires, _("It ends before it began on {day}."))
    if draft.extended is not None:
        if draft.expires is None:
            raise InputRejected("expires", _("Give the last day that was extended, too."))
        checks.in_order(
            "extended", draft.expires, draft.extended,
            _("An extension ends later than {day}, when the voucher did."),
        )  # fmt: skip
    if draft.state in housing.LIVE_SUBSIDY and draft.issued is None and draft.expires is not None:
        raise InputRejected("issued", _("Give the day on which it was issued."))
