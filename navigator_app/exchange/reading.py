"""Reads the bytes of an authorization file: which kind, which layout, which rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from navigator_app.errors import FileRejected
from navigator_app.exchange.archive_guard import OLE, refuse_ole
from navigator_app.exchange.inbound import ParsedFile, UnknownLayout
from navigator_app.exchange.layouts import Layout, heading_key
from navigator_app.exchange.tables import Body, Head
from navigator_app.exchange.text_table import TextSource
from navigator_app.exchange.typing_rows import Typed, Typing
from navigator_app.exchange.workbook import WorkbookSource
from navigator_app.i18n import _

SAMPLES = 3
Source = TextSource | WorkbookSource


@dataclass(frozen=True, slots=True)
class Match:
    """How well one record of a head serves as the headings of one layout."""

    layout: Layout
    head: Head
    index: int
    places: dict[str, int]  # field -> column
    missing: tuple[str, ...]  # required fields without a column

    @property
    def headings(self) -> tuple[str, ...]:
        """The record's cells, trimmed as headings are."""
        return tuple(" ".join(cell.split()) for cell in self.head.records[self.index])

    @property
    def preface(self) -> tuple[str, ...]:
        """The cells of the records above it that hold something."""
        above = (cell.strip() for record in self.head.records[: self.index] for cell in record)
        return tuple(cell for cell in above if cell)


def read_bytes(
    name: str, data: bytes, sha256: str, layouts: tuple[Layout, ...], today: date
) -> ParsedFile:
    """Read a file's bytes; see `inbound.read_file`."""
    source = _open(data)
    match = _find(source, layouts)
    _refuse_twice(match)
    body = source.body(match.head, match.index)
    typed = Typing(match.layout, match.headings, match.places, today).run(
        body, workbook=source.format == "xlsx", look_for_control=source.has_control
    )
    return ParsedFile(
        name=name,
        sha256=sha256,
        layout=match.layout.key,
        headings=match.headings,
        good=typed.good,
        rejected=typed.rejected,
        warnings=tuple(source.warnings + _warnings(source, match, body, typed, layouts)),
        preface=match.preface,
    )


def heads(data: bytes) -> list[tuple[str, ...]]:
    """The records that may be headings; see `inbound.headings_of`."""
    return [
        tuple(" ".join(cell.split()) for cell in record)
        for head in _open(data).heads()
        for record in head.records
    ]


def _open(data: bytes) -> Source:
    if data.startswith(OLE):
        raise refuse_ole(data)
    if data.startswith(b"PK"):
        return WorkbookSource(data)
    return TextSource(data)


def _find(source: Source, layouts: tuple[Layout, ...]) -> Match:
    """Return the best full match: most columns known, the plan's own layout (the first) on a tie,
    then one made for this kind of file. Raise for a file that none fits."""
    heads = source.heads()
    best: Match | None = None
    best_rank: tuple[object, ...] = ()
    near: Match | None = None
    for order, layout in enumerate(layouts):
        for head in heads:
            match = _best_row(layout, head)
            if match is None:
                continue
            fits_kind = (layout.format == "xlsx") == (source.format == "xlsx")
            rank = (len(match.places), order == 0, fits_kind, -order)
            if not match.missing and (best is None or rank > best_rank):
                best, best_rank = match, rank
            if near is None or len(match.places) > len(near.places):
                near = match
    if best is None:
        raise _no_layout(source, heads, near)
    return best


def _best_row(layout: Layout, head: Head) -> Match | None:
    """Return the record of a head that names most of a layout's fields, the first of equals."""
    aliases = {
        heading_key(alias): name for name, texts in layout.headings.items() for alias in texts
    }
    best: Match | None = None
    for index, cells in enumerate(head.records):
        places: dict[str, int] = {}
        for column, cell in enumerate(cells):
            name = aliases.get(heading_key(cell)) if 0 < len(cell) < 200 else None
            if name is not None:
                places.setdefault(name, column)
        if places and (best is None or len(places) > len(best.places)):
            missing = tuple(name for name in layout.required if name not in places)
            best = Match(layout, head, index, places, missing)
    return best


