"""The list of dates that moved, as a hand, a screen reader and large text meet it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from navigator_app.services import calendar_days, moves
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.every_page import cut, nameless, outside, too_small
from ui import theme
from ui.dialogs.calendar_days import CalendarDaysDialog
from ui.dialogs.rule_moves import RuleMovesDialog
from ui.places import DIALOGS
from ui.views.today import TodayView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def close_a_day(ws: Workspace) -> int:
    calendar_days.add(ws, date(2026, 11, 17), "Staff retreat")
    return moves.cases(ws)


def opened(daily: Any) -> RuleMovesDialog:
    dialog = RuleMovesDialog(daily.context, None)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def test_everything_has_a_name_room_and_whole_words(daily: Any, scale: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    assert daily.read(close_a_day) > 0
    view = TodayView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1184, 760)
    view.show()
    view.activate()
    days = CalendarDaysDialog(daily.context, "")
    daily.qtbot.addWidget(days)
    days.open()
    days.moved_said.setText("Nov 17, 2026 added; 6 cases have other dates now.")
    days.moved.show()
    daily.settle()
    seen: tuple[QWidget, ...] = (view, days, opened(daily))
    for widget in seen:
        what = type(widget).__name__
        for fault in (nameless, too_small, cut, outside):
            assert not fault(widget), (what, fault.__name__)
    assert view._moved.isVisible()


def test_the_list_follows_the_keys_and_closing_it_is_having_seen_it(daily: Any) -> None:
    assert DIALOGS["rule_moves"] == ("ui.dialogs.rule_moves", "RuleMovesDialog")
    daily.read(close_a_day)
    dialog = opened(daily)
    moved = daily.read(moves.moved)
    assert len(moved) > 1
    QTest.keyClick(dialog.lines, Qt.Key.Key_Down)
    assert dialog.lines.currentIndex().row() == 1
    assert moved[1].title in dialog.rule.text()
    assert moved[1].value in dialog.rule.text()
    assert dialog.draft() == {}
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    daily.settle()
    assert daily.read(moves.cases) == 0
    again = opened(daily)
    assert again.lines.model().rowCount() == 0
    assert again.said.text() == "Every date is where it was."
