"""Forms as a window shows them: the list, one sheet with what is open on it, and its pictures.

What needs the store, what only draws, and what only pictures are functions of their own, so that
each runs on its own thread. The window knows neither definitions nor the renderer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.form_rows import Entered
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import print_desk, print_records
from navigator_app.services.form_facts import Subject
from navigator_app.services.print_desk import Prepared

if TYPE_CHECKING:
    from navigator_app.forms.render import Order, Printed
    from navigator_app.services.workspace import Workspace

AUDIENCES = ("member", "plan", "staff")
MOST_QUESTIONS = 14
"""Blanks that are asked for on screen: a form with more is filled in with a pen."""


OF_DAY = frozenset({"day_sheet"})
"""Sheets that are asked for ahead; every other stands as of today."""


@dataclass(frozen=True, slots=True)
class FormCard:
    """One form of the list. `of_member` is False for a sheet that no one member stands on; `of_day`
    is True for one that may be of another day than today. Who signs it gives a consent of the kind
    `offers`, if it names one."""

    kind: str
    title: str
    about: str
    audience: str
    languages: tuple[str, ...]
    of_member: bool
    offers: str = ""
    of_day: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Which sheet is wanted; `language` "" is the reader's own, `large` None what they asked for.

    `fill` holds (source, text) pairs of what was typed for this sheet alone.
    """

    kind: str
    subject: Subject = field(default_factory=Subject)
    language: str = ""
    large: bool | None = None
    paper: str = "letter"
    fill: tuple[tuple[str, str], ...] = ()
    override: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A blank that can be filled in here: its source, the words beside it, how many lines it has.

    `kind` is "text", "list" (one item a line) or "recipient".
    """

    source: str
    label: str
    lines: int = 1
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet ready to be drawn: what may be filled in, and what the gate says of it."""

    ask: Ask
    prepared: Prepared
    language: str
    large: bool
    questions: tuple[Question, ...]
    more_blanks: int
    withheld: str
    overridable: bool
    in_english: tuple[str, ...]
    name: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document drawn: its bytes, pages, code in letters, and what is to be told of it.

    `agency_texts` are the blocks without words of the agency's own.
    """

    pdf: bytes
    pages: int
    letters: str
    blanks: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    agency_texts: tuple[str, ...] = ()
    unprintable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A sheet on record, to be drawn with its code."""

    order: Order
    entered: Entered


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as red, green and blue bytes, a line every `stride` bytes; `inches` is the paper's
    size."""

    width: int
    height: int
    stride: int
    pixels: bytes
    inches: tuple[float, float]


def cards() -> tuple[FormCard, ...]:
    """Every form, by audience and title. Needs no store."""
    from navigator_app.forms import catalogue, reading

    found = []
    for kind in reading.kinds():
        form = reading.form(kind)
        audience = str(form.audience)
        spoken = tuple(catalogue.LANGUAGES) if audience == "member" else (catalogue.SOURCE,)
        found.append(
            FormCard(
                kind,
                form.title,
                form.about,
                audience,
                spoken,
                form.of_member,
                form.offers,
                kind in OF_DAY,
            )  # fmt: skip
        )
    return tuple(sorted(found, key=lambda one: (AUDIENCES.index(one.audience), one.title)))


def prepare(ws: Workspace, ask: Ask) -> Sheet:
    """Gather and judge one sheet, writing nothing. It refuses as does `print_desk.prepare`."""
    prepared = print_desk.prepare(
        ws,
        ask.kind,
        ask.subject,
        language=ask.language,
        large=ask.large,
        paper=ask.paper,
        fill=dict(ask.fill),
        override=ask.override,
    )
    questions, more = _questions(prepared, dict(ask.fill))
    name = prepared.order.facts.get("member.name", "")
    return Sheet(
        ask,
        prepared,
        prepared.order.language,
        prepared.order.large,
        questions,
        more,
        prepared.withheld,
        prepared.overridable,
        prepared.in_english,
        str(name),
        prepared.unread,
    )


def draw(sheet: Sheet) -> Drawn:
    """Draw it without a code, to be looked at. Needs no store."""
    return _drawn(print_desk.preview(sheet.prepared))


def copy_of(ws: Workspace, code: str) -> Sheet:
    """The signer's copy of a form that was printed: what it said then, to be entered with its code
    as `copy_of`. NotFound for no such form; it refuses as does `prepare`."""
    row = print_records.get(ws, code)
    about = "" if row.about == print_desk.COPY else row.about
    subject = Subject(member_id=row.member_id, about=about, about_id=row.about_id if about else "")
    fill = tuple(sorted(json.loads(row.filled or "{}").items()))
    return prepare(ws, Ask(row.kind, subject, row.language, row.large, row.paper, fill))


def enter(
    ws: Workspace,
    sheet: Sheet,
    how: str,
    *,
    pages: int = 0,
    batch: str = "",
    copy_of: str = "",
) -> Issued:
    """Put it on record with its code and its disclosure, before it is given out; `copy_of` is the
    code of the form that it is the signer's copy of."""
    prepared = replace(sheet.prepared, batch_id=batch) if batch else sheet.prepared
    order, entered = print_desk.enter(ws, prepared, how, pages=pages, copy_of=copy_of)
    return Issued(order, entered)


