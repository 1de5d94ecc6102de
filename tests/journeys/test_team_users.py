"""People who share a store, in the window: let in, each with an own passphrase, shown what their
role is shown, asked for a reason, and let go with the store's key changed."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from navigator_app.errors import NavigatorError
from navigator_app.runtime.clock import Clock
from navigator_app.services import workspace as workspaces
from navigator_app.store.files import KEYS
from tests.journeys.team_desk import DANGER, NOTE, OWN, ROLES, Opener, TeamDesk, rows, words_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


def add(desk: TeamDesk, name: str) -> None:
    """Ana adds somebody, who types their own passphrase."""
    desk.press(desk.staff().add_button)
    form = desk.dialog()
    desk.write(form.name, name)
    desk.choose(form.role, ROLES[name].slug)
    for key, words in (("passphrase", OWN[name]), ("again", OWN[name]), ("own", OWN["Ana Ruiz"])):
        desk.write(form.fields[key].widget, words)
    desk.saves()
    assert name in desk.page_says("staff")


def test_three_are_added_and_each_unlocks_as_themselves(
    open_desk: Opener,
    built_home: Path,
) -> None:
    desk = open_desk(built_home)
    desk.sit("Ana Ruiz")
    for name in ("Ben Ochoa", "Carla Nguyen", "Dana Park"):
        add(desk, name)
    offered = {"Ben Ochoa": False, "Carla Nguyen": True, "Dana Park": False, "Ana Ruiz": True}
    for name, resets in offered.items():
        desk.sit(name)
        page = desk.staff()
        assert page.add_button.isVisible() == (name == "Ana Ruiz")
        assert ("New passphrase" in buttons(desk)) == resets, name
        assert page.looks.isVisible() == (name in ("Carla Nguyen", "Ana Ruiz"))
    desk.try_to_unlock("nobody has these words")
    assert desk.program.window.opened is None


def buttons(desk: TeamDesk) -> set[str]:
    """Words of the buttons in sight."""
    shown = desk.inside.findChildren(QAbstractButton)
    return {one.text() for one in shown if one.isVisible()}


def names(desk: TeamDesk) -> set[str]:
    """What a screen reader calls the buttons in sight."""
    shown = desk.inside.findChildren(QAbstractButton)
    return {one.accessibleName() for one in shown if one.isVisible()}


def at_parts(desk: TeamDesk) -> str:
    """The member's page, with the parts that hold what was noted."""
    tabs = desk.inside.view("member").sections.tabs
    said = [desk.page_says("member")]
    for title in ("People", "Timeline"):
        [place] = [n for n in range(tabs.count()) if tabs.tabText(n) == title]
        desk.turn(tabs, place)
        said.append(desk.page_says("member"))
    desk.turn(tabs, 0)
    return "\n".join(said)


def test_a_clerk_sees_no_notes_until_the_glass_is_broken(team: TeamDesk) -> None:
    team.sit("Ben Ochoa")
    team.find("Last00001")
    told = at_parts(team)
    assert NOTE in told and DANGER in told, "his own member"
    team.sit("Dana Park")
    team.find("Last00001")
    told = at_parts(team)
    assert "First1" in told
    assert NOTE not in told and DANGER not in told
    glass = team.inside.view("member").glass
    assert "Not shown to your role: Notes of contacts" in glass.words.text()
    team.press(glass.button)
    assert "Choose why" in team.refuses()
    team.choose(team.dialog().choice, "danger")
    team.saves()
    told = at_parts(team)
    assert NOTE in told and DANGER in told
    assert not glass.isVisible()
    team.find("Last00004")
    assert glass.isVisible(), "the next record is shut again"

    team.sit("Carla Nguyen")
    looks = team.staff().looks
    assert "Dana Park" in words_of(looks)
    assert "Glass broken" in words_of(looks)
    assert "Somebody is in danger" in words_of(looks)


