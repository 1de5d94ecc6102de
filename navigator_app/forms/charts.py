"""A chart of a form: bars and lines that read in grey, by pattern, dash and marker.

Each series is named below the drawing, its axis in numbers beside it. The table with the same
figures stands under it on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.forms.definition import Block, Kind
from navigator_app.forms.page import Bar, Mark, Row, Rule, Trace, Words
from navigator_app.forms.typeset import number

if TYPE_CHECKING:
    from navigator_app.forms.layout import Layout

HEIGHT = 120.0
"""Of the drawing alone, in points."""
PATTERNS = 7
"""Solid, slanted, grey, level, crossed, upright, empty; then they begin again."""
_DASHES = ("[]", "[5 3]", "[1.2 2.4]", "[6 2 1.2 2]")
_STEP = 4.0
_MARKER = 3.0
_WIDEST = 26.0


@dataclass(frozen=True, slots=True)
class _Chart:
    """The figures of a fact: names of the series, places, and a number or None of each."""

    names: tuple[str, ...]
    places: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]  # by place
    stacked: bool

    @property
    def most(self) -> float:
        """The round number at the top."""
        found = [0.0]
        for row in self.values:
            known = [one for one in row if one is not None]
            found.append(sum(known) if self.stacked else max(known, default=0.0))
        highest = max(found) or 1.0
        step = float(10 ** max(0, len(str(int(highest))) - 1))
        return float(-(-highest // step) * step)


def rows(layout: Layout, block: Block) -> list[Row]:
    """One row that stays in one piece; the axis alone where there is no figure."""
    chart = _read(layout.rows_of(block.source), stacked=block.kind is Kind.BARS)
    size = layout.look.small
    row = Row(0, [])
    left = max(_wide(layout, _said(chart.most * part), size) for part in (0.5, 1.0)) + 8
    top = layout.look.leading(size)
    frame = _Frame(left, top, layout.look.width - left, HEIGHT, chart)
    _axis(layout, row, frame, size)
    if chart.stacked:
        _bars(layout, row, frame, size)
    else:
        _lines(row, frame)
    foot = _places(layout, row, frame, size)
    row.height = _legend(layout, row, chart, size, foot) + size * 0.6
    return [row]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the drawing lies in its row."""

    left: float
    top: float
    width: float
    height: float
    chart: _Chart

    def slot(self, place: int) -> tuple[float, float]:
        """The left end of a place, and its width."""
        wide = self.width / max(1, len(self.chart.places))
        return self.left + place * wide, wide

    def down(self, value: float) -> float:
        """How far down a value stands."""
        return self.top + self.height * (1 - value / self.chart.most)


def _read(lines: Sequence[Sequence[str]], *, stacked: bool) -> _Chart:
    if not lines:
        return _Chart((), (), (), stacked)
    names = tuple(lines[0][1:])
    values = tuple(
        tuple(float(cell) if cell else None for cell in line[1 : len(names) + 1])
        for line in lines[1:]
    )
    return _Chart(names, tuple(line[0] for line in lines[1:]), values, stacked)


def _axis(layout: Layout, row: Row, frame: _Frame, size: float) -> None:
    for part in (0.0, 0.5, 1.0):
        value = frame.chart.most * part
        at = frame.down(value)
        row.marks.append(Rule(frame.left, at, frame.width, 0.8 if not part else 0.25))
        wide = _wide(layout, _said(value), size)
        row.marks += _words(layout, _said(value), size, frame.left - wide - 5, at - size * 0.68)


def _bars(layout: Layout, row: Row, frame: _Frame, size: float) -> None:
    for place, values in enumerate(frame.chart.values):
        left, slot = frame.slot(place)
        wide, foot = min(_WIDEST, slot * 0.66), 0.0
        start = left + (slot - wide) / 2
        for series, value in enumerate(values):
            if value:
                top = frame.down(foot + value)
                row.marks.append(Bar(start, top, wide, frame.down(foot) - top, series))
                foot += value
        said = _said(foot)
        if foot and _wide(layout, said, size) <= slot:
            middle = left + (slot - _wide(layout, said, size)) / 2
            above = _free(frame, frame.down(foot), layout.look.leading(size))
            row.marks += _words(layout, said, size, middle, above)


def _free(frame: _Frame, down: float, high: float) -> float:
    """Where a bar's number begins: on the bar, or on a line of the axis that would strike it."""
    for part in (0.5, 1.0):
        line = frame.down(frame.chart.most * part)
        if down - high * 0.85 < line < down:
            return line - high
    return down - high


def _lines(row: Row, frame: _Frame) -> None:
    for series in range(len(frame.chart.names)):
        points: list[tuple[float, float]] = []
        for place, values in enumerate([*frame.chart.values, ()]):
            value = values[series] if values else None
            if value is not None:
                left, slot = frame.slot(place)
                points.append((left + slot / 2, frame.down(value)))
                continue
            if len(points) > 1:
                row.marks.append(Trace(0, 0, tuple(points), series))
            row.marks += [_marker(series, *point) for point in points]
            points = []


