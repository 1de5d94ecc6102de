"""What a server and a line can do wrong, against OpenSSH's own server."""

from __future__ import annotations

import gc
import io
import logging
import os
import random
import sys
import threading
import time
from pathlib import Path

import pytest

from navigator_app.errors import TransferFailed
from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Patience
from navigator_app.exchange.transport_errors import (
    Cancelled,
    Garbled,
    LineCut,
    LineError,
    NoSpace,
    TimedOut,
)
from tests.exchange.lines import QUICK, After, fetched, found, over
from tests.line import Line
from tests.sshd import Sshd, needed

pytestmark = needed

CONTENT = random.Random(6).randbytes(3_000_000)
NAME = "RTF_2026-11.csv"
SOON = 6.0
"""Seconds within which a hang is told: two of silence, and what leaving takes."""


def test_the_server_hangs_while_we_are_in(server: Sshd) -> None:
    with over(server) as line:
        server.pause()
        begun = time.monotonic()
        try:
            with pytest.raises(TimedOut):
                line.list()
        finally:
            server.go_on()
        assert time.monotonic() - begun < SOON
        with pytest.raises(LineCut):
            line.list()


def test_the_server_hangs_in_the_middle_of_a_file(server: Sshd, between: Line) -> None:
    between.rate = 3_000_000
    with over(server, port=between.port) as line:
        stop = threading.Timer(0.3, server.pause)
        stop.start()
        try:
            with pytest.raises(TimedOut):
                line.send(NAME, CONTENT)
        finally:
            stop.join()
            server.go_on()
    between.mend()
    assert not (server.outbox / NAME).exists()
    with over(server) as line:
        assert line.send(NAME, CONTENT).sha256
    assert (server.outbox / NAME).read_bytes() == CONTENT
    assert server.parts() == []


def test_a_server_that_takes_the_call_and_says_nothing(server: Sshd) -> None:
    server.pause()
    begun = time.monotonic()
    try:
        with pytest.raises(LineError) as caught, over(server):
            pass
    finally:
        server.go_on()
    assert caught.value.cause in ("timed-out", "cut")
    assert time.monotonic() - begun < 12


@pytest.mark.parametrize("at", [200_000, 1_500_000, 2_999_000])
def test_the_line_is_cut_in_the_middle_and_the_next_try_goes_on(
    server: Sshd, between: Line, at: int
) -> None:
    between.cut_up = at
    with over(server, port=between.port) as line, pytest.raises(LineCut) as caught:
        line.send(NAME, CONTENT)
    assert caught.value.again
    assert not (server.outbox / NAME).exists()
    between.mend()
    before = between.up
    with over(server, port=between.port) as line:
        proof = line.send(NAME, CONTENT)
    assert (server.outbox / NAME).read_bytes() == CONTENT
    assert server.parts() == []
    if at > 1_000_000:
        assert proof.resumed_from > 0
        assert between.up - before < len(CONTENT)


def test_the_server_hangs_up_in_the_middle_of_a_fetch(server: Sshd, between: Line) -> None:
    (server.inbox / "asf.csv").write_bytes(CONTENT)
    between.cut_down = 1_000_000
    with over(server, port=between.port) as line:
        listed = found(line, "asf.csv")
        with pytest.raises(LineCut):
            line.fetch(listed, io.BytesIO())
    between.mend()
    with over(server, port=between.port) as line:
        assert fetched(line, "asf.csv") == CONTENT


@pytest.mark.parametrize("how", ["stall", "cancel", "cut"])
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_given_up_in_the_middle_prints_nothing(
    server: Sshd, between: Line, caplog: pytest.LogCaptureFixture, way: str, how: str
) -> None:
    """The library's tasks that nobody waits for any more would tell of names and paths."""
    loud = logging.getLogger("asyncio")
    (server.inbox / "asf.csv").write_bytes(CONTENT)
    given_up = threading.Event()

    def progress(done: int, whole: int) -> None:
        if done < whole:
            between.cut() if how == "cut" else between.stall()
        if how == "cancel":
            given_up.set()

    def carry(line: SftpTransport) -> None:
        if way == "up":
            line.send(NAME, CONTENT, progress=progress, cancel=given_up)
        else:
            asf = found(line, "asf.csv")
            line.fetch(asf, io.BytesIO(), progress=progress, cancel=given_up)

    between.rate = 20_000_000
    with over(server, port=between.port) as line:
        caplog.set_level(logging.DEBUG, "asyncio")
        with pytest.raises((TimedOut, Cancelled, LineCut)):
            carry(line)
    between.mend()
    gc.collect()
    told = [one.getMessage() for one in caplog.records if "never retrieved" in one.getMessage()]
    assert told == []
    assert loud.level == logging.DEBUG  # or nothing would have been heard


def test_the_library_logs_nothing_by_itself() -> None:
    for name in ("asyncssh", "asyncio"):
        assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL)


