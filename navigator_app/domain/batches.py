"""Batches: many members put to a plan at once, in one file; what is checked, what was answered.

Source: HTNS/HTSS Referral & Authorization Workflow Toolkit, April 2025, "Promising Practices in
Batch Referrals". It names what must be thought of; it prints no form and no words to attest with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from navigator_app.domain.vocabulary import Service

DRAFT, ATTESTED, BUILT, SENT = "draft", "attested", "built", "sent"
ANSWERED, DROPPED = "answered", "dropped"
OPEN = (DRAFT, ATTESTED, BUILT, SENT)
"""A member stands in at most one open batch of a plan for a service, until it is answered there."""
CHANGEABLE = (DRAFT, ATTESTED, BUILT)

NEW, EXTENSION = "new", "extension"
APPROVED, DENIED, SENT_BACK = "approved", "denied", "sent-back"
OUTCOMES = (APPROVED, DENIED, SENT_BACK)
DECISIONS = {APPROVED: "approved", DENIED: "denied", SENT_BACK: "need-information"}
"""What each is in a referral's ledger: an AuthorizationStatus slug."""

WEEKLY, MONTHLY = "week", "month"


class Mark(StrEnum):
    """What a check says; the gravest first."""

    MEND = "mend"  # it must be mended, or passed where that is allowed
    LOOK = "look"  # somebody should look; it stops nothing
    PASSED = "passed"  # it would stop, and somebody passed it with a reason
    OK = "ok"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Mark).index(self)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of one member: what it says, where that is written, and the way to mend it.

    `way` is the dialog that mends it, `about` what that dialog is opened with ("" for the member).
    """

    check: str
    mark: Mark
    says: str
    mend: str = ""
    way: str = ""
    about: str = ""
    source: str = ""
    overridable: bool = False
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of a batch: whose, what is asked for, what was checked, what was answered."""

    id: str
    batch_id: str
    member_id: str
    name: str
    cin: str  # "" while nobody knows it
    referral_id: str
    kind: str  # NEW, EXTENSION
    row_no: int
    ends_on: date | None  # of what runs now, where it is an extension
    override_reason: str
    outcome: str
    outcome_reason: str
    outcome_on: date | None
    checks: tuple[CheckRow, ...] = ()
    passed: frozenset[str] = frozenset()  # the checks that `override_reason` passes, no others
    change: Change | None = None  # another answer of the plan that waits for a person

    @property
    def mark(self) -> Mark:
        """The gravest of its checks."""
        return min((one.mark for one in self.checks), key=lambda m: m.rank, default=Mark.OK)

    @property
    def ready(self) -> bool:
        """Whether nothing stands against sending it."""
        return self.mark is not Mark.MEND

    @property
    def overridable(self) -> bool:
        """Whether a reason is all that lacks."""
        stops = [one for one in self.checks if one.mark is Mark.MEND]
        return bool(stops) and all(one.overridable for one in stops)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch, with its figures."""

    id: str
    reference: str  # by which its rows are known again
    plan: str
    plan_name: str
    service: Service
    title: str
    state: str
    subcontractor: str
    starts_on: date | None
    ends_on: date | None
    attestation: str
    attested_by: str
    attested_at: datetime | None  # UTC
    revises_id: str
    note: str
    by: str
    created_at: datetime
    members: int = 0
    overridden: int = 0
    approved: int = 0
    denied: int = 0
    sent_back: int = 0
    file_id: str = ""
    file_name: str = ""
    file_state: str = ""  # of the line: waiting, sending, sent, confirmed …
    revised_by: str = ""  # the batch that took up those who were sent back
    changed: int = 0  # members of whom the plan said otherwise since, and nobody has looked

    @property
    def changeable(self) -> bool:
        """Whether members may still come and go."""
        return self.state in CHANGEABLE

    @property
    def unanswered(self) -> int:
        """Of how many the plan has said nothing."""
        return self.members - self.approved - self.denied - self.sent_back


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """A batch with its members; `findings` are about the whole, `rows` about each."""

    batch: BatchRow
    rows: tuple[MemberLine, ...]
    findings: tuple[CheckRow, ...]
    attestation_offered: str = ""  # the agency's own words of last time
    window: Window | None = None
    next_day: date | None = None

    @property
    def unready(self) -> int:
        """How many members need mending."""
        return sum(not row.ready for row in self.rows)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be put into a batch; `why_not` says what forbids it, "" where nothing."""

    member_id: str
    name: str
    cin: str
    referral_id: str
    kind: str
    ends_on: date | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """When a plan is sent batches: each week on a weekday (0 is Monday), or on a day of the month.

    The agency's own agreement with the plan; no source gives a day.
    """

    every: str
    day: int

    def next(self, on: date) -> date:
        """The next such day from a day on, that day included; the month's last for one it lacks."""
        if self.every == WEEKLY:
            return on + timedelta(days=(self.day - on.weekday()) % 7)
        this = _day_in(on.year, on.month, self.day)
        if this >= on:
            return this
        year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
        return _day_in(year, month, self.day)


