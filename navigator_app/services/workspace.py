"""The opened store and everything a service needs beside it: who, where, when."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from navigator_app.domain import identifiers, plain_text
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import UNKNOWN_PHONE, Role
from navigator_app.errors import InputRejected, NavigatorError, WrongPassphrase
from navigator_app.i18n import _
from navigator_app.paths import private_folder
from navigator_app.policy import own
from navigator_app.runtime.clock import Clock
from navigator_app.runtime.device import device_name
from navigator_app.runtime.memory import no_core_dumps
from navigator_app.store import agency_rows, files, keys, recent, throttle
from navigator_app.store.connection import check_file
from navigator_app.store.engine import Store
from navigator_app.store.lock import HomeLock
from navigator_app.store.recovery import check_passphrase as check_passphrase

Got = TypeVar("Got")

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

SAMPLE_KDF = keys.Kdf(memory_kib=8 * 1024, time=1, parallelism=1)
"""For the throwaway sample alone: its passphrases hold 96 random bits, which no guessing finds."""


@dataclass(slots=True)
class Workspace:
    """An unlocked store with the user at work. Belongs to one thread.

    `unattended`: the program works by itself beside that user and shows them nothing of it, so that
    no reason is asked for a member outside their caseload.
    """

    home: Path
    store: Store
    user: UserRow
    clock: Clock
    device: str
    unattended: bool = False

    def transaction(self, intention: str) -> AbstractContextManager[Tx]:
        """One write by this user on this device: all of the body or nothing, journalled.

        NotAllowed when the role does not have the right (resources/permissions.toml).
        """
        from navigator_app.services import permissions
        from navigator_app.services.clocks import before_first_write  # not on the way to a page

        permissions.need_intention(self, intention)

        before_first_write(self)
        return self.store.transaction(
            intention, clock=self.clock, user=self.user, device=self.device
        )

    def close(self) -> None:
        """Close the store and forget its key; safe to call twice."""
        own.release(str(self.home))
        self.store.close()


def exists(home: Path) -> bool:
    """True when a store lies in that folder, or what is left of one."""
    return (home / files.STORE).exists() or (home / files.KEYS).exists()


def create(
    home: Path,
    *,
    agency: str,
    npi: str,
    user: str,
    role: Role,
    passphrase: str,
    clock: Clock,
    phone: str = "",
    kdf: keys.Kdf | None = None,
) -> tuple[Workspace, str]:
    """Make the encrypted store and return it open, with the recovery code (shown once).

    InputRejected for an empty name, a bad NPI or a passphrase that is too weak. `kdf` is for
    tests and the sample only; the default is what RFC 9106 recommends.
    """
    words = checked_agency(agency, npi, phone)
    name = required("user", user, _("The user needs a name."))
    check_passphrase(passphrase)
    no_core_dumps()
    key = keys.new_key()
    worker = UserRow(identifiers.uuid7(), name, role)
    key_file, code = keys.new_key_file(key, passphrase, user_id=worker.id, kdf=kdf)

    def fill(store: Store) -> None:
        with store.transaction(
            "create_store", clock=clock, user=worker, device=device_name(home)
        ) as tx:
            agency_rows.first_rows(tx, words, worker)

    with files.plain_errors():
        private_folder(home)
    store = Store.create(home, key, key_file, fill)
    own.hold(str(home), {})
    return Workspace(home, store, worker, clock, device_name(home)), code


def wait_seconds(home: Path, clock: Clock) -> float:
    """Seconds until the next try is allowed after wrong passphrases; survives a restart."""
    return throttle.wait_seconds(home, clock.now())


def several(home: Path) -> bool:
    """True when several passphrases open the store, so that a name finds its own sooner."""
    with contextlib.suppress(NavigatorError):
        return recent.several(keys.read(home))
    return False


def unlock(home: Path, passphrase: str, *, clock: Clock, user: str = "") -> Workspace:
    """Open the store. WrongPassphrase says how long to wait; StoreUnavailable says what is wrong.

    The passphrase says who is at work. `user` may only repeat it, or name somebody without a
    passphrase for whom whoever administers acts; else InputRejected.
    """
    lock, key_file = _at_the_door(home, clock)
    try:
        likely = recent.ordered(home, key_file, user)
        opened = _counted(home, clock, lambda: keys.opened_by_passphrase(likely, passphrase))
        store, _key = _open_store(home, key_file, opened, lock)
    except BaseException:
        lock.release()
        raise
    ws = _enter(home, store, clock, user, opened.slot.user_id, keys.users(key_file))
    if opened.slot.user_id == ws.user.id:
        recent.note(home, key_file, opened.slot.id, ws.user.name)
    return ws


def unlock_with_recovery(
    home: Path, code: str, new_passphrase: str, *, clock: Clock, user: str = ""
) -> Workspace:
    """Open with the recovery code, or an escrow code from the safe, and set a new passphrase.

    An escrow code's use stands in the journal before the passphrase is set, and is told to whoever
    supervises (`users_escrow`); one that was revoked is a WrongPassphrase.
    """
    check_passphrase(new_passphrase)
    lock, key_file = _at_the_door(home, clock)
    try:
        opened = _counted(home, clock, lambda: _by_code(key_file, code))
        store, key = _open_store(home, key_file, opened, lock)
    except BaseException:
        lock.release()
        raise
    ws = _enter(home, store, clock, user)
    try:
        key_file = keys.read(home)
        check_unused(key_file, new_passphrase, ws.user.id)
        if opened.slot.kind == keys.ESCROW:
            from navigator_app.services import users_escrow  # rare

            _counted(home, clock, lambda: users_escrow.check(ws, opened.slot.id))
            users_escrow.opened(ws, opened.slot.id)
        changed = keys.with_passphrase(key_file, key, new_passphrase, user_id=ws.user.id)
        keys.write(home, changed)
    except BaseException:
        ws.close()
        raise
    return ws


def change_passphrase(ws: Workspace, old: str, new: str) -> None:
    """Rewrap the key under a new passphrase; the store itself is not rewritten."""
    check_passphrase(new)
    key_file, opened = own_slot(ws, old)
    check_unused(key_file, new, opened.slot.user_id)
    key, whose = opened.keys[0], opened.slot.user_id
    keys.write(ws.home, keys.with_passphrase(key_file, key, new, user_id=whose))


def new_recovery_code(ws: Workspace, passphrase: str) -> str:
    """Replace the recovery slot and return the new code, shown once."""
    key_file, opened = own_slot(ws, passphrase)
    changed, code = keys.with_recovery(key_file, opened.keys[0])
    keys.write(ws.home, changed)
    return code


def own_slot(ws: Workspace, passphrase: str) -> tuple[keys.KeyFile, keys.Opened]:
    """The key file and the slot of whoever is at work; WrongPassphrase for another's, too."""
    key_file = keys.read(ws.home)
    mine = key_file
    if ws.user.id in keys.users(key_file):
        slots = tuple(one for one in key_file.slots if one.user_id in (None, ws.user.id))
        mine = dataclasses.replace(key_file, slots=slots)

    def attempt() -> keys.Opened:
        try:
            return keys.opened_by_passphrase(mine, passphrase)
        except WrongPassphrase as error:
            raise WrongPassphrase(
                error.message, _("Use the one that you unlock with yourself.")
            ) from error

    return key_file, _counted(ws.home, ws.clock, attempt)


