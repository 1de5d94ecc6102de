"""The words of the commands on the people who work with the store."""

from __future__ import annotations

from argparse import ArgumentParser

from navigator_app.commands.intake_words import Commands
from navigator_app.domain.vocabulary import Role
from navigator_app.i18n import _

YES, NO = "yes", "no"


def add(commands: Commands) -> None:
    """Add user with its commands."""
    user = commands.add(
        "user",
        _("the people who work with this store: add, list, revoke, reset, role, readers"),
        _(
            "Each unlocks with a passphrase of their own, which says who is at work. The person\n"
            "types it themselves, or gives it in a file; --passphrase-file is yours."
        ),
    )
    inner = commands.under(user)
    new = inner.add("add", _("let somebody work with the store"), run="user-add")
    _name(new)
    new.add_argument(
        "--role", choices=Role.slugs(), default=Role.NAVIGATOR.slug, help=_("default: navigator")
    )
    new.add_argument(
        "--administers", action="store_true", help=_("has the administrator's rights, too")
    )
    _their_passphrase(new)
    inner.add("list", _("list who works or worked with the store"), run="user-list")
    leave = inner.add(
        "revoke",
        _("end somebody's work with the store"),
        _(
            "Their passphrase opens nothing any more; the store gets a new key and a new recovery\n"
            "code, printed once. Everybody else unlocks as before. The last administrator stays."
        ),
        run="user-revoke",
    )
    _name(leave)
    again = inner.add("reset", _("let somebody who lost it set a new passphrase"), run="user-reset")
    _name(again)
    _their_passphrase(again)
    role = inner.add("role", _("give somebody another role"), run="user-role")
    _name(role)
    role.add_argument("role", choices=Role.slugs(), nargs="?", help=_("the new role"))
    role.add_argument(
        "--administers", choices=(YES, NO), help=_("give or take the administrator's rights")
    )
    readers = inner.add(
        "readers", _("who read outside their caseload, and why"), run="user-readers"
    )
    readers.add_argument("--days", type=int, default=30, metavar="DAYS", help=_("default: 30"))


def _name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("as it stands in the history"))


def _their_passphrase(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help=_("file whose first line is the person's own passphrase; - is standard input"),
    )
