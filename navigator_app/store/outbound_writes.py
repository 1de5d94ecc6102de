"""Status files as they are recorded: built, built anew, sent."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

QUICK = 1
"""The zlib level: a month's file shrinks to a fifth in a fraction of the time it takes to write."""


def keep_built(
    tx: Tx,
    plan_id: str,
    period: str,
    *,
    file_id: str | None,
    name: str,
    sha256: str,
    rows: int,
    referrals: int,
    content: bytes,
    events: Sequence[int],
) -> None:
    """Record a built file with its bytes; `file_id` is the month's earlier one, built again."""
    values = {"name": name, "sha256": sha256, "rows": rows, "referrals": referrals}
    values |= {"built_at": tx.now}
    if file_id is None:
        file_id = uuid7()
        tx.insert(
            "outbound_file",
            {"id": file_id, "plan_id": plan_id, "period": period, "state": "built", **values},
        )
    else:
        tx.update("outbound_file", file_id, values)
    tx.execute(
        "INSERT INTO outbound_content(file_id, content, events) VALUES (?, ?, ?) "
        "ON CONFLICT(file_id) DO UPDATE SET content = excluded.content, events = excluded.events",
        (
            file_id,
            zlib.compress(content, QUICK),
            zlib.compress(json.dumps(list(events)).encode(), QUICK),
        ),
    )


def mark_sent(tx: Tx, file_id: str) -> None:
    """Say that a built file left, and which events it carries."""
    tx.update("outbound_file", file_id, {"state": "sent", "sent_at": tx.now})
    [events] = tx.execute(
        "SELECT events FROM outbound_content WHERE file_id = ?", (file_id,)
    ).fetchone()
    tx.execute(
        "INSERT INTO outbound_event(file_id, row_no, event_id) "
        "SELECT ?, j.key + 1, e.id FROM json_each(?) j JOIN status_event e ON e.seq = j.value",
        (file_id, zlib.decompress(events).decode()),
    )
