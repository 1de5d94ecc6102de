"""Cells of a status file: text-safe whatever opens them, made column by column.

The same cells stand in CSV, pipe and XLSX files and in the preview. A cell that a spreadsheet
would run as a formula gets an apostrophe in front (OWASP, CSV injection): in a workbook it would
be inert text anyway, but a workbook saved as CSV must stay harmless too. Only names and the like
can begin so; identifiers, dates and the guidance's words never do.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import cast

from navigator_app.exchange.fields import RTF_DATES, RTF_ELEMENTS
from navigator_app.exchange.layouts import StatusLayout

CHUNK = 2_000
RISKY = frozenset("=+-@\t\r\n＝＋－＠")
_BREAKS = re.compile("[\x00-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_FIRST = itemgetter(slice(0, 1))
_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T"}
)

Row = Sequence[str | None]


def neutral(text: str) -> str:
    """Return a cell without line breaks and control characters that no spreadsheet will run."""
    if not text.isprintable():
        text = _BREAKS.sub(" ", text)
    text = text.strip()
    return f"'{text}" if text[:1] in RISKY and text else text


def show_date(iso: str, shape: str) -> str:
    """Write an ISO date in a format of YYYY, MM and DD; empty stays empty."""
    if not iso:
        return ""
    return shape.replace("YYYY", iso[:4]).replace("MM", iso[5:7]).replace("DD", iso[8:10])


class Transliterator:
    """Writes text in an encoding; letters it lacks become the nearest ones, and are counted."""

    def __init__(self, encoding: str) -> None:
        """`encoding` is a Python codec; UTF encodings lack nothing but halves of surrogates."""
        self.encoding = encoding
        self.changed: set[str] = set()  # letters that were replaced
        self._unicode = codecs.lookup(encoding).name.startswith("utf")

    def fits(self, text: str) -> bool:
        """True when the text can be written as it is."""
        if self._unicode or text.isascii():
            return True
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def nearest(self, text: str) -> str:
        """Return the text in letters that the encoding has."""
        return "".join(char if self.fits(char) else self._near(char) for char in text)

    def _near(self, char: str) -> str:
        if not unicodedata.combining(char):
            self.changed.add(char)
        composed = unicodedata.normalize("NFKD", char.translate(_LETTERS))
        for kept in (composed[:2], composed[:1]):  # with its first mark if that exists: ế -> ê
            near = unicodedata.normalize("NFC", kept)
            if near and len(near) == 1 and self.fits(near):
                return near
        plain = "".join(c for c in composed if not unicodedata.combining(c))
        near = "".join(c for c in plain if self.fits(c))
        return near or ("" if unicodedata.combining(char) else "?")


class Columns:
    """Turns rows of `RTF_ELEMENTS` into rows of cells in a layout's order, a chunk at a time."""

    def __init__(self, layout: StatusLayout) -> None:
        """Keep where each column comes from and how it is written."""
        self.letters = Transliterator(layout.encoding)
        self._places = [RTF_ELEMENTS.index(element) for _heading, element in layout.columns]
        self._dates = {RTF_ELEMENTS.index(name): layout.dates for name in RTF_DATES}
        self._codes = {RTF_ELEMENTS.index(name): words for name, words in layout.codes.items()}
        self._shown: dict[int, dict[str | None, str]] = {}
        self.rows = 0

    def chunks(self, rows: Iterable[Row]) -> Iterator[list[tuple[str, ...]]]:
        """Yield lists of finished rows; the rows are asked for as they are needed."""
        source = iter(rows)
        while chunk := list(islice(source, CHUNK)):
            self.rows += len(chunk)
            received = list(zip(*chunk, strict=True))
            yield list(zip(*(self._column(at, received[at]) for at in self._places), strict=True))

    def _column(self, at: int, cells: Sequence[str | None]) -> Sequence[str]:
        """Write a column; where few texts fill it, each of them is written once."""
        distinct = set(cells)
        if at in self._dates or at in self._codes or 4 * len(distinct) < len(cells):
            shown = self._shown.setdefault(at, {})
            for cell in distinct - shown.keys():
                shown[cell] = self._clean([self._text(at, cell or "")])[0]
            return list(map(shown.__getitem__, cells))
        if None in distinct:
            cells = [cell or "" for cell in cells]
        return self._clean(cast("Sequence[str]", cells))

    def _text(self, at: int, text: str) -> str:
        if at in self._dates:
            return show_date(text, self._dates[at])
        return self._codes[at].get(text, text) if at in self._codes else text

    def _clean(self, cells: Sequence[str]) -> Sequence[str]:
        """Look at a column as one text first: nearly always there is nothing to do."""
        joined = "".join(cells)
        if not joined.isascii() and not self.letters.fits(joined):
            cells = [
                cell if self.letters.fits(cell) else self.letters.nearest(cell) for cell in cells
            ]
            joined = "".join(cells)
        firsts = set(map(_FIRST, cells))
        if joined.isprintable() and RISKY.isdisjoint(firsts) and " " not in firsts:
            return cells
        return list(map(neutral, cells))
