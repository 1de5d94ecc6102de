"""Form definitions read from TOML; a file with any fault is refused whole, naming line and field.

`words.toml` beside them holds what every form says: "Page {page} of {pages}" and the like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from navigator_app.errors import NotFound
from navigator_app.forms.definition import (
    PLACEHOLDER,
    Audience,
    Block,
    Field,
    Form,
    Gate,
    Head,
    Kind,
    Option,
    Reader,
    Who,
)
from navigator_app.forms.parts import FormRefused as FormRefused
from navigator_app.forms.parts import Part, table
from navigator_app.paths import resource

WORDS = "words.toml"
SMALLEST, LARGEST = 9.0, 30.0
LEAST_FOR_MEMBERS = 12.0
"""Points of type: what a member is to read is not smaller."""
MOST = 60
"""Blocks of a form, rows of a table: more is a slip."""
_TOP = (
    "id", "title", "audience", "version", "size", "about", "head", "landscape", "gate", "offers",
    "live_only", "lasts", "block",
)  # fmt: skip
_ALLOWED = {
    Kind.HEADING: ("text",),
    Kind.PARAGRAPH: ("text",),
    Kind.LIST: ("items", "source", "rows"),
    Kind.FIELDS: ("fields",),
    Kind.CHECKBOXES: ("text", "options"),
    Kind.TABLE: ("columns", "rows", "source", "widths", "lines"),
    Kind.BARS: ("source",),
    Kind.LINES: ("source",),
    Kind.SIGNATURE: ("purpose", "fields", "who"),
    Kind.NOTICE: ("text",),
    Kind.AGENCY_TEXT: ("text", "id"),
    Kind.PAGE_BREAK: (),
}
_OPTIONAL = ("source", "fields", "rows", "widths", "who", "lines")
_LAW = re.compile(r"\d+ CFR \d+\.\d+(\([^()]+\))*|[A-Z][^\n]* [^\n]*\d[^\n]*")


def read(path: Path) -> Form:
    """Read one definition; FormRefused names the line and the field that is wrong."""
    cells, lines = table(path)
    top = Part(path.name, cells, lines.get(("", 0), {}))
    top.only(_TOP)
    if top.text("id") != path.stem:
        top.refuse("id", "must be the name of the file")
    given = cells.get("block", [])
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        top.refuse("block", f"must be written 1 to {MOST} times, as [[block]]")
    blocks = tuple(
        _block(Part(f"{path.name}, block {number}", one, lines.get(("block", number), {})))
        for number, one in enumerate(given, 1)
    )
    audience = Audience(top.text("audience", choices=tuple(Audience)))
    least = LEAST_FOR_MEMBERS if audience is Audience.MEMBER else SMALLEST
    return Form(
        id=path.stem,
        title=top.text("title"),
        audience=audience,
        version=int(top.number("version", 1, 1, 999)),
        size=top.number("size", 12, least, LARGEST),
        blocks=blocks,
        about=top.text("about", needed=False),
        head=Head(top.text("head", needed=False, choices=tuple(Head)) or Head.MEMBER),
        landscape=top.flag("landscape"),
        gate=_gate(top, lines.get(("gate", 1), {})),
        offers=top.slug("offers"),
        live_only=top.flag("live_only"),
        lasts=int(top.number("lasts", 0, 1, 120)),
    )


def _gate(top: Part, lines: Mapping[str, int]) -> Gate | None:
    given = top.cells.get("gate")
    if given is None:
        return None
    if not isinstance(given, dict):
        top.refuse("gate", "must be a table, as [gate]")
    part = Part(f"{top.where}, gate", given, lines)
    part.only(("what", "to", "purpose", "categories"))
    return Gate(
        part.slug("what", needed=True),
        Reader(part.text("to", choices=tuple(Reader))),
        part.slug("purpose"),
        part.slugs("categories"),
    )


def _block(part: Part) -> Block:
    kind = Kind(part.text("kind", choices=tuple(Kind)))
    part.only(("kind", "law", "size", "together", "when", "unless", *_ALLOWED[kind]))
    _whole(part, kind)
    return Block(
        kind=kind,
        id=part.text("id", needed=False),
        text=part.text("text", needed="text" in _ALLOWED[kind] and kind != Kind.CHECKBOXES),
        items=part.words("items"),
        fields=tuple(_field(one) for one in part.parts("fields")),
        options=tuple(_option(one) for one in part.parts("options")),
        columns=part.words("columns"),
        source=part.fact("source"),
        rows=int(part.number("rows", 0, 1, MOST)),
        size=part.number("size", 0, SMALLEST, LARGEST),
        law=part.words("law"),
        together=part.flag("together"),
        purpose=part.text("purpose", needed=kind == Kind.SIGNATURE),
        who=Who(part.text("who", needed=False, choices=tuple(Who)) or Who.MEMBER),
        widths=part.numbers("widths"),
        lines=int(part.number("lines", 1, 1, 10)),
        when=part.fact("when"),
        unless=part.fact("unless"),
    )


def _whole(part: Part, kind: Kind) -> None:
    """Refuse a block that lacks what its kind needs, or whose parts do not fit one another."""
    optional = (*_OPTIONAL, "items") if "source" in part.cells else _OPTIONAL
    for field in _ALLOWED[kind]:
        if field not in optional and field not in part.cells:
            part.refuse(field, "is missing")
    if kind == Kind.FIELDS and not part.cells.get("fields"):
        part.refuse("fields", "is missing")
    if kind == Kind.LIST and "source" in part.cells and "items" in part.cells:
        part.refuse("source", "cannot stand beside items")
    if part.cells.get("widths") and len(part.numbers("widths")) != len(part.words("columns")):
        part.refuse("widths", "must be as many as the columns")
    for law in part.words("law"):
        if not _LAW.fullmatch(law):
            part.refuse("law", f"names no section: {law}")
    _braced(part)


def _braced(part: Part) -> None:
    """Refuse a text with a brace that names no fact: it would stand on paper as it is."""
    for field, texts in (("text", [part.cells.get("text", "")]), ("items", part.words("items"))):
        for text in texts:
            if isinstance(text, str) and re.search("[{}]", PLACEHOLDER.sub("", text)):
                part.refuse(field, "has a brace that names no fact")


def _field(part: Part) -> Field:
    part.only(("label", "source", "half", "lines"))
    return Field(
        part.text("label"),
        part.fact("source"),
        part.flag("half"),
        int(part.number("lines", 1, 1, 10)),
    )


def _option(part: Part) -> Option:
    part.only(("text", "source", "write_in"))
    return Option(part.text("text"), part.text("source", needed=False), part.flag("write_in"))


@lru_cache(maxsize=64)
def form(kind: str) -> Form:
    """The shipped definition of a kind; NotFound where there is none."""
    path = resource("forms", f"{kind}.toml")
    if kind not in kinds():
        raise NotFound(
            "No such form",
            f"There is no form called {kind}.",
            'The command "forms" lists them.',
        )
    return read(path)


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """The shipped kinds, by name."""
    found = resource("forms").glob("*.toml")
    return tuple(sorted(path.stem for path in found if path.name != WORDS))


@lru_cache(maxsize=1)
def words() -> Mapping[str, str]:
    """What every form says, by key, in the source language."""
    cells, lines = table(resource("forms", WORDS))
    part = Part(WORDS, cells, lines[("", 0)])
    return {key: part.text(key) for key in cells}
