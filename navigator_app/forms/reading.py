"""Form definitions read from TOML; a file with any fault is refused whole, naming line and field.

`words.toml` beside them holds what every form says: "Page {page} of {pages}" and the like.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from navigator_app.errors import NavigatorError, NotFound
from navigator_app.forms.definition import Audience, Block, Field, Form, Kind, Option
from navigator_app.paths import resource

WORDS = "words.toml"
SMALLEST, LARGEST = 9.0, 30.0
MOST = 60
"""Blocks of a form, rows of a table: more is a slip."""
FACTS = (
    "member.name", "member.cin", "member.date_of_birth", "member.phone", "member.address",
    "member.language", "plan.name", "agency.name", "agency.npi", "agency.phone",
    "agency.address", "staff.name", "form.day", "release.discloser", "release.recipient",
    "release.information", "release.purpose", "release.expires",
)  # fmt: skip
"""What a field may be filled from."""
_ALLOWED = {
    Kind.HEADING: ("text",),
    Kind.PARAGRAPH: ("text",),
    Kind.LIST: ("items",),
    Kind.FIELDS: ("fields",),
    Kind.CHECKBOXES: ("text", "options"),
    Kind.TABLE: ("columns", "rows", "source"),
    Kind.SIGNATURE: ("purpose", "fields"),
    Kind.NOTICE: ("text",),
    Kind.AGENCY_TEXT: ("text", "id"),
    Kind.PAGE_BREAK: (),
}
_LAW = re.compile(r"(\d+ CFR \d+\.\d+(\([^()]+\))*|Civil Code 56\.\d+(\([^()]+\))*)")
_HEADING = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(#.*)?$")
_FIELD = re.compile(r"\s*(\w+)\s*=")


class FormRefused(NavigatorError):
    """A definition cannot be trusted; the message names the file, the line and the field."""


class _Part:
    """One table of a definition; what is wrong is told with the line it stands on."""

    def __init__(self, where: str, cells: Mapping[str, object], lines: Mapping[str, int]) -> None:
        self.where, self.cells, self.lines = where, cells, lines

    def refuse(self, field: str, what: str) -> NoReturn:
        line = self.lines.get(field) or self.lines.get("", 1)
        raise FormRefused(
            "Form not usable",
            f"{self.where}, line {line}: {field} {what}.",
            "Mend the file, or take the one that came with the program.",
        )

    def only(self, known: Collection[str]) -> None:
        for name in self.cells:
            if name not in known:
                self.refuse(name, "is not a field of this part")

    def text(self, field: str, *, needed: bool = True, choices: Collection[str] = ()) -> str:
        value = self.cells.get(field, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.refuse(field, "must be text")
        if choices and value and value not in choices:
            self.refuse(field, f"must be one of {', '.join(choices)}")
        return value

    def number(self, field: str, default: float, least: float, most: float) -> float:
        value = self.cells.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(field, "must be a number")
        if field in self.cells and not least <= value <= most:
            self.refuse(field, f"must be from {least:g} to {most:g}")
        return value

    def flag(self, field: str) -> bool:
        value = self.cells.get(field, False)
        if not isinstance(value, bool):
            self.refuse(field, "must be true or false")
        return value

    def words(self, field: str) -> tuple[str, ...]:
        value = self.cells.get(field, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.refuse(field, "must be a list of texts")
        return tuple(value)

    def parts(self, field: str) -> Iterator[_Part]:
        value = self.cells.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(field, "must be a list of tables")
        lines = {"": self.lines.get(field) or self.lines.get("", 1)}
        for number, item in enumerate(value, 1):
            yield _Part(f"{self.where}, {field} {number}", item, lines)


def read(path: Path) -> Form:
    """Read one definition; FormRefused names the line and the field that is wrong."""
    table, lines = _table(path)
    top = _Part(path.name, table, lines.get(("", 0), {}))
    top.only(("id", "title", "audience", "version", "size", "about", "block"))
    if top.text("id") != path.stem:
        top.refuse("id", "must be the name of the file")
    given = table.get("block", [])
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        top.refuse("block", f"must be written 1 to {MOST} times, as [[block]]")
    blocks = tuple(
        _block(_Part(f"{path.name}, block {number}", one, lines.get(("block", number), {})))
        for number, one in enumerate(given, 1)
    )
    return Form(
        id=path.stem,
        title=top.text("title"),
        audience=Audience(top.text("audience", choices=tuple(Audience))),
        version=int(top.number("version", 1, 1, 999)),
        size=top.number("size", 12, 12, LARGEST),
        blocks=blocks,
        about=top.text("about", needed=False),
    )


def _block(part: _Part) -> Block:
    kind = Kind(part.text("kind", choices=tuple(Kind)))
    part.only(("kind", "law", "size", "together", *_ALLOWED[kind]))
    for field in _ALLOWED[kind]:
        if field not in ("source", "fields") and field not in part.cells:
            part.refuse(field, "is missing")
    if kind == Kind.FIELDS and not part.cells.get("fields"):
        part.refuse("fields", "is missing")
    for law in part.words("law"):
        if not _LAW.fullmatch(law):
            part.refuse("law", f"names no section: {law}")
    return Block(
        kind=kind,
        id=part.text("id", needed=False),
        text=part.text("text", needed="text" in _ALLOWED[kind] and kind != Kind.CHECKBOXES),
        items=part.words("items"),
        fields=tuple(_field(one) for one in part.parts("fields")),
        options=tuple(_option(one) for one in part.parts("options")),
        columns=part.words("columns"),
        source=part.text("source", needed=False),
        rows=int(part.number("rows", 0, 1, MOST)),
        size=part.number("size", 0, SMALLEST, LARGEST),
        law=part.words("law"),
        together=part.flag("together"),
        purpose=part.text("purpose", needed=kind == Kind.SIGNATURE),
    )


def _field(part: _Part) -> Field:
    part.only(("label", "source", "half", "lines"))
    return Field(
        part.text("label"),
        part.text("source", needed=False, choices=FACTS),
        part.flag("half"),
        int(part.number("lines", 1, 1, 10)),
    )


def _option(part: _Part) -> Option:
    part.only(("text", "source", "write_in"))
    return Option(part.text("text"), part.text("source", needed=False), part.flag("write_in"))


def _table(path: Path) -> tuple[dict[str, object], dict[tuple[str, int], dict[str, int]]]:
    """Read a file and find the line of every field; tomllib does not say it."""
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as bad:
        raise FormRefused(
            "Form not usable", f"{path.name} cannot be read.", "Take the one of the program."
        ) from bad
    except (tomllib.TOMLDecodeError, RecursionError) as bad:
        raise FormRefused(
            "Form not usable", f"{path.name} cannot be read: {bad}.", "Mend the line it names."
        ) from bad
    found: dict[tuple[str, int], dict[str, int]] = {("", 0): {}}
    place, counted = ("", 0), 0
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADING.match(line):
            counted += 1
            place = (match[1], counted)
            found[place] = {"": number}
        elif match := _FIELD.match(line):
            found[place].setdefault(match[1], number)
    return table, found


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
    table, lines = _table(resource("forms", WORDS))
    part = _Part(WORDS, table, lines[("", 0)])
    return {key: part.text(key) for key in table}