def draw_issued(issued: Issued) -> Drawn:
    """Draw what was entered, with its code. Needs no store."""
    return _drawn(print_desk.draw(issued.order))


def take_back(ws: Workspace, issued: Issued) -> Changes:
    """It could not be printed or saved after all."""
    return print_desk.take_back(ws, issued.entered)


def void(ws: Workspace, code: str) -> Changes:
    """A sheet was spoiled, or printed by mistake: it must not be signed any more."""
    return print_desk.void(ws, code, _("Taken back right after printing."))


def picture(pdf: bytes, page: int, dpi: float) -> Picture:
    """One page, counted from 0, as a picture. Needs no store."""
    from navigator_app.forms.raster import POINTS, Pages

    with Pages(pdf) as pages:
        wide, high = pages.size(page)
        dots = pages.raster(page, dpi)
    inches = (wide / POINTS, high / POINTS)
    return Picture(dots.width, dots.height, dots.stride, dots.data, inches)


def save(pdf: bytes, out: Path) -> Path:
    """Write a document to a file, whole or not at all. It leaves the vault by this."""
    from navigator_app.exchange.atomic import write_atomically

    if not out.name or out.is_dir():
        raise InputRejected("out", _("The name of a file is needed, not of a folder."))
    return write_atomically(out.parent, out.name, [pdf])[0]


def file_name(sheet: Sheet, day: date) -> str:
    """What a saved form is called: the kind and the day, never a name."""
    return f"{sheet.ask.kind.replace('_', '-')}-{day.isoformat()}.pdf"


def _drawn(printed: Printed) -> Drawn:
    return Drawn(
        printed.pdf,
        printed.pages,
        printed.stamp.letters,
        tuple(printed.blanks),
        tuple(printed.untranslated),
        tuple(printed.agency_texts),
        tuple(f"U+{ord(one):04X}" for one in printed.unprintable),
    )


def _questions(prepared: Prepared, fill: Mapping[str, str]) -> tuple[tuple[Question, ...], int]:
    """What can be filled in, what was typed already among it; and how many blanks are beyond."""
    form = prepared.order.form
    asked: dict[str, Question] = {}
    open_ones = {*prepared.blanks, *fill}
    for block in form.blocks:
        for one in block.fields:
            if one.source in open_ones:
                asked.setdefault(one.source, Question(one.source, one.label, one.lines))
        if block.source in open_ones and str(block.kind) == "list":
            label = block.text or form.title
            asked.setdefault(block.source, Question(block.source, label, 3, "list"))
    for source in sorted(open_ones - set(asked)):
        if source in prepared.blanks and source not in _tables(prepared):
            asked[source] = Question(source, _said(source))
    found = tuple(asked.values())
    return found[:MOST_QUESTIONS], max(0, len(found) - MOST_QUESTIONS)


def _tables(prepared: Prepared) -> set[str]:
    blocks = prepared.order.form.blocks
    return {one.source for one in blocks if one.source and str(one.kind) == "table"}


def _said(source: str) -> str:
    """A fact in the middle of a sentence, in words: "letter.places" → "Letter: places"."""
    room, _dot, name = source.partition(".")
    return f"{room} {name}".replace("_", " ").strip().capitalize()
