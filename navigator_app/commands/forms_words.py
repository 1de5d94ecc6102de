"""The options of the commands that print forms."""

from __future__ import annotations

from pathlib import Path

from navigator_app.commands.ledger_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add forms and form."""
    commands.add("forms", _("list the forms that can be printed, and in which languages"))
    form = commands.add(
        "form",
        _("print one form as a PDF, blank or with what is known of a member"),
        _("What is not known stays a line to write on. A saved file is outside the vault."),
    )
    form.add_argument("kind", metavar="KIND", help=_("as the command forms lists them"))
    form.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    form.add_argument(
        "--language",
        metavar="L",
        default="",
        help=_("such as es or zh-Hant (the member's own, else English)"),
    )
    form.add_argument("--large-print", action="store_true", help=_("20 points"))
    form.add_argument(
        "--paper", choices=("letter", "a4"), default="letter", help=_("size of the paper")
    )
    form.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("PDF, to be written")
    )
