"""Who works with the store, as plain SQL."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain.records import UserRow
from navigator_app.domain.rights import Person
from navigator_app.domain.vocabulary import Role

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_TEAM = (
    'SELECT u.id, u.role, coalesce(p.administers, 0) FROM "user" u '
    "LEFT JOIN user_profile p ON p.user_id = u.id WHERE u.active = 1 ORDER BY u.created_at, u.id"
)
_PEOPLE = (
    "SELECT u.id, u.name, u.role, u.active, coalesce(p.administers, 0), "
    "coalesce(p.left_on, ''), (SELECT count(*) FROM member m WHERE m.navigator_id = u.id) "
    'FROM "user" u LEFT JOIN user_profile p ON p.user_id = u.id '
    "ORDER BY u.active DESC, u.name COLLATE NOCASE, u.id"
)


def team(store: Store) -> tuple[tuple[str, Role, bool], ...]:
    """(id, role, administers) of everybody active, the longest there first."""
    return _team(tuple(store.connection.execute(_TEAM).fetchall()))


@lru_cache(maxsize=8)
def _team(rows: tuple[tuple[str, str, int], ...]) -> tuple[tuple[str, Role, bool], ...]:
    """Read each time, since rights follow from it, and made anew only when it changed."""
    return tuple((key, Role.from_slug(role), bool(administers)) for key, role, administers in rows)


def people(store: Store, slots: frozenset[str] = frozenset()) -> list[Person]:
    """Everybody, the active first; `slots` are the users that have a passphrase of their own."""
    return [
        Person(
            id=key,
            name=name,
            role=Role.from_slug(role),
            active=bool(active),
            administers=bool(administers),
            has_passphrase=key in slots,
            members=members,
            left_on=left_on,
        )
        for key, name, role, active, administers, left_on, members in store.query(_PEOPLE)
    ]


def user(store: Store, user_id: str) -> UserRow | None:
    """One user, active or not."""
    row = store.one('SELECT id, name, role FROM "user" WHERE id = ?', (user_id,))
    return None if row is None else UserRow(row[0], row[1], Role.from_slug(row[2]))


def names_with(store: Store, roles: frozenset[Role]) -> list[str]:
    """Names of the active whose role is one of these, or who administer where that is one."""
    slugs = {role.slug for role in roles}
    administers = Role.ADMINISTRATOR in roles
    found = store.query(
        'SELECT u.name, u.role, coalesce(p.administers, 0) FROM "user" u LEFT JOIN user_profile p '
        "ON p.user_id = u.id WHERE u.active = 1 ORDER BY u.name COLLATE NOCASE"
    )
    return [name for name, role, also in found if role in slugs or (administers and also)]
