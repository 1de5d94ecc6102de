"""The PDF itself: lines drawn by glyph number, each face embedded once, cut to what was drawn.

A glyph carries the text that it stands for, so that a form can be searched, copied and read aloud
in every script: where the same glyph stands for another text it gets a code of its own.
"""

from __future__ import annotations

import io
from functools import lru_cache

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from navigator_app.forms import faces
from navigator_app.forms.typeset import Glyph, Line, Run, number

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

    def glyphs(self) -> frozenset[int]:
        """Every glyph that was drawn."""
        return frozenset(self.usual | {glyph for glyph, _text in self.own})


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


def _font(doc: pdfdoc.PDFDocument, cut: Cut) -> pdfdoc.PDFDictionary:
    """The objects of one embedded face: a composite font that draws by glyph number."""
    face, glyphs = cut.face, cut.glyphs()
    name = pdfdoc.PDFName(f"{_tag(cut.place)}+{face.pdf_name}")
    high, deep = face.extents
    file = _stream(faces.subset(face.name, face.weight, glyphs))
    file.dictionary["Length1"] = len(file.content)
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "ItalicAngle": 0,
            "FontBBox": pdfdoc.PDFArray([-1000, round(-deep), 2000, round(high)]),
            "Ascent": round(high), "Descent": round(-deep), "CapHeight": 714,
            "StemV": 140 if face.weight == faces.BOLD else 80,
            "FontFile2": doc.Reference(file, f"file{cut.place}"),
        }
    )  # fmt: skip
    inner = pdfdoc.PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"),
                 "Supplement": 0}
            ),
            "DW": 1000, "W": _widths(cut), "CIDToGIDMap": _map(doc, cut),
            "FontDescriptor": doc.Reference(descriptor, f"descriptor{cut.place}"),
        }
    )  # fmt: skip
    return pdfdoc.PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(inner, f"inner{cut.place}")]),
            "ToUnicode": doc.Reference(_stream(_meanings(cut)), f"meanings{cut.place}"),
        }
    )  # fmt: skip


def _stream(content: bytes) -> pdfdoc.PDFStream:
    made = pdfdoc.PDFStream(content=content)
    made.filters = [pdfdoc.PDFZCompress]
    return made


def _tag(place: int) -> str:
    """Six letters that mark a subset."""
    return "NAVAA" + chr(64 + place)


def _codes(cut: Cut) -> list[tuple[int, int, str]]:
    """(code, glyph, text) of all that was drawn, by code."""
    usual = [(glyph, glyph, cut.face.usual[glyph]) for glyph in cut.usual]
    return sorted([*usual, *((code, glyph, text) for (glyph, text), code in cut.own.items())])


def _widths(cut: Cut) -> pdfdoc.PDFArray:
    listed: list[object] = []
    for code, glyph, _text in _codes(cut):
        listed += [code, pdfdoc.PDFArray([round(cut.face.width(glyph), 3)])]
    return pdfdoc.PDFArray(listed)


def _map(doc: pdfdoc.PDFDocument, cut: Cut) -> object:
    if not cut.own:
        return "/Identity"
    table = bytearray(2 * (max(cut.own.values()) + 1))
    for code, glyph, _text in _codes(cut):
        table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return doc.Reference(_stream(bytes(table)), f"map{cut.place}")


def _meanings(cut: Cut) -> bytes:
    return _cmap(tuple((code, text) for code, _glyph, text in _codes(cut)))


@lru_cache(maxsize=128)
def _cmap(meanings: tuple[tuple[int, str], ...]) -> bytes:
    ranges = ""
    told = [(code, text or "\u200b") for code, text in meanings]
    for start in range(0, len(told), 100):
        some = told[start : start + 100]
        ranges += f"{len(some)} beginbfchar\n"
        for code, text in some:
            ranges += f"<{code:04x}> <{text.encode('utf-16-be').hex()}>\n"
        ranges += "endbfchar\n"
    return _CMAP.format(ranges=ranges).encode("ascii")
