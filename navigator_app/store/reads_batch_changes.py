"""Answers of a plan that are not the ones that stand, and what of the ledger they would change."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.batches import BatchRow, Change, MemberLine
from navigator_app.domain.responses import CHANGED
from navigator_app.store import reads_batches
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_WAITING = """
SELECT q.id, p.key, y.batch_id, y.id, y.member_id, trim(m.first_name || ' ' || m.last_name),
  coalesce(y.referral_id, ''), y.row_no, y.outcome, y.outcome_on, v.code, v.reason, v.file_id,
  f.name, v.row_no, f.created_at
FROM response_row v JOIN batch_member y ON y.id = v.batch_member_id
JOIN member m ON m.id = y.member_id JOIN exchange_file f ON f.id = v.file_id
JOIN quarantine q ON q.file_id = v.file_id AND q.row_no = v.row_no AND q.settled_at IS NULL
JOIN plan p ON p.id = q.plan_id
WHERE v.verdict = ? AND v.settled_at IS NULL
"""


class Asked(NamedTuple):
    """A request of a referral's ledger."""

    id: str
    requested: str
    decision: str
    decided: str
    number: str
    effective: str
    end: str
    note: str


def waiting(store: Store, *, batch_id: str = "", key: str = "") -> list[Change]:
    """Changed answers that nobody took in or discarded, the oldest first: all, of one batch, or the
    one with that id in quarantine."""
    found = store.query(
        _WAITING + "AND ? IN ('', y.batch_id) AND ? IN ('', q.id) ORDER BY v.rowid",
        (CHANGED, batch_id, key),
    )
    return [_change(row) for row in found]


def sent_lines(store: Store, batch: BatchRow) -> list[MemberLine]:
    """The members of a batch as they were sent, each with a changed answer that waits."""
    lines = reads_batches.lines(store, batch.id)
    if not batch.changed:
        return lines
    waits = {one.line_id: one for one in waiting(store, batch_id=batch.id)}
    return [replace(line, change=waits.get(line.id)) for line in lines]


def row_of(store: Store, change: Change) -> str:
    """The id of what the answer said of that row."""
    row = store.one(
        "SELECT id FROM response_row WHERE file_id = ? AND row_no = ?",
        (change.file_id, change.file_row),
    )
    assert row is not None
    return str(row[0])


def said_last(store: Store, line_id: str) -> tuple[str, int] | None:
    """File and row of the answer that stands for a member of a batch."""
    row = store.one(
        "SELECT file_id, row_no FROM response_row WHERE batch_member_id = ? "
        "AND settled_at IS NOT NULL AND (verdict <> ? OR settled_how = 'taken') "
        "ORDER BY settled_at DESC, rowid DESC LIMIT 1",
        (line_id, CHANGED),
    )
    return (str(row[0]), int(row[1])) if row else None


def asked(store: Store, referral_id: str, kind: str) -> list[Asked]:
    """A referral's requests of a kind ("initial", "extension"), the newest first."""
    rows = store.query(
        "SELECT id, coalesce(requested_on, ''), decision, coalesce(decided_on, ''), number, "
        "coalesce(effective_on, ''), coalesce(ends_on, ''), note FROM authorization_request "
        "WHERE referral_id = ? AND kind = ? ORDER BY created_at DESC, id DESC",
        (referral_id, kind),
    )
    return [Asked(*row) for row in rows]


def whose(store: Store, line_ids: Collection[str]) -> list[tuple[str, str]]:
    """Member and referral ("" where there is none) of some members of batches."""
    return store.query(
        "SELECT y.member_id, coalesce(y.referral_id, '') FROM json_each(?) j "
        "JOIN batch_member y ON y.id = j.value",
        (json.dumps(list(line_ids)),),
    )


def _change(row: tuple[Any, ...]) -> Change:
    cells = list(row)
    cells[9], cells[15] = day(row[9]), datetime.fromisoformat(row[15])
    return Change(*cells)
