"""People through the window: added, revoked with the new code typed back, asked for a reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import caseload, users
from navigator_app.services import workspace as workspaces
from navigator_app.settings import Settings
from navigator_app.store.keys import Kdf
from tests.gui.every_page import cut, nameless, outside, settle, too_small
from tests.services import loops
from tests.sitting import Sit, seats, unlock
from ui import theme
from ui.places import TeamAt
from ui.program import Program
from ui.views.team_monday import OpenButton
from ui.views.unlock import UnlockView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

OWN, BENS, DANAS = "juniper kettle orbit mosaic", "velvet anchor thistle", "basket onyx ferry"


@pytest.fixture(scope="session")
def team_home(
    built_home: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory, quick_kdf: Kdf
) -> Path:
    """Ana, who administers; Ben; Dana, a clerk; Carla, a supervisor, who has the one member."""
    home = tmp_path_factory.mktemp("people") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, OWN, clock=clock)
    for name, role, words in (
        ("Ben Ochoa", Role.NAVIGATOR, BENS),
        ("Dana Park", Role.CLERK, DANAS),
        ("Carla Nguyen", Role.SUPERVISOR, "copper lantern willow"),
    ):
        users.add(ws, name, role, passphrase=words, own=OWN, kdf=quick_kdf)
    carla = users.find(ws, "Carla Nguyen").id
    member = loops.add_member(ws, loops.add_plan(ws), 1, navigator_id=carla).member
    caseload.update_contact(ws, member, safety_note="Two dogs off the leash")
    ws.close()
    return home


@pytest.fixture
def sit(team_home: Path, clock: Clock, tmp_path: Path, qtbot: QtBot) -> Iterator[Sit]:
    """`sit(passphrase)`: the window of this test's store, unlocked by whose passphrase it is."""
    home = tmp_path / "home"
    shutil.copytree(team_home, home)
    with seats(home, clock, qtbot) as sit:
        yield sit


def said(widget: QWidget) -> str:
    """All words that are shown."""
    shown = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join(shown)


def at(program: Program, key: str, target: object, qtbot: QtBot) -> Any:
    inside = program.window.workplace
    assert inside is not None
    inside.go(key, target)
    settle(program, qtbot)
    return inside.view(key)


def dialog(program: Program) -> Any:
    inside = program.window.workplace
    assert inside is not None
    [only] = inside.dialogs()
    return only


def click(page: QWidget, name: str) -> None:
    [button] = [one for one in page.findChildren(QPushButton) if one.accessibleName() == name]
    button.click()


def member_of(program: Program, qtbot: QtBot) -> str:
    found: list[str] = []
    program.tasks.run(
        lambda ws: ws.store.query("SELECT id FROM member")[0][0], found.append,
        owner=program.window,
    )  # fmt: skip
    settle(program, qtbot)
    return found[0]


def test_somebody_is_added_and_unlocks_with_what_they_typed(sit: Sit, qtbot: QtBot) -> None:
    program = sit(OWN)
    page = at(program, "staff", None, qtbot)
    page.add_button.click()
    form = dialog(program)
    form.save()
    assert "needs a name" in said(form)
    form.name.setText("Eli Santos")
    form.fields["passphrase"].widget.setText("weak")
    form.fields["again"].widget.setText("weak")
    form.fields["own"].widget.setText(OWN)
    form.save()
    settle(program, qtbot)
    assert "too short" in said(form.fields["passphrase"])
    for key in ("passphrase", "again"):
        form.fields[key].widget.setText("maple cipher harbor")
    assert "maple" not in repr(form.draft()), "no passphrase is in a draft"
    form.fields["own"].widget.setText("wrong")
    form.save()
    settle(program, qtbot)
    assert "wrong" in said(form.fields["own"])
    program.window.context.tasks.run(_forget_wait, print, owner=program.window)
    form.fields["own"].widget.setText(OWN)
    form.save()
    settle(program, qtbot)
    assert "Eli Santos" in said(page)
    program.window.lock()
    settle(program, qtbot)
    assert "Harbor Homes" in said(program.window)
    unlock(program, "maple cipher harbor", qtbot)
    assert program.window.opened is not None
    assert program.window.opened.user.name == "Eli Santos"
    inside = program.window.workplace
    assert inside is not None
    assert inside.place.key == "today", "another person begins at the beginning"


def _forget_wait(ws: Any) -> None:
    (ws.home / "throttle.json").unlink(missing_ok=True)


def test_somebody_is_revoked_and_the_new_code_is_typed_back(sit: Sit, qtbot: QtBot) -> None:
    program = sit(OWN)
    page = at(program, "staff", None, qtbot)
    click(page, "Revoke: Ben Ochoa")
    settle(program, qtbot)
    form = dialog(program)
    assert "opens nothing any more" in said(form)
    form.fields["own"].widget.setText(OWN)
    form.save()
    settle(program, qtbot)
    assert "has its new key" in said(form)
    assert not form.save_button.isEnabled()
    groups = form.sheet._groups
    for place, answer in zip(form.sheet._asked, form.sheet.answers, strict=True):
        answer.setText(groups[place])
    assert form.save_button.isEnabled()
    form.save()
    settle(program, qtbot)
    assert "left on" in said(page)
    assert program.window.workplace is not None
    program.window.lock()
    settle(program, qtbot)
    screen = program.window.findChild(UnlockView)
    assert screen is not None
    screen.passphrase.setText(BENS)
    screen.unlock()
    settle(program, qtbot)
    assert program.window.opened is None
    assert "wrong" in said(screen)


