"""What staff sheets count that no page shows: attempts and passed limits since a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


class Passed(NamedTuple):
    """A limit that somebody passed with a reason; `at` is UTC ISO text."""

    member: str
    rule_id: str
    policy: str
    reason: str
    by: str
    at: str


def attempts(store: Store, navigator_id: str, first: str, last: str) -> tuple[int, int]:
    """Attempts to reach a navigator's members from a day to a day, and how many reached one."""
    row = store.one(
        "SELECT count(*), coalesce(sum(a.outcome = 'reached'), 0) FROM outreach_attempt a "
        "JOIN member m ON m.id = a.member_id WHERE m.navigator_id = ? "
        "AND a.on_date BETWEEN ? AND ? AND a.undone_at IS NULL",
        (navigator_id, first, last),
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def passed(store: Store, navigator_id: str, since: str) -> list[Passed]:
    """Limits passed for a navigator's members since a moment (UTC ISO text), the latest first."""
    rows = store.query(
        "SELECT trim(m.first_name || ' ' || m.last_name), g.rule_id, p.policy, g.reason, "
        "coalesce(u.name, ''), g.created_at FROM guard_override g "
        "JOIN referral r ON r.id = g.referral_id JOIN member m ON m.id = r.member_id "
        'JOIN plan p ON p.id = r.plan_id LEFT JOIN "user" u ON u.id = g.user_id '
        "WHERE m.navigator_id = ? AND g.created_at >= ? ORDER BY g.created_at DESC, g.id DESC",
        (navigator_id, since),
    )
    return [Passed(*row) for row in rows]
