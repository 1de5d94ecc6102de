"""Batches as files: how a plan wants one, and how its answer is read.

A layout is data (`resources/layouts/batches/*.toml`); none claims to be an official template. An
answer is the batch with columns added; its rows are known again by the batch's reference and their
number, whatever order they come in.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from navigator_app.domain.batches import OUTCOMES, Answer
from navigator_app.domain.identifiers import fold
from navigator_app.errors import FileRejected
from navigator_app.exchange.archive_guard import OLE, refuse_ole
from navigator_app.exchange.cells import Transliterator, neutral, show_date
from navigator_app.exchange.layouts import DELIMITERS, LayoutRefused, heading_key
from navigator_app.exchange.tables import MAX_BYTES, MAX_CELL, Body, too_large
from navigator_app.exchange.text_table import TextSource
from navigator_app.exchange.workbook import WorkbookSource
from navigator_app.exchange.workbook_writer import workbook_bytes
from navigator_app.i18n import _
from navigator_app.paths import resource

ELEMENTS = (
    "reference", "row_no", "request", "cin", "plan_member_id", "first_name", "last_name",
    "date_of_birth", "phone", "address", "language_spoken", "service", "starts_on", "ends_on",
    "authorization_number", "current_end", "checked_on", "opted_in_on", "opt_in_how",
    "agency_name", "agency_npi", "agency_phone", "subcontractor", "referrer_organization",
    "referrer_name", "referrer_phone", "attested_by", "attested_on", "attestation",
)  # fmt: skip
"""What a row may tell, as text; dates in ISO form."""

DATES = frozenset(
    {
        "date_of_birth", "starts_on", "ends_on", "current_end", "checked_on", "opted_in_on",
        "attested_on",
    }
)  # fmt: skip
ANSWERS = (
    "reference", "row_no", "cin", "outcome", "reason", "number", "decided", "effective", "end",
)  # fmt: skip
REQUIRED = frozenset({"reference", "row_no", "outcome"})
"""Without these an answer cannot be laid beside its batch."""

_ENDS = {"crlf": "\r\n", "lf": "\n"}


@dataclass(frozen=True, slots=True)
class BatchLayout:
    """How a plan wants a batch and answers it.

    `columns` are (heading, element) in the file's order; `codes` the plan's text for our words;
    `headings` the headings of an answer's fields; `outcomes` its words, folded, and what they mean.
    """

    key: str
    name: str
    format: str  # csv, pipe, tab, semicolon, xlsx
    encoding: str
    dates: str
    file_name: str  # pattern with {npi}, {service}, {day} (YYYYMMDD) and {number}
    line_end: str
    columns: tuple[tuple[str, str], ...]
    codes: Mapping[str, Mapping[str, str]]
    answer_dates: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]
    outcomes: Mapping[str, str]


def shipped() -> dict[str, BatchLayout]:
    """The layouts that come with the program, by key."""
    return dict(_shipped())


@lru_cache(maxsize=1)
def _shipped() -> dict[str, BatchLayout]:
    found = {}
    for path in sorted((resource("layouts") / "batches").glob("*.toml")):
        layout = parse(path.read_text(encoding="utf-8"))
        if layout.key != path.stem:
            raise LayoutRefused("key", f"{layout.key} is not the file's name, {path.stem}")
        found[layout.key] = layout
    return found


def layout_of(key: str) -> BatchLayout:
    """The batch layout beside a plan's layout; the canonical one where it has none."""
    known = _shipped()
    return known.get(key, known["canonical"])


def parse(text: str) -> BatchLayout:
    """Read a layout from TOML; LayoutRefused names the key that is wrong."""
    try:
        tree: dict[str, Any] = tomllib.loads(text)
        file, answer = tree["file"], tree["answer"]
        columns = tuple((str(heading), str(element)) for heading, element in file["columns"])
        layout = BatchLayout(
            key=tree["key"],
            name=tree["name"],
            format=file["format"],
            encoding=file["encoding"],
            dates=file["dates"],
            file_name=file["file_name"],
            line_end=_ENDS[file["line_end"]],
            columns=columns,
            codes={name: dict(words) for name, words in file.get("codes", {}).items()},
            answer_dates=tuple(answer["dates"]),
            headings={name: tuple(texts) for name, texts in answer["headings"].items()},
            outcomes={
                fold(word): outcome for outcome, words in answer["codes"].items() for word in words
            },
        )
    except tomllib.TOMLDecodeError as error:
        raise LayoutRefused("the file", f"not valid TOML ({error})") from None
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutRefused(str(error).strip("'"), "is missing or not as it should be") from None
    _check(layout)
    return layout


def _check(layout: BatchLayout) -> None:
    if layout.format not in DELIMITERS:
        raise LayoutRefused("file.format", f"{layout.format} is none")
    for _heading, element in layout.columns:
        if element not in ELEMENTS:
            raise LayoutRefused("file.columns", f"{element} is not an element of a batch")
    for name in ("reference", "row_no", "first_name", "last_name", "date_of_birth", "service"):
        if name not in {element for _heading, element in layout.columns}:
            raise LayoutRefused("file.columns", f"{name} is always needed")
    for name in layout.headings:
        if name not in ANSWERS:
            raise LayoutRefused("answer.headings", f"{name} is not a field of an answer")
    if REQUIRED - layout.headings.keys():
        raise LayoutRefused("answer.headings", "reference, row_no and outcome are needed")
    if set(layout.outcomes.values()) != set(OUTCOMES):
        raise LayoutRefused("answer.codes", "approved, denied and sent-back are needed")


