"""The agency, its people, its plans and the drafts, as SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import AgencyRow, PlanRow, UserRow
from navigator_app.domain.vocabulary import Role

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_PLANS = "SELECT id, key, name, layout, policy FROM plan"


def first_rows(tx: Tx, agency: Mapping[str, object], worker: UserRow) -> None:
    """Write the agency and its first user into a new store."""
    tx.insert("agency", {"id": uuid7(), **agency, "created_at": tx.now})
    person = {"id": worker.id, "name": worker.name, "role": worker.role.slug}
    tx.insert("user", {**person, "created_at": tx.now})
    tx.insert("user_profile", {"user_id": worker.id, "administers": 1, "created_at": tx.now})


def agency(store: Store) -> tuple[str, AgencyRow, int] | None:
    """Id, words and idle minutes of the agency."""
    row = store.one("SELECT id, name, npi, phone, lock_minutes FROM agency")
    return None if row is None else (row[0], AgencyRow(*row[1:4]), int(row[4]))


def users(store: Store) -> list[UserRow]:
    """Active users by name."""
    rows = store.query(
        'SELECT id, name, role FROM "user" WHERE active = 1 ORDER BY name COLLATE NOCASE, id'
    )
    return [UserRow(key, name, Role.from_slug(role)) for key, name, role in rows]


def left_with_members(store: Store) -> list[UserRow]:
    """Users who work here no more and still have members, by name."""
    rows = store.query(
        'SELECT id, name, role FROM "user" u WHERE active = 0 AND EXISTS (SELECT 1 FROM member m '
        "WHERE m.navigator_id = u.id AND m.merged_into_id IS NULL) ORDER BY name COLLATE NOCASE, id"
    )
    return [UserRow(key, name, Role.from_slug(role)) for key, name, role in rows]


def plans(store: Store) -> list[PlanRow]:
    """All plans by key."""
    return [PlanRow(*row) for row in store.query(f"{_PLANS} ORDER BY key")]


def plan(store: Store, key: str) -> PlanRow | None:
    """The plan of a key."""
    row = store.one(f"{_PLANS} WHERE key = ?", (key,))
    return None if row is None else PlanRow(*row)


def learned_layouts(store: Store) -> list[tuple[str, str]]:
    """(key, TOML text) of the layouts that somebody mapped, by key."""
    return [
        (key, toml)
        for key, toml in store.query("SELECT key, toml FROM learned_layout ORDER BY key")
    ]


def own_packs(store: Store | Tx) -> dict[str, str]:
    """The TOML text of each pack of rules that the agency took in, by key."""
    return dict(_rows(store, "SELECT key, toml FROM own_pack ORDER BY key"))


def own_pack_rows(store: Store) -> list[tuple[str, str, str, str]]:
    """Id, key, name of who took it in, and moment of each, by key."""
    return store.query(
        "SELECT o.id, o.key, coalesce(u.name, ''), o.created_at FROM own_pack o "
        'LEFT JOIN "user" u ON u.id = o.user_id ORDER BY o.key'
    )


def _rows(store: Store | Tx, sql: str) -> list[tuple[str, str]]:
    run = store.connection.execute if hasattr(store, "connection") else store.execute
    found: list[tuple[str, str]] = run(sql).fetchall()
    return found


def save_draft(tx: Tx, user_id: str, key: str, payload: Mapping[str, object]) -> None:
    """Keep or replace one form's draft."""
    tx.execute(
        "INSERT INTO draft(user_id, key, payload, saved_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(user_id, key) DO UPDATE SET payload = excluded.payload, "
        "saved_at = excluded.saved_at",
        (user_id, key, json.dumps(payload, ensure_ascii=False), tx.now),
    )


def drafts(store: Store, user_id: str) -> dict[str, dict[str, Any]]:
    """A user's drafts by form key."""
    rows = store.query("SELECT key, payload FROM draft WHERE user_id = ? ORDER BY key", (user_id,))
    return {key: json.loads(payload) for key, payload in rows}


def clear_draft(tx: Tx, user_id: str, key: str) -> None:
    """Forget one draft; secure_delete wipes it from the page."""
    tx.execute("DELETE FROM draft WHERE user_id = ? AND key = ?", (user_id, key))
