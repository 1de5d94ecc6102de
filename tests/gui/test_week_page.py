"""The week, putting a line off and bringing it back, on a real store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.services import agency, moves, today
from ui.dialogs.due_line import HappenedDialog, PutOffDialog, line_of
from ui.dialogs.rule_moves import RuleMovesDialog
from ui.views.settings_plans import PlansCard
from ui.views.today import TodayView
from ui.views.week import WeekView

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints", "raise", extend=True),
]


def shown(daily: Any, kind: type[Any]) -> Any:
    view = kind(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    view.activate()
    daily.settle()
    return view


def test_the_week_shows_what_the_service_says(daily: Any) -> None:
    view = shown(daily, WeekView)
    week = daily.read(today.week)
    assert [row.rule for row in view._rows] == [row.rule for one in week for row in one.rows]
    assert view.lines.model().rowCount() == sum(len(one.rows) for one in week) > 0
    QTest.keyClick(view.lines, Qt.Key.Key_Return)
    assert daily.asked["log_attempt"] == [[view._rows[0].member_id]]


def test_a_line_is_put_off_with_a_reason_and_brought_back(daily: Any) -> None:
    view = shown(daily, WeekView)
    rows = daily.read(today.due)
    row = next(one for one in rows if one.rule == "monthly-status")
    dialog = PutOffDialog(daily.context, line_of(row), view)
    dialog.open()
    dialog.save()
    daily.settle()
    assert dialog.isVisible()  # no reason given
    dialog.reason.setText("the plan's portal is down")
    draft = dialog.draft()
    again = PutOffDialog(daily.context, draft["about"], view)
    again.restore_draft(draft)
    assert again.reason.text() == "the plan's portal is down"
    dialog.save()
    daily.settle()
    view.activate()
    daily.settle()
    assert [one.reason for one in view._off_rows] == ["the plan's portal is down"]
    assert view._off_rows[0].back_on == daily.context.clock.today() + timedelta(days=7)
    view.off.setCurrentIndex(view._off.index(0, 0))
    QTest.keyClick(view.off, Qt.Key.Key_Return)
    daily.settle()
    assert daily.read(today.put_off) == []


def test_today_puts_off_by_key_and_opens_the_week(daily: Any) -> None:
    view = shown(daily, TodayView)
    opened: list[bool] = []
    daily.context.ways.open_week.connect(lambda: opened.append(True))
    view._week.click()
    assert opened == [True]
    view._put_off()
    assert view.findChildren(PutOffDialog)
    assert "more of this case" in view._rule.text()


def test_a_chase_takes_the_day_it_happened(daily: Any) -> None:
    rows = daily.read(today.due)
    row = next(one for one in rows if one.chase)
    dialog = HappenedDialog(daily.context, line_of(row))
    daily.qtbot.addWidget(dialog)
    assert row.title in dialog.whose.text()
    assert dialog.draft() == {}


def test_a_plans_new_pack_lists_the_cases_it_moves(daily: Any) -> None:
    card = PlansCard(daily.context)
    daily.qtbot.addWidget(card)
    packs = tuple((key, key) for key in ("toolkit-2025", "dhcs"))
    card.show_plans(tuple(daily.read(agency.plans)), (("bayview", "Bayview"),), packs)
    card.begin_change("bayview")
    card.policy_box.setCurrentIndex(1)
    card.save_button.click()
    daily.settle()
    (said, (_label, show)) = daily.asked["notice"][-1]
    assert said.endswith("have other dates now")
    asked: list[object] = []
    daily.context.ways.ask.connect(lambda *what: asked.append(what))
    show()
    assert asked == [("rule_moves", None)]
    dialog = RuleMovesDialog(daily.context, None)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    moved = daily.read(moves.moved)
    assert dialog.lines.model().rowCount() == len(moved) > 0
    dialog.lines.setCurrentIndex(dialog.lines.model().index(0, 0))
    QTest.keyClick(dialog.lines, Qt.Key.Key_Return)
    assert daily.asked["open_member"] == [moved[0].member_id]
    daily.settle()
    assert daily.read(moves.moved) == []  # seen
    assert daily.changes[-1].plans
