"""A PDF that came from outside, as pictures of its pages: in memory, within bounds.

A page is drawn in steps and given up when it takes too long; what would unfold to more than a
sheet of paper ever holds is not drawn at all.
"""

from __future__ import annotations

import ctypes
import io
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

from navigator_app.runtime.pdfium_lock import PDFIUM

MOST_STREAM = 16 * 1024 * 1024
"""Bytes that one part of a page may unfold to; pictures are measured by their dots."""
MOST_OBJECTS = 20_000
"""Things drawn on one page; a scan has a handful, a printed form some hundreds."""
PAGE_SECONDS = 5.0

_STREAM = re.compile(rb"stream\r?\n")
_PIECE = 256 * 1024
_BACK = 1_000
_WHITE = 0xFFFFFFFF
_LOCKED = raw.FPDF_ERR_PASSWORD


class Locked(ValueError):
    """The document asks for a password."""


class Broken(ValueError):
    """The document cannot be opened."""


class TooMuch(ValueError):
    """It unfolds to more than can be looked at safely."""


class TooLong(TooMuch):
    """It takes too long to draw."""


class Document:
    """A PDF, open until `close`. Locked, Broken or TooMuch when it is not to be opened."""

    def __init__(self, data: bytes, most_dots: int) -> None:
        """Open it; pictures on a page may have so many dots."""
        if _unfolds(data):
            raise TooMuch
        self._most_dots = most_dots
        self._places: dict[int, ctypes.Array[ctypes.c_ubyte]] = {}
        self.dots: memoryview | None = None
        with PDFIUM:
            try:
                self._pdf = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                locked = getattr(error, "err_code", None) == _LOCKED or "password" in str(error)
                raise (Locked if locked else Broken) from error
            self.pages = len(self._pdf)

    def close(self) -> None:
        """Let go of it."""
        with PDFIUM:
            self._pdf.close()

    def picture(self, number: int, side: int) -> Image.Image:
        """The page of that number, from 0, in grey; its longer side has so many dots.

        It is drawn where the last one of that size was; `dots` are the same without a copy. Broken
        or TooMuch when it cannot be drawn.
        """
        with PDFIUM:
            try:
                page = self._pdf[number]
            except pypdfium2.PdfiumError as error:
                raise Broken from error
            try:
                return self._drawn(page, side)
            except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
                raise error if isinstance(error, TooMuch) else Broken from error
            finally:
                page.close()

    def _drawn(self, page: pypdfium2.PdfPage, side: int) -> Image.Image:
        if raw.FPDFPage_CountObjects(page) > MOST_OBJECTS:
            raise TooMuch
        dots = 0
        for one in islice(page.get_objects(max_depth=4), MOST_OBJECTS):
            if isinstance(one, pypdfium2.PdfImage):
                wide, high = one.get_px_size()
                dots += wide * high
                if dots > self._most_dots:
                    raise TooMuch
        width, height = page.get_size()
        if not 0 < width < 1e6 or not 0 < height < 1e6:
            raise Broken
        scale = side / max(width, height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        place = self._places.setdefault(side, (ctypes.c_ubyte * (side * side))())
        bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_Gray, place, size[0])
        if not bitmap:
            raise Broken
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, _WHITE)
            _draw(bitmap, page, size)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        view: Any = memoryview(place).cast("B")[: size[0] * size[1]]
        self.dots = view.cast("B", (size[1], size[0]))
        return Image.frombuffer("L", size, view, "raw", "L", 0, 1)

    def only(self, pages: Sequence[int]) -> bytes:
        """A PDF of those pages, from 0, in that order."""
        with PDFIUM:
            made = pypdfium2.PdfDocument.new()
            try:
                made.import_pages(self._pdf, list(pages))
                out = io.BytesIO()
                made.save(out)
                return out.getvalue()
            except pypdfium2.PdfiumError as error:
                raise Broken from error
            finally:
                made.close()


def _draw(bitmap: object, page: pypdfium2.PdfPage, size: tuple[int, int]) -> None:
    """Draw in steps; TooLong when the time is over. A form object that draws itself has no steps:
    it ends with the process."""
    end = time.monotonic() + PAGE_SECONDS

    def over(_pause: object) -> bool:
        return time.monotonic() > end

    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = dict(raw.IFSDK_PAUSE._fields_)["NeedToPauseNow"](over)
    flags = raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT
    state = raw.FPDF_RenderPageBitmap_Start(
        bitmap, page, 0, 0, *size, 0, flags, ctypes.byref(pause)
    )
    raw.FPDF_RenderPage_Close(page)
    if state == raw.FPDF_RENDER_TOBECONTINUED:
        raise TooLong
    if state != raw.FPDF_RENDER_DONE:
        raise Broken


def _unfolds(data: bytes) -> bool:
    """True when a compressed part that is no picture holds far more than a page can need."""
    return any(_size(data, at) > MOST_STREAM for at in _parts(data))


def _parts(data: bytes) -> Iterator[int]:
    """Where the compressed parts begin that are no pictures."""
    for match in _STREAM.finditer(data):
        at = match.end()
        if data[match.start() - 3 : match.start()] == b"end" or data[at : at + 1] != b"\x78":
            continue
        head = data[max(0, match.start() - _BACK) : match.start()]
        if b"/Image" not in head[head.rfind(b" obj") :]:
            yield at


def _size(data: bytes, at: int) -> int:
    """Bytes that a part unfolds to, counted no further than needed."""
    unfold, size = zlib.decompressobj(), 0
    try:
        piece = unfold.decompress(data[at : at + _PIECE], _PIECE)
        while piece and size <= MOST_STREAM:
            size += len(piece)
            if not unfold.unconsumed_tail:
                at += _PIECE
                piece = unfold.decompress(data[at : at + _PIECE], _PIECE)
            else:
                piece = unfold.decompress(unfold.unconsumed_tail, _PIECE)
    except zlib.error:
        return size
    return size
