"""1,000 consent forms against a raw ReportLab canvas with the same text in the same fonts.

Run: python tests/bench/bench_forms.py [FORMS]. The floor draws every line at its place and nothing
else: no layout, no rules, no QR code. Both run in turns in the same process. Then the memory after
ten times as many forms beside the memory after the first hundred.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import psutil
import uharfbuzz as hb
from figures import Figure, tell
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from navigator_app.forms import faces, reading, render  # noqa: E402
from navigator_app.forms.ink import Sheet  # noqa: E402
from navigator_app.forms.layout import Fact  # noqa: E402
from navigator_app.forms.page import Paper  # noqa: E402
from navigator_app.forms.typeset import Line  # noqa: E402

BAR = 1.5
FLAT = 1.1
BATCH = 50
Drawn = tuple[str, float, float, float, str]
"""Font, size, x, y and text of a line."""


def facts(number: int) -> dict[str, Fact]:
    """A member of their own."""
    return {
        "agency.name": "Harbor Homes",
        "agency.phone": "(530) 555-0147",
        "member.name": f"Maria{number} Hernandez-Villanueva{number}",
        "member.cin": f"9{number:07d}A",
        "member.date_of_birth": date(1980, 2, 1 + number % 28),
        "staff.name": "Ana Ruiz",
    }


def ours(number: int) -> bytes:
    """One consent form with a code of its own."""
    form = reading.form("consent")
    return render.render(render.Order(form, "en", facts(number), record=f"{number:012d}")).pdf


class Noted(Sheet):
    """A sheet that also notes what is drawn where."""

    pages: ClassVar[list[list[Drawn]]] = [[]]

    def line(self, line: Line, x: float, y: float, size: float) -> None:
        if line.runs:
            font = f"Floor{line.runs[0].weight}"
            self.pages[-1].append((font, size, x, y, line.text))
        super().line(line, x, y, size)

    def page(self) -> None:
        self.pages.append([])
        super().page()


def noted(number: int) -> list[list[Drawn]]:
    """What the form of a member draws, page by page."""
    Noted.pages = [[]]
    with patch("navigator_app.forms.render.Sheet", Noted):
        ours(number)
    return Noted.pages[:-1]


def register() -> None:
    """The same two faces for ReportLab, at the same weights."""
    for weight in (faces.REGULAR, faces.BOLD):
        source = faces.face("latin", weight).face
        asked = hb.SubsetInput()
        asked.keep_everything()
        asked.pin_axis_location(source, "wght", weight)
        whole = io.BytesIO(bytes(hb.subset(source, asked).blob.data))
        pdfmetrics.registerFont(TTFont(f"Floor{weight}", whole))


def floor(pages: Iterable[Iterable[Drawn]]) -> bytes:
    """The same text with nothing around it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=Paper.LETTER.size, pageCompression=1, invariant=1)
    for page in pages:
        for font, size, x, y, text in page:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def speed(forms: int) -> Figure:
    """Seconds a form, both in turns."""
    register()
    floors, own = [], []
    for start in range(0, forms, BATCH):
        drawings = [noted(number) for number in range(start, start + BATCH)]
        begun = time.perf_counter()
        for drawing in drawings:
            floor(drawing)
        floors.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for number in range(forms + start, forms + start + BATCH):  # names not seen before
            ours(number)
        own.append(time.perf_counter() - begun)
    scale = forms / BATCH
    return Figure(
        f"{forms:,} consent forms",
        statistics.median(own) * scale,
        statistics.median(floors) * scale,
        BAR,
        floor_is="raw ReportLab canvas, same text and fonts",
    )


def memory(forms: int) -> Figure:
    """Megabytes after a hundred forms and after many."""
    process = psutil.Process()
    for number in range(100):
        ours(10_000_000 + number)
    early = process.memory_info().rss / 1e6
    for number in range(100, forms):
        ours(10_000_000 + number)
    late = process.memory_info().rss / 1e6
    return Figure(
        f"memory after {forms:,} forms", late, early, FLAT, "MB", "memory after the first 100"
    )


def main(forms: int) -> int:
    """Measure and judge."""
    figures = [tell(speed(forms)), tell(memory(forms * 10))]
    return 0 if all(one.held for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
