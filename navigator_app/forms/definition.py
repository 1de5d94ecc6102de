"""What a form is: blocks of text, fields and signatures, each with the law that asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\}")
"""A fact in the middle of a text: {member.first_name}."""


class Audience(StrEnum):
    """Whom a form is for."""

    MEMBER = "member"
    PLAN = "plan"
    STAFF = "staff"


class Head(StrEnum):
    """What stands at the top of page one.

    MEMBER says whose form it is, by name, CIN and birth date. LETTER is a letterhead, the day and
    the address of `letter.to`: neither CIN nor birth date, for others see an envelope. SHEET has
    the day and `sheet.number`, and no member.
    """

    MEMBER = "member"
    LETTER = "letter"
    SHEET = "sheet"


class Reader(StrEnum):
    """Who gets the paper: to the member or to our own staff is no disclosure."""

    MEMBER = "member"
    PLAN = "plan"
    REFERRER = "referrer"
    STAFF = "staff"
    PERSON = "person"


class Who(StrEnum):
    """Who signs."""

    MEMBER = "member"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    INTERPRETER = "interpreter"


class Kind(StrEnum):
    """The kinds of block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    FIELDS = "fields"
    CHECKBOXES = "checkboxes"
    TABLE = "table"
    BARS = "bars"
    LINES = "lines"
    SIGNATURE = "signature"
    NOTICE = "notice"
    AGENCY_TEXT = "agency_text"
    PAGE_BREAK = "page_break"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands beside it: a fact by its source, or a ruled blank without one.

    `lines` is how many ruled lines a blank has; `half` lets two stand side by side.
    """

    label: str
    source: str = ""
    half: bool = False
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Option:
    """A box to tick; `source` names the fact that ticks it, `write_in` adds a ruled blank."""

    text: str
    source: str = ""
    write_in: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a form, in the order of the file.

    `size` is the least type size in points; `law` the sections whose element it is; `together`
    keeps it on one page. A signature's `purpose` says the one thing that it serves, `who` signs.
    A list or a table is filled from `source`, with `rows` at least; `widths` of a table's columns
    are relative, its rows have room for so many `lines`. Bars and lines are drawn from a fact of
    rows: the first names the series after an empty cell, each other has a place and its numbers.
    A block is printed only where the fact `when` is there and `unless` is not.
    """

    kind: Kind
    id: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    source: str = ""
    rows: int = 0
    size: float = 0.0
    law: tuple[str, ...] = ()
    together: bool = False
    purpose: str = ""
    who: Who = Who.MEMBER
    widths: tuple[float, ...] = ()
    lines: int = 1
    when: str = ""
    unless: str = ""

    def texts(self) -> Iterator[str]:
        """Every text that is translated."""
        yield from (one for one in (self.text, self.purpose) if one)
        yield from self.items
        yield from self.columns
        yield from (field.label for field in self.fields)
        yield from (option.text for option in self.options)

    def sources(self) -> Iterator[str]:
        """The facts that it is filled from, those in its sentences too."""
        yield from (one for one in (self.source, *(f.source for f in self.fields)) if one)
        for text in (self.text, *self.items):
            yield from PLACEHOLDER.findall(text)


@dataclass(frozen=True, slots=True)
class Gate:
    """What leaves by this form: `what` it is, to whom, why, and which categories of information.

    Purpose and categories are ids of resources/consents.toml.
    """

    what: str
    to: Reader
    purpose: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A whole definition; `version` moves when its words move, `size` is the body's, in points.

    Who signs it makes a consent record of the kind `offers`, if it names one, that stands for the
    months that its text says it `lasts` (0: the kind's own term); of a revoked consent a form that
    is `live_only` may not be printed.
    """

    id: str
    title: str
    audience: Audience
    version: int
    size: float
    blocks: tuple[Block, ...]
    about: str = ""
    head: Head = Head.MEMBER
    landscape: bool = False
    gate: Gate | None = None
    offers: str = ""
    live_only: bool = False
    lasts: int = 0

    @property
    def of_member(self) -> bool:
        """False for a sheet, and for a paper to a plan by which nothing of a member leaves."""
        told = self.gate is None or self.gate.to is not Reader.PLAN or bool(self.gate.categories)
        return told and self.head is not Head.SHEET

    def texts(self) -> tuple[str, ...]:
        """Every text that is translated, in order, each once."""
        found = dict.fromkeys([self.title])
        for block in self.blocks:
            found.update(dict.fromkeys(block.texts()))
        return tuple(found)

    def sources(self) -> tuple[str, ...]:
        """The facts that the form is filled from, in order, each once."""
        return tuple(dict.fromkeys(one for block in self.blocks for one in block.sources()))

    def conditions(self) -> tuple[str, ...]:
        """The facts that decide which blocks are printed, in order, each once."""
        asked = (one for block in self.blocks for one in (block.when, block.unless) if one)
        return tuple(dict.fromkeys(asked))

    def ticks(self) -> tuple[str, ...]:
        """The names that tick a box, in order, each once."""
        asked = (option.source for block in self.blocks for option in block.options)
        return tuple(dict.fromkeys(one for one in asked if one))
