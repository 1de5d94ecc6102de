"""The hand in a signed document, read back from its drawing.

A form draws a signature as lines, fitted into its place; the hand on record is in thousandths of
the field. They are the same when one is the other, moved and made larger alike both ways.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from navigator_app.domain.ink import Strokes
from navigator_app.runtime.pdfium_lock import PDFIUM

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

Line = tuple[tuple[float, float], ...]
_CLOSE = 0.004
"""How far, in parts of the hand's larger side, a point may lie off: places are written rounded."""


def holds(data: bytes, strokes: Strokes) -> bool:
    """True when a PDF draws just this hand; ValueError when it cannot be read."""
    if not strokes:
        return False
    for lines in _drawn(data):
        for start in range(len(lines) - len(strokes) + 1):
            some = lines[start : start + len(strokes)]
            if [len(one) for one in some] == [_points(one) for one in strokes] and _same(
                some, strokes
            ):
                return True
    return False


def _points(stroke: Sequence[tuple[int, int]]) -> int:
    """Points of a stroke as it is drawn: a dot is a line from itself to itself."""
    return max(len(stroke), 2)


def _same(lines: Sequence[Line], strokes: Strokes) -> bool:
    drawn = [point for line in lines for point in line]
    kept = [p for one in strokes for p in (one if len(one) > 1 else (one[0], one[0]))]
    left, top, side = _frame([(float(x), float(y)) for x, y in kept])
    at_left, at_top, at_side = _frame([(x, -y) for x, y in drawn])  # a page grows upwards
    if not side or not at_side:
        return False
    for (x, y), (far, high) in zip(kept, drawn, strict=True):
        across = abs((x - left) / side - (far - at_left) / at_side)
        down = abs((y - top) / side - (-high - at_top) / at_side)
        if max(across, down) > _CLOSE:
            return False
    return True


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Left, top and the larger side of the box around points."""
    across, down = [x for x, _y in points], [y for _x, y in points]
    side = max(max(across) - min(across), max(down) - min(down))
    return min(across), min(down), side


def _drawn(data: bytes) -> Iterator[list[Line]]:
    """The open lines that each page of a PDF draws, in their order."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ValueError("no PDF") from error
    try:
        number, of = 0, 1
        while number < of:
            with PDFIUM:  # let go between two pages: what is done with one takes its time
                of = len(document)
                found = _on_page(document, number) if of else []
            yield found
            number += 1
    finally:
        with PDFIUM:
            document.close()


def _on_page(document: PdfDocument, number: int) -> list[Line]:
    """The lines of one page."""
    import pypdfium2
    from pypdfium2 import raw

    with PDFIUM:
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise ValueError("no page") from error
        try:
            found: list[Line] = []
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
                found += _lines(item.raw)
            return found
        finally:
            page.close()


def _lines(path: object) -> Iterator[Line]:
    """The lines of one path: a new one wherever the pen is put down. Held under the lock."""
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    line: list[tuple[float, float]] = []
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO and line:
            yield tuple(line)
            line = []
        line.append((x.value, y.value))
    if line:
        yield tuple(line)
