"""Whether the bytes of a picture or PDF are whole, told while they go by; nothing is decoded."""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable

from navigator_app.domain.attachment_types import (
    HEIC,
    JPEG,
    PDF,
    PNG,
    TIFF,
    WEBP,
    Flaw,
    Flawed,
)


class Check(ABC):
    """What is seen of a file while its bytes go by; `rest` are those that still matter.

    `width` and `height` are pixels and `pages` a PDF's, where they were told.
    """

    def __init__(self) -> None:
        """Start before the first byte."""
        self.width: int | None = None
        self.height: int | None = None
        self.pages: int | None = None
        self.rest = b""

    @abstractmethod
    def feed(self, data: bytes) -> None:
        """Take the next bytes; Flawed as soon as they cannot be right."""

    @abstractmethod
    def finish(self, size: int) -> None:
        """Flawed when what went by, `size` bytes, is not whole."""


class _Steps(Check):
    """Bytes wait in `rest` until a step of theirs is whole; `skip` go by unseen."""

    def __init__(self) -> None:
        super().__init__()
        self.skip = 0

    def feed(self, data: bytes) -> None:
        if self.skip:
            gone = min(self.skip, len(data))
            self.skip -= gone
            data = data[gone:]
        self.rest += data
        while self.rest and not self.skip:
            taken = self.step(self.rest)
            if not taken:
                return
            self.skip = max(0, taken - len(self.rest))
            self.rest = self.rest[taken:]

    @abstractmethod
    def step(self, data: bytes) -> int:
        """How many bytes the next step takes, perhaps more than are here; 0 to wait for more."""


class _Jpeg(_Steps):
    """Segments up to the first scan, then the end marker somewhere behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.began = self.scanning = self.ended = False

    def step(self, data: bytes) -> int:
        if self.scanning:
            self.ended = self.ended or b"\xff\xd9" in data
            return len(data) if self.ended else max(0, len(data) - 1)
        if not self.began:
            self.began = True
            return 2
        if len(data) < 4:
            return 0
        if data[0] != 0xFF:
            raise Flawed(Flaw.DAMAGED)
        marker = data[1]
        if marker == 0xFF:
            return 1  # a filling byte
        length = 2 + int.from_bytes(data[2:4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if len(data) < 9:
                return 0
            self.height = int.from_bytes(data[5:7], "big")
            self.width = int.from_bytes(data[7:9], "big")
        self.scanning = marker == 0xDA
        return length

    def finish(self, size: int) -> None:
        if not self.ended:
            raise Flawed(Flaw.CUT_SHORT)
        if self.width is None:
            raise Flawed(Flaw.DAMAGED)


class _Png(_Steps):
    """Every piece with its check sum, to the last."""

    def __init__(self) -> None:
        super().__init__()
        self.began = self.ended = False
        self.last = False
        self.left = -1  # bytes of the piece at hand, its check sum not counted
        self.sum = 0

    def step(self, data: bytes) -> int:
        if self.ended:
            return len(data)
        if not self.began:
            self.began = len(data) >= 8
            return 8 if self.began else 0
        if self.left < 0:
            return self._head(data)
        if self.left:
            some = data[: self.left]
            self.sum = zlib.crc32(some, self.sum)
            self.left -= len(some)
            return len(some)
        if len(data) < 4:
            return 0
        if int.from_bytes(data[:4], "big") != self.sum:
            raise Flawed(Flaw.DAMAGED)
        self.left, self.ended = -1, self.last
        return 4

    def _head(self, data: bytes) -> int:
        if len(data) < 16 and (len(data) < 8 or data[4:8] == b"IHDR"):
            return 0
        kind = data[4:8]
        self.left = int.from_bytes(data[:4], "big")
        self.sum = zlib.crc32(kind)
        self.last = kind == b"IEND"
        if self.width is None:
            if kind != b"IHDR" or self.left != 13:
                raise Flawed(Flaw.DAMAGED)
            self.width = int.from_bytes(data[8:12], "big")
            self.height = int.from_bytes(data[12:16], "big")
        return 8

    def finish(self, size: int) -> None:
        if not self.ended:
            raise Flawed(Flaw.CUT_SHORT)


class _Webp(_Steps):
    """The length that its head tells, and the size in its first piece."""

    def __init__(self) -> None:
        super().__init__()
        self.length = 0

    def step(self, data: bytes) -> int:
        if self.length:
            return len(data)
        if len(data) < 30:
            return 0
        self.length = 8 + int.from_bytes(data[4:8], "little")
        kind = data[12:16]
        if kind == b"VP8X":
            self.width = 1 + int.from_bytes(data[24:27], "little")
            self.height = 1 + int.from_bytes(data[27:30], "little")
        elif kind == b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            self.width, self.height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif kind == b"VP8 ":
            self.width = int.from_bytes(data[26:28], "little") & 0x3FFF
            self.height = int.from_bytes(data[28:30], "little") & 0x3FFF
        else:
            raise Flawed(Flaw.DAMAGED)
        return len(data)

    def finish(self, size: int) -> None:
        if not self.length or size < self.length:
            raise Flawed(Flaw.CUT_SHORT)


class _Tiff(_Steps):
    """Only that its first directory lies inside; its size is read when it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.first = 0

    def step(self, data: bytes) -> int:
        if not self.first:
            if len(data) < 8:
                return 0
            self.first = int.from_bytes(data[4:8], "little" if data[:1] == b"I" else "big")
        return len(data)

    def finish(self, size: int) -> None:
        if not self.first or self.first + 6 > size:
            raise Flawed(Flaw.CUT_SHORT)


class _Heic(_Steps):
    """Boxes one after the other to the very end, with the one that describes the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.meta = self.open_end = False

    def step(self, data: bytes) -> int:
        if self.open_end:
            return len(data)
        if len(data) < 16:
            return 0
        length = int.from_bytes(data[:4], "big")
        self.meta = self.meta or data[4:8] == b"meta"
        if length == 1:
            length = int.from_bytes(data[8:16], "big")
        self.open_end = length == 0
        if not self.open_end and length < 8:
            raise Flawed(Flaw.DAMAGED)
        return length or len(data)

    def finish(self, size: int) -> None:
        if self.skip:
            raise Flawed(Flaw.CUT_SHORT)
        if not self.meta:
            raise Flawed(Flaw.DAMAGED)


class _Pdf(Check):
    """The end mark near the end; pages are counted where they stand in the open."""

    _PAGE = re.compile(rb"/Type\s*/Page(?![\w])")
    _OVERLAP = 32

    def __init__(self) -> None:
        super().__init__()
        self.tail = b""
        self.found = 0

    def feed(self, data: bytes) -> None:
        whole = self.rest + data
        keep = max(0, len(whole) - self._OVERLAP)
        self.found += sum(found.start() < keep for found in self._PAGE.finditer(whole))
        self.rest = whole[keep:]
        self.tail = (self.tail + data)[-2048:]

    def finish(self, size: int) -> None:
        if b"%%EOF" not in self.tail:
            raise Flawed(Flaw.CUT_SHORT)
        self.found += len(self._PAGE.findall(self.rest))
        self.pages = self.found or None


CHECKS: dict[str, Callable[[], Check]] = {
    JPEG: _Jpeg, PNG: _Png, WEBP: _Webp, TIFF: _Tiff, HEIC: _Heic, PDF: _Pdf,
}  # fmt: skip
