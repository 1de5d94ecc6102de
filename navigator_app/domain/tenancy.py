"""A tenancy: what happens in it, what is paid back, what falls due, how long members stay housed.

Nothing here is a rule of a plan or a law: figures are the agency's own and come in as arguments;
last days are those that a notice, a lease or a housing authority names. Money is whole cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from navigator_app.domain.engines import add_months
from navigator_app.domain.saying import N_
from navigator_app.domain.tenancy_rows import EventRow, PartRow, RepaymentRow, TenancyRow
from navigator_app.domain.vocabulary import Word

MOST_PARTS = 60
"""Parts of one agreement: five years of months."""

MILESTONES = (6, 12)
"""Months after a move-in at which it is counted who is still housed."""


class Kind(Word):
    """What happens in a tenancy."""

    SIGN = N_("Early sign"), "sign"
    LANDLORD = N_("Contact with the landlord"), "landlord"
    DISPUTE = N_("Dispute"), "dispute"
    NOTICE = N_("Notice"), "notice"
    VISIT = N_("Home visit"), "visit"
    TRAINING = N_("Training"), "training"
    RECERTIFICATION = N_("Recertification"), "recertification"


class Severity(Word):
    """How grave a sign, a dispute or a notice is."""

    WATCH = N_("Watch"), "watch"
    ACT = N_("Act"), "act"
    URGENT = N_("Urgent"), "urgent"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return -list(Severity).index(self)


WATCHED = frozenset({Kind.SIGN, Kind.DISPUTE, Kind.NOTICE})
"""Kinds that stand open until somebody settles them."""

RESULTS = ("good", "fault", "not-seen")
"""What a visit found of one thing."""


class PartState(Word):
    """How one part of a repayment stands on a day."""

    PAID = N_("Paid"), "paid"
    SHORT = N_("Paid in part"), "short"
    MISSED = N_("Missed"), "missed"
    DUE = N_("To come"), "due"


# --- what is paid back ---------------------------------------------------------------------------


def part_state(part: PartRow, today: date) -> PartState:
    """How a part stands: what was paid in full is paid, whatever the day."""
    if (part.paid_cents or 0) >= part.cents:
        return PartState.PAID
    if part.due < today:
        return PartState.MISSED
    return PartState.SHORT if part.paid_cents else PartState.DUE


def spread(owed_cents: int, parts: int, first: date) -> tuple[tuple[date, int], ...]:
    """Divide what is owed into monthly parts, the odd cents with the last one.

    ValueError for fewer than one part, more than `MOST_PARTS`, or more parts than cents.
    """
    if not 1 <= parts <= MOST_PARTS or owed_cents < parts:
        raise ValueError(parts)
    each = owed_cents // parts
    last = owed_cents - each * (parts - 1)
    return tuple(
        (add_months(first, number), last if number == parts - 1 else each)
        for number in range(parts)
    )


# --- what falls due ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many days ahead each kind of date is shown."""

    recertify: int
    lease: int
    soon: int


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date of a tenancy. `kind`: recertification, lease-end, visit, repayment, notice, sign,
    dispute or faults; `record_id` is what settles it; `what` the id of its item in its list;
    `cents` what is still to be paid."""

    kind: str
    record_id: str
    due: date
    days_left: int  # negative once it has passed
    what: str = ""
    severity: str = ""
    cents: int | None = None

    @property
    def late(self) -> bool:
        """True after the day."""
        return self.days_left < 0


def due_dates(
    tenancy: TenancyRow,
    events: Sequence[EventRow],
    plans: Sequence[RepaymentRow],
    today: date,
    ahead: Ahead,
) -> tuple[DueDate, ...]:
    """What is late or falls due soon in a tenancy that runs, the nearest first."""
    if tenancy.ended is not None:
        return ()
    found = [*_of_tenancy(tenancy, events, today, ahead), *_of_events(events, today, ahead)]
    found += _of_plans(plans, today, ahead)
    return tuple(sorted(found, key=lambda one: (one.due, one.kind, one.record_id)))


def next_visit(tenancy: TenancyRow, events: Sequence[EventRow]) -> date | None:
    """The day of the next home visit, counted from the last one or the move; None where none is
    wanted."""
    if not tenancy.visit_every:
        return None
    made = [one.on for one in events if one.kind == Kind.VISIT.slug]
    return max(made, default=tenancy.move_in) + timedelta(days=tenancy.visit_every)


def _of_tenancy(
    tenancy: TenancyRow, events: Sequence[EventRow], today: date, ahead: Ahead
) -> Iterator[DueDate]:
    for kind, day, days in (
        ("recertification", tenancy.recertify, ahead.recertify),
        ("lease-end", tenancy.lease_ends, ahead.lease),
        ("visit", next_visit(tenancy, events), ahead.soon),
    ):
        if day is not None and (day - today).days <= days:
            yield DueDate(kind, tenancy.id, day, (day - today).days)


def _of_events(events: Sequence[EventRow], today: date, ahead: Ahead) -> Iterator[DueDate]:
    for one in events:
        if one.due is None or (one.due - today).days > ahead.soon:
            continue
        left = (one.due - today).days
        if one.open and one.kind in {kind.slug for kind in WATCHED}:
            yield DueDate(one.kind, one.id, one.due, left, one.what, one.severity)
        elif one.kind == Kind.VISIT.slug and one.faults:
            yield DueDate("faults", one.id, one.due, left, one.what)


def _of_plans(plans: Sequence[RepaymentRow], today: date, ahead: Ahead) -> Iterator[DueDate]:
    for plan in plans:
        if plan.ended is not None:
            continue
        for part in plan.parts:
            left = (part.due - today).days
            if part_state(part, today) is not PartState.PAID and left <= ahead.soon:
                owed = part.cents - (part.paid_cents or 0)
                yield DueDate("repayment", part.id, part.due, left, plan.reason, cents=owed)


# --- how long ------------------------------------------------------------------------------------


def days_housed(tenancy: TenancyRow, today: date) -> int:
    """Days from the move to the end or today; the day of the move is the first."""
    last = min(tenancy.ended or today, today)
    return max(0, (last - tenancy.move_in).days + 1)


@dataclass(frozen=True, slots=True)
class Retention:
    """Who is still housed `months` after moving in: of `reached`, those whose day has come, `kept`
    were in a home on it."""

    months: int
    reached: int
    kept: int

    @property
    def percent(self) -> int | None:
        """Whole percent, None while nobody's day has come."""
        return None if not self.reached else (self.kept * 100 + self.reached // 2) // self.reached


Stay = tuple[str, date, date | None]
"""Member, move-in, end."""


def retention(stays: Iterable[Stay], today: date) -> tuple[Retention, ...]:
    """Count who is still housed at each of the milestones after moving in from homelessness.

    A move straight into another home (the same day or the next) goes on with the first: it is no
    loss of housing, and does not count as another moving in.
    """
    spells = list(_spells(stays))
    found = []
    for months in MILESTONES:
        marks = [(add_months(begun, months), ended) for begun, ended in spells]
        due = [(mark, ended) for mark, ended in marks if mark <= today]
        kept = [mark for mark, ended in due if ended is None or ended >= mark]
        found.append(Retention(months, len(due), len(kept)))
    return tuple(found)


def _spells(stays: Iterable[Stay]) -> Iterator[tuple[date, date | None]]:
    by_member: dict[str, list[tuple[date, date | None]]] = {}
    for member, begun, ended in stays:
        by_member.setdefault(member, []).append((begun, ended))
    for homes in by_member.values():
        homes.sort(key=lambda one: (one[0], one[1] or date.max))
        begun, ended = homes[0]
        for start, end in homes[1:]:
            if ended is not None and start > ended + timedelta(days=1):
                yield begun, ended
                begun, ended = start, end
            elif ended is not None:
                ended = None if end is None else max(ended, end)
        yield begun, ended
