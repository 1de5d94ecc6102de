"""The week, putting a line off and bringing it back, on a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.services import agency, moves, today
from ui.dialogs.due_line import HappenedDialog, PutOffDialog, line_of
from ui.dialogs.rule_moves import RuleMovesDialog
from ui.models import due_list
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
    shown_rows = [*view._over_rows, *view._rows]
    assert sorted(row.rule for row in shown_rows) == sorted(r.rule for d in week for r in d.rows)
    assert view.over.model().rowCount() + view.lines.model().rowCount() == len(shown_rows) > 0
    place = next(n for n, row in enumerate(view._over_rows) if row.action == "outreach")
    view.over.setCurrentIndex(view.over.model().index(place, 0))
    QTest.keyClick(view.over, Qt.Key.Key_Return)
    assert daily.asked["log_attempt"] == [[view._over_rows[place].member_id]]


def test_what_is_overdue_stands_apart_and_never_as_today(daily: Any) -> None:
    view = shown(daily, WeekView)
    assert view._over_rows
    assert all(row.days_left < 0 for row in view._over_rows)
    assert all(row.days_left >= 0 for row in view._rows)
    model = view.over.model()
    assert {model.index(n, 0).data() for n in range(model.rowCount())}.isdisjoint({"Today"})
    assert view.over.height() < view.height() // 2, "the seven days stay in sight"


def test_what_the_plan_owes_says_chase(daily: Any) -> None:
    row = daily.read(today.due)[0]
    chased = replace(row, chase=True, title="Decision on the request")
    assert due_list.title(chased) == "Chase: Decision on the request"
    model = due_list.DueList()
    model.set_rows([chased, replace(row, rule="ours", chase=False)])
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    for role in roles:
        assert "Chase: Decision" in model.index(0).data(role)
        assert "Chase" not in model.index(1).data(role)


@pytest.mark.parametrize("kind", [TodayView, WeekView])
def test_the_calendar_is_saved_from_the_page_without_a_name(
    daily: Any, kind: type[Any], tmp_path: Path
) -> None:
    view = shown(daily, kind)
    assert "no member’s name" in view.calendar.toolTip()
    path = tmp_path / "due.ics"
    view.calendar.save_to(str(path))
    daily.settle()
    text = path.read_text("utf-8")
    assert text.count("BEGIN:VEVENT") > 0
    names = {row.member_name for row in daily.read(today.due)}
    assert not any(part in text for name in names for part in name.split() if len(part) > 3)
    (said, _offer) = daily.asked["notice"][-1]
    assert "due.ics" in said


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
