"""Taking back what one transaction wrote, as its journal entries tell it.

The journal keeps both: the change and its undoing. What has been changed since is not touched.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.store import triggers
from navigator_app.store.journal import decode, shapes_of

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

KEEPS_UNDONE = frozenset({"housing_event", "tenancy_event"})
"""Tables whose rows stay and are marked `undone_at`."""


class Entry(NamedTuple):
    """One journalled change: table, record, "insert", "update" or "delete", the fields."""

    table: str
    record: str
    operation: str
    fields: dict[str, tuple[Any, Any]]


def entries(store: Store, transaction_id: str) -> list[Entry]:
    """What a transaction wrote, the last first.

    The journal is walked from its end, where an undo's transaction lies, until one that began
    earlier: by the order in which they were written down, since the ids of two transactions within
    one millisecond are in none.
    """
    began = _began(store, transaction_id)
    if not began:
        return []
    found: list[Entry] = []
    shapes = shapes_of(store.connection)
    before = 1 << 62
    while rows := store.query(
        "SELECT seq, transaction_id, table_name, record_id, operation, changes FROM journal_entry "
        "WHERE seq < ? ORDER BY seq DESC LIMIT 200",
        (before,),
    ):
        found += [
            Entry(table, record, operation, decode(changes, shapes))
            for _seq, transaction, table, record, operation, changes in rows
            if transaction == transaction_id
        ]
        before, oldest = rows[-1][0], rows[-1][1]
        if oldest != transaction_id and (found or _began(store, oldest) < began):
            break
    return found


def _began(store: Store, transaction_id: str) -> int:
    """The place of a transaction among all, from 1; 0 for one that is not there."""
    row = store.one("SELECT rowid FROM journal_transaction WHERE id = ?", (transaction_id,))
    return int(row[0]) if row else 0


def written_since(store: Store, entry: Entry, transaction_id: str) -> bool:
    """True where a later transaction wrote the record, by the order of the journal: the ids of two
    transactions within one millisecond are in no order."""
    sql = (
        "SELECT 1 FROM journal_entry WHERE table_name = :kind AND record_id = :record AND seq > "
        "(SELECT max(seq) FROM journal_entry WHERE table_name = :kind AND record_id = :record "
        "AND transaction_id = :own) LIMIT 1"
    )
    told = {"kind": entry.table, "record": entry.record, "own": transaction_id}
    return store.one(sql, told) is not None


def take_back(tx: Tx, found: Collection[Entry]) -> None:
    """Undo entries, the last first. InputRejected where something was changed or built on since,
    or a guard keeps it; the caller's transaction then leaves everything as it was."""
    try:
        _take_back(tx, found)
    except sqlcipher.IntegrityError as error:
        raise _changed_since() from error


def _take_back(tx: Tx, found: Collection[Entry]) -> None:
    for entry in found:
        key = triggers.RECORDS[entry.table]
        if entry.operation == "update":
            _restore(tx, entry, key)
        elif entry.operation == "delete":
            old = {name: was for name, (was, _now) in entry.fields.items()}
            tx.insert(entry.table, {key: entry.record, **old})
        elif entry.table in KEEPS_UNDONE:
            if not tx.execute(
                f'UPDATE "{entry.table}" SET undone_at = ? WHERE id = ? AND undone_at IS NULL',  # noqa: S608
                (tx.now, entry.record),
            ).rowcount:
                raise _changed_since()
        else:
            _remove(tx, entry, key)


def _restore(tx: Tx, entry: Entry, key: str) -> None:
    same = " AND ".join(f'"{name}" IS ?' for name in entry.fields)
    back = ", ".join(f'"{name}" = ?' for name in entry.fields)
    values = [was for was, _now in entry.fields.values()]
    now = [now for _was, now in entry.fields.values()]
    sql = f'UPDATE "{entry.table}" SET {back} WHERE "{key}" = ? AND {same}'  # noqa: S608
    if not tx.execute(sql, (*values, entry.record, *now)).rowcount:
        raise _changed_since()


def _remove(tx: Tx, entry: Entry, key: str) -> None:
    same = " AND ".join(f'"{name}" IS ?' for name in entry.fields)
    now = [now for _was, now in entry.fields.values()]
    sql = f'DELETE FROM "{entry.table}" WHERE "{key}" = ? AND {same}'  # noqa: S608
    if not tx.execute(sql, (entry.record, *now)).rowcount:
        raise _changed_since()


def _changed_since() -> InputRejected:
    return InputRejected(
        "undo",
        _("Something has been recorded on it since."),
        _("Amend it instead; earlier words stay in the history."),
    )
