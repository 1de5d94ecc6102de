"""What a service holds while it writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2 as sqlcipher
    from sqlmodel import Session

    from navigator_app.store.engine import Store

Parameters = Sequence[object] | Mapping[str, object]


def utc_text(moment: datetime) -> str:
    """An aware moment the way every table keeps it: ISO, UTC, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


class Tx:
    """An open transaction. `id` names it in the journal, `now` is its moment (UTC, ISO text)."""

    def __init__(self, store: Store, transaction_id: str, now: str) -> None:
        """Made by `Store.transaction`."""
        self.id = transaction_id
        self.now = now
        self._store = store
        self._connection = store.connection
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """An SQLModel session in this transaction, for records written one at a time.

        It is flushed before the commit; its own `commit` ends nothing.
        """
        if self._session is None:
            from navigator_app.store.orm import new_session  # half a second at first

            self._session = new_session(self._store.engine())
        return self._session

    def execute(self, sql: str, params: Parameters = ()) -> sqlcipher.Cursor:
        """Run one statement."""
        return self._connection.execute(sql, params)

    def executemany(self, sql: str, rows: Iterable[Parameters]) -> int:
        """Run one statement for every row and return how many rows it touched."""
        return int(self._connection.executemany(sql, rows).rowcount)

    def insert(self, table: str, values: Mapping[str, object]) -> int:
        """Insert one row and return its row number (`member.pk`, `status_event.seq`)."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names are ours
        return int(self._connection.execute(sql, list(values.values())).lastrowid or 0)

    def update(self, table: str, record_id: str, values: Mapping[str, object]) -> int:
        """Change columns of the row with that id and return how many rows there were, 0 or 1."""
        if not values:
            return 0
        names = ", ".join(f'"{name}" = ?' for name in values)
        sql = f'UPDATE "{table}" SET {names} WHERE id = ?'  # noqa: S608 - names are ours
        return int(self._connection.execute(sql, [*values.values(), record_id]).rowcount)

    def flush(self) -> None:
        """Send what the session still holds; the store calls it before the commit."""
        if self._session is not None:
            self._session.flush()

    def end(self) -> None:
        """Let go of the session; the store calls it when the transaction is over."""
        if self._session is not None:
            self._session.close()
            self._session = None
