"""The page for Monday: what changed, who is over, what is late, what ends, what plans are owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.team_figures import ExceptionFigure


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened since last Monday, and how often."""

    id: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ChangedMember:
    """A member behind a number of what changed: the newest day of it, and how often."""

    member_id: str
    member: str
    navigator: str
    on: date
    times: int


@dataclass(frozen=True, slots=True)
class Over:
    """Somebody over the limit, or away. Load and limit are in hundredths of a member."""

    user_id: str
    name: str
    members: int
    load: int
    limit: int | None
    away_until: date | None
    cover: str


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """An authorization that ends; `asked` when its extension is asked for."""

    member_id: str
    member: str
    referral_id: str
    service: str  # its abbreviation
    end: date
    asked: bool


@dataclass(frozen=True, slots=True)
class OwedToPlan:
    """What a plan waits for, `count` times over; `due` is None where no rule names a day. `page`
    is where it is settled."""

    plan: str
    title: str
    text: str
    due: date | None
    count: int = 1
    page: str = "plan_reports"


@dataclass(frozen=True, slots=True)
class SafeUse:
    """A code from the safe that opened the store; `read` once whoever is at work said so. `brief`
    says in few words what `text` says in a sentence."""

    id: str
    title: str
    text: str
    brief: str
    on: date
    read: bool


@dataclass(frozen=True, slots=True)
class MondayPage:
    """The whole page. `ending` counts all that ends by `until`, `ends` are the first of them; of
    the `safe` only those hear who supervise or administer."""

    on: date
    since: date
    until: date
    changed: tuple[Change, ...]
    over: tuple[Over, ...]
    late: tuple[ExceptionFigure, ...]
    ending: int
    ends: tuple[EndingSoon, ...]
    owed: tuple[OwedToPlan, ...]
    safe: tuple[SafeUse, ...] = ()
