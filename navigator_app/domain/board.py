"""The capacity board: who carries how much, against which limit, with how much room.

Weights and limits are whole hundredths: 100 is one member at the usual weight. Everything here is
made from `Cell`s, the counted members of a person that are alike in all that the board looks at;
nothing here reads or writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.vocabulary import Role, Service

NEW, SEARCH, HOUSED, STABLE = "new", "active-search", "newly-housed", "stable"
STAGES = (NEW, SEARCH, HOUSED, STABLE)
"""Where a member of the caseload stands, in one of them; resources/board.toml says what each is."""

NOBODY = ""
"""The person of the members whom nobody has."""

FULL_SHARE = 100
"""Percent of a full post."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Members of one person that are alike: stage, spoken language, services with an open
    referral."""

    user_id: str
    stage: str
    language: str
    services: tuple[Service, ...]
    members: int


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is away, the last one too, and who watches meanwhile."""

    first: date
    last: date
    cover_id: str
    cover: str

    def on(self, day: date) -> bool:
        """True when the person is away that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody who carries a caseload, as the profile says; without a profile a full post."""

    id: str
    name: str
    role: Role
    active: bool = True
    share: int = FULL_SHARE
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    own_limit: int | None = None
    open_any: int = 0
    open_own: int = 0
    away: tuple[Away, ...] = ()  # now and to come, the next first

    def away_on(self, day: date) -> Away | None:
        """The leave of that day."""
        return next((one for one in self.away if one.on(day)), None)


@dataclass(frozen=True, slots=True)
class Measure:
    """The agency's own policy: what a member of each stage weighs, and the usual limit.

    `standard` is the limit of a full post, 0 for none.
    """

    weights: Mapping[str, int]
    standard: int = 0

    def limit(self, who: Carrier) -> int | None:
        """The own limit, else the usual one by the share of a post; None without either."""
        if who.own_limit is not None:
            return who.own_limit
        return self.standard * who.share // FULL_SHARE if self.standard else None


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the board. `stages` and `services` count in the order of the vocabulary."""

    who: Carrier
    members: int
    stages: tuple[int, ...]
    services: tuple[int, ...]
    load: int
    limit: int | None
    away: Away | None

    @property
    def room(self) -> int | None:
        """What is left below the limit, negative above it; None without a limit."""
        return None if self.limit is None else self.limit - self.load

    @property
    def state(self) -> str:
        """over, full, room, or unlimited. Full is when no member of usual weight fits in."""
        if self.room is None:
            return "unlimited"
        return "over" if self.room < 0 else "full" if self.room < FULL_SHARE else "room"


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole team; `nobody` counts the members whom nobody has, in `members`, too."""

    people: int
    posts: int  # hundredths of a full post, of those who work here
    members: int
    nobody: int
    stages: tuple[int, ...]
    services: tuple[int, ...]
    load: int
    limit: int | None  # of those who have one; None when nobody has
    over: int  # people who work here
    away: int  # people, today
    open_any: int
    open_own: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a day: people by name, then the row of nobody where it holds members."""

    day: date
    measure: Measure
    rows: tuple[Row, ...]
    nobody: Row | None
    totals: Totals
    cells: tuple[Cell, ...]

    def row(self, user_id: str) -> Row | None:
        """One person's row, nobody's for `NOBODY`."""
        if user_id == NOBODY:
            return self.nobody
        return next((row for row in self.rows if row.who.id == user_id), None)


def make(people: Iterable[Carrier], cells: Iterable[Cell], measure: Measure, day: date) -> Board:
    """Count the cells into rows.

    On the board stand the active navigators, and whoever else carries a member or offers a slot:
    somebody who left and still has members is not overlooked.
    """
    kept = tuple(cells)
    mine: dict[str, list[Cell]] = {}
    for cell in kept:
        mine.setdefault(cell.user_id, []).append(cell)
    rows = [
        row_of(who, mine.get(who.id, ()), measure, day)
        for who in people
        if who.id in mine
        or (who.active and (who.role is Role.NAVIGATOR or who.open_any or who.open_own))
    ]
    rows.sort(key=lambda row: (row.who.name.casefold(), row.who.id))
    unheld = mine.get(NOBODY)
    nobody = None
    if unheld:
        nobody = row_of(Carrier(NOBODY, "", Role.NAVIGATOR, share=0), unheld, measure, day)
    return Board(day, measure, tuple(rows), nobody, totals(rows, nobody), kept)


def row_of(who: Carrier, cells: Iterable[Cell], measure: Measure, day: date) -> Row:
    """One person's row, counted from their cells."""
    stages, services = [0] * len(STAGES), [0] * len(Service)
    order = list(Service)
    for cell in cells:
        stages[STAGES.index(cell.stage)] += cell.members
        for service in cell.services:
            services[order.index(service)] += cell.members
    return Row(
        who=who,
        members=sum(stages),
        stages=tuple(stages),
        services=tuple(services),
        load=sum(
            count * measure.weights[stage] for stage, count in zip(STAGES, stages, strict=True)
        ),
        limit=measure.limit(who) if who.id else None,
        away=who.away_on(day),
    )


def totals(rows: Iterable[Row], nobody: Row | None) -> Totals:
    """The sums over the rows of a board."""
    people = list(rows)
    every = [*people, nobody] if nobody else people
    working = [row for row in people if row.who.active]
    limits = [row.limit for row in working if row.limit is not None]
    return Totals(
        people=len(working),
        posts=sum(row.who.share for row in working),
        members=sum(row.members for row in every),
        nobody=nobody.members if nobody else 0,
        stages=_added(row.stages for row in every) or (0,) * len(STAGES),
        services=_added(row.services for row in every) or (0,) * len(Service),
        load=sum(row.load for row in every),
        limit=sum(limits) if limits else None,
        over=sum(row.state == "over" for row in working),
        away=sum(row.away is not None for row in working),
        open_any=sum(row.who.open_any for row in working),
        open_own=sum(row.who.open_own for row in working),
    )


def _added(counts: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*counts, strict=True))
