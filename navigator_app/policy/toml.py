"""TOML tables read with care: every field typed, every refusal naming file, line or field."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from navigator_app.errors import NavigatorError

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file; `place` says where it stands, for refusals."""

    place: str
    cells: dict[str, object]
    error: type[NavigatorError]

    def __contains__(self, field: str) -> bool:
        """True when the field is written."""
        return field in self.cells

    def refuse(self, field: str, what: str) -> NoReturn:
        """Refuse the whole file because of one field."""
        raise self.error(
            "File not usable",
            f"{self.place}: {field} {what}.",
            "Mend the file, or take the one that came with the program.",
        )

    def only(self, known: Collection[str]) -> None:
        """Refuse a field that nobody would read (a slip of the pen)."""
        for field in self.cells:
            if field not in known:
                self.refuse(field, "is not a field of this file")

    def text(self, field: str, default: object = _MISSING, choices: Collection[str] = ()) -> str:
        """A text; without a default it must be there and say something."""
        value = self._get(field, default)
        if not isinstance(value, str) or (default is _MISSING and not value.strip()):
            self.refuse(field, "must be text")
        if choices and value not in choices:
            self.refuse(field, f"must be one of {', '.join(choices)}")
        return value

    def number(self, field: str, default: object = _MISSING, least: int | None = None) -> int:
        """A whole number."""
        value = self._get(field, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(field, "must be a whole number")
        if least is not None and value < least:
            self.refuse(field, f"must be at least {least}")
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

    def words(self, field: str, choices: Collection[str]) -> list[str]:
        """A list of words, at least one."""
        value = self._get(field, _MISSING)
        if not isinstance(value, list) or not value:
            self.refuse(field, "must be a list")
        for word in value:
            if word not in choices:
                self.refuse(field, f"must hold only {', '.join(choices)}")
        return value

    def tables(self, field: str) -> list[Table]:
        """A list of tables, which may be missing."""
        value = self._get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(field, "must be written as [[" + field + "]]")
        return [
            Table(f"{self.place}, {_called(item) or f'{field} {number}'}", item, self.error)
            for number, item in enumerate(value, 1)
        ]

    def _get(self, field: str, default: object) -> object:
        value = self.cells.get(field, default)
        if value is _MISSING:
            self.refuse(field, "is missing")
        return value


def _called(item: dict[str, object]) -> str:
    return str(item.get("id") or item.get("name") or "")


def read_toml(path: Path, error: type[NavigatorError]) -> Table:
    """Read a file as one table; `error` is raised for anything that is not good TOML."""
    try:
        return Table(path.name, tomllib.loads(path.read_text("utf-8")), error)
    except tomllib.TOMLDecodeError as bad:
        raise error(
            "File not usable", f"{path.name} cannot be read: {bad}.", "Mend the line it names."
        ) from bad
    except (OSError, UnicodeDecodeError) as bad:
        raise error(
            "File not usable",
            f"{path.name} cannot be read.",
            "Take the one that came with the program.",
        ) from bad
