"""The authorization ledger: what a plan authorized for a referral, extension by extension.

Pure: rows of the store and a day go in; the chain in order, what is wrong with it and how long it
still runs come out. An authorization holds on its first and on its last day. Nothing is guessed:
what is missing is named, and a length is only counted from a date that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from navigator_app.domain.engines import period_end
from navigator_app.domain.saying import N_, Saying, saying
from navigator_app.domain.vocabulary import AuthorizationStatus

MARKS = (90, 60, 30, 14)
"""Days before the end at which the countdown changes its tone; reminders, not a plan's rule."""

_ONE_DAY = timedelta(days=1)


class Band(StrEnum):
    """Where the countdown of a chain stands."""

    UNKNOWN = "unknown"  # no end is known
    FAR = "far"
    DAYS_90 = "90"
    DAYS_60 = "60"
    DAYS_30 = "30"
    DAYS_14 = "14"
    ENDED = "ended"


class Kind(StrEnum):
    """What was asked for."""

    INITIAL = "initial"
    EXTENSION = "extension"


class Flaw(StrEnum):
    """What can be wrong with an entry or between two."""

    END_BEFORE_START = "end-before-start"
    DECISION_BEFORE_REQUEST = "decision-before-request"
    RECEIPT_BEFORE_REQUEST = "receipt-before-request"
    DECISION_BEFORE_RECEIPT = "decision-before-receipt"
    NO_START = "no-start"
    NO_END = "no-end"
    LEAP_DAY = "leap-day"
    GAP = "gap"
    OVERLAP = "overlap"
    PLAN_DIFFERS = "plan-differs"


@dataclass(frozen=True, slots=True)
class Entry:
    """One authorization or one request for it; what both tell stands in one entry.

    `id` is the plan's authorization where its file carries one, else the request; `request_id` is
    the request that staff recorded. `from_plan` is True when the dates are those of the file.
    """

    id: str
    referral_id: str
    kind: Kind
    status: AuthorizationStatus | None  # None: asked for, nothing heard
    requested: date | None = None
    received: date | None = None
    decided: date | None = None
    effective: date | None = None
    end: date | None = None
    units: int | None = None
    unit: str = ""
    number: str = ""
    request_id: str | None = None
    extends_id: str | None = None
    from_plan: bool = True
    note: str = ""
    told_effective: date | None = None  # what staff were told, where the plan's file differs
    told_end: date | None = None

    @property
    def approved(self) -> bool:
        """True when the plan authorized it."""
        return self.status is AuthorizationStatus.APPROVED

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day of an approved authorization whose dates can be used."""
        if not self.approved or self.effective is None or self.end is None:
            return None
        return (self.effective, self.end) if self.effective <= self.end else None

    @property
    def waiting(self) -> bool:
        """True when it was asked for and the plan has not decided."""
        return self.status not in (AuthorizationStatus.APPROVED, AuthorizationStatus.DENIED)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, at the entry where it stands; `first` and `last` bound the days of it."""

    flaw: Flaw
    entry_id: str
    field: str
    says: Saying
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long a chain still runs: its last approved day, the days to it, and the band."""

    end: date | None
    days_left: int | None
    band: Band
    asked: date | None = None  # an extension was asked for and is not decided


def chain(authorizations: Iterable[Entry], requests: Iterable[Entry]) -> tuple[Entry, ...]:
    """Lay the plan's authorizations and the requests of one referral in one line, oldest first.

    A request is the same thing as an authorization when they bear the same number, or start on the
    same day, or are the only ones asked for on the same day. The plan's dates then stand; what
    staff were told stays beside them where it differs. Every approval after the first extends the
    one before it.
    """
    left = list(requests)
    entries: list[Entry] = []
    for known in authorizations:
        match = _match(known, left)
        if match is not None:
            left.remove(match)
            known = _joined(known, match)
        entries.append(known)
    return tuple(_linked(sorted([*entries, *left], key=_when)))


def findings(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """Everything wrong in a chain: in each entry, then between the approved ones."""
    found = [one for entry in entries for one in _own_flaws(entry)]
    return (*found, *_between(entries))


def countdown(entries: Sequence[Entry], today: date) -> Countdown:
    """How long the chain still runs on a day; only approved spans without flaw count."""
    ends = [entry.span[1] for entry in entries if entry.span]
    asked = [e.requested for e in entries if e.waiting and e.kind is Kind.EXTENSION and e.requested]
    when = max(asked, default=None)
    if not ends:
        return Countdown(None, None, Band.UNKNOWN, when)
    end = max(ends)
    left = (end - today).days
    return Countdown(end, left, band(left), when)


def band(days_left: int) -> Band:
    """The band for so many days to the last day; 0 is the last day itself."""
    if days_left < 0:
        return Band.ENDED
    for mark in reversed(MARKS):
        if days_left <= mark:
            return Band(str(mark))
    return Band.FAR


def extension(end: date, months: int) -> tuple[date, date]:
    """First and last day of an extension of so many months of a chain that ends on `end`.

    It begins the day after, so that no day is without authorization.
    """
    first = end + _ONE_DAY
    return first, period_end(first, months)


def order_refused(
    *,
    requested: date | None,
    received: date | None = None,
    decided: date | None = None,
    effective: date | None = None,
    end: date | None = None,
) -> tuple[str, Saying] | None:
    """The first impossible order among some dates: the field and why, None when all are possible.

    Dates that are not known refuse nothing.
    """
    for _flaw, field, says, broken in _orders(requested, received, decided, effective, end):
        if broken:
            return field, says
    return None


def _when(entry: Entry) -> tuple[date, date, str]:
    start = entry.effective or entry.requested or entry.decided or date.max
    return start, entry.requested or start, entry.id


def _match(known: Entry, requests: Sequence[Entry]) -> Entry | None:
    """The request that led to an authorization, None when it is not clear which."""
    for same in (
        [r for r in requests if r.number and r.number == known.number],
        [r for r in requests if r.effective and r.effective == known.effective],
        [r for r in requests if r.requested and r.requested == known.requested],
    ):
        if len(same) == 1:
            return same[0]
    return None


def _joined(known: Entry, told: Entry) -> Entry:
    """One entry of both: the plan's dates, else what staff recorded."""
    differs = known.effective is not None and (
        (told.effective is not None and told.effective != known.effective)
        or (told.end is not None and told.end != known.end)
    )
    return replace(
        known,
        kind=told.kind,
        requested=known.requested or told.requested,
        received=told.received,
        decided=known.decided or told.decided,
        effective=known.effective or told.effective,
        end=known.end or told.end,
        units=told.units,
        unit=told.unit,
        number=known.number or told.number,
        request_id=told.request_id,
        extends_id=told.extends_id,
        note=told.note,
        told_effective=told.effective if differs else None,
        told_end=told.end if differs else None,
    )


