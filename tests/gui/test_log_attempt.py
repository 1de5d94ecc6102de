"""The ten-second outreach log by keyboard, on a real store, with undo."""

from __future__ import annotations

import gc
import weakref
from datetime import datetime, time
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from navigator_app.domain.records import CaseloadQuery, MemberPage
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus
from navigator_app.services import caseload
from navigator_app.services.workspace import Workspace
from ui.dialogs.log_attempt import LogAttemptDialog
from ui.widgets.time_field import read_time

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def first_members(count: int, ws: Workspace) -> list[str]:
    return [row.id for row in caseload.page(ws, CaseloadQuery(status="none")).rows][:count]


def page_of(member_id: str, ws: Workspace) -> MemberPage:
    return caseload.member_page(ws, member_id)


def opened(daily: Any, ids: list[str]) -> LogAttemptDialog:
    dialog = LogAttemptDialog(daily.context, ids)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.qtbot.waitUntil(
        lambda: QApplication.activeWindow() is dialog and QApplication.focusWidget() is not None
    )
    return dialog


def closed(dialog: LogAttemptDialog) -> bool:
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def press(key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """To whatever has the focus, as a keyboard does."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    if isinstance(key, str):
        QTest.keyClicks(target, key)
    else:
        QTest.keyClick(target, key, modifiers)


def test_three_letters_mode_outcome_enter_and_undo(daily: Any) -> None:
    member_id = daily.read(partial(first_members, 1))[0]
    before = daily.read(partial(page_of, member_id))
    dialog = opened(daily, [])
    press(before.member.last_name[:3])
    daily.settle()
    found = [dialog.form.finder._finder.row(n) for n in range(6)]
    place = [row.id if row else "" for row in found].index(member_id)
    for _step in range(place):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press("1")
    press("2")
    press(Qt.Key.Key_Return)
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(page_of, member_id))
    assert [(a.mode, a.outcome) for a in after.attempts] == [(Mode.IN_PERSON, Outcome.NOT_FOUND)]
    assert after.referrals[0].status is ReferralStatus.OUTREACH_INITIATED
    assert member_id in daily.changes[-1].members
    text, (label, undo) = daily.asked["notice"][-1]
    name = f"{before.member.first_name} {before.member.last_name}"
    assert text == f"Attempt recorded for {name} – moved to Outreach Initiated"
    assert label == "Undo"
    undo()
    daily.settle()
    undone = daily.read(partial(page_of, member_id))
    assert undone.attempts == ()
    assert undone.referrals[0].status is before.referrals[0].status
    assert daily.asked["notice"][-1][0].startswith("Undone")


def test_fingers_faster_than_the_store(daily: Any) -> None:
    """All keys arrive before the first answer does; nothing is lost and nothing is guessed."""
    member_id = daily.read(partial(first_members, 1))[0]
    member = daily.read(partial(page_of, member_id)).member
    dialog = opened(daily, [])
    press(member.cin)
    press(Qt.Key.Key_Return)
    press("2")
    press("1")
    press(Qt.Key.Key_Return)
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(page_of, member_id))
    assert [(a.mode, a.outcome) for a in after.attempts] == [(Mode.PHONE, Outcome.REACHED)]


def test_many_at_once_are_one_record_and_one_undo(daily: Any) -> None:
    ids = daily.read(partial(first_members, 3))
    dialog = opened(daily, ids)
    daily.settle()
    assert dialog._save.text() == "Record 3 attempts"
    dialog.form.place.setText("St. Brendan's shelter")
    press("1")
    press("1")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()
    for member_id in ids:
        attempts = daily.read(partial(page_of, member_id)).attempts
        assert [a.place for a in attempts] == ["St. Brendan's shelter"]
    text, (_label, undo) = daily.asked["notice"][-1]
    assert text.startswith("Attempt recorded for 3 members")
    undo()
    daily.settle()
    assert all(daily.read(partial(page_of, one)).attempts == () for one in ids)


def test_what_is_missing_stands_beside_its_field_and_takes_the_focus(daily: Any) -> None:
    dialog = opened(daily, [])
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown = {key: field.error.text() for key, field in dialog.form.fields.items()}
    assert "Choose at least one member" in shown["member_id"]
    assert "Choose how" in shown["mode"]
    assert "Choose what came of it" in shown["outcome"]
    assert dialog.form.finder.field.hasFocus()
    press("zzzzz")
    press(Qt.Key.Key_Return)
    daily.settle()
    assert "Nobody matches" in dialog.form.finder.error.text()
    assert dialog.form.finder.field.hasFocus()


def test_a_moment_in_the_future_is_refused_beside_the_moment(daily: Any) -> None:
    member_id = daily.read(partial(first_members, 1))[0]
    dialog = opened(daily, [member_id])
    daily.settle()
    dialog.form.mode.set_value(Mode.PHONE)
    dialog.form.outcome.set_value(Outcome.REACHED)
    dialog.form.at.setFocus()
    dialog.form.at.clear()
    press("11:59p")
    dialog.save()
    daily.settle()
    assert dialog.isVisible()
    assert "future" in dialog.form.fields["at"].error.text()
    assert daily.read(partial(page_of, member_id)).attempts == ()


def test_a_danger_is_said_before_a_message_is_left(daily: Any) -> None:
    member_id = daily.read(partial(first_members, 1))[0]
    daily.read(
        lambda ws: caseload.update_contact(
            ws, member_id, do_not_leave_word=True, safety_note="Ask for Sam."
        )
    )
    dialog = opened(daily, [member_id])
    daily.settle()
    assert dialog.form.danger.isVisible()
    assert "no voicemail" in dialog.form.danger.words()
    assert "Ask for Sam." in dialog.form.danger.words()
    left = dialog.form.outcome.button_of(Outcome.MESSAGE_LEFT)
    assert "no word be left" in left.accessibleDescription()
    dialog.form.finder.set_chosen([])
    assert not dialog.form.danger.isVisible()
    assert "no word" not in left.accessibleDescription()


def test_half_typed_text_comes_back(daily: Any) -> None:
    ids = daily.read(partial(first_members, 2))
    dialog = opened(daily, ids)
    daily.settle()
    press("3")
    dialog.form.note.setPlainText("Wants two rooms")
    dialog.form.on.setFocus()
    dialog.form._show_moment(datetime(2026, 11, 19, 19, 30))
    dialog.form._touch()
    kept = dialog.draft()
    dialog.close()
    again = opened(daily, [])
    again.restore_draft(kept)
    daily.settle()
    assert again.draft() == kept
    assert again.form.moment() == datetime(2026, 11, 19, 19, 30)
    assert [member.id for member in again.form.finder.chosen] == ids


def test_an_untouched_form_has_no_draft(daily: Any) -> None:
    assert opened(daily, []).draft() == {}


def test_it_is_freed_when_it_closes(daily: Any) -> None:
    dialog = LogAttemptDialog(daily.context, [])
    dialog.open()
    gone: list[int] = []
    dialog.destroyed.connect(lambda *_dialog: gone.append(1))
    watch = weakref.ref(dialog)
    dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(gone) == 1
    del dialog
    gc.collect()
    assert watch() is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7p", time(19)),
        ("7:30 pm", time(19, 30)),
        ("12 am", time(0)),
        ("12p", time(12)),
        ("1930", time(19, 30)),
        ("19:30", time(19, 30)),
        ("9", time(9)),
        ("10:00 AM", time(10)),
        ("7:30 p.m.", time(19, 30)),
        ("25:00", None),
        ("13 pm", None),
        ("soon", None),
        ("", None),
    ],
)
def test_times_as_people_type_them(typed: str, read: time | None) -> None:
    assert read_time(typed) == read