def check_unused(key_file: keys.KeyFile, passphrase: str, user_id: str | None) -> None:
    """InputRejected when somebody else's passphrase is the same: it says who is at work."""
    try:
        slot = keys.open_with_passphrase(key_file, passphrase)[1]
    except WrongPassphrase:
        return
    if slot.user_id not in (None, user_id):
        raise InputRejected(
            "passphrase",
            _("This passphrase cannot be used here."),
            _("Choose another; a few words that nobody else would think of."),
        )


def required(field: str, text: str, message: str) -> str:
    """Return text without outer and double spaces; InputRejected when nothing that can be seen is
    left."""
    value = plain_text.line(text)
    if not value:
        raise InputRejected(field, message)
    return value


def checked_agency(name: str, npi: str, phone: str) -> dict[str, str]:
    """Return the agency's columns; InputRejected names the field that is wrong."""
    values = {"name": required("agency", name, _("The agency needs a name."))}
    try:
        values["npi"] = identifiers.npi(npi)
    except ValueError as error:
        raise InputRejected(
            "npi",
            _("This is not a National Provider Identifier."),
            _("It has ten digits, and the last one checks the others; look it up in NPPES."),
        ) from error
    try:
        values["phone"] = identifiers.phone(phone) if phone.strip() else UNKNOWN_PHONE
    except ValueError as error:
        raise InputRejected(
            "phone", _("A phone number has ten digits."), _("Leave it empty if there is none.")
        ) from error
    return values


