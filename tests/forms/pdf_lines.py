"""Reads the lines of a printed form out of its content: where each stands, how wide, what it says.

From the codes, widths and meanings that stand in the document itself, in the order of drawing.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property

import pypdf

from tests.forms.pdf_reader import squeezed

_LINE = re.compile(rb"BT 1 0 0 1 ([-\d.]+) ([-\d.]+) Tm\n(.*?)\nET", re.DOTALL)
_SHOWN = re.compile(rb"/N(\d+) ([\d.]+) Tf|\[((?:<[0-9a-f]+>|[-\d.])*)\]TJ")
_PART = re.compile(rb"<([0-9a-f]+)>|(-?[\d.]+)")
_SAID = re.compile(rb"/ActualText<([0-9a-f]+)>")
_MEANING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_WIDTH = re.compile(rb"(\d+)\[([-\d.]+)\]")
_FRAME = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re S")
_RULE = re.compile(rb"0\.6 w ([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")


@dataclass(frozen=True)
class Drawn:
    """A line of text from its left end on its base line, in points."""

    x: float
    y: float
    width: float
    size: float
    text: str

    def meets(self, other: Drawn) -> bool:
        """True when one would be read through the other; marks above and below may touch."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        top = min(self.y + self.size * 0.7, other.y + other.size * 0.7)
        down = top - max(self.y - self.size * 0.2, other.y - other.size * 0.2)
        return across > 0.6 and down > 0.6


class Lines:
    """A document, line by line."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(pdf))
        self.pages = len(self.reader.pages)
        self._contents: dict[int, bytes] = {}
        self._drawn: dict[int, list[Drawn]] = {}

    def contents(self, page: int) -> bytes:
        if page not in self._contents:
            got = self.reader.pages[page].get_contents()
            assert got is not None
            self._contents[page] = got.get_data()
        return self._contents[page]

    @cached_property
    def fonts(self) -> dict[str, dict]:
        """Every font of the document by the name that pages give it."""
        found: dict[str, dict] = {}
        for page in self.reader.pages:
            named = page["/Resources"]["/Font"]  # type: ignore[index]
            found |= {name: named[name] for name in named if name not in found}
        return found

    @cached_property
    def _meanings(self) -> dict[int, dict[int, str]]:
        return {
            int(name[2:]): {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                for code, text in _MEANING.findall(font["/ToUnicode"].get_data())
            }
            for name, font in self.fonts.items()
        }

    @cached_property
    def _widths(self) -> dict[int, dict[int, float]]:
        found = {}
        for name, font in self.fonts.items():
            cells = font["/DescendantFonts"][0].get_object()["/W"]
            pairs = zip(cells[::2], cells[1::2], strict=True)
            found[int(name[2:])] = {int(code): float(of[0]) for code, of in pairs}
        return found

    def lines(self, page: int) -> list[Drawn]:
        """The lines of a page, in the order of drawing."""
        if page not in self._drawn:
            self._drawn[page] = [self._line(*one) for one in _LINE.findall(self.contents(page))]
        return self._drawn[page]

    def _line(self, x: bytes, y: bytes, inner: bytes) -> Drawn:
        text, width, font, size = "", 0.0, 0, 0.0
        for number, points, shown in _SHOWN.findall(inner):
            if number:
                font, size = int(number), float(points)
                continue
            for codes, shift in _PART.findall(shown):
                if shift:
                    width -= float(shift) * size / 1000
                for at in range(0, len(codes), 4):
                    code = int(codes[at : at + 4], 16)
                    text += self._meanings[font][code]
                    width += self._widths[font][code] * size / 1000
        if said := _SAID.search(inner):
            text = bytes.fromhex(said[1].decode()).decode("utf-16-be").lstrip("\ufeff")
        return Drawn(float(x), float(y), width, size, text)

    def foot(self, page: int) -> float:
        """Where the rule above the foot lies: the last long thin rule of the page."""
        return float(_RULE.findall(self.contents(page))[-1][1])

    def body(self) -> str:
        """All text above the feet, squeezed."""
        return squeezed(
            "".join(
                line.text
                for page in range(self.pages)
                for line in self.lines(page)
                if line.y > self.foot(page)
            )
        )

    def foots(self, page: int) -> str:
        """The text of a foot, squeezed."""
        return squeezed("".join(o.text for o in self.lines(page) if o.y <= self.foot(page)))

    def frames(self, page: int) -> list[tuple[float, float, float, float]]:
        """Left, bottom, width and height of every frame."""
        found = _FRAME.findall(self.contents(page))
        return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


def collisions(lines: Lines) -> list[tuple[str, str]]:
    """Lines that stand on one another."""
    found = []
    for page in range(lines.pages):
        drawn = sorted(lines.lines(page), key=lambda one: -one.y)
        for at, one in enumerate(drawn):
            for other in drawn[at + 1 :]:
                if one.y - other.y > one.size + other.size:
                    break
                if one.text.strip() and other.text.strip() and one.meets(other):
                    found.append((one.text, other.text))
    return found


def beyond(lines: Lines, margin: float) -> list[str]:
    """Lines that reach into the margin, or into the foot."""
    found = []
    for page in range(lines.pages):
        width, height = (float(o) for o in lines.reader.pages[page].mediabox[2:])
        foot = lines.foot(page)
        for one in lines.lines(page):
            low = foot if one.y > foot else margin - 18
            inside = margin - 0.5 <= one.x and one.x + one.width <= width - margin + 0.5
            if not inside or one.y - one.size * 0.1 < low or one.y + one.size > height - margin + 9:
                found.append(one.text)
    return found
