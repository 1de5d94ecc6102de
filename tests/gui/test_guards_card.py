"""The card of limits on a real store, and its forms: keyboard, field errors, drafts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_rows import MemberGuards
from navigator_app.domain.homelessness import Situation
from navigator_app.domain.programs import Program
from navigator_app.domain.records import CaseloadQuery, MemberPage
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.services import caseload, discontinue, guards, programs
from navigator_app.services.workspace import Workspace
from tests.gui.dialogs_shown import closed, opened
from ui.dialogs.decline_full import DeclineFullDialog
from ui.dialogs.end_service import EndServiceDialog
from ui.dialogs.found_again import FoundAgainDialog
from ui.dialogs.member_facts import MemberFactsDialog
from ui.dialogs.override_guard import OverrideGuardDialog
from ui.views.unlock import UnlockView
from ui.widgets.guards_card import GuardsCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)

TODAY = date(2026, 11, 20)


def page(ws: Workspace) -> MemberPage:
    """A member with one approved, unanswered referral, under Partnership's rules."""
    with ws.transaction("test") as tx:
        tx.execute("UPDATE plan SET policy = 'partnership-mcap7003'")
    query = CaseloadQuery(status="none", authorization="approved")
    for row in caseload.page(ws, query).rows:
        found = caseload.member_page(ws, row.id)
        if len(found.referrals) == 1:
            return found
    raise AssertionError("no such member in the sample")


def told(ws: Workspace, member: str) -> MemberGuards:
    return guards.for_member(ws, member)


def shown(daily: Any, member: str) -> GuardsCard:
    card = GuardsCard(daily.context)
    daily.qtbot.addWidget(card)
    card.resize(900, 700)
    card.show_member(member)
    daily.settle()
    return card


def add_use(member: str, service: Service, ws: Workspace) -> None:
    programs.add_use(
        ws, programs.UseDraft(member, service, date(2024, 3, 1), provider="Lighthouse")
    )


def add_custody(member: str, days: int, ws: Workspace) -> None:
    start = TODAY - timedelta(days)
    programs.add_program(ws, programs.ProgramDraft(member, Program.INCARCERATION, start))


def add_housing(member: str, ws: Workspace) -> None:
    facts = Situation(
        TODAY, living_situation=410, loss_expected_on=TODAY + timedelta(20), no_resources=True
    )
    programs.add_housing(ws, member, facts)


def test_what_is_fine_is_folded_and_what_stops_stands_first(daily: Any) -> None:
    member = daily.read(page).member.id
    daily.read(partial(add_custody, member, 40))
    card = shown(daily, member)
    assert card.words()[0] == "incarceration: Stops"
    assert "no-waitlist: Fine" not in card.words()
    assert card.more.isVisibleTo(card)
    card.more.click()
    assert "no-waitlist: Fine" in card.words()
    assert card.more.text() == "Hide what is fine"


def test_a_row_says_why_and_where_it_is_written(daily: Any) -> None:
    member = daily.read(page).member.id
    daily.read(partial(add_custody, member, 40))
    card = shown(daily, member)
    said = " ".join(label.text() for label in card.findChildren(QLabel))
    assert "In custody for 40 days" in said
    assert "MCAP7003, VI.D.1.g" in said
    assert "30 calendar days" in said
    assert "Required" in said


def test_both_definitions_side_by_side_and_unconfirmed_said(daily: Any) -> None:
    member = daily.read(page).member.id
    card = shown(daily, member)
    assert [ask.form for ask in card.asks if ask.form == "member_facts"] == ["member_facts"]
    daily.read(partial(add_housing, member))
    card.show_member(member)
    daily.settle()
    assert {"HUD: Not known", "DHCS: Unconfirmed"} <= set(card.words())


def test_buttons_open_their_forms(daily: Any) -> None:
    found = daily.read(page)
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    card = shown(daily, found.member.id)
    card.add.click()
    for ask in card.asks:
        ask.click()
    referral = found.referrals[0].id
    assert ("member_facts", found.member.id) in asked
    assert ("end_service", referral) in asked
    assert ("decline_full", referral) in asked


def test_passing_a_limit_with_a_reason(daily: Any) -> None:
    found = daily.read(page)
    referral = found.referrals[0]
    daily.read(partial(add_custody, found.member.id, 40))
    dialog = opened(daily, OverrideGuardDialog, [referral.id, "incarceration"])
    assert dialog.pill.text() == "Stops"
    assert "40 days" in dialog.why.text()
    dialog.save()
    daily.settle()
    assert "needs a reason" in dialog.fields["reason"].error.text()
    dialog.reason.setPlainText("Release on Monday, plan agreed")
    assert dialog.draft() == {
        "about": [referral.id, "incarceration"],
        "reason": "Release on Monday, plan agreed",
    }
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()
    assert closed(dialog)
    assert found.member.id in daily.changes[-1].members
    card = shown(daily, found.member.id)
    assert "incarceration: Passed" in card.words()


