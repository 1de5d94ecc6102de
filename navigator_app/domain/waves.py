"""The wave of extensions: weeks in which authorizations end, against the hours of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """One bar: what ends in the week, the hours its packets take and those there are.

    `asked` of the `ending` have their extension asked for and take no more hours. `early` are the
    hours that must be worked before this week, so that neither it nor a later one overflows.
    """

    first: date
    ending: int
    asked: int
    hours: float
    available: float
    early: float

    @property
    def last(self) -> date:
        """The week's last day."""
        return self.first + WEEK - timedelta(days=1)

    @property
    def over(self) -> bool:
        """True when the week's own packets take more hours than it has."""
        return self.hours > self.available


@dataclass(frozen=True, slots=True)
class Wave:
    """The weeks, and the hours that cannot be worked in time even when begun at once."""

    weeks: tuple[Week, ...]
    short: float


def monday(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def wave(
    ends: Mapping[int, tuple[int, int]],
    first: date,
    weeks: int,
    *,
    per_packet: float,
    per_week: float,
) -> Wave:
    """Lay what ends (week → all, already asked for) against the hours, week by week.

    Work that does not fit into a week is moved to the weeks before it, never after: a packet that
    is late is an authorization lost.
    """
    made: list[Week] = []
    spill = 0.0
    for number in reversed(range(weeks)):
        ending, asked = ends.get(number, (0, 0))
        hours = (ending - asked) * per_packet
        spill = max(0.0, hours + spill - per_week)
        made.append(Week(first + number * WEEK, ending, asked, hours, per_week, spill))
    return Wave(tuple(reversed(made)), spill)
