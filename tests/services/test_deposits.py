"""Deposit requests in a real store: drafts, sending, the answer, payment, going back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.deposits import Item, Request, State
from navigator_app.domain.guard_facts import Step, Verdict
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import caseload, deposit_steps, deposits, guards, programs, seen
from navigator_app.services.deposit_steps import Answer
from navigator_app.services.programs import UseDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.deposit_maker import (
    MOVE_IN,
    TODAY,
    Made,
    approved,
    draft,
    made,
    search_for,
    sent,
    sign,
)


def refused(ws: Workspace, asked: Request, on: date = TODAY) -> str:
    with pytest.raises(InputRejected) as error:
        deposit_steps.send(ws, asked, on)
    return error.value.field


def test_a_draft_is_kept_whole_however_wrong(workspace: Workspace) -> None:
    one = made(workspace, "health-net-2025")
    key, changes = deposit_steps.save(
        workspace, draft(one, 700000, 1, move_in_on=date(2026, 1, 1), note="  call first ")
    )
    assert changes.members == {one.member}
    assert changes.referrals == {one.referral}, "a move-in may start a clock"
    kept = deposits.request(workspace, key)
    assert (kept.state, kept.total, kept.note) == (State.DRAFT, 700001, "call first")
    assert kept.referral_id == one.referral
    assert refused(workspace, kept) == "items.0.cents"
    deposit_steps.save(workspace, replace(kept, note=seen.hidden()))
    assert deposits.request(workspace, key).note == "call first", "written over unseen"


def test_items_keep_their_identity_and_order_over_saves(workspace: Workspace) -> None:
    one = made(workspace)
    key, _changes = deposit_steps.save(workspace, draft(one, 1, 2, 3))
    first, second, third = deposits.request(workspace, key).items
    kept = replace(deposits.request(workspace, key), items=(third, replace(first, cents=9)))
    deposit_steps.save(workspace, kept)
    again = deposits.request(workspace, key).items
    assert [(item.id, item.cents) for item in again] == [(third.id, 3), (first.id, 9)]
    history = caseload.history(workspace, second.id)
    assert [row.old for row in history if row.field == "cents"][-1] == "2", "the journal has it"


def test_sending_writes_the_day_the_plan_and_the_limits(workspace: Workspace) -> None:
    one = made(workspace)
    now, changes = deposit_steps.send(workspace, draft(one, 180000), TODAY)
    assert (now.state, now.submitted_on) == (State.SUBMITTED, TODAY)
    assert now.support_plan_id
    assert changes.referrals == {one.referral}
    row = workspace.store.one("SELECT guards FROM deposit_request WHERE id = ?", (now.id,))
    assert row is not None
    assert "deposits-navigation-first" in row[0]


def test_sent_twice_is_refused_with_its_day(workspace: Workspace) -> None:
    one = made(workspace)
    now = sent(workspace, one, 180000)
    assert refused(workspace, now) == "state"
    with pytest.raises(InputRejected, match="Nov 20, 2026 already"):
        deposit_steps.send(workspace, now, TODAY)
    with pytest.raises(InputRejected) as error:
        deposit_steps.save(workspace, now)
    assert error.value.field == "state"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"items": ()}, "items"),
        ({"move_in_on": None}, "move_in_on"),
        ({"move_in_on": date(2026, 10, 20)}, "move_in_on"),
        ({"items": (Item("security-deposit", 100),)}, "items.0.vendor"),
        ({"items": (Item("security-deposit", -100, vendor="Oak"),)}, "items.0.cents"),
        ({"items": (Item("ongoing-rent", 100, vendor="Oak"),)}, "items.0.kind"),
        ({"items": (Item("security-deposit", 600001, vendor="Oak"),)}, "items.0.cents"),
    ],
)
def test_what_stands_against_it_is_named_and_nothing_is_written(
    workspace: Workspace, change: dict[str, object], field: str
) -> None:
    one = made(workspace, "health-net-2025")
    assert refused(workspace, replace(draft(one, 180000), **change)) == field  # type: ignore[arg-type]
    assert workspace.store.query("SELECT 1 FROM deposit_request") == []


def test_a_day_ahead_or_a_negative_draft_is_refused(workspace: Workspace) -> None:
    one = made(workspace)
    assert refused(workspace, draft(one, 180000), date(2026, 11, 21)) == "submitted_on"
    with pytest.raises(InputRejected) as error:
        deposit_steps.save(workspace, draft(one, 5, -5))
    assert error.value.field == "items.1.cents"


def test_without_a_signed_support_plan_it_stays_a_draft(workspace: Workspace) -> None:
    one = made(workspace, "health-net-2025", signed=False)
    assert refused(workspace, draft(one, 180000)) == "support_plan"
    sign(workspace, one.member)
    assert sent(workspace, one, 180000).state is State.SUBMITTED


def test_a_limit_of_the_referral_stops_until_it_is_passed(workspace: Workspace) -> None:
    one = made(workspace)
    with workspace.transaction("test") as tx:
        tx.execute("UPDATE service_use SET starts_on = '2026-11-10' WHERE service = 'htns'")
    assert refused(workspace, draft(one, 180000)) == "guards"
    guards.override(workspace, one.referral, "deposits-navigation-first", "Plan agreed by phone")
    assert sent(workspace, one, 180000).state is State.SUBMITTED


def test_a_second_time_needs_what_has_changed(workspace: Workspace) -> None:
    one = made(workspace)
    before = UseDraft(one.member, Service.DEPOSITS, date(2024, 3, 1), provider="Elsewhere")
    programs.add_use(workspace, before)
    assert refused(workspace, draft(one, 180000)) == "what_changed"
    now, _changes = deposit_steps.send(
        workspace, draft(one, 180000, what_changed="Steady income since June"), TODAY
    )
    lines = {line.id: line for line in deposits.desk(workspace, one.member).packet(now)}
    assert lines["what-changed"].done


def test_two_requests_for_one_move_in_are_one_time(workspace: Workspace) -> None:
    one = made(workspace, "partnership-mcap7003")
    first = sent(workspace, one, 180000)
    deposit_steps.answer(workspace, first.id, approved(first))
    again = draft(one, 5000)
    assert not [f for f in deposits.desk(workspace, one.member).findings(again) if f.stops]
    later = replace(again, move_in_on=date(2027, 6, 1))
    assert refused(workspace, later) == "what_changed"


def test_approved_then_paid_item_by_item(workspace: Workspace) -> None:
    one = made(workspace)
    now = sent(workspace, one, 180000, 120000)
    first, second = now.items
    given = Answer(True, TODAY, "A-77", cents={first.id: 180000, second.id: 100000})
    before, _changes = deposit_steps.answer(workspace, now.id, given)
    assert before.state is State.SUBMITTED
    known = deposits.request(workspace, now.id)
    assert (known.state, known.approved, known.number) == (State.APPROVED, 280000, "A-77")
    deposit_steps.pay(workspace, now.id, {first.id: TODAY})
    assert deposits.request(workspace, now.id).state is State.APPROVED
    deposit_steps.pay(workspace, now.id, {second.id: TODAY})
    assert deposits.request(workspace, now.id).state is State.PAID
    deposit_steps.pay(workspace, now.id, {second.id: None})
    assert deposits.request(workspace, now.id).state is State.APPROVED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Answer(True, date(2026, 11, 19), cents={"0": 1}), "decided_on"),
        (Answer(True, date(2026, 11, 21), cents={"0": 1}), "decided_on"),
        (Answer(True, TODAY), "approved"),
        (Answer(True, TODAY, cents={"0": 180001}), "items.0.approved_cents"),
        (Answer(True, TODAY, cents={"0": -1}), "items.0.approved_cents"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    workspace: Workspace, given: Answer, field: str
) -> None:
    now = sent(workspace, made(workspace), 180000)
    cents = {now.items[int(place)].id: value for place, value in given.cents.items()}
    with pytest.raises(InputRejected) as error:
        deposit_steps.answer(workspace, now.id, replace(given, cents=cents))
    assert error.value.field == field
    assert deposits.request(workspace, now.id).state is State.SUBMITTED


def test_only_what_was_approved_is_paid_and_not_before(workspace: Workspace) -> None:
    one = made(workspace)
    now = sent(workspace, one, 180000, 120000)
    first, second = now.items
    with pytest.raises(InputRejected) as early:
        deposit_steps.pay(workspace, now.id, {first.id: TODAY})
    assert early.value.field == "state"
    deposit_steps.answer(workspace, now.id, Answer(True, TODAY, cents={first.id: 1}))
    for item, day, field in (
        (second, TODAY, "items.1.paid_on"),
        (first, date(2026, 11, 19), "items.0.paid_on"),
        (first, date(2026, 11, 21), "items.0.paid_on"),
    ):
        with pytest.raises(InputRejected) as error:
            deposit_steps.pay(workspace, now.id, {item.id: day})
        assert error.value.field == field


def test_every_step_is_undone(workspace: Workspace) -> None:
    one = made(workspace)
    key, _changes = deposit_steps.save(workspace, draft(one, 180000))
    kept = deposits.request(workspace, key)
    now, _changes = deposit_steps.send(workspace, kept, TODAY)
    before, _changes = deposit_steps.answer(workspace, key, approved(now))
    deposit_steps.go_back(workspace, before)
    assert deposits.request(workspace, key) == now
    before, _changes = deposit_steps.withdraw(workspace, key, "Member found another home")
    assert deposits.request(workspace, key).state is State.WITHDRAWN
    deposit_steps.go_back(workspace, before)
    deposit_steps.go_back(workspace, kept)
    assert deposits.request(workspace, key).state is State.DRAFT


def test_a_denied_one_is_begun_anew(workspace: Workspace) -> None:
    one = made(workspace)
    now = sent(workspace, one, 180000)
    deposit_steps.answer(workspace, now.id, Answer(False, TODAY, why="No signed lease"))
    assert deposits.request(workspace, now.id).decided_why == "No signed lease"
    with pytest.raises(InputRejected):
        deposit_steps.withdraw(workspace, now.id)
    key, _changes = deposit_steps.copy(workspace, now.id)
    again = deposits.request(workspace, key)
    assert (again.state, again.total, again.decided_why) == (State.DRAFT, 180000, "")
    assert deposit_steps.send(workspace, again, TODAY)[0].state is State.SUBMITTED


def test_what_was_approved_counts_toward_the_cap(workspace: Workspace) -> None:
    one = made(workspace, "health-net-2025")
    now = sent(workspace, one, 500000)
    deposit_steps.answer(workspace, now.id, approved(now, 500000))
    assert refused(workspace, draft(one, 100001)) == "items.0.cents"
    assert deposits.desk(workspace, one.member).left(draft(one, 100000)) == 0


def test_the_window_is_counted_from_the_move_in(workspace: Workspace) -> None:
    one = made(workspace, "health-net-2025")
    desk = deposits.desk(workspace, one.member)
    assert desk.last_day(date(2026, 10, 21)) == date(2026, 11, 20)
    other = made_under(workspace, "toolkit-2025")
    assert deposits.desk(workspace, other).last_day(MOVE_IN) is None


def made_under(ws: Workspace, policy: str) -> str:
    return loops.add_member(ws, loops.add_plan(ws, "other", policy), 2).member


def test_without_a_referral_the_plans_rules_still_speak(workspace: Workspace) -> None:
    member = made_under(workspace, "partnership-mcap7003")
    desk = deposits.desk(workspace, member)
    assert (desk.referral_id, desk.guards) == ("", ())
    asked = replace(draft(Made(member, ""), 180000))
    stops = [one.field for one in desk.findings(asked) if one.stops]
    assert stops == ["support_plan"]


def test_ticks_of_the_packet_are_kept_after_sending(workspace: Workspace) -> None:
    one = made(workspace)
    now = sent(workspace, one, 180000)
    deposit_steps.tick(workspace, now.id, "lease", True)
    deposit_steps.tick(workspace, now.id, f"quote:{now.items[0].id}", True)
    desk = deposits.desk(workspace, one.member)
    lines = {line.id: line for line in desk.packet(desk.requests[0])}
    assert lines["lease"].done
    assert lines["quotes"].done
    deposit_steps.tick(workspace, now.id, "lease", False)
    assert deposits.request(workspace, now.id).ticked == {f"quote:{now.items[0].id}"}


def test_passing_the_lifetime_limit_lets_a_request_through(workspace: Workspace) -> None:
    one = made(workspace)
    for year in (2022, 2024):
        programs.add_use(workspace, UseDraft(one.member, Service.DEPOSITS, date(year, 3, 1)))
    asked = draft(one, 180000, what_changed="All of it")
    assert refused(workspace, asked) == "what_changed"
    guards.override(workspace, one.referral, "deposits-lifetime", "Exception by the plan")
    found = deposits.desk(workspace, one.member).findings(asked)
    assert [f.verdict for f in found if f.field == "what_changed"] == [Verdict.WARN]
    assert deposit_steps.send(workspace, asked, TODAY)[0].state is State.SUBMITTED


def test_what_is_not_there_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        deposits.desk(workspace, "nobody")
    with pytest.raises(NotFound):
        deposits.request(workspace, "nothing")
    one = made(workspace)
    with pytest.raises(InputRejected) as error:
        deposit_steps.save(workspace, draft(one, 1, referral_id="other"))
    assert error.value.field == "referral_id"


def test_the_home_of_the_search_gives_vendor_and_amounts(workspace: Workspace) -> None:
    one = made(workspace)
    assert deposits.desk(workspace, one.member).home is None
    search_for(workspace, one.member, "applied")
    assert deposits.desk(workspace, one.member).home is None, "not theirs yet"
    key = search_for(workspace, one.member)
    home = deposits.desk(workspace, one.member).home
    assert home is not None
    assert (home.application_id, home.address) == (key, "12 Oak Street, 4, Oakland")
    assert [(item.kind, item.cents, item.vendor_contact) for item in home.items()] == [
        ("security-deposit", 180000, "4155550123"),
        ("first-month-rent", 150000, "4155550123"),
    ]


def test_a_quote_laid_beside_its_item_is_its_copy(workspace: Workspace) -> None:
    one = made(workspace)
    now = sent(workspace, one, 180000)
    item = now.items[0]
    with workspace.transaction("test") as tx:
        tx.insert(
            "attachment",
            {
                "id": uuid7(),
                "member_id": one.member,
                "about": "deposit_item",
                "about_id": item.id,
                "title": "Quote of Oak Street",
                "media_type": "application/pdf",
                "size": 1,
                "sha256": "0" * 64,
                "retention": "other",
                "added_at": tx.now,
            },
        )
    desk = deposits.desk(workspace, one.member)
    assert desk.requests[0].items[0].copy == "Quote of Oak Street"
    assert {line.id: line.done for line in desk.packet(desk.requests[0])}["quotes"]


def test_who_lives_there_already_is_refused_where_the_plan_says_so(workspace: Workspace) -> None:
    one = made(workspace, "la-care-2025")
    moved = draft(one, 180000, move_in_on=date(2026, 11, 1))
    with pytest.raises(InputRejected, match="Moved in on Nov 1, 2026") as error:
        deposit_steps.send(workspace, moved, TODAY)
    assert error.value.field == "guards"
    assert workspace.store.query("SELECT 1 FROM deposit_request") == []


def test_an_approved_request_is_a_time_had_for_the_next_referral(workspace: Workspace) -> None:
    one = made(workspace)
    first = sent(workspace, one, 180000)
    deposit_steps.answer(workspace, first.id, approved(first))
    row = workspace.store.one("SELECT plan_id FROM referral WHERE id = ?", (one.referral,))
    assert row is not None
    again = loops.add_referral(workspace, row[0], one.member, service="deposits")

    def verdict(referral: str) -> Verdict:
        rows = guards.check(workspace, [referral], Step.DEPOSIT)[referral]
        return next(r.result.verdict for r in rows if r.result.rule_id == "deposits-lifetime")

    assert verdict(one.referral) is Verdict.OK, "it is not had before itself"
    assert verdict(again) is Verdict.REFUSE
    later = draft(one, 5000, move_in_on=date(2027, 3, 1), what_changed="A lease of her own")
    deposit_steps.save(workspace, replace(later, referral_id=again))
    assert verdict(again) is Verdict.OK
