"""The calendar of each plan: its pack's, with the days that the agency and the plan set for
themselves laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain.business_days import Calendar
from navigator_app.policy import calendars, packs
from navigator_app.store import reads_calendar

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

Own = Mapping[date, str | None]
"""Days with the closure's name; None: open after all."""


class Calendars:
    """The calendars of all plans, as the store has them now; make a new one after a change."""

    def __init__(self, fetch: Store | Tx) -> None:
        """Read the days that the agency and the plans set."""
        self._days = reads_calendar.by_plan(fetch)
        self._counts: dict[tuple[str, str, date, date], int] = {}

    def of(self, plan_id: str, policy: str) -> Calendar:
        """The calendar of a plan that has this pack; an empty `plan_id` is for no plan of its own.

        Its own days speak before the agency's, and those before the pack's calendar.
        """
        return own_days(packs.standing(policy)[0].calendar, self._days, plan_id)

    def count(self, plan_id: str, policy: str, start: date, end: date) -> int:
        """Business days after `start` up to `end`; negative when `end` is before."""
        key = plan_id, policy, start, end
        if key not in self._counts:
            self._counts[key] = self.of(plan_id, policy).count(start, end)
        return self._counts[key]


def own_days(key: str, days: Mapping[str, Own], plan_id: str) -> Calendar:
    """A shipped calendar with the days of the agency (under "") and then of a plan over it."""
    own = {**days.get("", {}), **days.get(plan_id, {})}
    return _laid_over(key, tuple(own.items())) if own else calendars.calendar(key)


@lru_cache(maxsize=64)
def _laid_over(key: str, own: tuple[tuple[date, str | None], ...]) -> Calendar:
    """Kept, since a calendar works out its years once."""
    closed = {day: name for day, name in own if name is not None}
    return calendars.calendar(key).with_days(closed, [day for day, name in own if name is None])
