"""The page Team and its board: numbers open their members, what-if stands beside, profiles."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from navigator_app.domain import what_if
from navigator_app.domain.board import NEW, Cell
from navigator_app.domain.board_rows import OpenBatch
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import workspace as workspaces
from navigator_app.services.workspace import Workspace
from tests import team_year
from ui import theme
from ui.dialogs.team_profile import TeamProfileDialog
from ui.models.board_table import COLUMNS, KEYS, LINE_ROLE
from ui.places import TeamAt
from ui.program import Program
from ui.views.caseload import CaseloadView
from ui.views.team import TeamView
from ui.views.team_board import TeamBoard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

Starter = Callable[..., Program]


@pytest.fixture(scope="module")
def year_home(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, passphrase: str
) -> Path:
    """A small agency's year. Copy it, never open it."""
    home = tmp_path_factory.mktemp("team-year") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, passphrase, clock=clock)
    team_year.build(ws, people=20, members=300)
    ws.close()
    return home


@pytest.fixture
def program(
    start_program: Starter, year_home: Path, tmp_path: Path, passphrase: str, qtbot: QtBot
) -> Program:
    """The window on the page Team."""
    copy = tmp_path / "team"
    shutil.copytree(year_home, copy)
    made = start_program(copy, passphrase)
    qtbot.waitUntil(lambda: made.window.opened is not None, timeout=15_000)
    settle(made, qtbot)
    made.context.ways.open_page.emit("team", TeamAt("board"))
    settle(made, qtbot)
    return made


