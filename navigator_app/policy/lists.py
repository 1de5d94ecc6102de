"""What the readers of lists share: where something is written, and that each item stands once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from navigator_app.policy.toml import Table

_BASIS = ("id", "source", "section", "quote", "note")


class Named(Protocol):
    """An item of a list."""

    @property
    def id(self) -> str:
        """What it is called in the store."""


_Item = TypeVar("_Item", bound=Named)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where something is written; `note` says what the source leaves open."""

    source: str
    section: str = ""
    quote: str = ""
    note: str = ""

    @property
    def cited(self) -> str:
        """Source and section, as shown beside what rests on it."""
        return f"{self.source}, {self.section}" if self.section else self.source


def basis(table: Table) -> Basis:
    """The source of a table, which must be named."""
    return Basis(
        source=table.text("source"),
        section=table.text("section", ""),
        quote=table.text("quote", ""),
        note=table.text("note", ""),
    )


def bases(table: Table, choices: Sequence[str] = ()) -> dict[str, Basis]:
    """The [[basis]] tables of a file by id; with `choices` no other id may be written."""
    found = {}
    for one in table.tables("basis"):
        one.only(_BASIS)
        found[one.text("id", choices=choices)] = basis(one)
    return found


def cited(table: Table) -> str:
    """Source and section of an item; empty for the agency's own words."""
    return Basis(table.text("source", ""), table.text("section", "")).cited


def items(table: Table, name: str, read: Callable[[Table], _Item]) -> tuple[_Item, ...]:
    """The tables under a name, each through `read`: at least one, and each id but once."""
    found = tuple(read(one) for one in table.tables(name))
    if not found:
        table.refuse(name, "is missing")
    if len(set(ids(found))) < len(found):
        table.refuse(name, "names something twice")
    return found


def ids(found: Sequence[Named]) -> list[str]:
    """The ids of a list, in its order."""
    return [item.id for item in found]
