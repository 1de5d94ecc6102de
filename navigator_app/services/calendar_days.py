"""The days the office is closed: the state's calendar, the agency's own days, and each plan's.

A plan's own day speaks before the agency's, and that before the state's. Every change moves the
clocks that count business days in the same transaction; `services.moves` lists which and how.
"""

from __future__ import annotations

from datetime import date

from navigator_app.domain.business_days import SATURDAY
from navigator_app.domain.closures import ClosureRow, Origin
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import calendars, packs
from navigator_app.services import agency, clocks
from navigator_app.services.own_calendars import own_days
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_calendar

YEARS = range(2015, 2061)
"""Years that can be looked at and set."""
LONGEST_NAME = 80


def closures(ws: Workspace, year: int, plan: str = "") -> list[ClosureRow]:
    """Every closure of a year for a plan, and every day open after all, by day.

    `plan` is a plan's key; empty for what holds for all plans. NotFound for an unknown one.
    """
    found = agency.plan(ws, plan) if plan else None
    days = calendars.calendar(_calendar_key(found)).closures(year)
    rows = [ClosureRow("", day, _(name), Origin.STATE) for day, name in days.items()]
    rows += _own(ws, year, found)
    rows.sort(key=lambda row: (row.day, _ORDER.index(row.origin)))
    last = {row.day: row for row in rows}
    return [_beside(row, last[row.day]) for row in rows]


def add(
    ws: Workspace, day: date, name: str = "", *, closed: bool = True, plan: str = ""
) -> tuple[ClosureRow, Changes]:
    """Close a day, or with `closed=False` keep one open after all, for a plan or for all (empty).

    A day kept open takes the closure's name where none is given. InputRejected names the field:
    a weekend, a day set already, one that is closed (or open) anyway, a missing name.
    """
    found = agency.plan(ws, plan) if plan else None
    standing = _checked_day(ws, day, found, closed=closed)
    words = _checked_name(name or ("" if closed else standing))
    row = ClosureRow(
        uuid7(), day, words, Origin.PLAN if found else Origin.AGENCY, plan, closed=closed
    )
    values = {
        "id": row.id,
        "plan_id": found.id if found else None,
        "day": day.isoformat(),
        "name": words,
        "closed": int(closed),
    }
    with ws.transaction("close_day" if closed else "open_day") as tx:
        tx.insert("calendar_day", {**values, "created_at": tx.now})
        clocks.recompute(tx, ws, by_rule=True)
    return row, Changes(plans=True)


def remove(ws: Workspace, day_id: str) -> Changes:
    """Take back a day that the agency or a plan set; NotFound when there is none."""
    with ws.transaction("remove_calendar_day") as tx:
        gone = tx.execute("DELETE FROM calendar_day WHERE id = ?", (day_id,)).rowcount
        if not gone:
            raise NotFound(_("Not found"), _("That day was removed already."))
        clocks.recompute(tx, ws, by_rule=True)
    return Changes(plans=True)


_ORDER = list(Origin)


def _calendar_key(plan: PlanRow | None) -> str:
    """The calendar that the plan's pack names; the state's own where all plans are meant."""
    return packs.standing(plan.policy)[0].calendar if plan else calendars.STATE


def _own(ws: Workspace, year: int, plan: PlanRow | None) -> list[ClosureRow]:
    rows = []
    for key, plan_id, day, name, closed in reads_calendar.own(ws.store, year):
        if plan_id is not None and (plan is None or plan_id != plan.id):
            continue
        origin, whose = (Origin.PLAN, plan.key) if plan_id and plan else (Origin.AGENCY, "")
        rows.append(ClosureRow(key, day, name, origin, whose, closed=closed))
    return rows


def _beside(row: ClosureRow, speaks: ClosureRow) -> ClosureRow:
    if row is speaks or row.closed == speaks.closed:
        return row
    return ClosureRow(row.id, row.day, row.name, row.origin, row.plan, row.closed, overruled=True)


def _checked_day(ws: Workspace, day: date, plan: PlanRow | None, *, closed: bool) -> str:
    """Refuse a day that cannot be set; the name under which it is closed now, empty if open."""
    if day.year not in YEARS:
        span = {"first": YEARS[0], "last": YEARS[-1]}
        raise InputRejected("day", _("Choose a day from {first} to {last}.").format(**span))
    if day.weekday() >= SATURDAY:
        raise InputRejected("day", _("Saturdays and Sundays are no business days anyway."))
    days = reads_calendar.by_plan(ws.store)
    if day in days.get(plan.id if plan else "", {}):
        raise InputRejected("day", _("That day is set already."), _("Remove it first."))
    now = own_days(_calendar_key(plan), days, plan.id if plan else "")
    standing = now.closures(day.year).get(day, "")
    if closed and standing:
        raise InputRejected(
            "day", _("That day is closed already: {name}.").format(name=_(standing))
        )
    if not closed and not standing:
        raise InputRejected("day", _("That day is a business day anyway."))
    return standing


def _checked_name(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise InputRejected("name", _("Say what the day is, such as a local holiday."))
    if len(words) > LONGEST_NAME:
        most = _("At most {most} characters.").format(most=LONGEST_NAME)
        raise InputRejected("name", most)
    return words
