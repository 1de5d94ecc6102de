"""Blocks of a form laid out as rows, and rows put on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from navigator_app.forms.catalogue import Texts
from navigator_app.forms.definition import Block, Field, Kind
from navigator_app.forms.page import GAP, Box, Look, Row, Rule, Setter
from navigator_app.forms.reading import words

Fact = str | date | Sequence[Sequence[str]]
PADDING = 8.0


@dataclass(slots=True)
class Told:
    """What the person who prints must know: blanks left, agency texts that are not there."""

    blanks: dict[str, None] = field(default_factory=dict)
    agency_texts: dict[str, None] = field(default_factory=dict)


class Layout:
    """Lays out one form. Missing facts become ruled blanks and are listed in `told`."""

    def __init__(
        self,
        look: Look,
        texts: Texts,
        facts: Mapping[str, Fact],
        ticked: frozenset[str],
        agency_texts: Mapping[str, str],
    ) -> None:
        """Take everything that stands on the paper; nothing is looked up later."""
        self.look, self.texts, self.facts = look, texts, facts
        self.ticked, self.agency_texts = ticked, agency_texts
        self.set = Setter(look)
        self.told = Told()
        self._of: dict[Kind, Callable[[Block, float], list[Row]]] = {
            Kind.HEADING: self._heading,
            Kind.PARAGRAPH: self._paragraph,
            Kind.LIST: self._list,
            Kind.FIELDS: self._fields,
            Kind.CHECKBOXES: self._checkboxes,
            Kind.TABLE: self._table,
            Kind.SIGNATURE: self._signature,
            Kind.NOTICE: self._notice,
            Kind.AGENCY_TEXT: self._agency_text,
            Kind.PAGE_BREAK: self._page_break,
        }

    def block(self, block: Block) -> list[Row]:
        """The rows of one block; its least size is kept."""
        rows = self._of[block.kind](block, max(self.look.body, block.size))
        if block.together:
            for row in rows[:-1]:
                row.keep = True
        return rows

    def value(self, source: str) -> str:
        """A fact as the form writes it; "" where it is missing, which is listed."""
        found = self.facts.get(source) if source else None
        if isinstance(found, date):
            return self.texts.day(found)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if source:
            self.told.blanks[source] = None
        return ""

    def _heading(self, block: Block, size: float) -> list[Row]:
        larger = max(self.look.heading, size)
        rows = self.set.rows(self.texts.of(block.text), larger, bold=True, after=size * 0.2)
        for row in rows:
            row.keep = True
        return [Row(size * 0.5, keep=True), *rows]

    def _paragraph(self, block: Block, size: float) -> list[Row]:
        return self.set.rows(self.texts.of(block.text), size, after=size * 0.5)

    def _list(self, block: Block, size: float) -> list[Row]:
        rows = []
        for item in block.items:
            lines = self.set.rows(self.texts.of(item), size, x=size * 1.2, after=size * 0.25)
            bullet = self.set.rows("•", size, x=size * 0.3, width=size)
            lines[0].marks += bullet[0].marks
            rows += lines
        rows[-1].height += size * 0.3
        return rows

    def _fields(self, block: Block, size: float) -> list[Row]:
        rows: list[Row] = []
        waiting: Field | None = None
        for one in block.fields:
            if one.half and waiting is not None:
                rows.append(self.field_row([waiting, one], size))
                waiting = None
            elif one.half:
                waiting = one
            else:
                rows += [self.field_row([waiting], size)] if waiting is not None else []
                rows.append(self.field_row([one], size))
                waiting = None
        rows += [self.field_row([waiting], size)] if waiting is not None else []
        return rows

    def field_row(self, fields: Sequence[Field], size: float, inset: float = 0.0) -> Row:
        """One row of one or two fields: the label, below it the fact or lines to write on."""
        row = Row(0)
        whole = self.look.width - 2 * inset
        width = (whole - GAP) / 2 if fields[0].half else whole
        for place, one in enumerate(fields):
            x = inset + place * (width + GAP)
            label_size = max(self.look.small, size if size >= 14 else 0)
            label = self.set.rows(self.texts.of(one.label), label_size, x=x, width=width)
            down = self.set.stacked(label, 0, row)
            value = self.value(one.source)
            if value:
                shown = self.set.rows(value, size, x=x, width=width, bold=True)
                down = self.set.stacked(shown, down, row)
                down += 2
                row.marks.append(Rule(self.set.left(x, width), down, width, 0.3))
            else:
                for _line in range(one.lines):
                    down += max(size * 1.5, 24.0)
                    row.marks.append(Rule(self.set.left(x, width), down, width))
            row.height = max(row.height, down)
        row.height += size * 0.5
        return row

    def _checkboxes(self, block: Block, size: float) -> list[Row]:
        rows = self._paragraph(block, size) if block.text else []
        for row in rows:
            row.keep = True
        side = size * 0.85
        for option in block.options:
            lines = self.set.rows(self.texts.of(option.text), size, x=size * 1.7, after=size * 0.3)
            top = (self.look.leading(size) - side) / 2
            ticked = option.source in self.ticked
            lines[0].marks.append(Box(self.set.left(2, side), top, side, side, ticked))
            if option.write_in:
                blank = Row(max(size * 1.3, 22.0))
                width = self.look.width - size * 1.7
                blank.marks.append(Rule(self.set.left(size * 1.7, width), blank.height - 5, width))
                lines[-1].keep = True
                lines.append(blank)
            rows += lines
        rows[-1].height += size * 0.3
        return rows

    def _table(self, block: Block, size: float) -> list[Row]:
        rows = [self._table_row([self.texts.of(one) for one in block.columns], size, bold=True)]
        rows[0].keep = True
        given = self.facts.get(block.source) if block.source else None
        lines = given if isinstance(given, Sequence) and not isinstance(given, str) else ()
        if block.source and not lines:
            self.told.blanks[block.source] = None
        rows += [self._table_row(list(one), size) for one in lines]
        empty = [""] * len(block.columns)
        rows += [self._table_row(empty, size) for _one in range(block.rows - len(lines))]
        rows[-1].height += size * 0.6
        return rows

    def _table_row(self, cells: Sequence[str], size: float, *, bold: bool = False) -> Row:
        row, width = Row(0), self.look.width / max(1, len(cells))
        for place, cell in enumerate(cells):
            lines = self.set.rows(cell, size, x=place * width + 4, width=width - 8, bold=bold)
            row.height = max(row.height, self.set.stacked(lines, 4, row) + 4)
        row.height = max(row.height, size * 2)
        for place in range(len(cells)):
            row.marks.append(Box(self.set.left(place * width, width), 0, width, row.height))
        return row

    def _signature(self, block: Block, size: float) -> list[Row]:
        """A frame with its one purpose, and beside the signature its date."""
        row, inset = Row(0), PADDING
        purpose = self.set.rows(
            self.texts.of(block.purpose), size, x=inset,
            width=self.look.width - 2 * inset, bold=True, after=size * 0.3,
        )  # fmt: skip
        down = self.set.stacked(purpose, PADDING, row)
        said = words()
        asked = [
            [Field(said["signature"], half=True), Field(said["date_signed"], half=True)],
            [Field(said["printed_name"])],
            [Field(said["authority"])],
            *([one] for one in block.fields),
        ]
        for some in asked:
            inner = self.field_row(some, size, inset)
            down = self.set.stacked([inner], down, row)
        row.height = down + PADDING
        row.marks.append(Box(0, 0, self.look.width, row.height))
        row.height += size * 0.7
        return [row]

    def _notice(self, block: Block, size: float) -> list[Row]:
        return self.framed(self.texts.of(block.text), size)

    def framed(self, text: str, size: float, *, bold: bool = False) -> list[Row]:
        """A text in a frame."""
        row, inset = Row(0), PADDING
        width = self.look.width - 2 * inset
        lines = self.set.rows(text, size, x=inset, width=width, bold=bold)
        row.height = self.set.stacked(lines, PADDING * 0.7, row) + PADDING * 0.7
        row.marks.append(Box(0, 0, self.look.width, row.height))
        row.height += size * 0.5
        return [row]

    def _agency_text(self, block: Block, size: float) -> list[Row]:
        """Legal words that this program does not have: the agency's own, or room for them."""
        own = self.agency_texts.get(block.id, "").strip()
        if own:
            return self.set.rows(own, size, after=size * 0.5)
        self.told.agency_texts[block.id] = None
        asked = f"{self.texts.word('agency_text')} {self.texts.of(block.text)}"
        rows = self.framed(asked, size)
        rows[0].height += size * 4
        frame = rows[0].marks.pop()
        if isinstance(frame, Box):
            rows[0].marks.append(Box(0, 0, frame.width, frame.height + size * 4))
        return rows

    def _page_break(self, _block: Block, _size: float) -> list[Row]:
        return [Row(0, ends_page=True)]


def paged(rows: Sequence[Row], first: float, others: float) -> list[list[Row]]:
    """Put rows on pages of these heights. A row alone may be taller than a page: it has its own."""
    pages: list[list[Row]] = [[]]
    left = first
    at = 0
    while at < len(rows):
        end = at
        while rows[end].keep and end + 1 < len(rows):
            end += 1
        group = rows[at : end + 1]
        height = sum(row.height for row in group)
        if height > left and pages[-1] and height <= others:
            pages.append([])
            left = others
        for row in group:
            if row.height > left and pages[-1]:
                pages.append([])
                left = others
            pages[-1].append(row)
            left -= row.height
        if group[-1].ends_page and end + 1 < len(rows):
            pages.append([])
            left = others
        at = end + 1
    return pages
