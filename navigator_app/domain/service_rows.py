"""Services as they are typed and as they are returned: typed, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from navigator_app.domain.encounter_facts import Judgement, Payable, Reason
from navigator_app.domain.records import Changes
from navigator_app.domain.service_codes import Code, Units
from navigator_app.domain.vocabulary import Mode, Service


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A service as somebody typed it. `at` is local and naive: when it began.

    `code` is a key like "H2016 U6", "" to take what the plan wants or what was chosen before.
    `together` says that crossing time with another member is meant: both were served at once.
    `close_loop` closes the referral as Services Received with it.
    """

    member_id: str
    service: Service
    component: str
    at: datetime
    minutes: int
    mode: Mode
    place: str = ""
    with_whom: str = ""
    narrative: str = ""
    miles: float | None = None
    code: str = ""
    referral_id: str | None = None
    barrier_id: str | None = None
    together: bool = False
    close_loop: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a note would be: its code, units and verdict.

    `problems` are refusals by field, `remarks` sentences beside a field that refuse nothing.
    `first` is True for the first billable service of its referral; `can_close` when its loop can
    be closed with it. `chosen` says that the code was remembered from before.
    """

    judgement: Judgement
    units: Units
    code: Code | None
    codes: tuple[Code, ...]
    referral_id: str
    problems: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    first: bool = False
    can_close: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """One service given, as it was judged when it was written down. `at` is local with its zone."""

    id: str
    member_id: str
    member_name: str
    referral_id: str
    service: Service
    component: str
    at: datetime
    on: date
    minutes: int
    mode: Mode
    place: str
    with_whom: str
    narrative: str
    miles: float | None
    code: str  # its key, "" where none was chosen
    unit: str
    units: int | None
    payable: Payable
    reasons: tuple[Reason, ...]
    by: str
    corrects_id: str = ""
    barrier_id: str = ""
    toward: str = ""  # the barrier of the support plan that it worked on, in its words


@dataclass(frozen=True, slots=True)
class NoteRecorded:
    """What recording did; `undo` is the transaction to hand to `undo`, `closed` the loop closed."""

    note: EncounterRow
    undo: str
    first: bool = False
    closed: bool = False
    can_close: bool = False
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """What was done for a member in a month. Minutes by verdict; units by code where they count."""

    month: str
    notes: int = 0
    minutes: int = 0
    payable_minutes: int = 0
    unpaid_minutes: int = 0
    unknown_minutes: int = 0
    miles: float = 0.0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Effort:
    """Work that is not paid, or not known to be: by reason, navigator and month."""

    month: str
    navigator: str
    check: str  # the reason that weighs most
    payable: Payable
    notes: int
    minutes: int
    attempts: int


@dataclass(frozen=True, slots=True)
class MemberServices:
    """A page of a member's services, newest first, with the month's totals and unpaid effort."""

    member_id: str
    rows: tuple[EncounterRow, ...]
    total: int
    month: MonthTotals
    effort: tuple[Effort, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A line for whoever bills: one member, day and code, or one outreach attempt.

    `units` is None where they cannot be counted; `minutes` then says how long. No price.
    """

    kind: str  # "service", "attempt"
    member_id: str
    cin: str
    plan_member_id: str
    last_name: str
    first_name: str
    date_of_birth: str
    service: str
    on: date
    code: str
    modifiers: tuple[str, ...]
    units: int | None
    unit: str
    minutes: int | None
    mode: str
    payable: Payable
    why: str
    authorization: str
    staff: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A note begun for you; `mine` is False for everybody's."""

    id: str
    name: str
    service: Service
    component: str
    minutes: int
    mode: Mode | None
    place: str
    narrative: str
    mine: bool


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A stopwatch: whose, since when, how long it has run without its pauses (seconds)."""

    member_id: str
    member_name: str
    started: datetime
    seconds: int
    paused: bool

    @property
    def minutes(self) -> int:
        """Whole minutes; one that has begun counts only when it is the first."""
        return max(1, self.seconds // 60)
