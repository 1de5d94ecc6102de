"""The caseload page on a real store: filters, search, sort, selection, empty states."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from navigator_app.domain.records import AttemptDraft, CaseloadQuery
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.services import record_outreach
from navigator_app.services.workspace import Workspace
from ui.models.caseload_table import ROW_ROLE
from ui.views.caseload import AT_ONCE, CaseloadView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def shown(daily: Any) -> Any:
    view = daily.show(CaseloadView(daily.context))
    view.activate()
    daily.settle()
    return view


def column(view: CaseloadView, number: int) -> list[str]:
    model = view._model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def attempt(member_id: str, ws: Workspace) -> Any:
    at = ws.clock.to_local(ws.clock.now()).replace(tzinfo=None)
    draft = AttemptDraft(member_id, Mode.PHONE, Outcome.REACHED, at)
    return record_outreach.record(ws, [draft])


def test_all_members_then_filtered_then_searched(daily: Any) -> None:
    view = shown(daily)
    assert view._model.rowCount() == 60
    assert view._count.text() == "60 members"
    view._filters._boxes["authorization"].setCurrentIndex(1)
    daily.settle()
    approved = view._model.rowCount()
    assert 0 < approved < 60
    assert view._filters.clear.isVisible()
    name = view._model.member_at(0).last_name[:3]
    view.open(CaseloadQuery(text=name))
    daily.settle()
    assert 0 < view._model.rowCount() <= approved, "a search stays within the filters"
    assert f"“{name}”" in view._count.text()
    QTest.mouseClick(view._filters.clear, Qt.MouseButton.LeftButton)
    view.open(CaseloadQuery())
    daily.settle()
    assert view._model.rowCount() == 60


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(daily: Any) -> None:
    view = shown(daily)
    header = view._grid.horizontalHeader()
    header.sectionClicked.emit(1)
    daily.settle()
    cins = column(view, 1)
    assert cins == sorted(cins)
    header.sectionClicked.emit(1)
    daily.settle()
    assert column(view, 1) == cins[::-1]
    header.sectionClicked.emit(3)  # services: the store has no order for it
    daily.settle()
    assert column(view, 1) == cins[::-1]
    assert header.sortIndicatorSection() == 1


def test_enter_opens_and_letters_go_to_the_search_field(daily: Any) -> None:
    view = shown(daily)
    view._grid.setFocus()
    QTest.keyClick(view._grid, Qt.Key.Key_Down)
    QTest.keyClick(view._grid, Qt.Key.Key_Return)
    assert daily.asked["open_member"] == [view._model.member_at(1).id]
    QTest.keyClick(view._grid, Qt.Key.Key_G)
    assert len(daily.asked["search"]) == 1


def test_enter_before_the_answer_opens_the_best_match_of_the_last_letters(daily: Any) -> None:
    view = shown(daily)
    wanted = view._model.member_at(20)
    view.open(CaseloadQuery(text=wanted.cin[:3]))
    view.open(CaseloadQuery(text=wanted.cin))
    view.open_first()
    daily.settle()
    assert daily.asked["open_member"] == [wanted.id]


def test_several_selected_members_get_one_attempt(daily: Any) -> None:
    view = shown(daily)
    assert not view._log.isVisible()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (2, 3, 7):
        view._grid.selectionModel().select(view._model.index(row, 0), flags)
    assert view._log.text() == "Log attempt for 3 members"
    QTest.mouseClick(view._log, Qt.MouseButton.LeftButton)
    assert daily.asked["log_attempt"] == [[view._model.member_at(row).id for row in (2, 3, 7)]]


def test_too_many_at_once_are_refused_with_advice(daily: Any, monkeypatch: Any) -> None:
    view = shown(daily)
    monkeypatch.setattr("ui.views.caseload.AT_ONCE", 10)
    view._grid.selectAll()
    QTest.mouseClick(view._log, Qt.MouseButton.LeftButton)
    assert "log_attempt" not in daily.asked
    assert "10 members at once" in str(daily.asked["refused"][0])
    assert AT_ONCE >= 100


def test_a_write_changes_its_row_and_leaves_selection_and_scroll(daily: Any) -> None:
    view = shown(daily)
    view._grid.selectRow(30)
    member = view._model.member_at(30)
    view._grid.verticalScrollBar().setValue(view._grid.rowViewportPosition(25))
    scrolled = view._grid.verticalScrollBar().value()
    resets: list[int] = []
    view._model.modelReset.connect(lambda: resets.append(1))
    recorded = daily.read(partial(attempt, member.id))
    daily.context.tasks.announce(recorded.changes)
    daily.settle()
    assert resets == []
    assert view._model.member_at(30).last_attempt == daily.context.clock.today()
    chosen = [index.data(ROW_ROLE).id for index in view._grid.selectionModel().selectedRows()]
    assert chosen == [member.id]
    assert view._grid.verticalScrollBar().value() == scrolled


def test_nobody_yet_offers_the_first_file(empty_daily: Any) -> None:
    empty = shown(empty_daily)
    assert empty._stack.currentWidget() is empty._nobody
    QTest.mouseClick(empty._nobody.button, Qt.MouseButton.LeftButton)
    assert empty_daily.asked["open_import"] == [""]


def test_nobody_matches_offers_everyone(daily: Any) -> None:
    view = shown(daily)
    view.show_query(CaseloadQuery(text="zzzzzz"))
    daily.settle()
    assert view._stack.currentWidget() is view._no_match
    QTest.mouseClick(view._no_match.button, Qt.MouseButton.LeftButton)
    daily.settle()
    assert view._model.rowCount() == 60


def test_no_arrow_where_many_matches_stand_as_they_came(daily: Any) -> None:
    view = shown(daily)
    header = view._grid.horizontalHeader()
    view.show_query(CaseloadQuery(text="a"))
    view._show_count(101, False)
    assert header.sortIndicatorSection() == -1
    assert "in order" in view._count.text()
    view._show_count(100, False)
    assert header.sortIndicatorSection() == 0
    view.show_query(CaseloadQuery(text="a", sort="cin"))
    view._show_count(900, False)  # another order holds for up to 1,000
    assert header.sortIndicatorSection() == 1
    view._show_count(1000, True)
    assert header.sortIndicatorSection() == -1
