"""Who may do what: actions, fields, and the rights of somebody at work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from navigator_app.domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Action:
    """Something that may be done, by whom.

    `stand_in` may do it as long as nobody active is a supervisor; `intentions` are the writes
    that belong to it, with `*` for what a write names itself; `reads` the services that only read
    and ask for it.
    """

    id: str
    title: str
    section: str
    roles: frozenset[Role]
    stand_in: frozenset[Role] = frozenset()
    intentions: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldRight:
    """Something that is not shown to everybody. `glass`: may be broken open with a reason;
    `reads`: the services that only read and are refused without it."""

    id: str
    title: str
    roles: frozenset[Role]
    stand_in: frozenset[Role] = frozenset()
    glass: bool = True
    note: str = ""
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permissions:
    """The whole table."""

    actions: Mapping[str, Action]
    fields: Mapping[str, FieldRight]
    exact: Mapping[str, str]
    patterns: tuple[tuple[str, str], ...] = ()

    def of_intention(self, intention: str) -> Action | None:
        """The action that a write belongs to; None for one that the table does not know."""
        found = self.exact.get(intention)
        if found is None:
            found = next(
                (action for form, action in self.patterns if fnmatchcase(intention, form)), None
            )
        return None if found is None else self.actions[found]


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody at work and the team around: what rights follow from.

    `roles` are the user's own, the administrator's among them where the user administers; empty
    for whoever is not active. `alone`: nobody else is active, so nothing is held back.
    """

    user_id: str
    roles: frozenset[Role]
    alone: bool = False
    supervised: bool = True

    def has(self, right: Action | FieldRight) -> bool:
        """True when these roles have the right."""
        if not self.roles:
            return False
        if self.alone or self.roles & right.roles:
            return True
        return not self.supervised and bool(self.roles & right.stand_in)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works or worked with the store, as the list of people shows them."""

    id: str
    name: str
    role: Role
    active: bool
    administers: bool
    has_passphrase: bool
    members: int = 0
    left_on: str = ""


def standing(user_id: str, team: tuple[tuple[str, Role, bool], ...]) -> Standing:
    """The standing of one among the active (id, role, administers), the longest there first.

    Where nobody administers, whoever has been there longest does: a store is never without.
    """
    nobody = not any(administers or role is Role.ADMINISTRATOR for _id, role, administers in team)
    roles: set[Role] = set()
    for place, (key, role, administers) in enumerate(team):
        if key != user_id:
            continue
        roles.add(role)
        if administers or (nobody and place == 0):
            roles.add(Role.ADMINISTRATOR)
    return Standing(
        user_id,
        frozenset(roles),
        alone=bool(roles) and len(team) == 1,
        supervised=any(role is Role.SUPERVISOR for _id, role, _administers in team),
    )
