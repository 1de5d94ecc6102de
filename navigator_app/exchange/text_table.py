"""Delimited text: which encoding, which delimiter, which records; nothing swallowed.

A quotation mark that never closes would make a plain CSV reader swallow every row below it. Here
such a row is named and reading goes on at the next line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice

from navigator_app.errors import FileRejected
from navigator_app.exchange.tables import (
    HEAD_ROWS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Body,
    BrokenRow,
    Head,
    raw_json,
    too_many_rows,
)
from navigator_app.i18n import _

MAX_BROKEN = 1_000
"""More damaged records than this and the whole file is refused."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r") + b"\x7f"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    return piece.decode("cp1252", errors="replace"), error.end


codecs.register_error("navigator-cp1252", _cp1252)


def _not_text() -> FileRejected:
    return FileRejected(
        _("Not an authorization file"),
        _("The file is neither a text table nor an Excel workbook."),
        _("Choose the CSV, text or XLSX file that the plan sent."),
    )


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    A byte order mark decides; else UTF-8; bytes that are not UTF-8 are read as Windows-1252, so
    that a file in either, or in both, comes out readable. FileRejected for what is no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return _utf8(data[len(mark) :])
            return _exactly(data, encoding)
    guess = _utf16_without_mark(data)
    return _exactly(data, guess) if guess else _utf8(data)


def _exactly(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        raise _not_text() from None


def _utf8(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="navigator-cp1252"), "cp1252"


def _utf16_without_mark(data: bytes) -> str:
    start = data[:2000]
    if len(start) < 4 or start.count(0) * 3 < len(start):
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


class TextSource:
    """A delimited text file in memory."""

    format = "csv"

    def __init__(self, data: bytes) -> None:
        """Decode it; FileRejected when it is no text."""
        text, self.encoding = decode(data)
        self.warnings: list[str] = []
        self.has_control = self._count_control(data, text)
        self.ends_open = bool(text) and not text.endswith(("\n", "\r"))
        self._lines = self._split(text)

    def _split(self, text: str) -> list[str]:
        """Split at the three line ends only; the quick way also splits at rarer marks."""
        if self.has_control or any(mark in text for mark in "\x85\u2028\u2029"):
            return list(io.StringIO(text, newline=""))
        return text.splitlines(keepends=True)

    def _count_control(self, data: bytes, text: str) -> bool:
        if self.encoding in ("utf-8", "cp1252"):  # deleting bytes is far quicker than searching
            count = len(data) - len(data.translate(None, _CONTROL_BYTES))
        else:
            count = len(CONTROL.findall(text))
        if count > 20 and count * 50 > len(text):
            raise _not_text()
        return count > 0

    def heads(self) -> list[Head]:
        """Read the first records with each delimiter that occurs in them."""
        start = "".join(line[:MAX_CELL] for line in self._lines[:HEAD_ROWS])
        delimiters = [mark for mark in ",|\t;" if mark in start]
        return [self._head(mark) for mark in delimiters]

    def _head(self, delimiter: str) -> Head:
        head = Head(delimiter, [], [])
        reader = csv.reader(self._lines, delimiter=delimiter)
        try:
            for cells in islice(reader, HEAD_ROWS):
                head.records.append(cells[:MAX_COLUMNS])
                head.ends.append(reader.line_num)
        except csv.Error:
            pass  # what was read so far is looked at; the body names the damage
        return head

    def body(self, head: Head, index: int) -> Body:
        """Read the records below a heading; see the module's own words for damaged ones."""
        run = _Run(self._lines, head.label, len(head.records[index]), number=index + 1)
        run.read(head.ends[index])
        run.body.ends_open = self.ends_open
        return run.body


class _Run:
    """One pass over the lines below the headings, restarted after a damaged record."""

    def __init__(self, lines: list[str], delimiter: str, width: int, number: int) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.width = width
        self.number = number  # of the record read last
        self.body = Body()

    def read(self, at: int) -> None:
        """Read from the line with index `at` to the end."""
        while at < len(self.lines):
            at = self._stretch(at)
            if len(self.body.broken) > MAX_BROKEN:
                raise FileRejected(
                    _("File damaged"),
                    _("More than {count} rows have broken quotation marks.").format(
                        count=MAX_BROKEN
                    ),
                    _("Ask the plan to send the file again."),
                )

    def _stretch(self, at: int) -> int:
        """Read records until one is damaged; return the index of the line to go on with."""
        reader = csv.reader(self.lines[at:], delimiter=self.delimiter)
        numbers, rows = self.body.numbers, self.body.rows
        number, before = self.number, 0
        try:
            for cells in reader:
                number += 1
                after = reader.line_num
                if after - before > 1 and self._swallowed(cells, at + before, at + after):
                    self.number = number
                    return self._unclosed(at + before)
                before = after
                if cells and (cells[0].strip() or any(map(str.strip, cells))):
                    numbers.append(number)
                    rows.append(cells)
        except csv.Error:
            self.number = number + 1
            return self._too_long(at + before)
        self.number = number
        if len(rows) > MAX_ROWS:
            raise too_many_rows()
        return len(self.lines)

    def _swallowed(self, cells: list[str], first: int, after: int) -> bool:
        """True when a cell over many lines took in rows that are not its own.

        The lines of a cell that did so carry the delimiters of the rows they were; whatever the
        two places of the marks, one of them carries at least half a row or the count is wrong.
        """
        if len(cells) != self.width:
            return True
        if after >= len(self.lines) and self._open_at_end(first):
            return True
        return any(
            line.count(self.delimiter) * 2 >= self.width
            for cell in cells
            if "\n" in cell or "\r" in cell
            for line in cell.splitlines()
        )

    def _open_at_end(self, first: int) -> bool:
        strict = csv.reader(self.lines[first:], delimiter=self.delimiter, strict=True)
        try:
            next(strict)
        except csv.Error:  # "unexpected end of data", which only a strict reader minds
            return True
        return False

    def _unclosed(self, line: int) -> int:
        """Name the record that begins at a line; return the line to go on with."""
        cells = next(csv.reader([self.lines[line]], delimiter=self.delimiter), [])
        reason = _(
            "a quotation mark opens here and does not close: "
            "the plan must double a mark inside a cell, or leave it out"
        )
        return self._break(line, reason, place=max(0, len(cells) - 1))

    def _too_long(self, line: int) -> int:
        if len(self.lines[line]) <= MAX_CELL:  # no cell of this line is: it took in later ones
            return self._unclosed(line)
        lengths = list(map(len, self.lines[line].split(self.delimiter)))
        reason = _("a cell is longer than {count} characters").format(count=f"{MAX_CELL:,}")
        return self._break(line, reason, place=lengths.index(max(lengths)))

    def _break(self, line: int, reason: str, place: int) -> int:
        raw = raw_json([self.lines[line][:MAX_CELL].rstrip("\r\n")])
        self.body.broken.append(BrokenRow(self.number, reason, raw, place))
        return line + 1
