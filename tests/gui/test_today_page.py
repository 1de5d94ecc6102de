"""Today on a real store: figures that open their members, lines with the one action."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import caseload
from ui.models.due_list import DUE_ROLE
from ui.views.today import TodayView, build
from ui.widgets.due_view import DueParts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def shown(daily: Any) -> TodayView:
    view = build(daily.context)
    assert isinstance(view, TodayView)
    daily.qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    view.activate()
    daily.settle()
    return view


def count(query: CaseloadQuery, ws: Any) -> int:
    return caseload.page(ws, query).total


def test_each_figure_opens_as_many_members_as_it_says(daily: Any) -> None:
    view = shown(daily)
    for tile in view._tiles.values():
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        query = daily.asked["open_caseload"][-1]
        assert daily.read(partial(count, query)) == tile._count, query


def test_enter_settles_the_line_and_the_arrow_opens_the_member(daily: Any) -> None:
    view = shown(daily)
    assert view._model.rowCount() > 3
    row = view._list.currentIndex().data(DUE_ROLE)
    QTest.keyClick(view._list, Qt.Key.Key_Return)
    if row.action == "outreach":
        assert daily.asked["log_attempt"] == [[row.member_id]]
    else:
        assert daily.asked["record_status"] == [row]
    QTest.keyClick(view._list, Qt.Key.Key_Right)
    assert daily.asked["open_member"] == [row.member_id]
    assert row.source in view._rule.text()


def test_the_button_and_the_name_are_for_the_mouse(daily: Any) -> None:
    view = shown(daily)
    rows = (view._model.row(place) for place in range(1, view._model.rowCount()))
    place = next(n for n, row in enumerate(rows, 1) if row is not None and not row.chase)
    view._list.setCurrentIndex(view._model.index(place))
    row = view._model.row(place)
    assert row is not None
    button = view._list.button_rect(place)
    assert button.height() >= 40
    viewport = view._list.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=button.center())
    assert len(daily.asked.get("record_status", []) + daily.asked.get("log_attempt", [])) == 1
    name = DueParts(view._list.visualRect(view._model.index(place)), row).name.center()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=name)
    assert daily.asked["open_member"] == [row.member_id]


def test_nothing_due_and_nobody_yet_offers_the_first_step(empty_daily: Any) -> None:
    view = shown(empty_daily)
    assert view._stack.currentWidget() is view._calm
    assert view._calm.button is not None
    assert view._calm.button.isVisible()
    QTest.mouseClick(view._calm.button, Qt.MouseButton.LeftButton)
    assert empty_daily.asked["open_import"] == [""]
