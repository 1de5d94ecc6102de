"""What the board would look like with more referrals, or without somebody. Nothing is written.

Each member goes to whoever fits best: speaks the language, works in the area, stays within the
limit, carries least for their share of a post. The order is the agency's own way to try a thought,
not a rule; the assignment itself is made by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from navigator_app.domain.board import (
    NEW,
    NOBODY,
    Board,
    Cell,
    Row,
    make,
)
from navigator_app.domain.cover import CARERS
from navigator_app.domain.vocabulary import Role, Service

MOST = 500
"""Referrals tried at once."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The board as it would be, and what it took.

    `placed` members found somebody; of these `over` went above a limit, `unspoken` to somebody
    without their language, `outside` to somebody of another area. `left` found nobody at all.
    """

    board: Board
    placed: int
    over: int
    unspoken: int
    outside: int
    left: int
    gained: dict[str, int]  # members more, by person's id


@dataclass(slots=True)
class _Seat:
    """A person while members are handed round."""

    row: Row
    load: int
    gained: list[Cell]

    def fit(self, cell: Cell, area: str, weight: int) -> tuple[bool, bool, bool, float, str]:
        """How ill a member fits here: the least is the best."""
        who = self.row.who
        limit = self.row.limit
        over = limit is not None and self.load + weight > limit
        carried = (self.load + weight) / max(who.share, 1)
        return (not _speaks(self.row, cell.language), not _works_in(self.row, area), over,
                carried, who.id)  # fmt: skip


def add(
    board: Board, count: int, service: Service, *, language: str = "", area: str = ""
) -> Outlook:
    """So many new referrals of a service, with a language and an area where they are given."""
    return trial(board, (referrals(count, service, language),), area=area)


def referrals(count: int, service: Service, language: str = "") -> Cell:
    """So many new referrals that are alike, with nobody yet."""
    return Cell(NOBODY, NEW, language, (service,), max(0, min(count, MOST)))


def lose(board: Board, user_id: str) -> Outlook:
    """Without this person: their members go to the others.

    Nobody's members (`board.NOBODY`) are handed round in the same way.
    """
    return trial(board, (), gone=user_id)


def trial(
    board: Board, added: Iterable[Cell], *, area: str = "", gone: str | None = None
) -> Outlook:
    """With these referrals, of an area where one is named, and without somebody: both at once.

    An added cell that names a person stays with them, unless it is they who are gone.
    """
    theirs = [cell for cell in board.cells if cell.user_id == gone]
    rest = [cell for cell in board.cells if cell.user_id != gone]
    loose: list[tuple[Cell, str]] = [(cell, "") for cell in theirs]
    for cell in added:
        if cell.user_id in (NOBODY, gone):
            loose.append((cell, area))
        else:
            rest.append(cell)
    return _handed_round(board, rest, loose, gone or "")


def able(board: Board, gone: str = "") -> Iterator[Row]:
    """Who can take members on: at work with a part of a post, here today, a navigator or somebody
    who carries already."""
    for row in board.rows:
        carries = row.who.role is Role.NAVIGATOR or (row.members and row.who.role in CARERS)
        if row.who.active and row.who.share and carries and not row.away and row.who.id != gone:
            yield row


def _handed_round(
    board: Board, rest: Iterable[Cell], cells: list[tuple[Cell, str]], gone: str
) -> Outlook:
    """`cells` go round, each with the area it lies in."""
    seats = [_Seat(row, row.load, []) for row in able(board, gone)]
    over = unspoken = outside = placed = left = 0
    for cell, area in sorted(cells, key=_hardest_first):
        weight = board.measure.weights[cell.stage]
        for _one in range(cell.members):
            if not seats:
                left += 1
                continue
            fits = [(seat.fit(cell, area, weight), seat) for seat in seats]
            (alien, away, above, _carried, _name), best = min(fits, key=itemgetter(0))
            unspoken, outside, over = unspoken + alien, outside + away, over + above
            placed += 1
            best.load += weight
            best.gained.append(replace(cell, user_id=best.row.who.id, members=1))
    unplaced = [] if seats else [replace(cell, user_id=NOBODY) for cell, _area in cells]
    people = [row.who for row in board.rows if row.who.id != gone]
    gained = [cell for seat in seats for cell in seat.gained]
    after = make(people, _joined([*rest, *gained, *unplaced]), board.measure, board.day)
    return Outlook(
        after, placed, over, unspoken, outside, left,
        {seat.row.who.id: len(seat.gained) for seat in seats if seat.gained},
    )  # fmt: skip


def _joined(cells: Iterable[Cell]) -> list[Cell]:
    """Cells that are alike as one."""
    counts: dict[Cell, int] = {}
    for cell in cells:
        alike = replace(cell, members=0)
        counts[alike] = counts.get(alike, 0) + cell.members
    return [replace(cell, members=count) for cell, count in counts.items()]


def _hardest_first(one: tuple[Cell, str]) -> tuple[bool, str, str]:
    """Members with a language choose first, so that who speaks it is not full by then."""
    cell = one[0]
    return not cell.language, cell.language, cell.stage


def _speaks(row: Row, language: str) -> bool:
    wanted = language.strip().casefold()
    return not wanted or any(one.casefold() == wanted for one in row.who.languages)


def _works_in(row: Row, area: str) -> bool:
    wanted = area.strip().casefold()
    return not wanted or any(one.casefold() == wanted for one in row.who.areas)
