"""The files of a home folder, and how one is written so that a crash leaves the old or the new."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from navigator_app.errors import DiskFull, StoreUnavailable
from navigator_app.i18n import _

STORE = "navigator.db"
KEYS = "keys.json"
THROTTLE = "throttle.json"
LOCK = "navigator.lock"
COPIES = "copies"
"""Encrypted copies kept before a schema upgrade."""
STAGING = ".new"
"""Where a new store is built before it is moved into place."""

_LEAST = 64 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def disk_full() -> DiskFull:
    """The refusal for a disk without room."""
    return DiskFull(
        _("Disk full"),
        _("The disk has no room left, so nothing was changed."),
        _("Make some room on the disk and try again."),
    )


def unwritable() -> StoreUnavailable:
    """The refusal for a folder or file that cannot be read or written."""
    return StoreUnavailable(
        _("Folder not usable"),
        _("The data folder cannot be read or written; nothing was changed."),
        _("Check that the disk is connected and that the folder belongs to you."),
    )


def no_room(folder: Path) -> bool:
    """True when the disk has not even room for the small files beside an open store."""
    from shutil import disk_usage  # slow to import, and rarely needed

    try:
        return disk_usage(folder).free < _LEAST
    except OSError:
        return False


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn an OSError of the body into DiskFull or StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise (disk_full() if error.errno in _FULL else unwritable()) from error


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a small file whole or not at all (temporary name, fsync, rename), mode 0600."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    data = (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()
    with plain_errors():
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with os.fdopen(os.open(temporary, flags, 0o600), "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(temporary, path)
            sync_folder(path.parent)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def discard_folder(folder: Path) -> None:
    """Remove a folder with all it holds, as far as that can be done."""
    from shutil import rmtree  # slow to import, and rarely needed

    rmtree(folder, ignore_errors=True)


def settle(home: Path) -> None:
    """Finish or clear away a creation that was cut off. Call it with the lock held.

    A new store is built in `STAGING`; its key file moves into the home first, the store last. So
    a staged store beside a key file in the home lacks only its last step.
    """
    staging = home / STAGING
    if not staging.exists():
        return
    staged = staging / STORE
    if staged.exists() and (home / KEYS).exists() and not (home / STORE).exists():
        os.replace(staged, home / STORE)
        sync_folder(home)
    discard_folder(staging)


def keep_copy(home: Path, label: str, keep: int = 3) -> Path:
    """Copy the (encrypted, checkpointed) store beside itself and return the copy.

    Only the newest `keep` copies stay.
    """
    folder = home / COPIES
    with plain_errors():
        folder.mkdir(mode=0o700, exist_ok=True)
        target = folder / f"{label}.db"
        temporary = target.with_suffix(".tmp")
        from shutil import copyfile  # as above

        copyfile(home / STORE, temporary)
        temporary.chmod(0o600)
        with temporary.open("rb+") as copied:
            os.fsync(copied.fileno())
        os.replace(temporary, target)
        sync_folder(folder)
        copies = sorted(folder.glob("*.db"), key=lambda copy: copy.stat().st_mtime)
        for old in copies[:-keep]:
            old.unlink()
    return target
