"""The cycle collector keeps out of the way of whoever types, and still collects."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui.collector import OVERDUE, Collector


class Knot:
    """Holds itself: only the collector ends it."""

    def __init__(self) -> None:
        self.me = self


def old_knot() -> weakref.ref[Knot]:
    """A knot that has come to the oldest generation."""
    knot = Knot()
    gc.collect(1)
    gc.collect(1)
    return weakref.ref(knot)


@pytest.fixture
def quiet() -> list[float]:
    """Seconds since somebody touched the machine."""
    return [0.0]


@pytest.fixture
def collector(qapp: object, quiet: list[float]) -> Iterator[Collector]:
    """A collector that looks when it is told to."""
    before = gc.isenabled()
    parent = QObject()
    yield Collector(parent, lambda: quiet[0])
    gc.unfreeze()
    if before:
        gc.enable()


def make_whole_due(times: int = 1) -> None:
    """The oldest generation passes its threshold so many times."""
    gc.collect()
    while gc.get_count()[2] <= times * gc.get_threshold()[2]:
        gc.collect(1)


def test_a_whole_collection_waits_until_nobody_types(
    collector: Collector, quiet: list[float]
) -> None:
    make_whole_due()
    gone = old_knot()
    collector.look()
    assert gone() is not None
    quiet[0] = 5.0
    collector.look()
    assert gone() is None


def test_it_does_not_wait_for_ever(collector: Collector) -> None:
    make_whole_due(OVERDUE)
    gone = old_knot()
    collector.look()
    assert gone() is None


def test_locking_lets_go_of_all_and_makes_the_next_one_short(collector: Collector) -> None:
    gone = old_knot()
    frozen = gc.get_freeze_count()
    kept = [Knot() for _ in range(1000)]
    collector._settle()
    assert gone() is None
    assert gc.get_freeze_count() > frozen
    assert len(kept) == 1000
