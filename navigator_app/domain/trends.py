"""Figures over months: spreads of days, homes kept, small groups hidden. Pure arithmetic."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

TIMES = ("accept", "contact", "service", "housed")
"""What a referral comes to, each with its days since it came."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many, and the days of the lower quartile, the median and the upper quartile."""

    n: int
    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class ClosureMonth:
    """Referrals closed or declined in a month, by the slug of their reason ("" for none)."""

    month: str
    reasons: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _reason, count in self.reasons)


@dataclass(frozen=True, slots=True)
class TimesMonth:
    """Referrals that came in a month, and how soon they came to each of `TIMES`."""

    month: str
    came: int
    spreads: Mapping[str, Spread | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EffortMonth:
    """Outreach of a month, and the time that nobody pays."""

    month: str
    attempts: int
    reached: int
    minutes: int
    unpaid: int
    unknown: int  # minutes of which nobody knows whether they are paid

    @property
    def per_reach(self) -> float | None:
        """Attempts for each time a member was reached."""
        return self.attempts / self.reached if self.reached else None


@dataclass(frozen=True, slots=True)
class Kept:
    """Homes so many months after moving in: how many came to that day, and how many were kept."""

    months: int
    looked: int
    kept: int

    @property
    def share(self) -> float | None:
        """The part that was kept, 0 to 1."""
        return self.kept / self.looked if self.looked else None


@dataclass(frozen=True, slots=True)
class Trends:
    """All figures of some months; `whole` are the times of all of them together."""

    on: date
    months: tuple[str, ...]
    closures: tuple[ClosureMonth, ...]
    times: tuple[TimesMonth, ...]
    whole: TimesMonth
    kept: tuple[Kept, ...]
    effort: tuple[EffortMonth, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One group's figure. `hidden` where the group, or one that it would give away, is too small:
    it then holds no number.

    `n` is how many stand behind it; `low`, `mid`, `high` are days; `value` a share or a ratio.
    """

    group: str
    hidden: bool = False
    n: int = 0
    low: float | None = None
    mid: float | None = None
    high: float | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One measure by one dimension, the largest group first."""

    dimension: str  # language, race, age
    measure: str  # one of TIMES, kept-6, reach, unpaid, closed:REASON
    cells: tuple[Cell, ...]


def months_before(last: str, count: int) -> tuple[str, ...]:
    """So many months ("YYYY-MM"), the last one named, in their order."""
    whole = int(last[:4]) * 12 + int(last[5:7]) - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(whole - count + 1, whole + 1))


def spread(days: Iterable[int]) -> Spread | None:
    """The quartiles, between two values by their distance; None for nothing."""
    values = sorted(days)
    if not values:
        return None
    return Spread(len(values), *(_at(values, part) for part in (0.25, 0.5, 0.75)))


def _at(values: Sequence[int], part: float) -> float:
    place = (len(values) - 1) * part
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


@lru_cache(maxsize=8192)
def later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


Stay = tuple[date, date | None]
"""A tenancy: the day of moving in, and its end."""


def kept_at(stays: Sequence[Stay], months: int, first: date, last: date) -> tuple[int, int]:
    """Of one member's tenancies: how many moves into housing came to their day `months` later in a
    span, and after how many the member had a home that day.

    A move straight from one home into another is no new move into housing.
    """
    looked = kept = 0
    for began in {start for start, _end in stays}:
        if any(start < began and (end is None or end >= began) for start, end in stays):
            continue
        day = later(began, months)
        if not first <= day <= last:
            continue
        looked += 1
        kept += any(start <= day and (end is None or end > day) for start, end in stays)
    return looked, kept


def hidden(groups: Mapping[str, tuple[int, ...]], least: int) -> frozenset[str]:
    """The groups whose figures must not be shown, where the total over all groups is known.

    A group is hidden when one of its counts is more than nought and less than `least`; and, so that
    no hidden count follows from the total and the others, groups are hidden beside it, smallest
    first, until there are at least two and each of their counts together is nought or `least`.
    """
    found = {key for key, counts in groups.items() if any(0 < one < least for one in counts)}
    rest = sorted(groups.keys() - found, key=lambda key: (sum(groups[key]), key))
    while found and rest and not _safe([groups[key] for key in found], least):
        found.add(rest.pop(0))
    return frozenset(found)


def silent(people: Mapping[str, int], gone: Collection[str], least: int) -> bool:
    """True when not even the names of the hidden groups may be told, by how many people are in
    each: where nobody else hides beside a small group, the total over all groups is its count."""
    return bool(gone) and (len(people) == 1 or sum(people[key] for key in gone) < least)


def _safe(counts: Sequence[tuple[int, ...]], least: int) -> bool:
    if len([one for one in counts if any(one)]) < 2:
        return False
    return all(total == 0 or total >= least for total in map(sum, zip(*counts, strict=True)))
