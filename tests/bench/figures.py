"""One measured value beside the floor measured in the same run, and how a bench tells it.

A bench is a script `bench_NAME.py`: it prints what it likes, calls `tell` for each figure, and
ends with `finish`. `run.py` runs them all and gathers the figures into one table.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass

MARK = "@figure "
GATHERED = "NAVIGATOR_BENCH_GATHERED"
"""Set by run.py: figures are then told in a form that it reads."""


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


def tell(figure: Figure) -> Figure:
    """Hand a figure in: to `run.py`, or as a line to the person who started the script."""
    if os.environ.get(GATHERED):
        print(MARK + json.dumps(dataclasses.asdict(figure)), flush=True)
    else:
        print(table([figure]), flush=True)
    return figure


def amount(value: float, unit: str) -> str:
    """A value with a unit a person reads easily."""
    if unit == "s":
        return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
    return f"{value:.1f} {unit}"


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns, as Markdown, so that they can stand in the README as they are."""
    rows = [("what", "figure", "floor", "ratio", "bar", "")]
    for one in figures:
        floor = amount(one.floor, one.unit) + (f" ({one.floor_is})" if one.floor_is else "")
        verdict = "held" if one.held else "OVER"
        ratio, bar = f"{one.ratio:.2f}", f"{one.bar:g}"
        rows.append((one.name, amount(one.value, one.unit), floor, ratio, bar, verdict))
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * max(3, width) for width in widths) + " |")
    return "\n".join(lines)
