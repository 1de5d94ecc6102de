"""Codes in a safe and their uses, as plain SQL."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.domain.escrow import Escrow, EscrowUse

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_CODES = (
    "SELECT e.id, e.label, coalesce(m.name, ''), e.made_at, e.ended_at, coalesce(n.name, ''), "
    "(SELECT max(u.at) FROM escrow_use u WHERE u.escrow_id = e.id) FROM escrow e "
    'LEFT JOIN "user" m ON m.id = e.made_by LEFT JOIN "user" n ON n.id = e.ended_by '
    "ORDER BY e.ended_at IS NOT NULL, e.made_at DESC, e.id DESC"
)
_USES = (
    "SELECT u.id, u.escrow_id, e.label, w.name, u.at, u.seen_by FROM escrow_use u "
    'JOIN escrow e ON e.id = u.escrow_id JOIN "user" w ON w.id = u.user_id '
    "ORDER BY u.at DESC, u.id DESC"
)


def codes(store: Store) -> list[Escrow]:
    """Every code there ever was, those that still open the store first."""
    return [
        Escrow(row[0], row[1], row[2], _at(row[3]), _maybe(row[4]), row[5], _maybe(row[6]))
        for row in store.query(_CODES)
    ]


def uses(store: Store) -> list[EscrowUse]:
    """Every time that one opened the store, the latest first."""
    return [
        EscrowUse(row[0], row[1], row[2], row[3], _at(row[4]), frozenset(json.loads(row[5])))
        for row in store.query(_USES)
    ]


def stands(store: Store, escrow_id: str) -> bool:
    """True while that code opens the store."""
    sql = "SELECT 1 FROM escrow WHERE id = ? AND ended_at IS NULL"
    return store.one(sql, (escrow_id,)) is not None


def end(tx: Tx, ids: list[str], user_id: str) -> None:
    """Say that these open nothing any more."""
    tx.executemany(
        "UPDATE escrow SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL",
        [(tx.now, user_id, one) for one in ids],
    )


def saw(tx: Tx, use: EscrowUse, user_id: str) -> None:
    """Add a supervisor to those who have read of a use."""
    told = json.dumps(sorted({*use.seen_by, user_id}))
    tx.execute("UPDATE escrow_use SET seen_by = ? WHERE id = ?", (told, use.id))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return _at(text) if text else None
