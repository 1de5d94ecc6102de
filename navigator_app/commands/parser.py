"""What the command line understands, with help that teaches."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from navigator_app import __version__
from navigator_app.commands import (
    around_words,
    assignment_words,
    batches_words,
    connections_words,
    consents_words,
    forms_words,
    housing_words,
    imports_words,
    intake_words,
    ledger_words,
    papers_words,
    plan_contacts_words,
    plan_reports_words,
    practice_plan_words,
    reports_words,
    responses_words,
    review_words,
    scan_words,
    seal_words,
    service_words,
    support_plan_words,
    sync_words,
    team_words,
    tenancy_words,
    timeline_words,
    users_words,
    values,
)
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus, Role
from navigator_app.i18n import _


def parse(words: Sequence[str]) -> Namespace:
    """Read the words; wrong usage ends in SystemExit(2), said on standard error."""
    parser = build()
    args = parser.parse_args(support_plan_words.with_show(words))
    if args.run is None:
        parser.error(_("no command given"))
    if args.run == "export-rtf" and args.out is None and not args.dry_run:
        parser.error(_("export-rtf needs --out DIR, or --dry-run"))
    if args.run == "export-rtf" and args.mark_sent and args.dry_run:
        parser.error(_("--mark-sent and --dry-run exclude each other"))
    ledger_words.check(parser, args)
    intake_words.check(parser, args)
    service_words.check(parser, args)
    timeline_words.check(parser, args)
    consents_words.check(parser, args)
    connections_words.check(parser, args)
    assignment_words.check(parser, args)
    if args.run == "demo":
        args.demo_home = vars(args).get("home")  # never the real one by default
    return args


def build() -> ArgumentParser:
    """Return the whole parser."""
    shared = _shared()
    parser = ArgumentParser(
        prog="navigator",
        description=_(
            "Offline, encrypted caseload for Medi-Cal housing navigators.\n"
            "Without a command it opens the window."
        ),
        epilog=_(
            "A first day:\n"
            '  navigator init --agency "Harbor Homes" --npi 1234567893 --user "Ana Ruiz"\n'
            '  navigator plan add bayview --name "Bayview Health" --layout bayview\n'
            "  navigator import-asf roster.csv --plan bayview --dry-run\n"
            "  navigator import-asf roster.csv --plan bayview\n"
            "  navigator due --within 3\n"
            "\n"
            "Exit status: 0 done, 1 refused with a reason and what to do next, 2 wrong usage."
        ),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"navigator {__version__}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"))
    for add in (
        _setup,
        _plans,
        _import,
        _reading,
        _status,
        _outreach,
        _due,
        _rules,
        _export,
        _upkeep,
    ):
        add(_Commands(commands, shared))
    ledger_words.add(_Commands(commands, shared))
    intake_words.add(_Commands(commands, shared))
    service_words.add(_Commands(commands, shared))
    timeline_words.add(_Commands(commands, shared))
    housing_words.add(_Commands(commands, shared))
    tenancy_words.add(_Commands(commands, shared))
    papers_words.add(_Commands(commands, shared))
    consents_words.add(_Commands(commands, shared))
    around_words.add(_Commands(commands, shared))
    batches_words.add(_Commands(commands, shared))
    forms_words.add(_Commands(commands, shared))
    practice_plan_words.add(_Commands(commands, shared))
    scan_words.add(_Commands(commands, shared))
    sync_words.add(_Commands(commands, shared))
    imports_words.add(_Commands(commands, shared))
    responses_words.add(_Commands(commands, shared))
    review_words.add(_Commands(commands, shared))
    seal_words.add(_Commands(commands, shared))
    users_words.add(_Commands(commands, shared))
    assignment_words.add(_Commands(commands, shared))
    plan_contacts_words.add(_Commands(commands, shared))
    plan_reports_words.add(_Commands(commands, shared))
    reports_words.add(_Commands(commands, shared))
    team_words.add(_Commands(commands, shared))
    return parser


class _Commands:
    """Adds commands that all take the shared options."""

    def __init__(self, commands: Any, shared: ArgumentParser) -> None:
        self._commands = commands
        self._shared = shared

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        parser: ArgumentParser = self._commands.add_parser(
            name,
            help=text,
            description=f"{text[:1].upper()}{text[1:]}." + (f"\n\n{more}" if more else ""),
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
            parents=[self._shared],
        )
        parser.set_defaults(run=run or name)
        return parser

    def under(self, parser: ArgumentParser, *, required: bool = True) -> _Commands:
        inner = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=required)
        return _Commands(inner, self._shared)


def _shared() -> ArgumentParser:
    """The options that may stand before or after the command."""
    shared = ArgumentParser(add_help=False)
    group = shared.add_argument_group(_("for every command"))
    group.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        default=SUPPRESS,
        help=_("folder of the store (else NAVIGATOR_HOME, else the platform's data folder)"),
    )
    group.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=SUPPRESS,
        help=_("file whose first line is the passphrase; - is standard input"),
    )
    group.add_argument(
        "--as",
        dest="user",
        metavar="USER",
        default=SUPPRESS,
        help=_("who is at work (default: the only user)"),
    )
    group.add_argument(
        "--json",
        action="store_true",
        default=SUPPRESS,
        help=_("print one JSON document and nothing else on standard output"),
    )
    return shared


def _setup(commands: _Commands) -> None:
    init = commands.add(
        "init",
        _("make the encrypted store; prints the recovery code once"),
        _("Keep the recovery code on paper: it opens the store when the passphrase is lost."),
    )
    init.add_argument("--agency", required=True, metavar="NAME", help=_("the agency's name"))
    init.add_argument("--npi", required=True, help=_("its National Provider Identifier"))
    init.add_argument(
        "--user", required=True, dest="user_name", metavar="NAME", help=_("the first user")
    )
    init.add_argument(
        "--role", choices=Role.slugs(), default=Role.NAVIGATOR.slug, help=_("default: navigator")
    )
    init.add_argument("--phone", default="", help=_("the agency's phone, for the status file"))


def _plans(commands: _Commands) -> None:
    plan = commands.add("plan", _("managed care plans; with a member's ID, their support plan"))
    inner = commands.under(plan)
    add = inner.add("add", _("add a plan"), run="plan-add")
    add.add_argument("key", metavar="KEY", help=_('a short name to type, such as "bayview"'))
    add.add_argument("--name", required=True, help=_("the plan's full name"))
    add.add_argument(
        "--layout", required=True, help=_("how it writes files: canonical, bayview, …")
    )
    add.add_argument(
        "--policy",
        metavar="PACK",
        default="toolkit-2025",
        help=_("its rules; several as PACK+PACK, the nearest speaks (default: toolkit-2025)"),
    )
    inner.add("list", _("list the plans"), run="plan-list")
    connections_words.add(inner)
    support_plan_words.add(inner)


def _import(commands: _Commands) -> None:
    asf = commands.add(
        "import-asf",
        _("take in a plan's authorization file"),
        _(
            "Compares the file with what is known and commits it in one transaction. The same\n"
            "file twice changes nothing. Rows that cannot be read are named and kept aside."
        ),
    )
    asf.add_argument("file", metavar="FILE", type=Path, help=_("CSV, text or XLSX"))
    asf.add_argument("--plan", required=True, metavar="KEY", help=_("the plan that sent it"))
    asf.add_argument("--dry-run", action="store_true", help=_("compare only, change nothing"))


def _reading(commands: _Commands) -> None:
    members = commands.add("members", _("list the caseload, or search it"))
    members.add_argument(
        "--search", metavar="TEXT", default="", help=_("part of a name, CIN, phone, birth date")
    )
    members.add_argument("--limit", metavar="N", type=values.count, help=_("at most so many"))
    member = commands.add("member", _("show one member, whole"))
    member.add_argument("member", metavar="ID", help=_("id or CIN"))
    referrals = commands.add("referrals", _("list referrals"))
    referrals.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    referrals.add_argument(
        "--status",
        metavar="S",
        type=values.word(ReferralStatus),
        help=", ".join(ReferralStatus.slugs()),
    )
    history = commands.add(
        "history", _("show the journal of one record"), _("Every change: when, by whom, what.")
    )
    history.add_argument("record", metavar="ID", help=_("a member's id or CIN, or any record's id"))


def _status(commands: _Commands) -> None:
    status = commands.add(
        "status",
        _("record a status of a referral"),
        _(
            "Statuses are only ever added. A wrong one is replaced by a later one that names it\n"
            "with --corrects. declined and closed need a --reason."
        ),
    )
    status.add_argument("referral", metavar="REFERRAL", help=_("the referral's id"))
    status.add_argument(
        "status",
        metavar="STATUS",
        type=values.word(ReferralStatus),
        help=", ".join(ReferralStatus.slugs()),
    )
    status.add_argument(
        "--on", required=True, metavar="DATE", type=values.day, help=_("the day it happened")
    )
    status.add_argument(
        "--reason",
        type=values.word(ClosureReason, ClosureReason.offered()),
        help=", ".join(reason.slug for reason in ClosureReason.offered()),
    )
    status.add_argument("--note", metavar="TEXT", default="", help=_("for your own records"))
    status.add_argument("--corrects", metavar="EVENT", help=_("id of the status it replaces"))
    status.add_argument(
        "--override",
        metavar="REASON",
        default="",
        help=_("pass a limit that refuses, such as too few attempts; the reason is kept"),
    )


def _outreach(commands: _Commands) -> None:
    outreach = commands.add(
        "outreach",
        _("record one attempt to reach a member"),
        _("A first attempt moves the referral to Outreach Initiated."),
    )
    outreach.add_argument("member", metavar="MEMBER", help=_("id or CIN"))
    outreach.add_argument(
        "--mode", required=True, type=values.word(Mode), help=", ".join(Mode.slugs())
    )
    outreach.add_argument(
        "--outcome", required=True, type=values.word(Outcome), help=", ".join(Outcome.slugs())
    )
    outreach.add_argument(
        "--at",
        required=True,
        metavar="WHEN",
        type=values.moment,
        help=_("local time, YYYY-MM-DDTHH:MM"),
    )
    outreach.add_argument(
        "--referral", metavar="ID", help=_("count it for this referral alone (default: all open)")
    )
    outreach.add_argument("--place", metavar="TEXT", default="", help=_("where it was"))
    outreach.add_argument("--note", metavar="TEXT", default="", help=_("for your own records"))


def _due(commands: _Commands) -> None:
    due = commands.add(
        "due",
        _("list what is due, most urgent first, with rule and source"),
        _("What is overdue always stays in the list."),
    )
    due.add_argument("--on", metavar="DATE", type=values.day, help=_("as of a day (today)"))
    due.add_argument(
        "--within", metavar="DAYS", type=values.count, help=_("due in so many days at most")
    )
    due.add_argument(
        "--user", dest="whose", metavar="NAME",
        help=_("of this user's members, and of those whom they cover for"),
    )  # fmt: skip
    due.add_argument(
        "--ics",
        metavar="FILE",
        type=Path,
        help=_("write it as a calendar file with no name of a member in it"),
    )


def _rules(commands: _Commands) -> None:
    rules = commands.add(
        "rules",
        _("list the rules that speak for a plan, each with its source, and what yielded to it"),
        _(
            "The pack nearest to the plan speaks: the agency's own, the plan's policy, the\n"
            "county's agreement, the state's guidance, and last what is only recommended."
        ),
    )
    rules.add_argument("--plan", metavar="KEY", help=_("of one plan (all)"))
    rules.add_argument("--on", metavar="DATE", type=values.day, help=_("as of a day (today)"))
    inner = commands.under(rules, required=False)
    add = inner.add(
        "add",
        _("take in a pack of your own, such as a filled template"),
        _("It is refused whole, naming line and field; one of the same key is replaced."),
        run="rules-add",
    )
    add.add_argument("file", metavar="FILE", type=Path, help=_("TOML"))
    inner.add("list", _("list the packs that were taken in"), run="rules-list")
    blank = inner.add("template", _("write an empty pack to fill in"), run="rules-template")
    blank.add_argument("file", metavar="FILE", type=Path, help=_("TOML, to be written"))
    remove = inner.add("remove", _("remove one that no plan has"), run="rules-remove")
    remove.add_argument("key", metavar="KEY", help=_("the pack's key"))


def _export(commands: _Commands) -> None:
    rtf = commands.add(
        "export-rtf",
        _("write the month's status file for a plan (Return Transmission File)"),
        _(
            "Until it is marked sent, the file is built anew each time. A sent month gives the\n"
            "very bytes that were sent; what is recorded later goes into the next month's file."
        ),
    )
    rtf.add_argument("--plan", required=True, metavar="KEY", help=_("the plan it is for"))
    rtf.add_argument(
        "--period", required=True, metavar="YYYY-MM", type=values.period, help=_("the month")
    )
    rtf.add_argument("--out", metavar="DIR", type=Path, help=_("folder to write it into"))
    rtf.add_argument("--dry-run", action="store_true", help=_("say what it would hold"))
    rtf.add_argument("--mark-sent", action="store_true", help=_("say that it went to the plan"))


def _upkeep(commands: _Commands) -> None:
    commands.add("verify", _("check that the file is encrypted, whole, its journal unbroken"))
    demo = commands.add(
        "demo",
        _("a throwaway encrypted sample caseload, in the window"),
        _("Without a display it walks the window and leaves pictures and files in --out."),
    )
    demo.add_argument("--out", metavar="DIR", type=Path, help=_("default: demo-output"))
