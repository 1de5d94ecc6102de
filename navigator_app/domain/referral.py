"""Which status may follow which, and why another may not (CLR guidance, Tables 4, 5, 11, 12).

The rules take facts and return nothing, or raise `StatusRefused` with advice. They know no store
and no language: a refusal carries its sentence as a template with the facts beside it, so that a
service can translate it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus

NEEDS_REASON = frozenset({ReferralStatus.DECLINED, ReferralStatus.CLOSED})
"""A reason is required for these two (Table 5; "Denied" in Appendix B is a slip for "Declined")."""

ANSWERED = frozenset(
    {
        ReferralStatus.ACCEPTED,
        ReferralStatus.DECLINED,
        ReferralStatus.OUTREACH_INITIATED,
        ReferralStatus.CLOSED,
    }
)
"""Statuses that answer the plan: Pending says only that nobody has looked yet (Table 11)."""

ENDED = frozenset({ReferralStatus.DECLINED, ReferralStatus.CLOSED})
"""Statuses after which the loop is over."""

TAKEN_ON = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.OUTREACH_INITIATED})
"""Statuses that say the provider took the referral on."""

BEFORE_OUTREACH = frozenset({None, ReferralStatus.PENDING, ReferralStatus.ACCEPTED})
"""Where a referral may stand when a first attempt moves it to Outreach Initiated."""

PROGRESS = {
    ReferralStatus.PENDING: 0,
    ReferralStatus.ACCEPTED: 1,
    ReferralStatus.OUTREACH_INITIATED: 2,
    ReferralStatus.DECLINED: 3,
    ReferralStatus.CLOSED: 3,
}
"""How far a status has come; of two on one day, the one further along stands."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a message for the catalogue; whoever shows it translates it."""
    return message


class StatusRefused(ValueError):
    """A status that may not be recorded; `field` is status, on or reason.

    `message` and `advice` are whole sentences in English; `templates` and `facts` are what they
    were made of, for translation.
    """

    def __init__(self, field: str, message: str, advice: str, **facts: str) -> None:
        """Keep the field, the sentence and what to do instead."""
        super().__init__(message.format(**facts))
        self.field = field
        self.templates = (message, advice)
        self.facts = facts

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.templates[0].format(**self.facts)

    @property
    def advice(self) -> str:
        """What to do instead, in English."""
        return self.templates[1].format(**self.facts)


@dataclass(frozen=True, slots=True)
class Event:
    """A status event as the rules see it; events corrected since are left out."""

    status: ReferralStatus
    on: date
    reason: ClosureReason | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """A referral as the rules see it. `referred_on` is the request, else the day it was sent."""

    referred_on: date | None
    denied: bool
    events: Sequence[Event]


def standing(events: Sequence[Event]) -> Event | None:
    """Return where the loop stands: the newest date, on one day the furthest along, then the last
    entered. None while nobody answered."""
    if not events:
        return None
    place = max(range(len(events)), key=lambda i: (events[i].on, PROGRESS[events[i].status], i))
    return events[place]


def check_status(
    loop: Loop,
    status: ReferralStatus,
    on: date,
    reason: ClosureReason | None,
    *,
    today: date,
    correcting: bool = False,
) -> None:
    """Refuse a status that cannot be true; StatusRefused says what to do instead.

    With `correcting`, `loop.events` leaves out the event that is replaced: the new one may then
    stand before an end, and every other event must stay possible beside it.
    """
    new = Event(status, on, reason)
    _check_reason(status, reason)
    _check_date(loop, on, today)
    _check_over(loop, new, correcting)
    _check_order(loop.events, new)
    if correcting:
        _check_others(loop, new)


def _check_reason(status: ReferralStatus, reason: ClosureReason | None) -> None:
    if reason is ClosureReason.AUTHORIZATION_DENIED:
        raise StatusRefused(
            "reason",
            N_("Authorization Denied is the plan's own reason and cannot be chosen here."),
            N_(
                "If the plan denied it, its next authorization file says so; "
                "otherwise choose the reason that is yours."
            ),
        )
    if status in NEEDS_REASON and reason is None:
        raise StatusRefused(
            "reason",
            N_("{status} needs a reason."),
            N_("Choose one of the six reasons of the guidance."),
            status=status.value,
        )
    if status not in NEEDS_REASON and reason is not None:
        raise StatusRefused(
            "reason",
            N_("{status} takes no reason."),
            N_("Leave the reason empty, or choose Declined or Referral Loop Closed."),
            status=status.value,
        )
    if status is ReferralStatus.DECLINED and reason is ClosureReason.SERVICES_RECEIVED:
        raise StatusRefused(
            "reason",
            N_("A declined referral cannot have Services Received as its reason."),
            N_("If services began, record Referral Loop Closed instead."),
        )


