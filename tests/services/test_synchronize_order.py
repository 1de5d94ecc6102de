"""Files are told in the order in which they were written down, whatever the clock says."""

from __future__ import annotations

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain import identifiers
from navigator_app.domain.exchange import IN, OUT, WAITING
from navigator_app.runtime.clock import Clock
from navigator_app.services import sync_out, synchronize
from navigator_app.store import exchange_writes, reads_exchange
from tests.services.exchange_desk import ZONE, Desk, roster
from tests.sshd import needed

pytestmark = needed

NAMES = [f"report-{number:02d}.csv" for number in range(24)]


def put(desk: Desk) -> None:
    """Many files to go, within one millisecond: only chance orders their ids."""
    with desk.ws.transaction("test") as tx:
        for name in NAMES:
            content = name.encode()
            exchange_writes.put_waiting(
                tx, desk.plan_id, kind="report", name=name, content=content,
                sha256=hashlib.sha256(content).hexdigest(), zone="UTC",
            )  # fmt: skip


@pytest.fixture
def one_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    real = identifiers.uuid7
    monkeypatch.setattr(exchange_writes, "uuid7", lambda: real(1_800_000_000_000))


@pytest.mark.usefixtures("one_millisecond")
def test_files_of_one_millisecond_keep_their_order(desk: Desk) -> None:
    put(desk)
    assert [one.name for one in synchronize.files(desk.ws)] == NAMES[::-1]
    waiting = reads_exchange.in_state(desk.ws.store, desk.plan_id, OUT, WAITING)
    assert [one.name for one in sorted(waiting, key=sync_out._turn)] == NAMES
    assert [one.name for one in reads_exchange.open_files(desk.ws.store)["bayview"]] == NAMES


@pytest.mark.usefixtures("one_millisecond")
def test_each_page_of_files_goes_on_where_the_one_before_ended(desk: Desk) -> None:
    put(desk)
    told: list[str] = []
    while page := synchronize.files(desk.ws, limit=5, before=told[-1] if told else ""):
        told += [one.id for one in page]
    assert told == [one.id for one in synchronize.files(desk.ws)]
    assert len(told) == len(NAMES)


@pytest.mark.usefixtures("one_millisecond")
def test_what_came_is_read_and_what_waits_is_sent_in_its_order(desk: Desk) -> None:
    put(desk)
    for number in range(8):
        desk.drop(f"asf-{number}.csv", roster(number), age=3600 - number)
    row = desk.sync()
    of_run = synchronize.of_run(desk.ws, row.id)
    assert [one.name for one in of_run if one.direction == OUT] == NAMES
    came = [f"asf-{number}.csv" for number in range(8)]
    assert [one.name for one in of_run if one.direction == IN] == came


def test_a_clock_that_was_set_back_reorders_nothing_and_is_measured_anew(desk: Desk) -> None:
    assert desk.sync().skew_seconds is not None
    assert desk.sync().skew_seconds is None  # measured a moment ago
    desk.drop("asf-1.csv", roster(1))
    desk.sync()
    desk.ws.clock = Clock(ZONE, datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))
    desk.drop("asf-2.csv", roster(2))
    last = desk.sync()
    assert last.skew_seconds is not None
    assert [one.name for one in desk.files("in")] == ["asf-2.csv", "asf-1.csv"]
    assert synchronize.history(desk.ws)[0].id == last.id
    known = reads_exchange.last_skew(desk.ws.store, desk.plan_id)
    assert known is not None
    assert known[0].startswith("2026-11-20")
