"""The review queue and chart review on the window: comment, return, mend, approve; draw, read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from navigator_app.domain import review
from navigator_app.domain.ending import EndReason
from navigator_app.domain.records import UserRow
from navigator_app.domain.review_policy import own_id
from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    discontinue,
    review_queue,
    review_queue_moves,
    team_review_rules,
)
from navigator_app.services import workspace as workspaces
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from tests.gui.every_page import PASSPHRASE, cut, nameless, scaled, settle, too_small
from tests.services import loops, plan_maker, team
from ui.places import TeamAt
from ui.program import Program
from ui.views.team import TeamView
from ui.views.team_charts import TeamCharts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

BEN = UserRow("u-ben", "Ben Ochoa", Role.NAVIGATOR)


@pytest.fixture(scope="session")
def team_home(built_home: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A supervisor at work; a navigator's ending and support plan wait for her."""
    home = tmp_path_factory.mktemp("reviewed") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, PASSPHRASE, clock=clock)
    plan = loops.add_plan(ws, "bayview")
    made = [loops.add_member(ws, plan, number) for number in range(1, 9)]
    ben = team.join(ws, "Ben Ochoa", Role.NAVIGATOR)
    with ws.store.transaction("x", clock=ws.clock, user=ws.user) as tx:
        tx.execute("UPDATE \"user\" SET role = 'supervisor' WHERE id = ?", (ws.user.id,))
        tx.execute("UPDATE member SET navigator_id = ?", (ben.id,))
    theirs = replace(ws, user=ben)
    review_queue_moves.ask(theirs, review.PLAN, plan_maker.filled(theirs, made[1].member))
    discontinue.end(
        theirs,
        Ending(made[0].referral, EndReason.DECEASED, date(2026, 11, 19), note="His sister rang."),
    )
    ws.close()
    return home


