"""Forms that take an hour where rules count hours: kept, read back, refused beside the field."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import Any

import pytest
import shiboken6

from navigator_app.domain.facts import Path
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import AuthorizationStatus, Service
from navigator_app.services import caseload, intake
from navigator_app.services.workspace import Workspace
from ui.dialogs.authorization_request import AuthorizationRequestDialog
from ui.dialogs.later_days import LaterDaysDialog
from ui.dialogs.new_referral import NewReferralDialog
from ui.widgets.asking_dialog import set_day

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def opened(daily: Any, kind: Any, about: object) -> Any:
    dialog = kind(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def closed(dialog: Any) -> bool:
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def urgent(ws: Workspace) -> str:
    """A second service for somebody, urgent, of which no file tells yet."""
    member = caseload.page(ws, CaseloadQuery()).rows[0].id
    known = caseload.member_page(ws, member).referrals
    other = next(one for one in Service if one not in {row.service for row in known})
    values = {"identified_on": "2026-11-02", "urgent": "1"}
    row, _changes = intake.create(
        ws, plan="bayview", service=other, path=Path.BOTTOM_UP, values=values, member=member
    )
    return row.referral_id


def facts_of(daily: Any, referral: str) -> dict[str, str]:
    return dict(daily.read(partial(intake.intake, referral_id=referral)).values)


def kept(daily: Any, referral: str) -> Any:
    sql = (
        "SELECT requested_on, requested_at, decided_on, decided_at FROM authorization_request "
        "WHERE referral_id = ?"
    )
    return daily.read(lambda ws: ws.store.one(sql, (referral,)))


def test_a_way_in_takes_the_hour_of_the_request(daily: Any) -> None:
    referral = daily.read(urgent)
    dialog = opened(daily, NewReferralDialog, {"referral": referral})
    inputs = dialog.form.facts.inputs
    inputs["submitted_at"].setText("half past")
    inputs["submitted_on"].setText("11/18/2026")
    dialog.save()
    daily.settle()
    assert dialog.form.facts.fields["submitted_at"].error.isVisibleTo(dialog)
    inputs["submitted_at"].setText("7:30 pm")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    assert facts_of(daily, referral)["submitted_at"] == "2026-11-19T03:30:00.000+00:00"
    again = opened(daily, NewReferralDialog, {"referral": referral})
    assert again.form.facts.values()["submitted_at"] == "19:30"
    again.form.facts.inputs["submitted_at"].setText("")
    again.save()
    daily.settle()
    found = facts_of(daily, referral)
    assert found["submitted_on"] == "2026-11-18" and "submitted_at" not in found


def test_the_request_and_its_answer_take_an_hour(daily: Any) -> None:
    referral = daily.read(urgent)
    dialog = opened(daily, AuthorizationRequestDialog, referral)
    set_day(dialog.requested, "2026-11-17")
    dialog.requested_at.setText("noonish")
    assert dialog.draft()["requested_at"] == "noonish"
    dialog.save()
    assert dialog.fields["requested_at"].error.isVisibleTo(dialog)
    assert not dialog.fields["decided_at"].isVisibleTo(dialog)
    dialog.requested_at.setText("6:15p")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    answer = opened(daily, AuthorizationRequestDialog, referral)
    assert answer.fields["decided_at"].isVisibleTo(answer)
    answer.decision.setCurrentIndex(answer.decision.findData(AuthorizationStatus.DENIED))
    set_day(answer.decided, "2026-11-19")
    answer.decided_at.setText("9a")
    answer.save()
    daily.settle()
    assert kept(daily, referral) == (
        *("2026-11-17", "2026-11-18T02:15:00.000+00:00"),
        *("2026-11-19", "2026-11-19T17:00:00.000+00:00"),
    )


def test_what_came_after_takes_an_hour_where_hours_count(daily: Any) -> None:
    referral = daily.read(urgent)
    dialog = opened(daily, LaterDaysDialog, referral)
    assert dialog.days["engaged_on"].hour is None
    told = dialog.days["provider_told_at"]
    assert not told.hour.isVisibleTo(dialog)
    told.choose("2026-11-18")
    told.hour.setText("late")
    dialog.save()
    daily.settle()
    assert dialog.fields["provider_told_at"].error.isVisibleTo(dialog)
    told.hour.setText("4:05 pm")
    assert dialog.draft()["days"]["provider_told_at"] == "2026-11-18T16:05"
    dialog.save()
    daily.settle()
    assert facts_of(daily, referral)["provider_told_at"] == "2026-11-19T00:05:00.000+00:00"
    again = opened(daily, LaterDaysDialog, referral)
    assert again.draft() == {}
    assert again.days["provider_told_at"].day() == date(2026, 11, 18)
    assert again.days["provider_told_at"].hour.value() == time(16, 5)