def test_adding_a_program_names_what_cannot_be(daily: Any) -> None:
    member = daily.read(page).member.id
    dialog = opened(daily, MemberFactsDialog, member)
    form = dialog.program
    assert form.fields["amount"].isHidden()
    form.program.setCurrentIndex(form.program.findData("respite"))
    assert not form.fields["amount"].isHidden()
    form.starts.choose("2026-11-10")
    form.ends.choose("2026-11-01")
    dialog.save()
    daily.settle()
    assert "before the first" in form.fields["ends_on"].error.text()
    form.ends.choose("2026-11-12")
    form.amount.setText("many")
    dialog.save()
    daily.settle()
    assert "more than 0" in form.fields["amount"].error.text()
    form.amount.setText("337,0")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    rows = {row.result.rule_id: row for row in daily.read(partial(told, member=member)).rows}
    assert "337 hours" in str(rows["respite-hours"].result.why)


def test_the_three_forms_keep_their_drafts(daily: Any) -> None:
    member = daily.read(page).member.id
    dialog = opened(daily, MemberFactsDialog, member)
    assert dialog.draft() == {}
    dialog.kind.buttons[2].click()
    form = dialog.housing
    form.living.setCurrentIndex(form.living.findData("206"))
    form.entry.choose("2026-09-01")
    form.moves.setValue(2)
    form.poor.setCurrentIndex(1)
    form.note.setPlainText("said by the nurse")
    kept = dialog.draft()
    again = opened(daily, MemberFactsDialog, kept["about"])
    again.restore_draft(kept)
    assert again.kind.value() == "housing"
    assert again.draft() == kept
    assert again.housing.value() == form.value()
    again.save()
    daily.settle()
    assert daily.read(partial(told, member=member)).housing.note == "said by the nurse"


def test_an_empty_housing_form_is_refused_at_its_field(daily: Any) -> None:
    member = daily.read(page).member.id
    dialog = opened(daily, MemberFactsDialog, [member, "housing"])
    dialog.save()
    daily.settle()
    assert "Nothing is filled in" in dialog.housing.fields["living_situation"].error.text()


def test_an_earlier_service_with_what_has_changed(daily: Any) -> None:
    member = daily.read(page).member.id
    dialog = opened(daily, MemberFactsDialog, [member, "use"])
    dialog.use.service.setCurrentIndex(dialog.use.service.findData("htss"))
    dialog.use.starts.choose("2024-05-01")
    dialog.use.changed.setPlainText("New income")
    dialog.save()
    daily.settle()
    [use] = daily.read(partial(told, member=member)).uses
    assert (use.service, use.what_changed) == (Service.HTSS, "New income")


def choose_reason(daily: Any, dialog: EndServiceDialog, reason: EndReason) -> None:
    dialog.reason.setCurrentIndex(dialog.reason.findData(reason.slug))
    daily.settle()


def test_ending_shows_what_follows_before_it_is_done(daily: Any) -> None:
    found = daily.read(page)
    dialog = opened(daily, EndServiceDialog, found.referrals[0].id)
    assert dialog.reason.count() == 10
    dialog.save()
    assert "Choose a reason" in dialog.fields["reason"].error.text()
    choose_reason(daily, dialog, EndReason.MOVED_AWAY)
    said = " ".join(dialog.outcome.lines)
    assert "loop closes on Nov 20, 2026" in said
    assert "PCP" in said
    assert dialog.closes.currentData() == "no-longer-eligible"
    assert daily.read(partial(told, member=found.member.id)).endings == ()
    dialog.plan_told.choose("2026-11-20")
    dialog.save()
    daily.settle()
    assert closed(dialog)
    [ending] = daily.read(partial(told, member=found.member.id)).endings
    assert (ending.reason, ending.plan_told) == (EndReason.MOVED_AWAY, TODAY)


