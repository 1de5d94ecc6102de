"""What is due: which rule, which day, in which order, and the figures of the home screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus, Service
from navigator_app.services import exports, record_outreach, record_status, standing, today
from navigator_app.services.workspace import Workspace
from tests.services import loops

S = ReferralStatus


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


def on_day(ws: Workspace, when: date) -> Workspace:
    noon = datetime(when.year, when.month, when.day, 20, tzinfo=UTC)
    return replace(ws, clock=replace(ws.clock, fixed=noon))


def test_a_new_referral_owes_outreach_and_the_months_status(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    first, second = today.due(workspace)
    assert (first.rule, first.due, first.days_left, first.state, first.action) == (
        "outreach-begun",
        day(19),
        -1,
        "overdue",
        "outreach",
    )
    assert (first.member_id, first.referral_id) == (made.member, made.referral)
    assert first.business_days_left == -1
    assert first.basis == "HTNS/HTSS referral toolkit, April 2025 · 3 business days"
    assert first.service is Service.HTNS
    assert not first.required
    assert "Toolkit" in first.source
    assert first.why == (
        "Sent to you on Nov 16, 2026, not answered yet. "
        "Outreach should begin within 3 business days of the authorization."
    )
    assert (second.rule, second.due, second.days_left, second.state, second.action) == (
        "monthly-status",
        day(30),
        10,
        "upcoming",
        "status",
    )
    assert second.required
    assert second.business_days_left is None
    assert second.basis.endswith("· every month")
    assert "II.A.2" in second.source
    assert second.why.startswith("No status is dated in November 2026 yet. Nothing has been told")


def test_a_plan_that_wants_an_answer(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, policy="partnership-mcap7003")
    loops.add_member(workspace, plan, 1, sent=day(18))
    answer, outreach, update, owed, _month = today.due(workspace)
    assert (owed.rule, owed.member_id, owed.due) == (update.rule, "", update.due)
    assert [outreach.rule, update.rule] == ["outreach-begun", "weekly-update"]
    assert (answer.rule, answer.due, answer.state) == ("referral-response", day(20), "due")
    assert answer.required
    assert answer.action == "answer"
    assert answer.title == "Answer the referral"
    assert "MCAP7003" in answer.source
    assert "within 2 business days" in answer.why


def test_pending_is_said_as_such_and_accepted_with_its_day(workspace: Workspace, plan: str) -> None:
    pending, accepted = (loops.add_member(workspace, plan, number) for number in (1, 2))
    record_status.record(workspace, pending.referral, S.PENDING, day(17))
    record_status.record(workspace, accepted.referral, S.ACCEPTED, day(18))
    one, two = today.due(workspace)
    assert "pending, not reviewed yet" in one.why
    assert "accepted on Nov 18, 2026, no outreach yet" in two.why


def test_overdue_first_by_date_then_by_name(workspace: Workspace, plan: str) -> None:
    late = loops.add_member(workspace, plan, 9, sent=day(2), requested=None)
    second = loops.add_member(workspace, plan, 2)
    first = loops.add_member(workspace, plan, 1)
    rows = today.due(workspace)
    assert [(row.referral_id, row.rule) for row in rows] == [
        (late.referral, "outreach-begun"),
        (first.referral, "outreach-begun"),
        (second.referral, "outreach-begun"),
        (first.referral, "monthly-status"),
        (second.referral, "monthly-status"),
        (late.referral, "monthly-status"),
    ]


def test_within_keeps_overdue_and_what_falls_due_soon(workspace: Workspace, plan: str) -> None:
    loops.add_member(workspace, plan, 1)  # overdue since the 19th
    loops.add_member(workspace, plan, 2, sent=day(19))  # due on the 24th
    assert [row.due for row in today.due(workspace, within=0)] == [day(19)]
    assert [row.due for row in today.due(workspace, within=4)] == [day(19), day(24)]
    assert len(today.due(workspace, within=9)) == 2
    assert len(today.due(workspace, within=10)) == 4


def test_another_day_has_another_month(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, requested=date(2026, 10, 1))
    record_outreach.record(workspace, [_draft(made.member)])
    assert today.due(workspace) == []
    [december] = today.due(workspace, on=date(2026, 12, 3))
    assert (december.rule, december.due, december.days_left) == (
        "monthly-status",
        date(2026, 12, 31),
        28,
    )
    assert "The newest is Outreach Initiated of Nov 18, 2026." in december.why
    [october] = today.due(workspace, on=date(2026, 10, 20))  # a month before the newest status
    assert october.due == date(2026, 10, 31)


def test_a_past_month_with_a_status_owes_nothing(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, requested=date(2026, 10, 1))
    record_status.record(workspace, made.referral, S.ACCEPTED, date(2026, 10, 5))
    record_outreach.record(workspace, [_draft(made.member)])
    assert today.due(workspace, on=date(2026, 10, 20)) == []


def test_a_correction_out_of_the_month_leaves_it_without_a_status(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1, requested=date(2026, 10, 1))
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(5))
    [(wrong,)] = workspace.store.query("SELECT id FROM status_event")
    assert today.due(workspace) == []
    record_status.record(
        workspace, made.referral, S.OUTREACH_INITIATED, date(2026, 10, 30), corrects=wrong
    )
    assert [row.rule for row in today.due(workspace)] == ["monthly-status"]


def test_of_ended_and_denied_referrals_only_the_plan_owes_something(
    workspace: Workspace, plan: str
) -> None:
    loops.add_member(workspace, plan, 1, authorization="denied")
    closed = loops.add_member(workspace, plan, 2)
    record_status.record(workspace, closed.referral, S.CLOSED, day(18), reason=ClosureReason.OTHER)
    assert [(row.referral_id, row.rule, row.chase) for row in today.due(workspace)] == [
        (closed.referral, "referrer-told", True)
    ]


def test_a_plan_under_state_guidance_alone_has_no_outreach_clock(workspace: Workspace) -> None:
    loops.add_member(workspace, loops.add_plan(workspace, policy="dhcs"), 1)
    assert [row.rule for row in today.due(workspace)] == ["monthly-status"]


def test_of_one_navigator_and_of_one_member(workspace: Workspace, plan: str) -> None:
    mine = loops.add_member(workspace, plan, 1, navigator_id=workspace.user.id)
    other = loops.add_member(workspace, plan, 2)
    rows = today.due(workspace, navigator_id=workspace.user.id)
    assert {row.member_id for row in rows} == {mine.member}
    assert {row.member_id for row in today.due(workspace, member_id=other.member)} == {other.member}
    assert today.due(workspace, navigator_id="nobody") == []


def test_a_limit_gives_the_most_urgent(workspace: Workspace, plan: str) -> None:
    for number in range(12):
        loops.add_member(workspace, plan, number, sent=day(2 + number % 5), requested=None)
    everything = today.due(workspace)
    assert len(everything) == 24
    for limit in (1, 5, 12, 13, 20, 24, 30):
        assert today.due(workspace, limit=limit) == everything[:limit]


def test_the_home_screen(workspace: Workspace, plan: str) -> None:
    new = loops.add_member(workspace, plan, 1)
    loops.add_referral(workspace, plan, new.member, service="htss")
    loops.add_member(workspace, plan, 2, authorization="under-review")
    accepted = loops.add_member(workspace, plan, 3)
    reached = loops.add_member(workspace, plan, 4)
    loops.add_member(workspace, plan, 5, authorization="denied")
    record_status.record(workspace, accepted.referral, S.ACCEPTED, day(17))
    record_outreach.record(
        workspace, [_draft(reached.member), _draft(reached.member, "2026-11-15T12:00")]
    )
    screen = today.today(workspace)
    assert screen.on == day(20)
    assert screen.members == 5
    assert screen.unanswered == 3
    assert screen.unreached == 2
    assert screen.without_status == 3
    assert screen.overdue == 3
    assert screen.total == 4  # cases
    assert screen.attempts_this_week == 1  # the other was on the Sunday before
    assert [(row.rule, row.more) for row in screen.due] == [
        ("outreach-begun", 1),
        ("outreach-begun", 1),
        ("decision-routine", 2),  # the plan still reviews: a date to ask after
        ("outreach-begun", 0),
    ]
    assert len(today.today(workspace, limit=2).due) == 2


def test_an_empty_home_screen(workspace: Workspace) -> None:
    screen = today.today(workspace)
    assert screen.due == ()
    assert (screen.total, screen.members, screen.overdue) == (0, 0, 0)


def test_where_the_data_stands(workspace: Workspace, plan: str, tmp_path) -> None:
    empty = standing.read(workspace)
    assert (empty.unsent, empty.unsent_since, empty.plans, empty.staged_files) == (0, None, (), 0)
    made = loops.add_member(workspace, plan, 1)
    record_status.record(workspace, made.referral, S.ACCEPTED, day(17))
    done = record_outreach.record(workspace, [_draft(made.member)])
    now = standing.read(workspace)
    assert (now.unsent, now.unsent_since, now.plans) == (2, day(17), ("bayview",))
    record_outreach.undo(workspace, done.undo)
    assert standing.read(workspace).unsent == 1
    exports.export(workspace, "bayview", "2026-11", tmp_path)
    assert standing.read(workspace).unsent == 1
    exports.mark_sent(workspace, "bayview", "2026-11")
    assert standing.read(workspace).unsent == 0


def _draft(member: str, at: str = "2026-11-18T14:30") -> AttemptDraft:
    return AttemptDraft(member, Mode.PHONE, Outcome.NOT_FOUND, datetime.fromisoformat(at))
