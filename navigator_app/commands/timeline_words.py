"""The options of `timeline`, `notes` and `attachments`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from navigator_app.commands import values
from navigator_app.commands.ledger_words import Commands
from navigator_app.domain.timeline import GROUPS
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add timeline, notes and attachments."""
    line = commands.add(
        "timeline",
        _("everything about one member in one line in time, newest first"),
        _("With --search only what holds all the words; they may be unfinished."),
    )
    line.add_argument("member", metavar="ID", help=_("id or CIN"))
    line.add_argument("--search", metavar="TEXT", default="")
    line.add_argument("--kind", metavar="K", action="append", default=[], help=", ".join(GROUPS))
    _days(line)
    line.add_argument("--limit", metavar="N", type=values.count, default=50, help="50")
    found = commands.add(
        "notes",
        _("search the notes of all members, newest first"),
        _("Words may be unfinished and in any order; accents and case do not matter."),
    )
    found.add_argument("--search", metavar="TEXT", required=True)
    found.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    _days(found)
    found.add_argument("--limit", metavar="N", type=values.count, default=25, help="25")
    papers = commands.add(
        "attachments",
        _("list a member's photos and scans, or take one in with --add"),
        _("A file taken in lies in the encrypted store; the file itself is left as it is."),
    )
    papers.add_argument("member", metavar="ID", help=_("id or CIN"))
    papers.add_argument("--removed", action="store_true", help=_("those taken out, too"))
    papers.add_argument("--add", metavar="FILE", type=Path, help=_("a picture or PDF to take in"))
    papers.add_argument("--title", metavar="TEXT", default="", help=_("what it is"))
    papers.add_argument(
        "--class", dest="retention", metavar="CLASS", default="", help=_("what kind of paper")
    )


def check(parser: ArgumentParser, args: Namespace) -> None:
    """End in wrong usage where an option misses its fellow."""
    if args.run == "attachments" and args.add is None and (args.title or args.retention):
        parser.error(_("--title and --class go with --add"))


def _days(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", metavar="DATE", type=values.day)
    parser.add_argument("--to", dest="last", metavar="DATE", type=values.day)
