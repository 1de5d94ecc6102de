"""The PDF itself: lines drawn by glyph number, each face embedded once, cut to what was drawn.

A glyph carries the text that it stands for, so that a form can be searched, copied and read aloud
in every script: where the same glyph stands for another text it gets a code of its own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from navigator_app.forms import breaking, document, faces
from navigator_app.forms.document import Document, Sink
from navigator_app.forms.typeset import Glyph, Line, Run, number

_MOST_CODES = 0x10000

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class Cut:
    """One face in one document: the codes that were given out, and the glyphs they draw."""

    def __init__(self, place: int, name: str, weight: int) -> None:
        self.place, self.name, self.weight = place, name, weight
        self.face = faces.face(name, weight)
        self.usual: set[int] = set()
        self.own: dict[tuple[int, str], int] = {}
        self._free = self._codes()

    def code(self, glyph: int, text: str) -> int:
        """The code under which a glyph stands for a text."""
        if self.face.usual.get(glyph) == text:
            self.usual.add(glyph)
            return glyph
        found = self.own.get((glyph, text))
        if found is None:
            found = self.own[glyph, text] = next(self._free)
        return found

    def _codes(self) -> Iterator[int]:
        """Codes that no glyph has for itself: beyond the last, then of those without a character
        (a Chinese face fills nearly all there are).
        """
        count = self.face.face.glyph_count
        usual = self.face.usual
        return chain(
            range(count, _MOST_CODES), (one for one in range(1, count) if one not in usual)
        )

    def drawn(self) -> tuple[tuple[int, int, str], ...]:
        """(code, glyph, text) of all that was drawn, by code."""
        usual = self.face.usual
        found = [(glyph, glyph, usual[glyph]) for glyph in self.usual]
        found += [(code, glyph, text) for (glyph, text), code in self.own.items()]
        return tuple(sorted(found))


class Sheet:
    """A document while it is drawn; each page goes to the sink when it ends."""

    def __init__(
        self, size: tuple[float, float], title: str, author: str, language: str, sink: Sink
    ) -> None:
        """Begin; `size` is that of the pages, in points, and may change between them."""
        self.size = size
        self._info = {"Title": title, "Author": author, "Creator": "Navigator"}
        self._language = language.replace("_", "-")
        self._document = Document(sink)
        self._cuts: dict[tuple[str, int], Cut] = {}
        self._code: list[str] = []

    def line(self, line: Line, x: float, y: float, size: float) -> None:
        """Draw a line of text from its left end on its base line."""
        if not line.runs:
            return
        self._code.append(f"BT 1 0 0 1 {number(x)} {number(y)} Tm")
        if line.ready:
            for face, weight, operand, glyphs in line.ready:
                cut = self._cut(face, weight)
                cut.usual |= glyphs
                self._code.append(f"/N{cut.place} {number(size)} Tf[{operand}]TJ")
        else:  # what a reader aloud, a search or a copy takes, whatever the glyphs' order is
            said = ("\ufeff" + line.text).encode("utf-16-be").hex()
            self._code.append(f"/Span<</ActualText<{said}>>>BDC")
            for run in line.runs:
                self._run(run, size)
            self._code.append("EMC")
        self._code.append("ET")

    def raw(self, code: str) -> None:
        """Draw with operators of PDF."""
        self._code.append(code)

    def page(self) -> None:
        """End a page."""
        self._document.page(self.size, "\n".join(self._code))
        self._code = []

    def close(self) -> None:
        """Embed the faces, each once, and end the document."""
        fonts = {f"N{cut.place}": _font(self._document, cut) for cut in self._cuts.values()}
        catalog = {
            "Lang": document.text(self._language),
            "ViewerPreferences": "<</DisplayDocTitle true>>",
        }
        self._document.close(fonts, self._info, catalog)

    def _cut(self, face: str, weight: int) -> Cut:
        found = self._cuts.get((face, weight))
        if found is None:
            found = self._cuts[face, weight] = Cut(len(self._cuts) + 1, face, weight)
        return found

    def _run(self, run: Run, size: float) -> None:
        cut = self._cut(run.face, run.weight)
        self._code.append(f"/N{cut.place} {number(size)} Tf")
        if run.plain:
            cut.usual |= run.numbers
            self._code.append(f"[{run.plain}]TJ")
            return
        held: list[str] = []
        rise = 0.0
        for glyph in run.glyphs:
            if glyph.rise != rise:
                self._code.append(f"[{''.join(held)}]TJ {number(glyph.rise * size / 1000)} Ts")
                held, rise = [], glyph.rise
            held.append(_shown(glyph, cut.code(glyph.number, glyph.text)))
        self._code.append(f"[{''.join(held)}]TJ{' 0 Ts' if rise else ''}")


def _shown(glyph: Glyph, code: int) -> str:
    before, after = -glyph.x, glyph.width - glyph.advance + glyph.x
    shift = number(after) if abs(after) >= 0.0005 else ""
    return f"{number(before) if before else ''}<{code:04x}>{shift}"


@dataclass(frozen=True, slots=True)
class _Embedded:
    """What a document carries of one face, each stream compressed; `map` is b"" where codes are
    the glyphs' own numbers.
    """

    file: bytes
    length: int
    meanings: bytes
    map: bytes
    widths: str


@lru_cache(maxsize=16)
def _embedded(name: str, weight: int, drawn: tuple[tuple[int, int, str], ...]) -> _Embedded:
    """Cut a face to what was drawn: (code, glyph, text) by code."""
    source = faces.face(name, weight)
    file = faces.subset(name, weight, frozenset(glyph for _code, glyph, _text in drawn))
    table = bytearray()
    if any(code != glyph for code, glyph, _text in drawn):
        table = bytearray(2 * (drawn[-1][0] + 1))
        for code, glyph, _text in drawn:
            table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return _Embedded(
        zlib.compress(file),
        len(file),
        zlib.compress(_meanings(drawn)),
        zlib.compress(bytes(table)) if table else b"",
        "".join(f"{code}[{number(source.width(glyph))}]" for code, glyph, _text in drawn),
    )


def _font(doc: Document, cut: Cut) -> int:
    """Write one embedded face, a composite font that draws by glyph number; returns its object."""
    face = cut.face
    kept = _embedded(face.name, face.weight, cut.drawn())
    name = f"/{_tag(cut.place)}+{face.pdf_name}"
    high, deep = face.extents
    descriptor = doc.put(document.told({
        "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "ItalicAngle": 0,
        "FontBBox": f"[-1000 {round(-deep)} 2000 {round(high)}]",
        "Ascent": round(high), "Descent": round(-deep), "CapHeight": 714,
        "StemV": 140 if face.weight == faces.BOLD else 80,
        "FontFile2": document.reference(doc.stream(kept.file, {"Length1": kept.length})),
    }))  # fmt: skip
    inner = doc.put(document.told({
        "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name,
        "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
        "DW": 1000, "W": f"[{kept.widths}]",
        "CIDToGIDMap": document.reference(doc.stream(kept.map)) if kept.map else "/Identity",
        "FontDescriptor": document.reference(descriptor),
    }))  # fmt: skip
    return doc.put(document.told({
        "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
        "DescendantFonts": f"[{document.reference(inner)}]",
        "ToUnicode": document.reference(doc.stream(kept.meanings)),
    }))  # fmt: skip


def _tag(place: int) -> str:
    """Six letters that mark a subset."""
    return "NAVA" + chr(65 + place // 26) + chr(65 + place % 26)


def _meanings(drawn: tuple[tuple[int, int, str], ...]) -> bytes:
    """Which text each code stands for."""
    ranges = ""
    for start in range(0, len(drawn), 100):
        some = drawn[start : start + 100]
        ranges += f"{len(some)} beginbfchar\n"
        for code, _glyph, text in some:
            said = (text or breaking.SOFT).encode("utf-16-be").hex()
            ranges += f"<{code:04x}> <{said}>\n"
        ranges += "endbfchar\n"
    return _CMAP.format(ranges=ranges).encode("ascii")
