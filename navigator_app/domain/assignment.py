"""Whom to give a member to: what speaks for each navigator, counted, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import fold
from navigator_app.domain.vocabulary import Role

ONE = 100
"""The weight of a member where nothing else is said; weights are whole hundredths."""

MET_MOST = 3
"""Contacts beyond these add no points."""


class For(Enum):
    """What speaks for somebody."""

    HOUSEHOLD = "household"  # has another member of the same household
    CONTINUITY = "continuity"  # had the member before they went on leave, and is back
    EARLIER = "earlier"  # had the member before
    LANGUAGE = "language"
    AREA = "area"
    MET = "met"  # reached the member
    ROOM = "room"


class Not(Enum):
    """What forbids giving somebody a member."""

    LEFT = "left"
    ROLE = "role"
    AWAY = "away"
    FULL = "full"


PASSED_WITH_REASON = frozenset({Not.AWAY, Not.FULL})
"""What whoever supervises may pass, saying why."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The file: who carries a caseload, for how long one is new, what each reason is worth."""

    carry: frozenset[Role]
    new_days: int
    points: Mapping[For, int]


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody who could be given members. Weights in hundredths; `most` is for their share, None
    where nobody set a limit."""

    id: str
    name: str
    role: Role
    active: bool
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    members: int = 0
    weight: int = 0
    most: int | None = None
    share: int = 100
    away_until: date | None = None

    def with_more(self, weight: int) -> Carrier:
        """The same with a member more (or fewer: negative)."""
        more = self.members + (1 if weight > 0 else -1)
        return replace(self, members=max(0, more), weight=max(0, self.weight + weight))

    @property
    def burden(self) -> int:
        """The weight as it would be on a full post."""
        return self.weight * 100 // max(1, self.share)


@dataclass(frozen=True, slots=True)
class Needs:
    """What is known of a member that bears on whom they are given to; by user's id."""

    member_id: str
    name: str
    language: str = ""
    where: str = ""
    navigator_id: str = ""
    navigator: str = ""
    came: date | None = None
    weight: int = ONE
    household: Mapping[str, str] = field(default_factory=dict)  # whom of the household they have
    earlier: Mapping[str, date] = field(default_factory=dict)  # until when they had the member
    before_leave: frozenset[str] = frozenset()
    met: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for somebody; `about` is a name, a language, a place, a day or two
    numbers, as the words want it."""

    kind: For
    points: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody with what speaks for them and what forbids it."""

    carrier: Carrier
    reasons: tuple[Reason, ...]
    refusal: Not | None

    @property
    def points(self) -> int:
        """All of it."""
        return sum(one.points for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody in words; `refusal` says why they cannot be given the member, "" where they can;
    `passable` is True where whoever supervises may pass it with a reason."""

    user_id: str
    name: str
    points: int
    reasons: tuple[str, ...]
    load: str
    refusal: str = ""
    passable: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """A member, whose they are now, and whom to give them to, the best first."""

    member_id: str
    member: str
    navigator_id: str
    navigator: str
    kind: str  # "new", "nobody", "left", "" for a member who is well placed
    language: str
    came: date | None
    rows: tuple[Suggestion, ...]

    @property
    def best(self) -> Suggestion | None:
        """The first who may be given them."""
        return next((one for one in self.rows if not one.refusal), None)


@dataclass(frozen=True, slots=True)
class Ask:
    """One member to one user. `expects` is whose they were when it was asked for ("" nobody);
    None where nobody looked."""

    member_id: str
    to_id: str
    expects: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A member who was not given, and why."""

    member_id: str
    member: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Spread:
    """What was written (None: nothing), how many were given to whom, and who was refused."""

    written: Written | None
    given: Mapping[str, int]
    refused: tuple[Refused, ...] = ()

    @property
    def count(self) -> int:
        """How many were given."""
        return sum(self.given.values())


def forbids(carrier: Carrier, weight: int, rules: Rules) -> Not | None:
    """What forbids giving a member of that weight; the gravest first."""
    if not carrier.active:
        return Not.LEFT
    if carrier.role not in rules.carry:
        return Not.ROLE
    if carrier.away_until is not None:
        return Not.AWAY
    full = carrier.most is not None and carrier.weight + weight > carrier.most
    return Not.FULL if full else None


def rank(needs: Needs, carriers: Iterable[Carrier], rules: Rules) -> list[Ranked]:
    """Everybody who carries a caseload but whoever has the member, the best first; those who
    cannot be given the member come last. Where points are equal, the lighter caseload first."""
    able = [one for one in carriers if one.active and one.role in rules.carry]
    peak = max((one.burden for one in able), default=0)
    found = [
        Ranked(one, _reasons(needs, one, rules, peak), forbids(one, needs.weight, rules))
        for one in able
        if one.id != needs.navigator_id
    ]
    return sorted(
        found,
        key=lambda one: (
            one.refusal is not None,
            -one.points,
            one.carrier.burden,
            one.carrier.name,
            one.carrier.id,
        ),
    )


def _reasons(needs: Needs, one: Carrier, rules: Rules, peak: int) -> tuple[Reason, ...]:
    worth, found = rules.points, []
    if one.id in needs.household:
        about = (needs.household[one.id],)
        found.append(Reason(For.HOUSEHOLD, worth[For.HOUSEHOLD], about))
    if one.id in needs.before_leave:
        found.append(Reason(For.CONTINUITY, worth[For.CONTINUITY]))
    elif one.id in needs.earlier:
        until = (needs.earlier[one.id].isoformat(),)
        found.append(Reason(For.EARLIER, worth[For.EARLIER], until))
    if _speaks(needs.language, one.languages):
        found.append(Reason(For.LANGUAGE, worth[For.LANGUAGE], (needs.language,)))
    if area := _works_at(needs.where, one.areas):
        found.append(Reason(For.AREA, worth[For.AREA], (area,)))
    if times := min(needs.met.get(one.id, 0), MET_MOST):
        about = (str(needs.met[one.id]),)
        found.append(Reason(For.MET, worth[For.MET] * times, about))
    if room := _room(one, worth[For.ROOM], peak):
        found.append(room)
    return tuple(found)


def _room(one: Carrier, worth: int, peak: int) -> Reason | None:
    """How much is left below the limit; without one, how much lighter than the heaviest."""
    if one.most is None:
        points = worth * (peak - one.burden) // peak if peak else worth
        return Reason(For.ROOM, points, ("", str(one.members)))
    room = one.most - one.weight
    if room < ONE:
        return None
    return Reason(For.ROOM, worth * room // one.most, (str(room // ONE), str(one.members)))


def _speaks(language: str, languages: Sequence[str]) -> bool:
    return bool(language.strip()) and fold(language) in {fold(one) for one in languages}


def _works_at(where: str, areas: Sequence[str]) -> str:
    """The first area that stands as words in where the member is."""
    inside = f" {fold(where)} ".replace(",", " ")
    for area in areas:
        if area.strip() and f" {fold(area)} " in inside:
            return area
    return ""
