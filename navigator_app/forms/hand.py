"""A signature drawn on screen: its strokes, who drew them and when."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from navigator_app.errors import InputRejected

MOST_POINTS = 20_000
"""More is no signature but a fault."""
_BLOWN_UP = 2.0
"""A small hand is drawn larger by no more than this: a dot stays a dot."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """A drawn signature.

    `strokes` are the lines of the pen in thousandths of the field, (x, y) from its upper left
    corner. `aspect` is how many times wider than high that field was if y is in thousandths of its
    height; 1 if both are in thousandths of its width. `at` is the moment by the clock of the
    place, with its zone. `authority` is the right of one who signs for somebody.
    """

    strokes: Sequence[Sequence[Sequence[float]]]
    signer: str
    at: datetime
    authority: str = ""
    aspect: float = 1.0


def fitted(ink: Ink, width: float, height: float) -> tuple[tuple[Point, ...], ...]:
    """The strokes in points within a field, from its upper left corner; never out of proportion.

    InputRejected for strokes that cannot be drawn.
    """
    strokes = [[_point(one, ink.aspect) for one in stroke] for stroke in ink.strokes if stroke]
    every = [point for stroke in strokes for point in stroke]
    if not every or len(every) > MOST_POINTS:
        raise _broken()
    left, top = min(x for x, _y in every), min(y for _x, y in every)
    wide, high = max(x for x, _y in every) - left, max(y for _x, y in every) - top
    scale = _BLOWN_UP * width / 1000
    scale = min(scale, width / wide if wide else scale, height / high if high else scale)
    down = height - high * scale
    return tuple(
        tuple(((x - left) * scale, (y - top) * scale + down) for x, y in stroke)
        for stroke in strokes
    )


def _point(point: Sequence[float], aspect: float) -> Point:
    try:
        x, y = (float(one) for one in point)
    except (TypeError, ValueError) as bad:
        raise _broken() from bad
    if not math.isfinite(x + y) or max(abs(x), abs(y)) > 100_000 or not 0.05 <= aspect <= 50:
        raise _broken()
    return x, y / aspect


def _broken() -> InputRejected:
    return InputRejected(
        "ink",
        "The drawn signature cannot be read.",
        "Have it drawn again.",
    )
