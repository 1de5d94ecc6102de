"""What strangers made is opened in a process of its own, which can be ended and is not believed."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from navigator_app import cli
from navigator_app.forms import reading, scan_process, scan_wire, scanning
from navigator_app.forms.render import Order, render
from navigator_app.forms.scanning import Trouble, Unreadable, look
from navigator_app.policy import retention
from tests.forms import hostile_papers as hostile

LIMITS = retention.shipped().limits
RECORD = "7k2m9qpx4trv"


@pytest.fixture(autouse=True)
def no_reader() -> Iterator[None]:
    scan_process.close()
    yield
    scan_process.close()


@pytest.fixture(scope="module")
def form() -> bytes:
    order = Order(reading.form("consent"), "en", {"agency.name": "Hope"}, record=RECORD)
    return render(order).pdf


def readers() -> list[psutil.Process]:
    return psutil.Process().children()


def records(data: bytes) -> set[str]:
    return {stamp.record for sheet in look(data, LIMITS).sheets for stamp in sheet.stamps}


def test_one_reader_serves_a_batch_and_goes_when_it_is_let_go(form: bytes) -> None:
    before = set(readers())
    assert records(form) == {RECORD}
    [reader] = set(readers()) - before
    assert records(form) == {RECORD}
    assert set(readers()) - before == {reader}
    scan_process.close()
    assert not reader.is_running()


def test_a_reader_that_died_is_followed_by_another(form: bytes) -> None:
    assert records(form) == {RECORD}
    for one in readers():
        one.kill()
        one.wait()
    assert records(form) == {RECORD}


def test_two_scans_at_once_have_a_reader_each(form: bytes) -> None:
    found: list[set[str]] = []
    threads = [threading.Thread(target=lambda: found.append(records(form))) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{RECORD}] * 2


def test_the_pages_after_one_that_was_ended_are_looked_at(
    form: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_process, "SHEET_SECONDS", 2.0)
    sheets = look(hostile.joined(hostile.draws_itself(), form), LIMITS).sheets
    assert [one.trouble for one in sheets][:2] == [Trouble.TOO_LONG, None]
    assert {stamp.record for one in sheets for stamp in one.stamps} == {RECORD}


def test_a_file_of_many_such_pages_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_process, "SHEET_SECONDS", 0.3)
    with pytest.raises(Unreadable) as given_up:
        look(hostile.joined(*[hostile.draws_itself()] * 6), LIMITS)
    assert given_up.value.trouble is Trouble.TOO_LONG


def test_stop_is_heard_in_the_midst_of_a_page() -> None:
    waited = threading.Event()
    threading.Timer(0.5, waited.set).start()
    start = time.monotonic()
    with pytest.raises(Unreadable) as stopped:
        look(hostile.draws_itself(), LIMITS, cancelled=waited.is_set)
    assert stopped.value.trouble is Trouble.STOPPED
    assert time.monotonic() - start < scan_process.SHEET_SECONDS / 2


def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    """Held to its bound by itself: more is refused it, or it goes."""
    code = (
        "from navigator_app.runtime import memory; memory.bound(300_000_000)\n"
        "try: held = bytearray(400_000_000)\n"
        "except MemoryError: raise SystemExit(3)"
    )
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 3


def test_no_reader_is_named(form: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (["/no/such/program"], [sys.executable, "-c", "print('hello' * 9)"]):
        monkeypatch.setattr(scan_process, "_command", lambda said=command: said)
        with pytest.raises(Unreadable) as refused:
            look(form, LIMITS)
        assert refused.value.trouble is Trouble.NO_READER


def test_a_frozen_build_is_its_own_reader(form: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It calls itself with one word, which the command line knows before anything else."""
    assert scan_process.WORD == cli.READ_SCANS
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert scan_process._command() == [sys.executable, scan_process.WORD]
    monkeypatch.setattr(
        scan_process,
        "_command",
        lambda: [sys.executable, "-m", "navigator_app", scan_process.WORD],
    )
    assert records(form) == {RECORD}


def test_what_a_reader_says_is_believed_in_nothing() -> None:
    to, from_ = os.pipe()[::-1]
    scan_wire.send(to, {"a": 1}, b"12345")
    with pytest.raises(scan_wire.Cut):
        scan_wire.receive(from_, most_body=4)
    os.close(from_)
    os.close(to)
    said = {"codes": ["NAV1:evil", 7, "x"], "others": 2, "trouble": ""}
    assert scan_process._sheet(0, said) == scanning.Sheet(1, others=2)
    assert scan_process._sheet(0, {"trouble": "unheard-of"}).trouble is Trouble.BROKEN


def test_its_memory_is_never_written_to_disk(form: bytes) -> None:
    if sys.platform != "linux":
        pytest.skip("limits of another process can be read on Linux")
    assert records(form) == {RECORD}
    for one in readers():
        assert one.rlimit(psutil.RLIMIT_CORE)[0] == 0
