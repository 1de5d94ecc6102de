"""The words of the commands on people, places and hand-over."""

from __future__ import annotations

from navigator_app.commands.ledger_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add people and hand-over."""
    people = commands.add(
        "people",
        _("show how to reach a member, where they were seen, who stands around them, dangers"),
        _("Dangers come first. With --json also what a print must leave out."),
    )
    people.add_argument("member", metavar="ID", help=_("id or CIN"))
    give = commands.add(
        "hand-over",
        _("give members to another navigator, with a pack written from the record"),
        _("All or none. A member whom that navigator has already is left out."),
    )
    give.add_argument("members", metavar="ID", nargs="+", help=_("id or CIN"))
    give.add_argument("--to", metavar="USER", required=True, help=_("who takes over"))
    give.add_argument("--note", metavar="TEXT", default="", help=_("a word for them"))
