"""Legal and illegal moves of a referral, each refusal with its advice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.referral import (
    ENDED,
    NEEDS_REASON,
    PROGRESS,
    Event,
    Loop,
    StatusRefused,
    check_status,
    standing,
)
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus

S = ReferralStatus
R = ClosureReason
REFERRED = date(2026, 11, 2)
TODAY = date(2026, 11, 30)


def day(number: int) -> date:
    return date(2026, 11, number)


def loop(*events: Event, denied: bool = False) -> Loop:
    return Loop(REFERRED, denied, events)


def refused(
    events: Loop, status: S, on: date, reason: R | None = None, *, correcting: bool = False
) -> StatusRefused:
    with pytest.raises(StatusRefused) as caught:
        check_status(events, status, on, reason, today=TODAY, correcting=correcting)
    assert caught.value.message.endswith(".")
    assert caught.value.advice.endswith(".")
    assert "{" not in caught.value.message + caught.value.advice
    return caught.value


@pytest.mark.parametrize("status", [S.DECLINED, S.CLOSED])
def test_a_reason_is_needed(status: S) -> None:
    assert refused(loop(), status, day(3)).field == "reason"


@pytest.mark.parametrize("status", [S.ACCEPTED, S.PENDING, S.OUTREACH_INITIATED])
def test_no_reason_is_taken(status: S) -> None:
    assert refused(loop(), status, day(3), R.OTHER).field == "reason"


@pytest.mark.parametrize("status", list(S))
def test_reason_seven_is_the_plans(status: S) -> None:
    problem = refused(loop(), status, day(3), R.AUTHORIZATION_DENIED)
    assert problem.field == "reason"
    assert "plan's own" in problem.message
    assert R.AUTHORIZATION_DENIED not in ClosureReason.offered()


def test_services_received_needs_accepted_first() -> None:
    problem = refused(loop(), S.CLOSED, day(5), R.SERVICES_RECEIVED)
    assert "never accepted" in problem.message
    assert "Record Accepted" in problem.advice
    only_pending = loop(Event(S.PENDING, day(3)))
    assert refused(only_pending, S.CLOSED, day(5), R.SERVICES_RECEIVED).field == "status"


def test_services_received_not_before_accepted() -> None:
    accepted = loop(Event(S.ACCEPTED, day(10)))
    problem = refused(accepted, S.CLOSED, day(9), R.SERVICES_RECEIVED)
    assert problem.field == "on"


def test_table_13_accepted_then_closed() -> None:
    check_status(
        loop(Event(S.ACCEPTED, day(3))), S.CLOSED, day(17), R.SERVICES_RECEIVED, today=TODAY
    )


def test_outreach_counts_as_taken_on() -> None:
    begun = loop(Event(S.OUTREACH_INITIATED, day(3)))
    check_status(begun, S.CLOSED, day(3), R.SERVICES_RECEIVED, today=TODAY)


@pytest.mark.parametrize("reason", [r for r in R.offered() if r is not R.SERVICES_RECEIVED])
def test_a_loop_may_close_unanswered_for_any_other_reason(reason: R) -> None:
    check_status(loop(), S.CLOSED, day(5), reason, today=TODAY)


def test_not_before_the_referral_and_not_in_the_future() -> None:
    early = refused(loop(), S.ACCEPTED, date(2026, 11, 1))
    assert early.field == "on"
    assert "2026-11-02" in early.message
    assert refused(loop(), S.ACCEPTED, date(2026, 12, 1)).field == "on"
    check_status(loop(), S.ACCEPTED, REFERRED, None, today=TODAY)
    check_status(loop(), S.ACCEPTED, TODAY, None, today=TODAY)


def test_without_a_referral_date_only_the_future_is_refused() -> None:
    nowhere = Loop(None, False, ())
    check_status(nowhere, S.ACCEPTED, date(2020, 1, 1), None, today=TODAY)


@pytest.mark.parametrize("end", [S.DECLINED, S.CLOSED])
@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("on", [day(5), day(10), day(20)])
def test_nothing_follows_an_end(end: S, status: S, on: date) -> None:
    reason = R.OTHER if status in NEEDS_REASON else None
    problem = refused(loop(Event(end, day(10), R.OTHER)), status, on, reason)
    assert "ended on 2026-11-10" in problem.message


def test_a_denied_loop_takes_nothing() -> None:
    assert "denied" in refused(loop(denied=True), S.ACCEPTED, day(5)).message


def test_declined_for_services_received_is_refused() -> None:
    accepted = loop(Event(S.ACCEPTED, day(3)))
    assert refused(accepted, S.DECLINED, day(5), R.SERVICES_RECEIVED).field == "reason"


def test_declined_after_outreach_is_refused_but_after_accepted_is_not() -> None:
    begun = loop(Event(S.OUTREACH_INITIATED, day(3)))
    assert "Loop Closed" in refused(begun, S.DECLINED, day(5), R.PROVIDER_DECLINED).advice
    accepted = loop(Event(S.ACCEPTED, day(3)))
    check_status(accepted, S.DECLINED, day(5), R.PROVIDER_DECLINED, today=TODAY)


def test_pending_after_an_answer_is_refused_and_before_it_is_not() -> None:
    accepted = loop(Event(S.ACCEPTED, day(10)))
    assert refused(accepted, S.PENDING, day(11)).field == "status"
    check_status(accepted, S.PENDING, day(9), None, today=TODAY)


def test_accepted_after_outreach_began_is_refused_and_until_then_is_not() -> None:
    begun = loop(Event(S.OUTREACH_INITIATED, day(10)))
    assert refused(begun, S.ACCEPTED, day(11)).field == "on"
    check_status(begun, S.ACCEPTED, day(10), None, today=TODAY)


def test_an_end_before_a_later_status_is_refused() -> None:
    begun = loop(Event(S.OUTREACH_INITIATED, day(10)))
    assert "2026-11-10" in refused(begun, S.CLOSED, day(9), R.OTHER).message


def test_a_status_may_not_be_dated_before_one_that_comes_first() -> None:
    assert refused(loop(Event(S.PENDING, day(5))), S.ACCEPTED, day(4)).field == "on"
    assert refused(loop(Event(S.ACCEPTED, day(5))), S.OUTREACH_INITIATED, day(4)).field == "on"
    check_status(loop(Event(S.ACCEPTED, day(5))), S.OUTREACH_INITIATED, day(5), None, today=TODAY)


def test_the_same_status_again_the_same_day_is_refused_another_day_is_not() -> None:
    begun = loop(Event(S.OUTREACH_INITIATED, day(10)))
    assert "already recorded" in refused(begun, S.OUTREACH_INITIATED, day(10)).message
    check_status(begun, S.OUTREACH_INITIATED, day(25), None, today=TODAY)


def test_a_correction_may_stand_before_the_end_of_the_loop() -> None:
    ended = loop(Event(S.CLOSED, day(10), R.UNABLE_TO_REACH))
    check_status(ended, S.OUTREACH_INITIATED, day(5), None, today=TODAY, correcting=True)
    assert refused(ended, S.OUTREACH_INITIATED, day(11), correcting=True).field == "status"
    assert refused(ended, S.CLOSED, day(5), R.OTHER, correcting=True).field == "status"


def test_a_correction_may_not_make_a_later_event_impossible() -> None:
    ended = loop(Event(S.CLOSED, day(10), R.SERVICES_RECEIVED))
    problem = refused(ended, S.PENDING, day(5), correcting=True)
    assert "Referral Loop Closed of 2026-11-10" in problem.message
    check_status(ended, S.ACCEPTED, day(10), None, today=TODAY, correcting=True)
    declined = loop(Event(S.DECLINED, day(10), R.PROVIDER_DECLINED))
    assert "Declined" in refused(declined, S.OUTREACH_INITIATED, day(5), correcting=True).message
    waiting = loop(Event(S.PENDING, day(5)))
    assert "Pending" in refused(waiting, S.ACCEPTED, day(4), correcting=True).message


def test_a_wrong_status_of_a_denied_loop_can_be_corrected() -> None:
    check_status(loop(denied=True), S.PENDING, day(4), None, today=TODAY, correcting=True)


def test_where_a_loop_stands() -> None:
    assert standing([]) is None
    accepted, begun = Event(S.ACCEPTED, day(5)), Event(S.OUTREACH_INITIATED, day(5))
    assert standing([begun, accepted]) is begun  # further along on the same day
    assert standing([begun, Event(S.ACCEPTED, day(6))]) == Event(S.ACCEPTED, day(6))


STATUSES = st.sampled_from(list(S))
REASONS = st.one_of(st.none(), st.sampled_from(list(R)))
DATES = st.dates(REFERRED - timedelta(days=3), TODAY + timedelta(days=3))
MOVES = st.lists(st.tuples(STATUSES, DATES, REASONS), max_size=12)


def accepted_moves(moves: list[tuple[S, date, R | None]]) -> list[Event]:
    events: list[Event] = []
    for status, on, reason in moves:
        try:
            check_status(Loop(REFERRED, False, tuple(events)), status, on, reason, today=TODAY)
        except StatusRefused:
            continue
        events.append(Event(status, on, reason))
    return events


@given(MOVES)
def test_whatever_is_accepted_makes_a_loop_that_can_be_true(
    moves: list[tuple[S, date, R | None]],
) -> None:
    events = accepted_moves(moves)
    assert all(REFERRED <= event.on <= TODAY for event in events)
    assert all((event.reason is not None) == (event.status in NEEDS_REASON) for event in events)
    assert all(event.reason is not R.AUTHORIZATION_DENIED for event in events)
    ends = [event for event in events if event.status in ENDED]
    assert len(ends) <= 1
    if ends:
        assert standing(events) is ends[0]
        assert events[-1] is ends[0]
    in_order = sorted(events, key=lambda event: (event.on, PROGRESS[event.status]))
    steps = [PROGRESS[event.status] for event in in_order]
    answered = [step for step in steps if step > 0]
    assert steps == [0] * (len(steps) - len(answered)) + answered


@given(MOVES, st.data())
def test_an_accepted_correction_leaves_a_loop_that_could_be_entered_in_order(
    moves: list[tuple[S, date, R | None]], data: st.DataObject
) -> None:
    events = accepted_moves(moves)
    if not events:
        return
    wrong = data.draw(st.integers(0, len(events) - 1))
    rest = [*events[:wrong], *events[wrong + 1 :]]
    status, on, reason = data.draw(st.tuples(STATUSES, DATES, REASONS))
    try:
        check_status(Loop(REFERRED, False, rest), status, on, reason, today=TODAY, correcting=True)
    except StatusRefused:
        return
    corrected = sorted([*rest, Event(status, on, reason)], key=lambda e: (e.on, PROGRESS[e.status]))
    replayed = accepted_moves([(e.status, e.on, e.reason) for e in corrected])
    assert replayed == corrected
