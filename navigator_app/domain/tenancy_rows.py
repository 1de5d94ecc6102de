"""What the services of a tenancy hand out: frozen rows. Money is whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.records import Changes


@dataclass(frozen=True, slots=True)
class TenancyRow:
    """A home a member moved into."""

    id: str
    member_id: str
    member: str
    unit_id: str | None
    application_id: str | None
    landlord_id: str | None
    landlord: str
    landlord_phone: str
    subsidy_id: str | None
    subsidy_kind: str
    htns_referral_id: str | None
    htss_referral_id: str | None
    address: str
    move_in: date
    lease_starts: date | None
    lease_ends: date | None
    rent_cents: int | None
    share_cents: int | None  # what the member pays of it
    rent_due_day: int | None  # of the month
    recertify: date | None
    visit_every: int | None  # days
    ended: date | None
    ended_why: str
    ended_to: str
    note: str


@dataclass(frozen=True, slots=True)
class VisitItemRow:
    """One thing that a visit looked at."""

    id: str
    item: str
    result: str  # good, fault, not-seen
    note: str
    fixed: date | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened in a tenancy. `due` is by when something must be done about it."""

    id: str
    tenancy_id: str
    kind: str
    what: str
    on: date
    severity: str
    with_whom: str
    note: str
    due: date | None
    resolved: date | None
    outcome: str
    by: str
    items: tuple[VisitItemRow, ...] = ()

    @property
    def open(self) -> bool:
        """True until somebody settled it."""
        return self.resolved is None

    @property
    def faults(self) -> tuple[VisitItemRow, ...]:
        """What a visit found broken that is not mended."""
        return tuple(one for one in self.items if one.result == "fault" and one.fixed is None)


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a repayment."""

    id: str
    due: date
    cents: int
    paid: date | None
    paid_cents: int | None


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """An agreement to pay back in parts."""

    id: str
    tenancy_id: str
    event_id: str | None
    reason: str
    owed_cents: int
    agreed: date
    note: str
    ended: date | None
    ended_why: str
    parts: tuple[PartRow, ...] = ()

    @property
    def paid_cents(self) -> int:
        """What was paid so far."""
        return sum(part.paid_cents or 0 for part in self.parts)

    @property
    def left_cents(self) -> int:
        """What is still owed."""
        return max(0, self.owed_cents - self.paid_cents)


@dataclass(frozen=True, slots=True)
class Made:
    """What a write made: the record's id, what it touched, and the transaction that `undo` takes
    back."""

    id: str
    changes: Changes
    undo: str
