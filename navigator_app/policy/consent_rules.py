"""What consent is asked for, of which information, for which purpose.

Read from `resources/consents.toml`; a file with any fault is refused whole.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.consents import Category, ConsentRules, Kind, Purpose, RecipientClass
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_KIND = ("id", "title", "hint", "months", "source", "section", "note")
_CATEGORY = ("id", "title", "always", "source", "section")
_CLASS = ("id", "title", "plans", "providers", "roles", "free", "refusals")
_PURPOSE = ("id", "title", "free", "source", "section", "note")


class ConsentsRefused(NavigatorError):
    """The file of consents cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> ConsentRules:
    """The kinds, categories and purposes that came with the program."""
    return read(resource("consents.toml"))


def read(path: Path) -> ConsentRules:
    """Read a file; ConsentsRefused names the field that is wrong."""
    table = read_toml(path, ConsentsRefused)
    table.only(("kind", "category", "purpose", "class"))
    return ConsentRules(
        kinds={one.id: one for one in map(_kind, table.tables("kind"))},
        categories={one.id: one for one in map(_category, table.tables("category"))},
        purposes={one.id: one for one in map(_purpose, table.tables("purpose"))},
        classes={one.id: one for one in map(_class, table.tables("class"))},
    )


def _kind(table: Table) -> Kind:
    table.only(_KIND)
    return Kind(
        id=table.text("id"),
        title=table.text("title"),
        hint=table.text("hint", ""),
        months=table.number("months", 0, least=0),
        source=table.text("source"),
        section=table.text("section", ""),
        note=table.text("note", ""),
    )


def _category(table: Table) -> Category:
    table.only(_CATEGORY)
    always = table.flag("always", False)
    if always and not table.text("section", ""):
        table.refuse("always", "needs a section that asks for it")
    return Category(
        id=table.text("id"),
        title=table.text("title"),
        always=always,
        source=table.text("source", ""),
        section=table.text("section", ""),
    )


def _purpose(table: Table) -> Purpose:
    table.only(_PURPOSE)
    free = table.flag("free", False)
    if free and not table.text("section", ""):
        table.refuse("free", "needs a section that frees it")
    return Purpose(
        id=table.text("id"),
        title=table.text("title"),
        free=free,
        source=table.text("source", ""),
        section=table.text("section", ""),
        note=table.text("note", ""),
    )


def _class(table: Table) -> RecipientClass:
    table.only(_CLASS)
    return RecipientClass(
        id=table.text("id"),
        title=table.text("title"),
        plans=table.flag("plans", False),
        providers=table.flag("providers", False),
        roles=tuple(table.words("roles", default=[])),
        free=table.flag("free", False),
        refusals=table.flag("refusals", False),
    )
