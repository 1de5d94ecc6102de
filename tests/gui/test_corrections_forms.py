"""Putting right on the member's page: the forms, their field errors, drafts, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.ending import EndReason
from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.ledger import Kind
from navigator_app.domain.vocabulary import Service
from navigator_app.services import authorizations, caseload, discontinue, eligibility, intake
from navigator_app.services.authorizations import Request
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.gui.test_guards_card import page, told
from ui import theme
from ui.dialogs.correct_check import CorrectCheckDialog
from ui.dialogs.correct_ending import CorrectEndingDialog
from ui.dialogs.correct_request import CorrectRequestDialog
from ui.dialogs.later_days import LaterDaysDialog
from ui.dialogs.set_cin import SetCinDialog
from ui.widgets.intake_card import IntakeCard
from ui.widgets.ledger_card import LedgerCard, RightButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def lapse(member: str, ws: Workspace) -> str:
    draft = CheckDraft(
        member, MediCal.LAPSED, How.PORTAL, date(2026, 11, 18), lapsed_on=date(2026, 11, 1)
    )
    return eligibility.record(ws, draft)[0].id


def ask(referral: str, ws: Workspace) -> str:
    asked = Request(referral, Kind.EXTENSION, date(2026, 11, 10), units=6, unit="months")
    return authorizations.record_request(ws, asked)[0]


def end(referral: str, ws: Workspace) -> str:
    ending = discontinue.Ending(referral, EndReason.MEMBER_WISH, date(2026, 11, 18))
    return discontinue.end(ws, ending)[0].id


def take_in(ws: Workspace) -> tuple[str, str]:
    row, _changes = intake.create(
        ws, plan="bayview", service=Service.HTNS, path=Path.BOTTOM_UP,
        values={"identified_on": "2026-11-02"},
        member=NewMember("Nora", "Vale", "1975-04-02"),
    )  # fmt: skip
    return row.member_id, row.referral_id


def words_of(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def notices(daily: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    daily.context.ways.notice.connect(lambda said, offer: found.append((said, offer)))
    return found


def card(daily: Any, make: Any, member: str) -> Any:
    made = make(daily.context)
    daily.qtbot.addWidget(made)
    made.resize(900, 700)
    made.show_member(member)
    made.show()
    daily.settle()
    return made


def ctrl_enter(dialog: Any) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_check_is_put_right_by_keyboard_and_undone(daily: Any) -> None:
    member = daily.read(page).member.id
    key = daily.read(partial(lapse, member))
    said = notices(daily)
    dialog = opened(daily, CorrectCheckDialog, key)
    assert dialog.draft() == {}
    assert dialog.lapsed.day() == date(2026, 11, 1)
    dialog.finding.setCurrentIndex(dialog.finding.findData("active"))
    assert not dialog.fields["lapsed_on"].isVisible()
    ctrl_enter(dialog)
    daily.settle()
    assert "why" in dialog.fields["why"].error.text()
    dialog.why.setText("The portal was read wrongly")
    ctrl_enter(dialog)
    daily.settle()
    assert closed(dialog)
    diary = daily.read(partial(eligibility.diary, member_id=member))
    assert diary.checks[0].result is MediCal.ACTIVE
    ledger = card(daily, LedgerCard, member)
    assert "The portal was read wrongly" in words_of(ledger)
    _words, (label, undo) = said[-1]
    assert label == "Undo"
    undo()
    daily.settle()
    diary = daily.read(partial(eligibility.diary, member_id=member))
    assert diary.checks[0].result is MediCal.LAPSED


def test_a_check_is_taken_back(daily: Any) -> None:
    member = daily.read(page).member.id
    key = daily.read(partial(lapse, member))
    dialog = opened(daily, CorrectCheckDialog, key)
    dialog.gone.setChecked(True)
    assert not dialog.fields["result"].isVisible()
    assert dialog.save_button.text() == "Take it back"
    dialog.why.setText("Another member’s")
    dialog.save()
    daily.settle()
    assert daily.read(partial(eligibility.diary, member_id=member)).checks == ()
    again = opened(daily, CorrectCheckDialog, key)
    assert "not here any more" in again.problem.text()
    assert not again.save_button.isEnabled()


def test_a_request_is_put_right_with_its_errors_beside_the_fields(daily: Any) -> None:
    found = daily.read(page)
    referral = found.referrals[0].id
    key = daily.read(partial(ask, referral))
    dialog = opened(daily, CorrectRequestDialog, key)
    dialog.units.setText("six")
    dialog.save()
    assert dialog.fields["units"].error.isVisibleTo(dialog)
    dialog.units.setText("12")
    dialog.decision.setCurrentIndex(dialog.decision.findData("denied"))
    assert dialog.fields["decided"].isVisible()
    assert not dialog.fields["end"].isVisible()
    dialog.decided.choose("2026-11-09")
    dialog.why.setText("Read the letter again")
    dialog.save()
    daily.settle()
    assert dialog.fields["decided"].error.isVisibleTo(dialog)
    draft = dialog.draft()
    dialog.decided.choose("2026-11-12")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    one = daily.read(partial(authorizations.of_referral, referral_id=referral))
    [entry] = [entry for entry in one.entries if entry.request_id == key]
    assert (entry.decided, entry.units) == (date(2026, 11, 12), 12)
    again = CorrectRequestDialog(daily.context, draft["about"])
    daily.qtbot.addWidget(again)
    again.restore_draft(draft)
    assert again.draft() == draft
    again.open()
    daily.settle()
    assert again.draft() == draft


def test_an_ending_is_put_right_and_taken_back(daily: Any) -> None:
    found = daily.read(page)
    member, referral = found.member.id, found.referrals[0].id
    key = daily.read(partial(end, referral))
    said = notices(daily)
    dialog = opened(daily, CorrectEndingDialog, key)
    assert not dialog.fields["override"].isVisible()
    dialog.reason.setCurrentIndex(dialog.reason.findData("unresponsive"))
    assert dialog.fields["override"].isVisible()
    dialog.why.setText("Heard it otherwise")
    dialog.save()
    daily.settle()
    assert dialog.fields["override"].error.isVisibleTo(dialog)
    dialog.reason.setCurrentIndex(dialog.reason.findData("moved-away"))
    dialog.save()
    daily.settle()
    assert closed(dialog)
    row = daily.read(partial(told, member=member)).endings[0]
    assert row.reason is EndReason.MOVED_AWAY
    again = opened(daily, CorrectEndingDialog, key)
    again.gone.setChecked(True)
    again.why.setText("It goes on")
    again.save()
    daily.settle()
    assert closed(again)
    assert daily.read(partial(told, member=member)).endings == ()
    now = daily.read(partial(caseload.member_page, member_id=member))
    assert now.referrals[0].status is None
    said[-1][1][1]()
    daily.settle()
    assert daily.read(partial(told, member=member)).endings[0].reason is EndReason.MOVED_AWAY


def test_the_cards_lead_to_the_forms(daily: Any) -> None:
    found = daily.read(page)
    check = daily.read(partial(lapse, found.member.id))
    request = daily.read(partial(ask, found.referrals[0].id))
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    ledger = card(daily, LedgerCard, found.member.id)
    for button in ledger.findChildren(RightButton):
        button.click()
    assert set(asked) == {("correct_check", check), ("correct_request", request)}


def test_what_came_after_is_written_down_and_undone(daily: Any) -> None:
    member, referral = daily.read(take_in)
    said = notices(daily)
    dialog = opened(daily, LaterDaysDialog, referral)
    dialog.save()
    assert "Nothing was changed" in dialog.problem.text()
    dialog.days["engaged_on"].choose("2026-12-01")
    dialog.save()
    daily.settle()
    assert dialog.fields["engaged_on"].error.isVisibleTo(dialog)
    dialog.days["engaged_on"].choose("2026-11-18")
    dialog.days["inquiry_at"].choose("2026-11-17")
    draft = dialog.draft()
    ctrl_enter(dialog)
    daily.settle()
    assert closed(dialog)
    way = card(daily, IntakeCard, member)
    assert "Engaged: Nov 18, 2026" in words_of(way)
    assert "Question came: Nov 17, 2026" in words_of(way)
    again = opened(daily, LaterDaysDialog, referral)
    assert again.draft() == {}
    assert again.days["inquiry_at"].day() == date(2026, 11, 17)
    again.close()
    said[-1][1][1]()
    daily.settle()
    row = daily.read(partial(intake.intake, referral_id=referral))
    assert "engaged_on" not in row.values
    back = opened(daily, LaterDaysDialog, referral)
    back.restore_draft(draft)
    assert back.draft() == draft


def test_a_cin_is_entered_and_undone(daily: Any) -> None:
    member, _referral = daily.read(take_in)
    way = card(daily, IntakeCard, member)
    assert way.no_cin.isVisibleTo(way)
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    way.set_cin.click()
    assert asked == [("set_cin", member)]
    said = notices(daily)
    dialog = opened(daily, SetCinDialog, member)
    dialog.number.setText("123")
    dialog.save()
    daily.settle()
    assert dialog.fields["cin"].error.isVisibleTo(dialog)
    assert dialog.draft() == {"about": member, "cin": "123"}
    dialog.number.setText("90000077a")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    assert daily.read(partial(caseload.member_page, member_id=member)).member.cin == "90000077A"
    way.show_member(member)
    daily.settle()
    assert not way.no_cin.isVisibleTo(way)
    said[-1][1][1]()
    daily.settle()
    found = daily.read(partial(caseload.member_page, member_id=member)).member
    assert found.cin.startswith("NO-CIN-")


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def test_every_form_has_names_size_and_room(daily: Any, scale: int) -> None:
    found = daily.read(page)
    forms: list[tuple[Any, str]] = [
        (CorrectCheckDialog, daily.read(partial(lapse, found.member.id))),
        (CorrectRequestDialog, daily.read(partial(ask, found.referrals[0].id))),
        (CorrectEndingDialog, daily.read(partial(end, found.referrals[0].id))),
    ]
    member, referral = daily.read(take_in)
    forms += [(LaterDaysDialog, referral), (SetCinDialog, member)]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    for make, about in forms:
        dialog = opened(daily, make, about)
        for fault in (nameless, too_small, cut, outside):
            assert fault(dialog) == [], (make.__name__, fault.__name__)
        dialog.close()
