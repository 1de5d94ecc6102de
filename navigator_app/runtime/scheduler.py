"""When work that goes by itself is due: spread, backing off, quiet where a line costs money.

Nothing here waits or has a thread: whoever has a timer asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

GO = ""
LATER, PAUSED, OFFLINE, METERED = "later", "paused", "offline", "metered"
"""Why it does not go now."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often."""

    every: timedelta
    spread_percent: int  # each time is moved by up to so much, either way
    after_failure: timedelta  # doubled with each further failure
    longest: timedelta


def next_due(
    last: datetime | None, failures: int, now: datetime, pace: Pace, rng: Random
) -> datetime:
    """The moment of the next run after one that began at `last`; now where there was none.

    `failures` counts the runs that failed since the last one that did not. A `last` that lies in
    the future (a clock was set back) says nothing of when the next is due: it is due now. Reckoned
    from now, it would move on with each look and never come.
    """
    if last is None or last > now:
        return now
    wait = pace.every
    if failures:
        doubled = pace.after_failure * 2 ** min(failures - 1, 20)
        wait = min(doubled, pace.longest)
    spread = 1 + rng.uniform(-pace.spread_percent, pace.spread_percent) / 100
    return last + wait * spread


def never() -> bool:
    """False: what a line without such a thing answers."""
    return False


@dataclass(slots=True)
class Scheduler:
    """Says whether to go. `at` is set from `next_due` after each run; None: not by itself."""

    at: datetime | None = None
    paused: bool = False
    metered: Callable[[], bool] = never
    offline: Callable[[], bool] = never

    def why_not(self, now: datetime) -> str:
        """GO, or why it does not go now. The network is asked last, since that costs most."""
        if self.paused:
            return PAUSED
        if self.at is None or now < self.at:
            return LATER
        if self.offline():
            return OFFLINE
        return METERED if self.metered() else GO
