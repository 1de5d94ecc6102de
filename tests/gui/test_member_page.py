"""The member page on a real store: danger, reach, the loop in time, history on demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.records import AttemptDraft, CaseloadQuery, MemberPage
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus
from navigator_app.services import caseload, record_outreach, record_status
from navigator_app.services.workspace import Workspace
from ui.dialogs.edit_contact import EditContactDialog
from ui.dialogs.record_status import Correction
from ui.models import words
from ui.models.loop_line import loop_line
from ui.views.member import MemberView
from ui.views.member_records import FIRST

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def lived_page(ws: Workspace) -> MemberPage:
    """A member with an approved referral, an answer and two attempts."""
    query = CaseloadQuery(status="none", authorization="approved")
    member_id = caseload.page(ws, query).rows[0].id
    referral = caseload.member_page(ws, member_id).referrals[0]
    record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, date(2026, 11, 18))
    for hour, outcome in ((9, Outcome.NOT_FOUND), (17, Outcome.REACHED)):
        at = datetime(2026, 11, 19, hour, 30)
        draft = AttemptDraft(member_id, Mode.IN_PERSON, outcome, at, note=f"note at {hour}")
        record_outreach.record(ws, [draft])
    return caseload.member_page(ws, member_id)


def page_of(member_id: str, ws: Workspace) -> MemberPage:
    return caseload.member_page(ws, member_id)


def shown(daily: Any, member_id: str) -> Any:
    view = daily.show(MemberView(daily.context), 1180, 760)
    view.open(member_id)
    view.activate()
    daily.settle()
    return view


def test_a_danger_is_unmissable_and_goes_with_its_cause(daily: Any) -> None:
    page = daily.read(lived_page)
    daily.read(
        lambda ws: caseload.update_contact(
            ws, page.member.id, fleeing_violence=True, do_not_leave_word=True
        )
    )
    view = shown(daily, page.member.id)
    assert view.danger.isVisible()
    assert "Fleeing violence" in view.danger.words()
    assert "no voicemail" in view.danger.words()
    assert view.danger.accessibleName().startswith("Safety:")
    changes = daily.read(
        lambda ws: caseload.update_contact(
            ws, page.member.id, fleeing_violence=False, do_not_leave_word=False
        )
    )
    daily.context.tasks.announce(changes)
    daily.settle()
    assert not view.danger.isVisible()


def test_the_loop_reads_in_order_and_by_keyboard(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    card = view._cards[page.referrals[0].id]
    assert card.status.text() == "Outreach Initiated"
    assert card.authorization.text() == "Approved"
    said = card.timeline.accessibleDescription()
    parts = ["Requested from the plan", "Accepted on Nov 18", "Not found", "Today is Nov 20"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    card.timeline.setFocus()
    QTest.keyClick(card.timeline, Qt.Key.Key_Home)
    assert card.timeline.current_words().startswith("Requested from the plan")
    QTest.keyClick(card.timeline, Qt.Key.Key_End)
    QTest.keyClick(card.timeline, Qt.Key.Key_Left)
    assert card.timeline.current_words() == "Today is Nov 20, 2026."


def test_attempts_stand_newest_first_with_their_notes(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    feed = view.records.attempts.feed
    entries = [feed.entry(row) for row in range(feed.rowCount())]
    assert [entry.title for entry in entries] == ["Reached · In person", "Not found · In person"]
    assert entries[0].body == "note at 17"
    assert entries[0].meta.startswith("Nov 19 at 5:30 PM")
    assert view.records.tabs.tabText(0) == "Outreach (2)"


def many_attempts(ws: Workspace) -> str:
    """A member with two more attempts than are shown at first."""
    member_id = caseload.page(ws, CaseloadQuery(status="none")).rows[0].id
    for minute in range(FIRST + 2):
        at = datetime(2026, 11, 19, 9, minute)
        draft = AttemptDraft(member_id, Mode.PHONE, Outcome.NOT_FOUND, at, note=f"note {minute}")
        record_outreach.record(ws, [draft])
    return member_id


def test_only_the_newest_attempts_are_read_until_more_are_asked_for(daily: Any) -> None:
    view = shown(daily, daily.read(many_attempts))
    records = view.records
    assert records.attempts.feed.rowCount() == FIRST
    assert records.tabs.tabText(0) == f"Outreach ({FIRST}+)"
    records.more.click()
    daily.settle()
    assert records.attempts.feed.rowCount() == FIRST + 2
    assert records.tabs.tabText(0) == f"Outreach ({FIRST + 2})"
    assert not records.more.isVisible()
    view.activate()
    daily.settle()
    assert records.attempts.feed.rowCount() == FIRST + 2, "what was asked for stays in sight"


def test_history_is_read_only_when_it_is_looked_at(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    assert view.records.history.feed.rowCount() == 0
    view.records.tabs.setCurrentIndex(2)
    daily.settle()
    feed = view.records.history.feed
    titles = [feed.entry(row).title for row in range(feed.rowCount())]
    assert titles[-1] in ("Member added", "Referral added", "Authorization added")
    assert "Outreach attempt added" in titles
    text = "\n".join(feed.entry(row).body for row in range(feed.rowCount()))
    assert "Outcome: Reached" in text
    assert page.member.id not in text, "ids are not words"


def test_cells_are_verbatim(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    view.records.tabs.setCurrentIndex(1)
    assert view.records._shown_cells == page.member.as_received
    assert len(page.member.as_received) > 10


def test_record_and_correct_ask_for_the_right_thing(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    card = view._cards[page.referrals[0].id]
    QTest.mouseClick(card.record, Qt.MouseButton.LeftButton)
    assert daily.asked["record_status"][-1].id == page.referrals[0].id
    card._toggle_events()
    card.events.setFocus()
    card.events.setCurrentIndex(card.events.feed.index(0))
    QTest.keyClick(card.events, Qt.Key.Key_Return)
    asked = daily.asked["record_status"][-1]
    assert isinstance(asked, Correction)
    assert asked.event.id == page.events[0].id


def test_a_late_answer_for_another_member_is_dropped(daily: Any) -> None:
    ids = daily.read(lambda ws: [row.id for row in caseload.page(ws, CaseloadQuery()).rows[:2]])
    view = shown(daily, ids[0])
    view.show_member(ids[1])
    view.show_member(ids[0])
    daily.settle()
    assert view._page is not None
    assert view._page.member.id == ids[0]


def test_contact_is_edited_and_refused_beside_the_field(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    dialog = EditContactDialog(daily.context, page.member, view)
    dialog.open()
    daily.settle()
    assert dialog.draft() == {}
    dialog.lines["phone"].setText("12")
    dialog.save()
    daily.settle()
    assert dialog.fields["phone"].error.text()
    dialog.lines["phone"].setText("415 555 0123")
    dialog.lines["last_seen_place"].setText("Riverton library")
    dialog.quiet.setChecked(True)
    dialog.save()
    daily.settle()
    member = daily.read(partial(page_of, page.member.id)).member
    assert member.phone == "4155550123"
    assert member.last_seen_place == "Riverton library"
    assert member.last_seen_on == date(2026, 11, 20)
    assert view.danger.isVisible(), "the page follows the change"
    assert any("leave no voicemail" in fact.what for fact in view._reach._shown)


def test_narrow_and_large_text_stack_the_columns(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    beside = view._columns.direction()
    view.resize(700, 760)
    assert view._columns.direction() is not beside


def test_names_read_from_right_to_left_are_fenced() -> None:
    class Who:
        first_name, last_name, preferred_name = "سارة", "حداد", "سو"

    assert words.reads_right_to_left(words.list_name(Who()))
    assert words.member_name(Who()) == "\u2068سارة حداد\u2069"
    assert not words.reads_right_to_left("García, Ana")


def test_a_line_ends_soon_after_today_and_says_until_when(daily: Any) -> None:
    page = daily.read(lived_page)
    line = loop_line(page, page.referrals[0], daily.context.clock)
    assert line.share(line.first) == 0.0
    assert 0.2 < line.share(line.today) < 1.0
    assert line.spans[0].end > line.last
    ended = replace(page.authorizations[0], end=date(2026, 11, 1))
    past = loop_line(replace(page, authorizations=(ended,)), page.referrals[0], daily.context.clock)
    assert "ended" in past.spans[0].label


def test_a_half_typed_contact_form_comes_back(daily: Any) -> None:
    page = daily.read(lived_page)
    view = shown(daily, page.member.id)
    view._edit_contact()
    daily.settle()
    view._editor.lines["safety_note"].setText("Knock twice")
    kept = view._editor.draft()
    assert kept == {"about": page.member.id, "safety_note": "Knock twice"}
    view._editor.close()
    again: Any = MemberView(daily.context)
    daily.qtbot.addWidget(again)
    again.restore_draft(kept)
    assert again.draft() == kept, "another lock before the member is opened must not lose it"
    again.open(page.member.id)
    daily.settle()
    assert again._editor.draft() == kept
    assert again.draft() == {}
