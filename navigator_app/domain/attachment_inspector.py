"""Looks at an attachment while it streams by: what it is, how large, and whether it is whole."""

from __future__ import annotations

import hashlib

from navigator_app.domain.attachment_checks import CHECKS, Check
from navigator_app.domain.attachment_types import HEAD, Flaw, Flawed, Media, sniff


class Inspector:
    """Looks at an attachment while it streams by, a piece at a time."""

    def __init__(self, most_bytes: int, most_pixels: int) -> None:
        """Refuse more than so many bytes, and pictures of more than so many pixels."""
        self._most_bytes, self._most_pixels = most_bytes, most_pixels
        self._digest = hashlib.sha256()
        self._check: Check | None = None
        self._media_type = ""
        self.size = 0

    def feed(self, data: bytes) -> None:
        """Take the next piece; the first must hold at least `HEAD` bytes or be all there is.

        Flawed when it cannot be taken.
        """
        if self._check is None:
            self._media_type = sniff(data[:HEAD])
            self._check = CHECKS[self._media_type]()
        self.size += len(data)
        if self.size > self._most_bytes:
            raise Flawed(Flaw.TOO_LARGE)
        self._digest.update(data)
        self._check.feed(data)
        if (self._check.width or 0) * (self._check.height or 0) > self._most_pixels:
            raise Flawed(Flaw.TOO_MANY_PIXELS)

    def finish(self) -> Media:
        """What it was; Flawed when it is not whole."""
        if self._check is None:
            raise Flawed(Flaw.EMPTY)
        self._check.finish(self.size)
        if self._check.width == 0 or self._check.height == 0:
            raise Flawed(Flaw.DAMAGED)
        return Media(
            self._media_type,
            self.size,
            self._digest.hexdigest(),
            self._check.width,
            self._check.height,
            self._check.pages,
        )
