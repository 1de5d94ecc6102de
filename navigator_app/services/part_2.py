"""Records of substance-use treatment (42 CFR Part 2): marked as such, and held at every way out.

A way out asks with the marks of the very records that would leave, whatever a person says of them;
what no consent names is left out, and the paper says that some records are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Way
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.timeline import GROUP_OF
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import consents, gate
from navigator_app.store import reads_part_2

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

Record = tuple[str, str]
"""A record's table and id."""


@dataclass(frozen=True, slots=True)
class Held:
    """Which records of a member stay back, and the way out as the gate has to be asked for those
    that go."""

    way: Way
    records: frozenset[Record] = frozenset()

    def lets(self, table: str, record_id: str) -> bool:
        """True for a record that may leave."""
        return (table, record_id) not in self.records


def marked(ws: Workspace, table: str, record_id: str) -> bool:
    """True for a record that tells of substance-use treatment."""
    return bool(reads_part_2.of(ws.store, table, [record_id]))


def settled(ws: Workspace, table: str, record_id: str) -> bool:
    """True where a record is one of itself, so that the mark cannot be taken off: a consent to
    share such records, its paper, the line that says they left."""
    by_hand = reads_part_2.by_hand(ws.store, table, record_id)
    return not by_hand and marked(ws, table, record_id)


def mark(ws: Workspace, table: str, record_id: str, on: bool = True) -> Changes:
    """Put the mark on a record of a member, or take it off. NotFound for no such record;
    InputRejected where what it is cannot be marked, or says by itself what it is."""
    if table not in GROUP_OF:
        raise InputRejected("about", _("This cannot be marked."))
    owner = reads_part_2.owner(ws.store, table, record_id)
    if owner is None:
        raise NotFound(_("No such record"), _("There is no record with that id."))
    if not on and settled(ws, table, record_id):
        raise InputRejected(
            "part_2", _("What it is says by itself that it is about substance-use treatment.")
        )
    if on is not reads_part_2.by_hand(ws.store, table, record_id):
        with ws.transaction("mark_part_2") as tx:
            write(tx, ws, table, record_id, on)
    return Changes(members=frozenset({owner}))


def write(tx: Tx, ws: Workspace, table: str, record_id: str, on: bool) -> None:
    """The same inside a transaction; what stands so already stays as it is."""
    if on is reads_part_2.by_hand(ws.store, table, record_id):
        return
    if not on:
        reads_part_2.remove(tx, table, record_id)
        return
    row = {"id": uuid7(), "about": table, "about_id": record_id}
    tx.insert("part_2_mark", {**row, "user_id": ws.user.id, "created_at": tx.now})


def held(ws: Workspace, way: Way, member_id: str, records: Iterable[Record]) -> Held:
    """What stays back of one member's records on a way out: all that tell of substance-use
    treatment, unless a consent names them, who gets them and what for."""
    found = among(ws, records)
    if not found:
        return Held(way)
    asked = including(way)
    [verdict] = gate.ask(ws, asked, [member_id])
    if consents.SUBSTANCE in verdict.allowed:
        return Held(asked)
    return Held(way, found)


def held_alone(ws: Workspace, way: Way, records: Iterable[Record]) -> Held:
    """What stays back on a way out that has no room for the notice and the consent which go along
    with such records (42 CFR 2.32): all of them, whatever a consent says."""
    return Held(way, among(ws, records))


def among(ws: Workspace, records: Iterable[Record]) -> frozenset[Record]:
    """Those that tell of substance-use treatment."""
    by_table: dict[str, list[str]] = {}
    for table, record_id in records:
        by_table.setdefault(table, []).append(record_id)
    return frozenset(
        (table, one)
        for table, ids in by_table.items()
        for one in reads_part_2.of(ws.store, table, ids)
    )


def including(way: Way) -> Way:
    """The way out as the gate is asked where such records go along."""
    if consents.SUBSTANCE in way.categories:
        return way
    return replace(way, categories=(*way.categories, consents.SUBSTANCE))


def left_out(records: Collection[object] | range) -> tuple[str, ...]:
    """What the paper says of records that stay back: never which, nor why (that would tell)."""
    return (_("Some records are left out."),) if records else ()
