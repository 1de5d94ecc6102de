"""Files through a folder that both sides see: a network drive, or what another program uploads.

The same contract as over SFTP. The system's own file calls cannot be interrupted: a drive that
hangs holds the transfer thread, and nothing else, until the system gives it up.
"""

from __future__ import annotations

import errno
import hashlib
import math
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from navigator_app.errors import TransferFailed
from navigator_app.exchange import transport
from navigator_app.exchange.folder_rename import move_in, sync_folder
from navigator_app.exchange.remote_checks import (
    growing,
    keep,
    kind_of,
    name_taken,
    not_followed,
    own_part,
    safe_own_name,
    too_large,
    too_many,
)
from navigator_app.exchange.transport import Cancel, Fetched, Progress, Proof, RemoteFile, Skew
from navigator_app.exchange.transport_content import Content, Teller, stopped
from navigator_app.exchange.transport_errors import (
    FolderGone,
    Garbled,
    LineError,
    NoPermission,
    NoSpace,
)
from navigator_app.i18n import _

_PIECE = 1024 * 1024
_FRESH = 5.0
_WAIT = 0.3  # a local file tells its time more finely than a server does
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_BINARY = getattr(os, "O_BINARY", 0)
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY


class FolderTransport(transport.Transport):
    """Two folders; see `transport.Transport` for what each call does."""

    def __init__(
        self,
        *,
        inbox: str = "",
        outbox: str = "",
        now: Callable[[], float] = time.time,
    ) -> None:
        """Either may be empty when only the other is used."""
        self._inbox = inbox
        self._outbox = outbox
        self._now = now
        self._ready: dict[tuple[str, str], tuple[Content, Proof]] = {}

    def __enter__(self) -> Self:
        """See that the folders are there."""
        for folder in filter(None, (self._inbox, self._outbox)):
            with _told(folder):
                if not stat.S_ISDIR(os.stat(folder).st_mode):
                    raise NotADirectoryError(errno.ENOTDIR, "")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is held."""

    def list(self, folder: str = "", *, cancel: Cancel | None = None) -> list[RemoteFile]:
        """What lies in a folder, by name."""
        where = folder or self._inbox
        found: list[RemoteFile] = []
        with _told(where), os.scandir(os.fsencode(where)) as entries:
            for entry in entries:
                if cancel is not None and cancel.is_set():
                    raise stopped()
                if len(found) == transport.MOST_LISTED:
                    raise too_many(where, _("this computer"))
                with suppress(FileNotFoundError):  # removed meanwhile
                    found.append(_named(where, entry))
        return sorted(found, key=lambda one: one.raw_name)

    def fetch(
        self,
        remote: RemoteFile,
        sink: BinaryIO,
        *,
        limit: int = transport.LIMIT,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Fetched:
        """Read one listed file into `sink`."""
        if not remote.usable:
            raise not_followed(remote)
        if remote.size > limit:
            raise too_large(remote, limit)
        where = os.path.join(os.fsencode(remote.folder), remote.raw_name)
        if abs(self._now() - remote.modified) < _FRESH:
            _wait(_WAIT, cancel)
        with _told(remote.name):
            _same(remote, os.lstat(where))
            with open(os.open(where, os.O_RDONLY | _PLAIN), "rb") as file:
                _same(remote, os.fstat(file.fileno()))
                got = _read(file, remote, sink, Teller(progress, remote.size), cancel)
                _same(remote, os.fstat(file.fileno()))
            return got

    def upload(
        self,
        name: str,
        content: bytes | BinaryIO,
        *,
        folder: str = "",
        read_back: bool | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Proof:
        """Put it there whole, under its hidden name; nothing is left where that fails."""
        safe_own_name(name)
        ours = Content(content, cancel)
        where = Path(folder or self._outbox)
        target, part = where / name, where / transport.part_name(name, ours.sha256)
        with _told(str(where)):
            if not where.is_dir():
                raise FileNotFoundError(errno.ENOENT, "")
            if os.path.lexists(target):
                proof = _there_already(target, ours)
                _clean(where, name)  # a kill between naming and removing leaves both
                return proof
            _clean(where, name)
            try:
                _write(part, ours, Teller(progress, ours.size), cancel)
                digest = "" if read_back is False else _hash(part)
                if digest not in ("", ours.sha256):
                    raise _garbled(name)
            except BaseException:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
        ready = Proof(
            ours.size, ours.sha256, ours.size, part.name, digest, transport.UPLOADED, synced=True
        )
        self._ready[str(where), name] = (ours, ready)
        return ready

    def publish(self, name: str, *, folder: str = "", cancel: Cancel | None = None) -> Proof:
        """Give it its name."""
        where = Path(folder or self._outbox)
        ours, ready = self._ready.pop((str(where), name))
        target, part = where / name, where / transport.part_name(name, ours.sha256)
        with _told(str(where)):
            try:
                if not move_in(part, target):
                    return _there_already(target, ours)
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
            sync_folder(where)
            seen = _size(target)
        how = "read-back" if ready.remote_sha256 else "size"
        size = ours.size if seen is None else seen
        return replace(ready, how=how, renamed_to=name, remote_size=size, taken=seen is None)

    def remove_part(self, name: str, *, folder: str = "", cancel: Cancel | None = None) -> bool:
        """Take a half-written file of ours away."""
        own_part(name)
        where = Path(folder or self._outbox) / name
        with _told(name):
            try:
                if not stat.S_ISREG(os.lstat(where).st_mode):
                    return False
                where.unlink()
            except FileNotFoundError:
                where.parent.stat()  # a folder that is gone says nothing of what lies in it
                return False
        return True

    def clock(self) -> Skew:
        """The drive's clock against ours."""
        where = Path(self._outbox) / transport.clock_name()
        with suppress(OSError):
            where.unlink()
        before = self._now()
        with _told(self._outbox):
            os.close(os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600))
            try:
                theirs = os.stat(where).st_mtime
            finally:
                with suppress(OSError):
                    where.unlink()
        after = self._now()
        return Skew(round(theirs - (before + after) / 2), math.ceil(after - before) + 1)


