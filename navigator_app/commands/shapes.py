"""Rows as JSON: the shapes that scripts rely on.

Statuses, reasons and services stand in the guidance's own words, dates in ISO form, modes and
outcomes in the words of the command line. A moment carries the offset of the place it happened in.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from navigator_app.domain.records import (
    AttemptRow,
    AuthorizationRow,
    CaseloadRow,
    DueRow,
    JournalRow,
    MemberPage,
    PlanRow,
    ReferralRow,
    StatusEventRow,
)
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    ReferralStatus,
    Service,
    Word,
)

Shape = dict[str, object]

_JOURNALLED: dict[str, tuple[type[Word], ...]] = {
    "service": (Service,),
    "status": (ReferralStatus, AuthorizationStatus),
    "authorization_status": (AuthorizationStatus,),
    "reason": (ClosureReason,),
    "closure_reason": (ClosureReason,),
}


def iso(value: date | None) -> str | None:
    """A date or moment in ISO form, None where there is none."""
    return value.isoformat() if value is not None else None


def words(value: Word | None) -> str | None:
    """A value in its source's own words."""
    return str(value.value) if value is not None else None


def local(moment: datetime, zone: str) -> str:
    """A moment as the clocks showed it where it happened."""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def plan(row: PlanRow) -> Shape:
    """A plan."""
    return {"key": row.key, "name": row.name, "layout": row.layout, "policy": row.policy}


def caseload(row: CaseloadRow) -> Shape:
    """A line of the caseload."""
    return {
        "id": row.id,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "cin": row.cin,
        "plan": row.plan,
        "date_of_birth": iso(row.date_of_birth),
        "navigator": row.navigator or None,
        "next_due": iso(row.next_due),
    }


def referral(row: ReferralRow) -> Shape:
    """A referral."""
    return {
        "id": row.id,
        "member_id": row.member_id,
        "cin": row.cin,
        "service": words(row.service),
        "status": words(row.status),
        "status_date": iso(row.status_date),
        "authorization_status": words(row.authorization_status),
        "effective": iso(row.effective),
        "end": iso(row.end),
        "closure_reason": words(row.closure_reason),
    }


def attempt(row: AttemptRow) -> Shape:
    """An outreach attempt."""
    return {
        "id": row.id,
        "member_id": row.member_id,
        "referral_id": row.referral_id,
        "at": local(row.at, row.zone),
        "mode": row.mode.slug,
        "outcome": row.outcome.slug,
        "place": row.place,
        "with_whom": row.with_whom,
        "note": row.note,
        "next_step": row.next_step,
        "by": row.by,
    }


def due(row: DueRow) -> Shape:
    """Something due; no member and no referral where the agency owes it for none."""
    return {
        "member_id": row.member_id or None,
        "referral_id": row.referral_id or None,
        "rule": row.rule,
        "title": row.title,
        "due": iso(row.due),
        "days_left": row.days_left,
        "state": row.state,
        "why": row.why,
        "source": row.source,
    }


def journal(row: JournalRow, zone: str) -> Shape:
    """One changed field."""
    return {
        "at": local(row.at, zone),
        "by": row.by,
        "device": row.device,
        "field": row.field,
        "old": _own_words(row.field, row.old),
        "new": _own_words(row.field, row.new),
    }


def _own_words(field: str, kept: str | None) -> str | None:
    """A status, reason or service of the journal in the guidance's own words."""
    for kind in _JOURNALLED.get(field, ()):
        if kept in kind.slugs():
            return words(kind.from_slug(kept))
    return kept


def event(row: StatusEventRow) -> Shape:
    """A status event."""
    return {
        "id": row.id,
        "referral_id": row.referral_id,
        "status": words(row.status),
        "on": iso(row.on),
        "reason": words(row.reason),
        "note": row.note,
        "by": row.by,
        "corrects": row.corrects,
        "corrected_by": row.corrected_by,
        "file_period": row.file_period or None,
    }


def authorization(row: AuthorizationRow) -> Shape:
    """An authorization."""
    return {
        "id": row.id,
        "referral_id": row.referral_id,
        "number": row.number,
        "status": words(row.status),
        "requested": iso(row.requested),
        "decided": iso(row.decided),
        "effective": iso(row.effective),
        "end": iso(row.end),
    }


def member(page: MemberPage) -> Shape:
    """One member whole."""
    row = page.member
    plain = {
        name: getattr(row, name)
        for name in row.__slots__
        if name not in ("as_received", "date_of_birth", "last_seen_on", "disappeared_on")
    }
    return {
        **plain,
        "date_of_birth": iso(row.date_of_birth),
        "last_seen_on": iso(row.last_seen_on),
        "disappeared_on": iso(row.disappeared_on),
        "as_received": [list(pair) for pair in row.as_received],
        "referrals": [referral(one) for one in page.referrals],
        "authorizations": [authorization(one) for one in page.authorizations],
        "events": [event(one) for one in page.events],
        "attempts": [attempt(one) for one in page.attempts],
        "due": [due(one) for one in page.due],
    }
