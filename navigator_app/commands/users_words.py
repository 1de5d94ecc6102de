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
        _("the people who work with this store: add, list, revoke, reset, role, readers, escrow"),
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
    read = inner.add(
        "read", _("say why you read a member outside your caseload, until tonight"), run="user-read"
    )
    read.add_argument("member", metavar="MEMBER", help=_("id or CIN"))
    read.add_argument("why", metavar="WHY", help=_("kept, and shown to a supervisor"))
    read.add_argument(
        "--glass", action="store_true", help=_("also see what your role does not: emergencies")
    )
    _escrow(inner)


def _escrow(commands: Commands) -> None:
    escrow = commands.add(
        "escrow",
        _("codes for the safe: make, list, renew, revoke, open"),
        _(
            "Such a code opens the store when every passphrase is lost or whoever could unlock it\n"
            "is away. Its use stands in the history and is told to whoever supervises."
        ),
    )
    inner = commands.under(escrow)
    make = inner.add("make", _("make a code, printed once"), run="user-escrow-make")
    make.add_argument("label", metavar="WHERE", help=_("where the code will be kept"))
    inner.add("list", _("list codes and their uses"), run="user-escrow-list")
    renew = inner.add("renew", _("a new code in place of one"), run="user-escrow-renew")
    revoke = inner.add("revoke", _("end a code"), run="user-escrow-revoke")
    for parser in (renew, revoke):
        parser.add_argument("id", metavar="CODE-ID", help=_("as escrow list shows it"))
    use = inner.add(
        "open", _("unlock with a code and set somebody's passphrase"), run="user-escrow-open"
    )
    _name(use)
    use.add_argument(
        "--code-file", metavar="FILE", required=True, help=_("file whose first line is the code")
    )
    _their_passphrase(use)


def _name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("as it stands in the history"))


def _their_passphrase(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help=_("file whose first line is the person's own passphrase; - is standard input"),
    )
