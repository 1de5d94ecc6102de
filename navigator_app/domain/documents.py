"""The papers of a household on its way into a home: had, asked for, ending, missing.

What is stored is one of four states with its dates; how a paper stands on a day is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Counts(StrEnum):
    """In whose readiness a paper counts: `ADDED` only where somebody wrote it down."""

    EVERYONE = "everyone"
    ADULTS = "adults"
    MEMBER = "member"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper, and where its need is written."""

    id: str
    title: str
    why: str
    counts: Counts
    source: str
    section: str = ""
    quote: str = ""

    @property
    def cited(self) -> str:
        """Source and section, as shown."""
        return f"{self.source}, {self.section}" if self.section else self.source

    def needed(self, *, member: bool, adult: bool) -> bool:
        """True when it counts for such a person without being added."""
        if self.counts is Counts.MEMBER:
            return member
        return self.counts is Counts.EVERYONE or (self.counts is Counts.ADULTS and adult)


class State(StrEnum):
    """What is stored of a paper."""

    MISSING = "missing"
    REQUESTED = "requested"
    HAVE = "have"
    NOT_NEEDED = "not-needed"


class Standing(StrEnum):
    """How a paper stands on a day, the one to act on first."""

    EXPIRED = "expired"
    LATE = "late"
    MISSING = "missing"
    ENDING = "ending"
    REQUESTED = "requested"
    READY = "ready"
    NOT_NEEDED = "not-needed"

    @property
    def rank(self) -> int:
        """0 is to act on first."""
        return list(Standing).index(self)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one person; `id` is empty while nothing is written of it.

    `person_id` is empty for the member. `copy` is the title of the attached copy, if any.
    """

    kind: str
    id: str = ""
    person_id: str = ""
    state: State = State.MISSING
    requested_on: date | None = None
    requested_from: str = ""
    expected_on: date | None = None
    received_on: date | None = None
    expires_on: date | None = None
    attachment_id: str = ""
    copy: str = ""
    note: str = ""

    def standing(self, today: date, ending_days: int) -> Standing:
        """How it stands: a paper is good to the last of its days; an answer that was expected
        before today is late."""
        if self.state is State.NOT_NEEDED:
            return Standing.NOT_NEEDED
        if self.state is State.HAVE:
            left = self.days_left(today)
            if left is None or left > ending_days:
                return Standing.READY
            return Standing.ENDING if left >= 0 else Standing.EXPIRED
        if self.state is State.REQUESTED:
            late = self.expected_on is not None and self.expected_on < today
            return Standing.LATE if late else Standing.REQUESTED
        return Standing.MISSING

    def days_left(self, today: date) -> int | None:
        """Days to its last day, negative after it; None where no end is known."""
        return (self.expires_on - today).days if self.expires_on is not None else None


@dataclass(frozen=True, slots=True)
class Person:
    """Whose papers they are; `id` is empty for the member. `born` may not be known."""

    id: str
    name: str
    relationship: str = ""
    born: date | None = None
    moves_in: bool | None = None

    def adult(self, today: date, age: int) -> bool:
        """True from that birthday on. Nobody knowing the birthday, the longer list is asked for."""
        if self.born is None:
            return True
        had = (today.month, today.day) >= (self.born.month, self.born.day)
        return today.year - self.born.year - (0 if had else 1) >= age


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper with its kind and how it stands today."""

    kind: Kind
    paper: Paper
    standing: Standing
    days_left: int | None


@dataclass(frozen=True, slots=True)
class PersonPapers:
    """One person's papers, in the order of the list; `more` can be added."""

    person: Person
    lines: tuple[PaperLine, ...]
    more: tuple[Kind, ...] = ()

    @property
    def needed(self) -> int:
        """How many are needed."""
        return sum(line.standing is not Standing.NOT_NEEDED for line in self.lines)

    @property
    def ready(self) -> int:
        """How many of them are there and hold today."""
        good = (Standing.READY, Standing.ENDING)
        return sum(line.standing in good for line in self.lines)

    @property
    def nearest(self) -> PaperLine | None:
        """The paper that ends first, or has ended, among those to act on; None where none does."""
        ending = [
            line for line in self.lines if line.standing in (Standing.ENDING, Standing.EXPIRED)
        ]
        return min(ending, key=lambda line: line.days_left or 0, default=None)


@dataclass(frozen=True, slots=True)
class MemberPapers:
    """The papers of a household, the member first."""

    member_id: str
    people: tuple[PersonPapers, ...]

    @property
    def ready(self) -> int:
        """How many are ready in the household."""
        return sum(one.ready for one in self.people)

    @property
    def needed(self) -> int:
        """How many are needed in the household."""
        return sum(one.needed for one in self.people)


def household(
    member_id: str,
    kinds: Sequence[Kind],
    people: Iterable[Person],
    papers: Iterable[Paper],
    today: date,
    *,
    ending_days: int,
    adult_age: int,
) -> MemberPapers:
    """Lay what is written over what each person needs.

    Somebody who is known not to move in has only what was written down for them. A paper of a kind
    that the list no longer has is kept under its id.
    """
    known: dict[tuple[str, str], Paper] = {(one.person_id, one.kind): one for one in papers}
    found = []
    for person in people:
        mine = {kind: paper for (whose, kind), paper in known.items() if whose == person.id}
        found.append(_person(person, kinds, mine, today, ending_days, adult_age))
    return MemberPapers(member_id, tuple(found))


def _person(
    person: Person,
    kinds: Sequence[Kind],
    mine: Mapping[str, Paper],
    today: date,
    ending_days: int,
    adult_age: int,
) -> PersonPapers:
    adult = person.adult(today, adult_age)
    goes_in = person.moves_in is not False
    lines, more = [], []
    listed = [*kinds, *(_unlisted(key) for key in mine if key not in {k.id for k in kinds})]
    for kind in listed:
        paper = mine.get(kind.id)
        if paper is None and not (goes_in and kind.needed(member=not person.id, adult=adult)):
            more.append(kind)
            continue
        shown = paper or Paper(kind.id, person_id=person.id)
        standing = shown.standing(today, ending_days)
        lines.append(PaperLine(kind, shown, standing, shown.days_left(today)))
    return PersonPapers(person, tuple(lines), tuple(more))


def _unlisted(key: str) -> Kind:
    return Kind(key, key.replace("-", " ").capitalize(), "", Counts.ADDED, "")
