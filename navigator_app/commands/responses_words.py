"""The words of `responses` and `quarantine`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Protocol

from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""

    def under(self, parser: ArgumentParser, *, required: bool = True) -> Commands:
        """Where commands below one are added."""


def add(commands: Commands) -> None:
    """Add both."""
    _responses(commands)
    _quarantine(commands)


def _responses(commands: Commands) -> None:
    listed = commands.add(
        "responses",
        _("list the statuses that plans sent back, and take in their answers"),
        _(
            "A status that a plan rejected waits until somebody mends it and releases it: it then\n"
            "goes with the next file. A corrected status goes with the next file by itself."
        ),
    )
    listed.add_argument("--plan", metavar="KEY", help=_("only of this plan (all)"))
    inner = commands.under(listed, required=False)
    take = inner.add(
        "take",
        _("take in the file that a plan answered with, for plans whose files go by hand"),
        run="responses-take",
    )
    take.add_argument("file", metavar="FILE", type=Path, help=_("CSV, text or XLSX"))
    take.add_argument("--plan", metavar="KEY", required=True, help=_("the plan it came from"))
    release = inner.add(
        "release", _("let rejected statuses go again, with the next file"), run="responses-release"
    )
    release.add_argument("rows", metavar="ROW", nargs="+", help=_("ids of the list"))
    release.add_argument("--note", metavar="TEXT", default="", help=_("what was mended"))
    drop = inner.add(
        "drop", _("say that rejected statuses need not go again"), run="responses-drop"
    )
    drop.add_argument("rows", metavar="ROW", nargs="+", help=_("ids of the list"))
    drop.add_argument("--why", metavar="TEXT", required=True, help=_("why not"))


def _quarantine(commands: Commands) -> None:
    listed = commands.add(
        "quarantine",
        _("list the files and rows from plans that nobody could use yet"),
        _("Each with its reason, whose work it is, and for how many days it has waited."),
    )
    listed.add_argument("--plan", metavar="KEY", help=_("only of this plan (all)"))
    listed.add_argument(
        "--settled", action="store_true", help=_("what was settled instead, the newest first")
    )
    inner = commands.under(listed, required=False)
    retry = inner.add(
        "retry",
        _("try one again, after a layout was mapped or a file sent"),
        run="quarantine-retry",
    )
    retry.add_argument("id", metavar="ID", help=_("an id of the list"))
    discard = inner.add("discard", _("discard one, with a reason"), run="quarantine-discard")
    discard.add_argument("id", metavar="ID", help=_("an id of the list"))
    discard.add_argument("--why", metavar="TEXT", required=True, help=_("why it can go"))
    give = inner.add("give", _("make one somebody's work"), run="quarantine-give")
    give.add_argument("id", metavar="ID", help=_("an id of the list"))
    give.add_argument("--to", metavar="NAME", required=True, help=_("an active user"))
