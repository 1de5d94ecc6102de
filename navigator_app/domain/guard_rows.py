"""Rows of limits, programs and endings as services return them: typed, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_facts import GuardResult, Step
from navigator_app.domain.homelessness import Judgement
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import ClosureReason, Service


@dataclass(frozen=True, slots=True)
class PassedRow:
    """A guard that somebody passed: the reason, who, when (UTC)."""

    rule_id: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GuardRow:
    """A guard's answer for one referral; `passed` is the latest override of the rule, if any."""

    referral_id: str
    service: Service
    step: Step
    result: GuardResult
    passed: PassedRow | None = None


@dataclass(frozen=True, slots=True)
class WhoseRow:
    """Whose referral a form is about: the member's name, the service, the plan's name."""

    member: str
    service: Service
    plan_name: str


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """Another program or stay of a member; `amount` is hours where hours limit it."""

    id: str
    member_id: str
    program: Program
    provider: str
    starts_on: date | None
    ends_on: date | None
    amount: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class UseRow:
    """An earlier time a member had a service, here or elsewhere."""

    id: str
    member_id: str
    service: Service
    starts_on: date | None
    ends_on: date | None
    provider: str
    what_changed: str


@dataclass(frozen=True, slots=True)
class HousingRow:
    """What was known of where a member lives, and both judgements of it (HUD, DHCS)."""

    id: str
    on: date
    note: str
    hud: Judgement
    dhcs: Judgement


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A service that was ended: why, when, who was told; `reengaged` when found again."""

    id: str
    referral_id: str
    service: Service
    reason: EndReason
    on: date
    note: str
    plan_told: date | None
    team_told: date | None
    reengaged: date | None


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """Open slots as of a day; `told` is when the plan heard, `due` when it must at the latest.

    `plan` is a plan's key, empty for the agency's own count. `due` is None where no rule of the
    plan asks. A plan that was told of a later report has heard of this one as well.
    """

    id: str
    plan: str
    changed: date
    any_member: int
    own_members: int
    told: date | None
    due: date | None = None
    source: str = ""
    note: str = ""
    plan_name: str = ""


@dataclass(frozen=True, slots=True)
class MemberGuards:
    """Everything the card of limits shows for one member, gravest first."""

    member_id: str
    rows: tuple[GuardRow, ...] = ()
    housing: HousingRow | None = None
    programs: tuple[ProgramRow, ...] = ()
    uses: tuple[UseRow, ...] = ()
    endings: tuple[EndingRow, ...] = ()
    can_end: tuple[tuple[str, Service], ...] = field(default=())
    """Referrals, with the service, that can be ended: open, or begun and not ended."""
    can_decline: tuple[tuple[str, Service], ...] = field(default=())
    """Open referrals that can still be declined: outreach has not begun."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Who must be told of an ending, by when at the latest (None: no number of days is given)."""

    who: str
    by: date | None
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class EndingPlan:
    """What ending a service would do, shown before it is done.

    `closes` is the reason the loop is closed with, None when it was closed before. `stops` are
    guards that refuse the reason until they are passed with words.
    """

    referral_id: str
    reason: EndReason
    on: date
    closes: ClosureReason | None
    notices: tuple[NoticeRow, ...]
    stops: tuple[GuardRow, ...]
    rule_source: str = ""
    listed: bool = True  # False: the plan's own pack lists no reasons, these are another plan's