@dataclass(frozen=True, slots=True)
class WaveMonth:
    """The authorizations that end in a month: those that stand, and those the batch would add."""

    first: date
    standing: int
    added: int
    fits: float  # packets that the staff hours of the month hold

    @property
    def over(self) -> bool:
        """Whether the month has more packets than hours for them."""
        return self.standing + self.added > self.fits


@dataclass(frozen=True, slots=True)
class BatchWave:
    """What the batch does to the extensions ahead.

    `same_day` is how many of its members would end on each day, the most first. `assumed` says
    where an end was not asked for and which rule it was taken from.
    """

    months: tuple[WaveMonth, ...]
    same_day: tuple[tuple[date, int], ...]
    unknown: int  # members whose end nobody can say
    short_before: float  # hours that do not fit at all without the batch
    short_after: float
    assumed: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a plan's answer, read; `row` is its number in the file."""

    row: int
    reference: str
    row_no: int
    cin: str
    outcome: str  # APPROVED, DENIED, SENT_BACK; "" where the plan's word is not known
    word: str  # as the plan wrote it
    reason: str = ""
    number: str = ""
    decided: date | None = None
    effective: date | None = None
    end: date | None = None
    problem: str = ""  # why the row cannot be used as it is


@dataclass(frozen=True, slots=True)
class Change:
    """A later answer of the plan that is not the one that stands: it waits until somebody takes it
    in, or discards it."""

    id: str  # in quarantine
    plan_key: str
    batch_id: str
    line_id: str
    member_id: str
    name: str
    referral_id: str
    row_no: int  # of the batch
    before: str  # the outcome that stands
    before_on: date | None
    outcome: str  # what the plan says now
    reason: str
    file_id: str
    file: str  # name of the plan's file
    file_row: int
    came_at: datetime

    @property
    def reference(self) -> str:
        """The word by which its batch is known."""
        return reference(self.batch_id)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer: how many rows, and of whom nothing was said."""

    batch_ids: tuple[str, ...]
    approved: int
    denied: int
    sent_back: int
    again: int  # rows that said what was known
    unmatched: int  # rows in quarantine
    twice: int = 0  # rows that the file only repeats
    changed: int = 0  # members of whom the plan said otherwise before
    members: frozenset[str] = frozenset()
    referrals: frozenset[str] = frozenset()


def reference(batch_id: str) -> str:
    """The short word by which a plan's answer names a batch."""
    return f"B{batch_id.replace('-', '')[-10:].upper()}"


def add_months(day: date, months: int) -> date:
    """The same day so many months on, the month's last where it lacks that day."""
    number = day.year * 12 + day.month - 1 + months
    return _day_in(number // 12, number % 12 + 1, day.day)


def by_month(days: Iterable[date]) -> Mapping[date, int]:
    """How many days fall into each month, by its first."""
    found: dict[date, int] = {}
    for day in days:
        first = day.replace(day=1)
        found[first] = found.get(first, 0) + 1
    return found


def _day_in(year: int, month: int, day: int) -> date:
    after = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), after - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks of one member look at, besides guards, consents and coverage."""

    line: MemberLine
    is_open: bool = False
    runs: bool = False
    path: str = ""
    opt_in_order: str = ""
    opted_in_on: date | None = None
    refused_on: date | None = None
    withdrawn_on: date | None = None
    authorization: str = ""  # AuthorizationStatus slug of the plan's file
    approved_end: date | None = None  # the last end of what the plan approved
    waiting_since: date | None = None  # a request that the plan has not decided
    elsewhere: tuple[str, ...] = field(default=())  # plans or providers that serve or were asked
    twin_row: int = 0  # another row of the batch with the same name and birth date
    other_batch: str = ""  # an open batch of the same plan and service
    born: str = ""
