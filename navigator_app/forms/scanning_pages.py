"""The pages of a PDF or picture that came from outside, and what is on each of them.

Only the process of `scan_child` calls this: what a stranger made may never end, or take the whole
memory, and there is no other way to stop it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from navigator_app.domain.attachment_types import PDF
from navigator_app.forms import scanning_pdf as pdf
from navigator_app.forms import scanning_read
from navigator_app.forms.scanning import Sheet, Trouble, Unreadable

if TYPE_CHECKING:
    from PIL import Image


class Document(Protocol):
    """What pages come from."""

    pages: int
    dots: memoryview | None
    """The last picture, line by line, where that is to be had without a copy."""

    def picture(self, number: int, side: int) -> Image.Image:
        """A page, from 0, in grey; no more than so many dots on its longer side."""

    def only(self, pages: Sequence[int]) -> bytes:
        """A document of those pages, from 0."""

    def close(self) -> None:
        """Let go of it."""


def opened(data: bytes, media_type: str, most_dots: int) -> Document:
    """A file, open until its `close`. Unreadable when it cannot be looked at."""
    try:
        if media_type == PDF:
            return pdf.Document(data, most_dots)
        return _Frames(data, most_dots)
    except pdf.Locked as locked:
        raise Unreadable(Trouble.LOCKED) from locked
    except pdf.TooMuch as much:
        raise Unreadable(Trouble.TOO_MUCH) from much
    except pdf.Broken as broken:
        raise Unreadable(Trouble.BROKEN) from broken


def sheet(document: Document, number: int) -> Sheet:
    """What is on the page of that number, from 0."""
    try:
        first = document.picture(number, scanning_read.NEAR)
        stamps, others = scanning_read.seen(document.dots or first)
        if not stamps and not others and scanning_read.empty(first):
            return Sheet(number + 1, empty=True)
        if not stamps:
            nearer = partial(_nearer, document, number, first)
            stamps, others = scanning_read.found(nearer, others)
    except pdf.TooLong:
        return Sheet(number + 1, trouble=Trouble.TOO_LONG)
    except (pdf.TooMuch, MemoryError):
        return Sheet(number + 1, trouble=Trouble.TOO_MUCH)
    except (ValueError, OSError):
        return Sheet(number + 1, trouble=Trouble.BROKEN)
    return Sheet(number + 1, stamps, others)


def _nearer(document: Document, number: int, first: Image.Image, side: int) -> Image.Image:
    return first if side == max(first.size) else document.picture(number, side)


class _Frames:
    """A picture, or the several of a TIFF, as the pages of a scan."""

    dots: memoryview | None = None

    def __init__(self, data: bytes, most_dots: int) -> None:
        from PIL import Image

        self._data, self._most = data, most_dots
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF"))
                self.pages = int(getattr(self._image, "n_frames", 1))
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
                raise pdf.Broken from error

    def picture(self, number: int, side: int) -> Image.Image:
        """The frame in grey, no more than so many dots on its longer side."""
        from PIL import Image, ImageOps

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(self._data)) as image:
                image.seek(number)
                if image.width * image.height > self._most:
                    raise pdf.TooMuch
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
