"""Locking: at once, by idle time, by sleep; and everything half-typed comes back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import caseload
from ui.context import DraftDialog
from ui.dialogs.edit_contact import EditContactDialog
from ui.dialogs.log_attempt import LogAttemptDialog
from ui.dialogs.map_columns import MapColumns
from ui.idle import IdleWatch
from ui.program import Program
from ui.suspend import SuspendWatch
from ui.views.imports import ImportsView
from ui.views.unlock import UnlockView
from ui.widgets.clipboard import copy_for_a_while
from ui.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
Starter = Callable[..., Program]


class Clocks:
    """A running clock and a wall clock, moved by hand."""

    def __init__(self) -> None:
        self.running, self.wall = 1000.0, 50_000.0

    def forward(self, seconds: float, *, asleep: float = 0.0) -> None:
        self.running += seconds
        self.wall += seconds + asleep


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def watch(clocks: Clocks, qapp: object) -> IdleWatch:
    made = IdleWatch(running=lambda: clocks.running, wall=lambda: clocks.wall)
    made.start(10)
    return made


def test_it_warns_half_a_minute_before_and_then_locks(watch: IdleWatch, clocks: Clocks) -> None:
    warned: list[int] = []
    due: list[bool] = []
    watch.warned.connect(warned.append)
    watch.due.connect(lambda: due.append(True))
    clocks.forward(569)
    watch.check()
    assert not warned
    assert watch.seconds_left() == 31
    clocks.forward(1)
    watch.check()
    assert warned == [30]
    assert not due
    clocks.forward(30)
    watch.check()
    assert due
    watch.stop()


def test_any_key_starts_the_count_anew(watch: IdleWatch, clocks: Clocks, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    warned: list[int] = []
    watch.warned.connect(warned.append)
    clocks.forward(580)
    watch.check()
    QTest.keyClick(widget, Qt.Key.Key_A)
    assert watch.seconds_left() == 600
    assert warned == [20, 0]
    watch.stop()


def test_a_gap_between_the_clocks_is_sleep_and_locks(watch: IdleWatch, clocks: Clocks) -> None:
    due: list[bool] = []
    watch.due.connect(lambda: due.append(True))
    clocks.forward(2, asleep=5)
    watch.check()
    assert not due
    clocks.forward(1, asleep=3600)
    watch.check()
    assert due
    watch.stop()


def unlocked(start: Starter, home: Path, passphrase: str, page: str, qtbot: QtBot) -> Program:
    """The program with its caseload open at a page."""
    program = start(home, passphrase, page)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)
    return program


def inside(program: Program) -> Workplace:
    """What stands in the unlocked window."""
    assert program.window.workplace is not None
    return program.window.workplace


def is_open(program: Program) -> bool:
    """True while a caseload stands in the window."""
    return program.window.workplace is not None


def unlock(program: Program, passphrase: str, qtbot: QtBot) -> None:
    """Type the passphrase into the page that stands there."""
    page = next(one for one in program.window.findChildren(UnlockView) if one.isVisible())
    page.passphrase.setText(passphrase)
    with qtbot.waitSignal(program.window.unlocked, timeout=15_000):
        page.unlock()
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)


def test_locking_keeps_half_typed_text_and_the_page(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    program = unlocked(start_program, home, passphrase, "settings", qtbot)
    window = program.window
    settings = inside(program).view("settings")
    settings.agency.name.setText("Harbor Homes of the Ba")  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.locked, timeout=15_000):
        qtbot.keyClick(
            window,
            Qt.Key.Key_L,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert not is_open(program)
    assert program.tasks.workspace is None
    assert "Harbor" not in window.windowTitle()
    unlock(program, passphrase, qtbot)
    assert inside(program).place.key == "settings"
    settings = inside(program).view("settings")
    assert settings.agency.name.text() == "Harbor Homes of the Ba"  # type: ignore[attr-defined]


def test_half_typed_text_survives_quitting_and_lies_encrypted(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    first = unlocked(start_program, home, passphrase, "settings", qtbot)
    assert first.window.workplace is not None
    view = first.window.workplace.view("settings")
    view.agency.name.setText("Quetzal Housing Tru")  # type: ignore[attr-defined]
    first.close()
    for file in home.rglob("*"):
        assert not file.is_file() or b"Quetzal" not in file.read_bytes(), file.name
    second = unlocked(start_program, home, passphrase, "settings", qtbot)
    assert second.window.workplace is not None
    view = second.window.workplace.view("settings")
    assert view.agency.name.text() == "Quetzal Housing Tru"  # type: ignore[attr-defined]


def test_locking_destroys_every_page(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    program = unlocked(start_program, home, passphrase, "settings", qtbot)
    workplace = program.window.workplace
    assert workplace is not None
    gone: list[bool] = []
    workplace.destroyed.connect(lambda: gone.append(True))
    del workplace
    program.window.lock()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone


def test_locking_takes_our_words_out_of_the_clipboard_and_leaves_others(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    program = unlocked(start_program, home, passphrase, "settings", qtbot)
    clipboard = QGuiApplication.clipboard()
    copy_for_a_while("91234567A")
    program.window.lock()
    assert clipboard.text() == ""
    unlock(program, passphrase, qtbot)
    copy_for_a_while("91234567A")
    clipboard.setText("a shopping list")
    program.window.lock()
    assert clipboard.text() == "a shopping list"
    clipboard.clear()


def test_the_machine_going_to_sleep_locks(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    program = unlocked(start_program, home, passphrase, "settings", qtbot)
    program.suspend.on_sleep(False)
    assert program.window.workplace is not None
    with qtbot.waitSignal(program.window.locked, timeout=15_000):
        program.suspend.on_sleep(True)


def test_the_warning_stands_in_the_bar_and_leaves_when_somebody_comes_back(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    program = unlocked(start_program, home, passphrase, "settings", qtbot)
    assert program.window.workplace is not None
    banner = program.window.workplace.banner
    program.window.idle.warned.emit(30)
    assert banner.isVisible()
    assert "30" in banner.words.text()
    program.window.idle.warned.emit(0)
    assert not banner.isVisible()


@pytest.fixture
def filled(
    start_program: Starter, caseload_home: Path, tmp_path: Path, passphrase: str, qtbot: QtBot
) -> Program:
    """The program at Today, with sixty members."""
    home = tmp_path / "filled"
    shutil.copytree(caseload_home, home)
    return unlocked(start_program, home, passphrase, "", qtbot)


def settle(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    for _turn in range(4):
        qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)
        QCoreApplication.processEvents()


def some_member(program: Program, qtbot: QtBot) -> str:
    """The id of one of the sixty."""
    found: list[str] = []
    program.tasks.run(
        lambda ws: caseload.page(ws, CaseloadQuery(), limit=1).rows[0].id,
        found.append,
        owner=program.window,
    )
    settle(program, qtbot)
    return found[0]


def the_dialog(program: Program, key: str) -> DraftDialog:
    """The open dialog of a kind."""
    return next(one for one in inside(program).dialogs() if one.draft_key == key)


def edit(program: Program, member: str, qtbot: QtBot) -> EditContactDialog:
    """The contact form of a member, with a place half-typed."""
    inside(program).open_member(member)
    settle(program, qtbot)
    view = inside(program).view("member")
    view._edit.click()  # type: ignore[attr-defined]
    settle(program, qtbot)
    form = the_dialog(program, "edit_contact")
    assert isinstance(form, EditContactDialog)
    form.lines["last_seen_place"].setText("Under the 5th street bri")
    form.seen_on.setDate(QDate(2026, 11, 18))
    return form


def test_a_contact_form_comes_back_though_another_page_stood_in_front(
    filled: Program, passphrase: str, qtbot: QtBot
) -> None:
    edit(filled, some_member(filled, qtbot), qtbot)
    inside(filled).go("today")
    settle(filled, qtbot)
    with qtbot.waitSignal(filled.window.locked, timeout=15_000):
        filled.window.lock()
    assert not filled.window.findChildren(EditContactDialog)
    unlock(filled, passphrase, qtbot)
    settle(filled, qtbot)
    form = the_dialog(filled, "edit_contact")
    assert isinstance(form, EditContactDialog)
    assert form.lines["last_seen_place"].text() == "Under the 5th street bri"
    assert form.seen_on.date() == QDate(2026, 11, 18)


def test_a_form_closed_by_esc_is_put_back_by_one_press(filled: Program, qtbot: QtBot) -> None:
    form = edit(filled, some_member(filled, qtbot), qtbot)
    QTest.keyClick(form, Qt.Key.Key_Escape)
    settle(filled, qtbot)
    banner = inside(filled).banner
    assert banner.action.text() == "Put it back"
    assert not inside(filled).dialogs()
    banner.action.click()
    settle(filled, qtbot)
    again = the_dialog(filled, "edit_contact")
    assert isinstance(again, EditContactDialog)
    assert again.lines["last_seen_place"].text() == "Under the 5th street bri"


def test_an_attempt_closed_by_esc_is_put_back_and_an_empty_one_just_goes(
    filled: Program, qtbot: QtBot
) -> None:
    member = some_member(filled, qtbot)
    place = inside(filled)
    place.log_attempt([member])
    settle(filled, qtbot)
    QTest.keyClick(the_dialog(filled, "log_attempt"), Qt.Key.Key_Escape)
    settle(filled, qtbot)
    assert not place.banner.isVisible()
    place.log_attempt([member])
    settle(filled, qtbot)
    dialog = the_dialog(filled, "log_attempt")
    assert isinstance(dialog, LogAttemptDialog)
    dialog.form.note.setPlainText("sat by the river")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(filled, qtbot)
    place.banner.action.click()
    settle(filled, qtbot)
    dialog = the_dialog(filled, "log_attempt")
    assert isinstance(dialog, LogAttemptDialog)
    assert dialog.form.note.toPlainText() == "sat by the river"
    assert [one.id for one in dialog.form.finder.chosen] == [member]


def test_the_wizards_choices_come_back(
    filled: Program, passphrase: str, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "unknown.csv"
    heads = ["First of name", "Last of name", "CIN", "Birth date", "Service", "Decision", "Shoe"]
    row = ["Ana", "Diaz", "90100002F", "07/17/1970", "Nav", "Yes", "39"]
    file.write_text("\n".join(",".join(line) for line in (heads, row)), "utf-8")
    place = inside(filled)
    place.go("imports")
    page = place.view("imports")
    assert isinstance(page, ImportsView)
    page.take_file(file)
    settle(filled, qtbot)
    wizard = the_dialog(filled, "map_columns")
    assert isinstance(wizard, MapColumns)
    choice = wizard.columns.choice_for("Shoe")
    choice.setCurrentIndex(choice.findData("plan_member_id"))
    with qtbot.waitSignal(filled.window.locked, timeout=15_000):
        filled.window.lock()
    unlock(filled, passphrase, qtbot)
    settle(filled, qtbot)
    again = the_dialog(filled, "map_columns")
    assert isinstance(again, MapColumns)
    assert again.columns.choices()["Shoe"] == "plan_member_id"
    again.codes.choose({"dates": "", "meant": [["service", "Nav", "htss"]]})
    again.codes.add_values("service", ["Nav"])
    assert again.codes.choice_for("service", "Nav").currentData() == "htss"


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_without_a_bus_nothing_is_heard_and_nothing_breaks(
    platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setitem(sys.modules, "PySide6.QtDBus", None)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.setattr("ui.suspend.Path.exists", lambda _path: True)
    assert SuspendWatch().listen() == 0


def test_a_bus_that_does_not_answer_is_no_bus(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    assert SuspendWatch()._listen_session() == 0
