"""What an extension request needs at each plan, and the reasons behind eligibility warnings.

Read from `resources/ledger.toml`; a file with any fault is refused whole.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.vocabulary import Service
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists
from navigator_app.policy.lists import Basis
from navigator_app.policy.toml import Table, read_toml

_ITEM = ("id", "title", "required", "source", "section", "quote", "note", "plan_needs")
_PACKET = ("id", "title", "policies", "services", "effective_from", "item")


class LedgerRulesRefused(NavigatorError):
    """The file of packets and reasons cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that goes with the request. `required` is False where it is only recommended.

    With `plan_needs` it is done once the housing support plan lacks none of them.
    """

    id: str
    title: str
    required: bool
    basis: Basis
    plan_needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Packet:
    """What goes with an extension request. `own` is the agency's checklist, for a plan whose
    packet is not known."""

    id: str
    title: str
    policies: frozenset[str]
    services: frozenset[Service]
    effective_from: date
    items: tuple[Item, ...]

    @property
    def own(self) -> bool:
        """True for the agency's own."""
        return not self.policies

    def holds(self, policies: Collection[str], service: Service, on: date) -> bool:
        """True when it is for one of these packs, that service and that day."""
        mine = self.own or not self.policies.isdisjoint(policies)
        return mine and service in self.services and self.effective_from <= on


@dataclass(frozen=True, slots=True)
class LedgerRules:
    """The whole file."""

    packets: tuple[Packet, ...]
    bases: dict[str, Basis]

    def packet(self, policies: Collection[str], service: Service, on: date) -> Packet | None:
        """The packet for a plan with these packs, None where not even the agency's own is for it.

        A plan's own goes before the agency's.
        """
        found = [packet for packet in self.packets if packet.holds(policies, service, on)]
        return min(found, key=lambda packet: packet.own, default=None)


@lru_cache(maxsize=1)
def shipped() -> LedgerRules:
    """The rules that came with the program."""
    return read(resource("ledger.toml"))


def read(path: Path) -> LedgerRules:
    """Read a file; LedgerRulesRefused names the field that is wrong."""
    table = read_toml(path, LedgerRulesRefused)
    table.only(("packet", "basis"))
    packets = tuple(_packet(item) for item in table.tables("packet"))
    if not any(packet.own for packet in packets):
        table.refuse("packet", "must hold one for no pack: the agency's own")
    return LedgerRules(packets, lists.bases(table))


def _packet(table: Table) -> Packet:
    table.only(_PACKET)
    named = table.cells.get("policies") != []
    items = tuple(_item(item) for item in table.tables("item"))
    if not items:
        table.refuse("item", "is missing")
    return Packet(
        id=table.text("id"),
        title=table.text("title"),
        policies=frozenset(table.words("policies")) if named else frozenset(),
        services=frozenset(
            Service.from_slug(word) for word in table.words("services", Service.slugs())
        ),
        effective_from=table.day("effective_from"),
        items=items,
    )


def _item(table: Table) -> Item:
    table.only(_ITEM)
    return Item(
        id=table.text("id"),
        title=table.text("title"),
        required=table.flag("required"),
        basis=lists.basis(table),
        plan_needs=frozenset(table.words("plan_needs", default=[])),
    )
