"""Codes in a safe: made, listed, renewed, revoked, and what happens when one opens the store.

Whoever supervises or administers makes one with their own passphrase. It opens the store when
everybody's passphrase is lost or whoever could unlock it is away. Its use sets a new passphrase for
somebody named, stands in the journal, and is told to everybody who supervises or administers.
"""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain.escrow import Escrow, EscrowUse
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound, WrongPassphrase
from navigator_app.i18n import _
from navigator_app.services import permissions
from navigator_app.services.workspace import Workspace, own_slot, required
from navigator_app.store import keys, reads_escrow, user_writes

ACTION = "escrow"
MOST = 5
"""Codes that may stand at once: each is one more paper that opens everything."""
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Made:
    """A new code, shown this once."""

    id: str
    code: str
    label: str


def listing(ws: Workspace) -> list[Escrow]:
    """Every code there ever was, those that stand first; NotAllowed for other roles."""
    permissions.need(ws, ACTION)
    return reads_escrow.codes(ws.store)


def make(
    ws: Workspace, label: str, *, own: str, kdf: keys.Kdf | None = None
) -> tuple[Made, Changes]:
    """Make a code and return it. `label` says where it will be kept, `own` is the passphrase of
    whoever is at work; InputRejected without a place, or when too many stand."""
    permissions.need(ws, ACTION)
    words = _label(label)
    if sum(one.stands for one in reads_escrow.codes(ws.store)) >= MOST:
        raise InputRejected(
            "label",
            _("{n} codes stand already.").format(n=MOST),
            _("Revoke one first: each opens everything."),
        )
    return _made(ws, words, own, kdf, "")


def renew(
    ws: Workspace, escrow_id: str, *, own: str, kdf: keys.Kdf | None = None
) -> tuple[Made, Changes]:
    """Make a code in the place of another, which opens nothing from then on."""
    permissions.need(ws, ACTION)
    return _made(ws, _standing(ws, escrow_id).label, own, kdf, escrow_id)


def revoke(ws: Workspace, escrow_id: str, *, own: str) -> Changes:
    """End a code; NotFound for one that does not stand."""
    permissions.need(ws, ACTION)
    _standing(ws, escrow_id)
    key_file, opened = own_slot(ws, own)
    changed = keys.without_slot(key_file, opened.keys[0], escrow_id)
    with ws.transaction("revoke_escrow") as tx:
        reads_escrow.end(tx, [escrow_id], ws.user.id)
        keys.write(ws.home, changed)  # last: without it nothing is committed
    return Changes(settings=True)


def check(ws: Workspace, escrow_id: str) -> None:
    """WrongPassphrase for a code that was revoked, or whose making was cut off."""
    if not reads_escrow.stands(ws.store, escrow_id):
        raise WrongPassphrase(
            _("This code was revoked."),
            _("A newer page may have been printed since; look for the latest."),
        )


def opened(ws: Workspace, escrow_id: str) -> None:
    """Say in the journal that a code opened the store for whoever is at work now, before they are
    given their new passphrase; whoever supervises or administers is told."""
    with ws.transaction("use_escrow") as tx:
        row = {"id": uuid7(), "escrow_id": escrow_id, "user_id": ws.user.id, "at": tx.now}
        tx.insert("escrow_use", {**row, "zone": ws.clock.zone})
        user_writes.profile(tx, ws.user.id, {"passphrase_at": tx.now, "passphrase_by": None})


def untold(ws: Workspace) -> list[EscrowUse]:
    """Uses that whoever is at work has to hear of and has not said to have read; none for roles
    that neither supervise nor administer."""
    if not permissions.may(ws, ACTION):
        return []
    return [one for one in reads_escrow.uses(ws.store) if ws.user.id not in one.seen_by]


def seen(ws: Workspace) -> Changes:
    """Say that one has read of every use so far."""
    permissions.need(ws, ACTION)
    found = untold(ws)
    with ws.transaction("seen_escrow") as tx:
        for one in found:
            reads_escrow.saw(tx, one, ws.user.id)
    return Changes(settings=True)


def told(ws: Workspace, use: EscrowUse) -> str:
    """One sentence on a use."""
    when = ws.clock.to_local(use.at).strftime("%Y-%m-%d %H:%M")
    return _(
        "The escrow code “{label}” opened the store on {when} and set a new passphrase for {name}."
    ).format(label=use.label, when=when, name=use.name)


def _made(
    ws: Workspace, label: str, own: str, kdf: keys.Kdf | None, instead: str
) -> tuple[Made, Changes]:
    key_file, opened_slot = own_slot(ws, own)
    changed, key, code = keys.with_escrow(
        key_file,
        opened_slot.keys[0],
        user_id=ws.user.id,
        instead=instead,
        kdf=kdf or opened_slot.slot.kdf,
    )
    with ws.transaction("make_escrow") as tx:
        if instead:
            reads_escrow.end(tx, [instead], ws.user.id)
        row = {"id": key, "label": label, "made_by": ws.user.id, "made_at": tx.now}
        tx.insert("escrow", row)
        keys.write(ws.home, changed)  # last: without it nothing is committed
    return Made(key, code, label), Changes(settings=True)


def _standing(ws: Workspace, escrow_id: str) -> Escrow:
    for one in reads_escrow.codes(ws.store):
        if one.id == escrow_id and one.stands:
            return one
    raise NotFound(
        _("Not found"), _("There is no such code."), _("Look at the list; it may have ended.")
    )


def _label(label: str) -> str:
    words = required("label", label, _("Say where the code will be kept."))
    if len(words) > LONGEST:
        raise InputRejected("label", _("At most {most} characters.").format(most=LONGEST))
    return words
