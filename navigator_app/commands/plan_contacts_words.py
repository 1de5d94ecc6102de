"""The words of `contacts` and `contact`."""

from __future__ import annotations

from argparse import ArgumentParser

from navigator_app.commands import values
from navigator_app.commands.intake_words import Commands
from navigator_app.domain.plan_contacts import PROGRAMS
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add both."""
    book = commands.add(
        "contacts",
        _("whom to ask at each plan, for which program"),
        _("Each line says where it is printed and of which day; old ones are marked."),
    )
    book.add_argument("--plan", metavar="KEY", default="", help=_("one plan of this store"))
    book.add_argument("--removed", action="store_true", help=_("also lines that were removed"))
    inner = commands.under(
        commands.add(
            "contact",
            _("change the book of contacts"),
            _(
                "A shipped line is changed by a copy of your own, with its day; the shipped one\n"
                "is kept. An id is printed by contacts --json."
            ),
        )
    )
    new = inner.add("add", _("add a line of your own"), run="contact-add")
    new.add_argument("plan_name", metavar="PLAN", help=_("the plan's name"))
    _fields(new)
    amend = inner.add("amend", _("write a line anew; what is not said stays"), run="contact-amend")
    amend.add_argument("id", metavar="ID", help=_("the line"))
    amend.add_argument("--plan-name", metavar="PLAN", default="", help=_("the plan's name"))
    _fields(amend)
    for name, text in (
        ("confirm", _("say that a line was found still right")),
        ("remove", _("take a line out; it is kept")),
        ("restore", _("put a removed line back")),
    ):
        parser = inner.add(name, text, run=f"contact-{name}")
        parser.add_argument("id", metavar="ID", help=_("the line"))
        if name == "confirm":
            parser.add_argument("--as-of", metavar="DAY", type=values.day, help=_("when (today)"))


def _fields(parser: ArgumentParser) -> None:
    parser.add_argument("--program", choices=PROGRAMS, help=_("for what; empty is every program"))
    parser.add_argument("--role", metavar="TEXT", help=_("who, or what for"))
    parser.add_argument("--phone", metavar="NUMBER", help=_("an office's, not a person's own"))
    parser.add_argument("--email", metavar="ADDRESS", help=_("a mailbox"))
    parser.add_argument("--web", metavar="URL", help=_("a page"))
    parser.add_argument("--note", metavar="TEXT", help=_("what else to know; of no member"))
    parser.add_argument("--source", metavar="TEXT", help=_("who told you, or where it is written"))
    parser.add_argument("--as-of", metavar="DAY", type=values.day, help=_("of which day (today)"))
