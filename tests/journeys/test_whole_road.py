"""The whole road through the real window: from nothing to a month's file, and no trace on disk."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.runtime.clock import Clock
from navigator_app.services import audit, caseload
from tests.traces import files_below, needles_of, traces
from ui.app import Start
from ui.dialogs.log_attempt import LogAttemptDialog
from ui.dialogs.record_status import RecordStatusDialog
from ui.program import Program
from ui.views.first_run import FirstRun
from ui.views.imports import ImportsView
from ui.views.status_file import StatusFileView
from ui.views.unlock import UnlockView
from ui.widgets.status_choice import ORDER

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
FIRST = SAMPLES / "bayview_csasf_2026-11-15.csv"
SECOND = SAMPLES / "bayview_csasf_2026-11-29.csv"
ZONE = "America/Los_Angeles"
PASSPHRASE = "lantern orchard velvet tide 81"
NOTES = (
    "Sleeps behind the bakery on Fulton, ask for the blue tent",
    "Sister in Stockton takes messages after six",
)
HALF_TYPED = "She said that the shelter on Delancey knows wher"
STATUS_NOTE = "Confirmed with intake worker Okonkwo"
ON_TIME = 15_000
CONTROL = Qt.KeyboardModifier.ControlModifier
T = TypeVar("T", bound=QWidget)


def clock_at(day: int, hour: int) -> Clock:
    """A November day of 2026 in California, standing still."""
    return Clock(ZONE, datetime(2026, 11, day, hour, tzinfo=ZoneInfo(ZONE)))


class Road:
    """The window and what a person does with it."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot
        self.window = program.window
        self._left = False

    def leave(self) -> None:
        """Close the program, once."""
        if not self._left:
            self._left = True
            self.program.close()
            self.window.removeEventFilter(self.program)
            self.window.deleteLater()

    @property
    def workplace(self) -> Any:
        assert self.window.workplace is not None
        return self.window.workplace

    def settle(self) -> None:
        """Until nothing is under way; an answer may ask again."""
        for _turn in range(4):
            self.qtbot.waitUntil(lambda: not self.program.tasks.busy, timeout=ON_TIME)

    def write(self, field: QWidget, text: str) -> None:
        field.setFocus()
        self.qtbot.keyClicks(field, text)

    def press(self, button: QWidget) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Any, widget: QWidget | None = None, **more: Any) -> None:
        self.qtbot.keyClick(widget or self.focused(), key, **more)

    def keys(self, key: Any, modifiers: Any) -> None:
        """A shortcut of the window, which must be the active one."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=ON_TIME)
        self.qtbot.keyClick(self.window, key, modifier=modifiers)

    def focused(self) -> QWidget:
        """What the keyboard speaks to."""
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def find(self, kind: type[T]) -> T:
        """The one widget of a kind that is shown."""
        self.qtbot.waitUntil(lambda: self._shown(kind) is not None, timeout=ON_TIME)
        found = self._shown(kind)
        assert found is not None
        return found

    def _shown(self, kind: type[T]) -> T | None:
        for found in self.window.findChildren(kind):
            if found.isVisible():
                return found
        return None

    def read(self, work: Any) -> Any:
        """What a service answers on the store's thread."""
        answers: list[Any] = []
        self.program.tasks.run(work, answers.append, owner=self.window)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=ON_TIME)
        return answers[0]

    # the road

    def set_up(self) -> None:
        first = self.find(FirstRun)
        self.press(first.welcome.set_up)
        for field, text in zip(
            first.agency.lines(), ("Harbor Homes", "1234567893", "5555550100"), strict=True
        ):
            self.write(field, text)
        self.press(first.agency.on_button)
        self.write(first.person.name, "Ana Navigator")
        self.key(Qt.Key.Key_Return, first.person.name)
        self.write(first.secret.passphrase, PASSPHRASE)
        self.write(first.secret.again, PASSPHRASE)
        self.press(first.secret.on_button)
        self.qtbot.waitUntil(first.code.isVisible, timeout=ON_TIME)
        sheet = first.code.sheet
        groups = sheet.code.text().split(" ")
        assert len(groups) == 7
        for answer, place in zip(sheet.answers, sheet.asked, strict=True):
            self.write(answer, groups[place])
        assert first.code.on_button.isEnabled()
        self.press(first.code.on_button)
        self.qtbot.waitUntil(first.plan.isVisible, timeout=ON_TIME)
        self.write(first.plan.name, "Bayview Health Plan")
        self.key(Qt.Key.Key_Return, first.plan.name)
        self.qtbot.waitUntil(lambda: self.window.opened is not None, timeout=ON_TIME)
        self.settle()

    def take_in(self, file: Path) -> dict[str, int]:
        self.press(self.workplace.rail_buttons["exchange"])
        self.press(self.workplace.view("exchange").way_buttons["imports"])
        page = self.workplace.view("imports")
        assert isinstance(page, ImportsView)
        page.take_file(file)
        self.qtbot.waitUntil(
            lambda: page.review.review is not None and page.review.review.file == file.name,
            timeout=ON_TIME,
        )
        self.settle()
        figures = {
            key: page.review.chips.tile(key).figure
            for key in ("new", "changed", "unchanged", "disappeared", "rejected")
        }
        self.press(page.review.commit)
        self.settle()
        assert page.review.review is not None
        assert page.review.review.state == "committed"
        return figures

    def log_attempt(self, letters: str, mode: str, outcome: str, note: str) -> None:
        """By keyboard alone."""
        self.keys(Qt.Key.Key_L, CONTROL)
        dialog = self.find(LogAttemptDialog)
        self.write(dialog.form.finder.field, letters)
        self.key(Qt.Key.Key_Return, dialog.form.finder.field)
        self.settle()
        self.qtbot.waitUntil(lambda: bool(dialog.form.finder.chosen), timeout=ON_TIME)
        self.key(mode)
        self.key(outcome)
        self.write(dialog.form.note, note)
        self.key(Qt.Key.Key_Return, dialog.form.note, modifier=Qt.KeyboardModifier.ControlModifier)
        self.qtbot.waitUntil(lambda: not self.workplace.dialogs(), timeout=ON_TIME)
        self.settle()

    def record_status(self, digit: str, note: str) -> None:
        """For the first referral that the month's file lacks, from the Status file page."""
        page = self.workplace.view("status_file")
        assert isinstance(page, StatusFileView)
        page.ready.list.setFocus()
        page.ready.list.selectRow(0)
        self.key(Qt.Key.Key_Return, page.ready.list)
        dialog = self.find(RecordStatusDialog)
        self.settle()
        dialog.status.take_focus()
        self.key(digit)
        self.write(dialog.note, note)
        self.key(Qt.Key.Key_Return, dialog.note, modifier=Qt.KeyboardModifier.ControlModifier)
        self.qtbot.waitUntil(lambda: not self.workplace.dialogs(), timeout=ON_TIME)
        self.settle()

    def lock(self) -> None:
        with self.qtbot.waitSignal(self.window.locked, timeout=ON_TIME):
            self.keys(Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)

    def unlock(self) -> None:
        page = self.find(UnlockView)
        self.write(page.passphrase, PASSPHRASE)
        self.key(Qt.Key.Key_Return, page.passphrase)
        self.qtbot.waitUntil(lambda: self.window.opened is not None, timeout=ON_TIME)
        self.settle()


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Folders of this journey's own: home, temporary files, configuration, caches, logs."""
    made = {
        name: tmp_path / name
        for name in ("home", "temp", "config", "cache", "data", "state", "user")
    }
    for name, folder in made.items():
        if name != "home":
            folder.mkdir()
    for variable, name in (
        ("TMPDIR", "temp"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("HOME", "user"),
    ):
        monkeypatch.setenv(variable, str(made[name]))
    monkeypatch.setattr(tempfile, "tempdir", None)
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(made["config"]))
    return made


