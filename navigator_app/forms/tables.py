"""A table of a form: its heading again on every page, its lines filled or ruled to write on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from navigator_app.forms.definition import Block
from navigator_app.forms.page import Box, Row

if TYPE_CHECKING:
    from navigator_app.forms.layout import Layout

_SIDE = 4.0
"""Between a cell's text and its frame."""


def rows(layout: Layout, block: Block, size: float) -> list[Row]:
    """The heading, a row for each line of the fact, and blanks up to the least number."""
    widths = _widths(block, layout.look.width)
    heading = _row(layout, [layout.texts.of(one) for one in block.columns], size, widths, bold=True)
    heading.keep = True
    lines = layout.rows_of(block.source)
    least = block.lines * layout.look.leading(size) + 2 * _SIDE if block.lines > 1 else 0.0
    made = [_row(layout, one, size, widths, least=least) for one in lines]
    empty = [""] * len(block.columns)
    blanks = max(block.rows - len(lines), 0 if made else 1)
    made += [_row(layout, empty, size, widths, least=least) for _one in range(blanks)]
    for row in made:
        row.above = heading
    return [heading, *made, Row(size * 0.6)]


def _widths(block: Block, whole: float) -> list[float]:
    given = block.widths or (1.0,) * len(block.columns)
    return [one * whole / sum(given) for one in given]


def _row(
    layout: Layout,
    cells: Sequence[str],
    size: float,
    widths: Sequence[float],
    *,
    bold: bool = False,
    least: float = 0.0,
) -> Row:
    """One line of cells in their frames, so high at `least`; one too short is filled up with
    blanks."""
    row, x = Row(0), 0.0
    frames = []
    for cell, width in zip([*cells, *[""] * len(widths)], widths, strict=False):
        lines = layout.set.rows(cell, size, x=x + _SIDE, width=width - 2 * _SIDE, bold=bold)
        row.height = max(row.height, layout.set.stacked(lines, _SIDE, row) + _SIDE)
        frames.append((x, width))
        x += width
    row.height = max(row.height, size * 2, least)
    weight = 1.0 if bold else 0.5
    boxes = [
        Box(layout.set.left(x, width), 0, width, row.height, weight=weight, shade=bold)
        for x, width in frames
    ]
    row.marks = [*boxes, *row.marks]  # the shade lies below the words
    return row
