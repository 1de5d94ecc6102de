"""Where a line may end: spaces, between ideographs, between Khmer syllables."""

from __future__ import annotations

import unicodedata

SOFT = "\u200b"
"""Zero-width space: how a text in Khmer says where its words end."""
_NEVER_FIRST = frozenset(",.:;!?)]}%、。，．：；！？）］｝」』】》〉’”ー々・៖។៕៘،؛؟")
_NEVER_LAST = frozenset("([{（［｛「『【《〈‘“$¥￥")
_SPACELESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x19E0, 0x19FF))
_EASTERN = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
_JOINS_NEXT = "\u17d2\u200d"
"""Khmer coeng, under which the next consonant hangs, and the joiner: neither ends a line."""


def clusters(text: str) -> list[str]:
    """The text in pieces that are never torn: a letter with its marks, a Khmer syllable."""
    found: list[str] = []
    for one in text:
        joins = (
            unicodedata.category(one) in ("Mn", "Mc", "Me")
            or one in "\u200c\u200d"
            or (found and found[-1][-1] in _JOINS_NEXT)
        )
        if joins and found:
            found[-1] += one
        else:
            found.append(one)
    return found


def units(text: str) -> list[str]:
    """The text in pieces after each of which a line may end; spaces close the piece before."""
    found: list[str] = []
    marked = SOFT in text
    for piece in clusters(text):
        last = found[-1] if found else ""
        if not found or _may_part(last, piece, marked):
            found.append(piece)
        else:
            found[-1] += piece
    return found


def _may_part(before: str, piece: str, marked: bool) -> bool:
    """True when a line may end between the two."""
    first, end = piece[0], before[-1]
    if first in (" ", SOFT) or first in _NEVER_FIRST:
        return False
    if end in (" ", SOFT):
        return True
    if end in _NEVER_LAST:
        return False
    if end in "-/–—":  # in a double name, but never in a code or a number
        return first.isalpha() and before[-2:-1].isalpha() and not before[-2:-1].isupper()
    if _within(first, _EASTERN) or _within(end, _EASTERN):
        return True
    if not marked and _within(first, _SPACELESS):
        return _within(end, _SPACELESS) or end in "\u17d4\u17d5"
    return False


def _within(character: str, blocks: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(low <= code <= high for low, high in blocks)