@pytest.fixture
def program(
    start_program: Callable[..., Program],
    team_home: Path,
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> Program:
    """The program at that store."""
    home = tmp_path / "reviewed"
    shutil.copytree(team_home, home)
    found = start_program(home, passphrase)
    qtbot.waitUntil(lambda: found.window.opened is not None, timeout=15_000)
    settle(found, qtbot)
    return found


def at(program: Program, qtbot: QtBot, tab: str) -> Any:
    """The tab, brought to the front and read."""
    inside = program.window.workplace
    assert inside is not None
    inside.go("team", TeamAt(tab))
    settle(program, qtbot)
    view = inside.view("team")
    assert isinstance(view, TeamView)
    return view.tab(tab)


def dialog(program: Program, qtbot: QtBot) -> Any:
    """The open form."""
    settle(program, qtbot)
    inside = program.window.workplace
    assert inside is not None
    [found] = [one for one in inside.findChildren(QDialog) if one.isVisible()]
    return found


def by_ben(program: Program, qtbot: QtBot, work: Callable[[Workspace], Any]) -> Any:
    """Something that the navigator does or sees, in the same open store."""
    found: list[Any] = []

    def run(ws: Workspace) -> Any:
        return work(replace(ws, user=BEN))

    program.tasks.run(run, found.append, owner=program.window)
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    settle(program, qtbot)
    return found[0]


def test_a_plan_is_commented_returned_mended_and_approved(program: Program, qtbot: QtBot) -> None:
    tab = at(program, qtbot, "review")
    assert tab.table.model().rowCount() == 2
    assert tab.approve.isVisible()
    plan = tab._chosen
    tab.parts[0].button.click()
    form = dialog(program, qtbot)
    form.fields["comment"].widget.setPlainText("Say where he slept.")
    form.save_button.click()
    settle(program, qtbot)
    assert [c._row.text for c in tab.parts[0].comments] == ["Say where he slept."]
    tab.give_back.click()
    settle(program, qtbot)
    assert tab.table.model().rowCount() == 1

    def mend(ws: Workspace) -> bool:
        assert review_queue.one(ws, plan).state == review.RETURNED
        sheet = review_queue.sheet(ws, plan)
        review_queue_moves.settle(ws, plan, sheet.parts[0].comments[0].id)
        review_queue_moves.ask_again(ws, plan)
        return True

    by_ben(program, qtbot, mend)
    tab = at(program, qtbot, "review")
    tab.open(plan)
    settle(program, qtbot)
    assert tab._sheet.item.id == plan
    tab.note.setPlainText("Good work.")
    tab.approve.click()
    settle(program, qtbot)
    one = by_ben(program, qtbot, lambda ws: review_queue.one(ws, plan))
    assert one.state == review.APPROVED


def test_a_return_without_a_word_is_refused_beside_the_note(program: Program, qtbot: QtBot) -> None:
    tab = at(program, qtbot, "review")
    ending = next(row.id for row in tab._rows if row.about == review.ENDING)
    tab.open(ending)
    settle(program, qtbot)
    assert any("His sister rang." in part.text for part in tab._sheet.parts)
    tab.give_back.click()
    settle(program, qtbot)
    assert "what is to be changed" in tab.problem.text()
    tab.note.setPlainText("Who rang?")
    tab.give_back.click()
    settle(program, qtbot)
    one = by_ben(program, qtbot, lambda ws: review_queue.one(ws, ending))
    assert (one.state, one.note) == (review.RETURNED, "Who rang?")


def test_charts_are_drawn_and_read_beside_the_member(program: Program, qtbot: QtBot) -> None:
    tab = at(program, qtbot, "charts")
    tab.count.setText("many")
    tab.draw.click()
    assert tab.count_field.error.text()
    told: list[str] = []
    program.context.ways.notice.connect(lambda said, _act: told.append(said))
    tab.count.setText("100")
    tab.draw.click()
    settle(program, qtbot)
    assert told == ["7 charts were drawn. There are no more."]
    tab.count.setText("3")
    tab.draw.click()
    settle(program, qtbot)
    assert told[1:] == ["3 charts were drawn."]
    assert tab.charts.model().rowCount() == 3
    tab.again.click()
    settle(program, qtbot)
    assert "same charts" in tab.said.text()
    tab.add_finding.click()
    form = dialog(program, qtbot)
    form.fields["text"].widget.setPlainText("A visit without a place.")
    form.save_button.click()
    settle(program, qtbot)
    assert tab.findings.model().rowCount() == 1
    tab.read.click()
    form = dialog(program, qtbot)
    for one in team_review_rules.shipped_questions():
        field = form.fields[one.id].widget
        field.setCurrentIndex(field.findData(review.YES))
    form.save_button.click()
    settle(program, qtbot)
    tab = at(program, qtbot, "charts")
    assert tab.results.model().rowCount() == len(team_review_rules.shipped_questions())
    tab.settle.click()
    form = dialog(program, qtbot)
    form.fields["how"].widget.setPlainText("Written in.")
    form.save_button.click()
    settle(program, qtbot)
    assert tab.findings.model().rowCount() == 0


def test_the_agency_sets_what_waits_and_what_is_asked(program: Program, qtbot: QtBot) -> None:
    tab = at(program, qtbot, "review")
    assert tab.rules.isVisible()
    tab.rules.click()
    form = dialog(program, qtbot)
    assert form.fields["asked"].widget.values() == team_review_rules.shipped().asked
    form.fields["own"].widget.setPlainText("Was the move spoken about?\n" * 2)
    form.save_button.click()
    settle(program, qtbot)
    assert "twice" in form.fields["own"].error.text()
    form.fields["own"].widget.setPlainText("Was the move spoken about?")
    form.fields["waits"].widget.set_values([review.BATCH])
    told: list[Any] = []
    program.context.ways.notice.connect(lambda said, act: told.append((said, act)))
    form.save_button.click()
    settle(program, qtbot)

    def held(program: Program) -> Any:
        return by_ben(program, qtbot, team_review_rules.policy)

    assert held(program).waits == (review.BATCH,)
    tab = at(program, qtbot, "charts")
    tab.draw.click()
    settle(program, qtbot)
    tab.read.click()
    form = dialog(program, qtbot)
    assert form.fields[own_id("Was the move spoken about?")].widget.accessibleName().endswith("?")
    form.close()
    (_said, (_label, back)) = next(one for one in told if one[0] == "Rules of review kept")
    back()
    settle(program, qtbot)
    assert held(program) == team_review_rules.shipped()


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("tab", ["review", "charts"])
def test_named_reached_and_whole(program: Program, qtbot: QtBot, tab: str, scale: int) -> None:
    scaled(program, scale, qtbot)
    shown = at(program, qtbot, tab)
    if isinstance(shown, TeamCharts):
        shown.draw.click()
        settle(program, qtbot)
    root = program.window
    assert nameless(root) + too_small(root) + cut(root) == []
