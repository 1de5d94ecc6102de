"""The forecast: bars by keyboard and mouse, the members behind each, the table, the hours."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.records import Changes
from navigator_app.services import eligibility, forecast
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.views.forecast import ForecastView
from ui.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

ENDS = ("2026-12-02", "2026-12-03", "2027-02-10")


def spread(ws: Workspace) -> list[str]:
    """Three open approved referrals that end on `ENDS`; all others long after."""
    rows = ws.store.query(
        "SELECT r.id, r.member_id FROM referral r WHERE r.authorization_status = 'approved' "
        "AND r.is_open = 1 ORDER BY r.id LIMIT 3"
    )
    with ws.transaction("test") as tx:
        tx.execute("UPDATE \"authorization\" SET ends_on = '2029-01-01'")
        for (referral_id, _member), end in zip(rows, ENDS, strict=True):
            tx.execute(
                'UPDATE "authorization" SET ends_on = ? WHERE referral_id = ?', (end, referral_id)
            )
    return [member for _referral, member in rows]


@pytest.fixture
def page(daily: Any) -> Any:
    """The page over three ends, shown; `page.people` are the members in the order of the ends."""
    people = daily.read(spread)
    view = daily.show(ForecastView(daily.context), 1180, 900)
    view.people = people
    view.activate()
    daily.settle()
    return view


def test_it_opens_on_the_first_wave_and_says_it(page: Any) -> None:
    assert page.chart.current() == 2
    assert page._week.text().startswith("Nov 30 to Dec 6: 2 authorizations end; 4 of 10 hours.")
    assert page.chart.accessibleDescription() == page._week.text()
    assert page._sum.text().startswith("3 authorizations end from Nov 16")
    assert page._members.rowCount() == 2


def test_keys_walk_the_bars_and_enter_opens_the_members(daily: Any, page: Any) -> None:
    page.chart.setFocus()
    QTest.keyClick(page.chart, Qt.Key.Key_Right)
    daily.settle()
    assert page._nobody.isVisible()
    assert "no authorization ends" in page._week.text()
    for _week in range(9):
        QTest.keyClick(page.chart, Qt.Key.Key_Right)
    daily.settle()
    assert page._week.text().startswith("Feb 8, 2027 to Feb 14, 2027: 1 authorization ends")
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    assert page.members.hasFocus()
    QTest.keyClick(page.members, Qt.Key.Key_Return)
    assert daily.asked["open_member"] == [page.people[2]]
    QTest.keyClick(page.chart, Qt.Key.Key_Home)
    assert page.chart.current() == 0
    QTest.keyClick(page.chart, Qt.Key.Key_End)
    assert page.chart.current() == 51


def test_a_click_on_a_bar_shows_its_members(daily: Any, page: Any) -> None:
    page.chart.set_current(0)
    page.tabs.setCurrentIndex(1)
    place = page.chart.bar_rect(2).center()
    QTest.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=place)
    daily.settle()
    assert page.chart.current() == 2
    assert page.tabs.currentIndex() == 0
    assert page.members.isVisible()


def test_the_table_says_what_the_bars_say(daily: Any, page: Any) -> None:
    page.tabs.setCurrentIndex(1)
    table = page._weeks
    assert table.rowCount() == 52
    cells = [table.index(2, column).data() for column in range(table.columnCount())]
    assert cells == ["Nov 30", "2", "0", "4", "10", ""]
    page.weeks.setCurrentIndex(table.index(12, 0))
    assert page.chart.current() == 12
    page.weeks.setFocus()
    QTest.keyClick(page.weeks, Qt.Key.Key_Return)
    daily.settle()
    assert page.tabs.currentIndex() == 0


def lapse(member_id: str, ws: Workspace) -> Changes:
    draft = CheckDraft(member_id, MediCal.LAPSED, How.PORTAL, date(2026, 11, 18))
    return eligibility.record(ws, draft)[1]


def test_whose_coverage_is_in_doubt_stands_here_too(daily: Any, page: Any) -> None:
    page.tabs.setCurrentIndex(2)
    assert page._sure.isVisible()
    daily.context.tasks.announce(daily.read(partial(lapse, page.people[1])))
    daily.settle()
    assert page.tabs.tabText(2) == "Coverage in doubt (1)"
    assert page.doubts.isVisible()
    assert page._doubts.index(0, 0).data() == "Medi-Cal lapsed"
    page.doubts.setFocus()
    page.doubts.setCurrentIndex(page._doubts.index(0, 0))
    QTest.keyClick(page.doubts, Qt.Key.Key_Return)
    assert daily.asked["open_member"] == [page.people[1]]


def test_the_caseload_leads_here_and_back(
    start_program: Any, caseload_home: Path, passphrase: str, tmp_path: Path, qtbot: Any
) -> None:
    home = tmp_path / "home"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase, "caseload")
    place = program.window.findChild(Workplace)
    place.view("caseload")._ahead.click()
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=10_000)
    assert place.place.key == "forecast"
    assert place.stack.currentWidget().chart.current() >= 0
    place.back_button.click()
    assert place.place.key == "caseload"


def test_hours_are_the_agencys_own_once_set_and_refused_at_their_field(
    daily: Any, page: Any
) -> None:
    assert "starting point" in page._own.text()
    page.per_week.setText("many")
    page.keep.click()
    daily.settle()
    assert page.fields[forecast.PER_WEEK].error.text()
    page.per_packet.setText("1.5")
    page.per_week.setText("2")
    page.keep.click()
    daily.settle()
    assert "own estimate" in page._own.text()
    assert page._week.text().endswith(
        "3 of 2 hours. Too much for the week. To be worked before it: 1 hour."
    )
    assert page._weeks.index(2, 5).data() == "Too much for the week; 1 hour to be worked before"
    assert daily.read(forecast.hours) == forecast.Hours(1.5, 2.0, True)


def test_hours_that_no_longer_fit_are_said_in_words(daily: Any, page: Any) -> None:
    page.per_packet.setText("10")
    page.per_week.setText("1")
    page.keep.click()
    daily.settle()
    assert page._short is not None
    assert "no longer fit" in page._short.words()


def test_typed_hours_come_back_after_a_lock(daily: Any, page: Any) -> None:
    assert page.draft() == {}
    page.per_week.setText("7")
    kept = page.draft()
    again = ForecastView(daily.context)
    daily.qtbot.addWidget(again)
    again.activate()
    daily.settle()
    again.restore_draft(kept)
    assert again.draft() == kept


def test_an_empty_store_says_that_nothing_ends(empty_daily: Any) -> None:
    view = ForecastView(empty_daily.context)
    empty_daily.qtbot.addWidget(view)
    view.show()
    view.activate()
    empty_daily.settle()
    assert view._sum.text().startswith("0 authorizations end")
    assert view._nobody.isVisible()
