"""Reads what a plan sent back of a status file, and reads a status file of ours again.

Both become the same few values (CIN, service, status, day), so that a row of the one finds its row
of the other whatever the order of rows and columns, the format and the writing of dates.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.errors import FileRejected
from navigator_app.exchange.archive_guard import OLE, refuse_ole
from navigator_app.exchange.layouts import StatusLayout, heading_key
from navigator_app.exchange.response_layouts import REJECTED_ONLY, REQUIRED, ResponseLayout, shipped
from navigator_app.exchange.tables import MAX_BYTES, MAX_CELL, Body, Head, Source, too_large
from navigator_app.exchange.text_table import TextSource
from navigator_app.exchange.values import Bad, Reader, date_reader
from navigator_app.exchange.workbook import WorkbookSource
from navigator_app.i18n import _

_ENDS = frozenset(map(heading_key, ("End of file", "End of report", "EOF")))


class Sent(NamedTuple):
    """A row of ours as it went out."""

    cin: str
    service: str  # slug
    status: str  # slug
    on: str  # ISO
    plan_member_id: str
    person: str  # last name and birth date, for comparing


class Answer(NamedTuple):
    """A row of a response."""

    row: int  # where it stands in the response, the headings counted
    cin: str
    service: str
    status: str
    on: str
    plan_member_id: str
    person: str
    place: int  # which row of ours it names, 1 the first; 0: it names none
    verdict: str  # accepted, rejected
    code: str
    reason: str


class Response(NamedTuple):
    """A response read whole."""

    layout: ResponseLayout
    answers: list[Answer]
    unread: list[tuple[int, str]]  # row, why it cannot be read
    file_names: frozenset[str]  # the file it says it answers, where it says so

    @property
    def only_rejected(self) -> bool:
        """Whether what it does not name was accepted."""
        return self.layout.lists == REJECTED_ONLY


class _Found(NamedTuple):
    layout: ResponseLayout
    head: Head
    line: int  # which record of the head holds the headings
    places: dict[str, int]
    missing: tuple[str, ...]


def recognises(headings: Iterable[Sequence[str]]) -> bool:
    """Whether one of these records is the heading of a response to a status file.

    One that lacks a column is a response all the same: its refusal then names the column.
    """
    for record in headings:
        cells = {heading_key(cell) for cell in record if len(cell) < 200}
        for layout in shipped().values():
            known = {layout.aliases[cell] for cell in cells if cell in layout.aliases}
            if "result" in known and known & {"referral_status", "status_on"}:
                return True
    return False


def read(data: bytes, layouts: Sequence[ResponseLayout]) -> Response:
    """Read a response in the first of `layouts` that fits; whether what it does not name was
    accepted is the word of the first of all, the plan's own.

    FileRejected for what is no table, lacks a column or has one twice. Every row is in `answers`
    or in `unread`.
    """
    source = _open(data)
    before = csv.field_size_limit(MAX_CELL)
    try:
        found = _find(source, layouts)
        body = source.body(found.head, found.line)
    finally:
        csv.field_size_limit(before)
    found = found._replace(layout=replace(found.layout, lists=layouts[0].lists))
    return _typed(found, body, source.format == "xlsx")


def read_sent(data: bytes, layouts: Iterable[StatusLayout]) -> list[Sent]:
    """Read a status file of ours in its own order; empty where none of the layouts wrote it."""
    source = _open(data)
    heads = source.heads()
    for layout in layouts:
        wanted = [heading_key(heading) for heading in layout.headings]
        for head in heads:
            first = head.records[0] if head.records else []
            if [heading_key(cell) for cell in first] == wanted:
                return _sent(layout, source.body(head, 0), source.format == "xlsx")
    return []


def _open(data: bytes) -> Source:
    if len(data) > MAX_BYTES:
        raise too_large()
    if data.startswith(OLE):
        raise refuse_ole(data)
    return WorkbookSource(data) if data.startswith(b"PK") else TextSource(data)


def _find(source: Source, layouts: Sequence[ResponseLayout]) -> _Found:
    best: _Found | None = None
    for layout in layouts:
        if best is not None and not best.missing:
            break
        aliases = layout.aliases
        for head in source.heads():
            for index, cells in enumerate(head.records):
                places: dict[str, int] = {}
                for column, cell in enumerate(cells):
                    name = aliases.get(heading_key(cell)) if 0 < len(cell) < 200 else None
                    if name is not None and places.setdefault(name, column) != column:
                        raise _doubled(cell)
                missing = tuple(name for name in REQUIRED if name not in places)
                if best is None or (len(best.missing), -len(best.places)) > (
                    len(missing), -len(places)
                ):  # fmt: skip
                    best = _Found(layout, head, index, places, missing)
    if best is None or len(best.missing) == len(REQUIRED):
        raise FileRejected(
            _("Not a response"),
            _("The file holds no table with the headings of a response."),
            _("Ask the plan to send it again."),
        )
    if best.missing:
        names = ", ".join(best.layout.headings[name][0] for name in best.missing)
        raise FileRejected(
            _("Column missing"),
            _("This response lacks: {headings}.").format(headings=names),
            _("Ask the plan to send it with that; without it no row can be told from another."),
        )
    return best


def _doubled(heading: str) -> FileRejected:
    return FileRejected(
        _("Headings doubled"),
        _("The column {heading} stands in the response twice.").format(heading=heading),
        _("Nobody can tell which one holds: ask the plan to mend the file."),
    )


def _typed(found: _Found, body: Body, workbook: bool) -> Response:
    layout, places = found.layout, found.places
    readers = _readers(layout, workbook)
    width = max(places.values()) + 1
    shift = layout.first_row - 1
    answers: list[Answer] = []
    unread = [(broken.row, broken.reason) for broken in body.broken]
    names: set[str] = set()
    for number, cells in zip(body.numbers, body.rows, strict=True):
        if len(cells) < width:
            if len(filled := [cell for cell in cells if cell.strip()]) == 1 and (
                heading_key(filled[0]) in _ENDS
            ):
                continue
            cells = [*cells, *[""] * (width - len(cells))]
        one = {name: readers[name][cells[place]] for name, place in places.items()}
        bad = next((name for name, value in one.items() if type(value) is Bad), "")
        if bad:
            unread.append((number, f"{layout.headings[bad][0]}: {one[bad].reason}"))  # type: ignore[attr-defined]
            continue
        answers.append(_answer(number, one, shift))
        if name := one.get("file_name"):
            names.add(str(name))
    unread.sort()
    return Response(layout, answers, unread, frozenset(names))


def _answer(number: int, one: Mapping[str, object], shift: int) -> Answer:
    def text(name: str) -> str:
        return str(one.get(name) or "")

    place = one.get("row_no")
    return Answer(
        row=number,
        cin=text("cin"),
        service=text("service"),
        status=text("referral_status"),
        on=text("status_on"),
        plan_member_id=text("plan_member_id"),
        person=_person(text("last_name"), text("date_of_birth")),
        place=place - shift if isinstance(place, int) and place > shift else 0,
        verdict=text("result"),
        code=text("code"),
        reason=text("reason"),
    )


def _readers(layout: ResponseLayout, workbook: bool) -> dict[str, Reader]:
    dates = date_reader(layout.dates, workbook)
    return {
        "cin": Reader(_cin),
        "plan_member_id": Reader(_plain),
        "last_name": Reader(heading_key),
        "date_of_birth": Reader(_forgiving(dates)),
        "service": Reader(_coded(layout.services, _("unknown service"))),
        "referral_status": Reader(_coded(layout.statuses, _("unknown status"))),
        "status_on": Reader(dates),
        "row_no": Reader(_number),
        "file_name": Reader(_plain),
        "result": Reader(_coded(layout.results, _("neither accepted nor rejected"), True)),
        "code": Reader(_plain),
        "reason": Reader(_plain),
    }


def _sent(layout: StatusLayout, body: Body, workbook: bool) -> list[Sent]:
    at = {element: place for place, (_heading, element) in enumerate(layout.columns)}
    dates = Reader(date_reader((layout.dates,), workbook))
    words = {
        name: {heading_key(one.value): one.slug for one in vocabulary}
        | {
            heading_key(text): one.slug
            for one in vocabulary
            if (text := layout.codes.get(name, {}).get(one.value))
        }
        for name, vocabulary in (("service", Service), ("referral_status", ReferralStatus))
    }
    services = Reader(_coded(words["service"], ""))
    statuses = Reader(_coded(words["referral_status"], ""))
    cins, names = Reader(_cin), Reader(heading_key)

    def value(cells: list[str], name: str, reader: Reader | None = None) -> str:
        place = at.get(name)
        if place is None or place >= len(cells):
            return ""
        text = cells[place]
        found = reader[text] if reader is not None else text.strip()
        return "" if found is None or type(found) is Bad else str(found)

    return [
        Sent(
            value(cells, "cin", cins),
            value(cells, "service", services),
            value(cells, "referral_status", statuses),
            value(cells, "status_on", dates),
            value(cells, "plan_member_id"),
            _person(value(cells, "last_name", names), value(cells, "date_of_birth", dates)),
        )
        for cells in body.rows
    ]


def _person(name: str, born: str) -> str:
    return f"{name}|{born}" if name and born else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cin(text: str) -> str:
    return "".join(text.split()).upper()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _forgiving(read_it: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Only a help in telling people apart: what cannot be read counts as empty."""

    def read_or_not(text: str) -> str | None:
        try:
            return read_it(text)
        except ValueError:
            return None

    return read_or_not


def _coded(known: Mapping[str, str], unknown: str, needed: bool = False) -> Callable[[str], str]:
    def coded(text: str) -> str:
        if not text and not needed:
            return ""
        value = known.get(heading_key(text))
        if value is None:
            raise ValueError(f"{unknown}: {text[:60]}" if text else unknown)
        return value

    return coded
