"""The window around the pages: rail, keys, search, bar, status bar, names for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from navigator_app import logs
from navigator_app.domain.records import CaseloadQuery, Changes, Standing
from navigator_app.errors import NavigatorError
from navigator_app.settings import Settings
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.program import Program
from ui.views.caseload import CaseloadView
from ui.widgets.footer import Footer
from ui.workplace import PAGES, Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Starter = Callable[..., Program]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(start_program: Starter, caseload_copy: Path, passphrase: str, qtbot: QtBot) -> Program:
    """The program over a store with 60 members, at Today."""
    made = start_program(caseload_copy, passphrase)
    qtbot.waitUntil(lambda: made.window.opened is not None, timeout=15_000)
    settle(made, qtbot)
    return made


@pytest.fixture
def caseload_copy(caseload_home: Path, tmp_path: Path) -> Path:
    """A copy of the filled store."""
    import shutil

    copy = tmp_path / "filled"
    shutil.copytree(caseload_home, copy)
    return copy


def settle(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    for _turn in range(3):
        qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)
        QApplication.processEvents()


def workplace(program: Program) -> Workplace:
    """The unlocked window's inside."""
    assert program.window.workplace is not None
    return program.window.workplace


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_1, "today"),
        (Qt.Key.Key_2, "caseload"),
        (Qt.Key.Key_3, "exchange"),
        (Qt.Key.Key_4, "forms"),
        (Qt.Key.Key_5, "homes"),
        (Qt.Key.Key_6, "team"),
        (Qt.Key.Key_7, "settings"),
    ],
)
def test_every_page_has_its_key(program: Program, qtbot: QtBot, key: Qt.Key, page: str) -> None:
    place = workplace(program)
    qtbot.keyClick(program.window, key, CONTROL)
    settle(program, qtbot)
    assert place.place.key == page
    assert place.rail_buttons[page].isChecked()
    assert place.stack.currentWidget() is place.view(page)


def test_pages_are_built_when_first_shown(program: Program) -> None:
    assert workplace(program).stack.count() == 1


def nameless(program: Program) -> list[tuple[str, str]]:
    """Controls in sight that a screen reader could not name."""
    found = []
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for one in program.window.findChildren(kind):
            part = isinstance(one.parent(), (QLineEdit, QComboBox, QAbstractSpinBox))
            part = part or one.objectName().startswith("qt_")
            if not one.isVisible() or part or one.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            if not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text())):
                found.append((type(one).__name__, type(one.parent()).__name__))
    return found


def test_every_control_of_every_page_has_a_name(program: Program, qtbot: QtBot) -> None:
    for spec in PAGES:
        if spec.in_rail:
            workplace(program).go(spec.key)
            settle(program, qtbot)
            assert nameless(program) == []


def test_the_search_key_leads_to_the_caseload(program: Program, qtbot: QtBot) -> None:
    place = workplace(program)
    qtbot.keyClick(program.window, Qt.Key.Key_F, CONTROL)
    assert place.search.hasFocus()
    qtbot.keyClicks(place.search, "ga")
    qtbot.waitUntil(lambda: place.place.key == "caseload", timeout=5_000)
    qtbot.keyClicks(place.search, "r")
    settle(program, qtbot)
    place.go_back()
    settle(program, qtbot)
    assert place.place.key == "today"


