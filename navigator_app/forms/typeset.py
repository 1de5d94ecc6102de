"""Text set in type: shaped by HarfBuzz, a face for each script, broken into lines.

Widths are in thousandths of the type size, so that one setting serves every size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import uharfbuzz as hb

from navigator_app.forms import breaking, direction, faces

MISSING = "□"
"""What a line shows of a character that no typeface has; the result names it."""
_LANGUAGES = {"zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans", "tl": "fil", "hmn": "mww"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph with the text that it stands for ("" inside a syllable) and where it sits."""

    number: int
    text: str
    width: float
    advance: float
    x: float
    rise: float


class Run:
    """Glyphs of one face, in the order in which they stand on paper."""

    __slots__ = ("face", "glyphs", "leftward", "numbers", "plain", "weight", "width")

    def __init__(self, face: str, weight: int, glyphs: tuple[Glyph, ...], leftward: bool) -> None:
        """Work out what a page needs; `plain` is a ready operand of TJ where that is all."""
        self.face, self.weight, self.glyphs, self.leftward = face, weight, glyphs, leftward
        self.width = sum(one.advance for one in glyphs)
        self.numbers = frozenset(one.number for one in glyphs)
        usual = faces.face(face, weight).usual
        plain = all(not g.rise and usual.get(g.number) == g.text for g in glyphs)
        self.plain = _operand(glyphs) if plain else ""


@dataclass(frozen=True)
class Line:
    """One line, its runs in the order in which they stand on paper."""

    runs: tuple[Run, ...]
    width: float
    text: str = ""
    unknown: str = ""

    @cached_property
    def ready(self) -> tuple[tuple[str, int, str, frozenset[int]], ...]:
        """Neighbours of one face joined: (face, weight, operand, glyphs).

        Nothing where the order of the glyphs is not the order of the text.
        """
        found: list[tuple[str, int, str, frozenset[int]]] = []
        for run in self.runs:
            if run.leftward or not run.plain:
                return ()
            if found and found[-1][:2] == (run.face, run.weight):
                face, weight, operand, numbers = found[-1]
                found[-1] = (face, weight, operand + run.plain, numbers | run.numbers)
            else:
                found.append((run.face, run.weight, run.plain, run.numbers))
        return tuple((f, w, o.replace("><", ""), n) for f, w, o, n in found)


def number(value: float) -> str:
    """A number as PDF writes it, to a thousandth."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _operand(glyphs: tuple[Glyph, ...]) -> str:
    parts = []
    for one in glyphs:
        before, after = -one.x, one.width - one.advance + one.x
        parts.append(f"{number(before) if before else ''}<{one.number:04x}>")
        parts.append(number(after) if abs(after) >= 0.0005 else "")
    return "".join(parts).replace("><", "")


@lru_cache(maxsize=1024)
def shaped(text: str, face: str, weight: int, leftward: bool, language: str) -> Run:
    """Shape a piece of one face and direction."""
    source = faces.face(face, weight)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    buffer.language = _LANGUAGES.get(language, language)
    hb.shape(source.font, buffer)
    infos, places, scale = buffer.glyph_infos, buffer.glyph_positions, source.scale
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    told: set[int] = set()
    glyphs = []
    for info, place in zip(infos, places, strict=True):
        said = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        glyphs.append(
            Glyph(
                info.codepoint,
                said.replace(breaking.SOFT, ""),
                source.width(info.codepoint),
                place.x_advance * scale,
                place.x_offset * scale,
                place.y_offset * scale,
            )
        )
    return Run(face, weight, tuple(glyphs), leftward)


@lru_cache(maxsize=512)
def lines(
    text: str, measure: float, weight: int, language: str, right_to_left: bool
) -> tuple[Line, ...]:
    """Break a text into lines of at most `measure`; "" is one empty line. Nothing is ever cut."""
    whole, level = direction.set_out(text, right_to_left)
    pieces = list(_pieces(whole, level, measure, weight, language))
    if not pieces:
        return (Line((), 0.0),)
    found: list[Line] = []
    held: list[_Piece] = []
    filled = 0.0
    for piece in pieces:
        if held and filled + piece.width > measure + 0.01:
            found.append(_line(held))
            held, filled = [], 0.0
        held.append(piece)
        filled += piece.width + piece.space
    found.append(_line(held))
    return tuple(found)


@dataclass(slots=True)
class _Piece:
    """What stays on one line; `space` is the width of the spaces after it."""

    runs: list[tuple[Run, int]]
    trailing: list[tuple[Run, int]]
    text: str
    width: float
    space: float
    unknown: str


def _pieces(
    text: str, level: bytes, measure: float, weight: int, language: str
) -> Iterator[_Piece]:
    at = 0
    for unit in breaking.units(text):
        piece = _piece(unit, level[at : at + len(unit)], weight, language)
        if piece.width <= measure:
            yield piece
        else:  # a name longer than a line goes on in the next
            start = at
            for part in breaking.clusters(unit):
                yield _piece(part, level[start : start + len(part)], weight, language)
                start += len(part)
        at += len(unit)


def _piece(unit: str, level: bytes, weight: int, language: str) -> _Piece:
    body = unit.rstrip(" " + breaking.SOFT)
    unknown: list[str] = []
    runs = list(_runs(body, level, weight, language, unknown))
    spaces = unit[len(body) :].replace(breaking.SOFT, "")
    trailing = list(_runs(spaces, level[len(body) :], weight, language, unknown))
    return _Piece(
        runs,
        trailing,
        unit.replace(breaking.SOFT, ""),
        sum(run.width for run, _level in runs),
        sum(run.width for run, _level in trailing),
        "".join(unknown),
    )


def _runs(
    text: str, level: bytes, weight: int, language: str, unknown: list[str]
) -> Iterator[tuple[Run, int]]:
    """The text in runs of one face and one direction."""
    held, face, depth = "", "", 0
    for place, character in enumerate(text):
        shown, wanted = _faced(character, face, weight, language)
        if shown != character:
            unknown.append(character)
        if held and (wanted != face or level[place] != depth):
            yield shaped(held, face, weight, bool(depth % 2), language), depth
            held = ""
        held, face, depth = held + shown, wanted, level[place]
    if held:
        yield shaped(held, face, weight, bool(depth % 2), language), depth


def _faced(character: str, current: str, weight: int, language: str) -> tuple[str, str]:
    """The character and its face; marks and joiners stay with the letter before them."""
    if current and unicodedata.category(character) in ("Mn", "Mc", "Cf"):
        return character, current
    found = faces.face_for(character, language, weight)
    if found:
        return character, found
    return MISSING, faces.face_for(MISSING, language, weight) or "latin"


def _line(pieces: list[_Piece]) -> Line:
    runs = [one for piece in pieces[:-1] for one in (*piece.runs, *piece.trailing)]
    runs += pieces[-1].runs
    level = [depth for _run, depth in runs]
    ordered = direction.visual([run for run, _depth in runs], level)
    return Line(
        tuple(ordered),
        sum(run.width for run in ordered),
        "".join(piece.text for piece in pieces).rstrip(" "),
        "".join(piece.unknown for piece in pieces),
    )