def test_another_caseload_asks_why_and_the_supervisor_reads_it(
    team: TeamDesk,
) -> None:
    team.sit("Fay Lund")
    team.find("Last00001")
    assert "First1" not in team.page_says("member")
    team.qtbot.keyClick(team.dialog(), Qt.Key.Key_Escape)
    team.settle()
    assert team.inside.place.key == "today", "without a reason it is left"
    team.find("Last00001")
    assert "Choose why" in team.refuses()
    team.choose(team.dialog().choice, "asked")
    team.write(team.dialog().reason, "at the front desk")
    team.saves()
    assert NOTE in at_parts(team)
    team.find("Last00004")
    team.no_form()
    team.find("Last00001")
    team.no_form()

    team.sit("Carla Nguyen")
    looks = team.staff().looks
    said = words_of(looks)
    assert "Fay Lund" in said and "Last00001" in said
    assert "The member called or came in: at the front desk" in said
    team.press(looks.seen_button)
    assert "Seen by Carla Nguyen" in words_of(looks)
    assert not looks.seen_button.isVisible()
    team.find("Last00001")
    team.no_form()


def asked(page: Any, text: str) -> bool:
    """The page of notes searches for it."""
    return bool(page._asked.text == text)


def test_notes_of_another_caseload_are_not_searched(team: TeamDesk) -> None:
    for name, sees in (("Ben Ochoa", True), ("Fay Lund", False), ("Carla Nguyen", True)):
        team.sit(name)
        page = team.inside.view("notes")
        team.inside.go("notes")
        team.settle()
        team.write(page.search, "bakery")
        team.qtbot.waitUntil(partial(asked, page, "bakery"), timeout=10_000)
        team.settle()
        assert page.found.isVisible() == sees, name
        assert ("caseloads are left out" in words_of(page)) == (name != "Carla Nguyen")


def test_the_last_administrator_keeps_the_role(team: TeamDesk) -> None:
    team.sit("Ana Ruiz")
    team.staff()
    assert "Revoke: Ana Ruiz" not in names(team), "nobody revokes themselves"
    team.press(team.button("Role: Ana Ruiz"))
    team.press(team.dialog().administers)
    assert "last administrator" in team.refuses()
    team.qtbot.keyClick(team.dialog(), Qt.Key.Key_Escape)
    team.settle()
    team.press(team.button("Role: Carla Nguyen"))
    team.press(team.dialog().administers)
    team.saves()
    team.press(team.button("Role: Ana Ruiz"))
    team.press(team.dialog().administers)
    team.saves()
    assert not team.inside.view("staff").add_button.isVisible(), "she does not any more"
    team.sit("Carla Nguyen")
    assert team.staff().add_button.isVisible()


def test_whoever_is_revoked_is_out_and_nobody_else(
    team: TeamDesk,
    tmp_path: Path,
    clock: Clock,
) -> None:
    old_keys = (team.folder / KEYS).read_bytes()
    team.sit("Ana Ruiz")
    team.staff()
    team.press(team.button("Revoke: Ben Ochoa"))
    assert "3 members wait to be assigned" in team.form_says()
    form = team.dialog()
    team.write(form.fields["own"].widget, OWN["Fay Lund"])
    assert "wrong" in team.refuses()
    team.write(form.fields["own"].widget, OWN["Ana Ruiz"])
    team.press(form.save_button)
    assert "Ben Ochoa is out, and the store has its new key." in team.form_says()
    assert not form.save_button.isEnabled()
    groups = form.sheet.code.text().split(" ")
    for answer, place in zip(form.sheet.answers, form.sheet.asked, strict=True):
        team.write(answer, groups[place])
    team.saves()

    team.try_to_unlock(OWN["Ben Ochoa"])
    assert team.program.window.opened is None
    assert "wrong" in words_of(team.program.window)
    for name in ("Fay Lund", "Dana Park", "Ana Ruiz", "Carla Nguyen"):
        team.sit(name)
    waiting = rows(team.team("assign").table)
    assert sorted(row[0] for row in waiting) == ["Left behind"] * 3 + ["New"] * 4
    assert "For Ben Ochoa, who left." in team.today(), "whoever supervises watches meanwhile"
    assert (team.folder / KEYS).read_bytes() != old_keys
    team.leave()

    for name in ("Ben Ochoa", "Ana Ruiz"):  # the key file of yesterday beside the store of today
        copy = tmp_path / f"carried off {name}"
        shutil.copytree(team.folder, copy)
        (copy / KEYS).write_bytes(old_keys)
        with pytest.raises(NavigatorError):
            workspaces.unlock(copy, OWN[name], clock=clock)
