"""The journal's reading half: the history of records, and whether its chain is whole."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.records import JournalRow
from navigator_app.i18n import _
from navigator_app.store import triggers
from navigator_app.store.journal import (
    START,
    Stamp,
    decode,
    head_mac,
    link,
    shape_names,
    shapes_of,
)

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_ENTRY = (
    "SELECT t.at, t.user_name, t.device, t.intention, e.table_name, e.record_id, e.changes "
    "FROM journal_entry e JOIN journal_transaction t ON t.id = e.transaction_id "
)
_CHUNK = 500


def history(store: Store, record_ids: Iterable[str]) -> list[JournalRow]:
    """Every changed field of some records, oldest first."""
    wanted = list(dict.fromkeys(record_ids))
    found: list[tuple[int, tuple[Any, ...]]] = []
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        sql = _ENTRY.replace("SELECT", "SELECT e.seq,", 1)
        sql += f"WHERE e.record_id IN ({', '.join('?' * len(some))})"
        found += [(row[0], row[1:]) for row in store.query(sql, some)]
    found.sort()
    shapes = shapes_of(store.connection)
    return [row for _seq, entry in found for row in _fields(shapes, *entry)]


def _fields(
    shapes: dict[int, str],
    at: str,
    by: str,
    device: str,
    intention: str,
    table: str,
    record: str,
    changes: str,
) -> Iterator[JournalRow]:
    moment = datetime.fromisoformat(at)
    for name, (old, new) in decode(changes, shapes).items():
        yield JournalRow(moment, by, device, intention, table, record, name, _text(old), _text(new))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def verify(store: Store) -> tuple[int, str]:
    """Recompute the whole chain, row by row; return how many entries and what is wrong ("" none).

    Catches an entry or transaction that was altered, removed, added or moved, and a tail cut off.
    """
    if not _triggers_stand(store):
        return 0, _("A trigger that writes the journal is missing or was altered.")
    rows = store.connection.execute(
        "SELECT e.seq, e.table_name, e.record_id, e.operation, e.changes, e.hash, "
        "e.transaction_id, t.id, t.at, t.zone, t.user_id, t.user_name, t.device, t.intention "
        "FROM journal_entry e LEFT JOIN journal_transaction t ON t.id = e.transaction_id "
        "ORDER BY e.seq"
    )
    shapes = shapes_of(store.connection)
    entries, before, current, digest = 0, START, "", ""
    for seq, table, record, operation, changes, found, transaction, *stamp in rows:
        if seq != entries + 1:
            return entries, _("The journal lacks entry {number}.").format(number=entries + 1)
        if transaction != current:
            if stamp[0] is None:
                return entries, _("Entry {number} lacks its transaction.").format(number=seq)
            current, digest = transaction, Stamp(*stamp).digest()
        names = shape_names(changes, shapes)
        if link(before, digest, table, operation, record, changes, names) != found:
            return entries, _("Entry {number} was altered.").format(number=seq)
        entries, before = seq, found
    return entries, _check_head(store, entries, before)


def _triggers_stand(store: Store) -> bool:
    there = dict(store.query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    return there == triggers.statements(store.connection)


def _check_head(store: Store, entries: int, last: str) -> str:
    head = store.one("SELECT entries, hash, mac FROM journal_head")
    if head is None:
        records = store.one("SELECT count(*) FROM agency")
        return _("The journal is gone.") if entries or (records and records[0]) else ""
    if not hmac.compare_digest(head_mac(store.mac_key, head[0], head[1]), str(head[2])):
        return _("The journal's seal was altered.")
    if head[:2] != (entries, last):
        return _("The journal ends at entry {found}, not at {sealed} as sealed.").format(
            found=entries, sealed=head[0]
        )
    return ""
