"""Recording and correcting a status on a real store: advice first, refusals beside the field."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.records import CaseloadQuery, MemberPage
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.services import agency, caseload, eligibility, record_status
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.dialogs.record_status import Correction, RecordStatusDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def fresh_page(ws: Workspace) -> MemberPage:
    """A member whose one referral is approved and not answered."""
    query = CaseloadQuery(status="none", authorization="approved")
    return caseload.member_page(ws, caseload.page(ws, query).rows[0].id)


def page_of(member_id: str, ws: Workspace) -> MemberPage:
    return caseload.member_page(ws, member_id)


def answer(referral_id: str, status: ReferralStatus, on: date, ws: Workspace) -> None:
    record_status.record(ws, referral_id, status, on)


def opened(daily: Any, about: object) -> RecordStatusDialog:
    dialog = RecordStatusDialog(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def closed(dialog: RecordStatusDialog) -> bool:
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def test_answer_by_keyboard(daily: Any) -> None:
    page = daily.read(fresh_page)
    dialog = opened(daily, page.referrals[0])
    first = dialog.status.buttons[ReferralStatus.ACCEPTED]
    QTest.keyClick(first, Qt.Key.Key_1)
    QTest.keyClick(first, Qt.Key.Key_Return)
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(page_of, page.member.id))
    assert after.referrals[0].status is ReferralStatus.ACCEPTED
    assert after.referrals[0].status_date == date(2026, 11, 20)
    assert page.referrals[0].id in daily.changes[-1].referrals
    assert daily.asked["notice"][-1][0].startswith("Accepted recorded for ")


def test_a_due_line_and_a_bare_id_open_the_same_referral(daily: Any) -> None:
    page = daily.read(fresh_page)
    for about in (page.due[0], page.referrals[0].id):
        dialog = opened(daily, about)
        assert page.member.last_name in dialog._whose.text()
        dialog.close()


def test_closing_needs_one_of_six_reasons(daily: Any) -> None:
    page = daily.read(fresh_page)
    dialog = opened(daily, page.referrals[0])
    assert not dialog.fields["reason"].isVisible()
    dialog.status.buttons[ReferralStatus.CLOSED].click()
    assert dialog.fields["reason"].isVisible()
    offered = [dialog.reason.itemData(n) for n in range(dialog.reason.count())]
    assert ClosureReason.AUTHORIZATION_DENIED not in offered
    assert len([reason for reason in offered if reason]) == 6
    dialog.save()
    daily.settle()
    assert "needs a reason" in dialog.fields["reason"].error.text()
    assert dialog.isVisible()
    dialog.reason.setCurrentIndex(dialog.reason.findData(ClosureReason.NO_LONGER_NEEDS))
    dialog.save()
    daily.settle()
    after = daily.read(partial(page_of, page.member.id))
    assert after.referrals[0].closure_reason is ClosureReason.NO_LONGER_NEEDS


def strict(ws: Workspace) -> None:
    """The plan's own policy asks for three attempts."""
    policy = "partnership-mcap7003"
    agency.update_plan(ws, "bayview", name="Bayview", layout="bayview", policy=policy)


def test_too_few_attempts_ask_for_a_reason_beside_the_field(daily: Any) -> None:
    daily.read(strict)
    page = daily.read(fresh_page)
    dialog = opened(daily, page.referrals[0])
    dialog.status.buttons[ReferralStatus.CLOSED].click()
    dialog.reason.setCurrentIndex(dialog.reason.findData(ClosureReason.UNABLE_TO_REACH))
    assert dialog.fields["override"].isHidden()
    dialog.save()
    daily.settle()
    assert "0 of 3 attempts" in dialog.fields["override"].error.text()
    assert dialog.override.hasFocus()
    dialog.reason.setCurrentIndex(dialog.reason.findData(ClosureReason.OTHER))
    assert dialog.fields["override"].isHidden()
    dialog.reason.setCurrentIndex(dialog.reason.findData(ClosureReason.UNABLE_TO_REACH))
    dialog.save()
    daily.settle()
    dialog.override.setPlainText("Deported last week")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(page_of, page.member.id))
    assert after.referrals[0].closure_reason is ClosureReason.UNABLE_TO_REACH


