"""What a bench hands in: one measured value beside the floor measured in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: `value` may be at most `bar` times `floor`, both in `unit`."""

    name: str
    value: float
    floor: float
    bar: float
    unit: str = "s"
    floor_is: str = ""
    """What the floor is, in a few words."""

    @property
    def ratio(self) -> float:
        """How many times its floor."""
        return self.value / self.floor

    @property
    def held(self) -> bool:
        """Within its bar."""
        return self.ratio <= self.bar


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median time of some runs, in seconds."""
    return statistics.median(_once(work) for _ in range(times))


def p95(samples: list[float]) -> float:
    """The value that 95 of 100 samples stay below."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