def test_every_session_is_killed(server: Sshd) -> None:
    with over(server) as line:
        server.hang_up()
        with pytest.raises(LineCut):
            line.list()


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_damages_a_byte_is_found_out(server: Sshd, between: Line, way: str) -> None:
    (server.inbox / "asf.csv").write_bytes(CONTENT)
    setattr(between, f"damage_{way}", 1_000_000)
    with over(server, port=between.port) as line, pytest.raises((Garbled, LineCut)):
        line.send(NAME, CONTENT) if way == "up" else fetched(line, "asf.csv")
    assert not (server.outbox / NAME).exists()
    between.mend()
    with over(server, port=between.port) as line:
        line.send(NAME, CONTENT)
    assert (server.outbox / NAME).read_bytes() == CONTENT


def test_a_slow_line_is_borne_as_long_as_something_moves(server: Sshd, between: Line) -> None:
    between.rate, between.delay = 400_000, 0.005
    patience = Patience(connect=3, login=10, silence=1.5, keepalive=1, slowest=100_000)
    with over(server, port=between.port, patience=patience) as line:
        begun = time.monotonic()
        line.send(NAME, CONTENT[:1_500_000], read_back=False)
        assert time.monotonic() - begun > patience.silence * 2


def test_a_long_list_is_borne_over_a_slow_line(server: Sshd, between: Line) -> None:
    for number in range(2_000):
        (server.inbox / f"asf_{number:05d}.csv").touch()
    with over(server, port=between.port) as line:
        between.rate = 60_000
        begun = time.monotonic()
        assert len(line.list()) == 2_000
        assert time.monotonic() - begun > QUICK.whole(0)
        between.mend()


def test_a_laptop_that_sleeps_in_the_middle(server: Sshd, between: Line) -> None:
    between.rate = 3_000_000
    with over(server, port=between.port) as line:
        sleep = threading.Timer(0.3, between.stall)
        sleep.start()
        with pytest.raises(TimedOut):
            line.send(NAME, CONTENT)
        sleep.join()
    between.mend()
    assert not (server.outbox / NAME).exists()
    with over(server, port=between.port) as line:
        line.send(NAME, CONTENT)
    assert (server.outbox / NAME).read_bytes() == CONTENT
    assert server.parts() == []


@pytest.mark.parametrize("doing", ["send", "fetch", "list"])
def test_cancel_within_a_second_even_while_it_hangs(server: Sshd, doing: str) -> None:
    (server.inbox / "asf.csv").write_bytes(CONTENT)
    os.utime(server.inbox / "asf.csv", (10**9, 10**9))
    after = After()
    with over(server, patience=Patience()) as line:
        listed = found(line, "asf.csv")
        doings = {
            "send": lambda: line.send(NAME, CONTENT, cancel=after),
            "fetch": lambda: line.fetch(listed, io.BytesIO(), cancel=after),
            "list": lambda: line.list(cancel=after),
        }
        server.pause()
        after.within(0.3)
        begun = time.monotonic()
        try:
            with pytest.raises(Cancelled):
                doings[doing]()
            assert time.monotonic() - begun < 1.3
        finally:
            server.go_on()
            after.end()


def test_cancel_while_the_line_is_being_opened(server: Sshd) -> None:
    after = After().within(0.3)
    server.pause()
    begun = time.monotonic()
    try:
        with pytest.raises(Cancelled), over(server, patience=Patience(), cancel=after):
            pass
        assert time.monotonic() - begun < 1.3
    finally:
        server.go_on()
        after.end()


def test_the_server_has_no_room(server: Sshd, small_disk: Path) -> None:
    (small_disk / "old").write_bytes(b"x" * 400_000)
    with over(server) as line:
        with pytest.raises(NoSpace):
            line.send(NAME, CONTENT, folder=str(small_disk))
        assert sorted(one.name for one in small_disk.iterdir()) == ["old"]
        (small_disk / "old").unlink()
        line.send(NAME, CONTENT[:500_000], folder=str(small_disk))
    assert (small_disk / NAME).read_bytes() == CONTENT[:500_000]


def test_our_own_disk_has_no_room(server: Sshd) -> None:
    class Full(io.BytesIO):
        def write(self, piece: object, /) -> int:
            raise OSError(28, "No space left on device")

    (server.inbox / "asf.csv").write_bytes(CONTENT)
    with over(server) as line:
        with pytest.raises(TransferFailed) as caught:
            line.fetch(found(line, "asf.csv"), Full())
        assert not isinstance(caught.value, LineError)
        assert fetched(line, "asf.csv") == CONTENT


def test_ten_thousand_files_are_listed_within_bounds(server: Sshd) -> None:
    for number in range(10_000):
        (server.inbox / f"asf_{number:05d}.csv").touch()
    with over(server) as line:
        begun = time.process_time()
        names = line.list()
        took = time.process_time() - begun  # whatever else the computer does
    assert [one.name for one in names] == [f"asf_{number:05d}.csv" for number in range(10_000)]
    assert sum(map(sys.getsizeof, names)) < 5_000_000
    assert took < SOON
