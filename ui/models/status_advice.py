"""Which statuses cannot be recorded now, and why: asked of the domain before anybody tries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from navigator_app.domain.records import ReferralRow, StatusEventRow
from navigator_app.domain.referral import (
    NEEDS_REASON,
    Event,
    Loop,
    StatusRefused,
    check_status,
)
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason, ReferralStatus
from navigator_app.services import phrases


def not_possible(
    referral: ReferralRow,
    events: Sequence[StatusEventRow],
    corrects: str | None,
    on: date,
    today: date,
) -> dict[ReferralStatus, str]:
    """Sentence and advice by status that would be refused on a day whatever its reason.

    `events` are the referral's, newest first. The services decide in the end; this only saves a
    try.
    """
    standing = [
        Event(event.status, event.on, event.reason)
        for event in reversed(events)
        if event.corrected_by is None and event.id != corrects
    ]
    loop = Loop(
        referred_on=referral.requested or referral.sent_to_provider,
        denied=referral.authorization_status is AuthorizationStatus.DENIED,
        events=standing,
    )
    found = {}
    for status in ReferralStatus:
        refusal = _refusal(loop, status, on, today, correcting=corrects is not None)
        if refusal is not None and refusal.field == "status":
            message, advice = phrases.refusal(refusal)
            found[status] = f"{message} {advice}"
    return found


def _refusal(
    loop: Loop, status: ReferralStatus, on: date, today: date, *, correcting: bool
) -> StatusRefused | None:
    reason = ClosureReason.OTHER if status in NEEDS_REASON else None
    try:
        check_status(loop, status, on, reason, today=today, correcting=correcting)
    except StatusRefused as refused:
        return refused
    return None
