"""Turns the records of a file into typed rows, column by column; bad rows are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat

from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import RejectedRow
from navigator_app.exchange.layouts import Layout, heading_key
from navigator_app.exchange.tables import Body, raw_json
from navigator_app.exchange.text_table import CONTROL
from navigator_app.exchange.values import Bad, absent, readers
from navigator_app.i18n import _

CIN = FIELDS.index("cin")
SERVICE = FIELDS.index("service")
EFFECTIVE = FIELDS.index("effective_on")
ENDS = FIELDS.index("ends_on")

CLOSING = ("End of file", "End of report", "EOF")
"""Closing lines of any layout; a layout names its own beside them."""

Column = Sequence[object]


@dataclass(slots=True)
class Typed:
    """What became of the records, both lists in the file's order."""

    good: list[tuple[object, ...]] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    closed: bool = False  # the layout's closing line was found


class Typing:
    """Types the body of one file. `places` is field -> index of its column."""

    def __init__(
        self, layout: Layout, headings: tuple[str, ...], places: Mapping[str, int], today: date
    ) -> None:
        """Keep what every step needs."""
        self.layout = layout
        self.headings = headings
        self.places = places
        self.today = today
        self.bad: dict[int, tuple[str, str]] = {}  # index of a row -> column, reason

    def run(self, body: Body, *, workbook: bool, look_for_control: bool) -> Typed:
        """Return typed and rejected rows; all records are in one or the other."""
        typed = Typed(closed=self._drop_closing(body))
        raws = list(map(raw_json, body.rows))
        self._check_width(body, workbook)
        if look_for_control:
            self._check_control(body.rows)
        columns = self._columns(body.rows, workbook)
        self._check_dates(columns)
        self._check_twins(body.numbers, columns)
        rows = list(zip(body.numbers, raws, *columns, strict=True))
        if self.bad:
            typed.good = [row for at, row in enumerate(rows) if at not in self.bad]
        else:
            typed.good = rows
        typed.rejected = [
            RejectedRow(body.numbers[at], column, reason, raws[at])
            for at, (column, reason) in self.bad.items()
        ]
        last = len(self.headings) - 1
        typed.rejected += [
            RejectedRow(
                broken.row, self.headings[min(broken.place, last)], broken.reason, broken.raw
            )
            for broken in body.broken
        ]
        typed.rejected.sort(key=lambda rejected: rejected.row)
        return typed

    def _heading(self, name: str) -> str:
        at = self.places.get(name)
        return self.layout.heading(name) if at is None else self.headings[at]

    def _reject(self, at: int, column: str, reason: str) -> None:
        self.bad.setdefault(at, (column, reason))

    def _drop_closing(self, body: Body) -> bool:
        """Leave out closing lines at the end: one filled cell, with the text of one."""
        closing = {heading_key(text) for text in (*CLOSING, *self.layout.closing)}
        found = False
        for at in range(len(body.rows) - 1, max(-1, len(body.rows) - 6), -1):
            filled = [cell for cell in body.rows[at] if cell.strip()]
            if len(filled) == 1 and heading_key(filled[0]) in closing:
                del body.rows[at], body.numbers[at]
                found = True
        return found

    def _check_width(self, body: Body, workbook: bool) -> None:
        """Name rows with too few or too many cells and make all of one width."""
        width = len(self.headings)
        if not set(map(len, body.rows)) - {width}:
            return
        last = len(body.rows) - 1
        for at, cells in enumerate(body.rows):
            if len(cells) < width:
                cut = at == last and body.ends_open
                self._reject(at, self.headings[len(cells)], self._short(len(cells), cut))
                body.rows[at] = cells + [""] * (width - len(cells))
            elif len(cells) > width:
                if not workbook and any(cell.strip() for cell in cells[width:]):
                    self._reject(at, self.headings[-1], self._long(len(cells)))
                body.rows[at] = cells[:width]

    def _short(self, count: int, cut: bool) -> str:
        if cut:
            return _(
                "the row is cut short: the file ends in the middle of it, after {count} of {width} "
                "cells; ask the plan to send the file again"
            ).format(count=count, width=len(self.headings))
        return _("the row is cut short: {count} cells where the headings have {width}").format(
            count=count, width=len(self.headings)
        )

    def _long(self, count: int) -> str:
        return _(
            "the row has {count} cells where the headings have {width}: "
            "a delimiter inside a cell needs quotation marks around the cell"
        ).format(count=count, width=len(self.headings))

    def _check_control(self, rows: list[list[str]]) -> None:
        for at, cells in enumerate(rows):
            if CONTROL.search("".join(cells)):
                column = next(i for i, cell in enumerate(cells) if CONTROL.search(cell))
                reason = _("the cell holds characters that are no text: the file may be damaged")
                self._reject(at, self.headings[column], reason)

    def _columns(self, rows: list[list[str]], workbook: bool) -> list[Column]:
        """Read each column through its reader and return them in the order of FIELDS."""
        count = len(rows)
        received: list[tuple[str, ...]] = list(zip(*rows, strict=True)) if rows else []
        values: dict[str, Column] = {}
        for name, reader in readers(self.layout, self.today, workbook).items():
            at = self.places.get(name)
            if at is None or not rows:
                continue
            column = list(map(reader.__getitem__, received[at]))
            values[name] = column
            if reader.spoiled:
                for row, value in enumerate(column):
                    if type(value) is Bad:
                        self._reject(row, self.headings[at], value.reason)
        blank = {name: list(repeat(absent(name), count)) for name in FIELDS if name not in values}
        values = {**blank, **values}
        self._split_languages(values)
        return [values[name] for name in FIELDS]

    @staticmethod
    def _split_languages(values: dict[str, Column]) -> None:
        """Make (language, format) pairs three columns; either language may carry the format."""
        spoken, written = values["language_spoken"], values["language_written"]
        pairs = list(zip(spoken, written, strict=True))
        values["language_spoken"] = [said[0] for said in spoken]  # type: ignore[index]
        values["language_written"] = [read[0] for read in written]  # type: ignore[index]
        values["written_format"] = [read[1] or said[1] for said, read in pairs]  # type: ignore[index]

    def _check_dates(self, columns: list[Column]) -> None:
        for at, (start, end) in enumerate(zip(columns[EFFECTIVE], columns[ENDS], strict=True)):
            if start and end and type(start) is str and type(end) is str and end < start:
                reason = _(
                    "authorization ends before it starts: "
                    "the end date must be the effective date or later"
                )
                self._reject(at, self._heading("ends_on"), reason)

    def _check_twins(self, numbers: list[int], columns: list[Column]) -> None:
        """Name rows for a member and service that an earlier good row already has."""
        keys = list(zip(columns[CIN], columns[SERVICE], strict=True))
        if len(set(keys)) == len(keys):
            return
        first: dict[tuple[object, object], int] = {}
        for at, key in enumerate(keys):
            if at in self.bad or first.setdefault(key, at) == at:
                continue
            twin = first[key]
            same = all(column[at] == column[twin] for column in columns)
            words = (
                _("same row as row {row}")
                if same
                else _(
                    "same member and service as row {row}, with other values: "
                    "the plan must say which one holds"
                )
            )
            self._reject(at, self._heading("cin"), words.format(row=numbers[twin]))
