"""The people of a store: who they are, what role they have, and their passphrases.

Whoever does this gives their own passphrase: the store's key is not kept while it is open.
"""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain import identifiers, rights
from navigator_app.domain.records import Changes, UserRow
from navigator_app.domain.rights import Person
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.i18n import _
from navigator_app.services import permissions
from navigator_app.services.workspace import (
    Workspace,
    check_passphrase,
    check_unused,
    own_slot,
    required,
)
from navigator_app.store import keys, reads_cover, reads_escrow, reads_users, user_writes

LONGEST_NAME = 80
_HELD = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Whose passphrase only an administrator may have set anew."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What happens when somebody is revoked: said before it is done."""

    person: Person
    members: int
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Revoked:
    """What was done: the new recovery code, and who has to be given a new passphrase."""

    name: str
    members: int
    recovery_code: str
    reset: tuple[str, ...] = ()
    escrows: int = 0  # codes in a safe that ended, because who left had seen them


def people(ws: Workspace) -> list[Person]:
    """Everybody who works or worked with the store, the active first."""
    return reads_users.people(ws.store, keys.users(keys.read(ws.home)))


def find(ws: Workspace, name: str) -> Person:
    """Somebody active by name; NotFound names those there are."""
    wanted = " ".join(name.split()).casefold()
    active = [one for one in people(ws) if one.active]
    for one in active:
        if one.name.casefold() == wanted:
            return one
    raise NotFound(
        _("Not found"),
        _("Nobody of that name works with this store."),
        _("Name one of: {names}.").format(names=", ".join(one.name for one in active)),
    )


def add(
    ws: Workspace,
    name: str,
    role: Role,
    *,
    passphrase: str,
    own: str,
    administers: bool = False,
    kdf: keys.Kdf | None = None,
) -> tuple[Person, Changes]:
    """Let somebody work with the store. They type `passphrase` themselves; `own` is the doer's.

    InputRejected for an empty or known name and a weak passphrase, NotAllowed for who does not
    administer. `kdf` is for tests only.
    """
    permissions.need(ws, "people")
    words = _free_name(ws, name)
    check_passphrase(passphrase)
    key_file, opened = own_slot(ws, own)
    check_unused(key_file, passphrase, "")
    user = UserRow(identifiers.uuid7(), words, role)
    changed = keys.with_passphrase(
        key_file, opened.keys[0], passphrase, user_id=user.id, kdf=kdf or opened.slot.kdf
    )
    with ws.transaction("add_user") as tx:
        user_writes.add(tx, user, administers=administers)
        keys.write(ws.home, changed)  # last: without it nothing is committed
    return _one(ws, user.id), Changes(settings=True)


def change_role(
    ws: Workspace, user_id: str, role: Role, *, administers: bool | None = None
) -> tuple[Person, Changes]:
    """Give another role; with `administers` also take or give the administrator's rights.

    InputRejected when nobody who can unlock would administer any more.
    """
    permissions.need(ws, "people")
    person = _active(ws, user_id)
    also = person.administers if administers is None else administers
    if not also and role is not Role.ADMINISTRATOR:
        _keep_one(ws, user_id)
    with ws.transaction("change_user_role") as tx:
        tx.update("user", user_id, {"role": role.slug})
        user_writes.profile(tx, user_id, {"administers": int(also)})
    if user_id == ws.user.id:
        ws.user = UserRow(ws.user.id, ws.user.name, role)
    return _one(ws, user_id), Changes(settings=True)


def reset(ws: Workspace, user_id: str, *, passphrase: str, own: str) -> Changes:
    """Let somebody who lost it set a passphrase of their own; they type it themselves.

    NotAllowed for a supervisor over one who supervises or administers.
    """
    permissions.need(ws, "reset")
    person = _active(ws, user_id)
    here = permissions.standing(ws)
    if Role.ADMINISTRATOR not in here.roles and (person.administers or person.role in _HELD):
        raise NotAllowed(
            _("Not allowed"),
            _("Only an administrator resets the passphrase of {name}.").format(name=person.name),
            _("Ask whoever administers this store."),
        )
    check_passphrase(passphrase)
    key_file, opened = own_slot(ws, own)
    check_unused(key_file, passphrase, user_id)
    changed = keys.with_passphrase(
        key_file, opened.keys[0], passphrase, user_id=user_id, kdf=opened.slot.kdf
    )
    with ws.transaction("reset_passphrase") as tx:
        by = {"passphrase_at": tx.now, "passphrase_by": ws.user.id}
        user_writes.profile(tx, user_id, by)
        keys.write(ws.home, changed)
    return Changes(settings=True)


