"""Open slots that a plan has not heard of: a line of what is due, by the plan's own calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain.records import DueRow
from navigator_app.services import calendar_days, calendar_file, capacity, today
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.cli_runs import Run

PARTNERSHIP = "partnership-mcap7003"


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace, "partnership", PARTNERSHIP)


def line(ws: Workspace) -> DueRow:
    [row] = [row for row in today.due(ws) if row.rule == "capacity-told"]
    return row


@pytest.mark.usefixtures("plan")
def test_a_change_stands_on_today_with_its_rule_until_the_plan_was_told(
    workspace: Workspace,
) -> None:
    report, _changes = capacity.report(workspace, day(18), any_member=2, plan="partnership")
    [row] = today.today(workspace).due
    assert row == line(workspace)
    assert (row.member_id, row.referral_id, row.service) == ("", "", None)
    assert (row.member_name, row.plan, row.subject) == ("Partnership", "partnership", report.id)
    assert (row.due, row.days_left, row.business_days_left) == (day(25), 5, 3)
    assert (row.action, row.stake, row.required) == ("capacity", "plan-owed", True)
    assert row.source == "Partnership HealthPlan policy MCAP7003, VI.E.6"
    assert (row.value, row.spoke_on) == ("5 business days", day(18))
    assert row.why == "Counted from the change of capacity or staff, Nov 18, 2026."
    assert today.today(workspace).total == 1
    capacity.tell(workspace, report.id, day(20))
    assert today.today(workspace).due == ()
    assert today.today(workspace).total == 0


@pytest.mark.usefixtures("plan")
def test_the_clock_counts_the_days_that_plan_and_agency_set(workspace: Workspace) -> None:
    capacity.report(workspace, day(18), any_member=2, plan="partnership")
    assert line(workspace).due == day(25)
    closed, _changes = calendar_days.add(workspace, day(23), "Staff day")
    assert (line(workspace).due, line(workspace).business_days_left) == (date(2026, 11, 30), 3)
    calendar_days.add(workspace, day(27), closed=False, plan="partnership")
    assert line(workspace).due == day(27)
    assert capacity.reports(workspace)[0].due == day(27)
    calendar_days.remove(workspace, closed.id)
    assert line(workspace).due == day(25)


@pytest.mark.usefixtures("plan")
def test_the_oldest_change_sets_the_date_and_telling_the_newest_settles_all(
    workspace: Workspace,
) -> None:
    capacity.report(workspace, day(2), any_member=2, plan="partnership")
    newest, _changes = capacity.report(workspace, day(18), any_member=0, plan="partnership")
    capacity.report(workspace, day(19), any_member=7)  # our own count: nobody has to hear
    row = line(workspace)
    assert (row.due, row.state, row.subject) == (day(9), "overdue", newest.id)
    capacity.tell(workspace, newest.id, day(20))
    assert [one.told for one in capacity.reports(workspace)] == [None, day(20), day(20)]
    assert today.due(workspace) == []


def test_each_plan_has_a_line_among_the_members_lines(workspace: Workspace, plan: str) -> None:
    loops.add_plan(workspace, "quiet", "toolkit-2025")  # asks for nothing of the kind
    loops.add_plan(workspace, "second", PARTNERSHIP)
    made = loops.add_member(workspace, plan, 1)
    for key in ("partnership", "quiet", "second"):
        capacity.report(workspace, day(12), any_member=1, plan=key)
    rows = today.today(workspace).due
    # a member who waits stands before what is owed to a plan
    assert [(row.stake, row.plan) for row in rows] == [
        ("member-waiting", "partnership"),
        ("plan-owed", "partnership"),
        ("plan-owed", "second"),
        ("plan-owed", "partnership"),
    ]
    assert rows[-1].rule == "weekly-update"
    assert [row.rule for row in today.today(workspace, limit=2).due][1] == "capacity-told"
    assert {row.plan for row in today.due(workspace, within=0) if not row.member_id} == {
        "partnership",
        "second",
    }
    mine = today.due(workspace, navigator_id=workspace.user.id)
    of_member = today.due(workspace, member_id=made.member)
    assert all(row.member_id for row in (*mine, *of_member))
    week = [row.rule for one in today.week(workspace) for row in one.rows]
    assert week.count("capacity-told") == 2


@pytest.mark.usefixtures("plan")
def test_a_far_change_is_left_out_of_a_near_look(workspace: Workspace) -> None:
    capacity.report(workspace, day(20), any_member=1, plan="partnership")
    assert today.due(workspace, within=3) == []
    assert [row.due for row in today.due(workspace, within=11)] == [date(2026, 12, 1)]
    assert today.due(workspace, on=day(19)) == []  # it had not changed yet


@pytest.mark.usefixtures("plan")
def test_the_calendar_file_names_the_plan_and_no_referral(workspace: Workspace) -> None:
    capacity.report(workspace, day(18), any_member=2, plan="partnership")
    text = calendar_file.text(workspace).replace("\r\n ", "")
    assert "SUMMARY:Tell the plan of a change of capacity or staff (partnership)" in text
    assert "1 referral" not in text


def test_business_days_left_know_our_own_days(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    loops.add_member(workspace, plan, 1, sent=day(20))
    [before] = [row for row in today.due(workspace) if row.rule == "outreach-begun"]
    assert (before.due, before.business_days_left) == (day(25), 3)
    calendar_days.add(workspace, day(23), "Staff day", plan="bayview")
    [after] = [row for row in today.due(workspace) if row.rule == "outreach-begun"]
    assert (after.due, after.business_days_left) == (date(2026, 11, 30), 3)
    calendars = Calendars(workspace.store)
    assert calendars.of(plan, "toolkit-2025") is calendars.of(plan, "toolkit-2025")
    assert calendars.of("", "toolkit-2025").is_business_day(day(23))
    assert not calendars.of(plan, "toolkit-2025").is_business_day(day(23))


def test_the_command_gives_no_ids_for_it(run: Run, workspace: Workspace) -> None:
    loops.add_plan(workspace, "partnership", PARTNERSHIP)
    capacity.report(workspace, day(20) - timedelta(days=2), any_member=2, plan="partnership")
    workspace.close()
    [row] = run("due", "--json").json
    assert list(row) == [
        "member_id", "referral_id", "rule", "title", "due", "days_left", "state", "why", "source",
    ]  # fmt: skip
    assert (row["member_id"], row["referral_id"]) == (None, None)
    assert (row["rule"], row["due"]) == ("capacity-told", "2026-11-25")
    assert "capacity" in run("due").out
