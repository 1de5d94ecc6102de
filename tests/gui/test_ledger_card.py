"""The ledger on the member's page: chain, warnings, packet, eligibility check and its alerts."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.ledger import Kind
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.services import agency, authorizations, caseload, eligibility, record_status
from navigator_app.services.authorizations import Request
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.dialogs.authorization_request import AuthorizationRequestDialog
from ui.dialogs.eligibility_check import EligibilityCheckDialog
from ui.views.member import MemberView
from ui.widgets.ledger_card import PacketWords, RequestButton
from ui.widgets.pill import StatusPill

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def soon(ws: Workspace) -> tuple[str, str]:
    """A member whose authorization ends in two weeks, with a gap before its last part."""
    query = CaseloadQuery(status="none", authorization="approved")
    member_id = caseload.page(ws, query).rows[0].id
    referral_id = caseload.member_page(ws, member_id).referrals[0].id
    with ws.transaction("test") as tx:
        tx.execute(
            'UPDATE "authorization" SET effective_on = ?, ends_on = ? WHERE referral_id = ?',
            ("2025-12-01", "2026-06-30", referral_id),
        )
        tx.insert(
            "authorization",
            {
                "id": uuid7(),
                "referral_id": referral_id,
                "number": "N2",
                "status": "approved",
                "effective_on": "2026-07-02",
                "ends_on": "2026-12-04",
                "created_at": tx.now,
            },
        )
    return member_id, referral_id


def lapse(member_id: str, ws: Workspace) -> Any:
    draft = CheckDraft(
        member_id, MediCal.LAPSED, How.PORTAL, date(2026, 11, 18), lapsed_on=date(2026, 11, 1)
    )
    return eligibility.record(ws, draft)[1]


def shown(daily: Any, member_id: str) -> Any:
    view = daily.show(MemberView(daily.context), 1180, 760)
    view.open(member_id)
    view.activate()
    daily.settle()
    return view


def serve(referral_id: str, ws: Workspace) -> None:
    for status in (ReferralStatus.ACCEPTED, ReferralStatus.OUTREACH_INITIATED):
        record_status.record(ws, referral_id, status, date(2026, 11, 18))
    served = ClosureReason.SERVICES_RECEIVED
    record_status.record(ws, referral_id, ReferralStatus.CLOSED, date(2026, 11, 19), reason=served)


def words_of(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_served_member_keeps_countdown_packet_and_extension(daily: Any) -> None:
    member_id, referral_id = daily.read(soon)
    daily.read(partial(serve, referral_id))
    view = shown(daily, member_id)
    card = view.ledger
    pills = [pill.text() for pill in card.findChildren(StatusPill) if pill.isVisible()]
    assert "14 days left" in pills
    assert card.boxes, "the packet is still to be put together"
    buttons = [b.text() for b in card.findChildren(RequestButton) if b.isVisible()]
    assert buttons == ["Record extension request"]


def to_chw(ws: Workspace) -> None:
    for plan in agency.plans(ws):
        agency.update_plan(ws, plan.key, name=plan.name, layout=plan.layout, policy="chw-2022")
    with ws.transaction("test") as tx:
        tx.execute("UPDATE referral SET service = 'htns'")  # the notice speaks of HTNS alone


def test_the_expected_extension_stands_in_the_card_and_the_form(daily: Any) -> None:
    member_id, referral_id = daily.read(soon)
    daily.read(to_chw)
    view = shown(daily, member_id)
    said = "An extension of 6 months would run from Dec 5, 2026 to Jun 4, 2027"
    assert said in words_of(view.ledger)
    assert "22-548m" in words_of(view.ledger)
    dialog = AuthorizationRequestDialog(daily.context, referral_id)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    assert said in words_of(dialog)


def test_the_chain_its_countdown_and_its_gap_stand_on_the_page(daily: Any) -> None:
    member_id, _referral = daily.read(soon)
    view = shown(daily, member_id)
    card = view.ledger
    said = words_of(card)
    assert "Dec 1, 2025 to Jun 30, 2026" in said
    assert "Jul 1, 2026 has no authorization" in said
    names = [child.accessibleName() for child in card.findChildren(QWidget)]
    pills = [pill.text() for pill in card.findChildren(StatusPill) if pill.isVisible()]
    assert "14 days left" in pills
    assert any("Jul 1, 2026" in name for name in names), "a screen reader hears the warning"


def test_a_packets_box_is_ticked_by_key_and_kept_and_keeps_the_focus(daily: Any) -> None:
    member_id, referral_id = daily.read(soon)
    view = shown(daily, member_id)
    key = (referral_id, "progress")
    box = view.ledger.boxes[key]
    assert "recommended" in box.accessibleDescription()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    daily.settle()
    packet = daily.read(partial(_packet, referral_id))
    assert [row.item for row in packet.rows if row.done] == ["progress"]
    again = view.ledger.boxes[key]
    assert again.isChecked()
    assert again is not box
    assert view.focusWidget() is again


def _packet(referral_id: str, ws: Workspace) -> Any:
    return authorizations.of_referral(ws, referral_id).packet


def test_the_words_of_a_box_tick_it_too(daily: Any) -> None:
    member_id, referral_id = daily.read(soon)
    view = shown(daily, member_id)
    line = view.ledger.findChildren(PacketWords)[0]
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    daily.settle()
    assert daily.read(partial(_packet, referral_id)).missing == 2


def test_a_lapse_stands_at_the_head_and_goes_with_the_next_check(daily: Any) -> None:
    member_id, _referral = daily.read(soon)
    view = shown(daily, member_id)
    assert not view.ledger.top.isVisible()
    assert [note.kind() for note in view.ledger.notes] == ["info"], "nobody has checked yet"
    daily.context.tasks.announce(daily.read(partial(lapse, member_id)))
    daily.settle()
    assert view.ledger.top.isVisible()
    assert "first day without coverage is Nov 1, 2026" in words_of(view.ledger.top)
    assert "Dec 4, 2026" in view.ledger.notes[0].words()
    assert "Question 5" in words_of(view.ledger.notes[0])
    active = CheckDraft(member_id, MediCal.ACTIVE, How.PHONE, date(2026, 11, 20))
    changes = daily.read(lambda ws: eligibility.record(ws, active)[1])
    daily.context.tasks.announce(changes)
    daily.settle()
    assert not view.ledger.top.isVisible()


def test_the_card_asks_for_its_forms(daily: Any) -> None:
    member_id, referral_id = daily.read(soon)
    view = shown(daily, member_id)
    asked: list[Any] = []
    daily.context.ways.check_eligibility.connect(asked.append)
    daily.context.ways.record_request.connect(asked.append)
    view.ledger.check.click()
    button = next(b for b in view.ledger.findChildren(RequestButton) if b.isVisible())
    assert button.text() == "Record extension request"
    button.click()
    assert asked[0] == member_id
    assert asked[1].referral_id == referral_id


def check_form(daily: Any, member_id: str) -> EligibilityCheckDialog:
    dialog = EligibilityCheckDialog(daily.context, member_id)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def test_a_check_is_recorded_by_keyboard(daily: Any) -> None:
    member_id, _referral = daily.read(soon)
    dialog = check_form(daily, member_id)
    assert not dialog.fields["lapsed_on"].isVisible()
    QTest.keyClick(dialog.found.buttons[0], Qt.Key.Key_2)
    assert dialog.found.value() is MediCal.LAPSED
    assert dialog.fields["lapsed_on"].isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()
    diary = daily.read(lambda ws: eligibility.diary(ws, member_id))
    assert [(c.result, c.lapsed_on) for c in diary.checks] == [(MediCal.LAPSED, None)]
    assert daily.asked["notice"][-1][0] == "Eligibility check recorded"


def test_what_is_wrong_with_a_check_stands_beside_its_field(daily: Any) -> None:
    member_id, _referral = daily.read(soon)
    dialog = check_form(daily, member_id)
    dialog.save()
    assert dialog.fields["result"].error.text()
    dialog.found.set_value(MediCal.ACTIVE)
    dialog.on.setDate(QDate(2026, 11, 21))
    dialog.save()
    daily.settle()
    assert "future" in dialog.fields["on"].error.text()
    dialog.on.setDate(QDate(2026, 11, 20))
    dialog.plan.setCurrentText("Elsewhere Plan")
    dialog.save()
    daily.settle()
    diary = daily.read(lambda ws: eligibility.diary(ws, member_id))
    assert diary.coverage.other_plan == "Elsewhere Plan"


def test_a_half_typed_check_comes_back(daily: Any) -> None:
    member_id, _referral = daily.read(soon)
    dialog = check_form(daily, member_id)
    assert dialog.draft() == {}
    dialog.found.set_value(MediCal.SUSPENDED)
    dialog.lapsed.choose("2026-11-02")
    dialog.next.choose("2026-12-01")
    dialog.plan.setCurrentText("Elsewhere")
    dialog.note.setText("clerk on the phone")
    kept = dialog.draft()
    again = check_form(daily, str(kept["about"]))
    again.restore_draft(kept)
    daily.settle()
    assert again.draft() == kept


def request_form(daily: Any, about: object) -> AuthorizationRequestDialog:
    dialog = AuthorizationRequestDialog(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def test_an_extension_is_asked_for_and_answered(daily: Any) -> None:
    member_id, referral_id = daily.read(soon)
    view = shown(daily, member_id)
    form = request_form(daily, referral_id)
    assert form.windowTitle() == "Record extension request"
    form.units.setText("six")
    form.save()
    assert form.fields["units"].error.text()
    form.units.setText("6")
    form.unit.setText("months")
    form.save()
    daily.settle()
    button = next(b for b in view.ledger.findChildren(RequestButton) if b.isVisible())
    assert button.text() == "Record the plan’s answer"
    answer = request_form(daily, referral_id)
    assert not answer.fields["end"].isVisible()
    answer.save()
    assert answer.fields["decision"].error.text()
    answer.decision.setCurrentIndex(1)
    assert answer.effective.date.date() == QDate(2026, 12, 5), "the day after the last"
    answer.effective.box.setChecked(True)
    answer.ends.choose("2026-12-04")
    answer.save()
    daily.settle()
    assert "before it starts" in answer.fields["end"].error.text()
    answer.ends.choose("2027-06-04")
    answer.save()
    daily.settle()
    one = daily.read(lambda ws: authorizations.of_referral(ws, referral_id))
    assert one.countdown.end == date(2027, 6, 4)
    assert (one.entries[-1].units, one.entries[-1].unit) == (6, "months")


def test_a_half_typed_answer_comes_back(daily: Any) -> None:
    _member, referral_id = daily.read(soon)
    asked = Request(referral_id, Kind.EXTENSION, date(2026, 11, 10))
    daily.read(lambda ws: authorizations.record_request(ws, asked))
    form = request_form(daily, referral_id)
    assert form.draft() == {}
    form.decision.setCurrentIndex(1)
    form.number.setText("N3")
    form.ends.choose("2027-06-04")
    kept = form.draft()
    again = request_form(daily, kept["about"])
    again.restore_draft(kept)
    assert again.draft() == kept
