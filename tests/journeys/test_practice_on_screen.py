"""The practice plan through the real window: its file comes by the button, is reviewed, members are
sought, the month ends and its file goes, two rows are sent back, both are mended, the next file
holds them. The window is never kept waiting by a meeting, and nothing lies in the clear."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from navigator_app.domain.connections import Secrets
from navigator_app.domain.exchange import DONE, RunRow
from navigator_app.domain.vocabulary import AuthorizationStatus, Mode, Outcome, Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, caseload, clocks, connections, responses
from navigator_app.services.practice_plan import PracticePlan, Way
from navigator_app.services.workspace import Workspace
from tests.conftest import ZONE
from tests.gui.conftest import start_program  # noqa: F401 - a fixture
from tests.gui.every_page import settle
from tests.gui.test_sync_loop import Heartbeat
from tests.services.cli_runs import FIRST, SAMPLES, SECOND
from tests.sshd import needed
from tests.traces import needles_of, traces
from ui.program import Program

pytestmark = [
    needed,
    pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True),
]
NOVEMBER, DECEMBER = "CSRTF_1234567893_202611.csv", "CSRTF_1234567893_202612.csv"
LONGEST = 50
"""Milliseconds that the window may be kept waiting by a meeting."""
HANGS = 1_000
"""Milliseconds after which a window hangs, on however busy a machine."""
QUIET = 0.5
"""Seconds over which the window is listened to while nothing is exchanged."""


class Waits(Heartbeat):
    """The longest wait that the program made: what of it some thread of ours was at work. A machine
    that runs other programs meanwhile makes any window wait; that is bounded by `HANGS` alone."""

    def __init__(self) -> None:
        super().__init__()
        self.hung = 0.0
        self._worked = time.process_time()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        wait, work = (now - self._last) * 1000, (worked - self._worked) * 1000
        self.longest, self.hung = max(self.longest, min(wait, work)), max(self.hung, wait)
        self._last, self._worked = now, worked
        self.beats += 1


@dataclass
class Desk:
    """The window, the practice plan beside it, and what its meetings cost the window."""

    program: Program
    plan: PracticePlan
    way: Way
    qtbot: QtBot
    waits: list[tuple[float, float]] = field(default_factory=list)  # of a meeting; of quiet

    @property
    def inside(self) -> Any:
        return self.program.window.workplace

    @property
    def page(self) -> Any:
        return self.inside.view("exchange")

    def settle(self) -> None:
        settle(self.program, self.qtbot)

    def until(self, what: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(what()), timeout=20_000)
        self.settle()

    def read(self, work: Callable[[Workspace], Any]) -> Any:
        found: list[Any] = []
        self.program.tasks.run(work, found.append, owner=self.program.window)
        self.settle()
        return found[0]

    def on(self, day: date) -> None:
        """It is ten in the morning of that day."""
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(ZONE))
        clock = self.program.context.clock = Clock(ZONE, moment)

        def move(ws: Workspace) -> None:
            ws.clock = clock
            clocks.refresh(ws)

        self.read(move)

    def press(self, button: QAbstractButton) -> None:
        assert button.isVisible() and button.isEnabled(), button.text()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def dialog(self) -> Any:
        self.settle()
        (found,) = self.inside.dialogs()
        return found

    def action(self, name: str) -> QAbstractButton:
        """The plan's button on the page."""
        self.press(self.inside.rail_buttons["exchange"])
        self.until(lambda: any(one.action == name for one in self.page.cards["bayview"].buttons))
        (found,) = (one for one in self.page.cards["bayview"].buttons if one.action == name)
        return found  # type: ignore[no-any-return]

    def meets(self, button: QAbstractButton) -> RunRow:
        """A press that meets the plan, with the window's longest wait during it."""
        floor = self._quiet()
        beat = Waits()
        with self.qtbot.waitSignal(self.program.context.sync.ended, timeout=60_000) as told:
            self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()
        beat.stop()
        assert beat.beats > 5 and beat.hung < HANGS, f"{beat.beats} beats, {beat.hung:.0f} ms"
        self.waits.append((beat.longest, max(floor, self._quiet())))
        row: RunRow = told.args[0]
        assert (row.state, row.trouble) == (DONE, "")
        return row

    def syncs(self) -> RunRow:
        """By the button."""
        self.press(self.inside.rail_buttons["exchange"])
        return self.meets(self.page.go)

    def _quiet(self) -> float:
        """The longest wait while the same page is read and drawn anew, with nothing exchanged:
        what this machine, busy as it is, makes of that."""
        self.page._shown = None
        self.page.activate()
        beat, end = Waits(), time.monotonic() + QUIET
        while time.monotonic() < end:
            self.qtbot.wait(20)
        beat.stop()
        return beat.longest


