"""Properties of one clock, drawn from the rule's own facts: what starts it, settles it, ends it.

Facts drawn from all there are seldom touch one rule twice; these always do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from navigator_app.domain.clocks import ClockState, State, state_of
from navigator_app.domain.facts import Fact, Facts, When
from navigator_app.domain.rules import Kind, Rule
from navigator_app.policy import packs
from navigator_app.policy.calendars import calendar

ZONE = ZoneInfo("America/Los_Angeles")
CALIFORNIA = calendar("california")
FIRST = date(2026, 11, 2)
SPAN = 12
"""Days in which everything happens: few, so that facts meet, cross and coincide."""
NOW = FIRST + timedelta(days=SPAN)

CLOCKS = [
    rule for key in packs.shipped() for rule in packs.load(key).rules if rule.kind is Kind.CLOCK
]
SETTLED = [rule for rule in CLOCKS if not rule.repeats and rule.met_by]
JOINT = [rule for rule in SETTLED if any(len(group) > 1 for group in rule.met_by)]
FREELY = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
DAYS = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))


@dataclass(frozen=True)
class Case:
    """A rule and dates of its own facts, started and with one group of what settles it whole."""

    rule: Rule
    dates: dict[Fact, When]


def state(rule: Rule, dates: dict[Fact, When], on: date = NOW) -> ClockState:
    return state_of(
        rule, Facts(dates=dates), datetime.combine(on, time(23), ZONE), CALIFORNIA, ZONE
    )


def settling(rule: Rule) -> list[Fact]:
    return sorted({fact for group in rule.met_by for fact in group}, key=lambda fact: fact.value)


@st.composite
def met(draw: st.DrawFn, rules: Sequence[Rule] = SETTLED) -> Case:
    """Started, settled by one group or several, and as often ended as not."""
    rule = draw(st.sampled_from(rules))
    groups = draw(st.lists(st.sampled_from(rule.met_by), min_size=1, unique=True))
    more = [*settling(rule), *rule.moot_by, *rule.trigger]
    some = draw(st.sets(st.sampled_from(more)))
    wanted = {rule.trigger[0], *(fact for group in groups for fact in group), *some}
    return Case(rule, {fact: draw(DAYS) for fact in sorted(wanted, key=lambda one: one.value)})


def whole(case: Case) -> list[list[date]]:
    """The dates of each group that is known whole, worked out apart from the code."""
    found = []
    for group in case.rule.met_by:
        dates = [case.dates[fact] for fact in group if fact in case.dates]
        if len(dates) == len(group):
            found.append([day for day in dates if isinstance(day, date)])
    return found


def test_the_rules_give_the_properties_something_to_bite() -> None:
    assert len(SETTLED) > 20
    assert any(len(rule.met_by) > 1 for rule in SETTLED), "several ways to settle one"
    assert JOINT, "several facts that settle one together"
    assert any(rule.moot_by for rule in SETTLED)


@FREELY
@given(met())
def test_what_is_settled_is_met_whatever_ended_it_besides(case: Case) -> None:
    assert state(case.rule, case.dates).state is State.MET


@FREELY
@given(met() | met(JOINT))
def test_it_is_met_on_the_day_that_the_first_group_was_whole(case: Case) -> None:
    assert state(case.rule, case.dates).met_on == min(max(days) for days in whole(case))


@FREELY
@given(met(), st.data())
def test_a_later_fact_of_its_own_never_unmeets_it_nor_moves_the_day(
    case: Case, data: st.DataObject
) -> None:
    before = state(case.rule, case.dates)
    left = [f for f in (*settling(case.rule), *case.rule.moot_by) if f not in case.dates]
    assume(left)
    newest = max(day for day in case.dates.values() if isinstance(day, date))
    fact = data.draw(st.sampled_from(left))
    day = newest + timedelta(days=data.draw(st.integers(0, (NOW - newest).days)))
    after = state(case.rule, {**case.dates, fact: day})
    assert (after.state, after.met_on) == (State.MET, before.met_on)


@FREELY
@given(met() | met(JOINT), st.integers(0, SPAN))
def test_it_is_met_from_that_day_on_and_not_before(case: Case, ahead: int) -> None:
    on = FIRST + timedelta(days=ahead)
    happened = min(max(days) for days in whole(case)) <= on
    assert (state(case.rule, case.dates, on).state is State.MET) is happened


@FREELY
@given(st.sampled_from([rule for rule in CLOCKS if rule.moot_by]), st.data())
def test_what_ended_unsettled_is_moot_and_runs_no_more(rule: Rule, data: st.DataObject) -> None:
    over = data.draw(st.sets(st.sampled_from(rule.moot_by), min_size=1))
    wanted = {rule.trigger[0], *over} - set(settling(rule))
    assume(wanted & set(rule.moot_by))
    dates: dict[Fact, When] = {
        fact: data.draw(DAYS) for fact in sorted(wanted, key=lambda one: one.value)
    }
    found = state(rule, dates)
    assert found.state is State.MOOT
    assert not found.running


@FREELY
@given(st.sampled_from(CLOCKS), st.data())
def test_a_clock_is_counted_from_the_likeliest_fact_that_is_known(
    rule: Rule, data: st.DataObject
) -> None:
    """The order in the rule decides, not which came first."""
    known = data.draw(st.sets(st.sampled_from(rule.trigger), min_size=1))
    dates: dict[Fact, When] = {
        fact: data.draw(DAYS) for fact in sorted(known, key=lambda one: one.value)
    }
    first = next(fact for fact in rule.trigger if fact in dates)
    found = state(rule, dates)
    assert (found.counted_from, found.started) == (first, dates[first])


@FREELY
@given(met())
def test_late_says_what_the_dates_say(case: Case) -> None:
    found = state(case.rule, case.dates)
    assume(isinstance(found.due, date) and not isinstance(found.due, datetime))
    assert isinstance(found.met_on, date) and isinstance(found.due, date)
    assert found.late is (found.met_on > found.due)


@pytest.mark.parametrize("rule", SETTLED, ids=lambda rule: f"{rule.pack}:{rule.id}")
def test_half_a_group_settles_nothing(rule: Rule) -> None:
    for group in rule.met_by:
        for missing in group if len(group) > 1 else ():
            known = [fact for fact in (*rule.trigger[:1], *group) if fact is not missing]
            others = [g for g in rule.met_by if set(g) <= set(known)]
            if not others:
                assert state(rule, dict.fromkeys(known, FIRST)).state is not State.MET
