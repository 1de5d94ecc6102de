"""The clocks of a case on its card: every state, with its rule; what cannot be is said."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.due import ClockRow
from navigator_app.services import clock_rows, clocks
from navigator_app.services.workspace import Workspace
from tests.gui.test_member_page import lived_page, shown
from ui.models.clock_entries import clock_entries

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def turn_round(referral: str, ws: Workspace) -> None:
    """Let the authorization end before it begins."""
    with ws.transaction("test") as tx:
        tx.update("referral", referral, {"effective_on": "2026-12-12", "ends_on": "2026-12-01"})
        clocks.recompute(tx, ws, [referral])


def rows_of(referral: str, ws: Workspace) -> list[ClockRow]:
    return clock_rows.of_referral(ws, referral)


def test_the_card_tells_every_clock_when_asked_by_keyboard(daily: Any) -> None:
    page = daily.read(lived_page)
    referral = page.referrals[0].id
    daily.read(partial(turn_round, referral))
    view = shown(daily, page.member.id)
    card = view._cards[referral]
    assert not card.clocks.isVisible()
    card._more_clocks.setFocus()
    QTest.keyClick(card._more_clocks, Qt.Key.Key_Space)
    daily.settle()
    assert card.clocks.isVisible()
    assert card._more_clocks.text() == "Hide clocks"
    known = {row.rule: row for row in daily.read(partial(rows_of, referral))}
    feed = card.clocks.feed
    entries = {entry.id: entry for entry in map(feed.entry, range(feed.rowCount())) if entry}
    assert entries.keys() == known.keys()
    ends = entries["authorization-end"]
    assert ends.title == "The authorization ends · due Dec 1"
    assert ends.body.startswith("Cannot be: the last day of the authorization")
    assert ends.body.endswith(known["authorization-end"].source)
    assert ends.tone == "warning"
    begun = entries["outreach-begun"]
    assert begun.title == "Begin outreach · done Nov 19"
    assert "3 business days · recommended" in begun.meta
    QTest.keyClick(card._more_clocks, Qt.Key.Key_Space)
    assert not card.clocks.isVisible()


def test_what_happens_moves_the_clocks_that_are_shown(daily: Any) -> None:
    page = daily.read(lived_page)
    referral = page.referrals[0].id
    view = shown(daily, page.member.id)
    card = view._cards[referral]
    card._more_clocks.click()
    daily.settle()
    before = [card.clocks.feed.entry(row) for row in range(card.clocks.feed.rowCount())]
    daily.read(partial(turn_round, referral))
    view.activate()
    daily.settle()
    after = [card.clocks.feed.entry(row) for row in range(card.clocks.feed.rowCount())]
    assert before != after


@pytest.mark.parametrize(
    ("state", "due", "met", "late", "says"),
    [
        ("overdue", date(2026, 11, 18), None, False, "overdue since Nov 18"),
        ("due", date(2026, 11, 20), None, False, "due today"),
        ("upcoming", date(2027, 1, 4), None, False, "due Jan 4, 2027"),
        ("upcoming", None, None, False, "not begun"),
        ("met", date(2026, 11, 18), date(2026, 11, 19), True, "done late, Nov 19"),
        ("moot", date(2026, 11, 18), None, False, "no longer asked"),
    ],
)
def test_each_state_has_its_words(
    state: str, due: date | None, met: date | None, late: bool, says: str
) -> None:
    row = ClockRow(
        "r", "Title", state, due, met, late, True, ("Why.",), (), "2 days", "Pack · 2 days",
        "1", "Manual, 1", True, "plan-owed",
    )  # fmt: skip
    [entry] = clock_entries([row], date(2026, 11, 20))
    assert entry.title == f"Title · {says}"
    assert entry.meta == "Pack · 2 days · required · the plan’s to do"
    assert entry.body == "Why.\nManual, 1"
