"""Outreach attempts as they are written and taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_MINE = "IN (SELECT value FROM json_each(?))"


def add_attempt(tx: Tx, values: Mapping[str, object]) -> str:
    """Write one attempt and return its id."""
    key = uuid7()
    tx.insert("outreach_attempt", {"id": key, **values, "recorded_at": tx.now})
    return key


def refresh_last_attempt(tx: Tx, member_ids: Collection[str]) -> None:
    """Set the day of each member's last attempt that was not undone."""
    tx.execute(
        "UPDATE member SET last_attempt_on = (SELECT max(a.on_date) FROM outreach_attempt a "  # noqa: S608
        f"WHERE a.member_id = member.id AND a.undone_at IS NULL) WHERE id {_MINE}",
        (json.dumps(list(member_ids)),),
    )


def made_by(store: Store, transaction_id: str) -> dict[str, list[str]]:
    """Return the ids that one transaction inserted, by table.

    The journal is walked from its end, where an undo's transaction lies; ids of transactions grow
    with time, so the walk ends with the first older one.
    """
    found: dict[str, list[str]] = {}
    before = 1 << 62
    while rows := store.query(
        "SELECT seq, transaction_id, table_name, record_id, operation FROM journal_entry "
        "WHERE seq < ? ORDER BY seq DESC LIMIT 1000",
        (before,),
    ):
        for _seq, transaction, table, record, operation in rows:
            if transaction == transaction_id and operation == "insert":
                found.setdefault(table, []).append(record)
        before, oldest = rows[-1][0], rows[-1][1]
        if oldest != transaction_id and (found or oldest < transaction_id):
            break
    return found


def standing_attempts(store: Store, ids: Collection[str]) -> list[tuple[str, str]]:
    """Return (id, member id) of those attempts that were not undone."""
    rows = store.query(
        f"SELECT id, member_id FROM outreach_attempt WHERE undone_at IS NULL AND id {_MINE}",  # noqa: S608
        (json.dumps(list(ids)),),
    )
    return [(key, member) for key, member in rows]


def mark_undone(tx: Tx, ids: Collection[str]) -> None:
    """Mark attempts undone; they keep their rows."""
    for key in ids:
        tx.update("outreach_attempt", key, {"undone_at": tx.now})


def events_in_sent_files(store: Store, ids: Collection[str]) -> int:
    """Count those events that left in a sent file."""
    row = store.one(
        "SELECT count(DISTINCT o.event_id) FROM outbound_event o "  # noqa: S608
        f"JOIN outbound_file f ON f.id = o.file_id AND f.state = 'sent' WHERE o.event_id {_MINE}",
        (json.dumps(list(ids)),),
    )
    return int(row[0]) if row else 0


def events_followed(store: Store, ids: Collection[str]) -> int:
    """Count those events after which another status of the same referral was recorded."""
    row = store.one(
        "SELECT count(*) FROM status_event e JOIN status_event n "  # noqa: S608
        "ON n.referral_id = e.referral_id AND n.seq > e.seq "
        "WHERE NOT EXISTS (SELECT 1 FROM status_void v WHERE v.event_id = n.id) "
        f"AND e.id {_MINE} AND n.id NOT {_MINE}",
        (json.dumps(list(ids)), json.dumps(list(ids))),
    )
    return int(row[0]) if row else 0


def standing_events(store: Store, ids: Collection[str]) -> list[tuple[str, str]]:
    """Return (id, referral id) of those events that were not voided."""
    rows = store.query(
        "SELECT e.id, e.referral_id FROM status_event e WHERE NOT EXISTS "  # noqa: S608
        f"(SELECT 1 FROM status_void v WHERE v.event_id = e.id) AND e.id {_MINE}",
        (json.dumps(list(ids)),),
    )
    return [(key, referral) for key, referral in rows]
