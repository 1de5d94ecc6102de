"""A new key for the whole store, when somebody leaves who knew a way to the old one.

The key file is first written so that each slot that stays opens both keys; then a copy of the
store gets the new key and takes the place of the store in one rename; then the old key is dropped.
Wherever that is cut off, whoever stays can unlock, and the next unlocking finishes it. The slot of
whoever leaves is gone with the first step.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile, disk_usage
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import StoreDamaged, StoreUnavailable
from navigator_app.i18n import _
from navigator_app.store import files, keys
from navigator_app.store.connection import connect
from navigator_app.store.failures import translated
from navigator_app.store.journal import head_mac

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.lock import HomeLock

STAGING = ".rekey"
"""Where the copy lies that gets the new key."""

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed to go on: the old and the new key, and the key file that opens both.

    `code` is the new recovery code; `dropped` are users whose slot cannot be given a new key.
    """

    old: bytes
    new: bytes
    both: keys.KeyFile
    code: str
    dropped: frozenset[str] = frozenset()


def plan(home_keys: keys.KeyFile, old: bytes, leaver: str) -> Plan:
    """Make a new key and seal it to everybody but the leaver; StoreDamaged for strange slots.

    The recovery code changes, too: it lies on paper where the leaver may have read it.
    """
    keys.no_change_of_key(home_keys)
    paired = any(one.public for one in home_keys.slots)
    if paired and not keys.is_whole(home_keys, old):
        raise StoreDamaged(
            _("Key file damaged"),
            _("The key file names slots that this program did not write."),
            _("Put the key file back from a backup; the store itself was not touched."),
        )
    new = keys.new_key()
    stay = keys.without(home_keys, old, leaver)
    stay, code = keys.with_recovery(stay, old)
    dropped = frozenset(one.user_id or "" for one in stay.slots if not one.public)
    slots = tuple(
        replace(one, sealed=(keys.sealed_to(stay, one, new), *one.sealed))
        for one in stay.slots
        if one.public
    )
    both = keys.signed(replace(stay, slots=slots, pending=True), new)
    return Plan(old, new, both, code, dropped)


def only_new(both: keys.KeyFile, new: bytes) -> keys.KeyFile:
    """The key file when the store has its new key: what the slots wrap is no way in any more."""
    slots = tuple(
        replace(one, sealed=one.sealed[:1], stale=True) if one.sealed else one for one in both.slots
    )
    return keys.signed(replace(both, slots=slots, pending=False), new)


def change(store: Store, made: Plan, step: Step = lambda _name: None) -> None:
    """Give the open store its new key; it stays open. DiskFull and StoreUnavailable leave it as
    it was, with a key file that opens either key.

    `step` is told after each; tests cut it off there.
    """
    home = store.home
    check_room(home)
    keys.write(home, made.both)
    step("both")
    try:
        _staged(store, made, step)
    except BaseException:
        files.discard_folder(home / STAGING)
        raise
    _moved(store, made, step)
    keys.write(home, only_new(made.both, made.new))
    step("new")
    clear(home)


def enter(
    home: Path, key_file: keys.KeyFile, opened: keys.Opened, lock: HomeLock | None
) -> tuple[Store, bytes]:
    """Open the store by a slot of before a change of key, finishing what was cut off.

    Returns the key that opened it in the end. Whatever hinders the finishing is left for next time.
    """
    store, key = _either(home, opened.keys, lock)
    try:
        with contextlib.suppress(StoreUnavailable):
            if key_file.pending:
                key = _finished(store, key_file, opened.keys[0], key)
            if opened.slot.sealed:
                keys.write(home, keys.straightened(keys.read(home), opened, key))
    except BaseException:
        store.close()
        raise
    return store, key


def _either(home: Path, found: tuple[bytes, ...], lock: HomeLock | None) -> tuple[Store, bytes]:
    """Open the store with the first of these keys that fits, and return that key."""
    from navigator_app.store.engine import Store

    clear_staging(home)
    for place, key in enumerate(found):
        try:
            if place + 1 < len(found):
                connect(home / files.STORE, key).close()
        except StoreDamaged:
            continue
        return Store.open(home, key, lock), key
    raise AssertionError("a slot gives at least one key")


def _finished(store: Store, key_file: keys.KeyFile, new: bytes, key: bytes) -> bytes:
    """Go on where a change of key was cut off."""
    if key != new:
        change(store, Plan(key, new, key_file, ""))
    else:
        keys.write(store.home, only_new(key_file, new))
        clear(store.home)
    return new


def clear(home: Path) -> None:
    """Remove what the old key still opens: copies of before an upgrade, and the staging."""
    clear_staging(home)
    files.discard_folder(home / files.COPIES)


def clear_staging(home: Path) -> None:
    """Remove a copy that was cut off."""
    if (home / STAGING).exists():
        files.discard_folder(home / STAGING)


def check_room(home: Path) -> None:
    """DiskFull when there is no room for the copy."""
    with files.plain_errors():
        needed = (home / files.STORE).stat().st_size * 5 // 2  # the copy and its rollback journal
        if disk_usage(home).free < needed + (1 << 20):
            raise files.disk_full()


def _staged(store: Store, made: Plan, step: Step) -> None:
    """Copy the store aside and give the copy its new key."""
    staging = store.home / STAGING
    target = staging / files.STORE
    with files.plain_errors(), translated(store.home):
        clear_staging(store.home)
        staging.mkdir(mode=0o700)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copyfile(store.home / files.STORE, target)
        target.chmod(0o600)
        step("copied")
        connection = connect(target, made.old)
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA rekey = \"x'{made.new.hex()}'\"")
            _reseal(connection, made.new)
        finally:
            connection.close()
        _sync(target)
        step("rekeyed")
        _check(target, made.new)
    step("checked")


def _reseal(connection: sqlcipher.Connection, new: bytes) -> None:
    """The journal's head is authenticated by a key that follows from the store's."""
    from navigator_app.store.engine import mac_key_of

    row = connection.execute("SELECT entries, hash FROM journal_head WHERE id = 1").fetchone()
    if row is not None:
        mac = head_mac(mac_key_of(new), row[0], row[1])
        connection.execute("UPDATE journal_head SET mac = ? WHERE id = 1", (mac,))


def _check(path: Path, new: bytes) -> None:
    connection = connect(path, new)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise StoreDamaged(
                _("Copy damaged"),
                _("The copy with the new key cannot be read back; the store was not touched."),
                _("Try again; if it happens again, check the disk."),
            )
    finally:
        connection.close()
    _sync(path)


def _moved(store: Store, made: Plan, step: Step) -> None:
    """Put the copy in the store's place and go on working in it."""
    home = store.home
    path = home / files.STORE
    store.release_connection()
    try:
        with files.plain_errors():
            for tail in ("-wal", "-shm"):  # empty since the checkpoint; of the old key
                path.with_name(path.name + tail).unlink(missing_ok=True)
            os.replace(home / STAGING / files.STORE, path)
            files.sync_folder(home)
    except BaseException:
        with contextlib.suppress(StoreUnavailable):
            store.take_connection(connect(path, made.old), made.old)
        raise
    step("moved")
    store.take_connection(connect(path, made.new), made.new)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
