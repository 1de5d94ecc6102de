"""The first run: from nothing to an open store with a plan, without a code left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from navigator_app.services import agency, workspace
from navigator_app.services.workspace import Workspace
from ui.program import Program
from ui.views.first_run import FirstRun
from ui.views.first_run_plan import PlanStep, key_from
from ui.widgets.strength import judge

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Starter = Callable[..., Program]
SECRET = "granite teapot violin meadow"


@pytest.fixture
def program(start_program: Starter, tmp_path: Path) -> Program:
    """The program over a folder that is not there yet."""
    made: Program = start_program(tmp_path / "new" / "home")
    return made


@pytest.fixture
def first(program: Program) -> FirstRun:
    """The pages of the first run."""
    return program.window.findChildren(FirstRun)[0]


def settle(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=20_000)


def to_secret(first: FirstRun) -> None:
    """Fill the first two pages."""
    first.welcome.set_up.click()
    first.agency.name.setText("Harbor Homes")
    first.agency.npi.setText("1234567893")
    first.agency.on_button.click()
    first.person.name.setText("Ana Ruiz")
    first.person.on_button.click()


def to_code(first: FirstRun, program: Program, qtbot: QtBot) -> None:
    """Make the store."""
    to_secret(first)
    first.secret.passphrase.setText(SECRET)
    first.secret.again.setText(SECRET)
    first.secret.on_button.click()
    settle(program, qtbot)


def test_the_whole_way_ends_at_an_open_caseload(
    first: FirstRun, program: Program, qtbot: QtBot, clock: object
) -> None:
    to_code(first, program, qtbot)
    code = first.code.sheet.code.text().split()
    for answer, place in zip(first.code.sheet.answers, first.code.sheet.asked, strict=True):
        qtbot.keyClicks(answer, code[place].lower())
    first.code.on_button.click()
    settle(program, qtbot)
    assert first.code.sheet.code.text() == ""
    first.plan.name.setText("Bayview Health Plan")
    first.plan.name.editingFinished.emit()
    assert first.plan.chosen().layout == "bayview"
    with qtbot.waitSignal(program.window.unlocked, timeout=15_000):
        first.plan.on_button.click()
    plans: list[object] = []

    def read(ws: Workspace) -> list[object]:
        return list(agency.plans(ws))

    program.tasks.run(read, plans.extend, owner=program.window)
    settle(program, qtbot)
    assert [plan.key for plan in plans] == ["bayview"]  # type: ignore[attr-defined]
    program.close()
    home = program.window.home
    for secret in ("".join(code), "-".join(code), SECRET):
        assert not any(
            secret.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file()
        )
    workspace.unlock(home, SECRET, clock=clock).close()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("npi", "says"), [("123456789", "ten digits"), ("1234567890", "last digit"), ("", "ten digits")]
)
def test_a_wrong_npi_is_said_beside_its_field(first: FirstRun, npi: str, says: str) -> None:
    first.welcome.set_up.click()
    first.agency.name.setText("Harbor Homes")
    first.agency.npi.setText(npi)
    first.agency.on_button.click()
    assert first.stack.currentWidget() is first.agency
    assert says in first.agency.fields["npi"].error.text()
    assert first.agency.npi.property("invalid") is True
    first.agency.npi.setText("1234567893")
    first.agency.on_button.click()
    assert first.stack.currentWidget() is first.person


def test_a_weak_passphrase_goes_no_further(first: FirstRun, program: Program, qtbot: QtBot) -> None:
    to_secret(first)
    for secret, again, field in (
        ("", "", "passphrase"),
        ("short", "short", "passphrase"),
        (SECRET, SECRET + "x", "again"),
    ):
        first.secret.passphrase.setText(secret)
        first.secret.again.setText(again)
        first.secret.on_button.click()
        assert first.secret.fields[field].error.isVisible()
    settle(program, qtbot)
    assert not program.window.home.exists()


def test_strength_is_said_in_words() -> None:
    assert judge("river")[1] == "Too weak"
    assert judge("river lamp cinnamon stapler")[1] in ("Good", "Strong")
    assert judge("river lamp cinnamon stapler orchid")[1] == "Strong"
    assert judge("") == ("neutral", "", "")


def test_the_code_must_be_typed_back_before_going_on(
    first: FirstRun, program: Program, qtbot: QtBot
) -> None:
    to_code(first, program, qtbot)
    step = first.code
    assert not step.on_button.isEnabled()
    step.sheet.answers[0].setText("ZZZZ")
    assert step.sheet.fields[0].error.isVisible()
    assert not step.on_button.isEnabled()
    groups = step.sheet.code.text().split()
    for answer, place in zip(step.sheet.answers, step.sheet.asked, strict=True):
        answer.setText(groups[place])
    assert step.on_button.isEnabled()


def test_copying_the_code_fills_the_clipboard_only_for_a_while(
    first: FirstRun, program: Program, qtbot: QtBot
) -> None:
    from ui.widgets.clipboard import clear_ours

    to_code(first, program, qtbot)
    first.code.sheet.copy_button.click()
    assert QGuiApplication.clipboard().text() == first.code.sheet.code.text().replace(" ", "-")
    clear_ours()
    assert QGuiApplication.clipboard().text() == ""


def test_the_code_can_be_printed_without_a_file(
    first: FirstRun, program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    to_code(first, program, qtbot)
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "page.pdf"))  # what a person chose in the dialog
    first.code.sheet.print_to(printer)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert "printer" in first.code.sheet.said.text()
    assert [file.name for file in tmp_path.rglob("*.pdf")] == ["page.pdf"]


def test_one_can_go_back_and_find_what_was_typed(first: FirstRun) -> None:
    to_secret(first)
    first.secret.back_button.click()
    first.person.back_button.click()
    assert first.stack.currentWidget() is first.agency
    assert first.agency.name.text() == "Harbor Homes"
    first.agency.back_button.click()
    assert first.stack.currentWidget() is first.welcome


def test_looking_around_opens_a_sample(first: FirstRun, program: Program, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.window.unlocked, timeout=60_000):
        first.welcome.look_around.click()
    settle(program, qtbot)
    assert "sample" in program.window.windowTitle().lower()
    home = program.window.home
    assert home.is_dir()
    program.close()
    assert not home.exists()


def test_a_plan_key_is_the_first_word_of_its_name() -> None:
    assert key_from("Bayview Health Plan") == "bayview"
    assert key_from("  L.A. Care ") == "l"
    assert key_from("—") == ""


def test_the_first_plan_starts_with_the_usual_layout_and_rules(qtbot: QtBot) -> None:
    step = PlanStep()
    qtbot.addWidget(step)
    policies = agency.policy_choices()
    layouts = [("bayview", "Bayview"), ("canonical", "Canonical"), ("sierra", "Sierra")]
    step.offer(layouts, policies)
    assert policies[0][0] != "toolkit-2025"
    assert step.chosen().layout == "canonical"
    assert step.chosen().policy == "toolkit-2025"
    step.name.setText("Sierra Care")
    step.name.editingFinished.emit()
    assert step.chosen().layout == "sierra"
