"""The words of the commands that assign members and keep leave."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from navigator_app.commands import values
from navigator_app.commands.intake_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add assign and leave."""
    assign = commands.add(
        "assign",
        _("give a member to a navigator, or say who would suit and why"),
        _(
            "Refused with the reason: to somebody who left, is away, has as many as they may, or\n"
            "whose role carries no caseload. A supervisor passes leave and limit with --override."
        ),
    )
    assign.add_argument("member", metavar="MEMBER", nargs="?", default="", help=_("id or CIN"))
    assign.add_argument("--to", metavar="USER", default="", help=_("who takes the member"))
    assign.add_argument("--why", metavar="TEXT", default="", help=_("a word for them"))
    assign.add_argument(
        "--override", metavar="REASON", default="", help=_("pass leave or limit; it is kept")
    )
    assign.add_argument("--suggest", action="store_true", help=_("whom, with reasons; no change"))
    assign.add_argument("--waiting", action="store_true", help=_("list members whom nobody has"))
    leave = commands.add(
        "leave",
        _("who is away, and who watches over their members: add, move, end, list"),
        _("Without a cover the members fall to the supervisor. Nothing goes unwatched."),
    )
    inner = commands.under(leave)
    new = inner.add("add", _("write that somebody is away"), run="leave-add")
    _name(new)
    new.add_argument(
        "--from", dest="first", required=True, metavar="DATE", type=values.day, help=_("first day")
    )
    new.add_argument("--until", metavar="DATE", type=values.day, help=_("last day away"))
    new.add_argument("--cover", metavar="USER", default="", help=_("who watches meanwhile"))
    new.add_argument("--why", metavar="TEXT", default="", help=_("for the list"))
    move = inner.add("move", _("give it another last day or cover"), run="leave-move")
    _name(move)
    move.add_argument("--until", metavar="DATE", type=values.day, help=_("last day away"))
    move.add_argument("--cover", metavar="USER", default="", help=_("who watches meanwhile"))
    end = inner.add("end", _("they are back; one that has not begun is dropped"), run="leave-end")
    _name(end)
    end.add_argument("--on", metavar="DATE", type=values.day, help=_("the day back (today)"))
    inner.add("list", _("list leave now and ahead"), run="leave-list")


def check(parser: ArgumentParser, args: Namespace) -> None:
    """End in wrong usage where an option misses its fellow."""
    if args.run != "assign" or args.waiting:
        return
    if not args.member:
        parser.error(_("say which member: MEMBER"))
    if not args.to and not args.suggest:
        parser.error(_("say who takes the member: --to USER, or ask with --suggest"))


def _name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="USER", nargs="?", default="", help=_("default: you"))
