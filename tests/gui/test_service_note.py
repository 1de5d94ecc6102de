"""A note in a minute, by keyboard: judged while typed, kept with one key, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.services import caseload, drafts, record_encounter, record_status
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_services
from tests.gui.service_notes import CONTROL, opened
from tests.gui.test_member_services import note, served
from ui.dialogs.service_month import ServiceMonthDialog
from ui.dialogs.service_note import ServiceNoteDialog
from ui.models.service_words import duration, read_minutes

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def judged(daily: Any, dialog: ServiceNoteDialog) -> None:
    daily.qtbot.waitUntil(lambda: not dialog._pause.isActive(), timeout=5_000)
    daily.settle()


def closed(dialog: ServiceNoteDialog) -> bool:
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """To whatever has the focus, as a keyboard does."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    if isinstance(key, str):
        QTest.keyClicks(target, key, modifiers)
    else:
        QTest.keyClick(target, key, modifiers)


def notes_of(member: str, ws: Workspace) -> list[Any]:
    return reads_services.of_member(ws.store, member)[0]


def filled(dialog: ServiceNoteDialog, daily: Any, *, minutes: str = "45", hour: int = 9) -> None:
    dialog.form.set_service(Service.HTNS)
    dialog.form.component.setCurrentIndex(dialog.form.component.findData("htns-search"))
    dialog.form.minutes.setText(minutes)
    dialog.form.set_moment(datetime(2026, 11, 20, hour))
    dialog.form.edited.emit()
    judged(daily, dialog)


