"""The deposit requests of a member, through the window's own widgets."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from navigator_app.domain.deposits import Item
from navigator_app.domain.deposits import State as RequestState
from navigator_app.services import caseload, deposit_steps, deposits, drafts
from navigator_app.services.workspace import Workspace
from tests.gui import every_page as lint
from tests.gui.dialogs_shown import opened
from tests.gui.papers_shown import (
    TODAY,
    anybody,
    builder,
    fill,
    made,
    press,
    sent_of,
    shown,
    stored,
    words_of,
)
from tests.services import deposit_maker
from ui.context import View
from ui.dialogs.deposit_answer import DepositAnswerDialog, DepositPaidDialog
from ui.dialogs.deposit_request import DepositRequestDialog
from ui.models import settling
from ui.places import MemberAt
from ui.widgets.asking_dialog import choose
from ui.widgets.deposits_card import AGAIN, ANSWER, BACK, GO_ON
from ui.widgets.guards_card import GuardsCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def test_nothing_asked_for_offers_the_first_step(daily: Any) -> None:
    section = shown(daily, daily.read(anybody))
    said = words_of(section.deposits)
    assert "Nothing is asked for yet" in said
    assert "No cap is known for this plan" in said
    press(daily, section.deposits.begin)
    assert daily.asked["ask"][-1][0] == "deposit_request"


def test_the_sum_follows_what_is_typed(daily: Any) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    fill(dialog, 0, "security-deposit", "1,800")
    assert dialog.total.text() == "Total $1,800.00, $4,200.00 left of $6,000.00"
    second = fill(dialog, 1, "first-month-rent", "$4,800.00")
    assert dialog.total.text().startswith("Total $6,600.00: $600.00 over the cap of $6,000.00")
    assert "over the plan's $6,000.00" in second.fields["cents"].error.text()
    second.remove.click()
    assert dialog.total.text().startswith("Total $1,800.00,")


def test_over_the_cap_it_is_not_sent_but_kept(daily: Any) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    fill(dialog, 0, "security-deposit", "7,000")
    dialog.move_in.box.setChecked(True)
    press(daily, dialog.save_button)
    assert dialog.isVisible()
    assert dialog.items.boxes[0].lines["cents"].hasFocus()
    assert "kept as a draft" in dialog.problem.text()
    assert stored(daily, one.member) == ()
    press(daily, dialog.keep)
    [kept] = stored(daily, one.member)
    assert (kept.state, kept.total) == (RequestState.DRAFT, 700000)


def test_each_missing_thing_is_named_after_the_first_try(daily: Any) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    box = dialog.items.boxes[0]
    assert not box.fields["vendor"].error.isVisible(), "nothing is scolded before it is tried"
    press(daily, dialog.save_button)
    for key in ("kind", "cents", "vendor"):
        assert box.fields[key].error.isVisible(), key
    assert dialog.fields["move_in_on"].error.isVisible()
    fill(dialog, 0, "security-deposit", "100")
    assert not box.fields["vendor"].error.isVisible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-500", "below nothing"), ("a lot", "such as 1,250.00"), ("12.345", "such as 1,250.00")],
)
def test_an_amount_that_is_none_is_named_and_its_letters_kept(
    daily: Any, typed: str, said: str
) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    box = fill(dialog, 0, "security-deposit", typed)
    assert said in box.fields["cents"].error.text()
    for button in (dialog.keep, dialog.save_button):
        press(daily, button)
        assert dialog.isVisible()
    kept = dialog.draft()
    dialog.reject()
    daily.settle()
    again = builder(daily, one)
    again.restore_draft(kept)
    assert again.items.boxes[0].lines["cents"].text() == typed


def test_ongoing_rent_is_refused_at_once_with_its_rule(daily: Any) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    box = fill(dialog, 0, "ongoing-rent", "1200")
    said = box.fields["kind"].error.text()
    assert "never pays ongoing rent" in said
    assert "MCAP7003" in said


def test_a_move_in_outside_its_window_is_named(daily: Any) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    fill(dialog, 0, "security-deposit", "100")
    dialog.move_in.box.setChecked(True)
    dialog.move_in.date.setDate(QDate(2026, 10, 20))
    assert "by Nov 19, 2026" in dialog.fields["move_in_on"].error.text()
    assert "closed on Nov 19, 2026" in dialog.window_line.text()
    dialog.move_in.date.setDate(QDate(2026, 10, 21))
    assert not dialog.fields["move_in_on"].error.isVisible()
    assert "0 days from now" in dialog.window_line.text()


def test_what_is_typed_is_kept_in_the_store_while_one_types(daily: Any) -> None:
    one = made(daily)
    dialog = builder(daily, one)
    fill(dialog, 0, "security-deposit", "1,800")

    def kept() -> Any:
        return daily.read(drafts.load_all).get("dialog:deposit_request")

    daily.qtbot.waitUntil(lambda: kept() is not None)
    assert kept()["items"][0]["cents"] == "1,800"
    assert kept()["about"] == [one.member, ""]
    dialog.reject()
    daily.settle()
    assert kept() is None, "what was closed is offered in the bar, not at the next unlocking"
    assert daily.asked["notice"][-1][1][0] == "Put it back"


def test_sent_is_said_and_undone(daily: Any) -> None:
    one = made(daily)
    section = shown(daily, one.member)
    dialog = builder(daily, one)
    fill(dialog, 0, "security-deposit", "1,800")
    dialog.move_in.box.setChecked(True)
    press(daily, dialog.save_button)
    [sent] = stored(daily, one.member)
    assert (sent.state, sent.submitted_on) == (RequestState.SUBMITTED, TODAY)
    assert "Sent" in [pill.text() for pill in section.deposits.pills]
    text, (_label, undo) = daily.asked["notice"][-1]
    assert text == "Recorded as sent to the plan"
    undo()
    daily.settle()
    assert [one.state for one in stored(daily, one.member)] == [RequestState.DRAFT]
    assert (GO_ON, sent.id) in section.deposits.steps


def test_the_answer_approves_each_item_and_then_they_are_paid(daily: Any) -> None:
    one = made(daily)
    sent = sent_of(daily, one)
    section = shown(daily, one.member)
    press(daily, section.deposits.steps[ANSWER, sent.id])
    assert daily.asked["ask"][-1] == ("deposit_answer", sent.id)
    dialog = opened(daily, DepositAnswerDialog, sent.id)
    first, second = sent.items
    assert not dialog.fields[first.id].isVisible()
    choose(dialog.choice, "approved")
    assert dialog.lines[first.id].text() == "1,800.00"
    dialog.lines[second.id].setText("9,000")
    press(daily, dialog.save_button)
    assert dialog.fields[second.id].error.isVisible()
    dialog.lines[second.id].setText("0")
    press(daily, dialog.save_button)
    assert "$1,800.00 of $3,000.00 approved" in words_of(section.deposits)
    paid = opened(daily, DepositPaidDialog, sent.id)
    assert list(paid.days) == [first.id]
    paid.days[first.id].box.setChecked(True)
    press(daily, paid.save_button)
    assert stored(daily, one.member)[0].state is RequestState.PAID


def test_a_denied_one_begins_anew(daily: Any) -> None:
    one = made(daily)
    sent = sent_of(daily, one)
    section = shown(daily, one.member)
    dialog = opened(daily, DepositAnswerDialog, sent.id)
    press(daily, dialog.save_button)
    assert dialog.fields["approved"].error.isVisible()
    choose(dialog.choice, "denied")
    dialog.why.setText("No lease")
    press(daily, dialog.save_button)
    assert "No lease" in words_of(section.deposits)
    press(daily, section.deposits.steps[AGAIN, sent.id])
    form, about = daily.asked["ask"][-1]
    assert form == "deposit_request"
    again = opened(daily, DepositRequestDialog, about)
    assert [box.lines["cents"].text() for box in again.items.boxes] == ["1,800.00", "1,200.00"]


def test_the_packet_is_ticked_on_the_card(daily: Any) -> None:
    one = made(daily)
    sent = sent_of(daily, one)
    section = shown(daily, one.member)
    assert "4 things are missing." in words_of(section.deposits)
    for key in ("lease", "payee", *(f"quote:{item.id}" for item in sent.items)):
        press(daily, section.deposits.ticks[sent.id, key])
    said = words_of(section.deposits)
    assert "1 thing is missing." in said
    assert "Housing support plan, signed. " in said, "what the signed plan lacks is named"


def test_what_the_home_of_the_search_costs_is_taken_over(daily: Any) -> None:
    one = made(daily)
    key = daily.read(lambda ws: deposit_maker.search_for(ws, one.member))
    dialog = builder(daily, one)
    assert dialog.take.accessibleDescription() == "12 Oak Street, 4, Oakland"
    press(daily, dialog.take)
    typed = [
        (box.kind.currentData(), box.lines["cents"].text(), box.lines["vendor"].text())
        for box in dialog.items.boxes
    ]
    assert typed == [
        ("security-deposit", "1,800.00", "Oak Street LLC"),
        ("first-month-rent", "1,500.00", "Oak Street LLC"),
    ]
    press(daily, dialog.take)
    assert len(dialog.items.boxes) == 2, "once is enough"
    press(daily, dialog.keep)
    assert stored(daily, one.member)[0].application_id == key


def test_taken_back_and_put_back(daily: Any) -> None:
    one = made(daily)
    sent = sent_of(daily, one)
    section = shown(daily, one.member)
    press(daily, section.deposits.steps[BACK, sent.id])
    assert "Taken back" in [pill.text() for pill in section.deposits.pills]
    undo: Callable[[], None] = daily.asked["notice"][-1][1][1]
    undo()
    daily.settle()
    assert stored(daily, one.member)[0].state is RequestState.SUBMITTED


def test_a_limit_that_stops_stands_in_the_builder_and_can_be_passed(daily: Any) -> None:
    one = made(daily, "partnership-mcap7003")

    def lately(ws: Workspace) -> None:
        with ws.transaction("test") as tx:
            tx.execute("UPDATE service_use SET starts_on = '2026-11-10' WHERE service = 'htns'")
        deposit_steps.save(ws, deposit_maker.draft(one, 100))

    daily.read(lately)
    section = shown(daily, one.member)
    rule = "deposits-navigation-first"
    press(daily, section.deposits.steps["pass", rule])
    assert daily.asked["ask"][-1] == ("override_guard", [one.referral, rule])
    dialog = builder(daily, one)
    assert "10 days of housing navigation" in words_of(dialog)
    fill(dialog, 0, "security-deposit", "1,800")
    dialog.move_in.box.setChecked(True)
    press(daily, dialog.save_button)
    assert "10 days of housing navigation" in dialog.problem.text()
    assert dialog.isVisible()


def test_an_earlier_deposit_asks_what_has_changed(daily: Any) -> None:
    one = made(daily, "partnership-mcap7003")

    def had(ws: Workspace) -> None:
        from navigator_app.domain.vocabulary import Service
        from navigator_app.services import programs

        programs.add_use(ws, programs.UseDraft(one.member, Service.DEPOSITS, date(2024, 3, 1)))

    daily.read(had)
    dialog = builder(daily, one)
    assert dialog.fields["what_changed"].isVisible()
    fill(dialog, 0, "security-deposit", "1,800")
    dialog.move_in.box.setChecked(True)
    press(daily, dialog.save_button)
    assert "what has changed" in dialog.fields["what_changed"].error.text()
    dialog.what_changed.setPlainText("Steady income since June")
    press(daily, dialog.save_button)
    assert stored(daily, one.member)[0].state is RequestState.SUBMITTED


def test_items_keep_what_the_form_does_not_show(daily: Any) -> None:
    one = made(daily)
    draft = deposit_maker.draft(one, 5)
    key = daily.read(lambda ws: deposit_steps.save(ws, draft))[0]
    dialog = builder(daily, one, key)
    fill(dialog, 0, "cleaning", "6")
    press(daily, dialog.keep)
    [kept] = stored(daily, one.member)
    assert [(item.kind, item.cents) for item in kept.items] == [("cleaning", 600)]
    assert kept.items[0].id == daily.read(lambda ws: deposits.request(ws, key)).items[0].id
    assert isinstance(kept.items[0], Item)


def test_half_a_request_comes_back_after_unlocking(
    start_program: Callable[..., Any],
    caseload_home: Path,
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> None:
    home = tmp_path / "locked"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    members: list[str] = []
    program.tasks.run(anybody, members.append, owner=program.window)
    lint.settle(program, qtbot)
    program.window.workplace.open_member(MemberAt(members[0], "papers"))
    program.context.ways.ask.emit("deposit_request", [members[0], ""])
    lint.settle(program, qtbot)
    [dialog] = program.window.workplace.dialogs()
    fill(dialog, 0, "security-deposit", "1,80")
    program.window.lock()
    lint.settle(program, qtbot)
    program.window.open_with(passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    lint.settle(program, qtbot)
    [again] = program.window.workplace.dialogs()
    assert again.items.boxes[0].lines["cents"].text() == "1,80"
    assert again.items.boxes[0].kind.currentData() == "security-deposit"


def test_the_limits_lead_to_the_requests(daily: Any) -> None:
    one = made(daily)
    card = GuardsCard(daily.context)
    daily.qtbot.addWidget(card)
    card.show_member(one.member)
    daily.settle()
    [button] = [ask for ask in card.asks if ask.text() == "Deposit requests"]
    press(daily, button)
    assert daily.asked["open_member"] == [MemberAt(one.member, "papers")]


def test_the_windows_line_on_today_leads_to_the_requests(daily: Any) -> None:
    one = made(daily)
    moved = deposit_maker.draft(one, 100, move_in_on=date(2026, 11, 1))
    daily.read(lambda ws: deposit_steps.save(ws, moved))
    rows = daily.read(lambda ws: caseload.member_page(ws, one.member)).due
    [row] = [row for row in rows if row.action == "deposit"]
    assert row.due == date(2026, 12, 1)
    settling.settle(daily.context, View(daily.context), row)
    assert daily.asked["open_member"] == [MemberAt(one.member, "papers")]