def _linked(entries: Sequence[Entry]) -> Iterator[Entry]:
    before: Entry | None = None
    for entry in entries:
        if before is not None and entry.approved and entry.effective is not None:
            kept = entry.extends_id or before.id
            entry = replace(entry, kind=Kind.EXTENSION, extends_id=kept)
        yield entry
        if entry.approved:
            before = entry


def _orders(
    requested: date | None,
    received: date | None,
    decided: date | None,
    effective: date | None,
    end: date | None,
) -> Iterator[tuple[Flaw, str, Saying, bool]]:
    """Every pair of dates that has an order, and whether it is broken."""
    for flaw, field, text, early, late in (
        (Flaw.RECEIPT_BEFORE_REQUEST, "received", _RECEIPT, requested, received),
        (Flaw.DECISION_BEFORE_REQUEST, "decided", _DECISION, requested, decided),
        (Flaw.DECISION_BEFORE_RECEIPT, "decided", _DECIDED_UNSEEN, received, decided),
        (Flaw.END_BEFORE_START, "end", _END, effective, end),
    ):
        broken = early is not None and late is not None and late < early
        yield flaw, field, saying(text, early=early, late=late), broken


_RECEIPT = N_("The plan received it on {late}, before it was asked for on {early}.")
_DECISION = N_("The decision of {late} is before the request of {early}.")
_DECIDED_UNSEEN = N_("The decision of {late} is before the plan received the request on {early}.")
_END = N_("It ends on {late}, before it starts on {early}.")


def _own_flaws(entry: Entry) -> Iterator[Finding]:
    dates = (entry.requested, entry.received, entry.decided, entry.effective, entry.end)
    for flaw, field, says, broken in _orders(*dates):
        if broken:
            yield Finding(flaw, entry.id, field, says)
    if entry.approved and entry.effective is None:
        text = N_("Approved, but from which day is not known; it is not counted.")
        yield Finding(Flaw.NO_START, entry.id, "effective", saying(text))
    if entry.approved and entry.end is None:
        text = N_("Approved, but until which day is not known; it is not counted.")
        yield Finding(Flaw.NO_END, entry.id, "end", saying(text))
    for field, day in (("effective", entry.effective), ("end", entry.end)):
        if day is not None and (day.month, day.day) == (2, 29):
            text = N_("{day} is a leap day; check that the plan counts the same months.")
            yield Finding(Flaw.LEAP_DAY, entry.id, field, saying(text, day=day))
    if entry.told_effective is not None or entry.told_end is not None:
        text = N_("You were told {start} to {end}; the plan’s file says otherwise, and counts.")
        start, end = entry.told_effective or entry.effective, entry.told_end or entry.end
        yield Finding(
            Flaw.PLAN_DIFFERS, entry.id, "end", saying(text, start=start or "?", end=end or "?")
        )


def _between(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Gaps and overlaps, in the order of the days, against all that came before."""
    reached: date | None = None
    for entry in sorted((e for e in entries if e.span), key=_when):
        if entry.span is None:
            continue
        first, last = entry.span
        if reached is not None and first > reached + _ONE_DAY:
            yield _gap(entry.id, reached + _ONE_DAY, first - _ONE_DAY)
        elif reached is not None and first <= reached:
            yield _overlap(entry.id, first, min(reached, last))
        reached = last if reached is None else max(reached, last)


def _gap(entry_id: str, first: date, last: date) -> Finding:
    one = N_("{first} has no authorization; a service on that day is not paid.")
    many = N_("{first} to {last} ({n} days) have no authorization; services then are not paid.")
    days = (last - first).days + 1
    says = saying(many if days > 1 else one, first=first, last=last, n=days)
    return Finding(Flaw.GAP, entry_id, "effective", says, first, last)


def _overlap(entry_id: str, first: date, last: date) -> Finding:
    one = N_("{first} is authorized twice; ask the plan which number to bill.")
    many = N_("{first} to {last} ({n} days) are authorized twice; ask which number to bill.")
    days = (last - first).days + 1
    says = saying(many if days > 1 else one, first=first, last=last, n=days)
    return Finding(Flaw.OVERLAP, entry_id, "effective", says, first, last)