def test_a_member_page_can_be_left_again(program: Program, qtbot: QtBot) -> None:
    place = workplace(program)
    from navigator_app.services import caseload

    rows: list[object] = []
    program.tasks.run(lambda ws: caseload.find(ws, "a"), rows.extend, owner=place)
    settle(program, qtbot)
    member = rows[0].id  # type: ignore[attr-defined]
    program.context.ways.open_member.emit(member)
    settle(program, qtbot)
    assert place.place.key == "member"
    assert place.back_button.isVisible()
    qtbot.keyClick(program.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(program, qtbot)
    assert place.place.key == "today"
    assert not place.back_button.isVisible()


def test_f1_shows_every_key(program: Program, qtbot: QtBot) -> None:
    qtbot.keyClick(program.window, Qt.Key.Key_F1)
    dialogs = program.window.findChildren(ShortcutsDialog)
    assert len(dialogs) == 1
    assert dialogs[0].isVisible()
    dialogs[0].close()


def test_a_notice_carries_its_action_and_leaves_after_it(program: Program, qtbot: QtBot) -> None:
    done: list[str] = []
    banner = workplace(program).banner
    program.context.ways.notice.emit("Recorded.", ("Undo", lambda: done.append("undone")))
    assert banner.isVisible()
    assert banner.action.text() == "Undo"
    banner.action.click()
    assert done == ["undone"]
    assert not banner.isVisible()


def test_a_refusal_stays_in_the_bar_with_its_advice(program: Program, qtbot: QtBot) -> None:
    banner = workplace(program).banner
    program.context.ways.refused.emit(NavigatorError("No", "It was refused.", "Do this instead."))
    assert banner.words.text() == "It was refused. Do this instead."
    qtbot.keyClick(program.window, Qt.Key.Key_Escape)
    assert not banner.isVisible()


def test_a_crash_is_logged_without_values_and_offers_to_go_on(
    program: Program, qtbot: QtBot
) -> None:
    try:
        raise ValueError("Maria Quetzal 91234567A")
    except ValueError as error:
        program.window.crashed(error)
    box = program.window.alerts.box
    assert box is not None
    assert box.isVisible()
    text = logs.log_file(program.window.home).read_text("utf-8")
    assert "builtins.ValueError" in text
    assert "test_shell.py" in text
    assert "Quetzal" not in text
    assert "91234567A" not in text
    box.close()
    assert program.window.isVisible()


def test_settings_change_the_agency_in_the_title(program: Program, qtbot: QtBot) -> None:
    from navigator_app.services import agency

    def rename(ws: object) -> Changes:
        return agency.update_agency(ws, name="Bay Homes", npi="1234567893", phone="")  # type: ignore[arg-type]

    program.tasks.run(rename, program.tasks.announce, owner=program.window)
    settle(program, qtbot)
    assert program.window.windowTitle().startswith("Bay Homes")


def test_nothing_is_cut_at_twice_the_text_on_a_small_screen(program: Program, qtbot: QtBot) -> None:
    program.window.use_settings(Settings(theme="light", text_scale=200))
    program.window.resize(1280, 800)
    settle(program, qtbot)
    assert program.window.width() == 1280
    assert program.window.height() == 800
    place = workplace(program)
    for button in (place.log_button, *place.rail_buttons.values()):
        assert button.width() >= button.minimumSizeHint().width()
    bar = place.log_button.parentWidget()
    assert bar is not None
    assert place.log_button.geometry().right() <= bar.width()
    footer = place.footer
    footer.show_standing(Standing(1204, date(2026, 11, 3), ("bayview", "sierra"), 0))
    settle(program, qtbot)
    for fact in (footer.network, footer.unsent, footer.person, footer.lock):
        assert fact.geometry().right() <= footer.width()
        assert fact.words.width() >= fact.words.sizeHint().width()


def test_the_window_comes_back_where_it_stood(
    program: Program, start_program: Starter, caseload_copy: Path, qtbot: QtBot
) -> None:
    program.window.resize(1000, 640)
    program.close()
    again = start_program(caseload_copy)
    assert (again.window.width(), again.window.height()) == (1000, 640)


def test_the_status_bar_states_what_is_not_sent(qtbot: QtBot) -> None:
    footer = Footer()
    qtbot.addWidget(footer)
    footer.show_standing(Standing(0, None, (), 0))
    assert footer.unsent.words.text() == "Nothing waits to be sent"
    footer.show_standing(Standing(1204, date(2026, 11, 3), ("bayview", "sierra"), 0))
    assert footer.unsent.words.text() == "1,204 statuses not sent since Nov 3, to bayview, sierra"
    footer.show_lock(600)
    assert footer.lock.words.text() == "Locks in 10 minutes"
    footer.show_lock(1)
    assert footer.lock.words.text() == "Locks in 1 second"
    footer.show_network(False)
    assert "Offline" in footer.network.accessibleName()


def test_a_tile_empties_the_search_and_back_brings_it_again(program: Program, qtbot: QtBot) -> None:
    place = workplace(program)
    place.search.setText("gar")
    place.search.search_now()
    settle(program, qtbot)
    assert place.place.target == CaseloadQuery(text="gar")
    place.go("today")
    place.open_caseload(CaseloadQuery(due="overdue", sort="due"))
    settle(program, qtbot)
    assert place.search.text() == ""
    assert place.place.target == CaseloadQuery(due="overdue", sort="due")
    place.go_back()
    place.go_back()
    settle(program, qtbot)
    assert place.search.text() == "gar"


def test_everyone_after_nobody_matched_empties_the_search(program: Program, qtbot: QtBot) -> None:
    place = workplace(program)
    place.search.setText("zzzzzz")
    place.search.search_now()
    settle(program, qtbot)
    view = place.view("caseload")
    assert isinstance(view, CaseloadView)
    assert view._no_match.button is not None
    view._no_match.button.click()
    settle(program, qtbot)
    assert place.search.text() == ""
    assert view._model.rowCount() == 60


def test_a_closed_program_watches_its_window_no_more(
    start_program: Starter, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[QEvent.Type] = []

    def watched(_program: Program, _window: QObject, event: QEvent) -> bool:
        seen.append(event.type())
        return False

    monkeypatch.setattr(Program, "eventFilter", watched)
    made: Program = start_program(home)
    assert seen
    made.close()
    seen.clear()
    made.window.setWindowTitle("closed")
    QApplication.sendEvent(made.window, QEvent(QEvent.Type.User))
    assert not seen
