"""The words of the command that checks signed forms."""

from __future__ import annotations

from pathlib import Path

from navigator_app.commands.scan_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add seal."""
    seal = commands.add(
        "seal",
        _("check a copy of a form that was signed on the screen"),
        _(
            "Says whether the document is one that was signed here and unaltered, bears our code\n"
            "but was altered, or is not ours; exit status 1 unless it is sound."
        ),
    )
    seal.add_argument("file", metavar="FILE", type=Path, help=_("PDF, JPEG or PNG"))
