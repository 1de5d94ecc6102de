"""What a supervisor looks at: exceptions and their members, and how figures are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ExceptionKind:
    """One exception as `resources/team_figures.toml` defines it.

    `definition` may name {days}, {from}, {to} and {month}. `rule` is the packs' rule that asks for
    it, whose source is then shown; `source` what stands there else. `days` is how far back or
    ahead it looks; `age` is the place of an age in the list of days of `rule`, 0 for none. `title`
    may name {from} and {to}, too.
    """

    id: str
    title: str
    definition: str
    source: str
    rule: str
    tone: str  # danger, warning, plain
    days: int
    age: int


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """The whole file: exceptions in their order, and the figures that trends are counted by."""

    exceptions: tuple[ExceptionKind, ...]
    small_cell: int  # groups below it are not shown
    ages: tuple[int, ...]  # the first age of each band
    retention: tuple[int, ...]  # months after moving in
    monday_ends: int  # days ahead


@dataclass(frozen=True, slots=True)
class ExceptionFigure:
    """One number of the exceptions page: how many members, by how many referrals or records, with
    how it is counted and where that comes from."""

    id: str
    title: str
    definition: str
    source: str
    tone: str
    members: int
    cases: int


@dataclass(frozen=True, slots=True)
class ExceptionMember:
    """Somebody behind a number: since when, what about it, and by how many rows."""

    member_id: str
    member: str
    plan: str
    navigator: str
    referral_id: str
    service: str  # Service slug, "" where it is about none
    since: date | None
    detail: str
    cases: int


@dataclass(frozen=True, slots=True)
class ExceptionPage:
    """Some of the members behind a number, those first who have stood there longest."""

    figure: ExceptionFigure
    rows: tuple[ExceptionMember, ...]
    offset: int
