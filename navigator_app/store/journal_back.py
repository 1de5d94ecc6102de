"""What one transaction did, so that it can be taken back while nothing was changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.store import triggers
from navigator_app.store.journal import Value, decode, shapes_of

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_WINDOW = 20_000
"""Entries looked through from the newest: only what was just done is taken back."""


class Done(NamedTuple):
    """One row that a transaction changed."""

    seq: int
    table: str
    record: str
    operation: str
    changes: dict[str, tuple[Value, Value]]


def of_transaction(store: Store, transaction_id: str) -> tuple[str, list[Done]]:
    """Its intention and what it did, last first; ("", []) when it is unknown or long ago."""
    known = store.one("SELECT intention FROM journal_transaction WHERE id = ?", (transaction_id,))
    if known is None:
        return "", []
    rows = store.query(
        "SELECT seq, table_name, record_id, operation, changes FROM journal_entry "
        "WHERE seq > (SELECT max(seq) FROM journal_entry) - ? AND transaction_id = ? "
        "ORDER BY seq DESC",
        (_WINDOW, transaction_id),
    )
    shapes = shapes_of(store.connection)
    return str(known[0]), [
        Done(row[0], row[1], row[2], row[3], decode(row[4], shapes)) for row in rows
    ]


def changed_since(store: Store, done: list[Done]) -> bool:
    """True when a later transaction touched any of the same rows."""
    last: dict[str, int] = {}
    for one in done:
        last[one.record] = max(one.seq, last.get(one.record, 0))
    sql = "SELECT 1 FROM journal_entry WHERE record_id = ? AND seq > ? LIMIT 1"
    return any(store.one(sql, item) is not None for item in last.items())


def take_back(tx: Tx, done: list[Done]) -> None:
    """Write the opposite of each change, the last first. InputRejected where something rests on
    a row that would go, or a guard keeps it."""
    try:
        _write_back(tx, done)
    except sqlcipher.IntegrityError as error:
        raise InputRejected(
            "undo",
            _("More was recorded on it since, so it cannot be taken back."),
            _("Change it by hand."),
        ) from error


def _write_back(tx: Tx, done: list[Done]) -> None:
    for one in done:
        key = triggers.RECORDS[one.table]
        if one.operation == "insert":
            tx.execute(f'DELETE FROM "{one.table}" WHERE "{key}" = ?', (one.record,))  # noqa: S608
        elif one.operation == "delete":
            kept = {name: old for name, (old, _new) in one.changes.items() if old is not None}
            tx.insert(one.table, {key: one.record, **kept})
        else:
            tx.update(one.table, one.record, {name: v[0] for name, v in one.changes.items()})