def file_name(layout: BatchLayout, *, npi: str, service: str, day: date, number: int) -> str:
    """The name of a batch's file; `number` keeps two of one day apart."""
    return layout.file_name.format(
        npi=npi, service=service.upper(), day=f"{day:%Y%m%d}", number=number
    )


def render(layout: BatchLayout, rows: Iterable[Mapping[str, str]]) -> bytes:
    """The bytes of a batch; the same rows give the same bytes. `rows` hold text by element."""
    letters = Transliterator(layout.encoding)
    headings = [heading for heading, _element in layout.columns]
    lines = [
        [letters.nearest(neutral(_cell(layout, name, row.get(name, "")))) for _h, name in
         layout.columns]
        for row in rows
    ]  # fmt: skip
    if layout.format == "xlsx":
        return workbook_bytes(headings, [lines], "Batch")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=DELIMITERS[layout.format], lineterminator=layout.line_end)
    writer.writerow(headings)
    writer.writerows(lines)
    return buffer.getvalue().encode(layout.encoding, "replace")


def recognised(headings: Sequence[Sequence[str]]) -> bool:
    """Whether one of these records heads an answer to a batch."""
    return any(_places(layout, record) for record in headings for layout in _shipped().values())


def read(content: bytes, prefer: str = "") -> list[Answer]:
    """The rows of an answer, in the file's order; a row that cannot be used says why.

    `prefer` is the plan's layout, tried first. FileRejected for what is no answer to a batch.
    """
    if len(content) > MAX_BYTES:
        raise too_large()
    before = csv.field_size_limit(MAX_CELL)
    try:
        layout, places, body = _body(content, prefer)
    finally:
        csv.field_size_limit(before)
    found = [
        _answer(layout, places, number, row)
        for number, row in zip(body.numbers, body.rows, strict=True)
    ]
    found += [Answer(bad.row, "", 0, "", "", "", problem=bad.reason) for bad in body.broken]
    return sorted(found, key=lambda one: one.row)


def _body(content: bytes, prefer: str) -> tuple[BatchLayout, dict[str, int], Body]:
    if content.startswith(OLE):
        raise refuse_ole(content)
    source = WorkbookSource(content) if content.startswith(b"PK") else TextSource(content)
    known = sorted(_shipped().values(), key=lambda one: one.key != prefer)
    heads = source.heads()
    for layout in known:
        for head in heads:
            for index, record in enumerate(head.records):
                places = _places(layout, record)
                if places:
                    return layout, places, source.body(head, index)
    raise FileRejected(
        _("Not an answer to a batch"),
        _("No columns of this file name a batch, its rows and what the plan decided."),
        _("Choose the file that the plan sent back."),
    )


def _places(layout: BatchLayout, record: Sequence[str]) -> dict[str, int]:
    """The column of each field, empty where the required ones are not all there."""
    keys = {heading_key(cell): place for place, cell in reversed(list(enumerate(record))) if cell}
    found = {
        name: keys[heading_key(alias)]
        for name, aliases in layout.headings.items()
        for alias in reversed(aliases)
        if heading_key(alias) in keys
    }
    return found if found.keys() >= REQUIRED else {}


def _answer(layout: BatchLayout, places: dict[str, int], row: int, cells: Sequence[str]) -> Answer:
    text = {
        name: " ".join(cells[place].lstrip("'").split()) if place < len(cells) else ""
        for name, place in places.items()
    }
    word = text["outcome"]
    outcome = layout.outcomes.get(fold(word), "")
    days, problem = {}, ""
    for name in ("decided", "effective", "end"):
        days[name] = _date(layout, text.get(name, ""))
        if text.get(name) and days[name] is None:
            problem = _("The date {text} cannot be read.").format(text=text[name][:40])
    number = text["row_no"]
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        problem, number = _("The row has no number."), "0"
    elif not word:
        problem = _("The plan has not said what became of this row.")
    elif not outcome:
        problem = _("The word “{word}” is not known as an outcome.").format(word=word[:60])
    elif days["effective"] and days["end"] and days["end"] < days["effective"]:
        problem = _("The authorization ends before it begins.")
    return Answer(
        row=row,
        reference=text["reference"].upper(),
        row_no=int(number),
        cin=text.get("cin", "").upper(),
        outcome=outcome,
        word=word,
        reason=text.get("reason", "")[:500],
        number=text.get("number", "")[:80],
        decided=days["decided"],
        effective=days["effective"],
        end=days["end"],
        problem=problem,
    )


def _cell(layout: BatchLayout, name: str, text: str) -> str:
    if name in DATES:
        return show_date(text[:10], layout.dates)
    return layout.codes.get(name, {}).get(text, text)


def _date(layout: BatchLayout, text: str) -> date | None:
    for shape in layout.answer_dates:
        pattern = shape.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None