def _at_the_door(home: Path, clock: Clock) -> tuple[HomeLock, keys.KeyFile]:
    """Refuse what no passphrase can open, keep the wait, take the lock, read the key file."""
    no_core_dumps()
    with files.plain_errors():  # a folder that may not even be looked into
        there = home.is_dir()
        check_file(home)
    wait = wait_seconds(home, clock) if there else 0.0
    if wait > 0:
        raise WrongPassphrase(
            _("Too many wrong passphrases; wait {seconds} seconds.").format(seconds=int(wait) + 1),
            _("Then try again, or use the recovery code."),
            wait,
        )
    lock = HomeLock(home)
    try:
        with files.plain_errors():
            files.settle(home)
        return lock, keys.read(home)
    except BaseException:
        lock.release()
        raise


def _open_store(
    home: Path, key_file: keys.KeyFile, opened: keys.Opened, lock: HomeLock
) -> tuple[Store, bytes]:
    if not key_file.pending and not opened.slot.sealed:
        return Store.open(home, opened.keys[0], lock), opened.keys[0]
    from navigator_app.store import rekey  # once, after somebody left

    return rekey.enter(home, key_file, opened, lock)


def _by_code(key_file: keys.KeyFile, code: str) -> keys.Opened:
    """The slot that a code opens, of either kind; one wrong code is one wrong try."""
    try:
        return keys.opened_by_code(key_file, code)
    except WrongPassphrase:
        return keys.opened_by_escrow(key_file, code)


def _counted(home: Path, clock: Clock, attempt: Callable[[], Got]) -> Got:
    """Try a secret; a wrong one lengthens the wait, the right one ends it."""
    try:
        opened = attempt()
    except WrongPassphrase as error:
        wait = throttle.failed(home, clock.now())
        raise WrongPassphrase(error.message, error.next_step, wait) from error
    throttle.passed(home)
    return opened


def _enter(
    home: Path,
    store: Store,
    clock: Clock,
    user: str,
    owner: str | None = None,
    slots: frozenset[str] = frozenset(),
) -> Workspace:
    """Find who is at work; close the store again when nobody is."""
    try:
        people = agency_rows.users(store)
        worker = _who(people, user) if owner is None else _owner(store, people, owner, user, slots)
        own.hold(str(home), agency_rows.own_packs(store))
        return Workspace(home, store, worker, clock, device_name(home))
    except BaseException:
        store.close()
        raise


def _owner(
    store: Store, people: list[UserRow], owner: str, user: str, slots: frozenset[str]
) -> UserRow:
    """Whose passphrase it is, or for whom its owner may act."""
    mine = next((one for one in people if one.id == owner), None)
    if mine is None:
        raise WrongPassphrase(
            _("The passphrase is wrong."), _("Ask whoever administers this store.")
        )
    if not user.strip():
        return mine
    named = _who(people, user)
    if named.id == mine.id:
        return mine
    from navigator_app.services import permissions

    if named.id in slots or not permissions.acts_for_others(store, mine.id):
        raise InputRejected(
            "user",
            _("This passphrase is not of {name}.").format(name=named.name),
            _("Leave the name out: the passphrase says who is at work."),
        )
    return named


def _who(people: list[UserRow], user: str) -> UserRow:
    wanted = " ".join(user.split()).casefold()
    found = [one for one in people if not wanted or one.name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in people)
    message = (
        _("Nobody of that name works with this store.")
        if wanted
        else _("Several people work with this store.")
    )
    raise InputRejected("user", message, _("Name one of: {names}.").format(names=names))
