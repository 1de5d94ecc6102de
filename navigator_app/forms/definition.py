"""What a form is: blocks of text, fields and signatures, each with the law that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a form is for."""

    MEMBER = "member"
    PLAN = "plan"
    STAFF = "staff"


class Kind(StrEnum):
    """The kinds of block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    FIELDS = "fields"
    CHECKBOXES = "checkboxes"
    TABLE = "table"
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
    keeps it on one page. A signature's `purpose` says the one thing that it serves.
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

    def texts(self) -> Iterator[str]:
        """Every text that is translated."""
        yield from (one for one in (self.text, self.purpose) if one)
        yield from self.items
        yield from self.columns
        yield from (field.label for field in self.fields)
        yield from (option.text for option in self.options)


@dataclass(frozen=True, slots=True)
class Form:
    """A whole definition; `version` moves when its words move, `size` is the body's, in points."""

    id: str
    title: str
    audience: Audience
    version: int
    size: float
    blocks: tuple[Block, ...]
    about: str = ""

    def texts(self) -> tuple[str, ...]:
        """Every text that is translated, in order, each once."""
        found = dict.fromkeys([self.title])
        for block in self.blocks:
            found.update(dict.fromkeys(block.texts()))
        return tuple(found)

    def sources(self) -> tuple[str, ...]:
        """The facts that the form asks for, in order, each once."""
        found: dict[str, None] = {}
        for block in self.blocks:
            asked = [block.source, *(f.source for f in block.fields)]
            found.update(dict.fromkeys(one for one in asked if one))
        return tuple(found)
