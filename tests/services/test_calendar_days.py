"""Days the office is closed: listed with their source, set, refused, removed; dates follow."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.closures import Origin
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import audit, calendar_days, clocks
from navigator_app.services.workspace import Workspace
from tests.services import loops

OUTREACH = "outreach-begun"
VETERANS = date(2026, 11, 11)


def due(ws: Workspace, referral: str) -> str:
    """The day by which outreach must have begun, as kept and as shown."""
    sql = "SELECT due_on FROM running_clock WHERE referral_id = ? AND rule_id = ?"
    row = ws.store.one(sql, (referral, OUTREACH))
    assert row is not None
    [shown] = [one for one in clocks.of_referral(ws, referral) if one.rule.id == OUTREACH]
    assert shown.due is not None
    assert shown.due.isoformat() == row[0]
    return str(row[0])


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


def test_a_closed_day_moves_a_due_date_and_its_removal_moves_it_back(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    assert due(workspace, made.referral) == "2026-11-19"
    row, changes = calendar_days.add(workspace, date(2026, 11, 18), "Founders' day", plan="bayview")
    assert changes.plans
    assert due(workspace, made.referral) == "2026-11-20"
    calendar_days.remove(workspace, row.id)
    assert due(workspace, made.referral) == "2026-11-19"
    assert audit.verify(workspace).journal
    intentions = workspace.store.query(
        "SELECT operation FROM journal_entry WHERE table_name = 'calendar_day' ORDER BY seq"
    )
    assert intentions == [("insert",), ("delete",)]


def test_a_holiday_open_after_all_moves_dates_forward(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, sent=date(2026, 11, 10))
    before = due(workspace, made.referral)
    row, _changes = calendar_days.add(workspace, VETERANS, closed=False)
    assert due(workspace, made.referral) < before
    assert (row.name, row.closed, row.origin) == ("Veterans Day", False, Origin.AGENCY)
    calendar_days.add(workspace, VETERANS, "We rest", plan="bayview")
    assert due(workspace, made.referral) == before


def test_another_plan_keeps_its_dates(workspace: Workspace, plan: str) -> None:
    loops.add_plan(workspace, "sierra")
    made = loops.add_member(workspace, plan, 1)
    calendar_days.add(workspace, date(2026, 11, 18), "Sierra day", plan="sierra")
    assert due(workspace, made.referral) == "2026-11-19"
    calendar_days.add(workspace, date(2026, 11, 18), "Ours")
    assert due(workspace, made.referral) == "2026-11-20"


@pytest.mark.usefixtures("plan")
def test_closures_are_listed_with_where_they_come_from(workspace: Workspace) -> None:
    calendar_days.add(workspace, date(2026, 11, 18), " Staff   day ")
    calendar_days.add(workspace, VETERANS, closed=False, plan="bayview")
    calendar_days.add(workspace, date(2027, 3, 5), "Next year")
    rows = calendar_days.closures(workspace, 2026, "bayview")
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    november = [
        (row.day.day, row.name, row.origin, row.closed, row.overruled)
        for row in rows
        if row.day.month == 11 and row.day.day < 20
    ]
    assert november == [
        (11, "Veterans Day", Origin.STATE, True, True),
        (11, "Veterans Day", Origin.PLAN, False, False),
        (18, "Staff day", Origin.AGENCY, True, False),
    ]
    everyone = calendar_days.closures(workspace, 2026)
    assert {row.origin for row in everyone} == {Origin.STATE, Origin.AGENCY}
    assert not any(row.overruled for row in everyone)
    assert "Next year" in {row.name for row in calendar_days.closures(workspace, 2027)}
    assert all(not row.id for row in rows if row.origin is Origin.STATE)


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("day", "name", "closed", "field"),
    [
        (date(2026, 11, 21), "A Saturday", True, "day"),
        (date(2026, 11, 21), "A Saturday", False, "day"),
        (VETERANS, "Closed already", True, "day"),
        (date(2026, 11, 18), "Open anyway", False, "day"),
        (date(2026, 11, 17), "Twice", True, "day"),
        (date(1999, 11, 18), "Long ago", True, "day"),
        (date(2026, 11, 18), "  ", True, "name"),
        (date(2026, 11, 18), "x" * 81, True, "name"),
    ],
)
def test_a_bad_day_is_refused_beside_its_field(
    workspace: Workspace, day: date, name: str, closed: bool, field: str
) -> None:
    calendar_days.add(workspace, date(2026, 11, 17), "Once")
    before = workspace.store.one("SELECT count(*) FROM journal_entry")
    with pytest.raises(InputRejected) as refused:
        calendar_days.add(workspace, day, name, closed=closed)
    assert refused.value.field == field
    assert workspace.store.one("SELECT count(*) FROM journal_entry") == before


def test_unknown_plans_and_days_are_named(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        calendar_days.add(workspace, date(2026, 11, 18), "x", plan="nobody")
    with pytest.raises(NotFound):
        calendar_days.closures(workspace, 2026, "nobody")
    with pytest.raises(NotFound):
        calendar_days.remove(workspace, "nothing")
