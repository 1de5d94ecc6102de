"""Rows of what is due: every clock of a case, lines that were put off, lines that changed rules or
days moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.records import DueRow
from navigator_app.domain.vocabulary import Service


@dataclass(frozen=True, slots=True)
class PutOff:
    """A line that somebody put off. `back_on` is the day it stands on Today again."""

    row: DueRow
    until: date
    back_on: date  # earlier than `until` where a grave date falls due before
    reason: str
    by: str  # name of who put it off


@dataclass(frozen=True, slots=True)
class RuleMoved:
    """A clock that a change of rules or of closed days moved. `was` or `now` is None where it did
    not or no longer run; `value` and `source` are those of the rule that speaks now, empty where no
    pack has it any more."""

    member_id: str
    referral_id: str
    member_name: str
    plan: str
    service: Service
    rule: str
    title: str
    was: date | None
    now: date | None
    value: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of a referral in any state, in words.

    `due` is None while what starts it is not known, `met` unless it was met. `said` are the
    sentences that explain it, `problems` those that name what cannot be in its dates.
    """

    rule: str
    title: str
    state: str  # overdue, due, upcoming, met, moot
    due: date | None
    met: date | None
    late: bool
    chase: bool
    said: tuple[str, ...]
    problems: tuple[str, ...]
    value: str
    basis: str  # title of the pack and the value
    section: str
    source: str
    required: bool
    stake: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the week ahead with its lines; the first also holds what is overdue."""

    on: date
    rows: tuple[DueRow, ...]
