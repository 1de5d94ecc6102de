"""What the housing search's services hand out: frozen rows. Money is whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from navigator_app.domain.housing import Household, Income, Runout, Stage, Step
from navigator_app.domain.records import Changes


@dataclass(frozen=True, slots=True)
class LandlordRow:
    """A landlord or manager of the shared directory."""

    id: str
    name: str
    organization: str
    phone: str
    email: str
    languages: str
    takes_subsidies: bool | None
    note: str
    ended: date | None
    units: int = 0
    available: int = 0


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A home of the shared directory; nothing about any member but how many follow it."""

    id: str
    landlord_id: str | None
    landlord: str
    landlord_phone: str
    takes_subsidies: bool | None  # the landlord
    address: str
    unit_number: str
    city: str
    zip: str
    kind: str
    bedrooms: int | None
    rent_cents: int | None
    deposit_cents: int | None
    fee_cents: int | None
    utilities: str
    features: tuple[str, ...]
    subsidies: str
    pets: bool | None
    most_people: int | None
    state: str
    available: date | None
    checked: date | None
    note: str
    followed: int = 0  # applications under way

    @property
    def title(self) -> str:
        """Address and number, as on a card."""
        return f"{self.address}, {self.unit_number}" if self.unit_number else self.address

    @property
    def place(self) -> str:
        """City and ZIP."""
        return " ".join(part for part in (self.city, self.zip) if part)


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """What a member looks for."""

    member_id: str
    areas: str
    avoid: str
    kinds: tuple[str, ...]
    bedrooms: int | None
    most_rent_cents: int | None  # the member's own share
    move_by: date | None
    features: tuple[str, ...]
    pets: bool | None
    near: str
    note: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to an application."""

    id: str
    step: Step
    on: date
    at: datetime | None
    reason: str
    cents: int | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One home for one member."""

    id: str
    member_id: str
    unit_id: str | None
    title: str
    place: str
    landlord: str
    landlord_phone: str
    rent_cents: int | None
    stage: Stage
    stage_on: date
    next_step: str
    next_on: date | None
    appeal_by: date | None
    ended_why: str
    showing_at: datetime | None  # the latest appointment
    events: tuple[EventRow, ...] = ()  # newest first


@dataclass(frozen=True, slots=True)
class AccommodationRow:
    """A reasonable accommodation asked for."""

    id: str
    member_id: str
    application_id: str | None
    about: str  # the home's title, "" for none
    what: str
    to_whom: str
    asked: date | None
    answered: date | None
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class SubsidyRow:
    """A voucher or another subsidy; `runout` is there while its last day matters."""

    id: str
    member_id: str
    kind: str
    issuer: str
    number: str
    bedrooms: int | None
    cents: int | None
    state: str
    applied: date | None
    issued: date | None
    expires: date | None
    extended: date | None
    note: str
    runout: Runout | None = None

    @property
    def last_day(self) -> date | None:
        """The day it ends, extensions counted."""
        return self.extended or self.expires


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Where a member stands in coordinated entry, as of a day."""

    id: str
    member_id: str
    on: date
    status: str
    tool: str
    score: str
    matched_to: str
    hmis_id: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What the search of one member goes by."""

    member_id: str
    preference: PreferenceRow | None
    applications: tuple[ApplicationRow, ...]
    accommodations: tuple[AccommodationRow, ...]
    subsidies: tuple[SubsidyRow, ...]
    entries: tuple[EntryRow, ...]  # newest first
    household: Household
    income: Income


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One application on the team's board."""

    application_id: str
    member_id: str
    member: str
    cin: str
    navigator: str
    title: str
    stage: Stage
    stage_on: date
    next_step: str
    next_on: date | None
    appeal_by: date | None


@dataclass(frozen=True, slots=True)
class LastDay:
    """A last day of a member's search: of a voucher, or for an appeal."""

    kind: str  # "voucher" or "appeal"
    record_id: str
    member_id: str
    member: str
    what: str  # id of the subsidy's kind, or the home's title
    runout: Runout
    plan: str = ""  # the plan's key


@dataclass(frozen=True, slots=True)
class Written:
    """What a write made: the record's id, what it touched, and the transaction that `undo` takes
    back."""

    id: str
    changes: Changes
    undo: str