def _named(folder: str, entry: os.DirEntry[bytes]) -> RemoteFile:
    seen = entry.stat(follow_symlinks=False)
    kind = transport.UNSAFE if transport.unsafe_name(entry.name) else kind_of(seen.st_mode)
    shown = transport.shown_name(entry.name)
    return RemoteFile(folder, shown, entry.name, seen.st_size, int(seen.st_mtime), kind)


def _same(remote: RemoteFile, seen: os.stat_result) -> None:
    if not stat.S_ISREG(seen.st_mode):
        raise not_followed(remote)
    if (seen.st_size, int(seen.st_mtime)) != (remote.size, remote.modified):
        raise growing(remote)


def _read(
    file: BinaryIO, remote: RemoteFile, sink: BinaryIO, teller: Teller, cancel: Cancel | None
) -> Fetched:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        if cancel is not None and cancel.is_set():
            raise stopped()
        size += len(piece)
        if size > remote.size:
            raise growing(remote)
        digest.update(piece)
        keep(sink, piece)
        teller.tell(size)
    if size != remote.size:
        raise growing(remote)
    return Fetched(size, digest.hexdigest())


def _write(part: Path, ours: Content, teller: Teller, cancel: Cancel | None) -> None:
    """Write it anew: a disk is quick enough not to go on where an earlier try was cut."""
    with suppress(FileNotFoundError):
        part.unlink()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
    with open(os.open(part, flags, 0o660), "wb") as file:
        for offset, piece in ours.pieces():
            if cancel is not None and cancel.is_set():
                raise stopped()
            file.write(piece)
            teller.tell(offset + len(piece))
        file.flush()
        os.fsync(file.fileno())


def _there_already(target: Path, ours: Content) -> Proof:
    """The file of that name is ours already, or NameTaken."""
    seen = os.lstat(target)
    digest = ""
    if stat.S_ISREG(seen.st_mode) and seen.st_size == ours.size:
        digest = _hash(target)
    if digest != ours.sha256:
        raise name_taken(target.name, str(target.parent))
    return Proof(ours.size, ours.sha256, seen.st_size, target.name, digest, "already-there")


def _clean(where: Path, name: str) -> None:
    """Remove half-written files of ours under this name."""
    for raw in os.listdir(os.fsencode(where)):
        if transport.is_part(raw, name):
            with suppress(OSError):
                os.unlink(os.path.join(os.fsencode(where), raw))


def _hash(where: Path) -> str:
    with open(os.open(where, os.O_RDONLY | _PLAIN), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(where: Path) -> int | None:
    try:
        return os.lstat(where).st_size
    except FileNotFoundError:
        return None  # whoever watches the folder took it at once


def _wait(seconds: float, cancel: Cancel | None) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if cancel is not None and cancel.is_set():
            raise stopped()
        time.sleep(0.05)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """The system's errors in our words."""
    try:
        yield
    except TransferFailed:
        raise
    except OSError as error:
        raise _by_cause(error, name) from None


def _by_cause(error: OSError, name: str) -> LineError:
    if error.errno in _FULL:
        return NoSpace(
            _("There is no room left in {folder}.").format(folder=name),
            _("Free some space there; it is tried again by itself."),
        )
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return FolderGone(
            _("{folder} is not there.").format(folder=name),
            _("Connect the drive, or choose another folder. Nothing here is removed."),
        )
    if isinstance(error, PermissionError):
        return NoPermission(
            _("This computer may not read or write in {folder}.").format(folder=name),
            _("Ask who looks after the folder for the right to."),
        )
    return LineError(
        _("{folder} cannot be used ({reason}).").format(folder=name, reason=error.strerror or ""),
        _("Check the drive; it is tried again by itself."),
    )


def _garbled(name: str) -> Garbled:
    return Garbled(
        _("What lies in the folder is not what was written ({name}).").format(name=name),
        _("Check the drive; it is tried again by itself."),
    )
