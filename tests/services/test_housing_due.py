"""Last days of searches among what is due: whose they are, in which order, by whose date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain.housing import Step
from navigator_app.domain.records import DueRow
from navigator_app.services import housing_aids, housing_search, today
from navigator_app.services.housing_aids import SubsidyDraft
from navigator_app.services.housing_search import StepDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


def voucher(ws: Workspace, member: str, days: int, state: str = "issued") -> str:
    draft = SubsidyDraft("hcv", state, issued=TODAY - 90 * DAY, expires=TODAY + days * DAY)
    return housing_aids.save_subsidy(ws, member, draft).id


def denied(ws: Workspace, member: str, title: str, days: int) -> str:
    key = housing_search.begin(ws, member, title=title).id
    housing_search.record_step(ws, key, StepDraft(Step.APPLIED, TODAY))
    draft = StepDraft(Step.DENIED, TODAY, reason="credit", appeal_by=TODAY + days * DAY)
    housing_search.record_step(ws, key, draft)
    return key


def lines(rows: list[DueRow]) -> list[DueRow]:
    return [row for row in rows if row.action == "search"]


def test_a_vouchers_end_stands_on_today_by_its_own_date(workspace: Workspace, member: str) -> None:
    key = voucher(workspace, member, 12)
    before = today.today(workspace)
    (row,) = lines(list(before.due))
    assert (row.member_id, row.subject, row.days_left, row.state) == (member, key, 12, "upcoming")
    assert row.value == "voucher expires Dec 2, 2026 (the voucher’s own date)"
    assert row.source == "", "no plan's rule is claimed"
    assert before.total == len(before.due)
    draft = SubsidyDraft("hcv", "in-use", issued=TODAY)
    housing_aids.save_subsidy(workspace, member, draft, key)
    assert lines(list(today.today(workspace).due)) == []


def test_a_voucher_speaks_from_its_first_reminder_and_stays_once_it_is_over(
    workspace: Workspace, member: str
) -> None:
    voucher(workspace, member, 61)
    assert lines(today.due(workspace)) == []
    voucher(workspace, member, 60)
    voucher(workspace, member, -1)
    assert [(row.days_left, row.state) for row in lines(today.due(workspace))] == [
        (-1, "overdue"),
        (60, "upcoming"),
    ]
    assert [row.days_left for row in lines(today.due(workspace, within=5))] == [-1]


def test_an_appeal_stands_until_it_is_handed_in(workspace: Workspace, member: str) -> None:
    key = denied(workspace, member, "A room", 9)
    (row,) = lines(today.due(workspace, member_id=member))
    assert (row.title, row.why) == ("Hand in the appeal", "The application for A room was denied.")
    assert row.value == "appeal due Nov 29, 2026 (the date the denial names)"
    housing_search.record_step(workspace, key, StepDraft(Step.APPEALED, TODAY))
    assert lines(today.due(workspace)) == []


def test_each_sees_the_lines_of_their_own_members(workspace: Workspace, member: str) -> None:
    mine = workspace.user.id
    other = loops.add_member(workspace, loops.add_plan(workspace, "sierra"), 2, navigator_id=mine)
    denied(workspace, member, "A room", 9)
    denied(workspace, other.member, "A studio", 5)
    assert [row.member_id for row in lines(today.due(workspace))] == [other.member, member]
    of_one = lines(today.due(workspace, navigator_id=mine))
    assert [row.member_id for row in of_one] == [other.member]
    assert [row.member_id for row in lines(today.due(workspace, member_id=member))] == [member]


def test_the_lines_stand_in_one_order_with_the_others(workspace: Workspace, member: str) -> None:
    denied(workspace, member, "A room", 9)
    voucher(workspace, member, 3)
    rows = today.due(workspace)
    stakes = [row.stake for row in rows if row.days_left <= 30]
    order = ["authorization-or-payment-lost", "member-waiting", "plan-owed", "housekeeping"]
    assert stakes == sorted(stakes, key=order.index)
    assert [row.days_left for row in lines(rows)] == [3, 9]
