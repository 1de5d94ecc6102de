"""The note beside the window: its key, the timer in the status bar, the minutes it gives."""

from __future__ import annotations

import shutil
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.service_notes import CONTROL, opened
from tests.gui.test_member_services import served
from ui.dialogs.service_note import ServiceNoteDialog
from ui.places import MemberAt

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def test_the_timers_minutes_are_taken_over(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    dialog.form.timer.go.click()
    daily.settle()
    dialog.form.timer.end.click()
    daily.settle()
    assert dialog.form.minutes.text() == "1"


def test_the_status_bar_says_that_a_timer_runs_even_after_a_lock(
    start_program: Any, caseload_home: Any, tmp_path: Any, passphrase: str, qtbot: Any
) -> None:
    home = tmp_path / "timed"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase, "caseload")
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    window = program.window
    assert not window.workplace.footer.shows_timer()
    members: list[str] = []
    program.tasks.run(partial(served, 0), members.append, owner=window)
    qtbot.waitUntil(lambda: bool(members), timeout=10_000)
    window.workplace.open_member(MemberAt(members[0], "services"))
    section = window.workplace.view("member").sections._parts.made["services"]
    qtbot.waitUntil(lambda: section.timer.go.isEnabled(), timeout=10_000)
    section.timer.go.click()
    qtbot.waitUntil(window.workplace.footer.shows_timer, timeout=10_000)
    assert window.workplace.footer.work.words.text().startswith("Timer: 0 min with ")
    window.lock()
    qtbot.waitUntil(lambda: program.tasks.workspace is None, timeout=10_000)
    window.open_with(passphrase)
    qtbot.waitUntil(lambda: window.opened is not None, timeout=15_000)
    qtbot.waitUntil(window.workplace.footer.shows_timer, timeout=10_000)


def test_a_key_opens_it_for_the_member_in_front(
    start_program: Any, caseload_home: Any, tmp_path: Any, passphrase: str, qtbot: Any
) -> None:
    home = tmp_path / "keyed"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase, "caseload")
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    inside = program.window.workplace
    members: list[str] = []
    program.tasks.run(partial(served, 0), members.append, owner=program.window)
    qtbot.waitUntil(lambda: bool(members), timeout=10_000)
    inside.open_member(members[0])
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=10_000)
    QTest.keyClick(inside, Qt.Key.Key_M, CONTROL)
    (dialog,) = inside.findChildren(ServiceNoteDialog)
    qtbot.waitUntil(lambda: dialog.form.member_id() == members[0], timeout=10_000)
    dialog.form.narrative.setPlainText("half a sentence")
    program.window.lock()
    qtbot.waitUntil(lambda: program.tasks.workspace is None, timeout=10_000)
    program.window.open_with(passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    (again,) = program.window.workplace.findChildren(ServiceNoteDialog)
    qtbot.waitUntil(lambda: again.form.member_id() == members[0], timeout=10_000)
    assert again.form.narrative.toPlainText() == "half a sentence"
