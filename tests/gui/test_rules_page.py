"""The rules page on a real store: what speaks, what yielded, and how one gets there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from navigator_app.services import agency, rulebook
from navigator_app.services.workspace import Workspace
from ui.models import rule_rows
from ui.models.rule_rows import RuleAsked
from ui.views.rules import RulesView
from ui.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def add_partnership(ws: Workspace) -> None:
    agency.add_plan(
        ws, "partnership", name="Partnership", layout="bayview", policy="partnership-mcap7003"
    )


def rules_of_partnership(ws: Workspace) -> list[rulebook.RuleRow]:
    return rulebook.rules(ws, plan="partnership")


@pytest.fixture
def page(daily: Any) -> Any:
    daily.read(add_partnership)
    view = RulesView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1180, 800)
    view.show()
    view.open("partnership")
    view.activate()
    daily.settle()
    return view


def said(view: RulesView) -> str:
    """All words of the detail that are in sight."""
    labels = view.card.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


def go_to(view: RulesView, rule: str, daily: Any) -> None:
    view.open(RuleAsked("partnership", rule))
    view.activate()
    daily.settle()


def test_every_rule_stands_there_with_its_value_and_pack(daily: Any, page: Any) -> None:
    rows = daily.read(rules_of_partnership)
    assert page._lines.rowCount() == len(rows) > 40
    assert page.plan_box.currentText() == "Partnership"
    first = [page._lines.index(0, column).data() for column in range(3)]
    assert first == [
        "Answer the referral",
        "2 business days",
        "Partnership HealthPlan, policy MCAP7003",
    ]
    assert all(rule_rows.value(row.rule) for row in rows)


def test_the_detail_names_document_day_and_what_yielded(daily: Any, page: Any) -> None:
    go_to(page, "monthly-status", daily)
    row = page._current()
    assert row.rule.id == "monthly-status"
    assert row.yielded
    words = said(page)
    for text in (row.rule.source, row.rule.section, "Every month", "We, the provider", "Yielded"):
        assert text in words
    assert rule_rows.in_force(row.rule) in words
    assert row.yielded[0].rule.cited in words
    assert "stands nearer to the plan" in words
    assert page.pill.text() == "Required"


def test_what_starts_and_settles_it_is_said_in_words(daily: Any, page: Any) -> None:
    go_to(page, "referral-submitted", daily)
    words = said(page)
    assert "the talk with the member" in words
    assert "the referral request to the plan" in words
    assert "submitted_on" not in words
    assert page.pill.text() == "Recommended"
    assert f"“{page._current().rule.quote}”" in words


def test_what_no_text_confirms_is_shown_and_never_applied(page: Any) -> None:
    places = [n for n, row in enumerate(page._rows) if not row.speaks]
    assert places
    page.lines.setCurrentIndex(page._lines.index(places[0], 0))
    assert page.pill.text() == "Not confirmed, not applied"
    assert "not confirmed" in page._lines.index(places[0], 1).data()


def test_the_search_and_the_keys(page: Any, daily: Any) -> None:
    page.search.setFocus()
    QTest.keyClicks(page.search, "deposit navigation")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    titles = [page._lines.index(row, 0).data() for row in range(page._lines.rowCount())]
    assert "Days of housing navigation before a deposit" in titles
    assert len(titles) < 6
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.lines.hasFocus()
    page.search.setText("no such words anywhere")
    page.search.search_now()
    assert page._missing.isVisible()
    assert not page.card.isVisible()


def test_another_day_has_other_rules_and_no_day_is_refused(daily: Any, page: Any) -> None:
    before = page._lines.rowCount()
    page.day.setText("01/05/2022")
    QTest.keyClick(page.day, Qt.Key.Key_Return)
    daily.settle()
    assert page._on == date(2022, 1, 5)
    assert page._lines.rowCount() < before
    page.day.setText("soon")
    QTest.keyClick(page.day, Qt.Key.Key_Return)
    assert page.day_field.error.text()
    assert page._on == date(2022, 1, 5)


def test_another_plan_is_chosen(daily: Any, page: Any) -> None:
    place = page.plan_box.findData("bayview")
    page.plan_box.setCurrentIndex(place)
    page.plan_box.activated.emit(place)
    daily.settle()
    assert page._plan == page.plan_box.currentData() == "bayview"
    assert not any("Partnership" in row.pack for row in page._all)


def test_a_rule_that_is_not_there_is_said(daily: Any, page: Any) -> None:
    go_to(page, "no-such-rule", daily)
    assert page._absent.isVisible()
    go_to(page, "weekly-update", daily)
    assert not page._absent.isVisible()


def test_without_a_plan_the_recommendations_stand_there(empty_daily: Any) -> None:
    view = RulesView(empty_daily.context)
    empty_daily.qtbot.addWidget(view)
    view.show()
    view.activate()
    empty_daily.settle()
    assert view.plan_box.currentText() == "No plan yet"
    assert view._lines.rowCount() > 10


def test_today_and_the_settings_lead_here_and_back(
    start_program: Any, caseload_home: Path, passphrase: str, tmp_path: Path, qtbot: Any
) -> None:
    home = tmp_path / "home"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase, "today")
    place = program.window.findChild(Workplace)
    today = place.view("today")
    qtbot.waitUntil(lambda: today._why.isVisible() and not program.tasks.busy, timeout=10_000)
    row = today._model.row(today._list.currentIndex().row())
    today._why.click()
    rules = place.view("rules")
    qtbot.waitUntil(lambda: not program.tasks.busy and bool(rules._rows), timeout=10_000)
    assert place.place.key == "rules"
    assert rules._current().rule.id == row.rule
    assert rules._plan == "bayview"
    place.back_button.click()
    assert place.place.key == "today"
    place.go("settings")
    place.view("settings").plans.rules_button.click()
    assert place.place.key == "rules"


def test_what_nobody_confirmed_has_no_first_day(page: RulesView, daily: Any) -> None:
    go_to(page, "dhcs-imminent-loss", daily)
    words = said(page)
    assert "2025" not in words and "ECM Policy Guide" in words
    [row] = [r for r in daily.read(rules_of_partnership) if r.rule.id == "dhcs-imminent-loss"]
    assert rule_rows.in_force(row.rule) == "Not known"
