"""Status events and what follows from them on a referral.

A referral's derived columns (status, status_on, closure_reason, is_open) come from its standing
events: neither voided nor corrected; the newest date, on one day the furthest along, then the last
entered (`domain.referral.standing`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.referral import Event, Loop
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason, ReferralStatus

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

VOIDED = "EXISTS (SELECT 1 FROM status_void v WHERE v.event_id = {e}.id)"
CORRECTED = (
    "EXISTS (SELECT 1 FROM status_event c WHERE c.corrects_id = {e}.id AND NOT EXISTS "
    "(SELECT 1 FROM status_void cv WHERE cv.event_id = c.id))"
)
STANDING = f"NOT {VOIDED} AND NOT {CORRECTED}"
"""SQL condition for an event that stands; fill in `e`, the alias of status_event."""

PROGRESS = "CASE {e}.status WHEN 'pending' THEN 0 WHEN 'accepted' THEN 1 "
PROGRESS += "WHEN 'outreach-initiated' THEN 2 ELSE 3 END"
"""SQL for `domain.referral.PROGRESS`."""

_IN_SCOPE = "id IN (SELECT value FROM json_each(?))"


class ReferralFacts:
    """What the rules and the next event need of a referral, read in one go."""

    __slots__ = (
        "authorization_status",
        "events",
        "id",
        "is_open",
        "member_cin",
        "member_id",
        "plan_id",
        "referred_on",
        "status",
        "status_on",
    )

    def __init__(self, row: tuple[str | None, ...], events: list[tuple[str, Event]]) -> None:
        """Take a row of `load` and the standing events with their ids, in order of entry."""
        self.id = str(row[0])
        self.member_id = str(row[1])
        self.member_cin = str(row[2])
        self.plan_id = str(row[3])
        self.authorization_status = row[4]
        self.is_open = bool(row[5])
        self.referred_on = date.fromisoformat(row[6]) if row[6] else None
        self.status = ReferralStatus.from_slug(row[7]) if row[7] else None
        self.status_on = date.fromisoformat(row[8]) if row[8] else None
        self.events = events

    @property
    def denied(self) -> bool:
        """True when the plan denied the authorization."""
        return self.authorization_status == AuthorizationStatus.DENIED.slug

    def loop(self, without: str | None = None) -> Loop:
        """The referral as the rules see it, without the event that is being corrected."""
        events = tuple(event for key, event in self.events if key != without)
        return Loop(self.referred_on, self.denied, events)


DENIED = (
    "({r}.authorization_status = 'denied' OR (coalesce({r}.authorization_status, '') <> 'approved' "
    "AND EXISTS (SELECT 1 FROM authorization_request d WHERE d.referral_id = {r}.id "
    "AND d.kind = 'initial' AND d.decision = 'denied') "
    "AND NOT EXISTS (SELECT 1 FROM authorization_request d WHERE d.referral_id = {r}.id "
    "AND d.kind = 'initial' AND d.decision <> 'denied')))"
)
"""The plan denied referral `{r}`: its file says so, or the answer that staff wrote down while the
file has not spoken, unless it was asked for anew (CLR guidance, Appendix B: the loop is closed)."""

_FACTS = "SELECT r.id, r.member_id, m.cin, r.plan_id, " + (
    f"iif({DENIED.format(r='r')}, 'denied', r.authorization_status), r.is_open, "
    "coalesce(r.requested_on, r.sent_to_provider_on), r.status, r.status_on "
    "FROM referral r JOIN member m ON m.id = r.member_id "
)


def load(store: Store, referral_id: str) -> ReferralFacts | None:
    """Return one referral with its standing events, or None."""
    row = store.one(_FACTS + "WHERE r.id = ?", (referral_id,))
    return ReferralFacts(row, _events(store, referral_id)) if row else None


def of_member(store: Store, member_id: str) -> list[ReferralFacts]:
    """Return a member's referrals, open or not, oldest first."""
    rows = store.query(_FACTS + "WHERE r.member_id = ? ORDER BY r.created_at, r.id", (member_id,))
    return [ReferralFacts(row, _events(store, str(row[0]))) for row in rows]


def member_known(store: Store, member_id: str) -> bool:
    """True when there is a member with that id."""
    return store.one("SELECT 1 FROM member WHERE id = ?", (member_id,)) is not None


def _events(store: Store, referral_id: str) -> list[tuple[str, Event]]:
    sql = (
        "SELECT e.id, e.status, e.on_date, e.reason FROM status_event e "  # noqa: S608 - constants
        f"WHERE e.referral_id = ? AND {STANDING.format(e='e')} ORDER BY e.seq"
    )
    return [
        (
            key,
            Event(
                ReferralStatus.from_slug(status),
                date.fromisoformat(on),
                ClosureReason.from_slug(reason) if reason else None,
            ),
        )
        for key, status, on, reason in store.query(sql, (referral_id,))
    ]


def append_event(
    tx: Tx,
    referral: ReferralFacts,
    event: Event,
    *,
    zone: str,
    user_id: str | None,
    note: str = "",
    corrects: str | None = None,
) -> str:
    """Append one status event and return its id; the caller has checked it and then refreshes."""
    key = uuid7()
    tx.insert(
        "status_event",
        {
            "id": key,
            "referral_id": referral.id,
            "plan_id": referral.plan_id,
            "member_cin": referral.member_cin,
            "status": event.status.slug,
            "on_date": event.on.isoformat(),
            "reason": event.reason.slug if event.reason else None,
            "note": note,
            "corrects_id": corrects,
            "recorded_at": tx.now,
            "zone": zone,
            "user_id": user_id,
        },
    )
    return key


def void_events(tx: Tx, event_ids: Iterable[str]) -> None:
    """Take events back; they keep their rows."""
    for key in event_ids:
        tx.insert("status_void", {"event_id": key, "voided_at": tx.now})


def refresh(tx: Tx, referral_ids: Collection[str] | None = None) -> None:
    """Set the derived status columns of some referrals, or of all, from their standing events."""
    scope = "" if referral_ids is None else f" WHERE {_IN_SCOPE}"
    params = () if referral_ids is None else (json.dumps(list(referral_ids)),)
    tx.execute(
        "UPDATE referral SET (status, status_on, closure_reason) = ("  # noqa: S608 - constants
        "SELECT e.status, e.on_date, e.reason FROM status_event e "
        f"WHERE e.referral_id = referral.id AND {STANDING.format(e='e')} "
        f"ORDER BY e.on_date DESC, {PROGRESS.format(e='e')} DESC, e.seq DESC LIMIT 1){scope}",
        params,
    )
    refresh_open(tx, referral_ids)


def refresh_open(tx: Tx, referral_ids: Collection[str] | None = None) -> None:
    """Set is_open: 0 once closed, declined or denied by the plan, whose reason then stands."""
    scope = "" if referral_ids is None else f" AND {_IN_SCOPE}"
    params = () if referral_ids is None else (json.dumps(list(referral_ids)),)
    unended = "coalesce(status, '') NOT IN ('declined', 'closed')"
    denied = DENIED.format(r="referral")
    is_open = f"({unended} AND coalesce({denied}, 0) = 0)"
    tx.execute(
        f"UPDATE referral SET is_open = {is_open} WHERE is_open <> {is_open}{scope}",  # noqa: S608
        params,
    )
    tx.execute(
        "UPDATE referral SET closure_reason = 'authorization-denied' "  # noqa: S608 - constants
        f"WHERE {denied} AND {unended}{scope}",
        params,
    )
