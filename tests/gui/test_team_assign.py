"""The tabs of the page Team that assign members and keep leave, and Today of who covers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QComboBox, QDialog
from pytestqt.qtbot import QtBot

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import CaseloadQuery, Changes
from navigator_app.domain.vocabulary import Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, assignment, caseload
from navigator_app.services import workspace as workspaces
from navigator_app.services.workspace import Workspace
from tests.gui.every_page import settle
from tests.services import loops, team
from ui.dialogs.assign import AssignDialog
from ui.dialogs.assign_many import AssignManyDialog
from ui.places import MemberAt, TeamAt
from ui.program import Program
from ui.views.caseload import CaseloadView
from ui.views.member_people import MemberPeople
from ui.views.team import TeamView
from ui.views.team_assign import TeamAssign
from ui.views.team_leave import TeamLeave
from ui.views.today import TodayView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

Starter = Callable[..., Program]
TODAY = date(2026, 11, 20)
TEN = 10


@pytest.fixture(scope="module")
def team_home(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, passphrase: str
) -> Path:
    """Ana supervises; Ben and Fay take members, Ben six at most; ten new referrals are nobody's."""
    home = tmp_path_factory.mktemp("assign") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, passphrase, clock=clock)
    plan = loops.add_plan(ws)
    for number in range(1, TEN + 1):
        spoken = "Spanish" if number % 2 else "English"
        loops.add_member(ws, plan, number, language_spoken=spoken)
    ben = team.join(ws, "Ben Ochoa", Role.NAVIGATOR).id
    fay = team.join(ws, "Fay Lund", Role.NAVIGATOR).id
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        tx.update("user", ws.user.id, {"role": Role.SUPERVISOR.slug})
        sql = "UPDATE user_profile SET most_weight = ?, languages = ? WHERE user_id = ?"
        tx.execute(sql, [500, '["English"]', ben])
        tx.execute(sql, [900, '["Spanish", "English"]', fay])
        tx.execute(sql, [0, "[]", ws.user.id])
    ws.close()
    return home


@pytest.fixture
def program(
    start_program: Starter, team_home: Path, tmp_path: Path, passphrase: str, qtbot: QtBot
) -> Program:
    """The window on the page Team."""
    copy = tmp_path / "team"
    shutil.copytree(team_home, copy)
    made = start_program(copy, passphrase)
    qtbot.waitUntil(lambda: made.window.opened is not None, timeout=15_000)
    settle(made, qtbot)
    return made


def tab(program: Program, qtbot: QtBot, key: str) -> Any:
    """A tab of the page, in sight."""
    program.context.ways.open_page.emit("team", TeamAt(key))
    settle(program, qtbot)
    view = program.window.findChild(TeamView)
    assert view is not None
    return view.tab(key)


