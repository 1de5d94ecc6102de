"""Blocks of a form laid out as rows, and rows put on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from navigator_app.forms import charts, direction, signing, tables
from navigator_app.forms.catalogue import Texts
from navigator_app.forms.definition import PLACEHOLDER, Block, Field, Kind
from navigator_app.forms.hand import Ink
from navigator_app.forms.page import GAP, Box, Look, Row, Rule, Setter

Cell = str | date
Fact = Cell | Sequence[Cell] | Sequence[Sequence[Cell]]
PADDING = 8.0
BESIDE_BOX = ".text"
"""Ends the source of the words that were typed beside a ticked box that asks for some."""
GAP_IN_LINE = "_" * 16
"""Where a sentence lacks a fact: room to write it in."""
_BLANK_LINES = 3
"""Of a list that nothing fills."""


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
        ink: Mapping[str, Ink],
    ) -> None:
        """Take everything that stands on the paper; nothing is looked up later."""
        self.look, self.texts, self.facts = look, texts, facts
        self.ticked, self.agency_texts, self.ink = ticked, agency_texts, ink
        self.set = Setter(look)
        self.told = Told()
        self._of: dict[Kind, Callable[[Block, float], list[Row]]] = {
            Kind.HEADING: self._heading,
            Kind.PARAGRAPH: self._paragraph,
            Kind.LIST: self._list,
            Kind.FIELDS: self._fields,
            Kind.CHECKBOXES: self._checkboxes,
            Kind.TABLE: self._table,
            Kind.BARS: self._chart,
            Kind.LINES: self._chart,
            Kind.NOTICE: self._notice,
            Kind.AGENCY_TEXT: self._agency_text,
            Kind.PAGE_BREAK: self._page_break,
        }

    def block(self, block: Block, place: int) -> list[Row]:
        """The rows of one block, the number `place` of its form; its least size is kept."""
        if (block.when and not self.has(block.when)) or (block.unless and self.has(block.unless)):
            return []
        size = max(self.look.body, block.size)
        if block.kind is Kind.SIGNATURE:
            return signing.rows(self, block, size, self.ink.get(str(place)))
        rows = self._of[block.kind](block, size)
        if block.together:
            for row in rows[:-1]:
                row.keep = True
        return rows

    def has(self, source: str) -> bool:
        """True when a fact is there."""
        found = self.facts.get(source)
        return bool(found.strip() if isinstance(found, str) else found)

    def known(self, source: str) -> str:
        """A fact as the form writes it; "" where it is missing, and nobody is told."""
        found = self.facts.get(source)
        if found is None or not self.has(source):
            return ""
        if isinstance(found, str | date):
            return self._cell(found)
        return "; ".join(self._cell(one) for one in found if isinstance(one, str | date))

    def value(self, source: str) -> str:
        """A fact as the form writes it; "" where it is missing, which is listed."""
        found = self.known(source)
        if source and not found:
            self.told.blanks[source] = None
        return found

    def lines_of(self, source: str) -> list[str]:
        """A fact that is a sequence of texts, or one text with line ends; listed if missing."""
        found = self.facts.get(source, "")
        if isinstance(found, str | date):
            lines = self._cell(found).splitlines()
        else:
            lines = [self._cell(one) for one in found if isinstance(one, str | date)]
        lines = [one for one in lines if one.strip()]
        if source and not lines:
            self.told.blanks[source] = None
        return lines

    def rows_of(self, source: str) -> list[list[str]]:
        """A fact that is a sequence of rows; listed if missing."""
        found = self.facts.get(source, ()) if source else ()
        rows = [] if isinstance(found, str | date) else found
        lines = [
            [self._cell(cell) for cell in row] for row in rows if isinstance(row, list | tuple)
        ]
        if source and not lines:
            self.told.blanks[source] = None
        return lines

    def text(self, text: str) -> str:
        """A text in the language, facts in their places; room to write where one is missing."""
        told = self.texts.of(text)
        if "{" not in told:
            return told
        return PLACEHOLDER.sub(lambda found: self._in_sentence(found[1]), told)

    def _in_sentence(self, source: str) -> str:
        value = self.value(source)
        mixed = self.look.right_to_left or direction.runs_right_to_left(value)
        return direction.aside(value) if value and mixed else value or GAP_IN_LINE

    def _cell(self, cell: Cell) -> str:
        return self.texts.day(cell) if isinstance(cell, date) else cell.strip()

    def _heading(self, block: Block, size: float) -> list[Row]:
        larger = max(self.look.heading, size)
        rows = self.set.rows(self.text(block.text), larger, bold=True, after=size * 0.2)
        for row in rows:
            row.keep = True
        return [Row(size * 0.5 * self.look.gaps, keep=True), *rows]

    def _paragraph(self, block: Block, size: float) -> list[Row]:
        return self.set.rows(self.text(block.text), size, after=size * 0.5)

    def _list(self, block: Block, size: float) -> list[Row]:
        rows = []
        items = self.lines_of(block.source) if block.source else map(self.text, block.items)
        for item in items:
            lines = self.set.rows(item, size, x=size * 1.2, after=size * 0.25)
            self._bullet(lines[0], size)
            rows += lines
        least = block.rows or (_BLANK_LINES if block.source and not rows else 0)
        for _line in range(least - len(rows)):
            blank, width = Row(max(size * 1.5, 24.0)), self.look.width - size * 1.2
            blank.marks.append(Rule(self.set.left(size * 1.2, width), blank.height - 4, width))
            rows.append(blank)
        rows[-1].height += size * 0.3
        return rows

    def _bullet(self, row: Row, size: float) -> None:
        row.marks += self.set.rows("•", size, x=size * 0.3, width=size)[0].marks

    def _fields(self, block: Block, size: float) -> list[Row]:
        rows = self.fields(block.fields, size)
        rows[-1].height += size * 0.2
        return rows

    def fields(self, fields: Sequence[Field], size: float, inset: float = 0.0) -> list[Row]:
        """Rows of fields, two halves side by side."""
        rows: list[Row] = []
        waiting: Field | None = None
        for one in fields:
            if one.half and waiting is not None:
                rows.append(self.field_row([waiting, one], size, inset))
                waiting = None
            elif one.half:
                waiting = one
            else:
                rows += [self.field_row([waiting], size, inset)] if waiting is not None else []
                rows.append(self.field_row([one], size, inset))
                waiting = None
        rows += [self.field_row([waiting], size, inset)] if waiting is not None else []
        return rows

    def field_row(
        self,
        fields: Sequence[Field],
        size: float,
        inset: float = 0.0,
        values: Sequence[str] = (),
    ) -> Row:
        """One row of one or two fields: the label, below it the fact or lines to write on.

        `values` stand in the place of the fields' facts.
        """
        row, filled = Row(0), []
        whole = self.look.width - 2 * inset
        width = (whole - GAP) / 2 if fields[0].half else whole
        for place, one in enumerate(fields):
            x = inset + place * (width + GAP)
            down = self.set.stacked(self.label(one.label, size, x, width), 0, row)
            value = values[place] if values else self.value(one.source)
            filled.append(self._answer(value, one.lines, size, x, width))
            row.height = max(row.height, down + filled[-1].height)
        for answer in filled:  # two side by side stand on one line
            self.set.stacked([answer], row.height - answer.height, row)
        row.height += size * 0.5
        return row

    def _answer(self, value: str, lines: int, size: float, x: float, width: float) -> Row:
        """What stands below a label: the fact on a thin rule, or lines to write on."""
        row, left = Row(0), self.set.left(x, width)
        if value:
            shown = self.set.rows(value, size, x=x, width=width, bold=True)
            row.height = self.set.stacked(shown, 0, row) + 2
            row.marks.append(Rule(left, row.height, width, 0.3))
            return row
        for _line in range(lines):
            row.height += max(size * 1.5, 24.0)
            row.marks.append(Rule(left, row.height, width))
        return row

    def label(self, label: str, size: float, x: float, width: float) -> list[Row]:
        """The rows of a label, in small type where no law says how large."""
        smaller = max(self.look.small, size if size >= 14 else 0)
        return self.set.rows(self.texts.of(label), smaller, x=x, width=width)

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
            beside = self.known(f"{option.source}{BESIDE_BOX}") if option.write_in else ""
            if beside and ticked:
                lines[-1].keep = True
                lines += self.set.rows(beside, size, x=size * 1.7, bold=True, after=size * 0.3)
            elif option.write_in:
                blank = Row(max(size * 1.3, 22.0))
                width = self.look.width - size * 1.7
                blank.marks.append(Rule(self.set.left(size * 1.7, width), blank.height - 5, width))
                lines[-1].keep = True
                lines.append(blank)
            rows += lines
        rows[-1].height += size * 0.3
        return rows

    def _table(self, block: Block, size: float) -> list[Row]:
        return tables.rows(self, block, size)

    def _chart(self, block: Block, _size: float) -> list[Row]:
        return charts.rows(self, block)

    def _notice(self, block: Block, size: float) -> list[Row]:
        return self.framed(self.text(block.text), size)

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