@pytest.fixture
def road(qtbot: QtBot, qapp: Any, places: dict[str, Path]) -> Iterator[Road]:
    """The program as it starts on an empty computer."""
    program = Program(Start(places["home"]), clock_at(16, 9), qapp)
    program.window.resize(1280, 800)
    with qtbot.waitActive(program.window, timeout=ON_TIME):
        program.open_window()
        program.window.activateWindow()
    road = Road(program, qtbot)
    yield road
    road.leave()


def new_and_gone(figures: dict[str, int]) -> tuple[int, int, int, int, int]:
    """New, changed, unchanged, disappeared, rejected."""
    return (
        figures["new"],
        figures["changed"],
        figures["unchanged"],
        figures["disappeared"],
        figures["rejected"],
    )


def first_fortnight(road: Road) -> None:
    """Set up, take the first file in, try two members by keyboard."""
    road.set_up()
    assert new_and_gone(road.take_in(FIRST)) == (60, 0, 0, 0, 0)
    road.log_attempt("90100001", "1", "1", NOTES[0])
    road.log_attempt("Petrosyan", "2", "3", NOTES[1])
    row = road.read(lambda ws: caseload.page(ws, CaseloadQuery(text="90100001E"))).rows[0]
    page = road.read(lambda ws: caseload.member_page(ws, row.id))
    assert [attempt.note for attempt in page.attempts] == [NOTES[0]]
    assert page.referrals[0].status is ReferralStatus.OUTREACH_INITIATED


