"""Clocks from facts: what settles, what does not, what is missing, what cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.clocks import ClockState, State, days_left, evaluate
from navigator_app.domain.facts import Fact, Facts, Path, When, impossible
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import packs
from navigator_app.policy.calendars import calendar

F = Fact
ZONE = ZoneInfo("America/Los_Angeles")
CALIFORNIA = calendar("california")
FRIDAY = date(2026, 11, 20)


def clocks(
    dates: dict[Fact, When],
    *,
    on: date = FRIDAY,
    pack: str = "partnership-mcap7003",
    path: Path | None = None,
    urgent: bool | None = None,
    service: Service = Service.HTNS,
) -> dict[str, ClockState]:
    now = datetime.combine(on, time(12), ZONE)
    facts = Facts(service, dates, path, urgent)
    found = evaluate(packs.stack(pack, on), facts, now, CALIFORNIA, ZONE)
    return {clock.rule.id: clock for clock in found}


def test_a_failed_attempt_begins_outreach_and_moves_no_date() -> None:
    came = {F.AUTHORIZATION_RECEIVED: FRIDAY, F.SENT_TO_PROVIDER: FRIDAY}
    fresh = clocks(came)
    tried = clocks(came | {F.FIRST_ATTEMPT: date(2026, 11, 23)}, on=date(2026, 11, 24))
    again = clocks(
        came | {F.FIRST_ATTEMPT: date(2026, 11, 23), F.LAST_ATTEMPT: date(2026, 12, 30)},
        on=date(2026, 12, 31),
    )
    for rule in ("outreach-begun", "referral-response", "weekly-update"):
        assert fresh[rule].due == tried[rule].due == again[rule].due
    assert tried["outreach-begun"].state is again["outreach-begun"].state is State.MET
    assert again["referral-response"].state is State.OVERDUE  # tried, but never accepted
    assert again["weekly-update"].state is State.OVERDUE  # an attempt is no update


def test_full_capacity_answers_too() -> None:
    told = clocks({F.SENT_TO_PROVIDER: FRIDAY, F.DECLINED: FRIDAY})
    assert told["referral-response"].state is State.MET
    assert told["outreach-begun"].state is State.MOOT


def test_late_is_met_and_says_so() -> None:
    late = clocks({F.AUTHORIZATION_RECEIVED: date(2026, 11, 2), F.FIRST_ATTEMPT: FRIDAY})[
        "outreach-begun"
    ]
    assert (late.state, late.met_on, late.late) == (State.MET, FRIDAY, True)
    assert "Done on 2026-11-20." in late.why


def test_every_week_anew_until_the_member_is_engaged() -> None:
    sent: dict[Fact, When] = {F.SENT_TO_PROVIDER: date(2026, 11, 2)}
    assert clocks(sent)["weekly-update"].due == date(2026, 11, 9)
    updated = sent | {F.PLAN_UPDATED: date(2026, 11, 18)}
    assert clocks(updated)["weekly-update"].due == date(2026, 11, 25)
    engaged = clocks(updated | {F.ENGAGED: FRIDAY})["weekly-update"]
    assert engaged.state is State.MOOT
    assert "engaged" in engaged.why


def test_a_status_in_every_calendar_month() -> None:
    sent: dict[Fact, When] = {F.SENT_TO_PROVIDER: date(2026, 9, 15)}
    none = clocks(sent)["monthly-status"]
    assert (none.due, none.state) == (date(2026, 9, 30), State.OVERDUE)
    october = clocks(sent | {F.LAST_STATUS: date(2026, 10, 31)})["monthly-status"]
    assert (october.due, october.state) == (date(2026, 11, 30), State.UPCOMING)
    november = clocks(sent | {F.LAST_STATUS: date(2026, 11, 1)})["monthly-status"]
    assert (november.due, november.state, november.met_on) == (
        date(2026, 11, 30),
        State.MET,
        date(2026, 11, 1),
    )


def test_the_plans_dates_are_ones_to_chase() -> None:
    found = clocks({F.SUBMITTED: date(2026, 11, 2)}, urgent=False)
    assert found["decision-routine"].chase
    assert found["decision-routine"].state is State.OVERDUE
    assert found["decision-latest"].due == date(2026, 11, 23)
    assert not found["referral-response"].chase


def test_urgent_takes_the_hours_and_unrecorded_says_what_it_assumes() -> None:
    asked: dict[F, date | datetime] = {F.SUBMITTED: datetime(2026, 11, 18, 9, tzinfo=ZONE)}
    urgent = clocks(asked, urgent=True)
    assert "decision-routine" not in urgent
    assert urgent["decision-urgent"].due == datetime(2026, 11, 21, 9, tzinfo=ZONE)
    unsaid = clocks(asked)
    assert "decision-urgent" not in unsaid
    assert "Assumed: routine" in unsaid["decision-routine"].why
    assert "Assumed" not in clocks(asked, urgent=False)["decision-routine"].why


def test_a_second_choice_of_start_is_named() -> None:
    known = clocks({F.SENT_TO_PROVIDER: FRIDAY, F.RECEIVED: date(2026, 11, 18)})
    assert known["referral-response"].counted_from is F.SENT_TO_PROVIDER
    assert "Assumed" not in known["referral-response"].why
    guessed = clocks({F.RECEIVED: date(2026, 11, 18)})["referral-response"]
    assert (guessed.due, guessed.counted_from) == (FRIDAY, F.RECEIVED)
    assert "Assumed: the day the plan sent the referral is not known." in guessed.why


def test_a_day_without_its_hour_says_so() -> None:
    told = clocks({F.DECIDED: FRIDAY})["provider-told"]
    assert told.due == datetime(2026, 11, 22, tzinfo=ZONE)
    assert "the hour is not known" in told.why


def test_an_end_date_that_is_known_is_the_date() -> None:
    known = clocks({F.EFFECTIVE: date(2026, 1, 15), F.ENDS: date(2026, 12, 31)})
    assert known["authorization-end"].due == date(2026, 12, 31)
    assert known["authorization-end"].why == "The date is the last day of the authorization itself."
    assert known["first-authorization"].state is State.MOOT
    guessed = clocks({F.EFFECTIVE: date(2026, 1, 15)})["first-authorization"]
    assert guessed.due == date(2027, 1, 14)


def test_paths_have_their_own_clocks() -> None:
    listed: dict[Fact, When] = {F.PROSPECT_RECEIVED: FRIDAY, F.OPTED_IN: FRIDAY}
    assert "opt-in-told" in clocks(listed, path=Path.DATA_MINING)
    assert "opt-in-told" not in clocks(listed, path=Path.BOTTOM_UP)
    assert "opt-in-told" in clocks(listed)  # nobody said how; the list tells it
    assert "prospect-outreach" not in clocks({})


def test_the_version_in_force_when_the_clock_started_speaks() -> None:
    before = clocks({F.SENT_TO_PROVIDER: date(2025, 2, 11)})
    after = clocks({F.SENT_TO_PROVIDER: date(2025, 2, 12)})
    assert "referral-response" not in before
    assert "referral-response" in after


@pytest.mark.parametrize(
    ("dates", "named"),
    [
        ({F.SUBMITTED: FRIDAY, F.DECIDED: date(2026, 11, 19)}, (F.SUBMITTED, F.DECIDED)),
        ({F.EFFECTIVE: FRIDAY, F.ENDS: date(2026, 11, 19)}, (F.EFFECTIVE, F.ENDS)),
        ({F.FIRST_ATTEMPT: FRIDAY, F.LAST_ATTEMPT: date(2026, 11, 1)}, (F.FIRST_ATTEMPT,)),
        ({F.LOOP_CLOSED: FRIDAY, F.REFERRER_TOLD: date(2026, 11, 1)}, (F.REFERRER_TOLD,)),
        ({F.DECIDED: date(2026, 11, 21)}, (F.DECIDED,)),
        (
            {
                F.INQUIRY: datetime(2026, 11, 19, 10, tzinfo=ZONE),
                F.INQUIRY_ANSWERED: datetime(2026, 11, 19, 9, tzinfo=ZONE),
            },
            (F.INQUIRY, F.INQUIRY_ANSWERED),
        ),
    ],
)
def test_what_cannot_be_is_named(dates: dict[Fact, When], named: tuple[Fact, ...]) -> None:
    [problem] = impossible(Facts(dates=dates), FRIDAY, ZONE)
    assert set(named) <= set(problem.facts)
    assert all(fact.words in str(problem.why) for fact in problem.facts)
    touched = [clock for clock in clocks(dates).values() if clock.problems]
    assert touched or F.LAST_ATTEMPT in problem.facts
    assert all("Cannot be" in clock.why for clock in touched)


def test_the_same_day_with_and_without_its_hour_is_no_contradiction() -> None:
    dates: dict[Fact, When] = {
        F.SUBMITTED: datetime(2026, 11, 20, 16, tzinfo=ZONE),
        F.DECIDED: FRIDAY,
    }
    assert impossible(Facts(dates=dates), FRIDAY, ZONE) == []


def test_what_is_dated_ahead_has_not_happened() -> None:
    planned = clocks({F.AUTHORIZATION_RECEIVED: FRIDAY, F.FIRST_ATTEMPT: date(2026, 11, 21)})
    assert planned["outreach-begun"].state is State.UPCOMING
    assert "Cannot be yet" in planned["outreach-begun"].why


def test_days_left() -> None:
    assert days_left(date(2026, 11, 19), FRIDAY, ZONE) == -1
    assert days_left(datetime(2026, 11, 21, 7, tzinfo=UTC), FRIDAY, ZONE) == 0


FACTS = st.sampled_from(list(Fact))
DAYS = st.dates(date(2026, 5, 1), date(2027, 5, 1))
NOW = date(2027, 6, 1)


@given(
    dates=st.dictionaries(FACTS, DAYS, max_size=12),
    fact=FACTS,
    later=st.integers(0, 20),
    pack=st.sampled_from(["partnership-mcap7003", "toolkit-2025", "health-net-2025"]),
    path=st.none() | st.sampled_from(list(Path)),
)
def test_a_later_fact_never_unmeets_a_deadline(
    dates: dict[Fact, When], fact: Fact, later: int, pack: str, path: Path | None
) -> None:
    """What is added is dated after everything known; what was met before stays so."""
    before = clocks(dates, on=NOW, pack=pack, path=path)
    newest = max((day for day in dates.values()), default=date(2026, 5, 1))
    added = {fact: newest + timedelta(days=later)} if fact not in dates else {}
    after = clocks({**dates, **added}, on=NOW, pack=pack, path=path)
    met = {rule for rule, clock in before.items() if clock.state is State.MET}
    assert met <= {rule for rule, clock in after.items() if clock.state is State.MET}
    for rule in met:
        assert after[rule].met_on == before[rule].met_on


@given(dates=st.dictionaries(FACTS, DAYS, max_size=12), waited=st.integers(0, 60))
def test_waiting_never_unmeets_a_deadline(dates: dict[Fact, When], waited: int) -> None:
    early = clocks(dates, on=date(2027, 1, 1))
    late = clocks(dates, on=date(2027, 1, 1) + timedelta(days=waited))
    for rule, clock in early.items():
        if clock.state is State.MET and not clock.rule.repeats:
            assert late[rule].state is State.MET


@given(dates=st.dictionaries(FACTS, DAYS, max_size=12), on=DAYS)
def test_every_clock_explains_itself(dates: dict[Fact, When], on: date) -> None:
    for clock in clocks(dates, on=on).values():
        assert clock.why
        assert clock.running <= (clock.due is not None)
        assert (clock.due is None) <= bool(clock.missing)
