"""Whether two records may be one person, and why: a suggestion for somebody to look at.

Names count in any order, spelling and nickname; dates of birth also with day and month swapped or
one digit off. Twins share a birth date and a last name, households an address and a phone: neither
is a reason, and a first name that differs speaks against. Nothing here is ever merged alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import IntEnum
from itertools import combinations

from navigator_app.domain import search
from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.saying import N_, Saying, saying
from navigator_app.domain.vocabulary import UNKNOWN_PHONE

Nicknames = Mapping[str, tuple[str, ...]]

_CLOSE = 0.8
"""Two words of four letters and more are one spelling when so much of them is alike."""

_CLOSER = 0.85
"""The same for words that begin with different letters."""


@dataclass(frozen=True, slots=True)
class Person:
    """What a record says of who somebody is. `born` is ISO; phones are ten digits."""

    id: str
    first: str
    last: str
    born: str
    cin: str = ""
    preferred: str = ""
    phones: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()

    @property
    def has_cin(self) -> bool:
        """False while a stand-in is kept, or nothing."""
        return bool(self.cin) and not self.cin.startswith(NO_CIN)


class Strength(IntEnum):
    """How much speaks for one person."""

    WEAK = 1
    FAIR = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records that may be one person: what speaks for it and what against."""

    strength: Strength
    reasons: tuple[Saying, ...]
    doubts: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and their likeness; the older id first."""

    one: Person
    other: Person
    likeness: Likeness


@dataclass(slots=True)
class _Weighed:
    reasons: list[Saying] = field(default_factory=list)
    doubts: list[Saying] = field(default_factory=list)


def likeness(one: Person, other: Person, nicknames: Nicknames | None = None) -> Likeness | None:
    """How alike two records are; None when nothing suggests one person."""
    weighed = _Weighed()
    name = _names(one, other, nicknames or {}, weighed)
    born = _births(one.born, other.born, weighed)
    if not name or not born:
        return None
    cin = _cins(one, other, weighed)
    phone = _phones(one, other, weighed)
    score = name + born + cin + phone
    if score < 4 or (name == 1 and born == 1):
        return None
    strength = Strength.STRONG if score >= 6 else Strength.FAIR if score >= 5 else Strength.WEAK
    return Likeness(strength, tuple(weighed.reasons), tuple(weighed.doubts))


def pairs(people: Iterable[Person], nicknames: Nicknames | None = None) -> list[Pair]:
    """The pairs among many records that may be one person, the most alike first.

    Compared are those that share a birth date or the words of their names, so that a hundred
    thousand records need no five thousand million looks.
    """
    table = nicknames or {}
    shelves: dict[str, list[Person]] = {}
    for person in people:
        shelves.setdefault(person.born, []).append(person)
        shelves.setdefault(" ".join(sorted(_words(person.name))), []).append(person)
    found: dict[tuple[str, str], Pair] = {}
    for shelf in shelves.values():
        for one, other in combinations(shelf, 2):
            first, second = (one, other) if one.id < other.id else (other, one)
            key = first.id, second.id
            if first.id == second.id or key in found:
                continue
            alike = likeness(first, second, table)
            if alike:
                found[key] = Pair(first, second, alike)
    return sorted(
        found.values(), key=lambda pair: (-pair.likeness.strength, pair.one.last, pair.one.id)
    )


def _words(name: str) -> frozenset[str]:
    return frozenset(search.folded(name).split())


def _names(one: Person, other: Person, nicknames: Nicknames, weighed: _Weighed) -> int:
    """3 for the same name, 2 for one spelled or shortened otherwise, 0 for another person's."""
    mine, yours = _words(one.name), _words(other.name)
    if mine == yours:
        swapped = search.folded(one.first) != search.folded(other.first)
        text = N_("The same name in another order") if swapped else N_("The same name")
        weighed.reasons.append(saying(text))
        return 3
    given = _given(one) or _words(one.first), _given(other) or _words(other.first)
    if not _meet(*given, nicknames) and not _meet(mine, yours, nicknames, all_of=True):
        return 0  # twins, brothers and sisters, parents: the first names differ
    if not _meet(_words(one.last), _words(other.last), {}) and not _meet(
        mine, yours, nicknames, all_of=True
    ):
        return 0
    weighed.reasons.append(
        saying(N_("Names much alike: {one}, {other}"), one=one.name, other=other.name)
    )
    return 2


def _given(person: Person) -> frozenset[str]:
    return _words(f"{person.first} {person.preferred}")


def _meet(
    mine: frozenset[str], yours: frozenset[str], nicknames: Nicknames, all_of: bool = False
) -> bool:
    """True when a word of one side is, nearly, one of the other; `all_of`: every word of the
    shorter side."""
    shorter, longer = sorted((mine, yours), key=len)
    hits = [any(_same_word(a, b, nicknames) for b in longer) for a in shorter]
    return bool(hits) and (len(hits) > 1 and all(hits) if all_of else any(hits))


def _same_word(one: str, other: str, nicknames: Nicknames) -> bool:
    if one == other or other in nicknames.get(one, ()):
        return True
    if min(len(one), len(other)) < 4:
        return False
    enough = _CLOSE if one[0] == other[0] else _CLOSER  # twins' names often rhyme
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= enough


def _births(one: str, other: str, weighed: _Weighed) -> int:
    """2 for the same date, 1 for a slip of the pen, 0 for another."""
    if one == other:
        weighed.reasons.append(saying(N_("The same date of birth")))
        return 2
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        weighed.reasons.append(saying(N_("Month and day of birth the other way round")))
        return 1
    if _one_slip(one, other):
        weighed.reasons.append(saying(N_("One digit of the date of birth differs")))
        return 1
    return 0


def _one_slip(one: str, other: str) -> bool:
    """True when one character differs, or two neighbours changed places."""
    if len(one) != len(other):
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 2 and places[1] == places[0] + 1:
        first, second = places
        return one[first] == other[second] and one[second] == other[first]
    return len(places) == 1


def _cins(one: Person, other: Person, weighed: _Weighed) -> int:
    """1 for a CIN not known or mistyped, -1 for two that have nothing to do with one another."""
    if not one.has_cin or not other.has_cin:
        weighed.reasons.append(saying(N_("One of them has no CIN yet")))
        return 1
    if _one_slip(one.cin, other.cin):
        weighed.reasons.append(saying(N_("Their CINs differ in one place")))
        return 1
    weighed.doubts.append(saying(N_("Two CINs: {one} and {other}"), one=one.cin, other=other.cin))
    return -1


def _phones(one: Person, other: Person, weighed: _Weighed) -> int:
    mine = {phone for phone in one.phones if phone and phone != UNKNOWN_PHONE}
    yours = {phone for phone in other.phones if phone and phone != UNKNOWN_PHONE}
    if mine & yours:
        weighed.reasons.append(saying(N_("The same phone")))
        return 1
    if mine and yours:
        weighed.doubts.append(saying(N_("Two phones")))
    return 0
