"""The housing search of a member through its widgets: board, forms, keyboard, drafts, undo."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.housing import Stage, Step
from navigator_app.services import caseload, housing_search
from navigator_app.services.housing_search import PreferenceDraft
from tests.gui.dialogs_shown import closed, opened
from tests.gui.housing_desk import (
    ARABIC,
    DAY,
    TODAY,
    add_unit,
    application,
    error,
    fill,
    on_board,
    page,
    said,
    save,
    section,
)
from ui.dialogs.accommodation import AccommodationDialog
from ui.dialogs.coordinated_entry import CoordinatedEntryDialog
from ui.dialogs.housing_application import HousingApplicationDialog
from ui.dialogs.housing_preference import HousingPreferenceDialog
from ui.dialogs.housing_step import HousingStepDialog
from ui.dialogs.subsidy import SubsidyDialog
from ui.models import journal_words
from ui.widgets.kept_form import read_time

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def test_an_empty_search_is_kind_and_offers_the_first_step(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    shown = section(daily, member)
    assert "Begin with what they look for" in said(shown)
    assert not shown.board.isVisibleTo(shown)
    shown.begin.click()
    next(ask for ask in shown.asks if ask.form == "housing_preference").click()
    assert asked == [("housing_application", member), ("housing_preference", member)]


def test_the_board_shows_each_home_under_its_stage(daily: Any, member: str) -> None:
    daily.read(partial(on_board, member, "A room", ()))
    daily.read(partial(on_board, member, "A studio", (Step.APPLIED, Step.DENIED)))
    daily.read(partial(on_board, member, "Old one", (Step.ENDED,)))
    shown = section(daily, member)
    assert [card.card.title for card in shown.board.cards] == ["A room", "A studio"]
    denied = shown.board.cards[1]
    assert "Appeal by Nov 29" in said(denied)
    assert denied.accessibleName().startswith("A studio. Denied")
    assert "Appeal for A studio due Nov 29, 2026: in 9 days" in said(shown)
    assert "Old one" not in said(shown)
    shown.more_ended.click()
    assert "Old one" in said(shown)


def test_arrow_keys_go_over_the_board_and_enter_records(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    first = daily.read(partial(on_board, member, "A room", ()))
    other = daily.read(partial(on_board, member, "A studio", (Step.APPLIED,)))
    shown = section(daily, member)
    shown.show()
    with daily.qtbot.waitActive(shown):
        shown.activateWindow()
    one, two = (card.button for card in shown.board.cards)
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Right)
    assert two.hasFocus(), "over the empty column between them"
    QTest.keyClick(two, Qt.Key.Key_Space)
    QTest.keyClick(two, Qt.Key.Key_Left)
    assert one.hasFocus()
    QTest.keyClick(one, Qt.Key.Key_Space)
    steps = [("housing_step", [other, "approved"]), ("housing_step", [first, "showing"])]
    assert asked == steps
    menu = shown.board.cards[1].menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Approved", "Denied", "Set a showing", "No longer follow", "A fee was paid",
                     "A note, or what comes next", "What is known of the home"]  # fmt: skip


def test_a_home_of_the_directory_is_put_on_the_board(daily: Any, member: str) -> None:
    unit = daily.read(partial(add_unit, "12 Oak Street", city="Santa Rosa"))
    dialog = opened(daily, HousingApplicationDialog, [member, unit])
    assert dialog.words("unit_id") == unit
    assert not dialog.fields["title"].isVisible()
    fill(dialog, next_step="Call Rosa", next_on="2026-11-23")
    save(daily, dialog)
    assert closed(dialog)
    (row,) = daily.read(partial(page, member)).facts.applications
    assert (row.title, row.next_step, row.next_on) == (
        "12 Oak Street",
        "Call Rosa",
        TODAY + 3 * DAY,
    )
    again = opened(daily, HousingApplicationDialog, [member, unit])
    save(daily, again)
    assert "on the board already" in error(again, "unit_id")


def test_a_denial_asks_for_its_reason_and_is_taken_back(daily: Any, member: str) -> None:
    key = daily.read(partial(on_board, member, "A room", (Step.APPLIED,)))
    dialog = opened(daily, HousingStepDialog, [key, "denied"])
    assert dialog.fields["reason"].isVisible()
    assert not dialog.fields["at"].isVisible()
    save(daily, dialog)
    assert "Say why" in error(dialog, "reason")
    fill(dialog, reason="credit", appeal_by="soon")
    save(daily, dialog)
    assert "no day" in error(dialog, "appeal_by")
    fill(dialog, appeal_by="2026-11-01")
    save(daily, dialog)
    assert "before the denial" in error(dialog, "appeal_by")
    fill(dialog, appeal_by="2026-12-04")
    save(daily, dialog)
    assert closed(dialog)
    assert daily.read(partial(application, key)).stage is Stage.DENIED
    text, action = daily.asked["notice"][-1]
    assert text == "Recorded: Denied"
    action[1]()
    daily.settle()
    assert daily.read(partial(application, key)).stage is Stage.APPLIED
    assert member in daily.changes[-1].members


def test_what_happened_so_far_is_read_and_what_comes_next_needs_no_note(
    daily: Any, member: str
) -> None:
    steps = (Step.APPLIED, Step.DENIED, Step.APPEALED)
    key = daily.read(partial(on_board, member, "A room", steps))
    dialog = opened(daily, HousingStepDialog, [key, "note"])
    lines = dialog.happened.text().splitlines()
    assert [line.split("  ·  ")[1] for line in lines] == [
        "Appeal handed in", "Denied", "Application handed in",
    ]  # fmt: skip
    assert "Credit history" in lines[1]
    save(daily, dialog)
    assert "says nothing" in error(dialog, "note")
    fill(dialog, next_step="Ask the legal aid")
    save(daily, dialog)
    assert closed(dialog)
    row = daily.read(partial(application, key))
    assert (row.stage, row.next_step, len(row.events)) == (Stage.APPEALED, "Ask the legal aid", 3)


def test_a_showing_keeps_its_time(daily: Any, member: str) -> None:
    key = daily.read(partial(on_board, member, "A room", ()))
    dialog = opened(daily, HousingStepDialog, [key, "showing"])
    fill(dialog, on="2026-11-24", at="half past")
    save(daily, dialog)
    assert "no time" in error(dialog, "at")
    fill(dialog, at="2:30 pm")
    save(daily, dialog)
    assert "Showing Nov 24, 2:30 PM" in said(section(daily, member))


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2:30 PM", 14), ("14:30", 14), ("9am", 9), ("12 a.m.", 0), ("12pm", 12), ("25:00", None),
     ("13pm", None), ("noon", None), ("9:", 9), ("٩", None)],
)  # fmt: skip
def test_times_are_read_as_they_are_written(text: str, hour: int | None) -> None:
    found = read_time(text)
    assert (found.hour if found else None) == hour


def test_preferences_come_back_half_typed_and_are_kept(daily: Any, member: str) -> None:
    dialog = opened(daily, HousingPreferenceDialog, member)
    assert dialog.draft() == {}
    fill(dialog, areas=ARABIC, kinds="apartment,room", most_rent="six hundred")
    kept = dialog.draft()
    again = opened(daily, HousingPreferenceDialog, kept["about"])
    again.restore_draft(kept)
    assert again.draft() == kept
    save(daily, again)
    assert "no amount" in error(again, "most_rent")
    fill(again, most_rent="-5")
    save(daily, again)
    assert "not less than $0" in error(again, "most_rent")
    fill(again, most_rent="600")
    save(daily, again)
    assert closed(again)
    wish = daily.read(partial(page, member)).facts.preference
    assert (wish.areas, wish.kinds, wish.most_rent_cents) == (ARABIC, ("apartment", "room"), 60_000)
    assert ARABIC in said(section(daily, member))


def test_what_may_fit_says_why_and_why_not(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    unit = daily.read(partial(add_unit, "12 Oak Street", city="Santa Rosa", rent_cents=90_000))
    wish = PreferenceDraft("Santa Rosa", most_rent_cents=60_000)
    daily.read(lambda ws: housing_search.save_preference(ws, member, wish))
    shown = section(daily, member)
    text = said(shown)
    assert "In Santa Rosa" in text
    assert "Own share $900, at most $600 wished" in text
    assert "No income is recorded to compare with." in text
    next(ask for ask in shown.asks if ask.form == "housing_application").click()
    assert asked == [("housing_application", [member, unit])]


def test_a_voucher_in_an_impossible_order_is_named_at_its_field(daily: Any, member: str) -> None:
    dialog = opened(daily, SubsidyDialog, [member, ""])
    fill(dialog, kind="hcv", state="issued", issued="2026-11-10", expires="2026-11-09")
    save(daily, dialog)
    assert "ends before it began on Nov 10, 2026" in error(dialog, "expires")
    fill(dialog, expires="2026-12-02", cents="1,080")
    save(daily, dialog)
    assert closed(dialog)
    shown = section(daily, member)
    assert "Housing Choice Voucher expires Dec 2, 2026: in 12 days" in said(shown)
    (row,) = daily.read(partial(page, member)).facts.subsidies
    again = opened(daily, SubsidyDialog, [member, row.id])
    assert again.words("cents") == "1,080"
    assert again.draft() == {}
    fill(again, extended="2027-02-01")
    save(daily, again)
    assert daily.read(partial(page, member)).last_days == ()


def test_coordinated_entry_and_accommodations_are_recorded(daily: Any, member: str) -> None:
    dialog = opened(daily, CoordinatedEntryDialog, member)
    fill(dialog, on="2026-11-21", status="in-queue")
    save(daily, dialog)
    assert "in the future" in error(dialog, "on")
    fill(dialog, on="2026-11-01")
    save(daily, dialog)
    ask = opened(daily, AccommodationDialog, [member, ""])
    save(daily, ask)
    assert "Say what" in error(ask, "what")
    ask.suggested.setCurrentIndex(1)
    ask.suggested.activated.emit(1)
    fill(ask, answer="granted")
    save(daily, ask)
    assert "when the answer came" in error(ask, "answered")
    fill(ask, answered="2026-11-20")
    save(daily, ask)
    text = said(section(daily, member))
    assert "An assistance animal" in text
    assert "Nov 1" in text


def test_the_history_tells_the_search_in_words(daily: Any, member: str) -> None:
    daily.read(partial(on_board, member, "A room", (Step.APPLIED, Step.DENIED)))
    wish = PreferenceDraft("Santa Rosa", kinds=("room",), most_rent_cents=60_000)
    daily.read(lambda ws: housing_search.save_preference(ws, member, wish))
    rows = daily.read(lambda ws: caseload.history(ws, member))
    told = {(journal_words.intention_words(row), journal_words.change_words(row)) for row in rows}
    assert ("Step toward a home added", "Kind: Denied") in told
    assert ("Step toward a home added", "Reason: Credit history") in told
    assert ("Home on the board changed", "Stage: Applied → Denied") in told
    assert "Appeal by: Nov 29, 2026" in {words for _what, words in told}
    assert ("What they look for added", "Kinds of home: Room in a home") in told
    assert ("What they look for added", "Own share at most: $600") in told
