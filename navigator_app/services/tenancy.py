"""A member's home: the tenancy with what happened in it and what falls due; amended and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from navigator_app.domain import tenancy
from navigator_app.domain.records import Changes
from navigator_app.domain.tenancy import Ahead, DueDate, Retention
from navigator_app.domain.tenancy_rows import EventRow, Made, RepaymentRow, TenancyRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import tenancy_lists
from navigator_app.policy.tenancy_lists import LEASE, RECERTIFY, SOON
from navigator_app.services import housing_checks as checks
from navigator_app.services import move_in_checks as told
from navigator_app.services import move_in_desk, phrases, read_reasons, seen
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_homes, reads_housing, reads_tenancy


@dataclass(frozen=True, slots=True)
class TenancyPage:
    """A member's home whole. `tenancy` is the one that runs, else the latest, None for none yet;
    `ready` counts homes on the board that a move-in can follow."""

    member_id: str
    today: date
    tenancy: TenancyRow | None
    earlier: tuple[TenancyRow, ...] = ()
    events: tuple[EventRow, ...] = ()  # of `tenancy`, the latest first
    plans: tuple[RepaymentRow, ...] = ()
    due: tuple[DueDate, ...] = ()
    next_visit: date | None = None
    days: int = 0  # housed in `tenancy`
    ready: int = 0
    under_way: int = 0
    kept: tuple[int, ...] = ()  # milestones in months that the member's housing has passed


@dataclass(frozen=True, slots=True)
class AmendDraft:
    """What may change while a tenancy runs."""

    address: str
    landlord_id: str | None = None
    subsidy_id: str = ""
    lease_starts: date | None = None
    lease_ends: date | None = None
    rent_cents: int | None = None
    share_cents: int | None = None
    rent_due_day: int | None = None
    recertify: date | None = None
    visit_every: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TeamDue:
    """A date of a tenancy with whose it is."""

    tenancy: TenancyRow
    due: DueDate


def page(ws: Workspace, member_id: str) -> TenancyPage:
    """Everything of one member's home; NotFound when there is no such member."""
    read_reasons.need(ws, member_id)
    checks.check_member(ws, member_id)
    today = ws.clock.today()
    found = reads_tenancy.of_member(ws.store, member_id)
    known = seen.marked(ws, "tenancy", found, member_id)
    board = reads_housing.applications(ws.store, member_id)
    ready = len(move_in_desk.ready(board, known))
    under_way = sum(one.stage in move_in_desk.UNDER_WAY for one in board)
    if not known:
        return TenancyPage(member_id, today, None, ready=ready, under_way=under_way)
    home = known[0]
    events = reads_tenancy.events(ws.store, [home.id])
    plans = seen.marked(
        ws, "repayment_plan", reads_tenancy.repayments(ws.store, [home.id]), member_id
    )
    stays = [(one.member_id, one.move_in, one.ended) for one in known]
    return TenancyPage(
        member_id=member_id,
        today=today,
        tenancy=home,
        earlier=known[1:],
        events=seen.events(ws, "tenancy_event", member_id, events),
        plans=plans,
        due=tenancy.due_dates(home, events, plans, today, ahead()),
        next_visit=tenancy.next_visit(home, events) if home.ended is None else None,
        days=tenancy.days_housed(home, today),
        ready=ready,
        under_way=under_way,
        kept=tuple(one.months for one in tenancy.retention(stays, today) if one.kept),
    )


def one(ws: Workspace, tenancy_id: str) -> TenancyRow:
    """One tenancy; NotFound when there is none."""
    read_reasons.need_record(ws, "tenancy", tenancy_id)
    row = reads_tenancy.one(ws.store, tenancy_id)
    if row is None:
        raise NotFound(_("Not found"), _("There is no such tenancy."))
    return row


def open_one(ws: Workspace, tenancy_id: str) -> TenancyRow:
    """A tenancy that runs; InputRejected (`on`) for one that ended."""
    read_reasons.need_record(ws, "tenancy", tenancy_id)
    row = one(ws, tenancy_id)
    if row.ended is not None:
        raise InputRejected(
            "on",
            _("This tenancy ended on {day}.").format(day=phrases.day(row.ended)),
            _("Take its end back first, if that was a mistake."),
        )
    return row


