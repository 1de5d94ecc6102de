"""The tables of a definition, with what is wrong told by file, line and field."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from navigator_app.errors import NavigatorError

_HEADING = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(#.*)?$")
_FIELD = re.compile(r"\s*(\w+)\s*=")
_FACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


class FormRefused(NavigatorError):
    """A definition cannot be trusted; the message names the file, the line and the field."""


class Part:
    """One table of a definition; what is wrong is told with the line it stands on."""

    def __init__(self, where: str, cells: Mapping[str, object], lines: Mapping[str, int]) -> None:
        self.where, self.cells, self.lines = where, cells, lines

    def refuse(self, field: str, what: str) -> NoReturn:
        """Stop: FormRefused names the place and what is wrong with it."""
        line = self.lines.get(field) or self.lines.get("", 1)
        raise FormRefused(
            "Form not usable",
            f"{self.where}, line {line}: {field} {what}.",
            "Mend the file, or take the one that came with the program.",
        )

    def only(self, known: Collection[str]) -> None:
        """Refuse a field that is not known here."""
        for name in self.cells:
            if name not in known:
                self.refuse(name, "is not a field of this part")

    def text(self, field: str, *, needed: bool = True, choices: Collection[str] = ()) -> str:
        """A text, one of the choices if there are any; "" where it may be absent."""
        value = self.cells.get(field, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.refuse(field, "must be text")
        if choices and value and value not in choices:
            self.refuse(field, f"must be one of {', '.join(choices)}")
        return value

    def number(self, field: str, default: float, least: float, most: float) -> float:
        """A number within its limits."""
        value = self.cells.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(field, "must be a number")
        if field in self.cells and not least <= value <= most:
            self.refuse(field, f"must be from {least:g} to {most:g}")
        return value

    def numbers(self, field: str) -> tuple[float, ...]:
        """A list of numbers above 0."""
        value = self.cells.get(field, [])
        if not isinstance(value, list):
            self.refuse(field, "must be a list of numbers")
        for one in value:
            if isinstance(one, bool) or not isinstance(one, int | float) or not 0 < one <= 1000:
                self.refuse(field, "must be a list of numbers above 0")
        return tuple(float(one) for one in value)

    def slug(self, field: str, *, needed: bool = False) -> str:
        """An id in small letters; "" where it may be absent."""
        value = self.text(field, needed=needed)
        if value and not _SLUG.fullmatch(value):
            self.refuse(field, "is no name in small letters")
        return value

    def slugs(self, field: str) -> tuple[str, ...]:
        """A list of ids."""
        for one in self.words(field):
            if not _SLUG.fullmatch(one):
                self.refuse(field, f"is no list of names in small letters: {one}")
        return self.words(field)

    def fact(self, field: str) -> str:
        """The name of a fact, as member.name; "" where none is named."""
        value = self.text(field, needed=False)
        if value and not _FACT.fullmatch(value):
            self.refuse(field, "must name a fact, as member.name does")
        return value

    def flag(self, field: str) -> bool:
        """True or false; false where it is absent."""
        value = self.cells.get(field, False)
        if not isinstance(value, bool):
            self.refuse(field, "must be true or false")
        return value

    def words(self, field: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.cells.get(field, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.refuse(field, "must be a list of texts")
        return tuple(value)

    def parts(self, field: str) -> Iterator[Part]:
        """The tables of a list."""
        value = self.cells.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(field, "must be a list of tables")
        lines = {"": self.lines.get(field) or self.lines.get("", 1)}
        for number, item in enumerate(value, 1):
            yield Part(f"{self.where}, {field} {number}", item, lines)


def table(path: Path) -> tuple[dict[str, object], dict[tuple[str, int], dict[str, int]]]:
    """Read a file and find the line of every field; tomllib does not say it."""
    try:
        text = path.read_text("utf-8")
        cells = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as bad:
        raise FormRefused(
            "Form not usable", f"{path.name} cannot be read.", "Take the one of the program."
        ) from bad
    except (tomllib.TOMLDecodeError, RecursionError) as bad:
        raise FormRefused(
            "Form not usable", f"{path.name} cannot be read: {bad}.", "Mend the line it names."
        ) from bad
    found: dict[tuple[str, int], dict[str, int]] = {("", 0): {}}
    place, counted = ("", 0), Counter[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADING.match(line):
            counted[match[1]] += 1
            place = (match[1], counted[match[1]])
            found[place] = {"": number}
        elif match := _FIELD.match(line):
            found[place].setdefault(match[1], number)
    return cells, found
