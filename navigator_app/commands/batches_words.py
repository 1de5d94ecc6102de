"""The words of `batch`: many members put to a plan at once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from navigator_app.commands import values
from navigator_app.commands.responses_words import Commands
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _

_BATCH = "BATCH"


def add(commands: Commands) -> None:
    """Add batch and what is below it."""
    inner = commands.under(commands.add("batch", _("many members put to a plan in one file")))
    listed = inner.add("list", _("list the batches, the newest first"), run="batch-list")
    listed.add_argument("--plan", metavar="KEY", default="", help=_("only of this plan"))
    new = inner.add("new", _("begin an empty batch and print it"), run="batch-new")
    new.add_argument("--plan", metavar="KEY", required=True, help=_("the plan's short name"))
    new.add_argument(
        "--service", required=True, type=values.word(Service), help=_("htns, htss or deposits")
    )
    new.add_argument("--title", metavar="TEXT", default="", help=_("its name in lists"))
    new.add_argument("--starts", metavar="DAY", type=values.day, help=_("first day asked for"))
    new.add_argument("--ends", metavar="DAY", type=values.day, help=_("last day asked for"))
    new.add_argument(
        "--subcontractor", metavar="NAME", default="", help=_("the agency that will serve")
    )
    _prospects(new)
    _members(inner)
    for name, text in (
        ("show", _("print a batch with its members, what was checked and what was answered")),
        ("check", _("the same, only members who need mending; status 1 while there are any")),
        ("wave", _("print the extensions that the batch would bring, month by month")),
        ("build", _("write the file as the plan wants it and let it wait for the line")),
        ("sent", _("say that a person brought the built file to the plan")),
        ("revise", _("begin a batch for those whom the plan sent back")),
        ("drop", _("give a batch up before it is sent")),
    ):
        one = inner.add(name, text, run=f"batch-{name}")
        one.add_argument("batch", metavar=_BATCH, help=_("id or reference"))
        if name == "build":
            one.add_argument("--out", metavar="DIR", type=Path, help=_("save the file there, too"))
    attest = inner.add(
        "attest",
        _("attest a batch in the plan's or the agency's own words"),
        _("The program has no words of its own: the sources print none."),
        run="batch-attest",
    )
    attest.add_argument("batch", metavar=_BATCH, help=_("id or reference"))
    attest.add_argument("--text-file", metavar="FILE", type=Path, required=True,
                        help=_("file with the words"))  # fmt: skip
    _changed(inner)
    answer = inner.add("answer", _("take a plan's answer in"), run="batch-answer")
    answer.add_argument("file", metavar="FILE", type=Path, help=_("the plan's file"))
    answer.add_argument("--plan", metavar="KEY", required=True, help=_("the plan's short name"))


def _changed(inner: Commands) -> None:
    listed = inner.add(
        "changed",
        _("list the members of whom a plan changed its answer"),
        _(
            "Nothing of it stands until somebody takes it in. To let the answer before stand,\n"
            'discard it with "navigator quarantine discard".'
        ),
        run="batch-changed",
    )
    listed.add_argument("--batch", metavar=_BATCH, default="", help=_("only of this batch"))
    under = inner.under(listed, required=False)
    take = under.add(
        "take",
        _("take one in: the ledger has the new answer, and notes the one before"),
        run="batch-changed-take",
    )
    take.add_argument("id", metavar="ID", help=_("an id of the list"))
    undo = under.add("undo", _("let the answer before stand again"), run="batch-changed-undo")
    undo.add_argument("change", metavar="CHANGE", help=_("what taking it in printed"))


def _members(inner: Commands) -> None:
    put = inner.add("add", _("put members into a batch"), run="batch-add")
    put.add_argument("batch", metavar=_BATCH, help=_("id or reference"))
    put.add_argument("members", metavar="ID", nargs="*", help=_("id or CIN"))
    put.add_argument(
        "--ending-within", metavar="DAYS", type=values.count,
        help=_("also whose authorization ends within so many days"),
    )  # fmt: skip
    put.add_argument(
        "--prospects-since", metavar="DAY", type=values.day,
        help=_("also who came on the plan's lists since then"),
    )  # fmt: skip
    _prospects(put)
    out = inner.add("remove", _("take members out of a batch"), run="batch-remove")
    out.add_argument("batch", metavar=_BATCH, help=_("id or reference"))
    out.add_argument("members", metavar="ID", nargs="+", help=_("id or CIN"))
    let = inner.add("pass", _("let a member go with a reason"), run="batch-pass")
    let.add_argument("batch", metavar=_BATCH, help=_("id or reference"))
    let.add_argument("member", metavar="ID", help=_("id or CIN"))
    let.add_argument("--reason", metavar="TEXT", required=True, help=_("kept in the journal"))


def _prospects(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--prospects", metavar="FILE", type=Path,
        help=_("also take a plan's list in: name, CIN, birth date, phone, a row each; - pastes"),
    )  # fmt: skip
    parser.add_argument(
        "--received", metavar="DAY", type=values.day, help=_("when that list came (today)")
    )
    parser.add_argument(
        "--approved", action="store_true",
        help=_("that list came approved; the member's yes follows"),
    )  # fmt: skip
