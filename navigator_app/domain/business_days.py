"""Days on which offices in California work.

Source: Gov. Code 6700 and 6701 and the state's list of observed holidays, as quoted in the
calendar file (`resources/calendars/california.toml`), which is data, dated, and can be edited per
plan. This module only applies it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """One holiday: a fixed day (month, day), or the nth weekday of a month (nth -1 is the last).

    `plus` shifts it (the day after Thanksgiving). `on_sunday` and `on_saturday` say which way the
    closure moves: +1 the Monday, -1 the Friday, 0 nowhere.
    """

    name: str
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    plus: int = 0
    on_sunday: int = 0
    on_saturday: int = 0
    first_year: int = 0
    last_year: int = 9999

    def closure(self, year: int) -> date | None:
        """The day offices close for it in that year, or None."""
        if not self.first_year <= year <= self.last_year:
            return None
        when = date(year, self.month, self.day) if self.day else self._nth_weekday(year)
        when += self.plus * DAY
        if when.weekday() == SUNDAY:
            return when + self.on_sunday * DAY if self.on_sunday else None
        if when.weekday() == SATURDAY:
            return when + self.on_saturday * DAY if self.on_saturday else None
        return when

    def _nth_weekday(self, year: int) -> date:
        if self.nth > 0:
            first = date(year, self.month, 1)
            return first + ((self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)) * DAY
        following = date(year + self.month // 12, self.month % 12 + 1, 1)
        last = following - DAY
        return last - ((last.weekday() - self.weekday) % 7 + 7 * (-self.nth - 1)) * DAY


@dataclass(frozen=True)
class Calendar:
    """Which days are business days: weekdays that are no closure.

    `closed` adds closures by date; `opened` takes some away again (a plan that works on a state
    holiday). Neither makes a Saturday or Sunday a business day.
    """

    rules: tuple[HolidayRule, ...]
    closed: Mapping[date, str] = field(default_factory=dict)
    opened: Collection[date] = ()
    _years: dict[int, dict[date, str]] = field(default_factory=dict, compare=False, repr=False)
    _working: dict[int, list[date]] = field(default_factory=dict, compare=False, repr=False)

    def closures(self, year: int) -> dict[date, str]:
        """All closures of a year with their names."""
        if year not in self._years:
            days: dict[date, str] = {}
            for rule in self.rules:
                for source_year in (year - 1, year, year + 1):
                    when = rule.closure(source_year)
                    if when is not None and when.year == year:
                        days[when] = rule.name
            days.update({d: name for d, name in self.closed.items() if d.year == year})
            self._years[year] = {d: name for d, name in days.items() if d not in self.opened}
        return self._years[year]

    def with_days(
        self, closed: Mapping[date, str] | None = None, opened: Collection[date] = ()
    ) -> Calendar:
        """The same calendar with a plan's own closures and openings laid over it."""
        return Calendar(
            self.rules, {**self.closed, **(closed or {})}, frozenset((*self.opened, *opened))
        )

    def is_business_day(self, day: date) -> bool:
        """True on a weekday that is no closure."""
        return day.weekday() < SATURDAY and day not in self.closures(day.year)

    def add(self, start: date, count: int) -> date:
        """The business day that is `count` business days after `start`, which counts as day 0."""
        if not count:
            return start
        year = start.year
        days = self._business_days(year)
        place = bisect_right(days, start) + count - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._business_days(year)
        return days[place]

    def count(self, start: date, end: date) -> int:
        """How many business days lie after `start` up to `end`; negative when `end` is before."""
        if end < start:
            return -self.count(end, start)
        years = range(start.year, end.year + 1)
        inside = (self._business_days(year) for year in years)
        return sum(bisect_right(days, end) - bisect_right(days, start) for days in inside)

    def _business_days(self, year: int) -> list[date]:
        if year not in self._working:
            first = date(year, 1, 1)
            length = (date(year + 1, 1, 1) - first).days
            days = (first + number * DAY for number in range(length))
            self._working[year] = [day for day in days if self.is_business_day(day)]
        return self._working[year]
