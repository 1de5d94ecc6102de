"""Attempts: one or many, what they move, the clocks around a time change, and undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from navigator_app.domain.records import AttemptDraft
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.services import record_outreach, record_status
from navigator_app.services.workspace import Workspace
from tests.services import loops

S = ReferralStatus


def draft(member: str, at: str = "2026-11-18T14:30", **more: object) -> AttemptDraft:
    made = AttemptDraft(member, Mode.IN_PERSON, Outcome.NOT_FOUND, datetime.fromisoformat(at))
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def made(workspace: Workspace, plan: str) -> loops.Made:
    return loops.add_member(workspace, plan, 1)


def last_attempt(ws: Workspace, member: str) -> object:
    [(day,)] = ws.store.query("SELECT last_attempt_on FROM member WHERE id = ?", (member,))
    return day


def test_a_first_attempt_begins_outreach(workspace: Workspace, made: loops.Made) -> None:
    done = record_outreach.record(
        workspace,
        [draft(made.member, place=" Harbor St ", with_whom="cousin", note="n", next_step="x")],
    )
    [attempt] = done.attempts
    assert (attempt.place, attempt.with_whom, attempt.note, attempt.next_step) == (
        "Harbor St",
        "cousin",
        "n",
        "x",
    )
    assert attempt.at == datetime(2026, 11, 18, 22, 30, tzinfo=UTC)
    assert (attempt.mode, attempt.outcome, attempt.by) == (
        Mode.IN_PERSON,
        Outcome.NOT_FOUND,
        "Ana Ruiz",
    )
    [moved] = done.moved
    assert (moved.status, moved.status_date) == (S.OUTREACH_INITIATED, date(2026, 11, 18))
    assert done.changes.members == {made.member}
    assert loops.state(workspace, made.referral)["clock_rule"] is None
    assert last_attempt(workspace, made.member) == "2026-11-18"


def test_a_later_attempt_changes_no_status_and_starts_no_clock(
    workspace: Workspace, made: loops.Made
) -> None:
    record_outreach.record(workspace, [draft(made.member)])
    before = loops.state(workspace, made.referral)
    done = record_outreach.record(workspace, [draft(made.member, "2026-11-19T09:00")])
    assert done.moved == ()
    assert loops.state(workspace, made.referral) == before
    assert last_attempt(workspace, made.member) == "2026-11-19"


def test_an_attempt_does_not_move_the_start_of_a_clock_that_still_runs(
    workspace: Workspace, plan: str
) -> None:
    """An attempt for one referral leaves the other's clock where it was."""
    made = loops.add_member(workspace, plan, 1)
    other = loops.add_referral(workspace, plan, made.member, service="htss")
    before = loops.state(workspace, other)
    record_outreach.record(workspace, [draft(made.member, referral_id=made.referral)])
    assert loops.state(workspace, other) == before
    assert loops.state(workspace, made.referral)["status"] == "outreach-initiated"


def test_without_a_named_referral_all_open_ones_move(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1)
    second = loops.add_referral(workspace, plan, made.member, service="htss")
    denied = loops.add_referral(
        workspace, plan, made.member, service="deposits", authorization="denied"
    )
    closed = loops.add_referral(workspace, plan, made.member)
    later = loops.add_referral(workspace, plan, made.member, requested=date(2026, 11, 19))
    record_status.record(
        workspace, closed, S.DECLINED, date(2026, 11, 17), reason=ClosureReason.OTHER
    )
    record_status.record(workspace, second, S.ACCEPTED, date(2026, 11, 17))
    done = record_outreach.record(workspace, [draft(made.member)])
    assert {row.id for row in done.moved} == {made.referral, second}
    assert loops.state(workspace, denied)["status"] is None
    assert loops.state(workspace, later)["status"] is None


