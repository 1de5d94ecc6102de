"""The list of papers a household needs, read from `resources/documents.toml`.

A file with any fault is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.documents import Counts, Kind
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_FIELDS = ("id", "title", "why", "counts", "source", "section", "quote")


class DocumentRulesRefused(NavigatorError):
    """The list of papers cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """The whole file. `ending_days` and `adult_age` are the agency's own."""

    kinds: tuple[Kind, ...]
    ending_days: int
    adult_age: int

    def kind(self, key: str) -> Kind | None:
        """The paper of an id, None where the list no longer has it."""
        return next((kind for kind in self.kinds if kind.id == key), None)


@lru_cache(maxsize=1)
def shipped() -> DocumentRules:
    """The list that came with the program."""
    return read(resource("documents.toml"))


def read(path: Path) -> DocumentRules:
    """Read a file; DocumentRulesRefused names the field that is wrong."""
    table = read_toml(path, DocumentRulesRefused)
    table.only(("document", "ending_days", "adult_age"))
    kinds = tuple(_kind(one) for one in table.tables("document"))
    if not kinds:
        table.refuse("document", "is missing")
    if len({kind.id for kind in kinds}) < len(kinds):
        table.refuse("document", "names a paper twice")
    return DocumentRules(
        kinds, table.number("ending_days", least=0), table.number("adult_age", least=0)
    )


def _kind(table: Table) -> Kind:
    table.only(_FIELDS)
    section = table.text("section", "")
    source = table.text("source")
    return Kind(
        id=table.text("id"),
        title=table.text("title"),
        why=table.text("why"),
        counts=Counts(table.text("counts", choices=[str(one) for one in Counts])),
        source=source,
        section=section,
        quote=table.text("quote", ""),
    )