def test_unresponsive_without_attempts_asks_for_a_reason(daily: Any) -> None:
    found = daily.read(page)
    dialog = opened(daily, EndServiceDialog, found.referrals[0].id)
    choose_reason(daily, dialog, EndReason.MEMBER_WISH)
    assert dialog.fields["override"].isHidden()
    choose_reason(daily, dialog, EndReason.UNRESPONSIVE)
    assert not dialog.fields["override"].isHidden()
    assert "0 of 3 attempts" in " ".join(dialog.outcome.lines)
    dialog.save()
    daily.settle()
    assert "0 of 3" in dialog.fields["override"].error.text()
    dialog.override.setPlainText("Family says he left the country")
    kept = dialog.draft()
    again = opened(daily, EndServiceDialog, kept["about"])
    again.restore_draft(kept)
    daily.settle()
    assert again.draft() == kept
    again.save()
    daily.settle()
    assert closed(again)
    assert daily.read(partial(told, member=found.member.id)).endings


def test_a_last_day_that_cannot_be_stands_at_its_field(daily: Any) -> None:
    found = daily.read(page)
    dialog = opened(daily, EndServiceDialog, found.referrals[0].id)
    choose_reason(daily, dialog, EndReason.MEMBER_WISH)
    dialog.on.setDate(QDate(2026, 12, 1))
    daily.settle()
    dialog.save()
    daily.settle()
    assert "in the future" in dialog.fields["on"].error.text()


def end(referral: str, ws: Workspace) -> str:
    row, _ = discontinue.end(
        ws, discontinue.Ending(referral, EndReason.MEMBER_WISH, date(2026, 11, 19))
    )
    return row.id


def test_found_again(daily: Any) -> None:
    found = daily.read(page)
    ending = daily.read(partial(end, found.referrals[0].id))
    dialog = opened(daily, FoundAgainDialog, ending)
    dialog.on.setDate(QDate(2026, 11, 18))
    dialog.save()
    daily.settle()
    assert "before the service ended" in dialog.fields["on"].error.text()
    dialog.on.setDate(QDate(2026, 11, 20))
    dialog.save()
    daily.settle()
    assert closed(dialog)
    [row] = daily.read(partial(told, member=found.member.id)).endings
    assert row.reengaged == TODAY


def member_page(member: str, ws: Workspace) -> MemberPage:
    return caseload.member_page(ws, member)


def test_no_room_declines_and_says_when_the_plan_must_know(daily: Any) -> None:
    found = daily.read(page)
    dialog = opened(daily, DeclineFullDialog, found.referrals[0].id)
    assert dialog.draft() == {}
    dialog.own.setValue(2)
    dialog.note.setPlainText("two navigators away")
    assert dialog.draft()["own"] == 2
    dialog.save()
    daily.settle()
    assert closed(dialog)
    after = daily.read(partial(member_page, found.member.id))
    assert after.referrals[0].status is ReferralStatus.DECLINED
    assert "Tell the plan of your capacity by Dec 1, 2026" in daily.asked["notice"][-1][0]


def test_tab_follows_what_is_read_and_the_focus_stays_over_a_change(daily: Any) -> None:
    found = daily.read(page)
    member = found.member.id
    daily.read(partial(add_custody, member, 40))
    card = shown(daily, member)
    card.show()
    order = []
    here: QWidget | None = card.add
    for _step in range(len(card.asks) + 1):
        here = here.nextInFocusChain() if here else None
        while here and not here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            here = here.nextInFocusChain()
        order.append(here)
    assert order == [*card.asks, card.more]
    card.activateWindow()
    end = next(ask for ask in card.asks if ask.form == "end_service")
    end.setFocus()
    daily.read(partial(add_housing, member))
    card.show_member(member)
    daily.settle()
    assert [ask.form for ask in card.asks if ask.hasFocus()] == ["end_service"]


def test_half_typed_forms_come_back_after_a_lock(
    start_program: Callable[..., Any],
    caseload_home: Path,
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> None:
    home = tmp_path / "home"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    ids: list[str] = []
    program.tasks.run(lambda ws: page(ws).member.id, ids.append, owner=program.window)
    qtbot.waitUntil(lambda: bool(ids) and not program.tasks.busy, timeout=15_000)
    inside = program.window.workplace
    inside.context.ways.ask.emit("member_facts", [ids[0], "housing"])
    [dialog] = inside.findChildren(MemberFactsDialog)
    dialog.housing.note.setPlainText("behind the library")
    with qtbot.waitSignal(program.window.locked, timeout=15_000):
        program.window.lock()
    view = next(one for one in program.window.findChildren(UnlockView) if one.isVisible())
    view.passphrase.setText(passphrase)
    with qtbot.waitSignal(program.window.unlocked, timeout=15_000):
        view.unlock()
    qtbot.waitUntil(lambda: not program.tasks.busy, timeout=15_000)
    [again] = program.window.workplace.findChildren(MemberFactsDialog)
    assert again.kind.value() == "housing"
    assert again.housing.note.toPlainText() == "behind the library"
