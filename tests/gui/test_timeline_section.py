"""The line in time on a member's page, and the search in everybody's notes."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from navigator_app.domain.records import AttemptDraft, CaseloadQuery
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.services import caseload, record_outreach
from navigator_app.services.workspace import Workspace
from ui.dialogs.read_note import ReadNoteDialog
from ui.models.feed import ENTRY_ROLE
from ui.places import MemberAt
from ui.views.caseload import CaseloadView
from ui.views.member_timeline import MemberTimeline
from ui.views.notes import NotesView
from ui.widgets.feed_view import FeedView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)
LONG = "She waits at the church until noon. " * 60


def lived(ws: Workspace) -> str:
    """A member with sixty attempts from September to November, one of them told at length."""
    member = caseload.page(ws, CaseloadQuery(status="none")).rows[0].id
    with ws.transaction("test") as tx:
        tx.update("member", member, {"navigator_id": None})
        for number in range(60):
            at = f"2026-{9 + number % 3:02d}-{1 + number % 19:02d}"
            row = {
                "id": f"attempt-{number:02d}", "member_id": member, "on_date": at,
                "at_utc": f"{at}T17:{number:02d}:00.000+00:00", "zone": "America/Los_Angeles",
                "mode": "phone", "outcome": "not-found", "recorded_at": tx.now,
                "note": LONG if number == 59 else f"called José {number}",
            }  # fmt: skip
            tx.insert("outreach_attempt", row)
    return member


def alone(ws: Workspace) -> str:
    """A member with nothing but what the plan's file said."""
    return caseload.page(ws, CaseloadQuery(status="none")).rows[3].id


def shown(daily: Any, member: str) -> MemberTimeline:
    section = daily.show(MemberTimeline(daily.context), 900)
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    section.show_member(member)
    daily.settle()
    return section


def entries(section: MemberTimeline) -> list[Any]:
    found = []
    for title, (_card, view) in section._months.items():
        found += [
            (title, view.feed.index(row).data(ENTRY_ROLE)) for row in range(view.feed.rowCount())
        ]
    return found


def click_action(view: FeedView, row: int) -> None:
    rect = view.visualRect(view.feed.index(row))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.right() - 20, rect.top() + 12)
    )


def test_the_line_stands_by_months_and_goes_on_when_asked(daily: Any) -> None:
    section = shown(daily, daily.read(lived))
    assert len(entries(section)) == 50
    assert next(iter(section._months)) == "November 2026"
    section.more.click()
    daily.settle()
    assert len(entries(section)) > 60
    assert not section.more.isVisible()
    assert [title for title in section._months][:3] == [
        "November 2026", "October 2026", "September 2026",
    ]  # fmt: skip
    cards = [card for card, _view in section._months.values()]
    assert [section._lists.indexOf(card) for card in cards] == list(range(len(cards)))


def test_typing_narrows_and_the_way_back_is_one_button(daily: Any) -> None:
    section = shown(daily, daily.read(lived))
    everything = len(entries(section))
    section.search.setText("jose 17")
    section.search.search_now()
    daily.settle()
    [(_month, only)] = entries(section)
    assert only.body == "called José 17"
    section.search.setText("zzzz")
    section.search.search_now()
    daily.settle()
    assert section.said.text() == "Nothing of this member matches."
    section.search.setText("z")
    section.search.search_now()
    daily.settle()
    assert "three letters" in section.said.text()
    section.clear.click()
    daily.settle()
    assert len(entries(section)) == everything
    section.kind.setCurrentIndex(section.kind.findData("authorization"))
    daily.settle()
    assert 0 < len(entries(section)) < 5
    section.who.setCurrentIndex(1)
    daily.settle()
    assert entries(section) == []
    assert section.clear.isVisible()


def test_a_long_note_is_read_whole_in_a_dialog(daily: Any) -> None:
    section = shown(daily, daily.read(lived))
    section.search.setText("church")
    section.search.search_now()
    daily.settle()
    [(_card, view)] = section._months.values()
    click_action(view, 0)
    key, about = daily.asked["ask"][0]
    assert key == "read_note"
    dialog = ReadNoteDialog(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    assert dialog.text.toPlainText() == LONG.strip()
    dialog.close()


def test_a_write_brings_its_line_and_a_member_without_notes_has_a_first_step(daily: Any) -> None:
    member = daily.read(alone)
    section = shown(daily, member)
    before = len(entries(section))
    draft = AttemptDraft(member, Mode.TEXT, Outcome.REACHED, datetime(2026, 11, 19, 9))
    done = daily.read(lambda ws: record_outreach.record(ws, [draft]))
    daily.context.tasks.announce(done.changes)
    daily.settle()
    assert len(entries(section)) == before + 2  # the attempt, and the status it moved
    assert entries(section)[0][1].title


def test_what_is_searched_for_comes_back_after_unlocking(daily: Any) -> None:
    member = daily.read(lived)
    section = shown(daily, member)
    section.search.setText("jose 17")
    kept = section.draft()
    again = MemberTimeline(daily.context)
    daily.qtbot.addWidget(again)
    again.restore_draft(kept)
    again.show_member(member)
    daily.settle()
    assert len(entries(again)) == 1


def test_notes_of_everybody_open_their_member(daily: Any) -> None:
    member = daily.read(lived)
    view = NotesView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.open("jose")
    view.activate()
    daily.settle()
    assert view.found.feed.rowCount() == 25
    view.more.click()
    daily.settle()
    assert view.found.feed.rowCount() == 50
    click_action(view.found, 0)
    assert daily.asked["open_member"] == [MemberAt(member, "timeline")]
    view.whose.setCurrentIndex(1)
    daily.settle()
    assert view.said.text() == "No note has these words."


def test_the_caseload_offers_the_same_words_in_notes(daily: Any) -> None:
    view = CaseloadView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    asked: list[object] = []
    daily.context.ways.open_notes.connect(asked.append)
    for text, offered in (("jo", False), ("jos", True), ("", False), ("josé martín", True)):
        view.open(CaseloadQuery(text=text))
        view.activate()
        daily.settle()
        assert view._in_notes.isVisible() == offered
    assert view._in_notes.text() == "Search in notes for “josé martín”"
    view._in_notes.click()
    assert asked == ["josé martín"]
