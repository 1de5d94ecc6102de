"""Puts one file onto a server: hidden name, write, fsync, look, read back, rename, look again."""

from __future__ import annotations

import asyncio
import hashlib
import math
import stat
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import replace

import asyncssh

from navigator_app.exchange import sftp_errors, transport
from navigator_app.exchange.remote_checks import name_taken, own_part, safe_own_name
from navigator_app.exchange.sftp_fetch import given_up, path, pieces
from navigator_app.exchange.transport import Progress, Proof, Skew
from navigator_app.exchange.transport_content import PIECE, Content, Teller
from navigator_app.exchange.transport_errors import LineError

_AT_ONCE = 32  # pieces under way, 4 MB: hides the way there and back without filling memory


class Sending:
    """One file on its way."""

    def __init__(
        self,
        sftp: asyncssh.SFTPClient,
        alive: Callable[[], None],
        folder: str,
        name: str,
        content: Content,
        host: str,
    ) -> None:
        """UnsafeName for a name of ours that no server should be given."""
        safe_own_name(name)
        self._sftp = sftp
        self._alive = alive
        self._folder = folder
        self._name = name
        self._content = content
        self._host = host
        self._target = path(folder, name.encode())
        self._part_name = transport.part_name(name, content.sha256).encode()
        self._part = path(folder, self._part_name)

    async def run(self, read_back: bool | None, progress: Progress | None) -> Proof:
        """Send it; see `transport.Transport.send`."""
        ready = await self.upload(read_back, progress)
        return await self.publish(ready) if ready.how == transport.UPLOADED else ready

    async def upload(self, read_back: bool | None, progress: Progress | None) -> Proof:
        """The first half; see `transport.Transport.upload`."""
        if await self._size(self._target) is not None:
            return await self._there_already()
        await self._clean()
        try:
            resumed, synced = await self._upload(progress)
        except asyncssh.SFTPFailure as error:
            raise await self._why(error) from None
        except sftp_errors.FULL:
            await self._drop()
            raise
        seen = await self._size(self._part)
        if seen != self._content.size:
            await self._drop()
            raise sftp_errors.garbled(self._host)
        digest = ""
        if read_back or (read_back is None and self._content.size <= transport.READ_BACK):
            digest = await self._read_back(bool(read_back))
            if digest not in ("", self._content.sha256):
                await self._drop()
                raise sftp_errors.garbled(self._host)
        return self._proof(
            digest,
            self._content.size,
            how=transport.UPLOADED,
            resumed=resumed,
            synced=synced,
            name=self._part_name.decode(),
        )

    # -- before -------------------------------------------------------------------------------

    async def _there_already(self) -> Proof:
        """The file of that name is ours already, or NameTaken."""
        size, digest = await self._size(self._target), ""
        if size == self._content.size:
            digest = await self._hash(self._target)
        if digest != self._content.sha256:
            raise name_taken(self._name, self._host)
        await self._clean(every=True)
        return self._proof(digest, size or 0, how="already-there")

    async def _clean(self, *, every: bool = False) -> None:
        """Remove half-written files of ours under this name: other contents' (or `every`).

        A folder that may be written but not read keeps them; the plan then sees hidden names.
        """
        with suppress(asyncssh.SFTPError):
            found = [entry.filename async for entry in self._sftp.scandir(path(self._folder))]
            for raw in found:
                assert isinstance(raw, bytes)
                if transport.is_part(raw, self._name) and (every or raw != self._part_name):
                    await self._sftp.remove(path(self._folder, raw))
            self._alive()

    # -- the bytes ----------------------------------------------------------------------------

    async def _upload(self, progress: Progress | None) -> tuple[int, bool]:
        """Write what is missing; return the bytes that lay there, and whether it was synced."""
        start = await self._good_start()
        flags = asyncssh.FXF_WRITE
        if start == 0:
            flags |= await self._anew()
        file = await self._sftp.open(self._part, flags, encoding=None)
        try:
            await self._write(file, start, Teller(progress, self._content.size))
            if start:
                await file.truncate(self._content.size)
            synced = await self._synced(file)
        finally:
            with suppress(asyncssh.Error, OSError):
                await file.close()
        return start, synced

    async def _anew(self) -> int:
        """What opens the hidden name from nothing: a link laid there is not followed. Where nothing
        may be removed, what is left of an earlier try (seen to be a plain file) is written over."""
        if await self._size(self._part) is not None:
            try:
                await self._sftp.remove(self._part)
            except sftp_errors.GONE:
                pass
            except sftp_errors.DENIED:
                return asyncssh.FXF_TRUNC
        return asyncssh.FXF_CREAT | asyncssh.FXF_EXCL

    async def _good_start(self) -> int:
        """How many bytes from an earlier try are there and ours; none where we may not look."""
        try:
            return await self._same_there()
        except sftp_errors.DENIED:
            return 0

    async def _same_there(self) -> int:
        there = await self._size(self._part)
        if not there:
            return 0
        good, end = 0, min(there, self._content.size)
        file = await self._sftp.open(self._part, asyncssh.FXF_READ, encoding=None)
        try:
            async with aclosing(pieces(file, 0, end)) as there_now:
                async for piece in there_now:
                    self._alive()
                    ours = self._content.at(good, len(piece))
                    if piece != ours:
                        # Pieces are written side by side: a cut leaves holes.
                        return good + _same_start(piece, ours)
                    good += len(piece)
        finally:
            with suppress(asyncssh.Error, OSError):
                await file.close()
        return good

    async def _write(self, file: asyncssh.SFTPClientFile, start: int, teller: Teller) -> None:
        """Write from `start` on, several pieces under way at once."""
        waiting: set[asyncio.Task[int]] = set()
        done = start
        ours = self._content.pieces(start)
        more = True
        try:
            while more or waiting:
                while more and len(waiting) < _AT_ONCE:
                    offset, piece = next(ours, (0, b""))
                    more = bool(piece)
                    if more:
                        waiting.add(asyncio.ensure_future(file.write(piece, offset)))
                if waiting:
                    ready, waiting = await asyncio.wait(
                        waiting, return_when=asyncio.FIRST_COMPLETED
                    )
                    self._alive()
                    done += sum(await asyncio.gather(*ready))
                    teller.tell(done)
        finally:
            await given_up(list(waiting))

    async def _synced(self, file: asyncssh.SFTPClientFile) -> bool:
        try:
            await file.fsync()
        except asyncssh.SFTPOpUnsupported:
            return False
        self._alive()
        return True

    # -- after --------------------------------------------------------------------------------

    async def publish(self, ready: Proof) -> Proof:
        """Give it its name. The plain rename of SFTP never replaces a file that is there."""
        try:
            await self._sftp.rename(self._part, self._target)
        except asyncssh.SFTPError as error:
            if await self._size(self._target) is not None:
                return await self._there_already()
            raise sftp_errors.working(error, self._host, self._name) from None
        seen = await self._size(self._target)
        if seen not in (None, self._content.size):
            raise sftp_errors.garbled(self._host)
        how = "read-back" if ready.remote_sha256 else "size"
        return replace(ready, how=how, renamed_to=self._name, taken=seen is None)

    async def _read_back(self, must: bool) -> str:
        """The hash of what lies there; "" where files may be laid but not read, unless it `must`:
        the size was looked at, and the proof says so."""
        try:
            return await self._hash(self._part)
        except sftp_errors.DENIED:
            if must:
                raise
            return ""

    async def _hash(self, where: bytes) -> str:
        digest = hashlib.sha256()
        file = await self._sftp.open(where, asyncssh.FXF_READ, encoding=None)
        try:
            async with aclosing(pieces(file, 0, self._content.size)) as found:
                async for piece in found:
                    self._alive()
                    digest.update(piece)
        finally:
            with suppress(asyncssh.Error, OSError):
                await file.close()
        return digest.hexdigest()

    async def _size(self, where: bytes) -> int | None:
        """Its size; None when nothing is there. Whatever else bears the name is NameTaken."""
        try:
            attrs = await self._sftp.lstat(where)
        except sftp_errors.GONE:
            return None
        self._alive()
        if attrs.permissions is not None and not stat.S_ISREG(attrs.permissions):
            raise name_taken(self._name, self._host)
        return attrs.size or 0

    async def _drop(self) -> None:
        with suppress(asyncssh.Error, OSError):
            await self._sftp.remove(self._part)

    async def _why(self, error: asyncssh.SFTPFailure) -> LineError:
        """A server of version 3 has no word for a full disk: ask it how much is free."""
        with suppress(asyncssh.SFTPError):
            room = await self._sftp.statvfs(path(self._folder))
            if room.bavail * room.frsize < PIECE:
                await self._drop()
                return sftp_errors.full(self._host)
        return sftp_errors.failed(self._host, error.reason)

    def _proof(
        self,
        digest: str,
        size: int,
        *,
        how: str,
        resumed: int = 0,
        synced: bool = False,
        name: str = "",
    ) -> Proof:
        ours = self._content
        shown = name or self._name
        return Proof(ours.size, ours.sha256, size, shown, digest, how, resumed, synced)


