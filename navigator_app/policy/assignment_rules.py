"""How a navigator is suggested for a member, read from `resources/assignment.toml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.assignment import For, Rules
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import read_toml

_MOST_POINTS = 1000


class AssignmentRulesRefused(NavigatorError):
    """The file cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> Rules:
    """The rules that came with the program."""
    return read(resource("assignment.toml"))


def read(path: Path) -> Rules:
    """Read a file; AssignmentRulesRefused names the field that is wrong."""
    table = read_toml(path, AssignmentRulesRefused)
    table.only(("carry", "new_days", "reason"))
    points = {}
    for cells in table.tables("reason"):
        cells.only(("id", "points"))
        key = For(cells.text("id", choices=[one.value for one in For]))
        points[key] = cells.number("points", least=0, most=_MOST_POINTS)
    for one in For:
        if one not in points:
            table.refuse(f"reason {one.value}", "is missing")
    carry = table.words("carry", Role.slugs())
    return Rules(
        carry=frozenset(Role.from_slug(one) for one in carry),
        new_days=table.number("new_days", least=1, most=365),
        points=points,
    )
