"""How a supervisor's figures are counted, read from `resources/team_figures.toml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.team_figures import ExceptionKind, TeamFigures
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_TOP = ("small_cell", "ages", "retention", "monday_ends", "exception")
_KIND = ("id", "title", "definition", "source", "rule", "tone", "days", "age")
_MOST_DAYS = 3650


class TeamFiguresRefused(NavigatorError):
    """The file cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> TeamFigures:
    """The definitions that came with the program."""
    return read(resource("team_figures.toml"))


def read(path: Path) -> TeamFigures:
    """Read a file; TeamFiguresRefused names the field that is wrong."""
    table = read_toml(path, TeamFiguresRefused)
    table.only(_TOP)
    kinds = tuple(_kind(cells) for cells in table.tables("exception"))
    if len({one.id for one in kinds}) < len(kinds):
        table.refuse("exception", "has an id twice")
    return TeamFigures(
        exceptions=kinds,
        small_cell=_whole(table, "small_cell", 1),
        ages=_rising(table, "ages"),
        retention=_rising(table, "retention"),
        monday_ends=_whole(table, "monday_ends", 1),
    )


def _kind(table: Table) -> ExceptionKind:
    table.only(_KIND)
    return ExceptionKind(
        id=table.text("id"),
        title=table.text("title"),
        definition=table.text("definition"),
        source=table.text("source", ""),
        rule=table.text("rule", ""),
        tone=table.text("tone", choices=("danger", "warning", "plain")),
        days=_whole(table, "days", 1) if "days" in table else 0,
        age=_whole(table, "age", 1) if "age" in table else 0,
    )


def _whole(table: Table, field: str, least: int) -> int:
    return table.number(field, least=least, most=_MOST_DAYS)


def _rising(table: Table, field: str) -> tuple[int, ...]:
    """A list of whole numbers, each more than the one before."""
    value = table.cells.get(field)
    if not isinstance(value, list) or not value:
        table.refuse(field, "must be a list of whole numbers")
    found = tuple(one for one in value if isinstance(one, int) and not isinstance(one, bool))
    if len(found) < len(value) or list(found) != sorted(set(found)) or found[0] < 0:
        table.refuse(field, "must be whole numbers, each more than the one before")
    return found
