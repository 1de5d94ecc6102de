"""How people and their profiles are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from navigator_app.domain.records import UserRow

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


def add(tx: Tx, user: UserRow, *, administers: bool) -> None:
    """Write somebody new."""
    row = {"id": user.id, "name": user.name, "role": user.role.slug, "active": 1}
    tx.insert("user", {**row, "created_at": tx.now})
    profile(tx, user.id, {"administers": int(administers)})


def profile(tx: Tx, user_id: str, values: Mapping[str, object]) -> None:
    """Write columns of somebody's profile, making it where there is none."""
    there = tx.execute("SELECT 1 FROM user_profile WHERE user_id = ?", (user_id,)).fetchone()
    if there is None:
        tx.insert("user_profile", {"user_id": user_id, "created_at": tx.now, **values})
        return
    names = ", ".join(f"{name} = ?" for name in values)
    tx.execute(
        f"UPDATE user_profile SET {names} WHERE user_id = ?",  # noqa: S608 - names are ours
        [*values.values(), user_id],
    )
