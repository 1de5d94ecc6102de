"""What an attachment is, told from its bytes alone while they go by, and whether it is whole.

The name of a file says nothing here. Only pictures and PDFs are taken; programs, scripts, archives,
web pages and office files are told apart, so that the refusal can name them. Nothing is decoded:
sizes of pictures are read from their headers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

JPEG, PNG, WEBP, TIFF = "image/jpeg", "image/png", "image/webp", "image/tiff"
HEIC, PDF = "image/heic", "application/pdf"

HEAD = 64
"""Bytes that tell what it is."""


class Flaw(StrEnum):
    """Why bytes are not taken."""

    EMPTY = "empty"
    PROGRAM = "program"
    SCRIPT = "script"
    ARCHIVE = "archive"
    OFFICE = "office"
    WEB_PAGE = "web-page"
    VIDEO = "video"
    OTHER_PICTURE = "other-picture"
    UNKNOWN = "unknown"
    CUT_SHORT = "cut-short"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"


class Flawed(ValueError):
    """Bytes that are not taken; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        """Keep the reason."""
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Media:
    """What went by."""

    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None


_REFUSED: tuple[tuple[bytes, Flaw], ...] = (
    (b"MZ", Flaw.PROGRAM),
    (b"\x7fELF", Flaw.PROGRAM),
    (b"\xca\xfe\xba\xbe", Flaw.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Flaw.PROGRAM),
    (b"\xce\xfa\xed\xfe", Flaw.PROGRAM),
    (b"\xfe\xed\xfa", Flaw.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Flaw.PROGRAM),  # a Windows shortcut
    (b"\x00asm", Flaw.PROGRAM),
    (b"#!", Flaw.SCRIPT),
    (b"%!", Flaw.SCRIPT),  # PostScript
    (b"PK", Flaw.ARCHIVE),
    (b"7z\xbc\xaf", Flaw.ARCHIVE),
    (b"Rar!", Flaw.ARCHIVE),
    (b"\x1f\x8b", Flaw.ARCHIVE),
    (b"BZh", Flaw.ARCHIVE),
    (b"\xfd7zXZ", Flaw.ARCHIVE),
    (b"MSCF", Flaw.ARCHIVE),
    (b"\xd0\xcf\x11\xe0", Flaw.OFFICE),
    (b"{\\rtf", Flaw.OFFICE),
    (b"GIF8", Flaw.OTHER_PICTURE),
    (b"BM", Flaw.OTHER_PICTURE),
    (b"\x1aE\xdf\xa3", Flaw.VIDEO),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_WEB = re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype|html|head|script|svg|\?xml|\?php)", re.I)


def sniff(head: bytes) -> str:
    """Return the media type of the first bytes; Flawed names what is not taken."""
    if not head:
        raise Flawed(Flaw.EMPTY)
    for start, media_type in (
        (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"II*\0", TIFF), (b"MM\0*", TIFF),
    ):  # fmt: skip
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIC_BRANDS:
            return HEIC
        raise Flawed(Flaw.VIDEO)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return PDF
    for start, flaw in _REFUSED:
        if head.startswith(start):
            raise Flawed(flaw)
    raise Flawed(Flaw.WEB_PAGE if _WEB.match(head) else Flaw.UNKNOWN)
