"""A plan's clock and ours: measured, told while they are far apart, and reckoned with."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.exchange import DONE
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.exchange import sftp_send
from navigator_app.runtime.clock import Clock
from navigator_app.services import connections, record_status, sync_line, sync_run, synchronize
from tests.services import loops
from tests.services.exchange_desk import NAME, NOVEMBER, ZONE, Desk, roster
from tests.sshd import needed

pytestmark = needed

HOUR = 3600


class Ours:
    """This computer's clock, some seconds behind the server's (or ahead of it)."""

    behind = 0.0

    def __call__(self) -> float:
        return time.time() - self.behind


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Ours:
    clock, real = Ours(), sftp_send.clock
    monkeypatch.setattr(sftp_send, "clock", lambda sftp, folder, _now: real(sftp, folder, clock))
    monkeypatch.setattr(sync_run, "time", SimpleNamespace(time=clock))
    return clock


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (3 * HOUR, "3 hours ahead"),
        (-3 * HOUR, "3 hours behind"),
        (365 * 24 * HOUR, "365 days ahead"),
        (-365 * 24 * HOUR, "365 days behind"),
    ],
)
def test_far_apart_is_told_with_each_run_until_it_is_mended(
    desk: Desk, ours: Ours, behind: float, said: str
) -> None:
    ours.behind = behind
    for _turn in range(2):
        row = desk.sync()
        assert row.state == DONE
        assert row.skew_seconds == pytest.approx(behind, abs=5)
        assert row.trouble_cause == "skew"
        assert said in row.trouble
        assert said in synchronize.lines(desk.ws)[0].trouble
    ours.behind = 0
    row = desk.sync()
    assert row.skew_seconds == pytest.approx(0, abs=5)
    assert row.trouble == ""
    row = desk.sync()
    assert (row.skew_seconds, row.trouble) == (None, "")


def test_near_enough_is_not_told(desk: Desk, ours: Ours) -> None:
    ours.behind = 200
    row = desk.sync()
    assert row.skew_seconds == pytest.approx(200, abs=5)
    assert row.trouble == ""


@pytest.mark.parametrize("behind", [3 * HOUR, -3 * HOUR])
def test_whether_a_file_is_fresh_is_reckoned_by_the_plans_clock(
    desk: Desk, ours: Ours, monkeypatch: pytest.MonkeyPatch, behind: float
) -> None:
    """Else each file waits where theirs is ahead, and half a file is taken where it is behind."""
    ours.behind = behind
    again: list[float] = []
    real = sync_line.Line.look_again

    def look(line: sync_line.Line, after: float) -> object:
        again.append(after)
        return real(line, after)

    monkeypatch.setattr(sync_line.Line, "look_again", look)
    desk.drop("old.csv", roster(1), age=600)
    assert desk.sync().files_in == 1
    assert again == []
    desk.drop("fresh.csv", roster(2), age=0)
    assert desk.sync().files_in == 1
    assert len(again) == 1


# --- a clock of ours that is wrong, other zones, and the hours that come twice or never ----------

DAY = timedelta(1)


def at(desk: Desk, local: str, zone: str = ZONE) -> None:
    """Set this computer's clock, and its zone."""
    desk.ws = replace(
        desk.ws, clock=Clock(zone, datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)))
    )


def test_a_month_that_is_over_by_our_wrong_clock_alone_does_not_go(desk: Desk, ours: Ours) -> None:
    """Half of November would go as the whole of it."""
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.status(1)
    at(desk, "2027-11-20T10:00")
    ours.behind = -365 * 24 * HOUR
    row = desk.sync()
    assert (row.state, row.trouble_cause, row.files_out) == (DONE, "skew", 0)
    assert desk.sent() == {}
    at(desk, "2026-12-02T10:00")
    ours.behind = 0
    assert desk.sync().files_out == 1
    assert list(desk.sent()) == [NAME]


def test_what_a_person_built_waits_too_and_may_be_sent_by_them(desk: Desk, ours: Ours) -> None:
    desk.status(1)
    desk.build()
    at(desk, "2026-12-02T10:00")
    ours.behind = -10 * 24 * HOUR
    assert desk.sync().files_out == 0
    synchronize.send_month(desk.ws, desk.plan, NOVEMBER)
    assert desk.sync().files_out == 1


