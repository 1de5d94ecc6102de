"""A hand drawn on the screen: lines of points, in thousandths of the field they were drawn in.

Both axes are thousandths of the field's *width*, so that the hand keeps its shape wherever it is
drawn again; the field is `HEIGHT` high.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from enum import Enum

Point = tuple[int, int]
Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]

WIDTH, HEIGHT = 1000, 320
"""The field, in thousandths of its width; y grows downwards."""
MOST_STROKES, MOST_POINTS = 200, 4000
"""A name takes some hundred points; more is a hand that rests on the screen, or no hand."""
LOOSE = 1.5
"""How far, in thousandths, a line may pass by a point that is left out."""
LEAST_REACH, LEAST_LENGTH = 40, 60
"""A dot or a slip of the finger is smaller: the widest side, and the way the pen went."""


class Flaw(Enum):
    """Why a drawing is no signature."""

    EMPTY = "empty"
    DOT = "dot"  # nothing but a dot or a touch
    TOO_MUCH = "too-much"
    OUTSIDE = "outside"  # a point that is not in the field: not drawn by the pad


def settled(drawn: Iterable[Sequence[tuple[float, float]]]) -> Strokes:
    """The strokes in whole thousandths, points that add nothing to a line left out.

    Points beyond the field come to its edge: the hand slipped over it.
    """
    strokes = []
    for line in drawn:
        points = [_within(x, y) for x, y in line]
        kept = [one for at, one in enumerate(points) if not at or one != points[at - 1]]
        if kept:
            strokes.append(tuple(_thinned(kept)))
    return tuple(strokes)


def flaw(strokes: Strokes) -> Flaw | None:
    """What keeps strokes from being a signature; None when nothing does."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return Flaw.EMPTY
    if len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        return Flaw.TOO_MUCH
    if any(not (0 <= x <= WIDTH and 0 <= y <= HEIGHT) for x, y in points):
        return Flaw.OUTSIDE
    across = [x for x, _y in points]
    down = [y for _x, y in points]
    reach = max(max(across) - min(across), max(down) - min(down))
    if reach < LEAST_REACH or sum(map(_length, strokes)) < LEAST_LENGTH:
        return Flaw.DOT
    return None


def told(strokes: Strokes) -> str:
    """The strokes as the store keeps them: the same strokes give the same text."""
    return json.dumps(
        [[list(point) for point in stroke] for stroke in strokes], separators=(",", ":")
    )


def read(text: str) -> Strokes:
    """The strokes of such a text; ValueError when it is none."""
    try:
        found = json.loads(text)
        strokes = tuple(tuple((_whole(x), _whole(y)) for x, y in stroke) for stroke in found)
    except (TypeError, RecursionError) as bad:
        raise ValueError("no strokes") from bad
    return strokes


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("no whole number")
    return value


def _within(x: float, y: float) -> Point:
    return min(max(round(x), 0), WIDTH), min(max(round(y), 0), HEIGHT)


def _length(stroke: Stroke) -> float:
    return sum(math.dist(one, two) for one, two in zip(stroke, stroke[1:], strict=False))


def _thinned(points: list[Point]) -> list[Point]:
    """Ramer, Douglas and Peucker: what lies on the line between its neighbours is left out.

    With a list of what is still to do: a line of thousands of points would go too deep.
    """
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, place = 0.0, 0
        for at in range(first + 1, last):
            away = _away(points[at], points[first], points[last])
            if away > far:
                far, place = away, at
        if far > LOOSE:
            kept.add(place)
            spans += [(first, place), (place, last)]
    return [points[at] for at in sorted(kept)]


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a stretch of line."""
    wide, high = end[0] - start[0], end[1] - start[1]
    square = wide * wide + high * high
    if not square:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * wide + (point[1] - start[1]) * high) / square
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (start[0] + along * wide, start[1] + along * high))
