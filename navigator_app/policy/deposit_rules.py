"""What a deposit request can name and what goes with it, read from `resources/deposits.toml`.

Which items a plan pays, its cap and its window stand in the policy packs. A file with any fault is
refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.deposits import ItemKind, PacketKind, Reads
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists
from navigator_app.policy.toml import Table, read_toml

_ITEM = ("id", "title", "phrases", "never", "once")
_PACKET = ("id", "title", "reads", "source", "section")


class DepositRulesRefused(NavigatorError):
    """The list of deposit items cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class DepositRules:
    """The whole file."""

    items: tuple[ItemKind, ...]
    packet: tuple[PacketKind, ...]

    def kind(self, key: str) -> ItemKind | None:
        """The item of an id, None where the list has none."""
        return next((kind for kind in self.items if kind.id == key), None)


@lru_cache(maxsize=1)
def shipped() -> DepositRules:
    """The list that came with the program."""
    return read(resource("deposits.toml"))


def read(path: Path) -> DepositRules:
    """Read a file; DepositRulesRefused names the field that is wrong."""
    table = read_toml(path, DepositRulesRefused)
    table.only(("item", "packet"))
    items = lists.items(table, "item", _item)
    packet = lists.items(table, "packet", _packet)
    return DepositRules(items, packet)


def _item(table: Table) -> ItemKind:
    table.only(_ITEM)
    never = table.flag("never", False)
    if never == ("phrases" in table):
        table.refuse("phrases", "must stand beside every item but those that are never paid")
    return ItemKind(
        id=table.text("id"),
        title=table.text("title"),
        phrases=frozenset(table.words("phrases", default=[])),
        never=never,
        once=table.flag("once", False),
    )


def _packet(table: Table) -> PacketKind:
    table.only(_PACKET)
    return PacketKind(
        id=table.text("id"),
        title=table.text("title"),
        reads=Reads(table.text("reads", choices=[str(one) for one in Reads])),
        cited=lists.basis(table).cited,
    )
