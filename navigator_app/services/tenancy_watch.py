"""What happens in a tenancy: early signs, contacts, disputes, notices, visits, training,
recertification; and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain.engines import add_months
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.tenancy import RESULTS, WATCHED, Kind, Severity
from navigator_app.domain.tenancy_rows import EventRow, Made, TenancyRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import tenancy_lists
from navigator_app.services import housing_checks as checks
from navigator_app.services import read_reasons, seen, tenancy
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_looks, reads_tenancy

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

YEARLY = 12
"""Months to the next recertification that is offered: the process is annual ([P] VI.F.3.a.7)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a visit found of one thing."""

    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Something that happened, as somebody enters it. `due` is by when something must be done;
    `settled` is True where it is done already. `items` are what a visit looked at, by id."""

    kind: Kind
    what: str
    on: date
    severity: Severity | None = None
    with_whom: str = ""
    note: str = ""
    due: date | None = None
    outcome: str = ""
    settled: bool = False
    items: Mapping[str, Found] = field(default_factory=dict)


def event(ws: Workspace, event_id: str) -> EventRow:
    """One event; NotFound when there is none or it was undone."""
    read_reasons.need_record(ws, "tenancy_event", event_id)
    row = reads_tenancy.event(ws.store, event_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such event in a tenancy."))
    member_id = reads_looks.owner(ws.store, "tenancy_event", event_id)
    shown: EventRow = seen.events(ws, "tenancy_event", member_id, [row])[0]
    return shown


def act_by(severity: Severity, on: date) -> date:
    """By when to act on something so grave, as the agency measures it."""
    return on + timedelta(days=tenancy_lists.shipped().days[severity.slug])


def record(ws: Workspace, tenancy_id: str, draft: EventDraft) -> Made:
    """Record an event. InputRejected names the field: a day ahead or before the move, nothing of
    the list chosen, a last day before the event, a visit that looked at nothing."""
    row = tenancy.open_one(ws, tenancy_id)
    values, key = _values(ws, row, draft), uuid7()
    with ws.transaction("record_tenancy_event") as tx:
        tx.insert("tenancy_event", {"id": key, **_whose(ws, tx, row), **values})
        for item, found in draft.items.items():
            tx.insert(
                "visit_item",
                {
                    "id": uuid7(),
                    "event_id": key,
                    "item": item,
                    "result": found.result,
                    "note": checks.line(item, found.note),
                },
            )
        return Made(key, tenancy.changes_of(row), tx.id)


def settle(ws: Workspace, event_id: str, on: date, outcome: str) -> Made:
    """A sign, a dispute or a notice is settled: when and how. InputRejected names the field."""
    known = event(ws, event_id)
    if Kind.from_slug(known.kind) not in WATCHED or not known.open:
        raise InputRejected("outcome", _("It is settled already."))
    checks.past(ws, "on", on)
    checks.in_order("on", known.on, on, _("It lies before {day}, when it came up."))
    words = checks.note(outcome, "outcome")
    if not words:
        raise InputRejected("outcome", _("Say in a few words how it ended."))
    with ws.transaction("settle_tenancy_event") as tx:
        tx.update("tenancy_event", known.id, {"resolved_on": on.isoformat(), "outcome": words})
        return Made(known.id, tenancy.changes_of(_of(ws, known)), tx.id)


def mended(ws: Workspace, item_id: str, on: date) -> Made:
    """A fault that a visit found is mended; the last of them settles the visit."""
    known = reads_tenancy.event_of_item(ws.store, item_id)
    if known is None or item_id not in {one.id for one in known.faults}:
        raise InputRejected("on", _("There is no such fault any more."))
    checks.past(ws, "on", on)
    checks.in_order("on", known.on, on, _("It lies before the visit of {day}."))
    with ws.transaction("mend_fault") as tx:
        tx.update("visit_item", item_id, {"fixed_on": on.isoformat()})
        if len(known.faults) == 1:
            tx.update("tenancy_event", known.id, {"resolved_on": on.isoformat()})
        return Made(item_id, tenancy.changes_of(_of(ws, known)), tx.id)


def recertified(
    ws: Workspace, tenancy_id: str, on: date, next_on: date | None, note: str = ""
) -> Made:
    """The recertification of the subsidy or home is done; `next_on` is the day of the next, as the
    housing authority names it."""
    row = tenancy.open_one(ws, tenancy_id)
    draft = EventDraft(Kind.RECERTIFICATION, "", on, note=note, settled=True)
    values, key = _values(ws, row, draft), uuid7()
    checks.near(ws, "next_on", next_on)
    if next_on is not None and next_on <= on:
        raise InputRejected(
            "next_on", _("The next one comes after this one."), _("Look at the year.")
        )
    with ws.transaction("recertify_tenancy") as tx:
        tx.insert("tenancy_event", {"id": key, **_whose(ws, tx, row), **values})
        tx.update("tenancy", row.id, {"recertify_on": checks.text_of(next_on)})
        return Made(key, tenancy.changes_of(row), tx.id)


def next_recertification(row: TenancyRow, on: date) -> date:
    """A day to begin from: a year after the one that was due, else after this one."""
    return add_months(row.recertify or on, YEARLY)


def _of(ws: Workspace, known: EventRow) -> TenancyRow:
    return tenancy.one(ws, known.tenancy_id)


def _whose(ws: Workspace, tx: Tx, row: TenancyRow) -> dict[str, object]:
    return {
        "tenancy_id": row.id,
        "member_id": row.member_id,
        "user_id": ws.user.id,
        "created_at": tx.now,
    }


def _values(ws: Workspace, row: TenancyRow, draft: EventDraft) -> dict[str, object]:
    """An event's columns; refuses what cannot be."""
    checks.past(ws, "on", draft.on)
    checks.in_order("on", row.move_in, draft.on, _("It lies before the move of {day}."))
    listed = tenancy_lists.ids(tenancy_lists.shipped().of(draft.kind))
    if listed and not draft.what:
        raise InputRejected("what", _("Choose what it is."))
    checks.one_of("what", draft.what, listed or [""])
    checks.near(ws, "due", draft.due)
    checks.in_order("due", draft.on, draft.due, _("It lies before {day}, when it came up."))
    _check_visit(draft)
    settled = draft.settled or (draft.kind not in WATCHED and not _broken(draft))
    watched = draft.kind in WATCHED or _broken(draft)
    severity = draft.severity or (Severity.WATCH if draft.kind in WATCHED else None)
    return {
        "kind": draft.kind.slug,
        "what": draft.what,
        "on_date": draft.on.isoformat(),
        "severity": severity.slug if severity else "",
        "with_whom": checks.line("with_whom", draft.with_whom),
        "note": checks.note(draft.note),
        "due_on": checks.text_of(draft.due) if watched else None,
        "resolved_on": draft.on.isoformat() if settled else None,
        "outcome": checks.note(draft.outcome, "outcome"),
    }


def _broken(draft: EventDraft) -> bool:
    return any(found.result == "fault" for found in draft.items.values())


def _check_visit(draft: EventDraft) -> None:
    if draft.kind is not Kind.VISIT:
        if draft.items:
            raise InputRejected("items", _("Only a visit has a list of what was looked at."))
        return
    known = tenancy_lists.ids(tenancy_lists.shipped().checks)
    for item, found in draft.items.items():
        checks.one_of("items", item, known)
        checks.one_of("items", found.result, RESULTS)
    if not draft.items and not draft.note.strip():
        raise InputRejected(
            "items", _("Say what you looked at."), _("Or leave a note, if you were not let in.")
        )
