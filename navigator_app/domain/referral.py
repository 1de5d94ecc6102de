"""Which status may follow which, and why another may not (CLR guidance, Tables 4, 5, 11, 12).

The rules take facts and return nothing, or raise `StatusRefused` with advice. They know no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


class StatusRefused(ValueError):
    """A status that may not be recorded; `field` is status, on or reason."""

    def __init__(self, field: str, message: str, advice: str) -> None:
        """Keep the field, the sentence and what to do instead."""
        super().__init__(message)
        self.field = field
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Event:
    """A status event as the rules see it; events corrected since are left out."""

    status: ReferralStatus
    on: date


@dataclass(frozen=True, slots=True)
class Loop:
    """A referral as the rules see it."""

    referred_on: date | None
    denied: bool
    events: Sequence[Event]


def check_status(
    loop: Loop,
    status: ReferralStatus,
    on: date,
    reason: ClosureReason | None,
    *,
    today: date,
) -> None:
    """Refuse a status that cannot be true; StatusRefused says what to do instead."""
    _check_reason(status, reason)
    _check_date(loop, on, today)
    _check_order(loop, status, on, reason)


def _check_reason(status: ReferralStatus, reason: ClosureReason | None) -> None:
    if reason is ClosureReason.AUTHORIZATION_DENIED:
        raise StatusRefused(
            "reason",
            "Authorization Denied is the plan's own reason and cannot be chosen here.",
            "If the plan denied it, its next authorization file says so; "
            "otherwise choose the reason that is yours.",
        )
    if status in NEEDS_REASON and reason is None:
        raise StatusRefused(
            "reason",
            f"{status.value} needs a reason.",
            "Choose one of the six reasons of the guidance.",
        )
    if status not in NEEDS_REASON and reason is not None:
        raise StatusRefused(
            "reason",
            f"{status.value} takes no reason.",
            "Leave the reason empty, or choose Declined or Referral Loop Closed.",
        )
    if status is ReferralStatus.DECLINED and reason is ClosureReason.SERVICES_RECEIVED:
        raise StatusRefused(
            "reason",
            "A declined referral cannot have Services Received as its reason.",
            "If services began, record Referral Loop Closed instead.",
        )


def _check_date(loop: Loop, on: date, today: date) -> None:
    if on > today:
        raise StatusRefused(
            "on",
            "The date is in the future.",
            "A status is dated on the day it happened; use today or earlier.",
        )
    if loop.referred_on is not None and on < loop.referred_on:
        raise StatusRefused(
            "on",
            f"The date is before the referral of {loop.referred_on.isoformat()}.",
            "Use the day of the referral or a later one.",
        )


def _check_order(
    loop: Loop, status: ReferralStatus, on: date, reason: ClosureReason | None
) -> None:
    ended = [event for event in loop.events if event.status in ENDED]
    if ended:
        raise StatusRefused(
            "status",
            f"This loop ended on {ended[-1].on.isoformat()} ({ended[-1].status.value}).",
            "Correct that status if it was wrong; a new need comes as a new referral.",
        )
    if loop.denied:
        raise StatusRefused(
            "status",
            "The plan denied the authorization, which closed this loop.",
            "Nothing is owed for it; a new request to the plan makes a new referral.",
        )
    accepted = [
        event
        for event in loop.events
        if event.status in (ReferralStatus.ACCEPTED, ReferralStatus.OUTREACH_INITIATED)
    ]
    if reason is ClosureReason.SERVICES_RECEIVED and not accepted:
        raise StatusRefused(
            "status",
            "Services Received cannot close a referral that was never accepted.",
            "Record Accepted with its date first, then close it.",
        )
    if (
        reason is ClosureReason.SERVICES_RECEIVED
        and status is ReferralStatus.CLOSED
        and on < min(event.on for event in accepted)
    ):
        raise StatusRefused(
            "on",
            "Services Received is dated before the referral was accepted.",
            f"Use {min(event.on for event in accepted).isoformat()} or a later day.",
        )
    if status is ReferralStatus.PENDING and any(e.status in ANSWERED for e in loop.events):
        raise StatusRefused(
            "status",
            "Pending means not yet reviewed, and this referral was already answered.",
            "Correct the earlier status if it was wrong.",
        )
    if status is ReferralStatus.DECLINED and any(
        e.status is ReferralStatus.OUTREACH_INITIATED for e in loop.events
    ):
        raise StatusRefused(
            "status",
            "Outreach has begun, so the referral can no longer be declined.",
            "Record Referral Loop Closed with the reason instead.",
        )
