"""The words of the command that takes scans in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Protocol

from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(commands: Commands) -> None:
    """Add scan."""
    scan = commands.add(
        "scan",
        _("attach a scan or photo of printed forms to their records, by the code on each sheet"),
        _(
            "PDF, JPEG or PNG; several forms in one file, in any order and whatever way up. What\n"
            "cannot be attached is named with its reason; exit status 1 when nothing was."
        ),
    )
    scan.add_argument("file", metavar="FILE", type=Path, help=_("PDF, JPEG or PNG"))
    scan.add_argument(
        "--member",
        metavar="ID",
        default="",
        help=_("id or CIN of whose the blank forms and the pages without a code are"),
    )
