"""The exchange of the window: never in its way, by itself when due, clean at lock and quit."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from navigator_app.domain.exchange import CANCELLED, DONE, FAILED, ITSELF
from navigator_app.errors import DiskFull
from navigator_app.runtime.clock import Clock
from navigator_app.services import sync_begun, synchronize, workspace
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes
from tests.gui.sync_desk import SyncDesk
from tests.line import Line
from tests.sshd import Sshd, needed
from ui.program import Program

pytestmark = [needed, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]
Starter = Callable[..., Program]
MEGABYTE = 1_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    """OpenSSH's server, with an inbox and an outbox."""
    made = Sshd(tmp_path / "server")
    yield made
    made.stop()


@pytest.fixture
def desk(
    start_program: Starter, caseload_home: Path, server: Sshd, tmp_path: Path, passphrase: str,
    qtbot: QtBot,
) -> SyncDesk:  # fmt: skip
    """The window over sixty members; the plan is not connected yet."""
    home = tmp_path / "filled"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    made = SyncDesk(program, server, qtbot)
    made.settle()
    return made


class Heartbeat(QObject):
    """Measures the longest time that the window's event loop did not turn, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self.beats = 0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now
        self.beats += 1

    def stop(self) -> None:
        self._timer.stop()


def large(ws: Workspace, size: int) -> str:
    """A file of that size put to go."""
    row = b"99887766A,Bayview,Outreach Initiated,2026-11-03,HTNS,in person,no answer\r\n"
    content = b"".join(b"%06d,%b" % (number, row) for number in range(size // (len(row) + 7)))
    plan_id = ws.store.one("SELECT id FROM plan WHERE key = 'bayview'")
    assert plan_id is not None
    import hashlib

    with ws.transaction("test_put") as tx:
        return exchange_writes.put_waiting(
            tx, plan_id[0], kind="unknown", name=f"report_{size}.csv", content=content,
            sha256=hashlib.sha256(content).hexdigest(), zone="America/Los_Angeles",
        )  # fmt: skip


def state_of(desk: SyncDesk, file_id: str) -> str:
    return str(desk.read(lambda ws: synchronize.file(ws, file_id).state))


def test_the_window_never_waits_while_a_hundred_thousand_rows_go(desk: SyncDesk) -> None:
    line = Line(desk.server.port)
    line.rate = 8 * MEGABYTE
    try:
        desk.connect(port=line.port)
        desk.inside.go("exchange")
        # Other work on the computer only ever adds to a wait: the calmest of three tells.
        calmest = min(longest_wait(desk, 8 * MEGABYTE + more) for more in (0, 100, 200))
    finally:
        line.close()
    assert calmest < 50, f"{calmest:.0f} ms"


def longest_wait(desk: SyncDesk, size: int) -> float:
    """The longest that the window waited, in milliseconds, while a large file went."""
    file_id = desk.read(lambda ws: large(ws, size))
    desk.settle()
    told: list[Any] = []
    desk.sync.told.connect(told.append)
    beat = Heartbeat()
    row = desk.exchange()
    beat.stop()
    desk.sync.told.disconnect(told.append)
    assert row.state == DONE, row.trouble
    assert state_of(desk, file_id) == "confirmed"
    assert any(event.phase == "sending" and 0 < event.done < event.all for event in told)
    assert beat.beats > 100
    return beat.longest


def under_way(desk: SyncDesk, line: Line) -> str:
    """A large file on its way over a slow line, cut into at about a third; its id."""
    line.rate = MEGABYTE
    desk.connect(port=line.port)
    file_id: str = desk.read(lambda ws: large(ws, 3 * MEGABYTE))
    desk.sync.run("bayview")
    desk.until(lambda: line.up > MEGABYTE)
    return file_id


def runs_of(home: Path, passphrase: str, clock: Clock) -> list[Any]:
    """What the store says once the program has let it go."""
    ws = workspace.unlock(home, passphrase, clock=clock)
    try:
        return synchronize.history(ws, "bayview")
    finally:
        ws.close()


def test_a_lock_in_mid_transfer_is_clean_and_the_rest_goes_after_it(
    desk: SyncDesk, passphrase: str
) -> None:
    line = Line(desk.server.port)
    try:
        file_id = under_way(desk, line)
        window = desk.program.window
        with desk.qtbot.waitSignal(window.locked, timeout=5_000):
            window.lock()
        assert desk.program.tasks.workspace is None
        desk.until(lambda: not desk.sync.running)
        window.open_with(passphrase)
        desk.until(lambda: window.opened is not None)
        desk.settle()
        [cut] = desk.read(lambda ws: synchronize.history(ws, "bayview"))
        assert (cut.state, cut.trouble) == (CANCELLED, "")
        assert cut.ended_at is not None
        assert desk.server.parts()  # the half that went lies there under a hidden name
        line.mend()
        gone = line.up
        assert desk.exchange().state == DONE
        assert line.up - gone < 2.5 * MEGABYTE  # it went on from there
    finally:
        line.close()
    assert state_of(desk, file_id) == "confirmed"
    assert not desk.server.parts()


def test_quitting_in_mid_transfer_writes_down_that_it_stopped(
    desk: SyncDesk, passphrase: str, clock: Clock, tmp_path: Path
) -> None:
    line = Line(desk.server.port)
    try:
        under_way(desk, line)
        began = time.monotonic()
        desk.program.close()
        assert time.monotonic() - began < 5
    finally:
        line.close()
    [run] = runs_of(tmp_path / "filled", passphrase, clock)
    assert run.state == CANCELLED


def test_a_stalled_line_holds_up_neither_lock_nor_quit(desk: SyncDesk) -> None:
    line = Line(desk.server.port)
    try:
        under_way(desk, line)
        line.stall()
        window = desk.program.window
        with desk.qtbot.waitSignal(window.locked, timeout=3_000):
            desk.program.window.lock()
        began = time.monotonic()
        desk.program.close()
        assert time.monotonic() - began < 10
    finally:
        line.close()


def test_a_person_stops_it_and_it_goes_on_from_there(desk: SyncDesk) -> None:
    line = Line(desk.server.port)
    try:
        file_id = under_way(desk, line)
        desk.inside.go("exchange")
        desk.settle()
        page: Any = desk.inside.view("exchange")
        assert not page.progress.isHidden()
        assert "report_" in page.progress.words.text()
        with desk.qtbot.waitSignal(desk.sync.ended, timeout=20_000) as told:
            page.progress.stop.click()
            assert not page.progress.stop.isEnabled()
        assert told.args[0].state == CANCELLED
        desk.settle()
        assert page.progress.isHidden()
        line.mend()
        assert desk.exchange().state == DONE
    finally:
        line.close()
    assert state_of(desk, file_id) == "confirmed"


def test_it_goes_by_itself_when_it_is_due_and_not_again_before(desk: SyncDesk) -> None:
    desk.drop("bayview_csasf_2026-11-29.csv")
    desk.connect()
    with desk.qtbot.waitSignal(desk.sync.ended, timeout=30_000) as told:
        desk.sync.start()
    assert (told.args[0].state, told.args[0].cause) == (DONE, ITSELF)
    desk.settle()
    desk.sync.look()
    desk.settle()
    assert not desk.sync.running
    assert len(desk.read(lambda ws: synchronize.history(ws, "bayview"))) == 1


def test_what_trying_again_does_not_mend_waits_for_a_person(desk: SyncDesk) -> None:
    desk.connect()
    desk.server.new_host_key()
    row = desk.exchange()
    assert (row.state, row.trouble_cause) == (FAILED, "host-key")
    desk.sync.start()
    desk.sync.look()
    desk.settle()
    assert not desk.sync.running
    assert len(desk.read(lambda ws: synchronize.history(ws, "bayview"))) == 1
    assert desk.sync.summary is not None
    assert desk.sync.summary.state == "trouble"


def test_metered_and_offline_are_quiet_unless_asked(
    desk: SyncDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.sync_loop._near", lambda _host: False)  # as a plan far away
    network = desk.sync.network
    desk.connect()
    for there, metered in ((True, True), (False, False)):
        monkeypatch.setattr(network, "there", lambda there=there: there)
        monkeypatch.setattr(network, "metered", lambda metered=metered: metered)
        desk.sync.start()
        desk.sync.look()
        desk.settle()
        assert not desk.sync.running
        assert desk.read(lambda ws: synchronize.history(ws, "bayview")) == []
    assert desk.exchange().state == DONE


def test_what_cannot_even_begin_is_not_tried_again_and_again(
    desk: SyncDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def full(_ws: object, plan_key: str, *_words: object) -> None:
        tried.append(plan_key)
        raise DiskFull("Disk full", "The disk has no room left.")

    monkeypatch.setattr(sync_begun, "begin", full)
    desk.connect()
    desk.sync.start()
    desk.until(lambda: bool(tried) and not desk.sync.running)
    for _turn in range(5):
        desk.sync.look()
        desk.settle()
    assert tried == ["bayview"]
    monkeypatch.undo()
    assert desk.exchange().state == DONE  # a person may ask at any time


def test_sleep_stops_it(desk: SyncDesk) -> None:
    line = Line(desk.server.port)
    try:
        under_way(desk, line)
        with desk.qtbot.waitSignal(desk.program.window.locked, timeout=5_000):
            desk.program.suspend.sleeping.emit()
        desk.until(lambda: not desk.sync.running)
    finally:
        line.close()
