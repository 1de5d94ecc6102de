"""The store: one encrypted file, one connection on one thread, one way to write."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import UserRow
from navigator_app.errors import StoreUnavailable
from navigator_app.i18n import _
from navigator_app.paths import private_folder
from navigator_app.runtime.clock import Clock
from navigator_app.store import files, keys, schema
from navigator_app.store.connection import check_file
from navigator_app.store.connection import connect as connect  # for whoever measures the bare file
from navigator_app.store.failures import refusal, translated
from navigator_app.store.journal import Journal, Stamp
from navigator_app.store.lock import HomeLock
from navigator_app.store.tx import Parameters, Tx, utc_text

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlmodel import Session


def mac_key_of(key: bytes) -> bytes:
    """What authenticates the journal's head, of a store's key."""
    return hmac.new(key, b"navigator journal head", hashlib.sha256).digest()


class Store:
    """An opened store. Every method belongs to the thread that opened it.

    Database errors come out as `StoreUnavailable` and its kinds; a constraint that fails is a
    fault of the caller and stays an `IntegrityError`.
    """

    def __init__(
        self, home: Path, connection: sqlcipher.Connection, key: bytes, lock: HomeLock | None
    ) -> None:
        """Use `open` or `create`."""
        mac_key = mac_key_of(key)
        self.home = home
        self.connection = connection
        self.mac_key = mac_key
        self._journal = Journal(connection, mac_key)
        self._lock = lock
        self._engine: Engine | None = None
        self._busy = False

    @classmethod
    def open(cls, home: Path, key: bytes, lock: HomeLock | None = None) -> Self:
        """Open the store of a home, bringing an older schema up to date.

        Takes over `lock`, or takes one. Raises StoreMissing, StoreInTheClear, StoreDamaged,
        StoreTooNew, StoreInUse.
        """
        check_file(home)
        lock = lock or HomeLock(home)
        try:
            connection = connect(home / files.STORE, key)
            try:
                with translated(home):
                    if schema.needs_upgrade(connection):
                        connection = _upgraded(home, key, connection)
            except BaseException:
                connection.close()
                raise
        except BaseException:
            lock.release()
            raise
        return cls(home, connection, key, lock)

    @classmethod
    def create(
        cls,
        home: Path,
        key: bytes,
        key_file: keys.KeyFile,
        fill: Callable[[Self], None] | None = None,
    ) -> Self:
        """Make a store with its key file and return it open.

        `fill` writes the first rows. All is built aside and moved into place whole, so a crash or
        a full disk leaves no half-made store. StoreUnavailable when one is there already.
        """
        with files.plain_errors():
            private_folder(home)
        lock = HomeLock(home)
        try:
            with files.plain_errors():
                files.settle(home)
            if (home / files.STORE).exists() or (home / files.KEYS).exists():
                raise StoreUnavailable(
                    _("Store exists"),
                    _("There is a store in this folder already; it was not touched."),
                    _("Unlock it, or choose another folder."),
                )
            with files.plain_errors():
                _build(cls, home, key, key_file, fill)
        except BaseException:
            files.discard_folder(home / files.STAGING)
            lock.release()
            raise
        return cls.open(home, key, lock)

    def query(self, sql: str, params: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT."""
        try:
            rows: list[tuple[Any, ...]] = self.connection.execute(sql, params).fetchall()
            return rows
        except sqlcipher.Error as error:
            known = refusal(error)
            if known is None:
                raise
            raise known from error

    def one(self, sql: str, params: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row of a SELECT, None when there is none."""
        try:
            row: tuple[Any, ...] | None = self.connection.execute(sql, params).fetchone()
            return row
        except sqlcipher.Error as error:
            known = refusal(error)
            if known is None:
                raise
            raise known from error

    @contextlib.contextmanager
    def transaction(
        self, intention: str, *, clock: Clock, user: UserRow | None = None, device: str = ""
    ) -> Iterator[Tx]:
        """One write: all of the body or nothing, journalled under `intention`.

        Commits when the body ends, rolls back on any exception. They do not nest.
        """
        stamp = Stamp(
            id=uuid7(),
            at=utc_text(clock.now()),
            zone=clock.zone,
            user_id=user.id if user else None,
            user_name=user.name if user else "",
            device=device,
            intention=intention,
        )
        with self._write(stamp) as tx:
            yield tx

    @contextlib.contextmanager
    def scratch(self, clock: Clock) -> Iterator[Tx]:
        """One write outside the journal, for drafts; a record table refuses to be written."""
        with self._write(None, utc_text(clock.now())) as tx:
            yield tx

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """An SQLModel session for reading; writes go through `Tx.session`."""
        from navigator_app.store.orm import new_session  # half a second at first

        with translated(), new_session(self.engine()) as session:
            yield session

    def engine(self) -> Engine:
        """SQLAlchemy on this very connection, made when first asked for."""
        if self._engine is None:
            from navigator_app.store.orm import borrowed_engine  # half a second at first

            self._engine = borrowed_engine(self.connection)
        return self._engine

    def release_connection(self) -> None:
        """Close the file but keep the lock, while another takes its place."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        self.connection.close()

    def take_connection(self, connection: sqlcipher.Connection, key: bytes) -> None:
        """Go on with the file opened anew under that key."""
        self.mac_key = mac_key_of(key)
        self.connection = connection
        self._journal = Journal(connection, self.mac_key)

    def close(self) -> None:
        """Close the file, forget the key, let go of the lock; safe to call twice."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        self.connection.close()
        self.mac_key = b""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @contextlib.contextmanager
    def _write(self, stamp: Stamp | None, now: str = "") -> Iterator[Tx]:
        if self._busy:
            raise RuntimeError("transactions do not nest")
        with translated(self.home):
            self.connection.execute("BEGIN IMMEDIATE")
            self._busy = True
            tx = Tx(self, stamp.id if stamp else "", stamp.at if stamp else now)
            try:
                if stamp:
                    self._journal.begin(stamp)
                before = self.connection.total_changes
                yield tx
                tx.flush()
                changed = self.connection.total_changes != before
                self._journal.seal()
                # A transaction that wrote nothing leaves no trace and costs no fsync.
                self.connection.execute("COMMIT" if changed else "ROLLBACK")
            except BaseException:
                self._roll_back()
                raise
            finally:
                tx.end()
                self._journal.end()
                self._busy = False

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlcipher.Error):  # the first error is the one to tell
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")


def _build(
    cls: type[Store],
    home: Path,
    key: bytes,
    key_file: keys.KeyFile,
    fill: Callable[[Any], None] | None,
) -> None:
    """Build store and key file aside, then move the key file and last the store into place."""
    staging = home / files.STAGING
    staging.mkdir(mode=0o700)
    connection = connect(staging / files.STORE, key)
    store = cls(staging, connection, key, None)
    try:
        with translated():
            schema.upgrade(connection)
        if fill is not None:
            fill(store)
    finally:
        store.close()
    (staging / files.STORE).chmod(0o600)
    keys.write(staging, key_file)
    try:
        os.replace(staging / files.KEYS, home / files.KEYS)
        files.sync_folder(home)
        files.settle(home)
    except OSError:
        if not (home / files.STORE).exists():
            (home / files.KEYS).unlink(missing_ok=True)
        raise


def _upgraded(home: Path, key: bytes, connection: sqlcipher.Connection) -> sqlcipher.Connection:
    """Keep an encrypted copy, migrate, and return the connection."""
    found = schema.revision(connection)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files.keep_copy(home, f"before-{schema.HEAD}-was-{found}")
    Journal(connection, b"")  # the functions that triggers name must exist while tables change
    schema.upgrade(connection)
    return connection
