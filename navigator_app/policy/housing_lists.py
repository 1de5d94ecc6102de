"""The lists of the housing search and the figures an agency sets for itself.

Read from `resources/housing.toml`; a file with any fault is refused whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.housing import Stage
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists as shared
from navigator_app.policy.lists import Basis
from navigator_app.policy.lists import ids as ids
from navigator_app.policy.toml import Table, read_toml

_LISTS = (
    "unit_kind",
    "feature",
    "denial_reason",
    "subsidy_kind",
    "entry_status",
    "accommodation",
    "stage",
)
_ITEM = ("id", "title", "group", "code", "source", "section", "note")
_OWN = ("id", "title", "value", "least", "most", "note")

STALE, SHARE = "unit-stale-days", "rent-share-percent"
COUNTDOWN = ("voucher-first-days", "voucher-second-days", "voucher-last-days")
"""Ids of the agency's own figures; the reminders from the first to the last."""


class HousingListsRefused(NavigatorError):
    """The file of lists cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list. `cited` is where it comes from, empty for the agency's own words."""

    id: str
    title: str
    group: str = ""
    code: int = 0  # in the list it comes from, 0 where it has none
    cited: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure the agency sets: what it is, the one it starts with, and what makes sense."""

    id: str
    title: str
    value: int
    least: int
    most: int
    note: str


@dataclass(frozen=True, slots=True)
class HousingLists:
    """The whole file."""

    unit_kinds: tuple[Listed, ...]
    features: tuple[Listed, ...]
    denial_reasons: tuple[Listed, ...]
    subsidy_kinds: tuple[Listed, ...]
    entry_statuses: tuple[Listed, ...]
    accommodations: tuple[Listed, ...]
    stages: tuple[Listed, ...]
    own: dict[str, OwnFigure]
    bases: dict[str, Basis]

    def title(self, items: Sequence[Listed], item_id: str) -> str:
        """The words of an item; the id itself where an older store holds one no longer listed."""
        return next((item.title for item in items if item.id == item_id), item_id)


@lru_cache(maxsize=1)
def shipped() -> HousingLists:
    """The lists that came with the program."""
    return read(resource("housing.toml"))


def read(path: Path) -> HousingLists:
    """Read a file; HousingListsRefused names the field that is wrong."""
    table = read_toml(path, HousingListsRefused)
    table.only((*_LISTS, "own", "basis"))
    lists = {name: shared.items(table, name, _item) for name in _LISTS}
    if ids(lists["stage"]) != Stage.slugs():
        table.refuse("stage", "must name every stage in its order")
    own = {figure.id: figure for figure in map(_own, table.tables("own"))}
    if set(own) != {STALE, SHARE, *COUNTDOWN}:
        table.refuse("own", "must name every figure of the agency once")
    return HousingLists(
        unit_kinds=lists["unit_kind"],
        features=lists["feature"],
        denial_reasons=lists["denial_reason"],
        subsidy_kinds=lists["subsidy_kind"],
        entry_statuses=lists["entry_status"],
        accommodations=lists["accommodation"],
        stages=lists["stage"],
        own=own,
        bases=shared.bases(table),
    )


def _item(table: Table) -> Listed:
    table.only(_ITEM)
    return Listed(
        id=table.text("id"),
        title=table.text("title"),
        group=table.text("group", ""),
        code=table.number("code", 0),
        cited=shared.cited(table),
        note=table.text("note", ""),
    )


def _own(table: Table) -> OwnFigure:
    table.only(_OWN)
    least, most = table.number("least", least=0), table.number("most")
    value = table.number("value", least=least)
    if value > most:
        table.refuse("value", f"must be at most {most}")
    return OwnFigure(table.text("id"), table.text("title"), value, least, most, table.text("note"))