def _refuse_twice(match: Match) -> None:
    """Refuse headings that stand twice, or two headings for one field."""
    seen = Counter(heading_key(cell) for cell in match.headings if heading_key(cell))
    aliases = {
        heading_key(alias): name for name, texts in match.layout.headings.items() for alias in texts
    }
    fields = Counter(aliases[key] for key in seen if key in aliases)
    for cell in match.headings:
        key = heading_key(cell)
        if seen[key] > 1 or fields.get(aliases.get(key, ""), 0) > 1:
            raise FileRejected(
                _("Headings doubled"),
                _("The column {heading} stands in the file twice.").format(heading=cell),
                _("Nobody can tell which one holds: ask the plan to mend the file."),
            )


def _no_layout(source: Source, heads: list[Head], near: Match | None) -> FileRejected:
    """Say which column is missing where a layout nearly fits, else that none fits."""
    if near is not None and 2 * len(near.missing) <= len(near.layout.required):
        names = [near.layout.heading(name) for name in near.missing]
        what = (
            _("In this file the column {heading} is missing.").format(heading=names[0])
            if len(names) == 1
            else _("In this file the columns {headings} are missing.").format(
                headings=", ".join(names)
            )
        )
        spare = len([cell for cell in near.headings if cell]) - len(near.places)
        if spare <= 0:
            return FileRejected(
                _("Column missing"), what, _("Ask the plan to send the file with that column.")
            )
        next_step = _("If it stands under another heading, map the file; otherwise ask the plan.")
        return _unknown(source, near.head, near.index, what, next_step)
    table = _likely_table(heads)
    if table is None:
        return FileRejected(
            _("Not an authorization file"),
            _("The file holds no table with headings."),
            _("Choose the CSV, text or XLSX file that the plan sent."),
        )
    return _unknown(
        source,
        *table,
        _("None of the known layouts fits the headings of this file."),
        _("Check that it is an authorization file; if it is, map its columns once."),
    )


def _likely_table(heads: list[Head]) -> tuple[Head, int] | None:
    """Return the record that most looks like headings: most distinct filled cells, two or more."""
    best: tuple[Head, int] | None = None
    most = 1
    for head in heads:
        for index, cells in enumerate(head.records):
            count = len({heading_key(cell) for cell in cells if len(cell) < 200} - {""})
            if count > most and index + 1 < len(head.records):
                best, most = (head, index), count
    return best


def _unknown(source: Source, head: Head, index: int, message: str, next_step: str) -> UnknownLayout:
    headings = tuple(" ".join(cell.split()) for cell in head.records[index])
    below = head.records[index + 1 :]
    samples = tuple(
        tuple(cells[column][:80] for cells in below if column < len(cells) and cells[column])
        for column in range(len(headings))
    )
    kinds = {",": "csv", "|": "pipe", "\t": "tab", ";": "semicolon"}
    workbook = source.format == "xlsx"
    detected: dict[str, object] = {
        "format": "xlsx" if workbook else kinds[head.label],
        "delimiter": "" if workbook else head.label,
        "encoding": source.encoding,
        "heading_row": index + 1,
    }
    return UnknownLayout(
        message, next_step, headings, tuple(texts[:SAMPLES] for texts in samples), detected
    )


def _warnings(
    source: Source, match: Match, body: Body, typed: Typed, layouts: tuple[Layout, ...]
) -> list[str]:
    """What a person should know though nothing was refused."""
    warnings: list[str] = []
    if source.encoding == "cp1252" and "cp1252" not in match.layout.encodings:
        warnings.append(
            _("The file is not in UTF-8; it was read as Windows-1252. Look at names with accents.")
        )
    if not typed.good and not typed.rejected:
        warnings.append(_("The file has headings, but no rows."))
    if match.layout.closing and match.layout.format == source.format and not typed.closed:
        warnings.append(
            _("The closing line “{line}” is missing: the file may be cut short.").format(
                line=match.layout.closing[0]
            )
        )
    if isinstance(source, WorkbookSource):
        for head in source.heads():
            other = _best_row(match.layout, head)
            if head.label != match.head.label and other is not None and not other.missing:
                warnings.append(
                    _("The sheet “{sheet}” also holds a table of members; it was not read.").format(
                        sheet=source.sheet_name(head)
                    )
                )
    return warnings
