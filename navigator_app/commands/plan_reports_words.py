"""The words of `plan-report`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Protocol

from navigator_app.commands import values
from navigator_app.domain.plan_reports import FILE, FORMS, HOWS, KINDS, MADE
from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""

    def under(self, parser: ArgumentParser) -> Commands:
        """Where the commands below one are added."""


def add(commands: Commands) -> None:
    """Add it and what is below it."""
    parser = commands.add(
        "plan-report",
        _("what plans are told beside the status files: weekly updates, notices, questions"),
        _(
            "A weekly update names the members who are not yet engaged; a capacity notice and the\n"
            "notice of an ending are letters; questions go together in a file. Each is built,\n"
            "goes, and is accounted for then."
        ),
    )
    inner = commands.under(parser)
    listed = inner.add("list", _("list what was told to plans"), run="plan-report-list")
    listed.add_argument("--plan", metavar="KEY", default="", help=_("one plan"))
    listed.add_argument("--kind", choices=KINDS, default="", help=_("one kind"))
    owed = inner.add("owed", _("list what plans have not been told yet"), run="plan-report-owed")
    owed.add_argument("--plan", metavar="KEY", default="", help=_("one plan"))
    _build(inner)
    _going(inner)
    _asking(inner)


def _build(inner: Commands) -> None:
    build = inner.add("build", _("make a report; it has not gone yet"), run="plan-report-build")
    build.add_argument("plan", metavar="KEY", help=_("the plan's short name"))
    build.add_argument("kind", choices=MADE, help=_("what it is"))
    build.add_argument("--form", choices=FORMS, default="", help=_("file or letter (csv)"))
    build.add_argument(
        "--about", metavar="ID", default="", help=_("the capacity report or the ending")
    )
    build.add_argument(
        "--replaces", metavar="ID", default="", help=_("a sent report that this one corrects")
    )
    build.add_argument("--out", metavar="DIR", type=Path, help=_("also write the file here"))


def _going(inner: Commands) -> None:
    for name, text in (
        ("save", _("write a report's file, for the plan's portal")),
        ("queue", _("let a report go with the next exchange")),
        ("sent", _("say that a report went by hand")),
        ("drop", _("set a report aside that did not go")),
    ):
        parser = inner.add(name, text, run=f"plan-report-{name}")
        parser.add_argument("id", metavar="ID", help=_("the report"))
        if name == "save":
            parser.add_argument("--out", metavar="DIR", type=Path, required=True,
                                help=_("a folder, or a file's name"))  # fmt: skip
        if name == "sent":
            parser.add_argument("--how", choices=HOWS, required=True, help=_("how it went"))
            parser.add_argument("--on", metavar="DAY", type=values.day, help=_("when (today)"))


def _asking(inner: Commands) -> None:
    ask = inner.add("ask", _("write down a question that you put to a plan"), run="plan-report-ask")
    ask.add_argument("plan", metavar="KEY", help=_("the plan's short name"))
    ask.add_argument("question", metavar="TEXT", help=_("what you asked"))
    ask.add_argument(
        "--how", choices=(*HOWS, FILE), required=True,
        help=_("how you asked; file: it goes with the next file of questions"),
    )  # fmt: skip
    ask.add_argument("--referral", metavar="ID", default="", help=_("the referral it is about"))
    ask.add_argument("--member", metavar="ID", default="", help=_("the member it is about"))
    ask.add_argument("--chase", metavar="DAY", type=values.day, help=_("when to ask again"))
    ask.add_argument("--replaces", metavar="ID", default="", help=_("the question asked before"))
    answer = inner.add("answer", _("write down what a plan answered"), run="plan-report-answer")
    answer.add_argument("id", metavar="ID", help=_("the report or question"))
    answer.add_argument("answer", metavar="TEXT", help=_("what it answered"))
    answer.add_argument("--on", metavar="DAY", type=values.day, help=_("when (today)"))
