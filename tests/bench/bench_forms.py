"""1,000 consent forms against a raw ReportLab canvas with the same text in the same fonts.

Run: python tests/bench/bench_forms.py [FORMS]. The floor draws every line at its place and nothing
else: no layout, no rules, no QR code. Both run in turns in the same process. Then the first form on
screen, its first page drawn as a picture, beside its own rendering alone, each in a process just
begun. Then the most memory that ten times as many forms take, one by one and as one document,
beside the most that the first hundred take.
"""

from __future__ import annotations

import io
import statistics
import subprocess
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
SEEN = 3.0
FLAT = 1.1
EARLY = 100
FIRST, SINGLE, WHOLE = "--first", "--single", "--whole"
"""What the script does in a process of its own."""
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


def first() -> None:
    """In a process of its own: seconds to render one form, and until its first page is drawn."""
    form = reading.form("consent")
    begun = time.perf_counter()
    pdf = render.render(render.Order(form, "en", facts(1))).pdf
    rendered = time.perf_counter()
    from navigator_app.forms import raster

    raster.first_page(pdf, 96)
    print(rendered - begun, time.perf_counter() - begun)


def begun_anew(*arguments: str) -> tuple[float, ...]:
    """The numbers that this script prints in a process just begun."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return tuple(map(float, done.stdout.split()))


def on_screen(times: int = 7) -> Figure:
    """Seconds until a first form is on screen, of several processes just begun."""
    told = [
        subprocess.run(
            [sys.executable, __file__, FIRST], capture_output=True, check=True, text=True
        )
        for _one in range(times)
    ]
    pairs = [tuple(map(float, one.stdout.split())) for one in told]
    return Figure(
        "first form on screen",
        statistics.median(seen for _rendered, seen in pairs),
        statistics.median(rendered for rendered, _seen in pairs),
        SEEN,
        floor_is="its own rendering",
    )


def most(work: Iterable[object]) -> None:
    """In a process of its own: the most megabytes of the first hundred, and of all."""
    process, peak, early = psutil.Process(), 0.0, 0.0
    for number, _one in enumerate(work, 1):
        if number % 25 == 0:
            peak = max(peak, process.memory_info().rss / 1e6)
        if number == EARLY:
            early = peak
    print(early, peak)


def many(forms: int) -> Iterable[render.Printed]:
    """One document of so many forms, its bytes let go."""
    form = reading.form("consent")
    orders = (
        render.Order(form, "en", facts(number), record=f"{number:012d}") for number in range(forms)
    )
    return render.render_many(orders, len)


def memory(what: str, forms: int, said: str) -> Figure:
    """Megabytes at most, of forms one by one or of one document of them."""
    early, peak = begun_anew(what, str(forms))
    return Figure(said.format(forms), peak, early, FLAT, "MB", f"the first {EARLY}")


def main(forms: int) -> int:
    """Measure and judge."""
    figures = [tell(on_screen()), tell(speed(forms))]
    figures.append(tell(memory(SINGLE, forms * 10, "memory of {:,} forms")))
    figures.append(tell(memory(WHOLE, forms * 10, "memory of {:,} forms in one document")))
    return 0 if all(one.held for one in figures) else 1


def run(arguments: list[str]) -> int:
    """What is asked for: a measure of this process, or the whole bench."""
    if arguments[:1] == [FIRST]:
        first()
    elif arguments[:1] == [SINGLE]:
        most(ours(number) for number in range(int(arguments[1])))
    elif arguments[:1] == [WHOLE]:
        most(many(int(arguments[1])))
    else:
        return main(int(arguments[0]) if arguments else 1000)
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
