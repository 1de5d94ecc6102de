"""The words of `team`: the agency's own figures and rules of its team."""

from __future__ import annotations

from navigator_app.commands.intake_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add team and what is below it."""
    team = commands.add(
        "team",
        _("weights, limit, and what is reviewed: the agency's own figures and rules"),
        _(
            "The program's own hold until the agency sets another; the journal keeps what held\n"
            "before, and what `set` and `question` print takes a change back with `undo`."
        ),
    )
    inner = commands.under(team)
    inner.add("list", _("each with its value and the program's own"), run="team-list")
    one = inner.add("set", _("set one of them"), run="team-set")
    one.add_argument("name", metavar="NAME", help=_("as `team list` writes it"))
    one.add_argument("value", metavar="VALUE", help=_("a number, yes or no, or one of the words"))
    asked = inner.add("question", _("ask each chart an own question"), run="team-question")
    asked.add_argument("words", metavar="TEXT", help=_("the question, answered with yes or no"))
    asked.add_argument("--drop", action="store_true", help=_("do not ask it any more"))
    back = inner.add("undo", _("take one change back"), run="team-undo")
    back.add_argument("change", metavar="CHANGE", help=_("as the change printed it"))
