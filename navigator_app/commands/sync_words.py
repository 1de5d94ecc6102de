"""The words of `sync`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Protocol

from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(commands: Commands) -> None:
    """Add `sync`."""
    sync = commands.add(
        "sync",
        _("meet the plans' servers: send status files, fetch authorization files"),
        _(
            "Built status files of months that are over are sent; what came waits for a review,\n"
            "or is taken in where the plan is trusted and nothing is odd. Stopped at any moment,\n"
            "nothing goes twice and nothing is lost; the next run goes on from there."
        ),
        run="sync",
    )
    sync.add_argument("--plan", metavar="KEY", help=_("only this plan (all that are connected)"))
    sync.add_argument(
        "--state", action="store_true", help=_("say how it stands; nothing is opened")
    )
    sync.add_argument(
        "--arrived",
        metavar="FILE",
        help=_("id of a file that may have gone: the plan says that it has it"),
    )
    sync.add_argument(
        "--not-arrived",
        metavar="FILE",
        help=_("id of such a file: the plan does not have it, so it goes again"),
    )
