"""The words of `review`: what waits for a supervisor's word."""

from __future__ import annotations

from navigator_app.commands.intake_words import Commands
from navigator_app.domain.review import KINDS, STATES, WAITING
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add review and what is below it."""
    inner = commands.under(commands.add("review", _("what waits for a supervisor's word")))
    listed = inner.add("list", _("list the queue, the longest waiting first"), run="review-list")
    listed.add_argument(
        "--state", choices=(*STATES, "all"), default=WAITING, help=_("waiting without it")
    )
    listed.add_argument("--mine", action="store_true", help=_("only what you asked for"))
    ask = inner.add("ask", _("ask for review and print the item"), run="review-ask")
    ask.add_argument("kind", choices=KINDS, help=_("what it is"))
    ask.add_argument("about", metavar="ID", help=_("its id"))
    ask.add_argument("--note", metavar="TEXT", default="", help=_("what to look at"))
    for name, text in (
        ("show", _("print an item beside its text and comments")),
        ("approve", _("approve an item; never your own")),
        ("return", _("give an item back, with what is to be changed")),
        ("withdraw", _("take back what you asked for")),
        ("again", _("ask again for what was returned")),
    ):
        one = inner.add(name, text, run=f"review-{name}")
        one.add_argument("item", metavar="ITEM", help=_("the item's id"))
        if name in ("approve", "return", "again"):
            one.add_argument("--note", metavar="TEXT", default="", help=_("a note"))