async def remove_part(
    sftp: asyncssh.SFTPClient, alive: Callable[[], None], folder: str, name: str
) -> bool:
    """See `transport.Transport.remove_part`."""
    own_part(name)
    where = path(folder, name.encode())
    try:
        attrs = await sftp.lstat(where)
        alive()
        if attrs.permissions is not None and not stat.S_ISREG(attrs.permissions):
            return False
        await sftp.remove(where)
    except sftp_errors.GONE:
        await sftp.stat(path(folder))  # a folder that is gone says nothing of what lies in it
        return False
    return True


async def clock(sftp: asyncssh.SFTPClient, folder: str, now: Callable[[], float]) -> Skew:
    """Write an empty hidden file and look at its time."""
    where = path(folder, transport.clock_name().encode())
    with suppress(asyncssh.SFTPError):
        await sftp.remove(where)
    before = now()
    file = await sftp.open(
        where, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL, encoding=None
    )
    try:
        await file.close()
        theirs = (await sftp.lstat(where)).mtime or 0
    finally:
        with suppress(asyncssh.Error, OSError):
            await sftp.remove(where)
    after = now()
    # Their time is told in whole seconds, cut off: half of one is added back.
    return Skew(round(theirs + 0.5 - (before + after) / 2), math.ceil(after - before) + 1)


def _same_start(one: bytes, other: bytes) -> int:
    """How many bytes are the same from the beginning; found by halving, not byte by byte."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
