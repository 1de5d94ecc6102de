"""The words of the commands on papers and deposits."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Protocol

from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(commands: Commands) -> None:
    """Add documents and deposits."""
    papers = commands.add(
        "documents",
        _("list the papers of a member and the household: ready, asked for, ending, missing"),
    )
    papers.add_argument("member", metavar="ID", help=_("id or CIN"))
    asked = commands.add(
        "deposits",
        _("list requests for housing deposits, with what stands against sending the drafts"),
        _("Amounts are dollars. A cap or a window that no rule of the plan names is null."),
    )
    asked.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
