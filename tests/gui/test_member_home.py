"""A member's home through its widgets: the move-in, the watch, repayment, visits, undo, drafts."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from navigator_app.domain.housing import Stage
from navigator_app.domain.tenancy import Kind, Severity
from navigator_app.services.tenancy_watch import Found
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.gui.lived_in import (
    ARABIC,
    DAY,
    TODAY,
    agreed,
    everything,
    had_before,
    happens,
    leased,
    lives,
    many,
    moved_earlier,
    navigated,
    one_application,
    page,
    plan_for,
)
from ui.dialogs.move_in import MoveInDialog
from ui.dialogs.repayment import EndRepaymentDialog, PayDialog, RepaymentDialog
from ui.dialogs.tenancy_amend import AmendTenancyDialog
from ui.dialogs.tenancy_event import TenancyEventDialog
from ui.dialogs.tenancy_settle import (
    EndTenancyDialog,
    MendedDialog,
    RecertifiedDialog,
    SettleDialog,
)
from ui.dialogs.tenancy_visit import TenancyVisitDialog
from ui.places import MemberAt
from ui.views.member_home import MemberHome
from ui.views.member_search import MemberSearch
from ui.widgets.housed_card import HousedCard
from ui.widgets.paid_bar import PaidBar
from ui.widgets.pill import StatusPill
from ui.widgets.search_parts import AskButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


@pytest.fixture
def member(daily: Any) -> str:
    found: str = daily.read(navigated)
    return found


@pytest.fixture
def home(daily: Any, member: str) -> str:
    found: str = daily.read(partial(lives, member))
    return found


def section(daily: Any, member: str, width: int = 1120) -> MemberHome:
    made = MemberHome(daily.context)
    daily.qtbot.addWidget(made)
    daily.context.tasks.changed.connect(made.on_changes)
    made.resize(width, 900)
    made.show_member(member)
    daily.settle()
    return made


def save(daily: Any, dialog: Any, **texts: str) -> None:
    dialog.put_back(texts)
    dialog.save()
    daily.settle()


def said(widget: QWidget) -> str:
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    pills = [one.text() for one in widget.findChildren(StatusPill) if one.isVisibleTo(widget)]
    return " | ".join(labels + pills)


def wrong(dialog: Any, key: str) -> str:
    text: str = dialog.fields[key].error.text()
    return text


def undo(daily: Any) -> None:
    """Press Undo in the bar."""
    _said, (_word, act) = daily.asked["notice"][-1]
    act()
    daily.settle()


def test_nobody_moved_in_yet_offers_the_first_step(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    shown = section(daily, member)
    assert "Nobody has recorded a home yet" in said(shown)
    assert not any(card.isVisibleTo(shown) for card in shown.cards)
    shown.move_in.click()
    assert asked == [("move_in", member)]
    daily.read(partial(leased, member))
    shown.show_member(member)
    daily.settle()
    assert "1 home on the board is approved" in said(shown)


def test_the_board_leads_to_the_whole_step(
    daily: Any, member: str, asked: list[tuple[str, object]]
) -> None:
    key = daily.read(partial(leased, member))
    search = MemberSearch(daily.context)
    daily.qtbot.addWidget(search)
    search.show_member(member)
    daily.settle()
    (card,) = search.board.cards
    card.button.click()
    assert asked == [("move_in", [member, key])]


def test_moving_in_by_the_form_and_back_again(daily: Any, member: str) -> None:
    daily.read(partial(plan_for, member))
    key = daily.read(partial(leased, member))
    shown = section(daily, member)
    dialog = opened(daily, MoveInDialog, [member, key])
    assert dialog.isVisible()
    assert (dialog.words("rent"), dialog.words("move_in")) == ("1,500", "2026-11-20")
    assert dialog.fields["closes"].isVisibleTo(dialog)
    assert not dialog.fields["address"].isVisibleTo(dialog)
    assert not dialog.fields["what_changed"].isVisibleTo(dialog)
    assert dialog.several("follows") == ("htns", "htss")
    save(daily, dialog, share="1600")
    assert "more than the rent" in wrong(dialog, "share")
    save(daily, dialog, share="600", recertify="2027-11-01")
    assert closed(dialog)
    found = daily.read(partial(page, member))
    assert found.tenancy.share_cents == 60_000
    assert found.tenancy.htss_referral_id
    assert "12 Oak Street, Ukiah" in said(shown)
    assert "Housed 1 day" in said(shown)
    assert not shown.move_in.isVisibleTo(shown)
    undo(daily)
    assert daily.read(partial(page, member)).tenancy is None
    assert shown.move_in.isVisibleTo(shown)
    application = daily.read(partial(one_application, key))
    assert application.stage is Stage.LEASE


def test_a_second_time_asks_what_has_changed_at_its_field(daily: Any, member: str) -> None:
    daily.read(partial(had_before, member))
    dialog = opened(daily, MoveInDialog, member)
    assert "htss" not in dialog.several("follows"), "a limit stands against it"
    dialog.put_back({"address": "1 Elm", "follows": "htss"})
    assert dialog.fields["what_changed"].isVisibleTo(dialog)
    assert "once in a lifetime" in said(dialog)
    save(daily, dialog)
    assert "Once more needs" in wrong(dialog, "what_changed")
    save(daily, dialog, what_changed="Has a sponsor and steady work")
    assert closed(dialog)
    assert daily.read(partial(page, member)).tenancy.htss_referral_id


def test_bad_words_stay_in_the_form_and_are_kept_as_a_draft(daily: Any, member: str) -> None:
    dialog = opened(daily, MoveInDialog, member)
    save(daily, dialog, address=ARABIC, rent="lots", note="🏡 " * 3)
    assert "no amount" in wrong(dialog, "rent")
    save(daily, dialog, rent="-3")
    assert "not less than" in wrong(dialog, "rent")
    save(daily, dialog, rent="", move_in="2026-12-24")
    assert "in the future" in wrong(dialog, "move_in")
    kept = dialog.draft()
    dialog.close()
    again = MoveInDialog(daily.context, kept["about"])
    daily.qtbot.addWidget(again)
    again.restore_draft(kept)
    again.open()
    daily.settle()
    assert (again.words("address"), again.words("note").strip()) == (ARABIC, ("🏡 " * 3).strip())
    save(daily, again, move_in="2026-11-19")
    assert daily.read(partial(page, member)).tenancy.address == ARABIC


def test_a_sign_from_the_card_to_settled(
    daily: Any, member: str, home: str, asked: list[tuple[str, object]]
) -> None:
    shown = section(daily, member)
    assert "Nothing is open" in said(shown)
    next(one for one in shown.asks if one.text() == "Early sign").click()
    assert asked == [("tenancy_event", [home, "sign", ""])]
    dialog = opened(daily, TenancyEventDialog, asked[0][1])
    save(daily, dialog)
    assert "Choose what it is" in wrong(dialog, "what")
    dialog.put_back({"what": "late-rent"})
    assert dialog.words("severity") == "act"
    assert dialog.words("due") == (TODAY + 5 * DAY).isoformat()
    assert "MCAP7003, VI.F.3.a.1" in said(dialog)
    dialog.put_back({"severity": "urgent"})
    assert dialog.words("due") == (TODAY + DAY).isoformat()
    save(daily, dialog, note="Hours were cut")
    assert closed(dialog)
    assert "Rent late or not paid" in said(shown)
    assert "Urgent" in said(shown)
    assert "Hours were cut" in said(shown)
    (sign,) = daily.read(partial(page, member)).events
    settle = opened(daily, SettleDialog, sign.id)
    save(daily, settle)
    assert "how it ended" in wrong(settle, "outcome")
    save(daily, settle, outcome="Paid")
    assert "Nothing is open" in said(shown)
    assert "What was said and done" in said(shown)
    undo(daily)
    assert "Nothing is open" not in said(shown)


def test_a_notice_has_its_own_last_day(daily: Any, member: str, home: str) -> None:
    dialog = opened(daily, TenancyEventDialog, [home, "notice", ""])
    dialog.put_back({"what": "pay-or-leave"})
    assert (dialog.words("severity"), dialog.words("due")) == ("urgent", "")
    save(daily, dialog, due="2026-11-23")
    shown = section(daily, member)
    assert "in 3 days" in said(shown.due)
    assert "The day that the notice names." in said(shown.due)


def test_paying_back_in_parts(daily: Any, member: str, home: str) -> None:
    shown = section(daily, member)
    dialog = opened(daily, RepaymentDialog, [home, "", "Rent of October"])
    save(daily, dialog, owed="300", parts="0")
    assert "From 1 to" in wrong(dialog, "parts")
    dialog.put_back({"parts": "3"})
    assert "$100 a month, the last on Feb 1, 2027" in dialog.preview.text()
    dialog.put_back({"owed": "100"})
    assert "$33.33 a month, the last $33.34" in dialog.preview.text()
    save(daily, dialog, owed="300")
    (plan,) = daily.read(partial(page, member)).plans
    bar = shown.repayments.findChild(PaidBar)
    assert isinstance(bar, PaidBar)
    assert bar.share == 0
    assert "$0 of $300 paid, $300 left" in said(shown)
    pay = opened(daily, PayDialog, plan.parts[0].id)
    assert pay.words("cents") == "100"
    save(daily, pay, cents="300.01")
    assert "Only $300 is left" in wrong(pay, "cents")
    save(daily, pay, cents="150")
    bars = [one for one in shown.repayments.findChildren(PaidBar) if one.isVisibleTo(shown)]
    assert [one.share for one in bars] == [0.5]
    assert bars[0].accessibleName() == "Rent of October: $150 of $300 paid, $150 left"
    assert "Paid in part" in said(shown)
    end = opened(daily, EndRepaymentDialog, plan.id)
    save(daily, end, why="Forgiven")
    assert "Forgiven" in said(shown)


def test_a_visit_with_a_fault_until_it_is_mended(daily: Any, member: str, home: str) -> None:
    shown = section(daily, member)
    dialog = opened(daily, TenancyVisitDialog, home)
    assert not dialog.fields["note-heat"].isVisibleTo(dialog)
    save(daily, dialog)
    assert "Say what you looked at" in wrong(dialog, "note")
    save(daily, dialog, on="2026-11-21")
    assert "in the future" in wrong(dialog, "on")
    dialog.put_back({"on": "2026-11-20", "seen-heat": "fault"})
    assert dialog.fields["note-heat"].isVisibleTo(dialog)
    assert dialog.fields["due"].isVisibleTo(dialog)
    dialog.all_good.click()
    save(daily, dialog, **{"note-heat": "Pilot light out", "due": "2026-11-27"})
    assert closed(dialog)
    assert "1 fault in 15 things looked at" in said(shown)
    assert "Pilot light out" in said(shown)
    (visit,) = daily.read(partial(page, member)).events
    mended = opened(daily, MendedDialog, [visit.faults[0].id, "Heating works"])
    save(daily, mended)
    assert "Pilot light out" not in said(shown)


def test_recertified_amended_and_ended(daily: Any, member: str, home: str) -> None:
    shown = section(daily, member)
    amend = opened(daily, AmendTenancyDialog, home)
    assert amend.words("rent") == "900"
    save(daily, amend, address=" ")
    assert "Write where it is" in wrong(amend, "address")
    save(daily, amend, address="12 Oak Street, 4", recertify="2026-12-01", share="300")
    assert "Member pays" in said(shown)
    assert "Recertification" in said(shown.due)
    dialog = opened(daily, RecertifiedDialog, home)
    assert dialog.words("next_on") == "2027-12-01"
    save(daily, dialog, next_on="2026-01-01")
    assert "comes after" in wrong(dialog, "next_on")
    save(daily, dialog, next_on="2027-12-01")
    assert "Recertification" not in said(shown.due)
    end = opened(daily, EndTenancyDialog, home)
    save(daily, end)
    assert "Say why" in wrong(end, "why")
    save(daily, end, why="moved-on", to="Ukiah")
    assert shown.move_in.isVisibleTo(shown)
    assert "Moved to another home" in said(shown)
    assert not shown.due.isVisibleTo(shown)
    assert not [one for one in shown.asks if one.form == "tenancy_event"]


def test_what_is_due_has_the_action_that_settles_it(
    daily: Any, member: str, home: str, asked: list[tuple[str, object]]
) -> None:
    sign = daily.read(partial(happens, home, Kind.SIGN, severity=Severity.ACT, due=TODAY))
    items = {"heat": Found("fault")}
    daily.read(
        partial(happens, home, Kind.VISIT, on=TODAY - 99 * DAY, items=items, due=TODAY - DAY)
    )
    daily.read(partial(agreed, home))
    shown = section(daily, member)
    for ask in list(shown.due.asks):
        ask.click()
    forms = [form for form, _about in asked]
    assert forms == ["tenancy_visit", "tenancy_mended", "repayment_paid", "tenancy_settle"]
    assert asked[-1] == ("tenancy_settle", sign)


def test_a_long_past_pages(daily: Any, member: str, home: str) -> None:
    daily.read(partial(many, home))
    shown = section(daily, member)
    assert "Call 4" in said(shown) and "Call 5" not in said(shown)
    next(one for one in shown.asks if one.text() == "Show 3 more").click()
    daily.settle()
    assert "Call 7" in said(shown)
    next(one for one in shown.asks if one.text() == "Show fewer").click()
    daily.settle()
    assert "Call 5" not in said(shown)


@pytest.mark.parametrize("width", [1120, 640])
def test_a_full_home_has_room_for_its_words(daily: Any, member: str, width: int) -> None:
    home = daily.read(partial(lives, member, address=f"{ARABIC} {'Very' * 9} Long Street"))
    daily.read(partial(everything, home))
    shown = section(daily, member, width)
    shown.show()
    daily.settle()
    for check in (nameless, too_small, cut, outside):
        assert check(shown) == [], check.__name__


def test_the_team_sees_who_lives_where(daily: Any, member: str, home: str) -> None:
    card = HousedCard(daily.context)
    daily.qtbot.addWidget(card)
    card.resize(900, 400)
    card.load()
    daily.settle()
    assert "1 member lives in a home." in said(card)
    assert "Still housed" not in said(card), "nobody's half year has come"
    assert "Housed 101 days" in said(card)
    daily.read(partial(moved_earlier, home))
    card.load()
    daily.settle()
    assert "Still housed after 6 months: 1 of 1 (100 %)." in said(card)
    next(one for one in card.findChildren(AskButton) if one.isVisibleTo(card)).click()
    assert daily.asked["open_member"] == [MemberAt(member, "home")]
