"""A plan's clock and ours: measured, told while they are far apart, and reckoned with."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from navigator_app.domain.exchange import DONE
from navigator_app.exchange import sftp_send
from navigator_app.services import sync_line, sync_run, synchronize
from tests.services.exchange_desk import Desk, roster
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
    ("behind", "said"), [(3 * HOUR, "180 minutes ahead"), (-3 * HOUR, "180 minutes behind")]
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
