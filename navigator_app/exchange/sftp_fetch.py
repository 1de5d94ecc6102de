"""Reads one file from a server, and makes sure that nobody was still writing it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from typing import Any, BinaryIO

import asyncssh

from navigator_app.exchange import transport
from navigator_app.exchange.remote_checks import (
    growing,
    keep,
    kind_of,
    not_followed,
    too_large,
    too_many,
)
from navigator_app.exchange.transport import Fetched, Progress, RemoteFile
from navigator_app.exchange.transport_content import Teller

_PIECE = 1024 * 1024
_AHEAD = 3  # pieces asked for before the first has come
_FRESH = 5.0  # a file younger than this, in seconds, is looked at twice
_WAIT = 1.1  # the time of a file is told in whole seconds


def path(folder: str, raw: bytes = b"") -> bytes:
    """The path of a name in a folder, as the server is told it."""
    base = os.fsencode(folder) or b"."
    if not raw:
        return base
    return base + raw if base.endswith(b"/") else base + b"/" + raw


async def listed(
    sftp: asyncssh.SFTPClient, alive: Callable[[], None], folder: str, host: str
) -> list[RemoteFile]:
    """What lies in a folder, by name; see `transport.Transport.list`."""
    found: list[RemoteFile] = []
    async for entry in sftp.scandir(path(folder)):
        alive()
        raw = entry.filename
        assert isinstance(raw, bytes)
        if raw in (b".", b".."):
            continue
        if len(found) == transport.MOST_LISTED:
            raise too_many(folder, host)
        found.append(await _named(sftp, folder, raw, entry.attrs))
    return sorted(found, key=lambda one: one.raw_name)


async def _named(
    sftp: asyncssh.SFTPClient, folder: str, raw: bytes, attrs: asyncssh.SFTPAttrs
) -> RemoteFile:
    kind = transport.UNSAFE
    if not transport.unsafe_name(raw):
        if attrs.permissions is None or attrs.size is None:
            attrs = await sftp.lstat(path(folder, raw))
        kind = kind_of(attrs.permissions or 0)
    return RemoteFile(
        folder, transport.shown_name(raw), raw, attrs.size or 0, attrs.mtime or 0, kind
    )


async def fetch(
    sftp: asyncssh.SFTPClient,
    alive: Callable[[], None],
    remote: RemoteFile,
    sink: BinaryIO,
    limit: int,
    progress: Progress | None,
    now: Callable[[], float],
) -> Fetched:
    """Read it; see `transport.Transport.fetch`."""
    if not remote.usable:
        raise not_followed(remote)
    if remote.size > limit:
        raise too_large(remote, limit)
    where = path(remote.folder, remote.raw_name)
    if abs(now() - remote.modified) < _FRESH:
        await asyncio.sleep(_WAIT)
    same(remote, await sftp.lstat(where))
    teller, digest, size = Teller(progress, remote.size), hashlib.sha256(), 0
    file = await sftp.open(where, "rb")
    try:
        same(remote, await file.stat())
        async with aclosing(pieces(file, 0, remote.size)) as found:
            async for piece in found:
                alive()
                digest.update(piece)
                size += len(piece)
                keep(sink, piece)
                teller.tell(size)
        if size != remote.size or await file.read(1, size):
            raise growing(remote)
    finally:
        with suppress(asyncssh.Error, OSError):
            await file.close()
    same(remote, await sftp.lstat(where))
    return Fetched(size, digest.hexdigest())


async def pieces(
    file: asyncssh.SFTPClientFile, start: int, end: int
) -> AsyncGenerator[bytes, None]:
    """The bytes from `start` to `end` in order, some pieces asked for ahead; short at its end."""
    waiting: list[asyncio.Task[bytes]] = []
    offset = start
    try:
        while offset < end or waiting:
            while offset < end and len(waiting) < _AHEAD:
                count = min(_PIECE, end - offset)
                waiting.append(asyncio.ensure_future(file.read(count, offset)))
                offset += count
            piece = await waiting.pop(0)
            if not piece:
                return
            yield piece
    finally:
        await given_up(waiting)


async def given_up(tasks: list[asyncio.Task[Any]]) -> None:
    """Cancel what nobody waits for any more."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.gather(*tasks, return_exceptions=True)


def same(remote: RemoteFile, attrs: asyncssh.SFTPAttrs) -> None:
    """Raise unless it is still the plain file that was listed, of that size and time."""
    mode = attrs.permissions
    if mode is not None and not stat.S_ISREG(mode):
        raise not_followed(remote)
    if (attrs.size, attrs.mtime or 0) != (remote.size, remote.modified):
        raise growing(remote)
