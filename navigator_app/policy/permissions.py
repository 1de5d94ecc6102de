"""Who may do and see what, read from `resources/permissions.toml`.

A file with any fault is refused whole: a right that nobody can read must not be guessed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.rights import Action, FieldRight, Permissions
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_ACTION = ("id", "title", "section", "roles", "stand_in", "intentions", "reads", "note")
_FIELD = ("id", "title", "roles", "stand_in", "glass", "reads", "note")


class PermissionsRefused(NavigatorError):
    """The file of permissions cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> Permissions:
    """The permissions that came with the program."""
    return read(resource("permissions.toml"))


def read(path: Path) -> Permissions:
    """Read a file; PermissionsRefused names the field that is wrong."""
    table = read_toml(path, PermissionsRefused)
    table.only(("action", "field"))
    actions: dict[str, Action] = {}
    exact: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for cells in table.tables("action"):
        action = _action(cells)
        if action.id in actions:
            cells.refuse("id", "stands there twice")
        actions[action.id] = action
        for intention in action.intentions:
            if "*" in intention:
                patterns.append((intention, action.id))
            elif exact.setdefault(intention, action.id) != action.id:
                cells.refuse("intentions", f"names {intention}, which {exact[intention]} has")
    fields = {one.id: one for one in map(_field, table.tables("field"))}
    return Permissions(actions, fields, exact, tuple(patterns))


def _action(table: Table) -> Action:
    table.only(_ACTION)
    return Action(
        id=table.text("id"),
        title=table.text("title"),
        section=table.text("section"),
        roles=_roles(table, "roles"),
        stand_in=_roles(table, "stand_in", []),
        intentions=tuple(table.words("intentions", default=[])),
        reads=tuple(table.words("reads", default=[])),
        note=table.text("note", ""),
    )


def _field(table: Table) -> FieldRight:
    table.only(_FIELD)
    return FieldRight(
        id=table.text("id"),
        title=table.text("title"),
        roles=_roles(table, "roles"),
        stand_in=_roles(table, "stand_in", []),
        glass=table.flag("glass", True),
        reads=tuple(table.words("reads", default=[])),
        note=table.text("note", ""),
    )


def _roles(table: Table, field: str, default: list[str] | None = None) -> frozenset[Role]:
    slugs = Role.slugs()
    found = table.words(field, slugs) if default is None else table.words(field, slugs, default)
    return frozenset(Role.from_slug(one) for one in found)
