"""How long attachments are kept, by class, and how much a store takes of them.

Read from `resources/retention.toml`; a file with any fault is refused whole.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.attachments import Limits, Retention, RetentionClass
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_CLASS = ("id", "title", "hint", "years", "source", "section", "note")
_LIMITS = ("attachment_bytes", "store_bytes", "pixels", "source")


class RetentionRefused(NavigatorError):
    """The file of retention classes cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> Retention:
    """The classes and limits that came with the program."""
    return read(resource("retention.toml"))


def read(path: Path) -> Retention:
    """Read a file; RetentionRefused names the field that is wrong."""
    table = read_toml(path, RetentionRefused)
    table.only(("limits", "class"))
    cells = table.cells.get("limits")
    if not isinstance(cells, dict):
        table.refuse("limits", "is missing")
    limits = Table(f"{table.place}, limits", cells, table.error, table.lines.under("limits", 1))
    limits.only(_LIMITS)
    classes = tuple(_class(one) for one in table.tables("class"))
    if not classes:
        table.refuse("class", "is missing")
    return Retention(
        limits=Limits(
            attachment_bytes=limits.number("attachment_bytes", least=1),
            store_bytes=limits.number("store_bytes", least=1),
            pixels=limits.number("pixels", least=1),
            source=limits.text("source"),
        ),
        classes=classes,
    )


def _class(table: Table) -> RetentionClass:
    table.only(_CLASS)
    years = table.number("years", 0, least=0)
    if years and not table.text("section", ""):
        table.refuse("years", "is a period and needs a section that names it")
    return RetentionClass(
        id=table.text("id"),
        title=table.text("title"),
        hint=table.text("hint", ""),
        years=years or None,
        source=table.text("source"),
        section=table.text("section", ""),
        note=table.text("note", ""),
    )
