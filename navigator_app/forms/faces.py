"""The typefaces of print: which face sets which character, and the subset that a PDF carries.

All are Noto Sans (OFL-1.1) from packages, variable TrueType: HarfBuzz sets and cuts them at a
weight without a file of ours. Nothing is written anywhere.
"""

from __future__ import annotations

import importlib.util
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

from navigator_app.errors import NavigatorError

REGULAR, BOLD = 400, 700
_SCRIPTS = "manimgx_fonts"
_EASTERN = "justmytype_intl_cjk"
_FILES = {
    "latin": (_SCRIPTS, "NotoSans[wght].ttf"),
    "symbols": (_SCRIPTS, "NotoSansSymbols[wght].ttf"),
    **{
        name.lower(): (_SCRIPTS, f"NotoSans{name}[wght].ttf")
        for name in (
            "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati",
            "Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya",
            "Sinhala", "Tamil", "Telugu", "Thai",
        )
    },
    **{
        code: (_EASTERN, f"fonts/ofl/notosans{code}/NotoSans{code.upper()}[wght].ttf")
        for code in ("tc", "sc", "jp", "kr")
    },
}  # fmt: skip
_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0530, 0x058F, "armenian"), (0x0590, 0x05FF, "hebrew"), (0x0600, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"), (0x0900, 0x097F, "devanagari"), (0x0980, 0x09FF, "bengali"),
    (0x0A00, 0x0A7F, "gurmukhi"), (0x0A80, 0x0AFF, "gujarati"), (0x0B00, 0x0B7F, "oriya"),
    (0x0B80, 0x0BFF, "tamil"), (0x0C00, 0x0C7F, "telugu"), (0x0C80, 0x0CFF, "kannada"),
    (0x0D00, 0x0D7F, "malayalam"), (0x0D80, 0x0DFF, "sinhala"), (0x0E00, 0x0E7F, "thai"),
    (0x0E80, 0x0EFF, "lao"), (0x1000, 0x109F, "myanmar"), (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "han"), (0x1200, 0x139F, "ethiopic"), (0x1780, 0x17FF, "khmer"),
    (0x19E0, 0x19FF, "khmer"), (0x2E80, 0x9FFF, "han"), (0xA960, 0xA97F, "han"),
    (0xAC00, 0xD7FF, "han"), (0xF900, 0xFAFF, "han"), (0xFB13, 0xFB17, "armenian"),
    (0xFB1D, 0xFB4F, "hebrew"), (0xFB50, 0xFDFF, "arabic"), (0xFE30, 0xFE4F, "han"),
    (0xFE70, 0xFEFF, "arabic"), (0xFF00, 0xFFEF, "han"), (0x20000, 0x3FFFF, "han"),
)  # fmt: skip
_EAST = {
    "zh_Hant": ("tc", "sc", "jp", "kr"),
    "zh_Hans": ("sc", "tc", "jp", "kr"),
    "ko": ("kr", "sc", "tc", "jp"),
}
_ANY_EAST = ("tc", "sc", "jp", "kr")
_DROPPED = (b"GSUB", b"GPOS", b"GDEF", b"STAT", b"meta", b"DSIG", b"BASE", b"name", b"post")
"""Tables that a PDF's reader never looks at."""


class TypefaceMissing(NavigatorError):
    """A package of typefaces that print needs is not installed, or not whole."""


def _file(name: str) -> Path:
    package, file = _FILES[name]
    spec = importlib.util.find_spec(package)
    folders = (spec.submodule_search_locations if spec else None) or [""]
    path = Path(folders[0]) / file
    if not spec or not path.is_file():
        raise TypefaceMissing(
            "Typeface missing",
            f"The typefaces of {package} are not installed.",
            "Install the program again.",
        )
    return path


class Face:
    """One typeface at one weight. Widths are in thousandths of the type size."""

    def __init__(self, name: str, weight: int) -> None:
        """Read the file of the package; TypefaceMissing when it is not installed."""
        path = _file(name)
        self.name, self.weight = name, weight
        self.face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.font = hb.Font(self.face)
        self.font.set_variations({"wght": weight})
        self.scale: float = 1000 / self.face.upem
        self.unicodes = frozenset(self.face.unicodes)
        self.pdf_name = f"NotoSans{name.title()}-{'Bold' if weight == BOLD else 'Regular'}"

    @cached_property
    def usual(self) -> dict[int, str]:
        """Glyph → the first character that it stands for by itself."""
        found: dict[int, str] = {}
        for code in sorted(self.unicodes):
            glyph = self.font.get_nominal_glyph(code)
            if glyph:
                found.setdefault(glyph, chr(code))
        return found

    @cached_property
    def extents(self) -> tuple[float, float]:
        """Height above and depth below the base line."""
        told = self.font.get_font_extents("ltr")
        return told.ascender * self.scale, -told.descender * self.scale

    def width(self, glyph: int) -> float:
        """The advance of a glyph."""
        advance: int = self.font.get_glyph_h_advance(glyph)
        return advance * self.scale


@lru_cache(maxsize=64)
def face(name: str, weight: int) -> Face:
    """A face, read once."""
    return Face(name, weight)


def subset(name: str, weight: int, glyphs: frozenset[int]) -> bytes:
    """The face cut down to some glyphs, which keep their numbers, at its weight."""
    source = face(name, weight)
    asked = hb.SubsetInput()
    asked.flags = (
        hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    asked.pin_axis_location(source.face, "wght", weight)
    asked.glyph_set.update({0, *glyphs})
    asked.drop_table_tag_set.update({int.from_bytes(tag, "big") for tag in _DROPPED})
    return bytes(hb.subset(source.face, asked).blob.data)


def choices(code: int, language: str) -> tuple[str, ...]:
    """The faces that may set a character, best first."""
    for low, high, name in _BLOCKS:
        if low <= code <= high:
            return _EAST.get(language, _ANY_EAST) if name == "han" else (name, "latin")
    if language in _EAST and 0x3000 <= code <= 0x303F:
        return _EAST[language]
    return ("latin", "symbols", "arabic", *_ANY_EAST[:1])


@lru_cache(maxsize=16384)
def face_for(character: str, language: str, weight: int) -> str:
    """The name of the face that has a character; "" where none has it."""
    code = ord(character)
    return next((n for n in choices(code, language) if code in face(n, weight).unicodes), "")