def test_a_clock_that_is_behind_sends_nothing_and_loses_nothing(desk: Desk, ours: Ours) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.status(1)
    at(desk, "2025-12-02T10:00")
    ours.behind = 365 * 24 * HOUR
    row = desk.sync()
    assert (row.trouble_cause, row.files_out) == ("skew", 0)
    at(desk, "2026-12-02T10:00")
    ours.behind = 0
    assert desk.sync().files_out == 1
    assert desk.sync().files_out == 0


@pytest.mark.parametrize("years", [1, -1])
def test_after_a_wrong_clock_all_is_told_as_it_was(desk: Desk, ours: Ours, years: int) -> None:
    """The last exchange, the last file that went, the newest first, and the next run."""
    desk.status(1)
    desk.build()
    at(desk, f"{2026 + years}-12-02T10:00")
    synchronize.send_month(desk.ws, desk.plan, NOVEMBER)
    assert desk.sync().files_out == 1
    at(desk, "2027-01-03T10:00")
    made = loops.add_member(
        desk.ws, desk.plan_id, 2, requested=date(2026, 12, 1), sent=date(2026, 12, 2)
    )
    record_status.record(desk.ws, made.referral, ReferralStatus.ACCEPTED, date(2026, 12, 4))
    desk.build("2026-12")
    last = desk.sync()
    assert last.files_out == 1
    [line] = synchronize.lines(desk.ws)
    assert line.last_sent_name.endswith("_202612.csv")
    assert line.last_sent_at == datetime(2027, 1, 3, 18, tzinfo=UTC)
    assert "last sent Jan 3, 2027" in line.text
    assert synchronize.summary(desk.ws).last_at == last.ended_at
    assert synchronize.history(desk.ws)[0].id == last.id
    due = synchronize.next_of(desk.ws, desk.plan, Random(1))
    assert due is not None
    assert timedelta() < due - desk.ws.clock.now() < DAY


def test_after_a_clock_that_was_ahead_the_next_run_is_due_at_once(desk: Desk) -> None:
    at(desk, "2027-12-02T10:00")
    assert desk.sync().state == DONE
    at(desk, "2026-12-02T10:00")
    for minutes in range(0, 300, 20):
        at(desk, f"2026-12-02T{10 + minutes // 60:02}:{minutes % 60:02}")
        due = synchronize.next_of(desk.ws, desk.plan, Random(1))
        assert due is not None
        assert due <= desk.ws.clock.now()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        (ZONE, "2026-11-30T23:59", "2026-12-02T00:01"),
        ("Pacific/Auckland", "2026-11-30T23:59", "2026-12-02T00:01"),
        ("UTC", "2026-11-30T23:59", "2026-12-02T00:01"),
    ],
)
def test_a_month_is_over_where_the_computer_stands(
    desk: Desk, zone: str, before: str, after: str
) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.status(1)
    at(desk, before, zone)
    assert desk.sync().files_out == 0
    at(desk, after, zone)
    assert desk.sync().files_out == 1
    [file] = desk.files("out")
    assert file.period == NOVEMBER
    [line] = synchronize.lines(desk.ws)
    assert "last sent Dec 2, 2026" in line.text


@pytest.mark.parametrize(
    "hours",
    [
        ["2026-11-01T00:30", "2026-11-01T01:30", "2026-11-01T02:30"],  # one o'clock comes twice
        ["2027-03-14T01:30", "2027-03-14T02:30", "2027-03-14T03:30"],  # two o'clock never comes
    ],
)
def test_the_night_the_clocks_change_each_run_is_an_hour_after_the_last_or_the_same(
    desk: Desk, hours: list[str]
) -> None:
    runs = []
    for local in hours:
        at(desk, local)
        runs.append(desk.sync())
    assert [one.state for one in runs] == [DONE] * 3
    assert [one.id for one in synchronize.history(desk.ws)] == [one.id for one in reversed(runs)]
    for earlier, later in pairwise(runs):
        assert timedelta() <= later.started_at - earlier.started_at <= timedelta(hours=2)
    due = synchronize.next_of(desk.ws, desk.plan, Random(1))
    assert due is not None
    assert timedelta() < due - desk.ws.clock.now() < DAY
