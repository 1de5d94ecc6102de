"""The words of the command that plays a plan."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Protocol

from navigator_app.commands import values
from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(commands: Commands) -> None:
    """Add `practice-plan`."""
    plan = commands.add(
        "practice-plan",
        _("play a plan on this computer, until stopped with Ctrl+C"),
        _(
            "Starts OpenSSH's server on loopback, drops sample authorization files and answers\n"
            "each status file. Files lie there in the clear: for the demo caseload, not for\n"
            "members of yours."
        ),
    )
    plan.add_argument("--dir", required=True, metavar="DIR", type=Path, help=_("its own folder"))
    plan.add_argument(
        "--port", type=values.count, default=0, metavar="N", help=_("default: a free one")
    )
    plan.add_argument(
        "--reject",
        type=values.count,
        default=2,
        metavar="N",
        help=_("rows of each status file that it turns down (2)"),
    )
