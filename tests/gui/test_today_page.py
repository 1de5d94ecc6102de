"""Today on a real store: figures that open their members, lines with the one action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.records import CaseloadPage, CaseloadQuery, DueRow
from navigator_app.paths import resource
from navigator_app.services import agency, calendar_days, capacity, caseload, eligibility, moves
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.services import packs_file
from ui import theme
from ui.dialogs.report_capacity import CapacityToldDialog
from ui.models import due_list
from ui.models.due_list import DUE_ROLE
from ui.models.rule_rows import RuleAsked
from ui.views.rules import RulesView
from ui.views.today import TodayView
from ui.widgets.due_view import DueParts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
WRAPPED = int(Qt.TextFlag.TextWordWrap.value)


def shown(daily: Any) -> TodayView:
    view = TodayView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    view.activate()
    daily.settle()
    return view


def found(query: CaseloadQuery, ws: Any) -> CaseloadPage:
    return caseload.page(ws, query)


def count(query: CaseloadQuery, ws: Any) -> int:
    return found(query, ws).total


def test_each_figure_opens_as_many_members_as_it_says(daily: Any) -> None:
    view = shown(daily)
    for tile in view._figures.tiles.values():
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        query = daily.asked["open_caseload"][-1]
        assert daily.read(partial(count, query)) == tile._count, query


def lapse(ws: Workspace) -> list[str]:
    """Two members without Medi-Cal, one found with another plan, one whose check is overdue, and
    one who was found active again."""
    page = caseload.page(ws, CaseloadQuery(status="open"), limit=60)
    some = [row.id for row in page.rows]
    checks: list[tuple[str, MediCal, dict[str, Any]]] = [
        (some[0], MediCal.LAPSED, {}),
        (some[1], MediCal.SUSPENDED, {}),
        (some[2], MediCal.ACTIVE, {"plan_found": "Elsewhere Health"}),
        (some[3], MediCal.ACTIVE, {"next_on": date(2026, 11, 19)}),
        (some[4], MediCal.LAPSED, {}),
        (some[4], MediCal.ACTIVE, {}),
    ]
    for place, (who, found, more) in enumerate(checks):
        on = date(2026, 11, 10 + place)
        eligibility.record(ws, CheckDraft(who, found, How.PORTAL, on, **more))
    return some[:4]


def test_members_whose_coverage_is_in_doubt_are_counted_and_opened(daily: Any) -> None:
    doubtful = daily.read(lapse)
    view = shown(daily)
    tile = view._figures.tiles["coverage"]
    assert tile._count == len(doubtful) == 4
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    query = daily.asked["open_caseload"][-1]
    assert {row.id for row in daily.read(partial(found, query)).rows} == set(doubtful)
    assert {one.member_id for one in daily.read(eligibility.in_doubt)} == set(doubtful)


def test_each_figure_says_what_it_counts(daily: Any) -> None:
    view = shown(daily)
    summary = view._summary.text()
    for tile in view._figures.tiles.values():
        assert tile.definition
        assert tile.definition in tile.toolTip()
        assert tile.accessibleDescription() == tile.definition
        tile.setFocus()
        assert view._summary.text() == tile.definition
        tile.clearFocus()
        assert view._summary.text() == summary
    definitions = [tile.definition for tile in view._figures.tiles.values()]
    assert len(set(definitions)) == len(definitions)


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


def rows(view: TodayView) -> list[DueRow]:
    found = (view._model.row(place) for place in range(view._model.rowCount()))
    return [row for row in found if row is not None]


def inked(picture: QImage, scale: float, place: Any) -> bool:
    """True where more than one colour stands in a rectangle."""
    left, top = int(place.left() * scale), int(place.top() * scale)
    right, bottom = int(place.right() * scale), int(place.bottom() * scale)
    seen = {
        picture.pixel(x, y)
        for y in range(top, min(bottom, picture.height()))
        for x in range(left, min(right, left + 200), 1)
    }
    return len(seen) > 2


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def test_every_line_shows_its_rule_with_value_and_section(daily: Any, scale: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    view = shown(daily)
    view.resize(1184, 760)  # the page in a window of 1280 by 800
    QApplication.processEvents()
    found = rows(view)
    assert len({row.rule for row in found}) > 1
    for place, row in enumerate(found):
        index = view._model.index(place)
        view._list.scrollTo(index)
        QApplication.processEvents()
        parts = DueParts(view._list.visualRect(index), row)
        said = due_list.rule_line(row)
        assert row.title in due_list.task(row)
        assert said.startswith(row.value)
        assert row.value
        head, source = due_list.rule_words(row)
        assert row.section
        assert row.source == f"{source}, {row.section}"
        assert row.section in head
        needs = QFontMetrics(theme.font(theme.SMALL)).boundingRect(
            QRect(0, 0, parts.third.width(), 1000), WRAPPED, head
        )
        assert needs.height() <= parts.third.height() + 1, head
        assert parts.third.bottom() < view._list.visualRect(index).bottom()
        assert due_list.by_value(row) in index.data(Qt.ItemDataRole.AccessibleTextRole)
        picture = view._list.viewport().grab().toImage()
        ratio = picture.devicePixelRatio()
        for part in (parts.first, parts.second, parts.third):
            assert inked(picture, ratio, part), (row.rule, part)


def with_capacity(ws: Workspace) -> str:
    """Bayview asks under Partnership's rules to be told of open slots, and was not."""
    agency.update_plan(
        ws, "bayview", name="Bayview", layout="bayview", policy="partnership-mcap7003"
    )
    return capacity.report(ws, date(2026, 11, 12), any_member=2, plan="bayview")[0].id


