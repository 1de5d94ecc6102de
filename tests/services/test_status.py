"""Status events through the service: appended, checked, corrected, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import agency, clocks, record_outreach, record_status
from navigator_app.services.workspace import Workspace
from navigator_app.store import referral_state
from tests.services import loops

S = ReferralStatus


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def test_a_status_is_kept_and_the_referral_follows(workspace: Workspace, made: loops.Made) -> None:
    row, changes = record_status.record(workspace, made.referral, S.ACCEPTED, day(18), note=" ok ")
    assert (row.status, row.status_date, row.closure_reason) == (S.ACCEPTED, day(18), None)
    assert changes.members == {made.member}
    assert changes.referrals == {made.referral}
    assert loops.state(workspace, made.referral) == {
        "is_open": 1,
        "status": "accepted",
        "status_on": "2026-11-18",
        "closure_reason": None,
        "clock_rule": "outreach-begun",
        "clock_due_on": "2026-11-19",
    }
    stored = workspace.store.one(
        "SELECT note, user_id, zone, plan_id, member_cin FROM status_event"
    )
    assert stored is not None
    assert stored[0] == "ok"
    assert stored[1] == workspace.user.id
    assert stored[4] == made.cin


def test_closing_ends_the_loop_and_its_clock(workspace: Workspace, made: loops.Made) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    row, _ = record_status.record(
        workspace, made.referral, S.CLOSED, day(19), reason=ClosureReason.SERVICES_RECEIVED
    )
    assert row.closure_reason is ClosureReason.SERVICES_RECEIVED
    after = loops.state(workspace, made.referral)
    assert after["is_open"] == 0
    assert after["clock_rule"] is None
    assert after["clock_due_on"] is None
    with pytest.raises(InputRejected, match="ended on Nov 19, 2026"):
        record_status.record(workspace, made.referral, S.ACCEPTED, day(20))


@pytest.mark.parametrize(
    ("status", "on", "reason", "field"),
    [
        (S.DECLINED, day(18), None, "reason"),
        (S.CLOSED, day(18), ClosureReason.SERVICES_RECEIVED, "status"),
        (S.ACCEPTED, day(11), None, "on"),
        (S.ACCEPTED, day(21), None, "on"),
        (S.CLOSED, day(18), ClosureReason.AUTHORIZATION_DENIED, "reason"),
    ],
)
def test_a_refusal_names_the_field_and_leaves_nothing(
    workspace: Workspace,
    made: loops.Made,
    status: S,
    on: date,
    reason: ClosureReason | None,
    field: str,
) -> None:
    before = workspace.store.query("SELECT count(*) FROM journal_entry")
    with pytest.raises(InputRejected) as caught:
        record_status.record(workspace, made.referral, status, on, reason=reason)
    assert caught.value.field == field
    assert caught.value.next_step
    assert workspace.store.query("SELECT count(*) FROM status_event") == [(0,)]
    assert workspace.store.query("SELECT count(*) FROM journal_entry") == before


def test_without_a_request_date_the_day_it_was_sent_counts(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1, requested=None)
    with pytest.raises(InputRejected, match="Nov 16, 2026"):
        record_status.record(workspace, made.referral, S.ACCEPTED, day(15))
    record_status.record(workspace, made.referral, S.ACCEPTED, day(16))


def test_correcting_a_status_of_a_denied_loop_keeps_the_plans_reason(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    [(wrong,)] = workspace.store.query("SELECT id FROM status_event")
    with workspace.transaction("test") as tx:
        tx.update("referral", made.referral, {"authorization_status": "denied"})
        referral_state.refresh(tx, [made.referral])
    with pytest.raises(InputRejected, match="denied"):
        record_status.record(workspace, made.referral, S.PENDING, day(18))
    record_status.record(workspace, made.referral, S.PENDING, day(17), corrects=wrong)
    after = loops.state(workspace, made.referral)
    assert after["status"] == "pending"
    assert after["is_open"] == 0
    assert after["closure_reason"] == "authorization-denied"
    assert after["clock_rule"] is None


def test_an_unknown_referral(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        record_status.record(workspace, "nothing", S.ACCEPTED, day(18))


def test_a_correction_replaces_without_erasing(workspace: Workspace, made: loops.Made) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    record_status.record(
        workspace, made.referral, S.CLOSED, day(19), reason=ClosureReason.NO_LONGER_NEEDS
    )
    [(wrong,)] = workspace.store.query("SELECT id FROM status_event WHERE status = 'closed'")
    row, _ = record_status.record(
        workspace, made.referral, S.OUTREACH_INITIATED, day(18), corrects=wrong
    )
    assert row.status is S.OUTREACH_INITIATED
    assert loops.state(workspace, made.referral)["is_open"] == 1
    assert workspace.store.query("SELECT count(*) FROM status_event") == [(3,)]
    with pytest.raises(InputRejected) as caught:
        record_status.record(workspace, made.referral, S.ACCEPTED, day(17), corrects=wrong)
    assert caught.value.field == "corrects"


def test_an_earlier_event_of_an_ended_loop_can_be_corrected(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    record_status.record(
        workspace, made.referral, S.CLOSED, day(19), reason=ClosureReason.SERVICES_RECEIVED
    )
    [(accepted,)] = workspace.store.query("SELECT id FROM status_event WHERE status = 'accepted'")
    row, _ = record_status.record(workspace, made.referral, S.ACCEPTED, day(19), corrects=accepted)
    assert row.status is S.CLOSED  # on one day the furthest along stands
    assert loops.state(workspace, made.referral)["is_open"] == 0
    [(again,)] = workspace.store.query(
        "SELECT id FROM status_event WHERE status = 'accepted' AND on_date = '2026-11-19'"
    )
    with pytest.raises(InputRejected, match="Referral Loop Closed of Nov 19, 2026"):
        record_status.record(workspace, made.referral, S.PENDING, day(17), corrects=again)


def test_a_correction_of_another_referral_is_refused(
    workspace: Workspace, made: loops.Made
) -> None:
    other = loops.add_referral(workspace, _plan(workspace), made.member, service="htss")
    record_status.record(workspace, other, S.ACCEPTED, day(17))
    [(foreign,)] = workspace.store.query("SELECT id FROM status_event")
    with pytest.raises(InputRejected) as caught:
        record_status.record(workspace, made.referral, S.PENDING, day(17), corrects=foreign)
    assert caught.value.field == "corrects"


def test_many_at_once_all_or_none(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    made = [loops.add_member(workspace, plan, number) for number in range(3)]
    record_status.record(
        workspace, made[2].referral, S.DECLINED, day(17), reason=ClosureReason.PROVIDER_DECLINED
    )
    ids = [one.referral for one in made]
    with pytest.raises(InputRejected, match=made[2].cin):
        record_status.record_many(workspace, ids, S.ACCEPTED, day(18))
    assert workspace.store.query("SELECT count(*) FROM status_event") == [(1,)]
    rows, token, changes = record_status.record_many(workspace, ids[:2], S.ACCEPTED, day(18))
    assert [row.id for row in rows] == ids[:2]
    assert changes.referrals == set(ids[:2])
    record_outreach.undo(workspace, token)
    assert loops.state(workspace, ids[0])["status"] is None
    assert loops.state(workspace, ids[0])["clock_rule"] == "outreach-begun"


def test_the_clock_of_a_plan_that_wants_an_answer(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, policy="partnership-mcap7003"), 1)
    before = loops.state(workspace, made.referral)
    assert (before["clock_rule"], before["clock_due_on"]) == ("referral-response", "2026-11-18")
    record_status.record(workspace, made.referral, S.PENDING, day(17))
    assert loops.state(workspace, made.referral)["clock_rule"] == "referral-response"
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    accepted = loops.state(workspace, made.referral)  # the plan wants a first try as well
    assert (accepted["clock_rule"], accepted["clock_due_on"]) == ("referral-response", "2026-11-18")
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(18))
    after = loops.state(workspace, made.referral)
    assert (after["clock_rule"], after["clock_due_on"]) == ("weekly-update", "2026-11-23")


def test_clocks_that_do_not_run(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace)
    reviewed = loops.add_member(workspace, plan, 1, authorization="under-review")
    denied = loops.add_member(workspace, plan, 2, authorization="denied")
    deposits = loops.add_member(workspace, plan, 3, service="deposits")
    old = loops.add_member(workspace, plan, 4, sent=date(2025, 3, 3))
    for made in (reviewed, denied, deposits, old):
        assert loops.state(workspace, made.referral)["clock_rule"] is None
    unstated = loops.add_member(workspace, plan, 5, authorization=None)
    unsent = loops.add_member(workspace, plan, 6, sent=None)
    assert loops.state(workspace, unstated.referral)["clock_due_on"] == "2026-11-19"
    assert loops.state(workspace, unsent.referral)["clock_due_on"] == "2026-11-20"


def test_another_policy_sets_the_clocks_anew(workspace: Workspace, made: loops.Made) -> None:
    agency.update_plan(
        workspace, "bayview", name="B", layout="canonical", policy="partnership-mcap7003"
    )
    assert loops.state(workspace, made.referral)["clock_rule"] == "referral-response"
    agency.update_plan(workspace, "bayview", name="B", layout="canonical", policy="dhcs")
    assert loops.state(workspace, made.referral)["clock_rule"] is None


def test_refreshing_all_gives_what_refreshing_one_by_one_gave(
    workspace: Workspace, open_workspace: Callable[..., Workspace]
) -> None:
    plan = loops.add_plan(workspace)
    made = [loops.add_member(workspace, plan, number) for number in range(6)]
    for number, status in enumerate((S.PENDING, S.ACCEPTED, S.OUTREACH_INITIATED)):
        record_status.record(workspace, made[number].referral, status, day(17))
    record_status.record(
        workspace, made[3].referral, S.DECLINED, day(18), reason=ClosureReason.OTHER
    )
    before = [loops.state(workspace, one.referral) for one in made]
    with workspace.transaction("test") as tx:
        tx.execute("UPDATE referral SET status = 'closed', is_open = 0, clock_rule = 'x'")
        referral_state.refresh(tx)
        clocks.recompute(tx, workspace)
    assert [loops.state(workspace, one.referral) for one in made] == before


def test_the_day_is_the_local_one(workspace: Workspace, made: loops.Made) -> None:
    late = replace(workspace, clock=replace(workspace.clock, fixed=_utc("2026-11-21T07:30")))
    assert late.clock.today() == day(20)
    with pytest.raises(InputRejected, match="future"):
        record_status.record(late, made.referral, S.ACCEPTED, day(21))


def _utc(text: str):
    from datetime import UTC, datetime

    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _plan(ws: Workspace) -> str:
    [(plan_id,)] = ws.store.query("SELECT id FROM plan")
    return str(plan_id)
