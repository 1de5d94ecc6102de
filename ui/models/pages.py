"""Windows of rows that arrive one after another, and which of them to ask for next.

A table of 100,000 members is never read whole: the model asks for the pages on screen, newest wish
first, and forgets wishes that scrolled away. Nothing here is proportional to the caseload.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from navigator_app.domain.records import CaseloadRow

PAGE = 100
"""Rows a page."""

KEPT = 40
"""Pages kept at most."""

WISHES = 4
"""Pages waited for at most; a screen shows parts of two."""


class RowPages:
    """The pages at hand, least recently used dropped first, and the wishes for more."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._pages: OrderedDict[int, tuple[CaseloadRow, ...]] = OrderedDict()
        self._wishes: list[int] = []

    def row(self, number: int) -> CaseloadRow | None:
        """The row at hand, or None."""
        page = self._pages.get(number // PAGE)
        if page is None or number % PAGE >= len(page):
            return None
        return page[number % PAGE]

    def touch(self, number: int) -> None:
        """Note that the page of this row is being looked at."""
        if number in self._pages:
            self._pages.move_to_end(number)

    def put(self, number: int, rows: tuple[CaseloadRow, ...]) -> None:
        """Keep a page."""
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def replace(self, pages: dict[int, tuple[CaseloadRow, ...]]) -> None:
        """Keep these pages and no others."""
        self._pages = OrderedDict(pages)
        self._wishes.clear()

    def wish(self, row: int) -> None:
        """Ask for the page of a row, before older wishes."""
        number = row // PAGE
        if number in self._wishes:
            self._wishes.remove(number)
        self._wishes.append(number)
        del self._wishes[:-WISHES]

    def next_wish(self) -> int | None:
        """Take the newest wish that is still open."""
        while self._wishes:
            number = self._wishes.pop()
            if number not in self._pages:
                return number
        return None

    def recent(self, count: int) -> list[int]:
        """The pages looked at last."""
        return list(self._pages)[-count:]

    def where(self, numbers: Iterable[int]) -> dict[str, int]:
        """Row number by member id, of these pages."""
        return {
            row.id: number * PAGE + place
            for number in numbers
            for place, row in enumerate(self._pages.get(number, ()))
        }

    def pages(self) -> dict[int, tuple[CaseloadRow, ...]]:
        """A copy of what is at hand."""
        return dict(self._pages)
