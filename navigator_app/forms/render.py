"""A form printed: PDF bytes in memory, and what the person who prints must know of it.

The same order gives the same bytes at any time. Nothing is written to a disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from navigator_app.forms import charts, codes, direction, heads
from navigator_app.forms.catalogue import Texts
from navigator_app.forms.codes import Stamp
from navigator_app.forms.definition import Form, Head, Kind, Who
from navigator_app.forms.document import Sink
from navigator_app.forms.hand import Ink
from navigator_app.forms.ink import Sheet
from navigator_app.forms.layout import Fact, Layout
from navigator_app.forms.page import (
    LARGE,
    MARGIN,
    Bar,
    Box,
    Look,
    Paper,
    Pen,
    Row,
    Rule,
    Trace,
    Words,
)
from navigator_app.forms.paging import paged
from navigator_app.forms.typeset import number

CODE_SIDE = 64.0
"""The QR code, in points, with the light around it."""
_CLOSER = 0.5
"""How much is left of the gaps of a letter that else runs a little over its page."""


@dataclass(frozen=True)
class Order:
    """What to print. `record` is its own record's code, "" for a blank; `ticked` names options.

    `reviewed` says that the agency has had this translation checked. `ink` is what was signed on
    screen, by the number of the signature's block in the form, from "0". `copy_of` is the code of
    the form that this is the signer's copy of: every page says so.
    """

    form: Form
    language: str = "en"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    agency_texts: Mapping[str, str] = field(default_factory=dict)
    paper: Paper = Paper.LETTER
    large: bool = False
    record: str = ""
    reviewed: bool = False
    ink: Mapping[str, Ink] = field(default_factory=dict)
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """The document and what is to be told: what stands on it as a blank, what is not translated,
    which agency texts are absent, which characters no typeface has.
    """

    pdf: bytes
    pages: int
    stamp: Stamp
    blanks: tuple[str, ...]
    untranslated: tuple[str, ...]
    agency_texts: tuple[str, ...]
    unprintable: tuple[str, ...]


def render(order: Order, texts: Texts | None = None) -> Printed:
    """Print a form; `texts` is another catalogue than the bundled one."""
    printing = _Printing(order, texts or Texts(order.language))
    out: list[bytes] = []
    sheet = printing.sheet(out.append)
    printing.draw(sheet)
    sheet.close()
    return printing.told(b"".join(out))


def render_many(orders: Iterable[Order], sink: Sink) -> Iterator[Printed]:
    """Print forms into one document, its bytes handed to `sink` page by page; nothing is held.

    What is told of each comes when it is drawn, without bytes of its own; each counts its own
    pages. The document is whole when the last was asked for. Without an order there is none, and
    nothing goes to the sink.
    """
    sheet: Sheet | None = None
    for order in orders:
        printing = _Printing(order, Texts(order.language))
        sheet = sheet or printing.sheet(sink)
        sheet.size = printing.look.page
        printing.draw(sheet)
        yield printing.told(b"")
    if sheet is not None:
        sheet.close()


class _Printing:
    """One document on its way."""

    def __init__(self, order: Order, texts: Texts) -> None:
        form = order.form
        body = max(LARGE, form.size) if order.large else form.size
        self.order, self.texts = order, texts
        self.look = Look(
            order.paper, order.language, texts.right_to_left, body, order.large, form.landscape
        )
        self.layout = Layout(
            self.look, texts, order.facts, order.ticked, order.agency_texts, order.ink
        )
        self.pages = 0
        self.draft = order.language != "en" and not order.reviewed
        told = [texts.of(one) for one in form.texts()]
        self.stamp = Stamp(
            form.id, form.version, order.record,
            codes.text_hash(form.id, form.version, order.language, told), order.language,
        )  # fmt: skip

    def sheet(self, sink: Sink) -> Sheet:
        """A document for this form."""
        title = self.texts.of(self.order.form.title)
        author = self.layout.known("agency.name")
        return Sheet(self.look.page, title, author, self.order.language, sink)

    def draw(self, sheet: Sheet) -> None:
        """Lay out, then draw: only then is it known how many pages there are."""
        foot = sum(row.height for row in self._foot(10, 10))
        self.foot = max(foot, CODE_SIDE) + 10
        room = self.look.page[1] - 2 * MARGIN + 18 - self.foot
        pages = paged(self._rows(), room)
        if self.order.form.head is Head.LETTER and len(pages) == 2 and not self.order.large:
            pages = self._closer(pages, room)
        self.pages = len(pages)
        for place, page in enumerate(pages, 1):
            self._page(sheet, page, place, self.pages)

    def _rows(self) -> list[Row]:
        rows = self._copy_mark() + heads.rows(self.layout, self.order.form, self.draft)
        for place, block in enumerate(self.order.form.blocks):
            made = self.layout.block(block, place)
            if block.kind is Kind.SIGNATURE and block.who is not Who.MEMBER:
                _keep_to(rows)
            rows += made
        return rows

    def _closer(self, pages: list[list[Row]], room: float) -> list[list[Row]]:
        """A letter whose last words would stand alone, with less between its paragraphs; as it was
        where that does not bring it onto one page. The type is never smaller."""
        self.layout.look = self.layout.set.look = replace(self.look, gaps=_CLOSER)
        closer = paged(self._rows(), room)
        self.layout.look = self.layout.set.look = self.look
        return closer if len(closer) == 1 else pages

    def told(self, pdf: bytes) -> Printed:
        """What is to be told of the form that was drawn."""
        told = self.layout.told
        return Printed(
            pdf, self.pages, self.stamp, tuple(told.blanks), self.texts.absent,
            tuple(told.agency_texts), tuple(self.layout.set.unknown),
        )  # fmt: skip

    @property
    def _copy(self) -> str:
        """What a signer's copy says of itself; "" on any other sheet."""
        code = self.order.copy_of
        return f"{self.texts.word('signers_copy')} · {direction.aside(code)}" if code else ""

    def _copy_mark(self) -> list[Row]:
        rows = self.layout.framed(self._copy, self.look.body, bold=True) if self._copy else []
        for row in rows:
            row.keep = True
        return rows

    def _foot(self, page: int, pages: int) -> list[Row]:
        said = [
            f"{self.texts.word('page', page=page, pages=pages)} · "
            f"{self.texts.of(self.order.form.title)}",
            self.stamp.letters,
        ]
        said += [self._copy] if self._copy else []
        said += [self.texts.word("draft")] if self.draft else []
        size = self.look.small
        width = self.look.width - CODE_SIDE - 12
        return [row for one in said for row in self.layout.set.rows(one, size, width=width)]

    def _page(self, sheet: Sheet, rows: list[Row], place: int, pages: int) -> None:
        height = self.look.page[1]
        top = height - MARGIN
        for row in rows:
            self._draw(sheet, row, top)
            top -= row.height
        bottom = MARGIN - 18
        line = bottom + self.foot
        sheet.raw(_rule(MARGIN, line, self.look.width, 0.6))
        top = line - 6
        for row in self._foot(place, pages):
            self._draw(sheet, row, top)
            top -= row.height
        payload = self.stamp.on(place, pages).payload
        quiet = codes.quiet(payload, CODE_SIDE)  # its light frame lies in the margin
        left = -quiet if self.look.right_to_left else self.look.width - CODE_SIDE + quiet
        sheet.raw(codes.drawn(payload, MARGIN + left, bottom - quiet, CODE_SIDE))
        sheet.page()

    def _draw(self, sheet: Sheet, row: Row, top: float) -> None:
        for mark in row.marks:
            x = MARGIN + mark.x
            if isinstance(mark, Words):
                sheet.line(mark.line, x, top - mark.down, mark.size)
            elif isinstance(mark, Rule):
                sheet.raw(_rule(x, top - mark.down, mark.width, mark.weight))
            elif isinstance(mark, Pen):
                sheet.raw(_pen(mark, x, top - mark.down))
            elif isinstance(mark, Bar | Trace):
                sheet.raw(charts.drawn(mark, x, top - mark.down))
            else:
                sheet.raw(_box(mark, x, top - mark.down - mark.height))


