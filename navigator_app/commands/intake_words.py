"""The options of the commands for ways in, days the office is closed, and providers."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Protocol

from navigator_app.commands import values
from navigator_app.domain.facts import Path
from navigator_app.domain.paths import OptIn
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""

    def under(self, parser: ArgumentParser) -> Commands:
        """Return where the commands of a command are added."""


def add(commands: Commands) -> None:
    """Add intake, calendar and providers."""
    _intake(commands)
    _waitlist(commands)
    _calendar(commands)
    providers = commands.under(commands.add("providers", _("who else serves members")))
    listed = providers.add(
        "list",
        _("list the agency's providers, or with --referral rank them for it"),
        run="providers-list",
    )
    listed.add_argument("--referral", metavar="ID", help=_("whom it would suit, best first"))


def check(parser: ArgumentParser, args: Namespace) -> None:
    """End in wrong usage where it is not said who is taken in."""
    if args.run != "intake-add":
        return
    named = (args.first_name, args.last_name, args.born)
    if args.member and any((*named, args.cin, args.phone, args.language)):
        parser.error(_("--member is somebody who is here; leave the name and the rest out"))
    if not args.member and not all(named):
        parser.error(_("say who it is: --member, or --first-name, --last-name and --born together"))


def _intake(commands: Commands) -> None:
    inner = commands.under(commands.add("intake", _("how members come in by hand")))
    listed = inner.add("list", _("list how referrals came"), run="intake-list")
    listed.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    inner.add(
        "paths",
        _("list the ways in and the fields that each asks for"),
        run="intake-paths",
    )
    _intake_add(inner)
    note = inner.add(
        "note",
        _("write down what came after: who was told, engaged, moved in"),
        _("--set moved in as move_in_on=2026-12-01; an empty value takes a day away."),
        run="intake-note",
    )
    note.add_argument("referral", metavar="REFERRAL", help=_("the referral's id"))
    _settings(note, required=True)


def _intake_add(inner: Commands) -> None:
    add = inner.add(
        "add",
        _("take a referral in by hand, for a new member or one that is here"),
        _(
            "Which fields a way in asks for is said by: navigator intake paths\n"
            "A later authorization file with the same CIN and service attaches to it."
        ),
        run="intake-add",
    )
    add.add_argument("path", metavar="PATH", type=_path, help=", ".join(p.value for p in Path))
    add.add_argument("--plan", required=True, metavar="KEY", help=_("the plan it is for"))
    add.add_argument(
        "--service", required=True, type=values.word(Service), help=", ".join(Service.slugs())
    )
    add.add_argument("--member", metavar="ID", default="", help=_("who is here: id or CIN"))
    add.add_argument("--first-name", metavar="NAME", default="", help=_("of a new member"))
    add.add_argument("--last-name", metavar="NAME", default="", help=_("of a new member"))
    add.add_argument("--born", metavar="DATE", type=values.day, help=_("of a new member"))
    add.add_argument("--cin", default="", help=_("of a new member; leave out if not known"))
    add.add_argument("--phone", default="", help=_("of a new member"))
    add.add_argument("--language", default="", help=_("that a new member speaks"))
    add.add_argument(
        "--opt-in",
        choices=[one.value for one in OptIn],
        help=_("of a plan's list: the yes comes before or after the authorization"),
    )
    add.add_argument("--previous", metavar="REFERRAL", help=_("the loop a re-referral follows"))
    add.add_argument(
        "--another-person",
        action="store_true",
        help=_("it is not the one of the same name and birth date who is here"),
    )
    add.add_argument(
        "--override",
        metavar="REASON",
        default="",
        help=_("pass a limit that refuses the request to the plan; the reason is kept"),
    )
    _settings(add)


def _waitlist(commands: Commands) -> None:
    wait = commands.add(
        "waitlist",
        _("record the plan's consent to keep a referral waiting"),
        _("Where a plan forbids waitlists, nobody waits without it."),
    )
    wait.add_argument("referral", metavar="REFERRAL", help=_("the referral's id"))
    wait.add_argument("--by", required=True, metavar="WHO", help=_("who at the plan gave it"))
    wait.add_argument("--how", required=True, metavar="WAY", help=_("by which way it was given"))
    wait.add_argument(
        "--on", required=True, metavar="DATE", type=values.day, help=_("the day it was given")
    )


def _settings(parser: ArgumentParser, required: bool = False) -> None:
    parser.add_argument(
        "--set",
        dest="values",
        metavar="FIELD=VALUE",
        action="append",
        type=_setting,
        required=required,
        default=None if required else [],
        help=_("a field of the form, such as identified_on=2026-11-20; as often as needed"),
    )


def _calendar(commands: Commands) -> None:
    calendar = commands.under(commands.add("calendar", _("days that count and days that do not")))
    days = calendar.under(calendar.add("days", _("days the office is closed")))
    listed = days.add(
        "list", _("list the closures of a year, the state's and your own"), run="calendar-list"
    )
    listed.add_argument("--year", metavar="YYYY", type=_year, help=_("default: this year"))
    add = days.add("add", _("close a day, or keep one open after all"), run="calendar-add")
    add.add_argument("day", metavar="DATE", type=values.day, help="YYYY-MM-DD")
    add.add_argument("--name", metavar="TEXT", default="", help=_("what the day is"))
    add.add_argument("--open", action="store_true", help=_("the office is open on it after all"))
    remove = days.add("remove", _("take back a day that was set"), run="calendar-remove")
    remove.add_argument("day", metavar="DATE", type=values.day, help="YYYY-MM-DD")
    for parser in (listed, add, remove):
        parser.add_argument(
            "--plan", metavar="KEY", default="", help=_("for one plan (default: for all)")
        )


def _path(text: str) -> Path:
    try:
        return Path(text.lower())
    except ValueError:
        raise ArgumentTypeError(
            _("{text} is not one of {words}").format(
                text=repr(text), words=", ".join(one.value for one in Path)
            )
        ) from None


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError(
            _("{text} is no field with a value; write it as FIELD=VALUE").format(text=repr(text))
        )
    return name.strip(), value


def _year(text: str) -> int:
    if not text.isdecimal() or len(text) != 4:
        raise ArgumentTypeError(_("{text} is no year").format(text=repr(text)))
    return int(text)
