"""Services as they are written and taken back; undone ones keep their row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

CHOSEN = "service-code:"
"""Settings of this name hold the code that a person chose for a plan's service."""


def add(tx: Tx, values: Mapping[str, object]) -> str:
    """Write one service and return its id."""
    key = uuid7()
    tx.insert("encounter", {"id": key, **values, "recorded_at": tx.now})
    return key


def take_back(tx: Tx, encounter_id: str) -> None:
    """Mark one undone."""
    tx.update("encounter", encounter_id, {"undone_at": tx.now})


def restore(tx: Tx, encounter_id: str) -> None:
    """Let one stand again."""
    tx.update("encounter", encounter_id, {"undone_at": None})


def corrected_by(store: Store, encounter_id: str) -> str:
    """The id of the note that this one replaced in the same transaction, "" for none."""
    row = store.one(
        "SELECT o.id FROM encounter n JOIN encounter o ON o.id = n.corrects_id "
        "AND o.undone_at = n.recorded_at WHERE n.id = ?",
        (encounter_id,),
    )
    return str(row[0]) if row else ""


def replaced(store: Store, encounter_id: str) -> bool:
    """True when a standing note corrects this one."""
    sql = "SELECT 1 FROM encounter WHERE corrects_id = ? AND undone_at IS NULL"
    return store.one(sql, (encounter_id,)) is not None


def chosen(store: Store, plan: str, service: str) -> str:
    """The code that a person chose for a plan's service, "" for none."""
    row = store.one("SELECT value FROM agency_setting WHERE id = ?", (_name(plan, service),))
    return str(row[0]) if row else ""


def choose(tx: Tx, plan: str, service: str, key: str, before: str) -> None:
    """Remember a code for a plan's service; `before` is what `chosen` says."""
    if not before:
        row = {"id": _name(plan, service), "value": key, "created_at": tx.now}
        tx.insert("agency_setting", row)
    elif before != key:
        tx.update("agency_setting", _name(plan, service), {"value": key})


def _name(plan: str, service: str) -> str:
    return f"{CHOSEN}{plan}:{service}"