def _check_date(loop: Loop, on: date, today: date) -> None:
    if on > today:
        raise StatusRefused(
            "on",
            N_("The date is in the future."),
            N_("A status is dated on the day it happened; use today or earlier."),
        )
    if loop.referred_on is not None and on < loop.referred_on:
        raise StatusRefused(
            "on",
            N_("The date is before the referral of {referred}."),
            N_("Use the day of the referral or a later one."),
            referred=loop.referred_on.isoformat(),
        )


def _check_over(loop: Loop, new: Event, correcting: bool) -> None:
    """Refuse anything for a loop that ended; a correction may stand before the end."""
    ended = [event for event in loop.events if event.status in ENDED]
    if ended and not (correcting and new.status not in ENDED and new.on <= ended[-1].on):
        raise StatusRefused(
            "status",
            N_("This loop ended on {ended} ({status})."),
            N_("Correct that status if it was wrong; a new need comes as a new referral."),
            ended=ended[-1].on.isoformat(),
            status=ended[-1].status.value,
        )
    if loop.denied and not correcting:
        raise StatusRefused(
            "status",
            N_("The plan denied the authorization, which closed this loop."),
            N_("Nothing is owed for it; a new request to the plan makes a new referral."),
        )


def _check_order(events: Sequence[Event], new: Event) -> None:
    _check_repeated(events, new)
    _check_later(events, new)
    if new.status in ENDED:
        _check_declined(events, new)
        _check_services(events, new)
    elif new.status is ReferralStatus.PENDING:
        _check_pending(events, new)
    elif new.status is ReferralStatus.ACCEPTED:
        _check_accepted(events, new)


def _check_repeated(events: Sequence[Event], new: Event) -> None:
    if any(event.status is new.status and event.on == new.on for event in events):
        raise StatusRefused(
            "status",
            N_("{status} is already recorded for {on}."),
            N_("Nothing needs to be done; another day needs its own date."),
            status=new.status.value,
            on=new.on.isoformat(),
        )


def _check_later(events: Sequence[Event], new: Event) -> None:
    """Refuse a date before that of a status that comes earlier in the loop."""
    step = PROGRESS[new.status]
    later = [event for event in events if event.on > new.on and PROGRESS[event.status] < step]
    if later:
        raise StatusRefused(
            "on",
            N_("{status} is dated {later}, after this one, and comes before it in a loop."),
            N_("Use {later} or a later day, or correct that status first."),
            status=later[-1].status.value,
            later=max(event.on for event in later).isoformat(),
        )


def _check_declined(events: Sequence[Event], new: Event) -> None:
    if new.status is ReferralStatus.DECLINED and any(
        event.status is ReferralStatus.OUTREACH_INITIATED for event in events
    ):
        raise StatusRefused(
            "status",
            N_("Outreach has begun, so the referral can no longer be declined."),
            N_("Record Referral Loop Closed with the reason instead."),
        )


def _check_services(events: Sequence[Event], new: Event) -> None:
    if new.reason is not ClosureReason.SERVICES_RECEIVED:
        return
    accepted = [event.on for event in events if event.status in TAKEN_ON]
    if not accepted:
        raise StatusRefused(
            "status",
            N_("Services Received cannot close a referral that was never accepted."),
            N_("Record Accepted with its date first, then close it."),
        )
    if new.on < min(accepted):
        raise StatusRefused(
            "on",
            N_("Services Received is dated before the referral was accepted."),
            N_("Use {accepted} or a later day."),
            accepted=min(accepted).isoformat(),
        )


def _check_pending(events: Sequence[Event], new: Event) -> None:
    answered = [event.on for event in events if event.status in ANSWERED]
    if answered and new.on >= min(answered):
        raise StatusRefused(
            "status",
            N_("Pending means not yet reviewed, and this referral was answered on {answered}."),
            N_("Correct the earlier status if it was wrong."),
            answered=min(answered).isoformat(),
        )


def _check_accepted(events: Sequence[Event], new: Event) -> None:
    begun = [event.on for event in events if event.status is ReferralStatus.OUTREACH_INITIATED]
    if begun and new.on > min(begun):
        raise StatusRefused(
            "on",
            N_("Accepted means outreach has not begun, and it began on {begun}."),
            N_("Use that day or an earlier one, or record Outreach Initiated."),
            begun=min(begun).isoformat(),
        )


def _check_others(loop: Loop, new: Event) -> None:
    """Refuse a correction that makes another event of the loop impossible."""
    events = list(loop.events)
    for place, other in enumerate(events):
        rest = replace(loop, events=[*events[:place], *events[place + 1 :], new])
        try:
            _check_order(rest.events, other)
        except StatusRefused as refused:
            raise StatusRefused(
                "status",
                N_("With this correction, {status} of {on} would no longer be possible."),
                N_("Correct that status first."),
                status=other.status.value,
                on=other.on.isoformat(),
            ) from refused
