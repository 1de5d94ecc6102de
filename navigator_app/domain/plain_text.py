"""Typed text in one line: as it is kept, and as two are compared.

What nobody can see is no text: a reason of zero-width spaces is an empty one. Joiners inside a word
stay (Farsi and Khmer are written with them); they make no other name of it.
"""

from __future__ import annotations

import unicodedata

_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180e")
"""Letters and signs that are drawn as nothing."""

_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp")


def line(text: str) -> str:
    """The text without control characters and outer or double spaces; "" where nothing of it can
    be seen."""
    if not any(map(_seen, text)):
        return ""
    apart = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(apart.split())


def told(text: str) -> str:
    """Text of several lines without outer spaces; "" where nothing of it can be seen."""
    return text.strip() if any(map(_seen, text)) else ""


def same(text: str) -> str:
    """What two names are compared by: neither case nor spaces nor unseen characters matter."""
    plain = unicodedata.normalize("NFC", line(text)).casefold()
    kept = (one for one in plain if unicodedata.category(one) != "Cf" and one not in _BLANK)
    return " ".join("".join(kept).split())


def _seen(one: str) -> bool:
    """A mark alone (a variation selector, a joiner) is nothing to read."""
    category = unicodedata.category(one)
    return category not in _UNSEEN and category not in ("Mn", "Me") and one not in _BLANK
