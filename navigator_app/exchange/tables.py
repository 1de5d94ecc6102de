"""What a text file and a workbook have in common: a head to look for headings in, and a body."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Protocol

from navigator_app.errors import FileRejected
from navigator_app.i18n import _

MAX_BYTES = 200 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 400
MAX_CELL = 32_767  # characters; what a cell of a workbook can hold
HEAD_ROWS = 20  # title rows may stand above the headings


@dataclass(slots=True)
class Head:
    """The first records under one reading of the file: one delimiter, or one sheet."""

    label: str
    records: list[list[str]]
    ends: list[int]  # how many lines (rows of a sheet) lie before the record's end


@dataclass(slots=True)
class BrokenRow:
    """A record that could not be read as cells."""

    row: int
    reason: str
    raw: str  # JSON list
    place: int = 0  # which cell is to blame


@dataclass(slots=True)
class Body:
    """The records below the headings that hold anything, with their numbers."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    broken: list[BrokenRow] = field(default_factory=list)
    ends_open: bool = False  # the file does not end with a line end


class Source(Protocol):
    """An opened file: what its records are under each reading."""

    format: str
    encoding: str
    warnings: list[str]

    def heads(self) -> list[Head]:
        """The readings worth trying."""

    def body(self, head: Head, index: int) -> Body:
        """The records below the one at `index` of a head."""


def raw_json(cells: Sequence[str]) -> str:
    """Return the cells as a JSON list, exactly as received."""
    joined = '","'.join(cells)
    plain = joined.count('"') == 2 * (len(cells) - 1) and "\\" not in joined
    if plain and joined.isprintable():  # nothing to escape: nearly every row, and thrice as quick
        return f'["{joined}"]'
    return "[" + ",".join(map(encode_basestring, cells)) + "]"


def cells_of(raw: str) -> list[str]:
    """Read back what `raw_json` wrote."""
    return [str(cell) for cell in json.loads(raw)]


def too_many_rows() -> FileRejected:
    """The refusal of a file with more rows than any plan has members for one agency."""
    return FileRejected(
        _("File too large"),
        _("The file has more than {count} rows.").format(count=f"{MAX_ROWS:,}"),
        _("Ask the plan to split it, and import the parts one after the other."),
    )


def too_large() -> FileRejected:
    """The refusal of a file beyond the size limit."""
    return FileRejected(
        _("File too large"),
        _("The file is larger than {size} MB.").format(size=MAX_BYTES // 1024 // 1024),
        _("Check that it is the plan's authorization file, or ask the plan to split it."),
    )
