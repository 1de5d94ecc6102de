"""Whether the rows are what the journal tells: a row changed past the triggers is noticed.

The chain of the journal proves that its entries stand as they were written. Somebody with the key
could still take the triggers away, change a row and put them back. So the journal is replayed,
record by record, and the outcome compared with the tables.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from navigator_app.i18n import _
from navigator_app.store import triggers
from navigator_app.store.journal import decode, shapes_of

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

Fields = dict[str, Any]
Entry = tuple[str, str, str, str]  # record, table, operation, changes
_EMPTY = (None, "")


def problem(store: Store) -> str:
    """What stands otherwise than journalled, "" when nothing does. Reads one record at a time."""
    there = {name for (name,) in store.query("SELECT name FROM pragma_table_list")}
    tables = {name: _Table(store, name) for name in triggers.RECORDS if name in there}
    told = _told(store)
    found: Iterator[tuple[str, str, Fields]] = merge(
        *(table.rows() for table in tables.values()), key=itemgetter(0)
    )
    for _record, in_journal, in_tables in _side_by_side(told, found):
        for name in in_journal.keys() | in_tables.keys():
            same = name in tables and tables[name].same(in_journal.get(name), in_tables.get(name))
            if not same:
                return _(
                    "A row of the table {table} is not as the journal tells; it was changed "
                    "outside the program."
                ).format(table=name)
    return _altered_file(store)


class _Table:
    """One journalled table: its rows in the order of their ids, and what an absent value means."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._key = triggers.RECORDS[name]
        self._columns = [c for c in triggers.columns(store.connection, name) if c != self._key]
        sql = "SELECT name, trim(dflt_value, '''') FROM pragma_table_info(?)"
        self._defaults = dict(store.query(sql, (name,)))

    def rows(self) -> Iterator[tuple[str, str, Fields]]:
        """Yield (id, table, columns)."""
        key = f'"{self._key}"' if self._key else f"{triggers.ROWS_OF[self._name]} || '/' || row_no"
        columns = ", ".join(f'"{name}"' for name in self._columns)
        sql = f'SELECT {key}, {columns} FROM "{self._name}" ORDER BY 1'  # noqa: S608 - names are ours
        for record, *values in self._store.connection.execute(sql):
            yield str(record), self._name, dict(zip(self._columns, values, strict=True))

    def same(self, told: Fields | None, row: Fields | None) -> bool:
        """True when a row is what was told of it; None is a row that is not there.

        A column that came with a later revision holds its default until somebody writes it.
        """
        if told is None or row is None:
            return told is row
        for name in self._columns:
            value = row[name]
            if value in _EMPTY:
                if told.get(name) not in _EMPTY:
                    return False
            elif name in told:
                if told[name] != value:
                    return False
            elif str(value) != self._defaults[name]:
                return False
        return True


def _told(store: Store) -> Iterator[tuple[str, dict[str, Fields]]]:
    """Yield for every record what the journal leaves of it, by table."""
    entries: Iterable[Entry] = store.connection.execute(
        "SELECT record_id, table_name, operation, changes FROM journal_entry "
        "ORDER BY record_id, seq"
    )
    shapes = shapes_of(store.connection)
    for record, group in groupby(entries, itemgetter(0)):
        standing: dict[str, Fields] = {}
        for _record, table, operation, changes in group:
            if operation == "delete":
                standing.pop(table, None)
                continue
            fields = standing.setdefault(table, {})
            fields.update({name: new for name, (_old, new) in decode(changes, shapes).items()})
        yield record, standing


def _side_by_side(
    told: Iterator[tuple[str, dict[str, Fields]]], found: Iterator[tuple[str, str, Fields]]
) -> Iterator[tuple[str, dict[str, Fields], dict[str, Fields]]]:
    """Pair journal and tables by record; both come in the order of record ids."""
    rows = (
        (record, {table: fields for _id, table, fields in group})
        for record, group in groupby(found, itemgetter(0))
    )
    one, other = next(told, None), next(rows, None)
    while one is not None or other is not None:
        record = min(pair[0] for pair in (one, other) if pair is not None)
        in_journal: dict[str, Fields] = {}
        in_tables: dict[str, Fields] = {}
        if one is not None and one[0] == record:
            in_journal, one = one[1], next(told, None)
        if other is not None and other[0] == record:
            in_tables, other = other[1], next(rows, None)
        yield record, in_journal, in_tables


def _altered_file(store: Store) -> str:
    """The bytes of a status file stand outside the journal; their hash stands in it."""
    files = store.connection.execute(
        "SELECT f.name, f.sha256, c.content FROM outbound_file f "
        "JOIN outbound_content c ON c.file_id = f.id"
    )
    for name, digest, content in files:
        try:
            kept = zlib.decompress(content)
        except zlib.error:
            kept = b""
        if hashlib.sha256(kept).hexdigest() != digest:
            return _("The kept status file {name} was altered.").format(name=name)
    return ""
