"""Codes for the safe, and reasons for reading outside one's caseload."""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import home_of, opened, passphrase
from navigator_app.domain.escrow import Escrow
from navigator_app.i18n import _
from navigator_app.runtime.clock import system_clock
from navigator_app.services import read_reasons, users_escrow, workspace
from navigator_app.services.users_escrow import Made


def make(args: Namespace) -> int:
    """Make a code; it is printed once."""
    own = passphrase(args)
    with opened(Namespace(**{**vars(args), "typed": own})) as ws:
        made, _changes = users_escrow.make(ws, args.label, own=own)
    return _show(args, made)


def renew(args: Namespace) -> int:
    """Make a code in the place of another; it is printed once."""
    own = passphrase(args)
    with opened(Namespace(**{**vars(args), "typed": own})) as ws:
        made, _changes = users_escrow.renew(ws, args.id, own=own)
    return _show(args, made)


def revoke(args: Namespace) -> int:
    """End a code."""
    own = passphrase(args)
    with opened(Namespace(**{**vars(args), "typed": own})) as ws:
        users_escrow.revoke(ws, args.id, own=own)
    if output.wants_json(args):
        output.document({"id": args.id, "stands": False})
        return 0
    output.line(_("That code opens nothing any more: destroy the paper."))
    return 0


def listed(args: Namespace) -> int:
    """List codes and what whoever is at work has not heard of yet."""
    with opened(args) as ws:
        found = users_escrow.listing(ws)
        news = [users_escrow.told(ws, one) for one in users_escrow.untold(ws)]
        days = [str(ws.clock.to_local(one.made_at).date()) for one in found]
    if output.wants_json(args):
        output.document([_shape(one) for one in found])
        return 0
    for one in news:
        output.line(one)
    output.table(
        (_("ID"), _("where"), _("made"), _("by"), _("stands"), _("used")),
        [
            (one.id, one.label, day, one.made_by, one.stands, one.used_at is not None)
            for one, day in zip(found, days, strict=True)
        ],
        _("There is no code for the safe."),
    )
    return 0


def unlock(args: Namespace) -> int:
    """Open the store with a code and set somebody's passphrase."""
    code = passphrase(Namespace(passphrase_file=args.code_file))
    theirs = Namespace(passphrase_file=args.new_passphrase_file)
    new = passphrase(theirs, twice=args.new_passphrase_file is None)
    ws = workspace.unlock_with_recovery(
        home_of(args), code, new, clock=system_clock(), user=args.name
    )
    name = ws.user.name
    ws.close()
    if output.wants_json(args):
        output.document({"name": name})
        return 0
    output.line(_("{name} unlocks with the new passphrase from now on.").format(name=name))
    output.line(_("Whoever supervises is told. Renew the code: it has been out of its safe."))
    return 0


def read(args: Namespace) -> int:
    """Give a reason to read a member outside one's caseload."""
    with opened(args) as ws:
        key = member_id(ws, args.member)
        read_reasons.give(ws, key, args.why, glass=args.glass)
    if output.wants_json(args):
        output.document({"member_id": key, "glass": args.glass})
        return 0
    output.line(_("Kept. You may read this member until the day ends."))
    return 0


def _show(args: Namespace, made: Made) -> int:
    if output.wants_json(args):
        output.document({"id": made.id, "code": made.code, "label": made.label})
        return 0
    output.line(_("Code for the safe, shown this once: {code}").format(code=made.code))
    output.line(_("Print it, seal it, and keep it at: {label}").format(label=made.label))
    return 0


def _shape(one: Escrow) -> dict[str, object]:
    return {
        "id": one.id,
        "label": one.label,
        "made_by": one.made_by,
        "made_at": one.made_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_by": one.ended_by or None,
        "used_at": one.used_at.isoformat() if one.used_at else None,
        "stands": one.stands,
    }