def months_end(road: Road, out: Path) -> None:
    """Take the second file in, answer two referrals, save the month's file."""
    assert new_and_gone(road.take_in(SECOND)) == (5, 6, 51, 3, 0)
    road.press(road.workplace.rail_buttons["exchange"])
    road.press(road.workplace.view("exchange").way_buttons["status_file"])
    road.settle()
    page = road.workplace.view("status_file")
    assert isinstance(page, StatusFileView)
    lacking = page.ready.missing.rowCount()
    accepted = str(ORDER.index(ReferralStatus.ACCEPTED) + 1)
    for note in (STATUS_NOTE, ""):
        road.record_status(accepted, note)
    assert page.ready.missing.rowCount() == lacking - 2
    page.save_into(str(out))
    road.settle()
    saved = list(out.iterdir())
    assert [file.name for file in saved] == ["CSRTF_1234567893_202611.csv"]
    with saved[0].open(encoding="utf-8-sig", newline="") as file:
        said = [line["Referral Status"] for line in csv.DictReader(file)]
    assert sorted(said) == ["Accepted", "Accepted", "Outreach Initiated", "Outreach Initiated"]


def locked_in_mid_sentence(road: Road) -> None:
    """Half-typed text is gone from the locked window and there again after unlocking."""
    road.keys(Qt.Key.Key_L, CONTROL)
    road.write(road.find(LogAttemptDialog).form.note, HALF_TYPED)
    road.lock()
    assert not road.window.findChildren(LogAttemptDialog)
    road.unlock()
    assert road.find(LogAttemptDialog).form.note.toPlainText() == HALF_TYPED


def test_from_nothing_to_the_months_file_and_no_trace_on_disk(
    road: Road, places: dict[str, Path], tmp_path: Path
) -> None:
    crashed: list[BaseException] = []
    road.program.tasks.crashed.connect(crashed.append)
    out = tmp_path / "asked for"
    out.mkdir()
    first_fortnight(road)
    road.lock()
    road.program.context.clock = clock_at(30, 10)  # two weeks later
    road.unlock()
    months_end(road, out)
    locked_in_mid_sentence(road)
    verdict = road.read(audit.verify)
    assert (verdict.encrypted, verdict.integrity, verdict.journal) == (True, True, True)
    needles = needles_of((FIRST, SECOND), (*NOTES, HALF_TYPED, STATUS_NOTE))
    folders = list(places.values())
    assert len(needles) > 200
    assert traces([out], needles), "the scan is blind: it misses what the file was asked for"
    assert traces(folders, needles) == []  # the write-ahead log still lies there
    road.leave()
    assert not crashed
    assert len(files_below(folders)) >= 2, "the scan looked at nothing"
    assert traces(folders, needles) == []


def test_the_scan_sees_text_in_any_encoding_but_not_chance(tmp_path: Path) -> None:
    (tmp_path / "utf8").write_bytes(b"\x00\x07Gill, Pa\x00 7076564887")
    (tmp_path / "utf16").write_bytes("before Karimi after".encode("utf-16-le"))
    (tmp_path / "noise").write_bytes(b"\x91\x02\xfe\x80\xc3\x9b\xd0\x17Gill\xf3\x88\xa1\xee\x93")
    found = {trace.file.name for trace in traces([tmp_path], {"Gill", "Karimi"})}
    assert found == {"utf8", "utf16"}