def test_a_note_by_keyboard_alone(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    assert dialog.form.service.isAncestorOf(focused())
    press("1")
    assert QApplication.focusWidget() is dialog.form.component
    press("H")
    press(Qt.Key.Key_Tab)
    press("30")
    dialog.form.narrative.setFocus()
    press("Looked at two rooms.")
    judged(daily, dialog)
    assert dialog.verdict.pill.text() == "Not known"
    assert "choose one, it is remembered" in dialog.verdict.words()
    dialog.form.code.setCurrentIndex(dialog.form.code.findData("H2016 U6"))
    judged(daily, dialog)
    assert dialog.verdict.pill.text() == "Can be billed"
    assert "1 unit" in dialog.verdict.units.text()
    press(Qt.Key.Key_Return, CONTROL)
    daily.qtbot.waitUntil(lambda: closed(dialog), timeout=5_000)
    daily.settle()
    (kept,) = daily.read(partial(notes_of, member))
    assert (kept.minutes, kept.code, kept.narrative) == (30, "H2016 U6", "Looked at two rooms.")
    assert (kept.at.hour, kept.at.minute) == (9, 30), "it ended when it was written"
    assert daily.changes[-1].members == {member}
    text, (label, undo) = daily.asked["notice"][-1]
    assert "Can be billed" in text
    assert label == "Undo"
    undo()
    daily.settle()
    assert daily.read(partial(notes_of, member)) == []


def test_a_member_is_found_by_letters(daily: Any) -> None:
    dialog = opened(daily, "")
    assert dialog.form.finder.isAncestorOf(focused())
    member = daily.read(partial(served, 0))
    cin = daily.read(lambda ws: caseload.member_page(ws, member).member.cin)
    press(cin)
    press(Qt.Key.Key_Return)
    daily.qtbot.waitUntil(lambda: bool(dialog.form.member_id()), timeout=5_000)
    daily.settle()
    assert dialog.form.member_id() == member
    assert not dialog.form.finder.field.isVisible(), "a note is about one"


@pytest.mark.parametrize(
    ("minutes", "field", "says"),
    [
        ("26:00", "minutes", "longer than a day"),
        ("soon", "minutes", "Write minutes"),
        ("", "minutes", "How long"),
    ],
)
def test_what_cannot_be_stands_beside_its_field(
    daily: Any, minutes: str, field: str, says: str
) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    filled(dialog, daily, minutes=minutes)
    dialog.save()
    daily.settle()
    assert says in dialog.fields[field].error.text()
    assert not closed(dialog)
    assert daily.read(partial(notes_of, member)) == []


def test_a_day_outside_the_authorization_is_said_and_kept_as_unpaid_work(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    filled(dialog, daily)
    dialog.form.set_moment(datetime(2026, 10, 1, 9))
    dialog.form.edited.emit()
    judged(daily, dialog)
    assert dialog.verdict.pill.text() == "Not payable"
    assert "unpaid work" in dialog.fields["at"].error.text()
    dialog.save()
    daily.qtbot.waitUntil(lambda: closed(dialog), timeout=5_000)
    daily.settle()
    (kept,) = daily.read(partial(notes_of, member))
    assert kept.payable == "no"


def test_notes_that_cross_are_refused_until_both_were_served(daily: Any) -> None:
    first = daily.read(partial(served, 1))
    other = daily.read(
        lambda ws: next(row.member_id for row in caseload.referrals(ws) if row.member_id != first)
    )
    dialog = opened(daily, other)
    filled(dialog, daily, minutes="20")
    assert "another member" in dialog.fields["at"].error.text()
    assert dialog.form.together.isVisible()
    dialog.form.together.setChecked(True)
    judged(daily, dialog)
    assert not dialog.fields["at"].error.text() or "unpaid" in dialog.fields["at"].error.text()
    dialog.save()
    daily.qtbot.waitUntil(lambda: closed(dialog), timeout=5_000)


def test_two_hundred_pages_are_named_and_not_lost(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    filled(dialog, daily)
    pages = "three thousand letters a page " * 20_000
    dialog.form.narrative.setPlainText(pages)
    judged(daily, dialog)
    assert "characters" in dialog.fields["narrative"].error.text()
    dialog.save()
    daily.settle()
    assert not closed(dialog)
    assert dialog.draft()["narrative"] == pages


def test_what_is_half_typed_is_in_the_store_while_one_types(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    filled(dialog, daily)
    text = "زارت الشقة 🏠 with her brother"
    dialog.form.narrative.setPlainText(text)
    daily.qtbot.waitUntil(lambda: not dialog._keep.isActive(), timeout=5_000)
    daily.settle()
    kept = daily.read(drafts.load_all)["dialog:service_note"]
    assert kept["narrative"] == text
    again = opened(daily, kept["about"])
    again.restore_draft(kept)
    daily.settle()
    assert again.form.narrative.toPlainText() == text
    assert again.form.member_id() == member
    assert again.form.component.currentData() == "htns-search"
    again.reject()
    daily.settle()
    assert daily.read(drafts.load_all) == {}
    key, payload = daily.asked["notice"][-1]
    assert key == "Closed; nothing was saved."
    assert payload[0] == "Put it back"


def test_a_note_is_corrected(daily: Any) -> None:
    member = daily.read(partial(served, 1))
    (before,) = daily.read(partial(notes_of, member))
    dialog = opened(daily, {"member": member, "note": before.id})
    daily.settle()
    assert dialog.form.narrative.toPlainText() == "Looked at two rooms."
    assert dialog.draft() == {}, "nothing was changed yet"
    dialog.form.minutes.setText("30")
    dialog.form.edited.emit()
    judged(daily, dialog)
    assert not dialog.fields["at"].error.text(), "it does not cross itself"
    dialog.save()
    daily.qtbot.waitUntil(lambda: closed(dialog), timeout=5_000)
    daily.settle()
    (after,) = daily.read(partial(notes_of, member))
    assert (after.minutes, after.corrects_id) == (30, before.id)


def test_the_first_service_offers_to_close_the_loop(daily: Any) -> None:
    member = daily.read(partial(served, 0))

    def accept(ws: Workspace) -> str:
        referral = next(
            row for row in caseload.referrals(ws, member_id=member) if row.service is Service.HTNS
        )
        record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, date(2026, 11, 18))
        return referral.id

    referral = daily.read(accept)
    dialog = opened(daily, member)
    filled(dialog, daily)
    assert dialog.form.close_loop.isVisible()
    assert not dialog.form.close_loop.isChecked()
    dialog.form.close_loop.setChecked(True)
    judged(daily, dialog)
    dialog.save()
    daily.qtbot.waitUntil(lambda: closed(dialog), timeout=5_000)
    daily.settle()
    (row,) = [r for r in daily.read(caseload.referrals) if r.id == referral]
    assert row.status is ReferralStatus.CLOSED
    assert "loop is closed" in daily.asked["notice"][-1][0]


def test_a_template_fills_in_and_is_kept(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    filled(dialog, daily)
    dialog.form.narrative.setPlainText("Weekly call with the owner.")
    dialog.form.keep_as.setText("Owner call")
    dialog.form.edited.emit()
    judged(daily, dialog)
    dialog.save()
    daily.qtbot.waitUntil(lambda: closed(dialog), timeout=5_000)
    daily.settle()
    again = opened(daily, member)
    daily.settle()
    place = again.form.template.findText("Owner call")
    assert place > 0
    again.form.template.setCurrentIndex(place)
    assert again.form.narrative.toPlainText() == "Weekly call with the owner."
    assert again.form.minutes.text() == "45"


def test_a_plans_month_is_read_and_saved(daily: Any, tmp_path: Any) -> None:
    member = daily.read(partial(served, 3))
    daily.read(
        lambda ws: record_encounter.record(ws, replace(note(member, datetime(2026, 10, 2, 9))))
    )
    dialog = ServiceMonthDialog(daily.context, {"member": member})
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    assert dialog.lines.text() == "3 service lines and 0 attempts."
    assert dialog.none.isVisible()
    dialog.month.setCurrentIndex(1)
    daily.settle()
    assert dialog.unpaid.isVisible()
    assert dialog.again.isVisible()
    dialog.again.click()
    daily.settle()
    assert daily.asked["notice"][-1][0] == "0 notes have another verdict."
    dialog.save_to(str(tmp_path / "lines.csv"))
    daily.settle()
    assert b"H2016" in (tmp_path / "lines.csv").read_bytes()
    assert "members' data" in daily.asked["notice"][-1][0]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("1:30", 90),
        ("1.5 h", 90),
        ("1 h 15", 75),
        ("2h", 120),
        ("90 min", 90),
        ("26:00", 1560),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1:30:00", None),
    ],
)
def test_times_as_people_type_them(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


def test_times_as_people_say_them() -> None:
    assert [duration(n) for n in (0, 45, 60, 90)] == ["0 min", "45 min", "1 h", "1 h 30 min"]


def test_after_a_refusal_every_fault_stands_at_its_field(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    dialog = opened(daily, member)
    filled(dialog, daily, minutes="26:00")
    dialog.form.set_moment(datetime(2026, 10, 1, 9))
    dialog.form.narrative.setPlainText("word " * 40_000)
    dialog.form.miles.setText("far")
    dialog.form.edited.emit()
    judged(daily, dialog)
    dialog.save()
    daily.settle()
    judged(daily, dialog)
    for key in ("minutes", "at", "narrative", "miles"):
        assert dialog.fields[key].error.text(), key
    assert dialog.save_button.isEnabled()
    assert not closed(dialog)
