"""A store that a team shares: one of each role, all of it generated."""

from __future__ import annotations

from dataclasses import replace

from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.services.workspace import Workspace

NAMES = {
    Role.NAVIGATOR: "Ben Ochoa",
    Role.SUPERVISOR: "Carla Nguyen",
    Role.CLERK: "Dana Park",
    Role.ADMINISTRATOR: "Eli Santos",
}


OWN, BENS, CARLAS = "juniper kettle orbit mosaic", "velvet anchor thistle", "copper lantern willow"
"""Passphrases of the founder, the navigator and the supervisor."""


def join(ws: Workspace, name: str, role: Role, *, administers: bool = False) -> UserRow:
    """Somebody more, written as an administrator's hand would leave it."""
    key = "u-" + name.split()[0].lower()
    with ws.store.transaction("add_user", clock=ws.clock, user=ws.user) as tx:
        row = {"id": key, "name": name, "role": role.slug, "active": 1, "created_at": tx.now}
        tx.insert("user", row)
        tx.insert(
            "user_profile",
            {"user_id": key, "administers": int(administers), "created_at": tx.now},
        )
    return UserRow(key, name, role)


def full(ws: Workspace) -> dict[Role, UserRow]:
    """One of each role beside the founder."""
    return {role: join(ws, name, role) for role, name in NAMES.items()}


def seat(ws: Workspace, user: UserRow) -> Workspace:
    """The same open store with somebody else at work."""
    return replace(ws, user=user)
