"""The options of the ledger's commands, and what must come with what."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Protocol

from navigator_app.commands import values
from navigator_app.domain.eligibility import How, MediCal
from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(commands: Commands) -> None:
    """Add authorizations, eligibility and forecast."""
    found = commands.add(
        "authorizations",
        _("list authorizations and their extensions, with gaps, overlaps and days left"),
    )
    found.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    found.add_argument(
        "--ending-within",
        metavar="DAYS",
        type=values.count,
        help=_("of open referrals whose last day comes in so many days"),
    )
    _eligibility(commands)
    wave = commands.add(
        "forecast",
        _("authorizations that end in the weeks ahead, against staff hours"),
        _("Hours that are not given are the agency's own, or a guess until it sets them."),
    )
    wave.add_argument("--weeks", metavar="N", type=values.count, default=52, help="52")
    wave.add_argument(
        "--hours-per-packet", metavar="H", type=_hours, help=_("for one extension's packet")
    )
    wave.add_argument(
        "--hours-per-week", metavar="H", type=_hours, help=_("staff hours a week for packets")
    )


def check(parser: ArgumentParser, args: Namespace) -> None:
    """End in wrong usage where an option misses its fellow."""
    if args.run != "eligibility":
        return
    if args.result is not None and not args.member:
        parser.error(_("say whose check it is: MEMBER"))
    if args.result is not None and (args.how is None or args.on is None):
        parser.error(_("a check needs --result, --how and --on"))
    extra = (args.how, args.on, args.plan_found, args.lapsed_on, args.next, args.note)
    if args.result is None and any(extra):
        parser.error(_("to record a check, say what it found: --result"))


def _eligibility(commands: Commands) -> None:
    diary = commands.add(
        "eligibility",
        _("list a member's eligibility checks, or record one with --result"),
        _("--lapsed-on is the first day without coverage; leave it out when it is not known."),
    )
    diary.add_argument(
        "member",
        metavar="MEMBER",
        nargs="?",
        default="",
        help=_("id or CIN; without it, all whose coverage is lapsed or in doubt"),
    )
    diary.add_argument("--result", type=values.word(MediCal), help=", ".join(MediCal.slugs()))
    diary.add_argument("--how", type=values.word(How), help=", ".join(How.slugs()))
    diary.add_argument("--on", metavar="DATE", type=values.day, help=_("the day of the check"))
    diary.add_argument(
        "--plan-found", metavar="PLAN", default="", help=_("key or name of the plan it found")
    )
    diary.add_argument(
        "--lapsed-on", metavar="DATE", type=values.day, help=_("first day without coverage")
    )
    diary.add_argument("--next", metavar="DATE", type=values.day, help=_("when to check again"))
    diary.add_argument("--note", metavar="TEXT", default="", help=_("for your own records"))


def _hours(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(_("{text} is no number of hours").format(text=repr(text))) from None