def form(program: Program) -> Any:
    """The dialog that is open."""
    found = [one for one in program.window.findChildren(QDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def ask(program: Program, qtbot: QtBot, work: Callable[[Workspace], Any]) -> Any:
    """What `work` returns from the store's thread."""
    answers: list[Any] = []
    program.tasks.run(work, answers.append, owner=program.context.ways)
    settle(program, qtbot)
    return answers[0]


def whose(ws: Workspace) -> dict[str | None, int]:
    """Members by navigator's name."""
    return dict(
        ws.store.query(
            'SELECT u.name, count(*) FROM member m LEFT JOIN "user" u ON u.id = m.navigator_id '
            "GROUP BY u.name"
        )
    )


def test_ten_are_spread_one_stays_and_it_is_undone(program: Program, qtbot: QtBot) -> None:
    shown = tab(program, qtbot, "assign")
    assert isinstance(shown, TeamAssign)
    assert shown.model.rowCount() == TEN
    assert len(shown.chosen()) == TEN
    assert {row.best.name for row in shown.chosen() if row.best} == {"Ben Ochoa", "Fay Lund"}
    notices: list[Any] = []
    program.context.ways.notice.connect(lambda text, act: notices.append((text, act)))

    def limit(ws: Workspace) -> None:  # meanwhile Fay's limit is cut
        with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
            tx.execute("UPDATE user_profile SET most_weight = 400 WHERE user_id = 'u-fay'")

    ask(program, qtbot, limit)
    fays = sum(row.best.name == "Fay Lund" for row in shown.chosen() if row.best)
    shown.give.click()
    settle(program, qtbot)
    assert ask(program, qtbot, whose) == {None: fays - 4, "Ben Ochoa": TEN - fays, "Fay Lund": 4}
    assert shown.told.isVisible()
    assert "Fay Lund has 4 of 4 already." in shown.told.words.text()
    [(text, act)] = notices
    assert text == f"{TEN - fays + 4} members assigned"
    act[1]()
    settle(program, qtbot)
    assert ask(program, qtbot, whose) == {None: TEN}
    assert shown.model.rowCount() == TEN


def test_some_are_left_out_and_one_is_chosen_by_hand(program: Program, qtbot: QtBot) -> None:
    shown = tab(program, qtbot, "assign")
    shown.table.selectionModel().clearSelection()
    assert not shown.give.isEnabled()
    select = (
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )
    shown.table.selectionModel().setCurrentIndex(shown.model.index(3, 0), select)
    assert shown.give.text() == "Give 1 as suggested"
    shown.one.click()
    settle(program, qtbot)
    dialog = form(program)
    assert "now with nobody" in dialog.whose.text()
    to = dialog.fields["to"].widget
    assert isinstance(to, QComboBox)
    best = to.currentText()
    assert best.startswith(("Ben", "\u2068Ben", "Fay", "\u2068Fay"))
    assert "Room for" in dialog.because.text()
    ana = next(n for n in range(to.count()) if "Ana Ruiz" in to.itemText(n))
    to.setCurrentIndex(ana)
    assert "Ana Ruiz has 0 of 0 already." in dialog.because.text()
    dialog.save()
    settle(program, qtbot)
    assert "Ana Ruiz has 0 of 0 already." in dialog.fields["to"].error.text()
    dialog.put_back({"override": "Asked for her"})
    dialog.save()
    settle(program, qtbot)
    assert ask(program, qtbot, whose) == {None: TEN - 1, "Ana Ruiz": 1}


def test_somebody_goes_on_leave_the_cover_sees_and_they_are_back(
    program: Program, qtbot: QtBot
) -> None:
    shown = tab(program, qtbot, "assign")
    shown.give.click()
    settle(program, qtbot)
    leave = tab(program, qtbot, "leave")
    assert isinstance(leave, TeamLeave)
    assert leave.empty.isVisible()
    leave.add_leave.click()
    settle(program, qtbot)
    dialog = form(program)
    dialog.put_back({"user": "u-ben", "first": TODAY.isoformat()})
    dialog.save()
    settle(program, qtbot)
    assert "needs a last day" in dialog.fields["until"].error.text()
    dialog.put_back({"until": (TODAY + timedelta(7)).isoformat()})
    dialog.save()
    settle(program, qtbot)
    assert leave.model.rowCount() == 1
    assert "Ana Ruiz watches over" in leave.detail.text()
    program.context.ways.open_page.emit("today", None)
    settle(program, qtbot)
    today = program.window.findChild(TodayView)
    assert today is not None
    assert today.covers.isVisible()
    assert "away until" in today.covers.said.text()
    rows = [today._model.row(n) for n in range(today._model.rowCount())]
    marked = [row for row in rows if row and row.why.startswith("For Ben Ochoa, away until Nov 27")]
    assert len(marked) == ask(program, qtbot, whose)["Ben Ochoa"]
    leave = tab(program, qtbot, "leave")
    leave.back.click()
    settle(program, qtbot)
    program.context.ways.open_page.emit("today", None)
    settle(program, qtbot)
    assert not today.covers.isVisible()
    assert not any(
        row.why.startswith("For ") for n in range(today._model.rowCount())
        if (row := today._model.row(n))
    )  # fmt: skip


def test_selected_members_of_the_caseload_are_assigned_and_given_back(
    program: Program, qtbot: QtBot
) -> None:
    program.context.ways.open_page.emit("caseload", CaseloadQuery(status="open"))
    settle(program, qtbot)
    page = program.window.findChild(CaseloadView)
    assert page is not None
    assert page._assign.isHidden()
    page._grid.selectAll()
    assert page._assign.isVisible()
    page._assign.click()
    settle(program, qtbot)
    dialog = form(program)
    assert isinstance(dialog, AssignManyDialog)
    assert "10 members" in dialog.whose.text()
    assert "Ben Ochoa" in dialog.because.text()
    before = ask(program, qtbot, whose)
    dialog.save_button.click()
    settle(program, qtbot)
    after = ask(program, qtbot, whose)
    assert after.get(None, 0) < before[None] == TEN
    ask(program, qtbot, lambda ws: assignment.undo(ws, newest(ws)))
    assert ask(program, qtbot, whose) == before


def test_one_selected_member_is_chosen_for(program: Program, qtbot: QtBot) -> None:
    program.context.ways.open_page.emit("caseload", CaseloadQuery(status="open"))
    settle(program, qtbot)
    page = program.window.findChild(CaseloadView)
    assert page is not None
    page._grid.selectRow(0)
    page._assign.click()
    settle(program, qtbot)
    assert isinstance(form(program), AssignDialog)


def test_a_member_is_assigned_from_their_page(program: Program, qtbot: QtBot) -> None:
    member = ask(program, qtbot, lambda ws: caseload.page(ws, CaseloadQuery()).rows[0].id)
    program.context.ways.open_member.emit(MemberAt(member, "people"))
    settle(program, qtbot)
    people = program.window.findChild(MemberPeople)
    assert people is not None
    button = people.navigator.assign
    assert not button.isHidden()
    button.click()
    settle(program, qtbot)
    assert isinstance(form(program), AssignDialog)


def newest(ws: Workspace) -> Written:
    """What was assigned last."""
    key = ws.store.query("SELECT batch_id FROM assignment ORDER BY at DESC LIMIT 1")[0][0]
    return Written(key, Changes(), "")


def test_the_filter_names_who_left_and_still_has_members(program: Program, qtbot: QtBot) -> None:
    def leave(ws: Workspace) -> str:
        (ben,) = (one for one in agency.users(ws) if one.name == "Ben Ochoa")
        with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
            tx.update("user", ben.id, {"active": 0})
            first = ws.store.query("SELECT id FROM member LIMIT 1")[0][0]
            tx.update("member", first, {"navigator_id": ben.id})
        return str(ben.id)

    ben = ask(program, qtbot, leave)
    program.context.ways.open_page.emit("caseload", CaseloadQuery(navigator=ben))
    settle(program, qtbot)
    page = program.window.findChild(CaseloadView)
    assert page is not None
    box = page._filters._boxes["navigator"]
    assert box.currentText() == "Ben Ochoa (left)"