def test_the_last_administrator_is_told_why_not(sit: Sit, qtbot: QtBot) -> None:
    program = sit(OWN)
    page = at(program, "staff", None, qtbot)
    click(page, "Role: Ana Ruiz")
    settle(program, qtbot)
    form = dialog(program)
    form.administers.setChecked(False)
    form.save()
    settle(program, qtbot)
    assert "last administrator" in said(form)


def test_who_does_not_administer_reads_and_changes_nothing(sit: Sit, qtbot: QtBot) -> None:
    program = sit(BENS)
    page = at(program, "staff", None, qtbot)
    assert "Carla Nguyen" in said(page)
    assert page.add_button.isHidden()
    assert page.looks.isHidden()
    offered = [one.accessibleName() for one in page._lines.findChildren(QPushButton)]
    assert offered == []
    assert "Write service notes" in said(page.rights)


def test_a_reason_opens_somebody_elses_member_and_a_supervisor_sees_it(
    sit: Sit, qtbot: QtBot
) -> None:
    program = sit(BENS)
    member = member_of(program, qtbot)
    page = at(program, "member", member, qtbot)
    assert "First1" not in said(page)
    form = dialog(program)  # one, although several parts of the page asked
    form.save()
    assert "Choose why" in said(form.fields["choice"])
    form.choice.setCurrentIndex(form.choice.findData("asked"))
    form.reason.setText("at the desk")
    form.save()
    settle(program, qtbot)
    assert "First1" in said(page)
    program = sit("copper lantern willow")
    people = at(program, "staff", None, qtbot)
    assert "The member called or came in: at the desk" in said(people.looks)
    people.looks.seen_button.click()
    settle(program, qtbot)
    assert people.looks.seen_button.isHidden()


def test_without_a_reason_the_page_is_left(sit: Sit, qtbot: QtBot) -> None:
    program = sit(BENS)
    at(program, "member", member_of(program, qtbot), qtbot)
    dialog(program).reject()
    settle(program, qtbot)
    inside = program.window.workplace
    assert inside is not None
    assert inside.place.key == "today"


def test_glass_is_broken_for_what_the_role_is_not_shown(sit: Sit, qtbot: QtBot) -> None:
    program = sit(DANAS)
    page = at(program, "member", member_of(program, qtbot), qtbot)
    assert "Two dogs" not in said(page)
    assert "Not shown to your role" in said(page.glass)
    page.glass.button.click()
    settle(program, qtbot)
    form = dialog(program)
    form.choice.setCurrentIndex(form.choice.findData("danger"))
    form.save()
    settle(program, qtbot)
    assert "Two dogs" in said(page)
    assert page.glass.isHidden()


@pytest.mark.parametrize("scale", [100, 200])
def test_the_page_with_people_is_whole(sit: Sit, scale: int, qtbot: QtBot) -> None:
    program = sit(OWN)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    program.window.resize(1280, 800)
    page = at(program, "staff", None, qtbot)
    for look in (nameless, too_small, cut, outside):
        assert look(page) == []
    click(page, "Revoke: Ben Ochoa")
    settle(program, qtbot)
    form = dialog(program)
    for look in (nameless, too_small, cut, outside):
        assert look(form) == []


def make_code(program: Program, qtbot: QtBot) -> str:
    """A code for the safe, made by Ana and typed back."""
    page = at(program, "staff", None, qtbot)
    assert "None yet" in said(page.codes)
    page.codes.make_button.click()
    form = dialog(program)
    form.fields["own"].widget.setText(OWN)
    form.save()
    settle(program, qtbot)
    assert "Say where" in said(form.fields["label"])
    form.fields["label"].widget.setText("Bank box 12")
    form.fields["own"].widget.setText(OWN)
    form.save()
    settle(program, qtbot)
    assert "Bank box 12" in said(form)
    code, groups = form.sheet.code.text(), form.sheet._groups
    for place, answer in zip(form.sheet._asked, form.sheet.answers, strict=True):
        answer.setText(groups[place])
    form.save()
    settle(program, qtbot)
    assert "Bank box 12" in said(page.codes)
    assert code not in said(page)
    return "-".join(groups)


def use_code(program: Program, code: str, qtbot: QtBot) -> None:
    """Ben has lost his passphrase, and opens the locked window with the code."""
    program.window.lock()
    settle(program, qtbot)
    screen = program.window.findChild(UnlockView)
    assert screen is not None
    screen.other_way.click()
    screen.code.setText(code)
    screen.passphrase.setText("maple cipher harbor")
    screen.user.setText("Ben Ochoa")
    screen.unlock()
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)


def test_a_code_for_the_safe_is_made_typed_back_used_and_told_of(sit: Sit, qtbot: QtBot) -> None:
    program = sit(OWN)
    use_code(program, make_code(program, qtbot), qtbot)
    assert program.window.opened is not None
    assert program.window.opened.user.name == "Ben Ochoa"
    assert at(program, "staff", None, qtbot).codes.isHidden()
    program = sit(OWN)
    week = at(program, "team", TeamAt("monday"), qtbot).tab("monday")
    line = next(one for one in week.findChildren(OpenButton) if "safe" in one.text())
    assert "set a new passphrase for Ben Ochoa" in line.accessibleName()
    line.click()
    settle(program, qtbot)
    page = at(program, "staff", None, qtbot)
    assert page.isVisible()
    assert "set a new passphrase for Ben Ochoa" in said(page.codes)
    assert "renew it" in said(page.codes)
    assert not (nameless(page) or cut(page) or too_small(page))
    page.codes.seen_button.click()
    settle(program, qtbot)
    assert "set a new passphrase" not in said(page.codes)
    click(page, "Revoke: Bank box 12")
    settle(program, qtbot)
    form = dialog(program)
    form.fields["own"].widget.setText(OWN)
    form.save()
    settle(program, qtbot)
    assert "None yet" in said(page.codes)
