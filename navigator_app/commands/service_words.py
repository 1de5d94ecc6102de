"""The options of `services`, and what must come with what."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from navigator_app.commands import values
from navigator_app.commands.ledger_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add services."""
    found = commands.add(
        "services",
        _("list services given, with code, units and whether they can be billed"),
        _(
            "With --csv a plan's month goes into a file for whoever bills: a line for each\n"
            "member, day and code, and one for each outreach attempt. With --unpaid: the hours\n"
            "and attempts that are not paid or not known to be, by reason, navigator and month."
        ),
    )
    found.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    found.add_argument("--month", metavar="YYYY-MM", type=values.period)
    found.add_argument("--plan", metavar="KEY", default="", help=_("of a plan's members"))
    found.add_argument(
        "--csv", metavar="FILE", type=Path, help=_("write a plan's month as lines for billing")
    )
    found.add_argument("--unpaid", action="store_true", help=_("what nobody pays, and why"))


def check(parser: ArgumentParser, args: Namespace) -> None:
    """End in wrong usage where an option misses its fellow."""
    if args.run != "services" or args.csv is None:
        return
    if not args.plan or not args.month:
        parser.error(_("--csv needs --plan and --month"))
    if args.member or args.unpaid or vars(args).get("json", False):
        parser.error(_("--csv goes with --plan and --month alone"))
