"""The words of the commands on consents and on what left."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Protocol

from navigator_app.commands import values
from navigator_app.domain.consents import Decision, How
from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(commands: Commands) -> None:
    """Add consent and disclosures."""
    asked = commands.add(
        "consent",
        _("list a member's consents and refusals; record one first with --record"),
        _(
            "Kinds, information and purposes are the ids of the lists that came with the program;\n"
            "a wrong one is refused with those there are. Without --until a consent stands for\n"
            "its kind's own term. The member's own word: anybody else's is recorded in the window."
        ),
    )
    asked.add_argument("member", metavar="ID", help=_("id or CIN"))
    asked.add_argument(
        "--record",
        metavar="ANSWER",
        type=values.word(Decision),
        help=_("what the member said: given or refused"),
    )
    asked.add_argument("--kind", metavar="K", default="", help=_("what it is for (to-serve)"))
    asked.add_argument(
        "--how", metavar="HOW", type=values.word(How), help=_("verbal, paper or e-signed (verbal)")
    )
    asked.add_argument(
        "--on", metavar="DAY", type=values.day, help=_("the day it was said (today)")
    )
    asked.add_argument("--until", metavar="DAY", type=values.day, help=_("its last day"))
    asked.add_argument(
        "--discloser", metavar="WHO", default="", help=_("who may give (the agency)")
    )
    asked.add_argument("--recipient", metavar="WHO", default="", help=_("who may get it"))
    asked.add_argument("--purpose", metavar="P", default="", help=_("what for"))
    asked.add_argument(
        "--information", metavar="I", action="append", default=[], help=_("which; repeat it")
    )
    asked.add_argument("--note", metavar="TEXT", default="", help=_("a note"))
    left = commands.add(
        "disclosures",
        _("list what left about a member: when, what, to whom, what for, on which ground"),
    )
    left.add_argument("member", metavar="ID", help=_("id or CIN"))


def check(parser: ArgumentParser, args: Namespace) -> None:
    """Details of a consent want --record."""
    if getattr(args, "run", "") != "consent" or args.record is not None:
        return
    given = ("kind", "how", "on", "until", "discloser", "recipient", "purpose", "information")
    if any(getattr(args, name) for name in (*given, "note")):
        parser.error(_("these options want --record given or --record refused"))
