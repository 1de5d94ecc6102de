"""Which way each character of a paragraph runs, and the order of a line on paper (UAX #9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

_Run = TypeVar("_Run")
_RIGHT = frozenset({"R", "AL", "AN", "RLE", "RLO"})
_BEGIN, _END = "\ufdd0", "\ufdd1"
"""Around a text within another: no characters, and so never in a text from outside."""
_OBJECT = "\ufffc"
_ASIDE = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFDD0, 0xFDD1, 0xFEFF])


def aside(text: str) -> str:
    """A text that is put into a sentence: it keeps the order that it has by itself, as a telephone
    number must among Arabic words.
    """
    return f"{_BEGIN}{text.replace(_BEGIN, '').replace(_END, '')}{_END}"


def set_out(text: str, right_to_left: bool) -> tuple[str, bytes]:
    """A text cleaned, and the level of each of its characters. Texts set `aside` within it have
    levels of their own, and the sentence runs around them as around a picture.

    What holds no letter that runs right to left runs to the right on any page: a telephone number
    on a line of its own keeps its order.
    """
    parts = _ASIDE.split(text)
    outer, inner = "", {}
    for number, part in enumerate(map(cleaned, parts)):
        if number % 2:
            inner[len(outer)] = part
        outer += _OBJECT if number % 2 else part
    leftward = right_to_left and any(map(runs_right_to_left, (outer, *inner.values())))
    level = levels(outer, leftward)
    if not inner:
        return outer, level
    plain, found = "", bytearray()
    for place, one in enumerate(outer):
        plain += inner.get(place, one)
        here = inner.get(place)
        found += level[place : place + 1] if here is None else _within(here, level[place])
    return plain, bytes(found)


def _within(part: str, level: int) -> bytes:
    """The levels of a text within another of that level, deeper by as much as its way asks."""
    first = (unicodedata.bidirectional(one) for one in part)
    leftward = next((way for way in first if way in ("L", "R", "AL")), "L") != "L"
    deeper = level + 1 + (level + 1 + leftward) % 2 - leftward
    return bytes(deeper + one for one in levels(part, leftward))


def cleaned(text: str) -> str:
    """The text composed, in one paragraph, without marks that steer direction or a printer."""
    plain = unicodedata.normalize("NFC", text).translate(_CONTROLS)
    return "".join(
        " " if one in "\t\n\r\x0b\x0c\u2028\u2029" else one
        for one in plain
        if one in "\t\n\r" or unicodedata.category(one) != "Cc"
    )


def runs_right_to_left(text: str) -> bool:
    """True when a character of the text runs right to left."""
    return any(one >= "\u0590" and unicodedata.bidirectional(one) in _RIGHT for one in text)


def levels(text: str, right_to_left: bool) -> bytes:
    """The embedding level of each character; even runs to the right, odd to the left."""
    if not right_to_left and not runs_right_to_left(text):
        return bytes(len(text))
    from bidi import algorithm  # only where a line needs it

    base = int(right_to_left)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(_known(text), storage, False, False)
    for at, one in enumerate(storage["chars"]):
        one["at"] = at
    algorithm.explicit_embed_and_overrides(storage, False)  # drops joiners: hence the numbers
    algorithm.resolve_weak_types(storage, False)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = {one["at"]: one["level"] for one in storage["chars"]}
    found, last = bytearray(), base
    for at in range(len(text)):
        last = known.get(at, last)
        found.append(last)
    return bytes(found)


def _known(text: str) -> str:
    """The text with a plain letter for what the Unicode tables at hand do not know: the algorithm
    would refuse it, and a name must print."""
    return "".join(one if unicodedata.bidirectional(one) else "x" for one in text)


def visual(runs: Sequence[_Run], level: Sequence[int]) -> list[_Run]:
    """The runs of one line in the order in which they stand on paper (rule L2)."""
    order = list(range(len(runs)))
    for depth in range(max(level, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and level[order[end]] >= depth:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return [runs[place] for place in order]
