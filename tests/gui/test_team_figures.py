"""The tabs Exceptions, Trends and Monday of the page Team, in the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.services import workspace
from tests import team_year
from tests.gui.every_page import cut, nameless, outside, scaled, settle, too_small
from ui.dialogs.team_members import TeamMembersDialog
from ui.places import TeamAt
from ui.program import Program
from ui.views.team_exceptions import TeamExceptions
from ui.views.team_monday import OpenButton, TeamMonday
from ui.views.team_trends import TeamTrends

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
TABS = ("exceptions", "trends", "monday")


@pytest.fixture(scope="module")
def year_home(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, passphrase: str, clock: Clock
) -> Path:
    """A generated year; whoever opens it administers."""
    home = tmp_path_factory.mktemp("year") / "home"
    shutil.copytree(built_home, home)
    ws = workspace.unlock(home, passphrase, clock=clock)
    team_year.build(ws, members=300)
    with ws.store.transaction("founder", clock=ws.clock, user=ws.user) as tx:
        tx.execute("UPDATE user_profile SET administers = 1 WHERE user_id = ?", (ws.user.id,))
        if not ws.store.one("SELECT 1 FROM user_profile WHERE user_id = ?", (ws.user.id,)):
            row = {"user_id": ws.user.id, "administers": 1, "created_at": tx.now}
            tx.insert("user_profile", row)
    ws.close()
    return home


@pytest.fixture
def program(
    start_program: Callable[..., Any],
    year_home: Path,
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> Program:
    """The program over that year."""
    home = tmp_path / "filled"
    shutil.copytree(year_home, home)
    program: Program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)
    return program


def shown(program: Program, key: str, qtbot: QtBot, target: object = None) -> Any:
    """A tab of the page Team, filled."""
    inside = program.window.workplace
    assert inside is not None
    inside.go("team", TeamAt(key, target))
    settle(program, qtbot)
    team: Any = inside.view("team")
    return team.tab(key)


@pytest.mark.parametrize("key", TABS)
@pytest.mark.parametrize("scale", [100, 200])
def test_it_reads_and_reaches(program: Program, key: str, scale: int, qtbot: QtBot) -> None:
    shown(program, key, qtbot)
    scaled(program, scale, qtbot)
    window = program.window
    assert not nameless(window)
    assert not too_small(window)
    assert not cut(window)
    assert not outside(window)


def test_a_number_opens_its_members(program: Program, qtbot: QtBot) -> None:
    tab = shown(program, "exceptions", qtbot, "no-status")
    assert isinstance(tab, TeamExceptions)
    assert "2026-11" in tab.definition.text()
    assert "DHCS" in tab.source.text()
    place = tab.figures.currentIndex().row()
    count = int(tab._table.index(place, 0).data().replace(",", ""))
    while tab.more.isVisible():
        tab.more.click()
        settle(program, qtbot)
    assert tab._members.rowCount() == count > 10
    opened: list[object] = []
    program.context.ways.open_member.connect(opened.append)
    tab.members.setCurrentIndex(tab._members.index(3, 0))
    qtbot.keyClick(tab.members, Qt.Key.Key_Return)
    assert opened == [tab._rows[3].member_id]
    program.context.ways.open_member.disconnect(opened.append)


def test_one_navigators_exceptions(program: Program, qtbot: QtBot) -> None:
    tab = shown(program, "exceptions", qtbot)
    whole = [tab._table.index(n, 0).data() for n in range(tab._table.rowCount())]
    tab.whose.setCurrentIndex(tab.whose.findData("u07"))
    settle(program, qtbot)
    mine = [tab._table.index(n, 0).data() for n in range(tab._table.rowCount())]
    assert all(int(a) <= int(b) for a, b in zip(mine, whole, strict=True)) and mine != whole


def test_the_chart_is_stepped_through(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    tab = shown(program, "trends", qtbot, "accept")
    assert isinstance(tab, TeamTrends)
    said = tab.chart.current_words()
    assert tab.said.text() == said and "Median" in said
    qtbot.keyClick(tab.chart, Qt.Key.Key_Left)
    assert tab.chart.current() == 10
    assert tab.said.text() == tab.chart.accessibleDescription() != said
    assert tab.chart.accessibleName() == "Days until accepted"
    tab.tabs.setCurrentIndex(1)
    settle(program, qtbot)
    texts = [tab.table.model().index(n, 3).data() for n in range(tab.table.model().rowCount())]
    assert any("half between" in one for one in texts)
    for place in range(tab.figure.count()):
        tab.figure.setCurrentIndex(place)
        assert tab.table.model().rowCount() and tab.counted.text()
    tab.save_to(str(tmp_path / "trends.xlsx"))
    settle(program, qtbot)
    assert (tmp_path / "trends.xlsx").read_bytes()[:2] == b"PK"


def test_monday_opens_what_is_late(program: Program, qtbot: QtBot) -> None:
    tab = shown(program, "monday", qtbot)
    assert isinstance(tab, TeamMonday)
    assert "November 16" in tab.since.text()
    assert len(tab.cards) == 5
    button = next(b for b in tab.findChildren(OpenButton) if b.key == "plan-unsigned")
    button.click()
    settle(program, qtbot)
    assert program.window.workplace is not None
    team = program.window.workplace.view("team")
    assert team.current() == "exceptions"  # type: ignore[attr-defined]
    assert team.tab().heading.text() == "Support plan not signed"  # type: ignore[attr-defined]


def test_every_number_of_monday_opens_something(program: Program, qtbot: QtBot) -> None:
    tab = shown(program, "monday", qtbot)
    asked: list[tuple[str, object]] = []
    program.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    page = program.context.ways.open_page
    opened: list[tuple[str, object]] = []
    page.connect(lambda key, target: opened.append((key, target)))
    reached = next(b for b in tab.findChildren(OpenButton) if b.key == "reached")
    reached.click()
    settle(program, qtbot)
    assert asked == [("team_members", "reached")]
    (form,) = (one for one in program.window.findChildren(TeamMembersDialog) if one.isVisible())
    assert reached.accessibleName() == f"{len(form.rows)} Members reached"
    form.save_button.click()
    settle(program, qtbot)
    assert program.window.workplace is not None
    assert program.window.workplace.view("member").isVisible()
    tab = shown(program, "monday", qtbot)
    over, owed = tab.cards[2].findChildren(OpenButton), tab.cards[4].findChildren(OpenButton)
    next(one for one in over if one.isEnabled()).click()
    owed[0].click()
    assert [key for key, _target in opened] == ["caseload", "plan_reports"]


def test_monday_goes_on_paper(program: Program, qtbot: QtBot) -> None:
    tab = shown(program, "monday", qtbot)
    tab.print.click()
    settle(program, qtbot)
    assert program.window.workplace is not None
    assert program.window.workplace.view("forms").isVisible()
