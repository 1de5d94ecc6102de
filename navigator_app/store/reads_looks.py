"""Reasons for reading outside one's caseload, as plain SQL."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.domain.looks import Look

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.reads_timeline import Branch

_LOOKS = (
    "SELECT r.id, r.member_id, trim(coalesce(m.first_name, '') || ' ' || "
    "coalesce(m.last_name, '')), r.user_id, coalesce(u.name, ''), r.reason, r.glass, r.at, "
    "r.until, coalesce(s.name, ''), r.seen_at FROM read_reason r "
    'LEFT JOIN member m ON m.id = r.member_id LEFT JOIN "user" u ON u.id = r.user_id '
    'LEFT JOIN "user" s ON s.id = r.seen_by '
)


def watched(store: Store, member_id: str, user_id: str, today: str) -> bool | None:
    """Whether the member is this user's, nobody's, or of somebody covered by the user today.

    None for a member that is not there. Who left for good is covered by nobody they named.
    """
    row = store.one(
        "SELECT m.navigator_id IS NULL OR m.navigator_id = :me OR EXISTS (SELECT 1 FROM leave l "
        'JOIN "user" u ON u.id = l.user_id AND u.active = 1 '
        "WHERE l.user_id = m.navigator_id AND l.cover_id = :me AND l.from_on <= :today "
        "AND l.until_on >= :today AND (l.ended_on IS NULL OR l.ended_on > :today)) "
        "FROM member m WHERE m.id = :member",
        {"member": member_id, "me": user_id, "today": today},
    )
    return None if row is None else bool(row[0])


def holds(store: Store, member_id: str, user_id: str, now: str, *, glass: bool) -> bool:
    """True when a reason of that kind still holds."""
    row = store.one(
        "SELECT 1 FROM read_reason WHERE member_id = ? AND user_id = ? AND at <= ? AND until > ? "
        "AND glass >= ? LIMIT 1",
        (member_id, user_id, now, now, int(glass)),
    )
    return row is not None


def held(store: Store, user_id: str, now: str) -> frozenset[str]:
    """The members for whom a reason of this user holds."""
    rows = store.query(
        "SELECT DISTINCT member_id FROM read_reason WHERE user_id = ? AND at <= ? AND until > ?",
        (user_id, now, now),
    )
    return frozenset(row[0] for row in rows)


def waits(store: Store, member_id: str) -> bool:
    """True when something of the member's waits for review."""
    row = store.one(
        "SELECT 1 FROM support_plan WHERE member_id = :member AND state = 'in-review' UNION ALL "
        "SELECT 1 FROM review_item WHERE member_id = :member AND state = 'waiting' LIMIT 1",
        {"member": member_id},
    )
    return row is not None


def looks(store: Store, *, since: str, unseen: bool = False, member_id: str = "") -> list[Look]:
    """Reasons given since a moment, newest first; with `unseen` those nobody looked at yet."""
    only = "AND r.seen_at IS NULL " if unseen else ""
    of_one = "AND r.member_id = :member " if member_id else ""
    rows = store.query(
        f"{_LOOKS} WHERE r.at >= :since {only}{of_one}ORDER BY r.at DESC, r.id DESC",
        {"since": since, "member": member_id} if member_id else {"since": since},
    )
    return [
        Look(
            id=row[0],
            member_id=row[1],
            member=row[2],
            user_id=row[3],
            user=row[4],
            reason=row[5],
            glass=bool(row[6]),
            at=datetime.fromisoformat(row[7]),
            until=datetime.fromisoformat(row[8]),
            seen_by=row[9],
            seen_at=datetime.fromisoformat(row[10]) if row[10] else None,
        )
        for row in rows
    ]


_THROUGH = {
    "authorization": ("referral", "referral_id"),
    "authorization_request": ("referral", "referral_id"),
    "deposit_item": ("deposit_request", "request_id"),
    "discontinuation": ("referral", "referral_id"),
    "form_signature": ("printed_form", "printed_form_id"),
    "guard_override": ("referral", "referral_id"),
    "intake": ("referral", "referral_id"),
    "packet_item": ("referral", "referral_id"),
    "repayment": ("repayment_plan", "repayment_plan_id"),
    "review_comment": ("review_item", "item_id"),
    "snooze": ("referral", "referral_id"),
    "status_event": ("referral", "referral_id"),
    "status_void": ("status_event", "event_id"),
    "support_plan_answer": ("support_plan", "support_plan_id"),
    "support_plan_barrier": ("support_plan", "support_plan_id"),
    "support_plan_comment": ("support_plan", "support_plan_id"),
    "support_plan_signature": ("support_plan", "support_plan_id"),
    "support_plan_step": ("support_plan_barrier", "barrier_id"),
    "visit_item": ("tenancy_event", "event_id"),
}
"""Tables whose rows know their member by another's row, that one perhaps by a third's."""

_NAMED_BY_IT = {"intake", "status_void"}
"""Those of them whose rows have the id of that other row."""


def owner(store: Store, table: str, record_id: str) -> str:
    """Whose a row of a table is; "" when there is none, or the table is of no member."""
    known = "SELECT 1 FROM pragma_table_info(?) WHERE name = 'member_id'"
    while table in _THROUGH:
        parent, key = _THROUGH[table]
        if table not in _NAMED_BY_IT:
            sql = f'SELECT "{key}" FROM "{table}" WHERE id = ?'  # noqa: S608 - names are ours
            row = store.one(sql, (record_id,))
            if row is None:
                return ""
            record_id = str(row[0])
        table = parent
    if store.one(known, (table,)) is None:
        return record_id if table == "member" else ""
    if table == "housing_preference":
        return record_id  # one a member, with its id
    row = store.one(f'SELECT member_id FROM "{table}" WHERE id = ?', (record_id,))  # noqa: S608
    return str(row[0] or "") if row else ""


def member_of(store: Store, branch: Branch, record_id: str) -> str:
    """Whose a record of the line in time is; "" when there is none."""
    parent, key = branch.of
    joined = f'JOIN "{parent}" o ON o.id = t."{key}"' if parent else ""
    row = store.one(
        f'SELECT {"o" if parent else "t"}.member_id FROM "{branch.table}" t {joined} '  # noqa: S608
        "WHERE t.id = ?",
        (record_id,),
    )
    return str(row[0] or "") if row else ""