def test_open_slots_stand_among_the_lines_and_leave_when_the_plan_was_told(daily: Any) -> None:
    report = daily.read(with_capacity)
    view = shown(daily)
    place = next(n for n, row in enumerate(rows(view)) if row.rule == "capacity-told")
    row = rows(view)[place]
    assert "VI.E.6" in due_list.rule_line(row)
    assert due_list.task(row) == row.title  # it is for no one service
    view._list.setCurrentIndex(view._model.index(place))
    assert "Enter: The plan knows" in view._keys.text()
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    QTest.keyClick(view._list, Qt.Key.Key_Return)
    QTest.keyClick(view._list, Qt.Key.Key_Right)
    assert asked == [("capacity_told", report)] * 2
    view._put_off()
    assert daily.asked["notice"][-1][0] == "This line stays until the plan has been told."
    dialog = CapacityToldDialog(daily.context, report)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    dialog.save()
    daily.settle()
    view.activate()
    daily.settle()
    assert "capacity-told" not in {row.rule for row in rows(view)}


def close_a_day(ws: Workspace) -> int:
    calendar_days.add(ws, date(2026, 11, 17), "Staff retreat")
    return moves.cases(ws)


def test_dates_that_moved_are_told_until_somebody_has_seen_them(daily: Any) -> None:
    view = shown(daily)
    assert not view._moved.isVisible()
    cases = daily.read(close_a_day)
    assert cases > 0
    view.activate()
    daily.settle()
    assert view._moved.isVisible()
    assert f"{cases} cases have other dates now" in view._moved.words.text()
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    view._moved.action.click()
    assert asked == [("rule_moves", None)]
    view.activate()
    daily.settle()
    assert view._moved.isVisible()  # not seen yet
    view._moved.close_bar()
    view.activate()
    daily.settle()
    assert not view._moved.isVisible()  # put away, not forgotten
    assert daily.read(moves.cases) == cases
    daily.read(moves.seen)
    view.activate()
    daily.settle()
    assert not view._moved.isVisible()


def test_why_this_rule_opens_the_rules_of_the_day_the_clock_began(daily: Any) -> None:
    view = shown(daily)
    asked: list[Any] = []
    daily.context.ways.open_rules.connect(asked.append)
    place = next(n for n, row in enumerate(rows(view)) if row.rule == "outreach-begun")
    row = rows(view)[place]
    assert row.spoke_on is not None
    assert row.spoke_on < daily.context.clock.today()
    view._list.setCurrentIndex(view._model.index(place))
    view._why.click()
    assert asked == [RuleAsked(row.plan, row.rule, row.service, row.spoke_on)]
    page = RulesView(daily.context)
    daily.qtbot.addWidget(page)
    page.open(asked[0])
    page.activate()
    daily.settle()
    assert page._on == row.spoke_on
    assert page.day.text() != ""
    assert page.title.text() == row.title


def test_the_caption_of_a_large_number_is_not_cut(daily: Any) -> None:
    view = shown(daily)
    view.resize(1184, 760)
    QApplication.processEvents()
    figures = view._figures
    tops = {tile.y() for tile in figures.tiles.values()}
    assert len(tops) == 1  # five short numbers stand in a row
    assert view._shown is not None
    many = replace(view._shown.today, overdue=18_204, unreached=20_000)
    figures.show_counts(many)
    QApplication.processEvents()
    assert len({tile.y() for tile in figures.tiles.values()}) == 2
    for tile in figures.tiles.values():
        assert tile.width() >= tile.wanted_width()


def test_why_this_rule_shows_the_version_that_spoke_where_another_has_followed(
    daily: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = packs_file.edited(tmp_path, monkeypatch)
    edit = next(versions)
    text = resource("policies", "toolkit-2025.toml").read_text("utf-8")
    start = text.index('[[rule]]\nid = "outreach-begun"')
    rule = text[start : text.index("[[rule]]", start + 1)]
    followed = rule.replace("value = 3", "value = 9").replace("2025-04-01", "2026-11-01")
    edit("toolkit-2025", rule, f"{rule.rstrip()}\neffective_to = 2026-10-31\n\n{followed}")
    view = shown(daily)
    asked: list[Any] = []
    daily.context.ways.open_rules.connect(asked.append)
    begun = [n for n, row in enumerate(rows(view)) if row.rule == "outreach-begun"]
    values = {rows(view)[n].value for n in begun}
    assert values == {"3 business days", "9 business days"}  # each case by the rule of its day
    page = RulesView(daily.context)
    daily.qtbot.addWidget(page)
    for value in sorted(values):
        place = next(n for n in begun if rows(view)[n].value == value)
        view._list.setCurrentIndex(view._model.index(place))
        view._why.click()
        page.open(asked[-1])
        page.activate()
        daily.settle()
        assert page.title.text() == "Begin outreach"
        current = page._current()
        assert current is not None
        assert f"{current.rule.value} business days" == value
        assert current.rule.in_time(page._on)
    next(versions, None)