@pytest.mark.parametrize("status", [None, S.PENDING, S.ACCEPTED])
def test_what_is_moved(workspace: Workspace, made: loops.Made, status: S | None) -> None:
    if status:
        record_status.record(workspace, made.referral, status, date(2026, 11, 17))
    done = record_outreach.record(workspace, [draft(made.member)])
    assert [row.status for row in done.moved] == [S.OUTREACH_INITIATED]


def test_an_attempt_found_later_is_dated_no_earlier_than_the_answer(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, date(2026, 11, 19))
    done = record_outreach.record(workspace, [draft(made.member, "2026-11-18T14:30")])
    assert done.moved[0].status_date == date(2026, 11, 19)
    assert last_attempt(workspace, made.member) == "2026-11-18"


def test_an_attempt_for_a_closed_referral_is_kept_and_moves_nothing(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(
        workspace, made.referral, S.CLOSED, date(2026, 11, 17), reason=ClosureReason.OTHER
    )
    done = record_outreach.record(workspace, [draft(made.member, referral_id=made.referral)])
    assert len(done.attempts) == 1
    assert done.moved == ()


@pytest.mark.parametrize(
    ("at", "field", "says"),
    [
        ("2026-11-20T10:01", "at", "future"),
        ("2026-11-21T09:00", "at", "future"),
        ("2026-11-11T23:59", "at", "2026-11-12"),
    ],
)
def test_a_time_that_cannot_be(
    workspace: Workspace, made: loops.Made, at: str, field: str, says: str
) -> None:
    with pytest.raises(InputRejected, match=says) as caught:
        record_outreach.record(workspace, [draft(made.member, at)])
    assert caught.value.field == field
    assert caught.value.next_step
    assert workspace.store.query("SELECT count(*) FROM outreach_attempt") == [(0,)]


def test_unknown_member_and_foreign_referral(
    workspace: Workspace, plan: str, made: loops.Made
) -> None:
    other = loops.add_member(workspace, plan, 2)
    with pytest.raises(InputRejected) as caught:
        record_outreach.record(workspace, [draft("nobody")])
    assert caught.value.field == "member_id"
    with pytest.raises(InputRejected) as caught:
        record_outreach.record(workspace, [draft(made.member, referral_id=other.referral)])
    assert caught.value.field == "referral_id"


def test_many_members_in_one_transaction_all_or_none(workspace: Workspace, plan: str) -> None:
    made = [loops.add_member(workspace, plan, number) for number in range(5)]
    drafts = [draft(one.member) for one in made]
    with pytest.raises(InputRejected):
        record_outreach.record(workspace, [*drafts, draft("nobody")])
    assert workspace.store.query("SELECT count(*) FROM outreach_attempt") == [(0,)]
    assert loops.state(workspace, made[0].referral)["status"] is None
    done = record_outreach.record(workspace, [*drafts, drafts[0]])
    assert len(done.attempts) == 6
    assert len(done.moved) == 5
    assert [row.member_id for row in done.attempts[:5]] == [one.member for one in made]
    [(count,)] = workspace.store.query(
        "SELECT count(*) FROM journal_transaction WHERE intention = 'record_outreach'"
    )
    assert count == 1


def at_moment(ws: Workspace, text: str) -> Workspace:
    return replace(
        ws, clock=replace(ws.clock, fixed=datetime.fromisoformat(text).replace(tzinfo=UTC))
    )


def test_in_the_hour_that_comes_twice_the_first_is_meant(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, sent=date(2026, 10, 26), requested=None)
    autumn = at_moment(workspace, "2026-11-01T09:45")  # 01:45 again, winter time
    done = record_outreach.record(autumn, [draft(made.member, "2026-11-01T01:30")])
    assert done.attempts[0].at == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert done.moved[0].status_date == date(2026, 11, 1)
    folded = draft(made.member, "2026-11-01T01:30")
    folded = replace(folded, at=folded.at.replace(fold=1))
    again = record_outreach.record(autumn, [folded])
    assert again.attempts[0].at == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skipped_is_refused(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1, sent=date(2027, 3, 8), requested=None)
    spring = at_moment(workspace, "2027-03-14T20:00")
    with pytest.raises(InputRejected, match="no 02:30 on 2027-03-14") as caught:
        record_outreach.record(spring, [draft(made.member, "2027-03-14T02:30")])
    assert "03:30" in caught.value.next_step
    done = record_outreach.record(spring, [draft(made.member, "2027-03-14T03:30")])
    assert done.attempts[0].at == datetime(2027, 3, 14, 10, 30, tzinfo=UTC)


def test_the_local_day_counts_not_the_one_in_utc(workspace: Workspace, made: loops.Made) -> None:
    done = record_outreach.record(workspace, [draft(made.member, "2026-11-18T20:30")])
    assert done.attempts[0].at.date() == date(2026, 11, 19)
    assert done.moved[0].status_date == date(2026, 11, 18)


def test_undo_puts_everything_back(workspace: Workspace, plan: str) -> None:
    made = [loops.add_member(workspace, plan, number) for number in range(2)]
    record_status.record(workspace, made[0].referral, S.ACCEPTED, date(2026, 11, 17))
    before = [loops.state(workspace, one.referral) for one in made]
    done = record_outreach.record(workspace, [draft(one.member) for one in made])
    changes = record_outreach.undo(workspace, done.undo)
    assert changes.members == {one.member for one in made}
    assert changes.referrals == {one.referral for one in made}
    assert [loops.state(workspace, one.referral) for one in made] == before
    assert last_attempt(workspace, made[0].member) is None
    assert workspace.store.query(
        "SELECT count(*) FROM outreach_attempt WHERE undone_at IS NOT NULL"
    ) == [(2,)]
    with pytest.raises(InputRejected, match="nothing to take back"):
        record_outreach.undo(workspace, done.undo)
    with pytest.raises(InputRejected, match="nothing to take back"):
        record_outreach.undo(workspace, "no such token")


def test_undo_of_a_later_attempt_keeps_the_first(workspace: Workspace, made: loops.Made) -> None:
    record_outreach.record(workspace, [draft(made.member)])
    later = record_outreach.record(workspace, [draft(made.member, "2026-11-19T09:00")])
    record_outreach.undo(workspace, later.undo)
    assert last_attempt(workspace, made.member) == "2026-11-18"
    assert loops.state(workspace, made.referral)["status"] == "outreach-initiated"


def test_undo_finds_its_transaction_under_many_later_entries(
    workspace: Workspace, plan: str, made: loops.Made
) -> None:
    done = record_outreach.record(workspace, [draft(made.member)])
    for number in range(2, 5):
        other = loops.add_member(workspace, plan, number)
        for _turn in range(120):
            with workspace.transaction("test") as tx:
                tx.update("member", other.member, {"safety_note": f"{number} {_turn}"})
    record_outreach.undo(workspace, done.undo)
    assert loops.state(workspace, made.referral)["status"] is None


def test_undo_is_refused_once_another_status_followed(
    workspace: Workspace, made: loops.Made
) -> None:
    done = record_outreach.record(workspace, [draft(made.member)])
    record_status.record(
        workspace,
        made.referral,
        S.CLOSED,
        date(2026, 11, 19),
        reason=ClosureReason.SERVICES_RECEIVED,
    )
    with pytest.raises(InputRejected, match="Another status"):
        record_outreach.undo(workspace, done.undo)
    assert last_attempt(workspace, made.member) == "2026-11-18"


def test_after_undo_a_new_attempt_begins_outreach_again(
    workspace: Workspace, made: loops.Made
) -> None:
    done = record_outreach.record(workspace, [draft(made.member)])
    record_outreach.undo(workspace, done.undo)
    again = record_outreach.record(workspace, [draft(made.member, "2026-11-19T08:00")])
    assert again.moved[0].status_date == date(2026, 11, 19)
