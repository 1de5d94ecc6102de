"""How the text of notes becomes words to be found by, and what is shown around a word found.

Notes are searched without regard to accents, case and punctuation, and each word typed may be
unfinished. Scripts that write no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into
single letters, so that a word inside a run is found too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_WORDS = 8
"""Words beyond these are left out."""

FEWEST_LETTERS = 3
"""A text of fewer letters and digits is not looked for: nearly every note has them."""

WHOSE = "¬"
"""Begins the word that tells whose note it is; nobody can type it, since folding takes it out."""

LONG = 5
"""Letters from which on the beginning of a word has its whole words looked up first: the index
answers whole words and short beginnings at once, long beginnings only after gathering all."""

LONGEST = 40
"""Letters of a word that are kept apart; what comes after does not tell words from one another."""

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


def long_words(text: str | None) -> list[str]:
    """The different long words of a text, cut to what is kept of each."""
    found = dict.fromkeys(word[:LONGEST] for word in note_words(text).split() if len(word) >= LONG)
    return list(found)


def build_query(
    words: Sequence[str], endings: Mapping[str, Sequence[str]], member_pk: int | None = None
) -> str:
    """Return the full-text query for `words_of` a text, of one member's notes or of all.

    `endings` has the whole words for each long one, none when there are too many to name. Words
    may come in any order. No operator can come from outside: each word is quoted and holds letters
    and digits only.
    """
    terms = [_term(word, endings.get(word, ())) for word in words]
    if member_pk is not None:
        terms.insert(0, f'"{WHOSE}{member_pk}"')
    return " AND ".join(terms)


def _term(word: str, whole: Sequence[str]) -> str:
    if not whole:
        return f'"{word}"*'
    named = " OR ".join(f'"{one}"' + ("*" if len(one) == LONGEST else "") for one in whole)
    return f"({named})" if len(whole) > 1 else named


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a note; `marks` are the (first, last) places of the words found in `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Finder:
    """Finds the words somebody typed in texts as they were written."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words` come from `words_of`."""
        self.words = tuple(words)
        plain = "|".join(re.escape(word) for word in words if word.isascii())
        self._plain = re.compile(f"(?<![a-z0-9])(?:{plain})[a-z0-9]*", re.I) if plain else None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand, first to last. In plain letters a pattern does; else every word
        is folded and looked at."""
        if text.isascii():
            if self._plain is not None:
                yield from (found.span() for found in self._plain.finditer(text))
            return
        for found in _WORD.finditer(text):
            if any(part.startswith(self.words) for part in note_words(found[0]).split()):
                yield found.span()

    def snippet(self, text: str, around: int = _AROUND) -> Snippet:
        """Return the piece of a text around the first word found, on one line.

        Without a find it is the beginning. Cost follows how far in the first find stands.
        """
        place = next(self.places(text), (0, 0))[0]
        first = max(0, place - around)
        last = min(len(text), place + 2 * around)
        first = _after_space(text, first, place) if first else 0
        last = _before_space(text, place, last) if last < len(text) else last
        piece = " ".join(text[first:last].split())
        shown = ("… " if first else "") + piece + (" …" if last < len(text) else "")
        return Snippet(shown, tuple(self.places(shown)))


def _after_space(text: str, first: int, place: int) -> int:
    space = text.find(" ", first, place)
    return space + 1 if space >= 0 else first


def _before_space(text: str, place: int, last: int) -> int:
    space = text.rfind(" ", place, last)
    return space if space > place else last
