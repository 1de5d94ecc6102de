"""California's closures, day by day, against Gov. Code 6700-6701 and the CalHR list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.business_days import Calendar, HolidayRule
from navigator_app.policy.calendars import calendar

CALIFORNIA = calendar("california")
DAYS = st.dates(date(2022, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    "open_day",
    [
        date(2026, 7, 3),  # Friday before Saturday, July 4: no Friday rule but for November 11
        date(2027, 6, 18),
        date(2027, 12, 24),
        date(2027, 12, 31),
        date(2022, 12, 30),
        date(2028, 2, 15),  # Susan B. Anthony Day is not in section 6700
        date(2029, 2, 15),
        date(2030, 2, 15),
        date(2027, 10, 29),  # Diwali is elective
        date(2028, 10, 17),
        date(2029, 11, 5),
        date(2031, 11, 14),
        date(2026, 2, 12),  # Lincoln Day, Admission Day: not among the eleven
        date(2026, 9, 9),
        date(2026, 10, 12),
        date(2026, 6, 19),  # Juneteenth: unconfirmed, so not applied
        date(2029, 3, 30),  # Friday before Saturday, March 31
    ],
)
def test_offices_are_open(open_day: date) -> None:
    assert CALIFORNIA.is_business_day(open_day)


@pytest.mark.parametrize(
    ("closed_day", "name"),
    [
        (date(2026, 11, 27), "Day after Thanksgiving"),
        (date(2028, 11, 10), "Veterans Day"),  # Friday for Saturday, November 11
        (date(2023, 11, 10), "Veterans Day"),
        (date(2034, 11, 10), "Veterans Day"),
        (date(2030, 4, 1), "Farmworkers Day"),  # Monday for Sunday, March 31
        (date(2024, 4, 1), "Cesar Chavez Day"),
        (date(2027, 7, 5), "Independence Day"),
        (date(2032, 7, 5), "Independence Day"),
        (date(2023, 1, 2), "New Year's Day"),
        (date(2034, 1, 2), "New Year's Day"),
        (date(2022, 12, 26), "Christmas Day"),
        (date(2033, 12, 26), "Christmas Day"),
        (date(2025, 3, 31), "Cesar Chavez Day"),
        (date(2026, 3, 31), "Farmworkers Day"),
        (date(2035, 1, 15), "Martin Luther King Jr. Day"),
        (date(2026, 2, 16), "Presidents' Day"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 9, 7), "Labor Day"),
        (date(2029, 11, 12), "Veterans Day"),
    ],
)
def test_offices_are_closed(closed_day: date, name: str) -> None:
    assert CALIFORNIA.closures(closed_day.year)[closed_day] == name
    assert not CALIFORNIA.is_business_day(closed_day)


def test_every_year_closes_at_most_eleven_days() -> None:
    for year in range(2022, 2036):
        closures = CALIFORNIA.closures(year)
        assert 8 <= len(closures) <= 11, (year, closures)
        assert all(day.weekday() < 5 for day in closures)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 25), 3, date(2026, 12, 2)),  # over Thanksgiving and the day after
        (date(2026, 11, 13), 2, date(2026, 11, 17)),
        (date(2026, 11, 14), 1, date(2026, 11, 16)),  # from a Saturday
        (date(2026, 7, 2), 1, date(2026, 7, 3)),
        (date(2028, 11, 9), 1, date(2028, 11, 13)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 13), 0, date(2026, 11, 13)),
    ],
)
def test_business_days_after(start: date, count: int, due: date) -> None:
    assert CALIFORNIA.add(start, count) == due


def test_a_closure_in_the_neighbouring_year_is_found() -> None:
    rule = HolidayRule("Eve of the year", month=1, day=1, on_saturday=-1)
    assert Calendar((rule,)).closures(2021) == {
        date(2021, 12, 31): "Eve of the year",
        date(2021, 1, 1): "Eve of the year",
    }


def test_an_extra_closure_counts() -> None:
    own = Calendar(CALIFORNIA.rules, {date(2026, 11, 16): "Office move"})
    assert own.add(date(2026, 11, 13), 1) == date(2026, 11, 17)


@given(start=DAYS, count=st.integers(1, 30))
def test_the_count_is_the_number_of_business_days_passed(start: date, count: int) -> None:
    end = CALIFORNIA.add(start, count)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(CALIFORNIA.is_business_day(day) for day in passed) == count
    assert CALIFORNIA.is_business_day(end)


@given(start=DAYS, end=DAYS)
def test_business_days_between_count_back_as_forth(start: date, end: date) -> None:
    count = CALIFORNIA.count(start, end)
    assert CALIFORNIA.count(end, start) == -count
    if count > 0:
        assert CALIFORNIA.add(start, count) <= end < CALIFORNIA.add(start, count + 1)
