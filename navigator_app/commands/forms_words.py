"""The options of the commands that print forms."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Protocol

from navigator_app.commands import values
from navigator_app.domain.form_rows import BY_HAND, RETURNS
from navigator_app.i18n import _


class _Commands(Protocol):
    """Where commands are added, some below another."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""

    def under(self, parser: ArgumentParser, *, required: bool = True) -> _Commands:
        """Where the commands below one are added."""


def add(commands: _Commands) -> None:
    """Add forms, forms out, form, form-void and form-return."""
    forms = commands.add("forms", _("list the forms that can be printed, and in which languages"))
    forms.add_argument(
        "--law",
        action="store_true",
        help=_("list what each law asks of them, and the words that answer it"),
    )
    commands.under(forms, required=False).add(
        "out", _("list the numbered sheets that have not come home"), run="forms-out"
    )
    _form(commands)
    void = commands.add("form-void", _("mark a printed form as spoiled: nobody is to sign it"))
    void.add_argument("code", metavar="CODE", help=_("as it stands at the foot of the page"))
    void.add_argument("--why", metavar="TEXT", required=True, help=_("what is wrong with it"))
    back = commands.add("form-return", _("say that a numbered sheet came home"))
    back.add_argument("code", metavar="CODE", help=_("as it stands at the foot of the page"))
    back.add_argument("--how", choices=RETURNS, default=BY_HAND, help=_("default: by hand"))


def _form(commands: _Commands) -> None:
    form = commands.add(
        "form",
        _("print one form as a PDF, blank or with what is known"),
        _(
            "What is not known stays a line to write on. The form is on record by its code. What\n"
            "goes to others than the member is asked of the gate, and accounted for. A saved\n"
            "file is outside the vault."
        ),
    )
    form.add_argument("kind", metavar="KIND", help=_("as the command forms lists them"))
    form.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    form.add_argument("--referral", metavar="ID", default="", help=_("the referral it is about"))
    form.add_argument(
        "--about", metavar="ID", default="", help=_("the consent, plan or request it is about")
    )
    form.add_argument(
        "--day", metavar="DATE", type=values.day, help=_("the day of a sheet (default: today)")
    )
    form.add_argument(
        "--period", metavar="YYYY-MM", type=values.period, help=_("the month it is for")
    )
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
        "--fill",
        metavar="NAME=VALUE",
        action="extend",
        nargs="+",
        type=_filled,
        default=[],
        help=_("write this in; NAME= leaves a blank (the command forms lists the names)"),
    )
    form.add_argument(
        "--copy-of", metavar="CODE", default="", help=_("the signer's copy of a printed form")
    )
    form.add_argument(
        "--override", metavar="REASON", default="", help=_("why it goes without a consent")
    )
    form.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=_("PDF, to be written")
    )


def _filled(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError(_("{text} is not NAME=VALUE").format(text=repr(text[:40])))
    return name.strip(), value
