"""A member's services behind their tab: figures, notes, filters, taking back, the timer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QScrollArea

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import AuthorizationStatus, Mode, Service
from navigator_app.services import caseload, eligibility, record_encounter
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from ui.views.member_services import PAGE, MemberServicesSection

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def served(notes: int, ws: Workspace) -> str:
    """An authorized member with a look-up of this month and so many notes, a day apart."""
    rows = caseload.referrals(ws)
    found = next(
        row
        for row in rows
        if row.service is Service.HTNS and row.authorization_status is AuthorizationStatus.APPROVED
    )
    member = found.member_id
    eligibility.record(ws, CheckDraft(member, MediCal.ACTIVE, How.PORTAL, date(2026, 11, 3)))
    for number in range(notes):
        at = datetime(2026, 11, 20, 9) - timedelta(days=number)
        record_encounter.record(ws, note(member, at))
    return member


def note(member: str, at: datetime, **more: Any) -> NoteDraft:
    return NoteDraft(
        member, Service.HTNS, "htns-search", at, 45, Mode.PHONE, code="H2016 U6",
        narrative="Looked at two rooms.", **more,
    )  # fmt: skip


def shown(daily: Any, member: str) -> MemberServicesSection:
    section = MemberServicesSection(daily.context)
    daily.qtbot.addWidget(section)
    section.resize(1100, 900)
    section.show()
    section.show_member(member)
    daily.settle()
    return section


def test_nothing_yet_is_kind_and_offers_the_first_step(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    section = shown(daily, member)
    asked: list[Any] = []
    daily.context.ways.ask.connect(lambda *values: asked.append(values))
    assert section.empty.isVisible()
    assert not section._list.isVisible()
    assert section.empty.button is not None
    section.empty.button.click()
    assert asked == [("service_note", member)]


def test_notes_newest_first_twenty_at_a_time(daily: Any) -> None:
    member = daily.read(partial(served, PAGE + 6))
    section = shown(daily, member)
    rows = [row.row for row in section._rows.values()]
    assert len(rows) == PAGE
    assert rows[0].on == date(2026, 11, 20)
    assert section.count.text() == f"20 of {PAGE + 6} notes"
    assert section.findChild(QScrollArea) is None, "a section scrolls with its page"
    section.more.click()
    daily.settle()
    assert len(section._rows) == PAGE + 6
    assert not section.more.isVisible()


def test_a_verdict_is_a_shape_and_a_word_with_its_reason(daily: Any) -> None:
    member = daily.read(partial(served, 20))
    section = shown(daily, member)
    pills = {row.row.on: row.pill for row in section._rows.values()}
    assert pills[date(2026, 11, 20)].text() == "Can be billed"
    early = pills[date(2026, 11, 1)]
    assert (early.text(), early.kind(), early._icon) == ("Not payable", "danger", "forbidden")
    values = [value.text() for value, _what in section.figures._values]
    assert values[0] == "15 h"
    assert section.figures._unpaid.isVisible()


def test_filters_narrow_and_say_how_many(daily: Any) -> None:
    member = daily.read(partial(served, 20))
    section = shown(daily, member)
    section.payable.setCurrentIndex(section.payable.findData("no"))
    daily.settle()
    assert {row.pill.text() for row in section._rows.values()} == {"Not payable"}
    section.service.setCurrentIndex(section.service.findData("htss"))
    daily.settle()
    assert section.count.text() == "0 of 0 notes"
    assert section.service.isVisible(), "the way back stays in sight"


def test_a_note_is_taken_back_with_undo(daily: Any) -> None:
    member = daily.read(partial(served, 2))
    section = shown(daily, member)
    next(iter(section._rows.values())).take_back.click()
    daily.settle()
    section.on_changes(daily.changes[-1])
    daily.settle()
    assert len(section._rows) == 1
    text, (label, undo) = daily.asked["notice"][-1]
    assert (text, label) == ("The note is taken back.", "Undo")
    undo()
    daily.settle()
    section.on_changes(daily.changes[-1])
    daily.settle()
    assert len(section._rows) == 2


def test_a_long_note_is_folded_and_read_whole(daily: Any) -> None:
    member = daily.read(partial(served, 0))
    long = "The kitchen window does not close. " * 60
    draft = note(member, datetime(2026, 11, 19, 9))
    daily.read(lambda ws: record_encounter.record(ws, replace(draft, narrative=long)))
    section = shown(daily, member)
    (row,) = section._rows.values()
    assert len(row.text.text()) < 500
    row.unfold.click()
    assert row.text.text() == long.strip()
    assert not row.unfold.isVisible()


def test_the_timer_becomes_a_note(daily: Any) -> None:
    member = daily.read(partial(served, 1))
    section = shown(daily, member)
    again: list[Any] = []
    daily.context.ways.reopen.connect(lambda *values: again.append(values))
    section.timer.go.click()
    daily.settle()
    assert section.timer.go.text() == "Pause"
    section.timer.end.click()
    daily.settle()
    ((key, payload),) = again
    assert key == "service_note"
    assert payload["minutes"] == "1"
    assert payload["about"] == {"member": member}
    assert section.timer.go.text() == "Start timer"