def leaving(ws: Workspace, user_id: str) -> Leaving:
    """What revoking somebody would do, and why it cannot be done where it cannot."""
    person = _active(ws, user_id)
    try:
        check_revoke(ws, user_id)
    except (InputRejected, NotAllowed) as refusal:
        return Leaving(person, person.members, str(refusal))
    return Leaving(person, person.members)


def check_revoke(ws: Workspace, user_id: str) -> Person:
    """InputRejected or NotAllowed when this one cannot be revoked, or not by whoever is at work."""
    permissions.need(ws, "people")
    person = _active(ws, user_id)
    _keep_one(ws, user_id)
    if user_id == ws.user.id:
        raise InputRejected(
            "user",
            _("Nobody revokes themselves."),
            _("Another administrator has to do it."),
        )
    return person


def revoke(ws: Workspace, user_id: str, *, own: str) -> tuple[Revoked, Changes]:
    """End somebody's work with the store: their passphrase opens nothing, and the store gets a
    new key and a new recovery code.

    Their members stay theirs until somebody assigns them; leave they had ends with its cover.
    InputRejected for the last administrator and for oneself. A crash leaves a store that whoever
    stays can unlock.
    """
    from navigator_app.store import rekey  # rare

    person = check_revoke(ws, user_id)
    key_file, opened = own_slot(ws, own)
    made = rekey.plan(key_file, opened.keys[0], user_id)
    rekey.check_room(ws.home)
    seen_codes = [one.id for one in keys.escrows(key_file) if one.user_id == user_id]
    with ws.transaction("revoke_user") as tx:
        tx.update("user", user_id, {"active": 0})
        today = ws.clock.today()
        user_writes.profile(tx, user_id, {"administers": 0, "left_on": today.isoformat()})
        for away in reads_cover.aways(ws.store, today):
            if away.user_id == user_id and away.back is None:  # who left is not back some day
                tx.update("leave", away.id, {"ended_on": max(away.first, today).isoformat()})
        reads_escrow.end(tx, seen_codes, ws.user.id)
    rekey.change(ws.store, made)
    names = {one.id: one.name for one in people(ws)}
    lost = tuple(sorted(names[key] for key in made.dropped if key in names))
    escrows = len(seen_codes)
    return Revoked(person.name, person.members, made.code, lost, escrows), Changes(settings=True)


def _free_name(ws: Workspace, name: str) -> str:
    words = required("user", name, _("The user needs a name."))
    if len(words) > LONGEST_NAME:
        raise InputRejected("user", _("At most {most} characters.").format(most=LONGEST_NAME))
    known = next((one for one in people(ws) if one.name.casefold() == words.casefold()), None)
    if known is None:
        return words
    raise InputRejected(
        "user",
        _("Somebody of that name works with this store.")
        if known.active
        else _("Somebody of that name has worked with this store."),
        _("Add a middle initial; the history tells people apart by their names."),
    )


def _active(ws: Workspace, user_id: str) -> Person:
    person = _one(ws, user_id)
    if not person.active:
        raise InputRejected("user", _("{name} has left already.").format(name=person.name))
    return person


def _one(ws: Workspace, user_id: str) -> Person:
    for one in people(ws):
        if one.id == user_id:
            return one
    raise NotFound(_("Not found"), _("Nobody of that name works with this store."))


def _keep_one(ws: Workspace, user_id: str) -> None:
    """InputRejected when nobody but this user could administer."""
    team = reads_users.team(ws.store)
    able = keys.users(keys.read(ws.home))
    here = [
        key for key, _role, _also in team
        if Role.ADMINISTRATOR in rights.standing(key, team).roles
    ]  # fmt: skip
    if user_id in here and not any(key != user_id and key in able for key in here):
        raise InputRejected(
            "user",
            _("This is the last administrator who can unlock the store."),
            _("Let somebody else administer first."),
        )
