"""Writes a file whole or not at all: temporary name in the same folder, fsync, rename."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from navigator_app.errors import TransferFailed
from navigator_app.i18n import _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_atomically(folder: Path, name: str, pieces: Iterable[bytes]) -> tuple[Path, str]:
    """Write the pieces as `folder/name` and return its path and SHA-256.

    What stood under that name before is replaced only when the new file is whole on the disk.
    TransferFailed for a folder that is missing, closed or full; whatever goes wrong, an error of
    the pieces' own included, no temporary file is left.
    """
    target, part = folder / name, folder / f".{name}.part"
    try:
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no folder")
        digest = _write(part, pieces)
        part.replace(target)
        _sync_folder(folder)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _failed(error, folder, name) from None
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return target, digest


@contextmanager
def only_if_kept(folder: Path | None, name: str) -> Iterator[None]:
    """What the body writes as `folder/name` stays only if the body ends well: where a full disk
    keeps the store from writing down what it is, what stood there before stands there again.
    Nothing to do without a folder."""
    if folder is None:
        yield
        return
    target = folder / name
    new, before = not os.path.lexists(target), _content(target)
    try:
        yield
    except BaseException:
        if new:
            with suppress(OSError):
                target.unlink()
        elif before is not None and _content(target) != before:
            with suppress(TransferFailed):
                write_atomically(folder, name, [before])
        raise


def _content(target: Path) -> bytes | None:
    """What stands there; None where nothing can be read."""
    try:
        return target.read_bytes()
    except OSError:
        return None


def _write(part: Path, pieces: Iterable[bytes]) -> str:
    with suppress(FileNotFoundError):
        part.unlink()  # left by a crash; opening anew below must not follow a link
    digest = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(part, flags, 0o600), "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the rename itself lasting; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(error: OSError, folder: Path, name: str) -> TransferFailed:
    if error.errno in _FULL:
        message = _("The disk has no room for the file {name}.").format(name=name)
        next_step = _("Free some space, or choose another folder, and write it again.")
    elif not folder.is_dir():
        message = _("There is no folder {folder}.").format(folder=folder)
        next_step = _("Choose a folder that exists.")
    elif isinstance(error, PermissionError):
        message = _("The file {name} cannot be written into {folder}.").format(
            name=name, folder=folder
        )
        next_step = _("Close the file if it is open elsewhere, or choose another folder.")
    else:
        message = _("Writing the file {name} failed ({reason}).").format(
            name=name, reason=error.strerror or _("unknown cause")
        )
        next_step = _("Check the folder or drive, and write it again.")
    return TransferFailed(_("File not written"), message, next_step)
