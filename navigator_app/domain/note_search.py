"""How the text of notes becomes words to be found by, and what is shown around a word found.

Notes are searched without regard to accents, case and punctuation, and each word typed may be
unfinished. Scripts that write no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into
single letters, so that a word inside a run is found too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 8
"""Words beyond these are left out."""

FEWEST_LETTERS = 3
"""A text of fewer letters and digits is not looked for: nearly every note has them."""

WHOSE = "¬"
"""Begins the word that tells whose note it is; nobody can type it, since folding takes it out."""

_AROUND = 90
_PLAIN = str.maketrans(
    {chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
)
_NOT_MARKED = str.maketrans({
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "đ": "d", "ı": "i",
})  # fmt: skip
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
)
_WORD = re.compile(r"\w+")


def note_words(text: str | None) -> str:
    """Return the words a note can be found by, with spaces between; "" for no text."""
    if not text:
        return ""
    if text.isascii():
        return text.translate(_PLAIN)
    marked = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_MARKED))
    kept = (
        char if char.isalnum() else "" if unicodedata.category(char)[0] == "M" else " "
        for char in marked
    )
    return _UNSPACED.sub(r" \1 ", "".join(kept))


def words_of(text: str) -> list[str]:
    """The words somebody typed, as the index has them; a lone letter counts only alone."""
    found = list(dict.fromkeys(note_words(text).split()))
    longer = [word for word in found if len(word) > 1 or not word.isascii()]
    return (longer or found)[:MOST_WORDS]


def enough(text: str) -> bool:
    """True when there is enough to look for."""
    words = words_of(text)
    return sum(map(len, words)) >= FEWEST_LETTERS or any(not word.isascii() for word in words)


def build_query(text: str, member_pk: int | None = None) -> str:
    """Return the full-text query for typed text, of one member's notes or of all; "" when there is
    not enough to look for. Words may come in any order. No operator can come from outside: each
    word is quoted and holds letters and digits only."""
    if not enough(text):
        return ""
    terms = [f'"{word}"*' for word in words_of(text)]
    if member_pk is not None:
        terms.insert(0, f'"{WHOSE}{member_pk}"')
    return " AND ".join(terms)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a note; `marks` are the (first, last) places of the words found in `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(text: str, words: list[str], around: int = _AROUND) -> Snippet:
    """Return the piece of a text around the first word found, on one line.

    Without a find it is the beginning. Cost follows how far in the first find stands.
    """
    place = next((found.start() for found in _WORD.finditer(text) if _hit(found[0], words)), 0)
    first = max(0, place - around)
    last = min(len(text), place + 2 * around)
    first = _after_space(text, first, place) if first else 0
    last = _before_space(text, place, last) if last < len(text) else last
    piece = " ".join(text[first:last].split())
    shown = ("… " if first else "") + piece + (" …" if last < len(text) else "")
    return Snippet(shown, marks(shown, words))


def marks(text: str, words: list[str]) -> tuple[tuple[int, int], ...]:
    """The places in a text of the words somebody typed."""
    return tuple(
        (found.start(), found.end()) for found in _WORD.finditer(text) if _hit(found[0], words)
    )


def _hit(word: str, words: list[str]) -> bool:
    plain = note_words(word).split()
    return any(part.startswith(wanted) for part in plain for wanted in words)


def _after_space(text: str, first: int, place: int) -> int:
    space = text.find(" ", first, place)
    return space + 1 if space >= 0 else first


def _before_space(text: str, place: int, last: int) -> int:
    space = text.rfind(" ", place, last)
    return space if space > place else last