def amend(ws: Workspace, tenancy_id: str, draft: AmendDraft) -> Made:
    """Write what is known of a home anew; InputRejected names the field."""
    row = open_one(ws, tenancy_id)
    kept = draft.subsidy_id if draft.subsidy_id != row.subsidy_id else ""
    told.subsidy(ws, row.member_id, kept)
    if draft.landlord_id and reads_homes.landlord(ws.store, draft.landlord_id) is None:
        raise InputRejected("landlord", _("Choose one of the directory."))
    values = {
        "address": checks.line("address", draft.address, _("Write where it is.")),
        "landlord_id": draft.landlord_id or None,
        "subsidy_id": draft.subsidy_id or None,
        **told.lease(ws, draft.lease_starts, draft.lease_ends, row.move_in),
        **told.money(draft.rent_cents, draft.share_cents, draft.rent_due_day),
        "recertify_on": told.ahead(ws, "recertify", draft.recertify, row.move_in),
        "visit_every_days": told.visit_days(draft.visit_every),
        "note": checks.note(draft.note),
    }
    with ws.transaction("amend_tenancy") as tx:
        tx.update("tenancy", row.id, values)
        return Made(row.id, changes_of(row), tx.id)


def end(ws: Workspace, tenancy_id: str, on: date, why: str, to: str = "", note: str = "") -> Made:
    """The member left: the day, why (an id of the list) and where to. The home counts as not known
    until somebody asks. InputRejected names the field."""
    row = open_one(ws, tenancy_id)
    checks.past(ws, "on", on)
    checks.in_order("on", row.move_in, on, _("It lies before the move of {day}."))
    if not why:
        raise InputRejected("why", _("Say why, as far as it is known."))
    checks.one_of("why", why, tenancy_lists.ids(tenancy_lists.shipped().end_reasons))
    said = "\n".join(part for part in (row.note, checks.note(note)) if part)
    values = {
        "ended_on": on.isoformat(),
        "ended_why": why,
        "ended_to": checks.line("to", to),
        "note": checks.note(said),
    }
    with ws.transaction("end_tenancy") as tx:
        tx.update("tenancy", row.id, values)
        if row.unit_id:
            today = ws.clock.today().isoformat()
            tx.update("housing_unit", row.unit_id, {"state": "unknown", "checked_on": today})
        return Made(row.id, changes_of(row, directory=True), tx.id)


def due(
    ws: Workspace, member_id: str = "", *, navigator_id: str = "", on: date | None = None
) -> list[TeamDue]:
    """What is late or falls due soon on a day (today) in the tenancies that run, of one member, of
    one navigator's or of all, the nearest first. What was written of a home is not in it, nor
    where it is where somebody else's caseload or the role keeps that back."""
    running = reads_tenancy.running(ws.store, navigator_id=navigator_id, member_id=member_id)
    ids = [one.id for one in running]
    away = read_reasons.closed(ws, {one.member_id for one in running})
    held = seen.held(ws, "tenancy", ids, member_id)
    held |= {one.id for one in running if one.member_id in away}
    known = [_for_a_list(one, one.id in held) for one in running]
    events = _by_tenancy(reads_tenancy.waiting(ws.store, ids))
    agreed = reads_tenancy.repayments(ws.store, ids, open_only=True)
    agreed = [
        replace(one, reason="") if one.tenancy_id in held else one
        for one in seen.marked(ws, "repayment_plan", agreed, member_id)
    ]
    plans = _by_tenancy(agreed)
    today, figures = on or ws.clock.today(), ahead()
    found = [
        TeamDue(one, date_)
        for one in known
        for date_ in tenancy.due_dates(
            one, events.get(one.id, []), plans.get(one.id, []), today, figures
        )
    ]
    return sorted(found, key=lambda one: (one.due.due, one.tenancy.member, one.due.record_id))


def plan_keys(ws: Workspace) -> dict[str, str]:
    """The plan's key of each member who lives in a home."""
    return reads_tenancy.plan_keys(ws.store)


def retention(ws: Workspace) -> tuple[Retention, ...]:
    """Who of all members is still housed half a year and a year after moving in."""
    return tenancy.retention(reads_tenancy.stays(ws.store), ws.clock.today())


def all_of(ws: Workspace) -> list[TenancyRow]:
    """The tenancies that run, by the member's name; what was written of them only where whoever is
    at work reads the member without giving a reason."""
    rows = reads_tenancy.running(ws.store)
    return seen.texts(ws, "tenancy", rows)


def ahead() -> Ahead:
    """How many days ahead dates are shown: the agency's own figures."""
    own = tenancy_lists.shipped().own
    return Ahead(own[RECERTIFY], own[LEASE], own[SOON])


def changes_of(row: TenancyRow, *, directory: bool = False) -> Changes:
    """What a write to a tenancy touched."""
    return Changes(members=frozenset({row.member_id}), directory=directory)


def _for_a_list(row: TenancyRow, held: bool) -> TenancyRow:
    address = "" if held else row.address
    return replace(row, note="", ended_why="", ended_to="", address=address)


_Row = TypeVar("_Row", EventRow, RepaymentRow)


def _by_tenancy(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.tenancy_id, []).append(row)
    return found
