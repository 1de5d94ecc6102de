"""Looks at a scan or photo of printed forms: which sheets are in it, and what their codes say.

Bytes in, facts out: nothing is written anywhere. How much it takes is bounded by the limits that
are handed in, by `MOST_PAGES` and by the time a sheet may take.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from navigator_app.domain.attachment_inspector import Inspector
from navigator_app.domain.attachment_types import HEIC, PDF
from navigator_app.domain.attachments import CHUNK, Limits
from navigator_app.forms.codes import Stamp

if TYPE_CHECKING:
    from PIL import Image

MOST_PAGES = 500
MOST_BYTES = 100 * 1024 * 1024
"""Of a whole scan; each form in it must fit what one attachment may have."""


class Trouble(StrEnum):
    """Why a file, or one sheet of it, cannot be looked at."""

    LOCKED = "locked"  # it asks for a password
    HEIC = "heic"  # a phone's own format, which is kept but not decoded
    BROKEN = "broken"
    TOO_MUCH = "too-much"  # it unfolds to more than is safe
    TOO_MANY_PAGES = "too-many-pages"
    STOPPED = "stopped"  # by the person who waits


class Unreadable(ValueError):
    """A file that cannot be looked at; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the reason."""
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a scan, from 1: the codes of ours on it, how many others, or what is wrong."""

    page: int
    stamps: tuple[Stamp, ...] = ()
    others: int = 0
    empty: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A whole scan, looked at. The bytes go with it: they are what is kept."""

    data: bytes
    media_type: str
    sha256: str
    sheets: tuple[Sheet, ...]


Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def look(
    data: bytes,
    limits: Limits,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Looked:
    """Look at every page of a PDF or picture.

    `progress` hears pages done and pages in all; `cancelled` is asked before each. Flawed names
    what is no picture or PDF or not whole, Unreadable what cannot be looked at.
    """
    media_type = _checked(data, limits)
    document = _opened(data, media_type, limits)
    try:
        if document.pages > MOST_PAGES:
            raise Unreadable(Trouble.TOO_MANY_PAGES)
        sheets = []
        for number in range(document.pages):
            if cancelled is not None and cancelled():
                raise Unreadable(Trouble.STOPPED)
            sheets.append(_sheet(document, number))
            if progress is not None:
                progress(number + 1, document.pages)
    finally:
        document.close()
    return Looked(data, media_type, hashlib.sha256(data).hexdigest(), tuple(sheets))


def part(looked: Looked, pages: Sequence[int], limits: Limits) -> bytes:
    """Those pages, from 1, in that order, as a document of their own; the very bytes that came
    where they are all there is. Unreadable when they cannot be taken out."""
    wanted = list(pages)
    if wanted == [one.page for one in looked.sheets]:
        return looked.data
    document = _opened(looked.data, looked.media_type, limits)
    try:
        return document.only([page - 1 for page in wanted])
    except ValueError as error:
        raise Unreadable(Trouble.BROKEN) from error
    finally:
        document.close()


class _Document(Protocol):
    """What pages come from."""

    pages: int

    def picture(self, number: int, side: int) -> Image.Image: ...

    def only(self, pages: Sequence[int]) -> bytes: ...

    def close(self) -> None: ...


def _checked(data: bytes, limits: Limits) -> str:
    """What it is; Flawed where no attachment could be made of it either."""
    inspector = Inspector(MOST_BYTES, limits.pixels)
    for at in range(0, len(data), CHUNK):
        inspector.feed(data[at : at + CHUNK])
    media_type = inspector.finish().media_type
    if media_type == HEIC:
        raise Unreadable(Trouble.HEIC)
    return media_type


def _opened(data: bytes, media_type: str, limits: Limits) -> _Document:
    from navigator_app.forms import scanning_pdf as pdf  # PDFium: only when there is a scan

    try:
        if media_type == PDF:
            return pdf.Document(data, limits.pixels)
        return _Frames(data, limits.pixels)
    except pdf.Locked as locked:
        raise Unreadable(Trouble.LOCKED) from locked
    except pdf.TooMuch as much:
        raise Unreadable(Trouble.TOO_MUCH) from much
    except pdf.Broken as broken:
        raise Unreadable(Trouble.BROKEN) from broken


def _sheet(document: _Document, number: int) -> Sheet:
    from navigator_app.forms import scanning_read
    from navigator_app.forms.scanning_pdf import TooMuch

    try:
        first = document.picture(number, scanning_read.NEAR)
        if scanning_read.empty(first):
            return Sheet(number + 1, empty=True)
        stamps, others = scanning_read.found(partial(_nearer, document, number, first))
    except TooMuch:
        return Sheet(number + 1, trouble=Trouble.TOO_MUCH)
    except (ValueError, OSError, MemoryError):
        return Sheet(number + 1, trouble=Trouble.BROKEN)
    return Sheet(number + 1, stamps, others)


def _nearer(document: _Document, number: int, first: Image.Image, side: int) -> Image.Image:
    return first if side == max(first.size) else document.picture(number, side)


class _Frames:
    """A picture, or the several of a TIFF, as the pages of a scan."""

    def __init__(self, data: bytes, most_dots: int) -> None:
        from PIL import Image

        from navigator_app.forms.scanning_pdf import Broken

        self._data, self._most = data, most_dots
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF"))
                self.pages = int(getattr(self._image, "n_frames", 1))
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
                raise Broken from error

    def picture(self, number: int, side: int) -> Image.Image:
        """The frame in grey, no more than so many dots on its longer side."""
        from PIL import Image, ImageOps

        from navigator_app.forms.scanning_pdf import TooMuch

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(self._data)) as image:
                image.seek(number)
                if image.width * image.height > self._most:
                    raise TooMuch
                if image.format == "JPEG":
                    image.draft("L", (side, side))
                grey = ImageOps.exif_transpose(image).convert("L")
        if max(grey.size) > side:
            grey.thumbnail((side, side), Image.Resampling.BOX, reducing_gap=2.0)
        return grey

    def only(self, pages: Sequence[int]) -> bytes:
        """Those frames as a TIFF."""
        from PIL import Image

        out = io.BytesIO()
        with Image.open(io.BytesIO(self._data)) as image:
            frames = []
            for page in pages:
                image.seek(page)
                frames.append(image.copy())
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")
        return out.getvalue()

    def close(self) -> None:
        """Let go of it."""
        self._image.close()
