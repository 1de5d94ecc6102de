"""The days the office is closed, on a real store: listed, added, refused, removed, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from navigator_app.domain.closures import Origin
from navigator_app.services import moves
from navigator_app.services.workspace import Workspace
from ui.dialogs.calendar_days import OPEN, CalendarDaysDialog
from ui.dialogs.rule_moves import RuleMovesDialog
from ui.places import DIALOGS
from ui.views.settings_plans import PlansCard
from ui.widgets.asking_dialog import choose

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


@pytest.fixture
def dialog(daily: Any) -> CalendarDaysDialog:
    return opened(daily, "")


def opened(daily: Any, about: object) -> CalendarDaysDialog:
    made = CalendarDaysDialog(daily.context, about)
    daily.qtbot.addWidget(made)
    made.open()
    daily.settle()
    return made


def said(dialog: CalendarDaysDialog) -> str:
    """All words in sight in the list."""
    labels = dialog.list.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def due_days(ws: Workspace) -> list[tuple[object, ...]]:
    """Every running clock with its day."""
    return ws.store.query(
        "SELECT referral_id, rule_id, due_on FROM running_clock ORDER BY referral_id, rule_id"
    )


def add(daily: Any, dialog: CalendarDaysDialog, day: date, name: str) -> None:
    dialog.on.setDate(QDate(day.year, day.month, day.day))
    dialog.name.setText(name)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()


def test_a_year_is_listed_with_where_each_day_comes_from(
    daily: Any, dialog: CalendarDaysDialog
) -> None:
    assert {row.origin for row in dialog.rows} == {Origin.STATE}
    assert "Veterans Day" in said(dialog)
    assert "State calendar" in said(dialog)
    dialog.year.setValue(2027)
    daily.settle()
    assert {row.day.year for row in dialog.rows} == {2027}


def test_dates_move_when_a_day_is_closed_and_move_back(
    daily: Any, dialog: CalendarDaysDialog
) -> None:
    before = daily.read(due_days)
    add(daily, dialog, date(2026, 11, 23), "Staff retreat")
    assert dialog.isVisible()
    assert "Staff retreat" in said(dialog)
    assert daily.changes[-1].plans
    assert daily.read(due_days) != before
    [button] = dialog.removers
    assert button.accessibleName() == "Remove Nov 23, 2026, Staff retreat"
    QTest.keyClick(button, Qt.Key.Key_Space)
    daily.settle()
    assert dialog.removers == []
    assert "Staff retreat" not in said(dialog)
    assert daily.read(due_days) == before


def test_a_bad_day_is_said_beside_its_field(daily: Any, dialog: CalendarDaysDialog) -> None:
    add(daily, dialog, date(2026, 11, 21), "A Saturday")
    assert "Saturdays" in dialog.fields["day"].error.text()
    add(daily, dialog, date(2026, 11, 23), "")
    assert dialog.fields["day"].error.isHidden()
    assert dialog.fields["name"].error.isVisible()
    assert dialog.removers == []
    assert dialog.save_button.isEnabled()


def test_a_plan_may_be_open_on_a_holiday(daily: Any) -> None:
    dialog = opened(daily, "bayview")
    assert dialog.plan.currentText() == "Bayview Health Plan"
    choose(dialog.kind, OPEN)
    add(daily, dialog, date(2026, 12, 25), "")
    assert "Bayview Health Plan only · Open after all" in said(dialog)
    assert "another day here says otherwise" in said(dialog)
    choose(dialog.plan, "")
    daily.settle()
    assert {row.origin for row in dialog.rows} == {Origin.STATE}


def test_what_was_typed_survives_the_lock(daily: Any, dialog: CalendarDaysDialog) -> None:
    assert dialog.draft() == {}
    choose(dialog.plan, "bayview")
    dialog.year.setValue(2027)
    dialog.on.setDate(QDate(2027, 3, 5))
    choose(dialog.kind, OPEN)
    dialog.name.setText("Half typed")
    kept = dialog.draft()
    again = opened(daily, kept["about"])
    again.restore_draft(kept)
    daily.settle()
    assert again.draft() == kept


def test_the_plans_card_asks_for_it(daily: Any) -> None:
    card = PlansCard(daily.context)
    daily.qtbot.addWidget(card)
    asked: list[tuple[str, object]] = []
    keep: Callable[[str, object], None] = lambda key, about: asked.append((key, about))  # noqa: E731
    daily.context.ways.ask.connect(keep)
    card.days_button.click()
    assert asked == [("calendar_days", "")]
    assert DIALOGS["calendar_days"] == ("ui.dialogs.calendar_days", "CalendarDaysDialog")


def test_escape_closes_without_a_trace(daily: Any) -> None:
    before = daily.read(due_days)
    dialog = CalendarDaysDialog(daily.context, "")  # it deletes itself
    dialog.open()
    daily.settle()
    dialog.name.setText("Never added")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    daily.settle()
    assert not shiboken6.isValid(dialog) or not dialog.isVisible()
    assert daily.read(due_days) == before


def test_the_cases_that_a_day_moved_are_listed_with_before_and_after(
    daily: Any, dialog: CalendarDaysDialog
) -> None:
    assert not dialog.moved.isVisible()
    add(daily, dialog, date(2026, 11, 23), "Staff retreat")
    moved = daily.read(moves.moved)
    cases = len({one.referral_id for one in moved})
    assert f"{cases} cases have other dates now" in dialog.moved_said.text()
    assert dialog.moved.isVisible()
    dialog.show_moved.click()
    daily.settle()
    [lines] = dialog.findChildren(RuleMovesDialog)
    model = lines.lines.model()
    cells = [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert [row[1] for row in cells] == [one.title for one in moved]
    assert all(row[3] != row[4] for row in cells)
    assert all(one.source in row[5] for one, row in zip(moved, cells, strict=True))
    assert cells[0][3] + " → " + cells[0][4] in lines.rule.text()
    assert moved[0].source in lines.rule.text()
    lines.reject()
    daily.settle()
    assert daily.read(moves.moved) == []


def test_a_day_that_moves_nothing_says_so(daily: Any, dialog: CalendarDaysDialog) -> None:
    add(daily, dialog, date(2026, 3, 3), "Long past")
    assert "no case has another date" in dialog.moved_said.text()
    assert not dialog.show_moved.isVisible()
