"""Scans looked at: time a page against bare PDFium and the bare code reader on the same page."""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pypdfium2
import zxingcpp
from figures import Figure, tell
from floor import timed

from navigator_app.forms import reading, scanning
from navigator_app.forms.render import Order, render
from navigator_app.policy import retention
from tests.forms import paper_scans

ROUNDS, BAR = 9, 2.0


def bare(pdf: bytes) -> None:
    """Draw each page at 155 dots an inch in grey and read its code."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        scale = scanning_side() / max(page.get_size())
        picture = page.render(scale=scale, grayscale=True).to_pil()
        assert zxingcpp.read_barcodes(picture, zxingcpp.barcode_formats_from_str("QRCode"))
    document.close()


def scanning_side() -> int:
    """The dots that the first look takes."""
    from navigator_app.forms import scanning_read

    return scanning_read.NEAR


def measured(name: str, pdf: bytes, pages: int) -> Figure:
    """Seconds a page, the floor measured in turn with it."""
    limits = retention.shipped().limits
    ours, floor = [], []
    for _round in range(ROUNDS):
        floor.append(timed(partial(bare, pdf)) / pages)
        ours.append(timed(partial(scanning.look, pdf, limits)) / pages)
    return Figure(
        name,
        statistics.median(ours),
        statistics.median(floor),
        BAR,
        floor_is="PDFium draws the page, zxing-cpp reads it",
    )


def main() -> int:
    """A printed PDF and a scanned one; 1 when over the bar."""
    form = render(Order(reading.form("release"), record="7k2m9qpx4trv")).pdf
    scan = paper_scans.as_pdf(paper_scans.rasters(form) * 4)
    figures = [
        tell(measured("a printed page looked at", form, 3)),
        tell(measured("a scanned page looked at", scan, 12)),
    ]
    return 0 if all(one.held for one in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
