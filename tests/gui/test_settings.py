"""The settings page: each part saves itself and says what is wrong beside its field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from navigator_app import settings as preferences
from navigator_app.services import agency
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.dialogs.change_passphrase import ChangePassphraseDialog
from ui.dialogs.recovery_code import RecoveryCodeDialog
from ui.program import Program
from ui.views.settings import SettingsView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Starter = Callable[..., Program]


@pytest.fixture
def program(start_program: Starter, home: Path, passphrase: str, qtbot: QtBot) -> Program:
    """The program at its settings."""
    made: Program = start_program(home, passphrase, "settings")
    qtbot.waitUntil(lambda: made.window.opened is not None, timeout=15_000)
    settle(made, qtbot)
    return made


@pytest.fixture
def page(program: Program) -> SettingsView:
    """The page."""
    assert program.window.workplace is not None
    view = program.window.workplace.view("settings")
    assert isinstance(view, SettingsView)
    return view


def settle(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)


def ask(program: Program, work: Callable[[Workspace], object], qtbot: QtBot) -> object:
    """What `work` answers on the store thread."""
    answers: list[object] = []
    program.tasks.run(work, answers.append, owner=program.window)
    settle(program, qtbot)
    return answers[0]


def test_theme_and_text_size_change_at_once_and_are_remembered(
    page: SettingsView, program: Program
) -> None:
    look = page.look
    look.theme_box.setCurrentIndex(look.theme_box.findData("dark"))
    look.theme_box.activated.emit(look.theme_box.currentIndex())
    look.scale_box.setCurrentIndex(look.scale_box.findData(150))
    look.scale_box.activated.emit(look.scale_box.currentIndex())
    assert theme.is_dark()
    assert theme.px(20) == 30
    kept = preferences.load(program.window.home)
    assert (kept.theme, kept.text_scale) == ("dark", 150)


def test_lock_minutes_reach_store_and_watch(
    page: SettingsView, program: Program, qtbot: QtBot
) -> None:
    page.look.lock_box.setValue(3)
    page.look.lock_box.editingFinished.emit()
    qtbot.waitUntil(lambda: program.window.idle.seconds_left() <= 180, timeout=10_000)
    settle(program, qtbot)
    assert ask(program, agency.lock_minutes, qtbot) == 3


def test_the_agency_is_saved_and_a_bad_npi_refused(
    page: SettingsView, program: Program, qtbot: QtBot
) -> None:
    card = page.agency
    assert not card.save_button.isEnabled()
    card.npi.setText("1234567890")
    card.save_button.click()
    settle(program, qtbot)
    assert card.fields["npi"].error.isVisible()
    card.npi.setText("1234567893")
    card.name.setText("Bay Homes")
    card.save_button.click()
    qtbot.waitUntil(lambda: "Bay Homes" in program.window.windowTitle(), timeout=10_000)
    settle(program, qtbot)
    assert not card.fields["npi"].error.isVisible()


def test_plans_are_added_and_changed(page: SettingsView, program: Program, qtbot: QtBot) -> None:
    card = page.plans
    for name in ("Sierra Care", "Sierra North"):
        card.add_button.click()
        card.name.setText(name)
        card.save_button.click()
        settle(program, qtbot)
        qtbot.waitUntil(card.form.isHidden, timeout=10_000)
        settle(program, qtbot)
    plans = ask(program, agency.plans, qtbot)
    assert isinstance(plans, list)
    assert [(plan.key, plan.name) for plan in plans] == [
        ("sierra", "Sierra Care"),
        ("sierra-2", "Sierra North"),
    ]
    card.begin_change("sierra")
    card.name.setText("Sierra Health")
    card.save_button.click()
    settle(program, qtbot)
    changed = ask(program, lambda ws: agency.plan(ws, "sierra").name, qtbot)
    assert changed == "Sierra Health"


def test_the_store_is_checked(page: SettingsView, program: Program, qtbot: QtBot) -> None:
    page.check_button.click()
    settle(program, qtbot)
    assert page.verdict.text() == "In order"


def test_the_passphrase_is_changed(
    page: SettingsView, program: Program, passphrase: str, qtbot: QtBot
) -> None:
    page.passphrase_button.click()
    dialog = page.findChildren(ChangePassphraseDialog)[0]
    dialog.old.setText("not this one")
    dialog.new.setText("granite teapot violin meadow")
    dialog.again.setText("granite teapot violin meadow")
    dialog.save_button.click()
    settle(program, qtbot)
    assert dialog.fields["old"].error.isVisible()
    dialog.old.setText(passphrase)
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        dialog.save_button.click()
    assert program.window.workplace is not None
    assert "changed" in program.window.workplace.banner.words.text()


def test_a_new_recovery_code_is_shown_once(
    page: SettingsView, program: Program, passphrase: str, qtbot: QtBot
) -> None:
    page.code_button.click()
    dialog = page.findChildren(RecoveryCodeDialog)[0]
    dialog.passphrase.setText(passphrase)
    dialog.make_button.click()
    settle(program, qtbot)
    assert len(dialog.sheet.code.text().split()) == 7
    assert dialog.passphrase.text() == ""
    dialog.reject()
    assert dialog.sheet.code.text() == ""
