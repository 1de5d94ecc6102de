"""The PDF itself: lines drawn by glyph number, each face embedded once, cut to what was drawn.

A glyph carries the text that it stands for, so that a form can be searched, copied and read aloud
in every script: where the same glyph stands for another text it gets a code of its own.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from navigator_app.forms import breaking, faces
from navigator_app.forms.typeset import Glyph, Line, Run, number

rl_config.useA85 = 0  # pages as they are compressed, not spelled out in ASCII a quarter longer

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
        self._next = self.face.face.glyph_count

    def code(self, glyph: int, text: str) -> int:
        """The code under which a glyph stands for a text."""
        if self.face.usual.get(glyph) == text:
            self.usual.add(glyph)
            return glyph
        found = self.own.get((glyph, text))
        if found is None:
            found = self.own[glyph, text] = self._next
            self._next += 1
        return found

    def drawn(self) -> tuple[tuple[int, int, str], ...]:
        """(code, glyph, text) of all that was drawn, by code."""
        usual = self.face.usual
        found = [(glyph, glyph, usual[glyph]) for glyph in self.usual]
        found += [(code, glyph, text) for (glyph, text), code in self.own.items()]
        return tuple(sorted(found))


class Sheet:
    """A document while it is drawn; `close` gives its bytes. Nothing touches a disk."""

    def __init__(self, size: tuple[float, float], title: str, author: str, language: str) -> None:
        """Begin; sizes in points. The same drawing gives the same bytes at any time."""
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=size, pageCompression=1, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Navigator")
        self._canvas._doc.Catalog.Lang = pdfdoc.PDFString(language.replace("_", "-"))
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
        self._canvas._code.append("\n".join(self._code))
        self._code = []
        self._canvas.showPage()

    def close(self) -> bytes:
        """Embed the faces and return the document."""
        doc = self._canvas._doc
        for cut in self._cuts.values():
            doc.idToObject["BasicFonts"].dict[f"N{cut.place}"] = _font(doc, cut)
        self._canvas.save()
        return self._out.getvalue()

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


def _font(doc: pdfdoc.PDFDocument, cut: Cut) -> pdfdoc.PDFDictionary:
    """The objects of one embedded face: a composite font that draws by glyph number."""
    face, place = cut.face, cut.place
    kept = _embedded(face.name, face.weight, cut.drawn())
    name = f"/{_tag(place)}+{face.pdf_name}"
    high, deep = face.extents

    def stream(content: bytes, called: str) -> pdfdoc.PDFObjectReference:
        made = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": "/FlateDecode"}), content)
        if called == "file":
            made.dictionary["Length1"] = kept.length
        return doc.Reference(made, f"{called}{place}")

    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "ItalicAngle": 0,
            "FontBBox": f"[-1000 {round(-deep)} 2000 {round(high)}]",
            "Ascent": round(high), "Descent": round(-deep), "CapHeight": 714,
            "StemV": 140 if face.weight == faces.BOLD else 80,
            "FontFile2": stream(kept.file, "file"),
        }
    )  # fmt: skip
    inner = pdfdoc.PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name,
            "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
            "DW": 1000, "W": f"[{kept.widths}]",
            "CIDToGIDMap": stream(kept.map, "map") if kept.map else "/Identity",
            "FontDescriptor": doc.Reference(descriptor, f"descriptor{place}"),
        }
    )  # fmt: skip
    return pdfdoc.PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(inner, f"inner{place}")]),
            "ToUnicode": stream(kept.meanings, "meanings"),
        }
    )  # fmt: skip


def _tag(place: int) -> str:
    """Six letters that mark a subset."""
    return "NAVAA" + chr(64 + place)


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
