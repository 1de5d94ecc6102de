"""The capacity board's stages, definitions and own figures, read from `resources/board.toml`.

A file with any fault is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.board import STAGES
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

WEIGHT = "team-weight-"
"""Stands before a stage in the name of its weight."""
HOUSED_DAYS, STANDARD = "team-newly-housed-days", "team-full-post-limit"
OWN = (*(WEIGHT + stage for stage in STAGES), HOUSED_DAYS, STANDARD)
"""Ids of the agency's own figures of the board."""

_OWN = ("id", "title", "value", "least", "most", "hundredths", "note")


class BoardRulesRefused(NavigatorError):
    """The file cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A stage or a number of the board: its name and how it is counted."""

    id: str
    title: str
    counted: str


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure that the agency sets; `value` until it does. With `hundredths` it is shown as a
    decimal and kept a hundred times that."""

    id: str
    title: str
    value: int
    least: int
    most: int
    hundredths: bool
    note: str


@dataclass(frozen=True, slots=True)
class BoardRules:
    """The whole file, each part by id in the file's order."""

    stages: dict[str, Counted]
    figures: dict[str, Counted]
    own: dict[str, OwnFigure]


@lru_cache(maxsize=1)
def shipped() -> BoardRules:
    """The file that came with the program."""
    return read(resource("board.toml"))


def read(path: Path) -> BoardRules:
    """Read a file; BoardRulesRefused names the field that is wrong."""
    table = read_toml(path, BoardRulesRefused)
    table.only(("stage", "figure", "own"))
    stages = {one.id: one for one in map(_counted, table.tables("stage"))}
    if tuple(stages) != STAGES:
        table.refuse("stage", "must name every stage once, in their order")
    figures = {one.id: one for one in map(_counted, table.tables("figure"))}
    own = {one.id: one for one in map(_own, table.tables("own"))}
    if set(own) != set(OWN):
        table.refuse("own", "must name every figure of the agency once")
    return BoardRules(stages, figures, own)


def _counted(table: Table) -> Counted:
    table.only(("id", "title", "counted"))
    return Counted(table.text("id"), table.text("title"), table.text("counted"))


def _own(table: Table) -> OwnFigure:
    table.only(_OWN)
    least, most = table.number("least", least=0), table.number("most")
    value = table.number("value", least=least)
    if value > most:
        table.refuse("value", f"must be at most {most}")
    return OwnFigure(
        id=table.text("id"),
        title=table.text("title"),
        value=value,
        least=least,
        most=most,
        hundredths=table.flag("hundredths", False),
        note=table.text("note", ""),
    )
