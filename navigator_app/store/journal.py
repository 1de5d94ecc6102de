"""The journal's writing half: what triggers call, inside the transaction that changes a row.

Every record table has triggers (`store.triggers`) that call these functions, so bulk writes and
plain SQL are caught like any other. Without an open `Tx` they refuse, and the write with them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from json.encoder import encode_basestring
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

START = "0" * 64
"""What stands for the hash before the first entry."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The columns of `journal_transaction`: who, when (UTC), where, why."""

    id: str
    at: str
    zone: str
    user_id: str | None
    user_name: str
    device: str
    intention: str

    def digest(self) -> str:
        """SHA-256 over all columns; every entry's hash holds it."""
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


def link(
    before: str, stamp: str, table: str, operation: str, record: str, changes: str, names: str = ""
) -> str:
    """The hash of an entry: over the one before, its transaction's digest and its own columns.

    `names` are the fields that an inserted row's values stand for.
    """
    text = f"{before}{stamp}{table}\n{operation}\n{len(record)}:{record}\n{changes}\n{names}"
    return hashlib.sha256(text.encode()).hexdigest()


def shape_names(changes: str, shapes: Mapping[int, str]) -> str:
    """The fields an inserted row's values stand for; "" for other entries and unknown shapes."""
    if not changes.startswith("["):
        return ""
    return shapes.get(int(changes[1 : changes.find(",")]), "")


def decode(changes: str, shapes: Mapping[int, str]) -> dict[str, tuple[Value, Value]]:
    """An entry's changes as {field: (old, new)}; an inserted row's empty values are left out."""
    told = json.loads(changes)
    if isinstance(told, dict):
        return {name: (old, new) for name, (old, new) in told.items()}
    fields = zip(shapes[told[0]].split(","), told[1:], strict=True)
    return {name: (None, value) for name, value in fields if value is not None and value != ""}


def shapes_of(connection: sqlcipher.Connection) -> dict[int, str]:
    """The lists of fields that inserted rows were written with, by number."""
    return dict(connection.execute("SELECT id, names FROM journal_shape").fetchall())


def head_mac(key: bytes, entries: int, last: str) -> str:
    """Authenticate the journal's length and last hash, so that a cut tail is noticed."""
    return hmac.new(key, f"{entries}\n{last}".encode(), hashlib.sha256).hexdigest()


class Journal:
    """The state of one connection: the open transaction, and the entry being made."""

    def __init__(self, connection: sqlcipher.Connection, mac_key: bytes) -> None:
        """Register the functions that the triggers call."""
        self._connection = connection
        self._mac_key = mac_key
        self._id: str | None = None
        self._digest = ""
        self._changes = ""
        self._shapes: dict[int, str] = {}
        self._names: dict[str, list[str]] = {}
        self.entries = 0  # made since `begin`, those of undone statements included
        for name, count, function in (
            ("journal_open", 0, self._open),
            ("journal_update", -1, self._update),
            ("journal_delete", -1, self._delete),
            ("journal_link", 4, self._link),
            ("journal_link_insert", 5, self._link_insert),
        ):
            connection.create_function(name, count, function)

    def begin(self, stamp: Stamp) -> None:
        """Open a transaction: write its row; from now on record tables may be written."""
        self._connection.execute(
            "INSERT INTO journal_transaction(id, at, zone, user_id, user_name, device, intention) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            astuple(stamp),
        )
        self._id, self._digest, self.entries = stamp.id, stamp.digest(), 0
        if not self._shapes:
            self._shapes = shapes_of(self._connection)

    def seal(self) -> None:
        """Before COMMIT: authenticate the new head."""
        if not self.entries:
            return
        last = self._connection.execute(
            "SELECT seq, hash FROM journal_entry ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        if last is None:
            return
        head = (*last, head_mac(self._mac_key, *last))
        sql = "UPDATE journal_head SET entries = ?, hash = ?, mac = ? WHERE id = 1"
        if not self._connection.execute(sql, head).rowcount:
            sql = "INSERT INTO journal_head(id, entries, hash, mac) VALUES (1, ?, ?, ?)"
            self._connection.execute(sql, head)

    def end(self) -> None:
        """Close the transaction: record tables refuse writes again."""
        self._id, self._digest, self._changes = None, "", ""

    def _open(self) -> str:
        if self._id is None:
            raise RuntimeError("a record was written outside a transaction")
        return self._id

    def _update(self, names: str, *values: Value) -> str:
        """JSON {field: [old, new]} of the fields that differ; `values` is all old, then all new."""
        fields = self._fields(names)
        half = len(fields)
        parts = [
            f"{name}[{_json(old)},{_json(new)}]"
            for name, old, new in zip(fields, values[:half], values[half:], strict=True)
            if old != new
        ]
        self._changes = "{" + ",".join(parts) + "}"
        return self._changes

    def _delete(self, names: str, *values: Value) -> str:
        """JSON {field: [old, null]}."""
        fields = self._fields(names)
        parts = [
            f"{name}[{_json(value)},null]"
            for name, value in zip(fields, values, strict=True)
            if value is not None and value != ""
        ]
        self._changes = "{" + ",".join(parts) + "}"
        return self._changes

    def _link(self, before: str | None, table: str, operation: str, record: str) -> str:
        """The hash of the entry whose changes were made just before, in the same VALUES list."""
        changes, self._changes = self._changes, ""
        if not changes:
            raise RuntimeError("journal entry without changes")
        self.entries += 1
        return link(before or START, self._digest, table, operation, record, changes)

    def _link_insert(
        self, before: str | None, table: str, record: str, shape: int, changes: str
    ) -> str:
        """The hash of an inserted row's entry, [shape, value, value, …]: its names stand once in
        the file, not in each entry, which halves the journal of an import."""
        self.entries += 1
        names = self._shapes[shape]
        return link(before or START, self._digest, table, "insert", record, changes, names)

    def _fields(self, names: str) -> list[str]:
        fields = self._names.get(names)
        if fields is None:
            fields = [f'"{name}":' for name in names.split(",")]
            self._names[names] = fields
        return fields


def _json(value: Any) -> str:
    if value is None:
        return "null"
    return encode_basestring(value) if type(value) is str else str(value)