def _marker(series: int, x: float, down: float) -> Trace:
    """A square, a diamond or a triangle; every second one is empty."""
    r = _MARKER
    shapes = (
        ((-r, -r), (r, -r), (r, r), (-r, r)),
        ((0, -r * 1.4), (r * 1.4, 0), (0, r * 1.4), (-r * 1.4, 0)),
        ((0, -r * 1.2), (r * 1.2, r), (-r * 1.2, r)),
    )
    return Trace(x, down, shapes[series % 3], 0, closed=True, filled=series % 2 == 0)


def _places(layout: Layout, row: Row, frame: _Frame, size: float) -> float:
    """Names the places where they have room; returns where that ends."""
    under, beyond = frame.top + frame.height + 2, -1.0
    for place, text in enumerate(frame.chart.places):
        left, slot = frame.slot(place)
        wide = _wide(layout, text, size)
        start = min(max(0.0, left + (slot - wide) / 2), layout.look.width - wide)
        if start > beyond and wide <= layout.look.width:  # the table below has it whole
            row.marks += _words(layout, text, size, start, under)
            beyond = start + wide + 4
    return under + layout.look.leading(size) + 2


def _legend(layout: Layout, row: Row, chart: _Chart, size: float, top: float) -> float:
    """Names the series, in as many lines as they need; returns where that ends."""
    left, high, side = 0.0, layout.look.leading(size) + 2, size * 0.8
    for series, name in enumerate(chart.names):
        wide = _wide(layout, name, size) + side + 22
        if left and left + wide > layout.look.width:
            left, top = 0.0, top + high
        middle = top + layout.look.leading(size) / 2
        if chart.stacked:
            row.marks.append(Bar(left, middle - side / 2, side, side, series))
        else:
            row.marks.append(Trace(0, 0, ((left, middle), (left + side + 8, middle)), series))
            row.marks.append(_marker(series, left + (side + 8) / 2, middle))
        start = left + side + (5 if chart.stacked else 12)
        lines = layout.set.rows(name, size, x=start, width=layout.look.width - start)
        for n, line in enumerate(lines):
            row.marks += _down(line, top + n * layout.look.leading(size))
        if len(lines) > 1:
            top += (len(lines) - 1) * layout.look.leading(size)
            wide = layout.look.width
        left += wide + 4
    return top + high


def _words(layout: Layout, text: str, size: float, x: float, down: float) -> list[Mark]:
    [row, *_more] = layout.set.rows(text, size, x=x, width=layout.look.width * 4)
    return _down(row, down)


def _down(row: Row, down: float) -> list[Mark]:
    """The words of a line, so far below the top of the drawing's row."""
    return [
        Words(mark.line, mark.x, mark.down + down, mark.size)
        for mark in row.marks
        if isinstance(mark, Words)
    ]


def _wide(layout: Layout, text: str, size: float) -> float:
    return sum(
        mark.line.width * size / 1000
        for mark in _words(layout, text, size, 0, 0)
        if isinstance(mark, Words)
    )


def _said(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


# --- as operators of PDF --------------------------------------------------------------------------


def drawn(mark: Bar | Trace, x: float, y: float) -> str:
    """A bar or a line, its top left at (x, y) of the page, in points from below."""
    return _bar(mark, x, y - mark.height) if isinstance(mark, Bar) else _trace(mark, x, y)


def _bar(bar: Bar, x: float, y: float) -> str:
    frame = " ".join(number(one) for one in (x, y, bar.width, bar.height))
    pattern = bar.pattern % PATTERNS
    fill = {0: "0.25 g", 2: "0.8 g"}.get(pattern, "1 g")
    said = [f"q {fill} {frame} re f"]
    strokes = _hatch(pattern, x, y, bar.width, bar.height)
    if strokes:
        said.append(f"{frame} re W n 0.5 w {' '.join(strokes)} S")
    return "\n".join([*said, f"Q 0.7 w {frame} re S"])


def _hatch(pattern: int, x: float, y: float, wide: float, high: float) -> list[str]:
    """The strokes of a pattern over a box."""
    found = []
    if pattern in (1, 4):
        found += [(x + at - high, y, x + at, y + high) for at in _steps(wide + high)]
    if pattern == 4:
        found += [(x + at - high, y + high, x + at, y) for at in _steps(wide + high)]
    if pattern == 3:
        found += [(x, y + at, x + wide, y + at) for at in _steps(high)]
    if pattern == 5:
        found += [(x + at, y, x + at, y + high) for at in _steps(wide)]
    return [
        f"{number(left)} {number(low)} m {number(right)} {number(top)} l"
        for left, low, right, top in found
    ]


def _steps(length: float) -> list[float]:
    return [n * _STEP for n in range(1, int(length / _STEP) + 1)]


def _trace(trace: Trace, x: float, y: float) -> str:
    points = [f"{number(x + right)} {number(y - down)}" for right, down in trace.points]
    path = f"{points[0]} m " + " ".join(f"{one} l" for one in points[1:])
    if trace.closed:
        return f"q {'0' if trace.filled else '1'} g 0.9 w {path} h B Q"
    return f"q 1 w {_DASHES[trace.dash % len(_DASHES)]} 0 d {path} S Q"
