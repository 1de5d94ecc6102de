"""The words of `imports`."""

from __future__ import annotations

from navigator_app.commands.responses_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add it."""
    listed = commands.add(
        "imports",
        _("list the authorization files that wait for a review, and take them in or discard them"),
        _(
            "They came over a plan's line, or were read in the window. Nothing of a file counts\n"
            "before it is taken in; one that was discarded does not come again."
        ),
    )
    listed.add_argument("--plan", metavar="KEY", help=_("only of this plan (all)"))
    inner = commands.under(listed, required=False)
    show = inner.add("show", _("what one would change, row by row"), run="imports-show")
    take = inner.add("take", _("take one in"), run="imports-take")
    discard = inner.add("discard", _("throw one away"), run="imports-discard")
    accept = inner.add(
        "accept",
        _("take the file's name and birth date for members who were put right here"),
        run="imports-accept",
    )
    for one in (show, take, discard, accept):
        one.add_argument("id", metavar="ID", help=_("an id of the list"))
    accept.add_argument("members", metavar="MEMBER", nargs="+", help=_("the member's id"))
