"""The lists of people and places, and what each danger rules.

Read from `resources/people.toml`; a file with any fault is refused whole.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.people import HIDDEN, Danger, Listed, Lists
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import lists
from navigator_app.policy.toml import Table, read_toml

_LISTS = (
    "relationship", "income_source", "care_role", "contact_kind", "confidence", "place_to_look",
)  # fmt: skip
_ITEM = ("id", "title", "note", "source", "section", "quote", "form", "left_with", "private")
_DANGER = ("id", "title", "banner", "leave_word", "mail", "alone", "hide", "sets")
_FORMS = ("", "phone", "email", "text")
_SETS = ("", "do_not_leave_word", "fleeing_violence")


class PeopleListsRefused(NavigatorError):
    """The file of lists cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> Lists:
    """The lists that came with the program."""
    return read(resource("people.toml"))


def read(path: Path) -> Lists:
    """Read a file; PeopleListsRefused names the field that is wrong."""
    table = read_toml(path, PeopleListsRefused)
    table.only((*_LISTS, "safety"))
    found = {name: lists.items(table, name, _item) for name in _LISTS}
    dangers = lists.items(table, "safety", _danger)
    if sorted(one.sets for one in dangers if one.sets) != sorted(_SETS[1:]):
        table.refuse("safety", "must set each field of the record once")
    return Lists(
        relationships=found["relationship"],
        income_sources=found["income_source"],
        care_roles=found["care_role"],
        contact_kinds=found["contact_kind"],
        confidences=found["confidence"],
        places_to_look=found["place_to_look"],
        dangers=dangers,
    )


def _item(table: Table) -> Listed:
    table.only(_ITEM)
    return Listed(
        id=table.text("id"),
        title=table.text("title"),
        note=table.text("note", ""),
        cited=lists.cited(table),
        form=table.text("form", "", choices=_FORMS),
        left_with=table.text("left_with", ""),
        private=table.flag("private", False),
    )


def _danger(table: Table) -> Danger:
    table.only(_DANGER)
    hide = table.words("hide", choices=HIDDEN, default=[])
    return Danger(
        id=table.text("id"),
        title=table.text("title"),
        banner=table.text("banner"),
        leave_word=table.flag("leave_word", True),
        mail=table.flag("mail", True),
        alone=table.flag("alone", True),
        hide=frozenset(hide),
        sets=table.text("sets", "", choices=_SETS),
    )