def lapse(member_id: str, ws: Workspace) -> None:
    found = CheckDraft(
        member_id, MediCal.LAPSED, How.PORTAL, date(2026, 11, 20), lapsed_on=date(2026, 11, 1)
    )
    eligibility.record(ws, found)


def test_services_after_a_lapse_are_not_recorded_in_silence(daily: Any) -> None:
    page = daily.read(fresh_page)
    accepted = (page.referrals[0].id, ReferralStatus.ACCEPTED, date(2026, 11, 20))
    daily.read(partial(answer, *accepted))
    daily.read(partial(lapse, page.member.id))
    dialog = opened(daily, daily.read(partial(page_of, page.member.id)).referrals[0])
    dialog.status.buttons[ReferralStatus.CLOSED].click()
    dialog.reason.setCurrentIndex(dialog.reason.findData(ClosureReason.SERVICES_RECEIVED))
    dialog.save()
    daily.settle()
    assert not closed(dialog)
    assert "lapsed on Nov 1" in dialog.fields["override"].error.text()
    dialog.override.setPlainText("Served before anybody knew")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(page_of, page.member.id))
    assert after.referrals[0].status is ReferralStatus.CLOSED


def test_a_half_typed_override_comes_back(daily: Any) -> None:
    page = daily.read(fresh_page)
    dialog = opened(daily, page.referrals[0])
    kept = {"status": "closed", "reason": "unable-to-reach", "override": "Deported last week"}
    dialog.restore_draft({**kept, "note": "", "on": "2026-11-20"})
    assert dialog.override.toPlainText() == "Deported last week"
    assert not dialog.fields["override"].isHidden()
    assert {**dialog.draft(), **kept} == dialog.draft()


def test_what_is_impossible_says_why_before_anybody_tries(daily: Any) -> None:
    page = daily.read(fresh_page)
    referral = page.referrals[0]
    daily.read(partial(answer, referral.id, ReferralStatus.OUTREACH_INITIATED, date(2026, 11, 19)))
    dialog = opened(daily, referral)
    declined = dialog.status.buttons[ReferralStatus.DECLINED]
    assert not declined.isEnabled()
    assert "Outreach has begun" in declined.accessibleDescription()
    assert "Referral Loop Closed" in dialog.status.lines[ReferralStatus.DECLINED].text()
    assert dialog.status.buttons[ReferralStatus.CLOSED].isEnabled()


@pytest.mark.parametrize(
    ("day", "said"), [(QDate(2026, 12, 1), "in the future"), (QDate(2020, 1, 1), "before")]
)
def test_a_date_that_cannot_be_stands_beside_the_date(daily: Any, day: QDate, said: str) -> None:
    page = daily.read(fresh_page)
    dialog = opened(daily, page.referrals[0])
    dialog.status.buttons[ReferralStatus.ACCEPTED].click()
    dialog.on.setDate(day)
    dialog.save()
    daily.settle()
    assert said in dialog.fields["on"].error.text()
    assert daily.read(partial(page_of, page.member.id)).events == ()


def test_a_wrong_status_is_corrected_by_one_that_says_so(daily: Any) -> None:
    page = daily.read(fresh_page)
    daily.read(partial(answer, page.referrals[0].id, ReferralStatus.PENDING, date(2026, 11, 19)))
    page = daily.read(partial(page_of, page.member.id))
    wrong = page.events[0]
    dialog = opened(daily, Correction(page.referrals[0], wrong))
    assert "This corrects Pending of Nov 19, 2026" in dialog._correction.text()
    dialog.status.buttons[ReferralStatus.ACCEPTED].click()
    dialog.on.setDate(QDate(2026, 11, 19))
    dialog.save()
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(page_of, page.member.id))
    standing = [event for event in after.events if event.corrected_by is None]
    assert [event.status for event in standing] == [ReferralStatus.ACCEPTED]
    assert standing[0].corrects == wrong.id


def test_half_typed_text_comes_back(daily: Any) -> None:
    page = daily.read(fresh_page)
    dialog = opened(daily, page.referrals[0])
    assert dialog.draft() == {}
    dialog.status.buttons[ReferralStatus.CLOSED].click()
    dialog.reason.setCurrentIndex(3)
    dialog.note.setPlainText("Moved to Fresno")
    kept = dialog.draft()
    dialog.close()
    again = opened(daily, kept["about"])
    again.restore_draft(kept)
    daily.settle()
    assert again.draft() == kept
