"""How each plan is reached, and what opens that, as SQL."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from navigator_app.domain.connections import Connection, Secrets

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_CONNECTIONS = (
    "SELECT c.id, p.id, p.key, p.name, c.kind, c.host, c.port, c.user_name, c.host_key, "
    "coalesce(c.pinned_at, ''), c.inbox, c.outbox, c.jump, c.proxy, c.trusted, c.paused "
    "FROM plan_connection c JOIN plan p ON p.id = c.plan_id "
)


def connections(store: Store) -> list[Connection]:
    """All of them, by the plan's key."""
    return [_connection(row) for row in store.query(_CONNECTIONS + "ORDER BY p.key")]


def connection(store: Store, plan_id: str) -> Connection | None:
    """That of one plan, None where none was set up."""
    row = store.one(_CONNECTIONS + "WHERE c.plan_id = ?", (plan_id,))
    return None if row is None else _connection(row)


def secrets(store: Store, connection_id: str) -> Secrets:
    """What opens it; empty words where nothing is kept."""
    row = store.one(
        "SELECT identity, identity_passphrase, password, jump_identity, jump_host_key, "
        "proxy_password FROM connection_secret WHERE connection_id = ?",
        (connection_id,),
    )
    return Secrets() if row is None else Secrets(*row)


def keep_secrets(tx: Tx, connection_id: str, kept: Secrets) -> None:
    """Put these in place of what was kept; what was is gone from the file (`secure_delete`)."""
    tx.execute("DELETE FROM connection_secret WHERE connection_id = ?", (connection_id,))
    values = {name: value for name, value in asdict(kept).items() if value}
    if values:
        tx.insert("connection_secret", {"connection_id": connection_id, **values})


def _connection(row: tuple[Any, ...]) -> Connection:
    values = [*row[:14], bool(row[14]), bool(row[15])]
    return Connection(*values)