def _keep_to(rows: list[Row]) -> None:
    """Hold the end of what is laid out to what follows: no staff signature stands alone on a page,
    where it would be anybody's. What a law wants apart is not touched."""
    for row in rows[-2:]:
        row.keep = row.keep or not row.ends_page


def _rule(x: float, y: float, width: float, weight: float) -> str:
    end = number(x + width)
    return f"{number(weight)} w {number(x)} {number(y)} m {end} {number(y)} l S"


def _box(box: Box, x: float, y: float) -> str:
    frame = " ".join(number(one) for one in (x, y, box.width, box.height))
    said = f"q 0.92 g {frame} re f Q " if box.shade else ""
    said += f"{number(box.weight)} w {frame} re S"
    if box.ticked:
        left, low = number(x), number(y)
        right, high = number(x + box.width), number(y + box.height)
        said += f" 1.4 w {left} {low} m {right} {high} l S {left} {high} m {right} {low} l S"
    return said


def _pen(pen: Pen, x: float, y: float) -> str:
    """Lines of a hand, round at their ends; a point alone is a dot."""
    said = ["q 1.2 w 1 J 1 j"]
    for stroke in pen.strokes:
        points = [f"{number(x + right)} {number(y - down)}" for right, down in stroke]
        said.append(f"{points[0]} m " + " ".join(f"{one} l" for one in points[1:] or points))
    return "\n".join([*said, "S Q"])
