"""A printed form as pictures of its pages, for the window and for a printer; in memory.

The window makes an image of the bytes as they are, red, green and blue, a byte each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from navigator_app.errors import FileRejected
from navigator_app.runtime.pdfium_lock import PDFIUM

MOST_DOTS = 120_000_000
"""Of one picture: a page of Letter at 1000 dots an inch. More is a slip."""
POINTS = 72
"""To an inch."""
_Got = TypeVar("_Got")


@dataclass(frozen=True, slots=True)
class Raster:
    """One page as dots: three bytes each (red, green, blue), a line every `stride` bytes."""

    width: int
    height: int
    stride: int
    data: bytes


class Pages:
    """The pages of one document, open until `close` or the end of `with`. Any thread may ask."""

    def __init__(self, pdf: bytes) -> None:
        """Open a document; FileRejected when it is none."""
        self._pdf = pdf  # PDFium reads from these bytes as long as it is open
        with PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as bad:
                raise _unreadable() from bad
            self.count = len(self._document)

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it; again does nothing."""
        with PDFIUM:
            self._document.close()

    def size(self, place: int) -> tuple[float, float]:
        """Width and height of a page, from 0, in points."""

        def ask(page: pypdfium2.PdfPage) -> tuple[float, float]:
            width, height = page.get_size()
            return float(width), float(height)

        return self._with(place, ask)

    def raster(self, place: int, dpi: float) -> Raster:
        """A page, from 0, at so many dots an inch. FileRejected when it cannot be drawn."""

        def draw(page: pypdfium2.PdfPage) -> Raster:
            width, height = page.get_size()
            if not 0 < width * height * (dpi / POINTS) ** 2 <= MOST_DOTS:
                raise _unreadable()
            bitmap = page.render(
                scale=dpi / POINTS, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGR
            )
            try:
                return Raster(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()

        return self._with(place, draw)

    def _with(self, place: int, work: Callable[[pypdfium2.PdfPage], _Got]) -> _Got:
        with PDFIUM:
            try:
                page = self._document[place]
            except (pypdfium2.PdfiumError, IndexError) as bad:
                raise _unreadable() from bad
            try:
                return work(page)
            except pypdfium2.PdfiumError as bad:
                raise _unreadable() from bad
            finally:
                page.close()


def first_page(pdf: bytes, dpi: float = 96) -> Raster:
    """The first page of a document, as soon as can be."""
    with Pages(pdf) as pages:
        return pages.raster(0, dpi)


def _unreadable() -> FileRejected:
    return FileRejected("Page not readable", "The page cannot be drawn.", "Print the form again.")
