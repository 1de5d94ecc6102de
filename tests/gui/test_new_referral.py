"""Taking a member in by hand: by keyboard, what follows shown live, refusals beside fields."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import IntakeRow, NewMember
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service
from navigator_app.services import caseload, intake, record_status
from navigator_app.services.workspace import Workspace
from ui.dialogs.new_referral import NewReferralDialog
from ui.widgets.day_field import DayField, read_day
from ui.widgets.intake_card import IntakeCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)
TODAY = date(2026, 11, 20)


def opened(daily: Any, about: object = None) -> NewReferralDialog:
    dialog = NewReferralDialog(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def closed(dialog: NewReferralDialog) -> bool:
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def fill(dialog: NewReferralDialog, **values: str) -> None:
    for name, text in values.items():
        line: Any = dialog.form.member.lines.get(name) or dialog.form.facts.inputs[name]
        line.setText(text)


def new_member(dialog: NewReferralDialog) -> None:
    dialog.form.member.turn.click()
    fill(dialog, first_name="Nora", last_name="Vale", date_of_birth="4/2/1975", cin="90000777A")


def wait_outlook(daily: Any, dialog: NewReferralDialog, part: str) -> None:
    daily.qtbot.waitUntil(lambda: any(part in line for line in dialog.panel.lines), timeout=5000)


def find(text: str, ws: Workspace) -> list[Any]:
    return caseload.find(ws, text)


def of_member(member_id: str, ws: Workspace) -> list[IntakeRow]:
    return intake.of_member(ws, member_id)


def first_open(ws: Workspace) -> Any:
    row = caseload.page(ws, CaseloadQuery(authorization="approved", status="none")).rows[0]
    return caseload.member_page(ws, row.id).referrals[0]


def test_a_new_member_by_keyboard(daily: Any) -> None:
    dialog = opened(daily)
    first = dialog.form.way.buttons[0]
    QTest.keyClick(first, Qt.Key.Key_1)
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert dialog.form.rest.isVisible() and not dialog.form.way_field.isVisible()
    new_member(dialog)
    fill(dialog, identified_on="11/2", submitted_on="11/18")
    wait_outlook(daily, dialog, "Nov 18, 2026")
    assert "decision-routine 2026-11-25" in dialog.panel.lines
    sources = [line for line in dialog.panel.lines if "APL 21-011" in line]
    assert sources and "(required)" in sources[0]
    assert any("retroactive" in line or "Bottom-Up" in line for line in dialog.panel.lines)
    field = dialog.form.facts.inputs["submitted_on"]
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()
    assert closed(dialog)
    member = daily.read(partial(find, "Nora Vale"))[0]
    row = daily.read(partial(of_member, member.id))[0]
    assert row.path is Path.BOTTOM_UP and row.values["submitted_on"] == "2026-11-18"
    assert daily.asked["open_member"] == [member.id]
    assert row.referral_id in daily.changes[-1].referrals


def test_the_mouse_goes_on_by_the_button(daily: Any) -> None:
    dialog = opened(daily)
    assert not dialog.save_button.isEnabled()
    dialog.form.way.buttons[5].click()
    assert dialog.save_button.text() == "Continue"
    dialog.save_button.click()
    assert dialog.form.rest.isVisible()
    assert set(dialog.form.facts.inputs) >= {"facility", "release_on"}
    dialog.form.other_way.click()
    assert dialog.form.way_field.isVisible()


def test_what_is_wrong_stands_beside_its_field(daily: Any) -> None:
    dialog = opened(daily)
    dialog.form.way.buttons[0].click()
    dialog.save()
    dialog.save()
    assert "Choose a member" in dialog.form.member.finder.error.text()
    new_member(dialog)
    for values, name, part in (
        ({"identified_on": "soon"}, "identified_on", "no date"),
        ({"identified_on": "11/2", "submitted_on": "11/1"}, "submitted_on", "before"),
        ({"submitted_on": "", "cin": "12"}, "cin", "eight digits"),
    ):
        fill(dialog, **values)
        dialog.save()
        daily.settle()
        field = dialog.form.field(name)
        assert field is not None and part in field.error.text()
        assert not dialog.problem.text()
    assert dialog.save_button.isEnabled()
    assert daily.read(partial(find, "Nora Vale")) == []


def test_a_namesake_has_to_be_told_apart(daily: Any) -> None:
    known = daily.read(lambda ws: caseload.page(ws, CaseloadQuery()).rows[0])
    dialog = opened(daily)
    dialog.form.way.buttons[0].click()
    dialog.save()
    dialog.form.member.turn.click()
    fill(
        dialog,
        first_name=known.first_name,
        last_name=known.last_name,
        date_of_birth=known.date_of_birth.isoformat(),
        cin="90000777A",
        identified_on="11/2",
    )
    assert dialog.form.member.another.isHidden()
    dialog.save()
    daily.settle()
    assert "is here already" in dialog.form.member.fields["last_name"].error.text()
    dialog.form.member.another.setChecked(True)
    dialog.save()
    daily.settle()
    assert closed(dialog)


def test_how_a_referral_of_a_file_came_is_told_and_shown(daily: Any) -> None:
    referral = daily.read(first_open)
    card = IntakeCard(daily.context)
    daily.qtbot.addWidget(card)
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda key, about: asked.append((key, about)))
    card.show_member(referral.member_id)
    daily.settle()
    card.edits[referral.id].click()
    assert asked == [("new_referral", {"referral": referral.id})]
    dialog = opened(daily, asked[0][1])
    dialog.form.way.buttons[4].click()
    dialog.save()
    assert "sent_to_provider_on" not in dialog.form.facts.inputs
    assert not dialog.form.member.isVisible() and dialog.form.whose.isVisible()
    fill(dialog, referrer_organization="Mercy Clinic")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    card.show_member(referral.member_id)
    daily.settle()
    row = daily.read(partial(of_member, referral.member_id))[0]
    assert row.values["referrer_organization"] == "Mercy Clinic"
    again = opened(daily, {"referral": referral.id})
    assert again.form.way.value() is not None
    assert again.form.facts.values()["referrer_organization"] == "Mercy Clinic"


def close_loop(referral_id: str, ws: Workspace) -> None:
    record_status.record(
        ws,
        referral_id,
        ReferralStatus.CLOSED,
        TODAY,
        reason=ClosureReason.NO_LONGER_NEEDS,
    )


def test_a_re_referral_names_the_loop_before(daily: Any) -> None:
    referral = daily.read(first_open)
    daily.read(partial(close_loop, referral.id))
    dialog = opened(daily, {"member": referral.member_id})
    dialog.form.way.buttons[8].click()
    dialog.save()
    daily.settle()
    dialog.form.service.setCurrentIndex(list(Service).index(referral.service))
    dialog.save()
    daily.settle()
    assert "Choose which" in dialog.form.fields["previous_referral_id"].error.text()
    dialog.form.previous.setCurrentIndex(1)
    dialog.save()
    daily.settle()
    assert closed(dialog)
    rows = daily.read(partial(of_member, referral.member_id))
    assert rows[0].previous_referral_id == referral.id


def test_half_typed_answers_come_back(daily: Any) -> None:
    dialog = opened(daily)
    assert dialog.draft() == {}
    dialog.form.way.buttons[3].click()
    dialog.save()
    new_member(dialog)
    fill(dialog, prospect_received_on="11/18", note="At the library")
    kept = dialog.draft()
    dialog.close()
    again = opened(daily, kept["about"])
    again.restore_draft(kept)
    daily.settle()
    assert again.draft() == kept
    assert again.form.rest.isVisible()
    assert again.form.member.typed() == NewMember("Nora", "Vale", "1975-04-02", "90000777A", "")


@pytest.mark.parametrize(
    ("text", "ahead", "day"),
    [
        ("t", False, TODAY),
        ("yesterday", False, date(2026, 11, 19)),
        ("-3", False, date(2026, 11, 17)),
        ("11/18", False, date(2026, 11, 18)),
        ("12/1", False, date(2025, 12, 1)),
        ("12/1", True, date(2026, 12, 1)),
        ("1/5", True, date(2027, 1, 5)),
        ("2/29/24", False, date(2024, 2, 29)),
        ("2026-11-01", False, date(2026, 11, 1)),
        ("2/29/2026", False, None),
        ("soon", False, None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, ahead: bool, day: date | None) -> None:
    assert read_day(text, TODAY, ahead=ahead) == day


def test_arrows_move_a_day(daily: Any) -> None:
    field = DayField(TODAY)
    daily.qtbot.addWidget(field)
    field.show()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.iso() == "2026-11-20"
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert (field.iso(), field.text()) == ("2026-11-19", "11/19/2026")
    field.setText("whenever")
    assert field.iso() == "whenever"
