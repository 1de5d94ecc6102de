"""Referrals, attempts and events as rows for services, by id."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.records import AttemptRow, ReferralRow
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
    Service,
)

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_REFERRAL = (
    "SELECT r.id, r.member_id, m.cin, p.key, r.service, r.referral_type, r.requested_on, "
    "r.sent_to_provider_on, r.status, r.status_on, r.closure_reason, r.authorization_status, "
    "r.effective_on, r.ends_on, r.authorization_number, r.disappeared_on, r.previous_referral_id "
    "FROM referral r JOIN member m ON m.id = r.member_id JOIN plan p ON p.id = r.plan_id "
)
_ATTEMPT = (
    "SELECT a.id, a.member_id, a.referral_id, a.at_utc, a.zone, a.mode, a.outcome, a.place, "
    "a.with_whom, a.note, a.next_step, coalesce(u.name, '') "
    'FROM outreach_attempt a LEFT JOIN "user" u ON u.id = a.user_id '
)


def referrals(store: Store, ids: Collection[str]) -> list[ReferralRow]:
    """Return referrals by id, in the order of the ids."""
    sql = _REFERRAL + "JOIN json_each(?) j ON j.value = r.id ORDER BY j.key"
    return [referral_row(row) for row in store.query(sql, (json.dumps(list(ids)),))]


def attempts(store: Store, ids: Collection[str]) -> list[AttemptRow]:
    """Return attempts by id, in the order of the ids."""
    sql = _ATTEMPT + "JOIN json_each(?) j ON j.value = a.id ORDER BY j.key"
    return [attempt_row(row) for row in store.query(sql, (json.dumps(list(ids)),))]


def attempts_of(store: Store, member_id: str, offset: int = 0, limit: int = -1) -> list[AttemptRow]:
    """A member's attempts, newest first, without those taken back; -1 for all of them."""
    sql = _ATTEMPT + (
        "WHERE a.member_id = ? AND a.undone_at IS NULL ORDER BY a.at_utc DESC, a.id DESC "
        "LIMIT ? OFFSET ?"
    )
    return [attempt_row(row) for row in store.query(sql, (member_id, limit, offset))]


def day(text: str | None) -> date | None:
    """Return a stored date, or None."""
    return date.fromisoformat(text) if text else None


def referral_row(row: tuple[Any, ...]) -> ReferralRow:
    """Make a referral's row of the columns above."""
    return ReferralRow(
        id=row[0],
        member_id=row[1],
        cin=row[2],
        plan=row[3],
        service=Service.from_slug(row[4]),
        referral_type=row[5],
        requested=day(row[6]),
        sent_to_provider=day(row[7]),
        status=ReferralStatus.from_slug(row[8]) if row[8] else None,
        status_date=day(row[9]),
        closure_reason=ClosureReason.from_slug(row[10]) if row[10] else None,
        authorization_status=AuthorizationStatus.from_slug(row[11]) if row[11] else None,
        effective=day(row[12]),
        end=day(row[13]),
        authorization_number=row[14],
        disappeared_on=day(row[15]),
        previous_referral_id=row[16],
    )


def attempt_row(row: tuple[Any, ...]) -> AttemptRow:
    """Make an attempt's row of the columns above."""
    return AttemptRow(
        id=row[0],
        member_id=row[1],
        referral_id=row[2],
        at=datetime.fromisoformat(row[3]),
        zone=row[4],
        mode=Mode.from_slug(row[5]),
        outcome=Outcome.from_slug(row[6]),
        place=row[7],
        with_whom=row[8],
        note=row[9],
        next_step=row[10],
        by=row[11],
    )


def ids_of(store: Store, member_id: str) -> list[str]:
    """The ids of a member's referrals."""
    rows = store.query("SELECT id FROM referral WHERE member_id = ?", (member_id,))
    return [str(row[0]) for row in rows]
