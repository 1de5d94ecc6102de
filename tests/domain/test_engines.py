"""Days, business days, hours and months from 2022 to 2035: properties, and the awkward days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.engines import (
    add_hours,
    add_months,
    due_from,
    end_of_day,
    month_end,
    period_end,
)
from navigator_app.domain.rules import Rule
from navigator_app.policy import packs
from navigator_app.policy.calendars import calendar

CALIFORNIA = calendar("california")
PACIFIC = ZoneInfo("America/Los_Angeles")
ZONES = st.sampled_from(
    [ZoneInfo(key) for key in ("America/Los_Angeles", "Pacific/Apia", "Asia/Kolkata", "UTC")]
)
DAYS = st.dates(date(2022, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
MONTHS = st.integers(1, 60)
DAY = timedelta(days=1)


def clock(rule_id: str) -> Rule:
    rules = (rule for key in packs.names() for rule in packs.load(key).rules)
    return next(rule for rule in rules if rule.id == rule_id)


@pytest.mark.parametrize(
    ("start", "months", "same_day", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28), date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29), date(2032, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 3, 1), date(2028, 2, 29)),
        (date(2026, 3, 1), 12, date(2027, 3, 1), date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 11, 15), 12, date(2027, 11, 15), date(2027, 11, 14)),
        (date(2026, 12, 1), 1, date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_months(start: date, months: int, same_day: date, last: date) -> None:
    assert add_months(start, months) == same_day
    assert period_end(start, months) == last


@given(start=DAYS, count=MONTHS)
def test_a_month_on_is_in_that_month_and_never_later_in_it(start: date, count: int) -> None:
    end = add_months(start, count)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.day == min(start.day, month_end(end).day)


@given(start=DAYS, count=MONTHS)
def test_a_span_covers_its_months_and_not_a_day_more(start: date, count: int) -> None:
    last = period_end(start, count)
    assert start <= last
    assert last + DAY >= add_months(start, count)
    assert last - add_months(start, count) in (timedelta(0), -DAY)


@given(one=DAYS, two=DAYS, count=MONTHS)
def test_who_starts_later_ends_no_earlier(one: date, two: date, count: int) -> None:
    early, late = sorted((one, two))
    assert add_months(early, count) <= add_months(late, count)
    assert CALIFORNIA.add(early, count) <= CALIFORNIA.add(late, count)


@given(moment=MOMENTS, hours=st.integers(1, 400), zone=ZONES)
def test_hours_are_hours_that_pass(moment: datetime, hours: int, zone: ZoneInfo) -> None:
    due = add_hours(moment, hours, zone)
    assert due.astimezone(UTC) - moment == timedelta(hours=hours)
    assert due.tzinfo is zone


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-10-30T16:00-07:00", "2026-11-02T15:00-08:00"),  # the clocks go back
        ("2027-03-12T16:00-08:00", "2027-03-15T17:00-07:00"),  # the clocks go forward
        ("2026-11-20T16:00-08:00", "2026-11-23T16:00-08:00"),
        ("2026-11-01T01:30-07:00", "2026-11-04T00:30-08:00"),  # the hour that comes twice
        ("2026-11-01T01:30-08:00", "2026-11-04T01:30-08:00"),
    ],
)
def test_72_hours_over_the_change_of_the_clocks(asked: str, due: str) -> None:
    found = due_from(clock("decision-urgent"), datetime.fromisoformat(asked), CALIFORNIA, PACIFIC)
    assert found == datetime.fromisoformat(due)
    assert isinstance(found, datetime)
    assert found.isoformat(timespec="minutes") == due


def test_a_day_without_its_hour_counts_from_its_end() -> None:
    found = due_from(clock("decision-urgent"), date(2026, 11, 20), CALIFORNIA, PACIFIC)
    assert found == datetime(2026, 11, 24, tzinfo=PACIFIC)
    assert end_of_day(date(2026, 12, 31), PACIFIC) == datetime(2027, 1, 1, tzinfo=PACIFIC)


@given(day=DAYS, zone=ZONES)
def test_time_zones_never_move_a_date(day: date, zone: ZoneInfo) -> None:
    for rule_id in ("outreach-begun", "enrolment-found", "first-authorization", "monthly-status"):
        rule = clock(rule_id)
        assert due_from(rule, day, CALIFORNIA, zone) == due_from(rule, day, CALIFORNIA, UTC)


@given(day=DAYS, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_the_hour_of_a_start_never_moves_a_date(day: date, hour: int, minute: int) -> None:
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=PACIFIC)
    for rule_id in ("outreach-begun", "enrolment-found", "first-authorization"):
        rule = clock(rule_id)
        assert due_from(rule, moment, CALIFORNIA, PACIFIC) == due_from(
            rule, day, CALIFORNIA, PACIFIC
        )


def test_a_limit_has_no_engine() -> None:
    with pytest.raises(ValueError, match="respite-hours"):
        due_from(clock("respite-hours"), date(2026, 11, 20), CALIFORNIA, PACIFIC)


def test_a_plans_own_days_move_only_business_days() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    shut = CALIFORNIA.with_days({monday: "Move"})
    opened = CALIFORNIA.with_days(opened=[date(2026, 11, 27)])
    assert CALIFORNIA.add(friday, 3) == date(2026, 11, 25)
    assert shut.add(friday, 3) == date(2026, 11, 30)
    assert opened.add(date(2026, 11, 25), 1) == date(2026, 11, 27)
    assert not opened.with_days({monday: "Move"}).is_business_day(monday)
    assert opened.with_days({monday: "Move"}).is_business_day(date(2026, 11, 27))
    assert CALIFORNIA.add(friday, 3) == date(2026, 11, 25)  # the state's own is untouched


@given(start=DAYS, count=st.integers(0, 300), closed=st.sets(DAYS, max_size=5))
def test_adding_goes_one_business_day_at_a_time(start: date, count: int, closed: set[date]) -> None:
    own = CALIFORNIA.with_days(dict.fromkeys(closed, "Own"))
    end = own.add(start, count)
    assert own.add(start, count + 1) == own.add(end, 1)
    if count:
        assert own.is_business_day(end)
        assert end not in closed
