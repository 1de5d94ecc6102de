"""What guards judge by: recorded facts of one referral and its member. Absent stays absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from navigator_app.domain.facts import Path
from navigator_app.domain.programs import Program
from navigator_app.domain.rules import Unit
from navigator_app.domain.saying import Saying
from navigator_app.domain.vocabulary import Service


class Verdict(StrEnum):
    """What a guard says: nothing against it, look first, stop, or a fact is missing."""

    REFUSE = "refuse"
    WARN = "warn"
    UNKNOWN = "unknown"
    OK = "ok"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Verdict).index(self)


class Step(StrEnum):
    """What somebody is about to do; REVIEW asks for all that can be said now."""

    REVIEW = "review"
    AUTHORIZE = "authorize"
    SERVE = "serve"
    DEPOSIT = "deposit"
    UNREACHABLE = "unable-to-reach"
    WAITLIST = "waitlist"


@dataclass(frozen=True, slots=True)
class GuardResult:
    """One guard's answer: which rule, what it says and why, its document and section.

    `required` is False where the source only recommends. `overridable`: a person may pass it with a
    reason, which is journalled. `value` and `unit` are the rule's own, `unit` None where it has no
    number.
    """

    rule_id: str
    title: str
    verdict: Verdict
    why: Saying
    source: str
    required: bool = True
    overridable: bool = False
    value: int = 0
    value_to: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt to reach the member; `contact` when the member answered, yes or no."""

    on: date
    contact: bool


@dataclass(frozen=True, slots=True)
class Use:
    """An earlier time a service was had; `what_changed` documents why once more would do better."""

    service: Service
    starts_on: date | None = None
    ends_on: date | None = None
    provider: str = ""
    what_changed: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Another program, stay or service with its dates; `amount` in hours where hours limit it."""

    program: Program
    starts_on: date | None = None
    ends_on: date | None = None
    amount: float | None = None

    def covers(self, on: date) -> bool:
        """True while it runs; an open end runs on, an unknown start has begun."""
        begun = self.starts_on is None or self.starts_on <= on
        return begun and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Check:
    """The latest look-up of Medi-Cal: `medi_cal` is active, lapsed, suspended or unknown.

    `same_plan` is None when nobody noted the plan.
    """

    on: date
    medi_cal: str
    same_plan: bool | None = None
    lapsed_on: date | None = None


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """All that is recorded for one referral on a day.

    `support_plan_signed` is None while no plan is kept, `deposit_items` (their kinds) while nobody
    has written what a deposit would pay. `asked_on` is the day the referral was asked for,
    `moved_in` the member's move into a home, `path` the way the member came, `joined_on` the day
    the member joined the plan, where the way asks for it. `slots` is the agency's open capacity,
    None when nobody reported it. `unengaged_since` is the day the service ended because the member
    did not respond, until the member is found again.
    """

    service: Service
    on: date
    is_open: bool = True
    tries: tuple[Try, ...] = ()
    plan_told_on: date | None = None
    uses: tuple[Use, ...] = ()
    stays: tuple[Stay, ...] = ()
    check: Check | None = None
    navigation_began: date | None = None
    support_plan_signed: bool | None = None
    declined_on: date | None = None
    answered: bool = True
    slots: int | None = None
    unengaged_since: date | None = None
    deposit_items: tuple[str, ...] | None = None
    asked_on: date | None = None
    moved_in: date | None = None
    path: Path | None = None
    joined_on: date | None = None

    def running(self, programs: Iterable[Program]) -> list[Stay]:
        """The stays of some programs that run on the day."""
        wanted = tuple(programs)
        return [stay for stay in self.stays if stay.program in wanted and stay.covers(self.on)]


Judged = tuple[Verdict, Saying]
"""A guard's own answer; the rule's words are added around it."""