@pytest.fixture
def desk(
    start_program: Callable[..., Program],  # noqa: F811
    home: Path,
    passphrase: str,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[Desk]:
    """A new user whose plan is the practice plan, connected as its printed line says."""
    plan = PracticePlan(tmp_path / "plan")
    try:
        way = plan.start()
        program = start_program(home, passphrase)
        qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
        made = Desk(program, plan, way, qtbot)
        made.settle()
        made.on(date(2026, 11, 20))
        made.read(lambda ws: _connected(ws, way))
        gc.collect()  # all that was loaded to get here is looked through now, not in a meeting
        yield made
    finally:
        plan.stop()


def _connected(ws: Workspace, way: Way) -> bool:
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    asked = connections.Sftp(
        way.address,
        str(way.inbox),
        str(way.outbox),
        host_key=way.host_key,
        secrets=Secrets(identity=way.identity.read_text("utf-8")),
    )
    connections.connect_sftp(ws, "bayview", asked)
    return True


def review(desk: Desk, name: str) -> None:
    """What came waits for a person, who takes it in."""
    desk.press(desk.action("review"))
    page: Any = desk.inside.view("imports")
    assert page.review.review.file == name
    desk.press(page.review.commit)
    desk.until(lambda: page.review.review.state == "committed")


def sought(desk: Desk) -> None:
    """Six members are looked for at once, at a shelter, and not found."""
    found = [
        row
        for row in desk.read(caseload.referrals)
        if row.authorization_status is AuthorizationStatus.APPROVED and row.service is Service.HTNS
    ]
    members = list(dict.fromkeys(row.member_id for row in sorted(found, key=lambda row: row.id)))
    desk.program.context.ways.log_attempt.emit(members[:6])
    form = desk.dialog()
    form.form.mode.set_value(Mode.IN_PERSON)
    form.form.outcome.set_value(Outcome.NOT_FOUND)
    form.form.place.setText("St. Brendan’s shelter")
    desk.press(form._save)
    assert desk.inside.dialogs() == []


def goes(desk: Desk, month: int, name: str) -> list[str]:
    """A month's file goes from the page where it can be read; its rows as they lie at the plan."""
    desk.press(desk.action("send"))
    page: Any = desk.inside.view("status_file")
    page.month.setCurrentIndex(month)
    page.month.activated.emit(month)
    desk.settle()
    run = desk.meets(page.card.over_line)
    assert run.files_out == 1
    assert desk.inside.place.key == "exchange"
    assert [one.name for one in desk.way.outbox.iterdir() if one.name.startswith(".")] == []
    return (desk.way.outbox / name).read_text("utf-8-sig").splitlines()[1:]


def mended(desk: Desk) -> list[str]:
    """Both rejected rows stand on the page with their step; one was right after all and goes
    again, the other's day was wrong and is put right. Their members' CINs."""
    rows = desk.read(responses.open_rows)
    desk.press(desk.inside.rail_buttons["exchange"])
    asks = desk.page.work.asks
    assert [(one.form, one.about) for one in asks] == [("rejected_row", row.id) for row in rows]
    desk.press(asks[0])
    form = desk.dialog()
    form.note.setText("the plan found the member")
    desk.press(form.save_button)

    [again] = desk.page.work.asks
    assert again.about == rows[1].id
    desk.press(again)
    desk.press(desk.dialog().correct)
    status = desk.dialog()
    status.status.set_value(rows[1].status)
    status.on.setDate(QDate(2026, 11, 26))
    status.save()
    desk.settle()
    assert desk.inside.dialogs() == []
    assert desk.page.work.asks == [] and desk.page.work.calm.isVisible()
    return [row.cin for row in rows]


def test_from_its_first_file_to_the_file_that_holds_what_was_mended(desk: Desk, home: Path) -> None:
    assert desk.syncs().files_in == 1
    review(desk, FIRST)
    desk.on(date(2026, 11, 27))
    sought(desk)
    assert desk.inside.footer.unsent.words.text().startswith("6 statuses not sent")

    desk.on(date(2026, 12, 2))
    first = goes(desk, 1, NOVEMBER)
    assert len(first) == 6
    assert desk.plan.play() == [f"RESPONSE_{NOVEMBER}", SECOND]
    assert desk.syncs().files_in == 2
    back = mended(desk)
    review(desk, SECOND)

    desk.on(date(2027, 1, 4))
    second = goes(desk, 0, DECEMBER)
    assert sorted(row.split(",")[0] for row in second) == sorted(back)
    assert desk.plan.play() == [f"RESPONSE_{DECEMBER}"]
    desk.syncs()
    assert desk.read(responses.open_rows) == []
    assert (desk.way.outbox / NOVEMBER).read_text("utf-8-sig").splitlines()[1:] == first

    assert len(desk.waits) == 5
    waits, floor = zip(*desk.waits, strict=True)
    told = f"milliseconds: {waits}, of quiet {floor}"
    assert max(waits) < LONGEST + max(floor), told
    needles = needles_of([SAMPLES / FIRST, SAMPLES / SECOND], ["BEGIN OPENSSH PRIVATE KEY"])
    assert traces([home], needles) == []
