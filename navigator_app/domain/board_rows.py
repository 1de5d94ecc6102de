"""What the board's page shows beside the board: what the plans know, and a person's profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.board import Board, Cell
from navigator_app.domain.guard_rows import CapacityRow


@dataclass(frozen=True, slots=True)
class PlanTold:
    """What one plan knows of the open slots.

    `heard` is the newest count it was told, `untold` the newest that it was not, `due` the last
    day to tell it by its own rule (`source`), None where it has no rule or nothing waits.
    """

    plan: str
    name: str
    heard: CapacityRow | None
    untold: CapacityRow | None
    due: date | None
    days_left: int | None
    business_days_left: int | None
    source: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board with what it is measured by and what the plans know of it.

    `edits` is true for whoever may change profiles and figures; `me` is who looks at it.
    """

    board: Board
    told: tuple[PlanTold, ...]
    housed_days: int
    areas: tuple[str, ...]
    languages: tuple[str, ...]
    edits: bool
    me: str
    batches: tuple[OpenBatch, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that its plan has not answered: whoever of it is not carried yet, as cells."""

    id: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def members(self) -> int:
        """How many would be new."""
        return sum(cell.members for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of somebody who carries a caseload. `limit` is in hundredths."""

    user_id: str
    name: str
    share: int
    languages: tuple[str, ...]
    areas: tuple[str, ...]
    limit: int | None
    open_any: int
    open_own: int
    phone: str
    supervisor_id: str
    note: str
    edits: bool  # all of it; else languages, areas and phone, by oneself
