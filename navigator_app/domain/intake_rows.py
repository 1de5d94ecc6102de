"""Rows of the intake: how a referral came, what follows from it, who a new member is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from navigator_app.domain.clocks import ClockState
from navigator_app.domain.facts import Path
from navigator_app.domain.paths import OptIn
from navigator_app.domain.retroactive import Start
from navigator_app.domain.vocabulary import Service


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member not in any file yet. An empty CIN is one that nobody knows yet."""

    first_name: str
    last_name: str
    date_of_birth: str  # YYYY-MM-DD
    cin: str = ""
    phone: str = ""
    language_spoken: str = ""


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """How a referral came. `values` are the intake's by name, in normal form, empty ones left out.

    `by_hand` is True while no file of the plan has had the referral. `path` is None where nobody
    said how the member came.
    """

    referral_id: str
    member_id: str
    member_name: str
    cin: str
    plan: str  # key
    policy: str
    service: Service
    path: Path | None
    opt_in: OptIn | None
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    previous_referral_id: str | None = None
    by_hand: bool = False
    is_open: bool = True
    first_attempt: date | None = None
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from the facts of a way in: clocks that run, those that wait, the start.

    `running` are owed and dated, nearest first; `settled` are met or no longer asked; `waiting`
    have rules that a missing fact would start. `start` is None where no rule speaks of one.
    """

    running: tuple[ClockState, ...]
    settled: tuple[ClockState, ...]
    waiting: tuple[ClockState, ...]
    start: Start | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierLoop:
    """A loop that ended, which a re-referral can follow."""

    referral_id: str
    service: Service
    plan_name: str
    ended: date | None
    reason: str  # ClosureReason slug, "" when none stands


@dataclass(frozen=True, slots=True)
class Namesake:
    """A member already here with the same CIN, or the same name and date of birth."""

    member_id: str
    name: str
    cin: str
    same_cin: bool
