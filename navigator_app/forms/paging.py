"""Rows put on pages; a row taller than a page is torn between its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from navigator_app.forms.page import Box, Mark, Row, Words, moved

_HIGH, _DEEP = 0.95, 0.35
"""Of its size, how far a line of text may be taken to reach above and below its base line; less
together than from one line to the next.
"""
_LEAST = 0.25
"""Of a page: with less room, what must be torn begins on the next."""


class _Pages:
    """Pages while they are filled."""

    def __init__(self, room: float) -> None:
        self.room = self.left = room
        self.pages: list[list[Row]] = [[]]

    def turn(self) -> None:
        self.pages.append([])
        self.left = self.room

    def put(self, row: Row) -> None:
        """A row where it fits; on a new page the heading of its table comes first.

        A gap between rows is none at the top of a page, and needs no page of its own.
        """
        if not row.marks and (row.height > self.left or not self.pages[-1]):
            return
        begins = row.height <= self.room or self.left < self.room * _LEAST
        if row.height > self.left and self.pages[-1] and begins:
            self.turn()
        if not self.pages[-1] and row.above is not None and len(self.pages) > 1:
            self._add(row.above)
        while row.height > self.left + 0.01:
            first, row = torn(row, self.left)
            if not first.marks:
                break
            self._add(first)
            self.turn()
            if row.above is not None:
                self._add(row.above)
        self._add(row)

    def _add(self, row: Row) -> None:
        self.pages[-1].append(row)
        self.left -= row.height


def paged(rows: Sequence[Row], room: float) -> list[list[Row]]:
    """Put rows on pages of this height; what is kept together stays so where a page holds it."""
    filling = _Pages(room)
    at = 0
    while at < len(rows):
        end = at
        while rows[end].keep and end + 1 < len(rows):
            end += 1
        group = rows[at : end + 1]
        height = sum(row.height for row in group)
        drawn = any(row.marks for row in group)
        if drawn and filling.left < height <= room and filling.pages[-1]:
            filling.turn()
        for row in group:
            filling.put(row)
        if group[-1].ends_page and end + 1 < len(rows):
            filling.turn()
        at = end + 1
    return filling.pages


def torn(row: Row, room: float) -> tuple[Row, Row]:
    """A row in two, between lines of text; the first has no marks where nothing fits.

    Frames go on in both parts, so that a cell is closed on each page.
    """
    spans = sorted(_span(mark) for mark in row.marks if not isinstance(mark, Box))
    at = room
    for top, end in reversed(spans):  # the cut goes above every line that it would cross
        if top < at < end:
            at = top
    if not any(end <= at for _top, end in spans):
        return Row(0), row
    first, second = Row(at, above=row.above), Row(row.height - at, above=row.above)
    for mark in row.marks:
        if isinstance(mark, Box):
            _part(mark, at, first, second)
        elif _span(mark)[1] <= at:
            first.marks.append(mark)
        else:
            second.marks.append(moved(mark, -at))
    second.keep, second.ends_page = row.keep, row.ends_page
    return first, second


def _span(mark: Mark) -> tuple[float, float]:
    """From where to where a mark stands, downwards."""
    if isinstance(mark, Words):
        return mark.down - mark.size * _HIGH, mark.down + mark.size * _DEEP
    if isinstance(mark, Box):
        return mark.down, mark.down + mark.height
    return mark.down - 1, mark.down + 1


def _part(box: Box, at: float, first: Row, second: Row) -> None:
    """A frame in both parts, or where it lies."""
    end = box.down + box.height
    if end <= at:
        first.marks.append(box)
    elif box.down >= at or box.ticked:
        second.marks.append(moved(box, -at))
    else:
        first.marks.append(replace(box, height=at - box.down))
        second.marks.append(replace(box, down=0.0, height=end - at))
