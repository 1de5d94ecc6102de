"""Reads an authorization file into typed rows; what cannot be read is named, never dropped."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.errors import FileRejected
from navigator_app.exchange.tables import MAX_BYTES, MAX_CELL, too_large
from navigator_app.i18n import _

if TYPE_CHECKING:
    from navigator_app.exchange.layouts import Layout


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that stays in quarantine: where it stands, in which column, and why."""

    row: int  # the heading is row 1 (for XLSX with title rows: the sheet's own row number)
    column: str
    reason: str
    raw: str  # JSON list of the cells as received


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file read whole. `good` holds (row number, raw JSON, *values in the order of FIELDS)."""

    name: str
    sha256: str
    layout: str
    headings: tuple[str, ...]
    good: list[tuple[object, ...]]
    rejected: list[RejectedRow]
    warnings: tuple[str, ...]
    preface: tuple[str, ...] = ()  # what stands above the headings, cell by cell

    @property
    def rows(self) -> int:
        """Data rows in the file, good and rejected."""
        return len(self.good) + len(self.rejected)


class UnknownLayout(FileRejected):
    """No layout fits; the wizard may map it. Carries headings and a few sample cells a column."""

    def __init__(
        self,
        message: str,
        next_step: str,
        headings: tuple[str, ...],
        samples: tuple[tuple[str, ...], ...],
        detected: dict[str, object],
    ) -> None:
        """Keep what the wizard needs; `detected` is format, delimiter, encoding, heading row."""
        super().__init__("Layout not known", message, next_step)
        self.headings = headings
        self.samples = samples
        self.detected = detected


def read_file(path: Path, layouts: Sequence[Layout], *, today: date) -> ParsedFile:
    """Read an authorization file whole, in memory, without any temporary file.

    `layouts` are tried by their headings, the plan's own first; `today` bounds dates of birth.
    FileRejected says in plain words why a file is no authorization file; `UnknownLayout` is the
    refusal of a table that the mapping wizard may still read. A row that cannot be taken is in
    `rejected`; every row of the file is in one list or the other.
    """
    return read_data(_shown(path), _bytes_of(path), layouts, today=today)


def read_data(name: str, data: bytes, layouts: Sequence[Layout], *, today: date) -> ParsedFile:
    """Read what came over a line, as `read_file` reads a file; `name` is only shown."""
    from navigator_app.exchange.reading import read_bytes  # it needs the classes above

    _refuse_empty(name, data)
    before = csv.field_size_limit(MAX_CELL)
    try:
        return read_bytes(name, data, hashlib.sha256(data).hexdigest(), tuple(layouts), today)
    finally:
        csv.field_size_limit(before)


def headings_of(data: bytes) -> list[tuple[str, ...]]:
    """The records that may be the headings of a file's tables, cell by cell, to tell its kind.

    FileRejected for bytes that are no table at all.
    """
    from navigator_app.exchange.reading import heads

    before = csv.field_size_limit(MAX_CELL)
    try:
        return heads(data)
    finally:
        csv.field_size_limit(before)


def _shown(path: Path) -> str:
    """The file's name; bytes in it that are no text become a mark."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bytes_of(path: Path) -> bytes:
    """Return the file's bytes, at most `MAX_BYTES` of them."""
    try:
        if not path.is_file():  # a folder, a pipe or a device would block or never end
            raise FileNotFoundError
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        raise FileRejected(
            _("File not read"),
            _("There is no file {name}.").format(name=_shown(path))
            if missing
            else _("The file {name} cannot be read.").format(name=_shown(path)),
            _("Check where it lies and that you may open it, then choose it again."),
        ) from None
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


def _refuse_empty(name: str, data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileRejected(
            _("File empty"),
            _("The file {name} is empty.").format(name=name),
            _("Ask the plan to send it again."),
        )
