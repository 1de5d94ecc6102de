"""Paper, sizes of type, and rows: what is laid out before it is drawn.

All lengths are points. A row's marks are measured from its top left, downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from navigator_app.forms import faces
from navigator_app.forms.typeset import Line, lines

MARGIN = 54.0
GAP = 18.0
"""Between two columns."""
LARGE = 20.0
"""Large print, in points: nothing that a person reads is smaller."""
_TALL = {"km": 1.6, "ar": 1.55, "fa": 1.55, "zh_Hant": 1.45, "zh_Hans": 1.45, "ko": 1.45}


class Paper(StrEnum):
    """The two papers, each by its name."""

    LETTER = "letter"
    A4 = "a4"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return (612.0, 792.0) if self is Paper.LETTER else (595.276, 841.89)


@dataclass(frozen=True, slots=True)
class Look:
    """How one form is set: its paper, its language and its sizes."""

    paper: Paper
    language: str
    right_to_left: bool
    body: float
    large: bool
    landscape: bool = False
    gaps: float = 1.0
    """What the gaps between paragraphs are multiplied by, where a page is to hold a little more."""

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of a page."""
        wide, high = self.paper.size
        return (high, wide) if self.landscape else (wide, high)

    @property
    def width(self) -> float:
        """What a line may fill."""
        return self.page[0] - 2 * MARGIN

    @property
    def title(self) -> float:
        """The size of the title."""
        return self.body * (1.3 if self.large else 1.6)

    @property
    def heading(self) -> float:
        """The size of a heading."""
        return self.body * (1.1 if self.large else 1.15)

    @property
    def small(self) -> float:
        """The size of labels and of the foot: as large as the text where a law says how large."""
        return self.body if self.large or self.body >= 14 else min(10.0, self.body)

    def leading(self, size: float) -> float:
        """From one base line to the next."""
        return size * _TALL.get(self.language, 1.35)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, `down` to its base line."""

    line: Line
    x: float
    down: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line to write on, or between parts."""

    x: float
    down: float
    width: float
    weight: float = 0.6


@dataclass(frozen=True, slots=True)
class Box:
    """A frame; `ticked` crosses it out from corner to corner, `shade` fills it light grey."""

    x: float
    down: float
    width: float
    height: float
    ticked: bool = False
    weight: float = 0.8
    shade: bool = False


@dataclass(frozen=True, slots=True)
class Pen:
    """Lines drawn by hand, their points from (x, down) to the right and downwards."""

    x: float
    down: float
    strokes: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A framed bar, filled by the number of its pattern."""

    x: float
    down: float
    width: float
    height: float
    pattern: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A line through points at (x, down), to the right and downwards, by the number of its dash;
    `closed` is a figure, `filled` black or else white."""

    x: float
    down: float
    points: tuple[tuple[float, float], ...]
    dash: int = 0
    closed: bool = False
    filled: bool = False


Mark = Words | Rule | Box | Pen | Bar | Trace


@dataclass(slots=True)
class Row:
    """What stays in one piece where a page holds it; `keep` holds it on the page of the next row.

    `above` is the heading of its table, which stands again on each page that it begins.
    """

    height: float
    marks: list[Mark] = field(default_factory=list)
    keep: bool = False
    ends_page: bool = False
    above: Row | None = None


class Setter:
    """Sets texts in a column and remembers the characters that no typeface has."""

    def __init__(self, look: Look) -> None:
        """Set with one look."""
        self.look = look
        self.unknown: dict[str, None] = {}

    def rows(
        self,
        text: str,
        size: float,
        *,
        x: float = 0.0,
        width: float = 0.0,
        bold: bool = False,
        after: float = 0.0,
    ) -> list[Row]:
        """A row for each line; `x` is the distance from where lines begin, `after` the gap.

        A line end in the text begins a new line.
        """
        measure = (width or self.look.width - x) * 1000 / size
        weight = faces.BOLD if bold else faces.REGULAR
        look = self.look
        set_lines = [
            line
            for part in (text.splitlines() or [""])
            for line in lines(part, measure, weight, look.language, look.right_to_left)
        ]
        leading = look.leading(size)
        made = []
        for number, line in enumerate(set_lines):
            for one in line.unknown:
                self.unknown[one] = None
            place = self.left(x, line.width * size / 1000)
            keep = number == 0 or number >= len(set_lines) - 2
            words = Words(line, place, leading * 0.5 + size * 0.36, size)
            made.append(Row(leading, [words], keep and number < len(set_lines) - 1))
        made[-1].height += after * look.gaps
        return made

    def left(self, x: float, width: float) -> float:
        """Where something begins on paper: mirrored where lines run right to left."""
        return self.look.width - x - width if self.look.right_to_left else x

    def stacked(self, rows: list[Row], down: float, into: Row) -> float:
        """Put rows into one row from `down` on; returns where they end."""
        for row in rows:
            for mark in row.marks:
                into.marks.append(moved(mark, down))
            down += row.height
        return down


def moved(mark: Mark, down: float) -> Mark:
    """The mark so much lower."""
    if isinstance(mark, Words):
        return Words(mark.line, mark.x, mark.down + down, mark.size)
    if isinstance(mark, Rule):
        return Rule(mark.x, mark.down + down, mark.width, mark.weight)
    return replace(mark, down=mark.down + down)
