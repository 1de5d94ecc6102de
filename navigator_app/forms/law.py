"""What each law asks of an authorization, and where our forms have it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from navigator_app.forms import reading
from navigator_app.forms.definition import Kind
from navigator_app.forms.parts import Part, table
from navigator_app.paths import resource

FILE = "form_law.toml"
KNOWN = ("text", "summary", "missing")
"""How far a section could be read: its words, what others say of it, or not at all."""


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a law asks for: the form that has it, the number of its block from 1, its
    words there.

    `own` names the place that takes the agency's own text where the law's could not be read.
    """

    section: str
    asks: str
    form: str
    block: int
    words: str
    known: str
    own: str = ""


@lru_cache(maxsize=1)
def elements() -> tuple[Element, ...]:
    """Every element in the order of the laws. FormRefused for a form that lacks its words, or has
    them in a block that does not name the section."""
    cells, lines = table(resource(FILE))
    given = cells.get("element", [])
    top = Part(FILE, cells, lines[("", 0)])
    if not isinstance(given, list) or not given:
        top.refuse("element", "must be written, as [[element]]")
    return tuple(
        _element(Part(f"{FILE}, element {number}", one, lines.get(("element", number), {})))
        for number, one in enumerate(given, 1)
    )


def _element(part: Part) -> Element:
    part.only(("section", "asks", "form", "words", "known", "own"))
    form = part.text("form", choices=reading.kinds())
    section, words, own = part.text("section"), part.text("words"), part.text("own", needed=False)
    block = _place(part, form, section, words, own)
    known = part.text("known", choices=KNOWN)
    return Element(section, part.text("asks"), form, block, words, known, own)


def _place(part: Part, form: str, section: str, words: str, own: str) -> int:
    """The number of the block that names the section and has the words."""
    blocks = enumerate(reading.form(form).blocks, 1)
    found = [(number, one) for number, one in blocks if section in one.law and words in one.texts()]
    if not found:
        part.refuse("words", f"stand in no block of {form} that names {section}")
    number, block = found[0]
    if own != (block.id if block.kind is Kind.AGENCY_TEXT else ""):
        part.refuse("own", "must name the place of the agency's own text, and only that")
    return number