def settle(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    for _turn in range(4):
        qtbot.waitUntil(lambda: not program.tasks.busy, timeout=20_000)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def board(program: Program) -> TeamBoard:
    """The tab."""
    view = program.window.findChild(TeamView)
    assert view is not None
    tab = view.tab("board")
    assert isinstance(tab, TeamBoard)
    return tab


def queries(program: Program) -> list[CaseloadQuery]:
    """The caseload's queries that were asked for, as they come."""
    asked: list[CaseloadQuery] = []

    def remember(_key: str, target: object) -> None:
        if isinstance(target, CaseloadQuery):
            asked.append(target)

    program.context.ways.open_page.connect(remember)
    return asked


def test_arrows_and_enter_open_the_members_behind_a_number(program: Program, qtbot: QtBot) -> None:
    tab, asked = board(program), queries(program)
    place = next(n for n, line in enumerate(tab.table.lines) if line.counts["new"])
    line = tab.table.lines[place]
    tab.grid.setCurrentIndex(tab.table.index(place, KEYS.index("deposits")))
    tab.grid.setFocus()
    qtbot.keyClick(tab.grid, Qt.Key.Key_Right)
    qtbot.keyClick(tab.grid, Qt.Key.Key_Return)
    settle(program, qtbot)
    assert asked == [CaseloadQuery(status="running", navigator=line.key, stage="new")]
    shown = program.window.findChild(CaseloadView)
    assert shown is not None
    assert shown._model.rowCount() == line.counts["new"]


def test_every_number_of_the_table_opens_what_it_says(program: Program, qtbot: QtBot) -> None:
    table = board(program).table
    for row, line in enumerate(table.lines):
        for column, spec in enumerate(COLUMNS):
            query = table.query(row, column)
            if spec.stage or spec.service or spec.key == "members":
                assert (query is None) == (line.counts[spec.key] == 0)
            if query is not None:
                assert query.stage == spec.stage
                assert query.service is spec.service
                assert query.navigator == line.key
                assert query.status == "running"
    htns = KEYS.index(Service.HTNS.slug)
    assert table.query(len(table.lines) - 1, htns) is not None


def test_tiles_open_the_whole_team(program: Program, qtbot: QtBot) -> None:
    tab, asked = board(program), queries(program)
    tab.tiles["stable"].click()
    tab.tiles["none"].click()
    settle(program, qtbot)
    assert asked == [
        CaseloadQuery(status="running", stage="stable"),
        CaseloadQuery(status="running", navigator="none"),
    ]


def test_what_is_looked_at_says_how_it_is_counted(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    tab.grid.setCurrentIndex(tab.table.index(0, KEYS.index("stable")))
    assert "served by HTSS alone" in tab._counted.text()
    tab.grid.setCurrentIndex(tab.table.index(0, KEYS.index("any")))
    assert "nobody counts them for you" in tab._counted.text()


def test_what_if_stands_beside_the_board_and_goes_again(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    then = KEYS.index("then")
    before = [line.row for line in tab.table.lines]
    assert tab.grid.isColumnHidden(then)
    tab.what_if.count.setText("7")
    tab.what_if.add.click()
    assert not tab.grid.isColumnHidden(then)
    assert [line.row for line in tab.table.lines] == before
    assert sum(line.gained for line in tab.table.lines) == 7
    assert "7 members would find somebody" in tab.what_if.said.text()
    tab.what_if.back.click()
    assert tab.grid.isColumnHidden(then)
    assert not any(line.gained for line in tab.table.lines)


def test_trying_without_somebody_shows_them_gone(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    busiest = max((line for line in tab.table.lines if line.row and line.row.who.id),
                  key=lambda line: line.counts["members"])  # fmt: skip
    tab.what_if.person.setCurrentIndex(tab.what_if.person.findData(busiest.key))
    tab.what_if.lose.click()
    gone = [line for line in tab.table.lines if line.gone]
    assert [line.key for line in gone] == [busiest.key]
    assert sum(line.gained for line in tab.table.lines) == busiest.counts["members"]


def test_more_referrals_and_somebody_gone_are_tried_together(
    program: Program, qtbot: QtBot
) -> None:
    tab = board(program)
    busiest = max((line for line in tab.table.lines if line.row and line.row.who.id),
                  key=lambda line: line.counts["members"])  # fmt: skip
    tab.what_if.count.setText("7")
    tab.what_if.add.click()
    tab.what_if.person.setCurrentIndex(tab.what_if.person.findData(busiest.key))
    tab.what_if.lose.click()
    assert sum(line.gained for line in tab.table.lines) == busiest.counts["members"] + 7
    said = tab.what_if.said.text()
    assert said.startswith("With 7 referrals more, without ")
    tab.what_if.back.click()
    assert not any(line.gained or line.gone for line in tab.table.lines)


def test_the_board_stands_in_the_order_asked_for(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    tab.order.setCurrentIndex(tab.order.findData("members"))
    people = [line for line in tab.table.lines if line.row and line.row.who.id]
    counts = [line.counts["members"] for line in people]
    assert counts == sorted(counts, reverse=True)
    assert [line.key for line in tab.table.lines[len(people) :]] == ["none", ""]
    header = tab.grid.horizontalHeader()
    assert header.sortIndicatorSection() == KEYS.index("members")
    header.sectionClicked.emit(KEYS.index("load"))
    assert tab.order.currentData() == "load"
    rooms = [line.row.room for line in tab.table.lines if line.row and line.row.who.id]
    known = [room for room in rooms if room is not None]
    assert known == sorted(known)
    assert rooms[: len(known)] == known, "who has no limit comes last"


def test_a_count_that_is_none_is_refused_beside_its_field(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    tab.what_if.count.setText("many")
    tab.what_if.add.click()
    assert tab.grid.isColumnHidden(KEYS.index("then"))
    assert "Try 1 to 500 referrals." in tab.what_if.fields["count"].error.text()


def test_a_batch_that_brings_too_many_is_refused_where_it_is_chosen(
    program: Program, qtbot: QtBot
) -> None:
    tab = board(program)
    page, card = tab._page, tab.what_if
    assert page is not None
    many = Cell("", NEW, "", (Service.HTNS,), what_if.MOST + 1)
    card.show_page(replace(page, batches=(OpenBatch("b1", "All at once", (many,)),)))
    card.batch.setCurrentIndex(card.batch.findData("b1"))
    card.add.click()
    assert "Try 1 to 500 referrals." in card.fields["batch"].error.text()
    assert card.fields["batch"].error.isVisible()
    busiest = max(page.board.rows, key=lambda row: row.members)
    card.person.setCurrentIndex(card.person.findData(busiest.who.id))
    card.lose.click()  # what was refused is not tried with it
    assert card.said.text().startswith("Without ")


def test_a_long_name_leaves_the_leave_readable(program: Program, qtbot: QtBot) -> None:
    def rename(ws: Workspace) -> None:
        with ws.store.transaction("x", clock=ws.clock, user=ws.user) as tx:
            tx.update("user", "u02", {"name": "Maria Guadalupe " * 4 + "Hernandez"})

    program.context.tasks.run(rename, lambda _none: None, owner=program.context.ways)
    program.window.resize(1280, 800)
    settle(program, qtbot)
    grid = board(program).grid
    board(program).load()
    settle(program, qtbot)
    about = grid.columnWidth(grid.model().columnCount() - 1)
    assert about >= theme.px(130) and grid.horizontalScrollBar().maximum() == 0


def test_a_profile_is_changed_from_the_board(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    place = next(n for n, line in enumerate(tab.table.lines) if line.counts["members"])
    tab.grid.setCurrentIndex(tab.table.index(place, KEYS.index("any")))
    qtbot.keyClick(tab.grid, Qt.Key.Key_Return)
    settle(program, qtbot)
    (form,) = (one for one in program.window.findChildren(TeamProfileDialog) if one.isVisible())
    fields = form.fields
    for key, text in (("limit", "12.5"), ("open_any", "6"), ("languages", "Lao, Spanish")):
        widget = fields[key].widget
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    form.save_button.click()
    settle(program, qtbot)
    line = tab.table.index(place, 0).data(LINE_ROLE)
    assert line.row.limit == 1250
    assert line.counts["any"] == 6
    assert line.row.who.languages == ("Lao", "Spanish")


def test_half_typed_trial_comes_back_after_the_lock(program: Program, qtbot: QtBot) -> None:
    tab = board(program)
    tab.what_if.count.setText("23")
    view = program.window.findChild(TeamView)
    assert view is not None
    kept = view.draft()
    tab.what_if.count.setText("1")
    view.restore_draft(kept)
    assert tab.what_if.count.text() == "23"
