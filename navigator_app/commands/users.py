"""The people who work with the store."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.session import opened, passphrase
from navigator_app.commands.shapes import Shape
from navigator_app.commands.users_words import YES
from navigator_app.domain.rights import Person
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import permissions, read_reasons, users


def add(args: Namespace) -> int:
    """Let somebody work with the store."""
    own, theirs = _both(args)
    with opened(_with(args, own)) as ws:
        person, _changes = users.add(
            ws,
            args.name,
            Role.from_slug(args.role),
            passphrase=theirs,
            own=own.passphrase,
            administers=args.administers,
        )
    return _show(args, [person])


def listed(args: Namespace) -> int:
    """List everybody."""
    with opened(args) as ws:
        found = users.people(ws)
    return _show(args, found, as_list=True)


def revoke(args: Namespace) -> int:
    """End somebody's work with the store; prints the new recovery code once."""
    own = _Own(passphrase(args))
    with opened(_with(args, own)) as ws:
        found = users.find(ws, args.name)
        done, _changes = users.revoke(ws, found.id, own=own.passphrase)
    if output.wants_json(args):
        output.document(
            {
                "name": done.name,
                "members": done.members,
                "recovery_code": done.recovery_code,
                "reset": list(done.reset),
                "escrows_ended": done.escrows,
            }
        )
        return 0
    output.line(
        _("{name} cannot unlock this store any more; it has a new key.").format(name=done.name)
    )
    if done.members:
        output.line(_("Their members, {count}, wait to be assigned.").format(count=done.members))
    if done.escrows:
        output.line(_("Codes for the safe that they made ended, too: {n}.").format(n=done.escrows))
    for name in done.reset:
        output.line(_("{name} needs a new passphrase: user reset.").format(name=name))
    output.line(_("New recovery code, shown this once: {code}").format(code=done.recovery_code))
    output.line(
        _("The old one opens nothing now: destroy the paper. Keep this one away from here.")
    )
    return 0


def reset(args: Namespace) -> int:
    """Let somebody set a new passphrase."""
    own, theirs = _both(args)
    with opened(_with(args, own)) as ws:
        found = users.find(ws, args.name)
        users.reset(ws, found.id, passphrase=theirs, own=own.passphrase)
        found = users.find(ws, args.name)
    return _show(args, [found])


def role(args: Namespace) -> int:
    """Give another role."""
    if args.role is None and args.administers is None:
        raise InputRejected(
            "role", _("Nothing to change was named."), _("Name a role, or --administers yes or no.")
        )
    with opened(args) as ws:
        found = users.find(ws, args.name)
        administers = None if args.administers is None else args.administers == YES
        new = Role.from_slug(args.role) if args.role else found.role
        person, _changes = users.change_role(ws, found.id, new, administers=administers)
    return _show(args, [person])


def readers(args: Namespace) -> int:
    """List who read outside their caseload."""
    with opened(args) as ws:
        found = read_reasons.looked(ws, days=args.days)
        rows = [(ws.clock.to_local(one.at).strftime("%Y-%m-%d %H:%M"), one) for one in found]
    return output.listing(
        args,
        (
            {
                "at": one.at.isoformat(),
                "user": one.user,
                "member_id": one.member_id,
                "member": one.member,
                "reason": one.reason,
                "glass": one.glass,
                "seen_by": one.seen_by or None,
            }
            for _at, one in rows
        ),
        (_("when"), _("who"), _("member"), _("glass broken"), _("reason")),
        ((at, one.user, one.member, one.glass, one.reason) for at, one in rows),
        _("Nobody read outside their caseload."),
    )


class _Own:
    """The passphrase of whoever is at work, read once and never shown."""

    def __init__(self, words: str) -> None:
        self.passphrase = words


def _with(args: Namespace, own: _Own) -> Namespace:
    return Namespace(**{**vars(args), "typed": own.passphrase})


def _both(args: Namespace) -> tuple[_Own, str]:
    """One's own passphrase, and the one that the person gives themselves."""
    own = _Own(passphrase(args))
    theirs = Namespace(passphrase_file=args.new_passphrase_file)
    if args.new_passphrase_file is None:
        output.line(_("Now {name} types a passphrase of their own, twice.").format(name=args.name))
    return own, passphrase(theirs, twice=True)


def _show(args: Namespace, found: list[Person], *, as_list: bool = False) -> int:
    if output.wants_json(args):
        shapes = [_shape(one) for one in found]
        output.document(shapes if as_list else shapes[0])
        return 0
    output.table(
        (_("name"), _("role"), _("administers"), _("passphrase"), _("left"), _("members")),
        [
            (
                one.name,
                _(permissions.ROLES[one.role]),
                one.administers,
                one.has_passphrase,
                one.left_on,
                one.members,
            )
            for one in found
        ],
        _("Nobody works with this store."),
    )
    return 0


def _shape(one: Person) -> Shape:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role.slug,
        "administers": one.administers,
        "active": one.active,
        "passphrase": one.has_passphrase,
        "left_on": one.left_on or None,
        "members": one.members,
    }
