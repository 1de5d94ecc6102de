"""What plans answered, as it is written down. Every function belongs into the caller's
transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.responses import ACCEPTED, SUPERSEDED, UNMATCHED
from navigator_app.store.reads_responses import THE_REST

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

Line = tuple[int, str, str, str, str]
"""Row of the response, event, verdict, code, reason."""

_SOME = "IN (SELECT value FROM json_each(?))"


def keep(tx: Tx, file_id: str, outbound_id: str, lines: Iterable[Line]) -> None:
    """Keep verdicts on single rows."""
    tx.executemany(
        "INSERT INTO response_row(id, file_id, row_no, outbound_file_id, event_id, verdict, code, "
        "reason, settled_how) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
        [
            (uuid7(), file_id, row, outbound_id, event, verdict, code, reason)
            for row, event, verdict, code, reason in lines
        ],
    )


def keep_unmatched(
    tx: Tx, file_id: str, outbound_id: str, rows: Iterable[tuple[int, str, str]]
) -> None:
    """Keep rows (number, code, reason) that are nobody's."""
    tx.executemany(
        "INSERT OR IGNORE INTO response_row(id, file_id, row_no, outbound_file_id, verdict, code, "
        "reason, settled_how) VALUES (?, ?, ?, ?, ?, ?, ?, '')",
        [
            (uuid7(), file_id, row, outbound_id, UNMATCHED, code, reason)
            for row, code, reason in rows
        ],
    )


def rest_accepted(tx: Tx, file_id: str, outbound_id: str) -> None:
    """Say once that every row of a file that nothing else is said of was accepted."""
    tx.insert(
        "response_row",
        {
            "id": uuid7(),
            "file_id": file_id,
            "row_no": THE_REST,
            "outbound_file_id": outbound_id,
            "verdict": ACCEPTED,
            "code": "",
            "reason": "",
            "settled_how": "",
        },
    )


def supersede(tx: Tx, row_ids: Collection[str]) -> None:
    """A later response said otherwise of these."""
    settle(tx, row_ids, SUPERSEDED)


def settle(tx: Tx, row_ids: Collection[str], how: str) -> None:
    """Settle rows, with the word for how."""
    tx.execute(
        f"UPDATE response_row SET settled_at = ?, settled_how = ? WHERE id {_SOME}",  # noqa: S608
        (tx.now, how, json.dumps(list(row_ids))),
    )


def found(tx: Tx, row_id: str, event_id: str, verdict: str, code: str, reason: str) -> None:
    """A row that was nobody's is this event's after all."""
    values = {"event_id": event_id, "verdict": verdict, "code": code, "reason": reason}
    tx.update("response_row", row_id, values)


def quarantine_rows(
    tx: Tx, plan_id: str, file_id: str, rows: Iterable[tuple[int, str, str | None]]
) -> None:
    """Put rows (number, reason, owner) of a file into quarantine."""
    tx.executemany(
        "INSERT INTO quarantine(id, plan_id, file_id, row_no, reason, owner_id, raised_at, "
        "settled_how) VALUES (?, ?, ?, ?, ?, ?, ?, '')",
        [(uuid7(), plan_id, file_id, row, reason, owner, tx.now) for row, reason, owner in rows],
    )


def settle_quarantined(tx: Tx, file_id: str, rows: Collection[int], how: str) -> None:
    """Settle what lies in quarantine of these rows of a file."""
    tx.execute(
        "UPDATE quarantine SET settled_at = ?, settled_how = ? WHERE file_id = ? "  # noqa: S608
        f"AND settled_at IS NULL AND row_no {_SOME}",
        (tx.now, how, file_id, json.dumps(list(rows))),
    )


def drop_unmatched(tx: Tx, file_id: str, row: int, how: str) -> None:
    """Somebody said that a row of a response that is nobody's, or that says otherwise than before,
    may be forgotten."""
    tx.execute(
        "UPDATE response_row SET settled_at = ?, settled_how = ? WHERE file_id = ? AND row_no = ? "
        "AND verdict IN ('unmatched', 'changed') AND settled_at IS NULL",
        (tx.now, how, file_id, row),
    )
