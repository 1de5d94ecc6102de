"""TOML tables read with care: every field typed, every refusal naming file, line or field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from navigator_app.errors import NavigatorError

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the fields of one table are written: (heading, number of the table, field) → line."""

    heading: str
    found: Mapping[tuple[str, int, str], int]
    number: int = 0

    def of(self, field: str) -> int:
        """The line of a field, else of the table's heading; 0 where neither is known."""
        here = (self.heading, self.number)
        return self.found.get((*here, field)) or self.found.get((*here, ""), 0)

    def under(self, heading: str, number: int) -> Lines:
        """The same for the table of a list, counted from 1."""
        return Lines(heading, self.found, number)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file; `place` and `lines` say where it stands, for refusals."""

    place: str
    cells: dict[str, object]
    error: type[NavigatorError]
    lines: Lines = made(default_factory=lambda: Lines("", {}))

    def __contains__(self, field: str) -> bool:
        """True when the field is written."""
        return field in self.cells

    def refuse(self, field: str, what: str) -> NoReturn:
        """Refuse the whole file because of one field; the line is named where it is known."""
        line = self.lines.of(field)
        raise self.error(
            "File not usable",
            f"{self.place}, line {line}: {field} {what}."
            if line
            else f"{self.place}: {field} {what}.",
            "Mend the file, or take the one that came with the program.",
        )

    def only(self, known: Collection[str]) -> None:
        """Refuse a field that nobody would read (a slip of the pen)."""
        for name in self.cells:
            if name not in known:
                self.refuse(name, "is not a field of this file")

    def text(self, field: str, default: object = _MISSING, choices: Collection[str] = ()) -> str:
        """A text; without a default it must be there and say something."""
        value = self._get(field, default)
        if not isinstance(value, str) or (default is _MISSING and not value.strip()):
            self.refuse(field, "must be text")
        if choices and value not in choices:
            self.refuse(field, f"must be one of {', '.join(choices)}")
        return value

    def number(
        self,
        field: str,
        default: object = _MISSING,
        least: int | None = None,
        most: int | None = None,
    ) -> int:
        """A whole number."""
        value = self._get(field, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(field, "must be a whole number")
        if least is not None and value < least:
            self.refuse(field, f"must be at least {least}")
        if most is not None and value > most:
            self.refuse(field, f"must be at most {most}")
        return value

    def flag(self, field: str, default: object = _MISSING) -> bool:
        """True or false."""
        value = self._get(field, default)
        if not isinstance(value, bool):
            self.refuse(field, "must be true or false")
        return value

    def day(self, field: str) -> date:
        """A date."""
        value = self._get(field, _MISSING)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.refuse(field, "must be a date, YYYY-MM-DD")
        return value

    def words(
        self, field: str, choices: Collection[str] = (), default: object = _MISSING
    ) -> list[str]:
        """A list of words, at least one where it is written, each but once."""
        if field not in self.cells and isinstance(default, list):
            return default
        value = self._get(field, _MISSING)
        if not isinstance(value, list) or not value:
            self.refuse(field, "must be a list")
        for word in value:
            if not isinstance(word, str) or not word.strip():
                self.refuse(field, "must hold only text")
            if choices and word not in choices:
                self.refuse(field, f"must hold only {', '.join(choices)}")
        if len(set(value)) < len(value):
            self.refuse(field, "names something twice")
        return value

    def tables(self, field: str) -> list[Table]:
        """A list of tables, which may be missing."""
        value = self._get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(field, "must be written as [[" + field + "]]")
        return [
            Table(
                f"{self.place}, {_called(item) or f'{field} {number}'}",
                item,
                self.error,
                self.lines.under(field, number),
            )
            for number, item in enumerate(value, 1)
        ]

    def _get(self, field: str, default: object) -> object:
        value = self.cells.get(field, default)
        if value is _MISSING:
            self.refuse(field, "is missing")
        return value


def _called(item: dict[str, object]) -> str:
    return str(item.get("id") or item.get("name") or "")


_HEADING = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?")
_FIELD = re.compile(r"\s*([\w-]+)\s*=")


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """Find the line of every field. Good enough for messages: tomllib does not say."""
    found: dict[tuple[str, int, str], int] = {}
    counted: dict[str, int] = {}
    heading, number = "", 0
    for line, written in enumerate(text.splitlines(), 1):
        if match := _HEADING.match(written):
            heading = match[1]
            number = counted[heading] = counted.get(heading, 0) + 1
            found[heading, number, ""] = line
        elif match := _FIELD.match(written):
            found.setdefault((heading, number, match[1]), line)
    return found


def read_toml(path: Path, error: type[NavigatorError]) -> Table:
    """Read a file as one table; `error` is raised for anything that is not good TOML."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as bad:
        raise error(
            "File not usable",
            f"{path.name} cannot be read.",
            "Take the one that came with the program.",
        ) from bad
    return parse_toml(text, path.name, error)


def parse_toml(text: str, name: str, error: type[NavigatorError]) -> Table:
    """Read a text as one table; `name` is what refusals call it."""
    try:
        return Table(name, tomllib.loads(text), error, Lines("", _lines(text)))
    except (tomllib.TOMLDecodeError, RecursionError) as bad:
        raise error(
            "File not usable", f"{name} cannot be read: {bad}.", "Mend the line it names."
        ) from bad
