"""SQLAlchemy on the store's one connection. Importing this costs about half a second."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher
from sqlmodel import Session


class _Borrowed:
    """The store's connection, lent: its transactions are the store's to end, and its life too."""

    def __init__(self, connection: sqlcipher.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Leave it to `Store.transaction`."""

    def rollback(self) -> None:
        """Leave it to `Store.transaction`."""

    def close(self) -> None:
        """Leave it to `Store.close`."""


def borrowed_engine(connection: sqlcipher.Connection) -> Engine:
    """An engine that only ever uses this connection and never ends its transaction."""
    lent = _Borrowed(connection)
    return create_engine(
        "sqlite://",
        creator=lambda: lent,
        module=sqlcipher,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        hide_parameters=True,  # an exception's text must not hold a member's data
    )


def new_session(engine: Engine) -> Session:
    """A session on a borrowed engine; `flush` sends, only the store commits."""
    return Session(engine, expire_on_commit=False)
