"""Our side of a file that is sent: its bytes, size and hash; and progress told not too often."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from typing import BinaryIO

from navigator_app.errors import TransferFailed
from navigator_app.exchange.transport import Cancel, Progress
from navigator_app.exchange.transport_errors import Cancelled
from navigator_app.i18n import _

PIECE = 128 * 1024
"""Bytes that are moved at a time: on a slow line each still takes less than the allowed silence."""

_TELL_EVERY = 0.1


class Content:
    """Bytes, or an open file that can seek; neither is closed here."""

    def __init__(self, source: bytes | BinaryIO, cancel: Cancel | None = None) -> None:
        """Measure and hash it once. TransferFailed when our own file cannot be read."""
        self._bytes = source if isinstance(source, bytes) else None
        self._file = None if isinstance(source, bytes) else source
        digest = hashlib.sha256()
        self.size = len(source) if isinstance(source, bytes) else self._end()
        for _offset, piece in self.pieces():
            if cancel is not None and cancel.is_set():
                raise stopped()
            digest.update(piece)
        self.sha256 = digest.hexdigest()

    def pieces(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """The bytes from `start` on, each piece with its offset."""
        for offset in range(start, self.size, PIECE):
            yield offset, self.at(offset, min(PIECE, self.size - offset))

    def at(self, offset: int, count: int) -> bytes:
        """So many bytes from there; TransferFailed when the file changed under us."""
        if self._bytes is not None:
            return self._bytes[offset : offset + count]
        assert self._file is not None
        try:
            self._file.seek(offset)
            piece = self._file.read(count)
        except OSError as error:
            raise _unreadable(error.strerror or "") from None
        if len(piece) != count:
            raise _unreadable(_("it became shorter"))
        return piece

    def _end(self) -> int:
        assert self._file is not None
        try:
            return self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise _unreadable(error.strerror or "") from None


class Teller:
    """Tells progress at most ten times a second, and its end always."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        """`total` in bytes."""
        self._progress = progress
        self._total = total
        self._told = 0.0

    def tell(self, done: int) -> None:
        """So many bytes are done."""
        if self._progress is None:
            return
        now = time.monotonic()
        if done >= self._total or now - self._told >= _TELL_EVERY:
            self._told = now
            self._progress(done, self._total)


def stopped() -> Cancelled:
    """What is raised when somebody pressed Cancel."""
    return Cancelled(_("The exchange was stopped."), _("What was under way goes on next time."))


def _unreadable(reason: str) -> TransferFailed:
    return TransferFailed(
        _("File not sent"),
        _("The file to be sent cannot be read ({reason}).").format(reason=reason),
        _("Build it again, then send it."),
    )
