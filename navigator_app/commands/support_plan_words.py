"""`plan ID` beside `plan add` and `plan list`: one word names managed care plans and a member's
housing support plan, so the command line reads `plan ID` as `plan show ID`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Protocol

from navigator_app.commands import values
from navigator_app.i18n import _

SHOW = "show"
_OWN = ("add", "list", "connect", "test", SHOW)
_WITH_VALUE = ("--home", "--passphrase-file", "--as", "--version")


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(inner: Commands) -> None:
    """Add `plan show` below `plan`."""
    show = inner.add(
        SHOW,
        _("show a member's housing support plan; plan ID does the same"),
        run="plan-show",
    )
    show.add_argument("member", metavar="ID", help=_("a member's id or CIN"))
    show.add_argument(
        "--version", metavar="N", dest="number", type=values.count, help=_("default: the newest")
    )


def with_show(words: Sequence[str]) -> list[str]:
    """The words with "show" put in where `plan` is followed by an id."""
    found = list(words)
    place = _plain(found, 0)
    if place is None or found[place] != "plan":
        return found
    after = _plain(found, place + 1)
    if after is not None and found[after] not in _OWN:
        found.insert(place + 1, SHOW)
    return found


def _plain(words: Sequence[str], start: int) -> int | None:
    """The place of the first word from there on that is no option nor an option's value."""
    place = start
    while place < len(words):
        word = words[place]
        if not word.startswith("-"):
            return place
        place += 2 if word in _WITH_VALUE else 1
    return None
