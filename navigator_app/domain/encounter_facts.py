"""What a service is judged by when it is written down. Absent stays absent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from navigator_app.domain.eligibility import Check, Flag
from navigator_app.domain.guard_facts import GuardResult
from navigator_app.domain.saying import Saying
from navigator_app.domain.service_codes import Code
from navigator_app.domain.vocabulary import Service

LONGEST = 24 * 60
"""Minutes in a day: no visit is longer."""

NARRATIVE = 100_000
"""Characters of a note, some forty printed pages; what is longer is a paper, not a note."""


class Payable(StrEnum):
    """Whether a service can be billed as it stands."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Payable).index(self)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against: which check or rule, what it says, where it stands."""

    check: str
    payable: Payable
    says: Saying
    source: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with every reason, the gravest first."""

    payable: Payable
    reasons: tuple[Reason, ...]

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons behind a verdict that is not yes."""
        return tuple(one for one in self.reasons if one.payable is not Payable.YES)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day that the plan authorized, with the number if one is known."""

    first: date
    last: date
    authorization_id: str = ""
    number: str = ""

    def holds(self, on: date) -> bool:
        """True on its days."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Allowance:
    """Units that an authorization names, and what is used of them before this service.

    `unit` are the plan's words. `used` is None where they cannot be counted, and so is `this`,
    what this service takes of them.
    """

    units: int
    unit: str
    used: float | None
    this: float | None


@dataclass(frozen=True, slots=True)
class ReferralStands:
    """The referral that a service is given under.

    `status` is the plan's answer as a slug, "" while there is none. `ended_on` is the day the loop
    ended otherwise than by services received.
    """

    id: str
    status: str = ""
    spans: tuple[Span, ...] = ()
    asked: bool = False  # an extension was asked for and is not decided
    ended_on: date | None = None
    allowance: Allowance | None = None

    def span_of(self, on: date) -> Span | None:
        """The span that holds on a day."""
        return next((span for span in self.spans if span.holds(on)), None)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another note of the same user whose time crosses this one's."""

    encounter_id: str
    same_member: bool
    begins: datetime  # local
    minutes: int


@dataclass(frozen=True, slots=True)
class EncounterFacts:
    """All that is known of one service. `checks` is the eligibility diary up to now, `flag` what
    it says against the day. `guards` are the limits of the plan's packs on that day, without those
    that somebody passed with a reason. `many_codes` is True where a person must choose one."""

    service: Service
    on: date
    minutes: int
    referral: ReferralStands | None = None
    code: Code | None = None
    many_codes: bool = False
    checks: tuple[Check, ...] = ()
    flag: Flag | None = None
    guards: tuple[GuardResult, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
