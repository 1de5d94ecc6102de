"""The team's days: leave across the year and across the days the clocks change; merged members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.records import CaseloadQuery, UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    agency,
    assignment_suggest,
    capacity_board,
    caseload,
    cover,
    duplicates,
    monday,
    today,
)
from navigator_app.services.workspace import Workspace
from tests.services import loops, team

ZONE = ZoneInfo("America/Los_Angeles")
TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@pytest.fixture
def fay(workspace: Workspace) -> UserRow:
    return team.join(workspace, "Fay Lund", Role.NAVIGATOR)


@pytest.fixture
def member(workspace: Workspace, ben: UserRow) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1, navigator_id=ben.id).member


def at(ws: Workspace, *local: int, user: UserRow | None = None, fold: int = 0) -> Workspace:
    """The same store at a local moment, with somebody at work."""
    moment = datetime(*local, tzinfo=ZONE, fold=fold)  # type: ignore[misc, arg-type]
    return replace(ws, clock=Clock("America/Los_Angeles", moment), user=user or ws.user)


def test_a_leave_across_the_year_is_watched_on_each_of_its_days(
    carla: Workspace, ben: UserRow, fay: UserRow, member: str
) -> None:
    first, last = date(2026, 12, 28), date(2027, 1, 4)
    cover.add(carla, ben.id, first, last, cover_id=fay.id)
    for number in range(-1, 9):
        day = first + number * DAY
        gone = first <= day <= last
        for hour in ((0, 0), (12, 0), (23, 59)):
            now = at(carla, day.year, day.month, day.day, *hour, user=fay)
            assert cover.covers(now, fay.id, member) == gone, (day, hour)
            assert [one.name for one in cover.covering(now)] == (["Ben Ochoa"] if gone else [])
            row = capacity_board.read(replace(now, user=carla.user)).row(ben.id)
            assert row is not None and (row.away is not None) == gone
    assert field(cover.add, carla, ben.id, date(2027, 1, 4), date(2027, 1, 9)) == "first"
    cover.add(carla, ben.id, date(2027, 1, 5), date(2027, 1, 9), cover_id=fay.id)


def test_a_leave_is_a_year_at_most_whatever_year_it_begins_in(
    carla: Workspace, ben: UserRow, fay: UserRow, member: str
) -> None:
    first = date(2027, 3, 1)  # the year to come has a 29 February
    too_long = first + timedelta(cover.MOST_DAYS)
    assert field(cover.add, carla, ben.id, first, too_long, cover_id=fay.id) == "until"
    written = cover.add(carla, ben.id, first, too_long - DAY, cover_id=fay.id)
    assert cover.one(carla, written.id).last == date(2028, 2, 29)


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2027, 3, 14)])
def test_the_days_the_clocks_change_are_days_of_leave_like_others(
    carla: Workspace, ben: UserRow, fay: UserRow, member: str, day: date
) -> None:
    early = at(carla, 2026, 10, 20, 9, 0)
    cover.add(early, ben.id, day, day, cover_id=fay.id)
    hours = [(0, 0), (1, 30), (2, 30), (3, 30), (23, 59)]
    for fold in (0, 1):
        for hour in hours:
            assert cover.covers(at(carla, *day.timetuple()[:3], *hour, fold=fold), fay.id, member)
    for near, hour in ((day - DAY, (23, 59)), (day + DAY, (0, 0))):
        assert not cover.covers(at(carla, *near.timetuple()[:3], *hour), fay.id, member)


def test_monday_begins_at_midnight_here_in_the_week_the_clocks_change(
    carla: Workspace, ben: UserRow, fay: UserRow, member: str
) -> None:
    moments = {
        datetime(2026, 10, 25, 23, 59, tzinfo=ZONE): 0,  # the Sunday before
        datetime(2026, 10, 26, 0, 0, tzinfo=ZONE): 1,  # summer time
        datetime(2026, 11, 1, 1, 30, tzinfo=ZONE, fold=1): 1,  # the hour that comes twice
        datetime(2026, 11, 1, 23, 59, tzinfo=ZONE): 1,
    }
    for moment, counted in moments.items():
        stamp = moment.astimezone(ZoneInfo("UTC")).isoformat(timespec="milliseconds")
        with carla.store.transaction("test", clock=carla.clock, user=carla.user) as tx:
            tx.execute("DELETE FROM assignment", ())
            row = {"id": "a1", "member_id": member, "from_id": ben.id, "to_id": fay.id}
            tx.insert("assignment", {**row, "at": stamp, "batch_id": "b1", "by_id": ben.id})
        page = monday.page(at(carla, 2026, 11, 2, 9, 0))
        assert page.since == date(2026, 10, 26)
        found = next(one for one in page.changed if one.id == "assigned")
        assert found.count == counted, moment
        behind = monday.behind(at(carla, 2026, 11, 2, 9, 0), "assigned")
        assert [one.on for one in behind] == [moment.date()] * counted


def test_a_member_merged_into_another_counts_once_and_is_watched_once(
    workspace: Workspace, carla: Workspace, ben: UserRow, fay: UserRow, member: str
) -> None:
    plan = workspace.store.query("SELECT id FROM plan")[0][0]
    other = loops.add_member(workspace, plan, 2, navigator_id=fay.id, service="htss").member
    cover.add(carla, ben.id, TODAY, TODAY + DAY, cover_id=fay.id)
    query = CaseloadQuery(navigator=ben.id, status="running")

    def counts() -> tuple[int, int, int, int]:
        board = capacity_board.read(carla)
        mine, hers = board.row(ben.id), board.row(fay.id)
        assert mine is not None and hers is not None
        watched = sum(one.members for one in cover.covering(team.seat(workspace, fay)))
        return mine.members, hers.members, watched, caseload.page(carla, query).total

    assert counts() == (1, 1, 1, 1)
    merge_id, _changes = duplicates.merge(workspace, member, other)
    assert counts() == (1, 0, 1, 1)
    row = capacity_board.read(carla).row(ben.id)
    assert row is not None
    assert row.services[:2] == (1, 1), "both services are the kept member's now"
    assert {line.member_id for line in today.due(carla)} <= {member, ""}
    duplicates.unmerge(workspace, merge_id)
    assert counts() == (1, 1, 1, 1)


def test_who_left_stays_in_the_filter_while_anybody_is_theirs(
    workspace: Workspace, carla: Workspace, ben: UserRow, fay: UserRow, member: str
) -> None:
    with workspace.store.transaction("t", clock=workspace.clock, user=workspace.user) as tx:
        tx.update("user", ben.id, {"active": 0, "name": "Ben Ochoa-Lund"})
    assert ben.id not in {one.id for one in agency.users(workspace)}
    [left] = agency.left_with_members(workspace)
    assert (left.id, left.name) == (ben.id, "Ben Ochoa-Lund")
    rows = caseload.page(carla, CaseloadQuery(navigator=left.id)).rows
    assert [(row.id, row.navigator) for row in rows] == [(member, "Ben Ochoa-Lund")]
    [told] = assignment_suggest.waiting(carla)
    assert (told.member_id, told.navigator) == (member, "Ben Ochoa-Lund")
    caseload.update_contact(carla, member, navigator_id=fay.id)
    assert agency.left_with_members(workspace) == []


def field(call, *args, **more) -> str:
    with pytest.raises(InputRejected) as found:
        call(*args, **more)
    return found.value.field
