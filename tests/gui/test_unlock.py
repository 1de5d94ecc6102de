"""The unlock page: plain errors, the growing wait, the recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.services import workspace
from navigator_app.services.workspace import Workspace
from ui.program import Program
from ui.views.unlock import UnlockView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Starter = Callable[..., Program]


def page_of(program: Program) -> UnlockView:
    """The unlock page that stands in the window."""
    found: list[UnlockView] = [
        one for one in program.window.findChildren(UnlockView) if one.isVisible()
    ]
    assert len(found) == 1
    return found[0]


def settled(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)


def test_the_right_passphrase_opens_the_caseload(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    program = start_program(home)
    page = page_of(program)
    assert page.passphrase.hasFocus()
    qtbot.keyClicks(page.passphrase, passphrase)
    with qtbot.waitSignal(program.window.unlocked, timeout=15_000):
        page.unlock_button.click()
    assert program.window.workplace is not None
    assert "Harbor Homes" in program.window.windowTitle()
    settled(program, qtbot)


def test_a_wrong_passphrase_is_said_beside_the_field(
    start_program: Starter, home: Path, qtbot: QtBot
) -> None:
    program = start_program(home)
    page = page_of(program)
    page.passphrase.setText("not this one at all")
    page.unlock()
    settled(program, qtbot)
    assert "wrong" in page.passphrase_field.error.text().lower()
    assert page.passphrase_field.error.isVisible()
    assert page.passphrase.selectedText()
    assert program.window.workplace is None


def test_many_wrong_ones_make_it_wait_even_after_a_restart(
    start_program: Starter, home: Path, clock: Clock, qtbot: QtBot
) -> None:
    program = start_program(home)
    page = page_of(program)
    while workspace.wait_seconds(home, clock) <= 0:
        page.passphrase.setText("not this one at all")
        page.unlock()
        settled(program, qtbot)
    assert page.countdown.isVisible()
    assert "second" in page.countdown.text()
    assert not page.unlock_button.isEnabled()
    again = page_of(start_program(home))
    assert again.countdown.isVisible()
    assert not again.unlock_button.isEnabled()


def test_an_empty_passphrase_is_not_tried(start_program: Starter, home: Path, clock: Clock) -> None:
    page = page_of(start_program(home))
    page.unlock()
    assert page.passphrase_field.error.isVisible()
    assert workspace.wait_seconds(home, clock) == 0


def test_the_recovery_code_opens_and_sets_a_new_passphrase(
    start_program: Starter, home: Path, workspace: Workspace, passphrase: str, qtbot: QtBot
) -> None:
    from navigator_app.services.workspace import new_recovery_code

    code = new_recovery_code(workspace, passphrase)
    workspace.close()
    program = start_program(home)
    page = page_of(program)
    page.other_way.click()
    assert page.code_field.isVisible()
    page.code.setText(code.lower().replace("-", " "))
    page.passphrase.setText("granite teapot violin meadow")
    with qtbot.waitSignal(program.window.unlocked, timeout=15_000):
        page.unlock_button.click()
    settled(program, qtbot)


def test_a_mistyped_recovery_code_is_said_beside_it(
    start_program: Starter, home: Path, qtbot: QtBot
) -> None:
    program = start_program(home)
    page = page_of(program)
    page.other_way.click()
    page.code.setText("7Q2M-7Q2M")
    page.passphrase.setText("granite teapot violin meadow")
    page.unlock()
    settled(program, qtbot)
    assert page.code_field.error.isVisible()
    assert not page.passphrase_field.error.isVisible()


def test_a_damaged_key_file_is_a_plain_sentence(
    start_program: Starter, home: Path, passphrase: str, qtbot: QtBot
) -> None:
    (home / "keys.json").write_text("{")
    program = start_program(home)
    page = page_of(program)
    page.passphrase.setText(passphrase)
    page.unlock()
    settled(program, qtbot)
    assert "key file" in page.passphrase_field.error.text().lower()


def test_a_wrong_passphrase_given_at_start_leads_to_the_page(
    start_program: Starter, home: Path, qtbot: QtBot
) -> None:
    program = start_program(home, "not this one at all")
    qtbot.waitUntil(lambda: program.window.workplace is None, timeout=15_000)
    assert page_of(program).passphrase_field.error.isVisible()
