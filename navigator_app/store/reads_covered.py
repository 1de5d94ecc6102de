"""The days on which something was done for members, to be held against their coverage."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from navigator_app.store.referral_state import STANDING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_DAYS = f"""
WITH who(id) AS (SELECT value FROM json_each(:ids))
SELECT a.member_id, coalesce(a.referral_id, ''), a.on_date, 'attempt'
FROM who w JOIN outreach_attempt a ON a.member_id = w.id WHERE a.undone_at IS NULL
UNION SELECT r.member_id, r.id, e.on_date, 'served' FROM who w
JOIN referral r ON r.member_id = w.id JOIN status_event e ON e.referral_id = r.id
WHERE e.status = 'closed' AND e.reason = 'services-received' AND {STANDING.format(e="e")}
UNION SELECT r.member_id, r.id, i.services_began_on, 'began' FROM who w
JOIN referral r ON r.member_id = w.id JOIN intake i ON i.referral_id = r.id
WHERE i.services_began_on IS NOT NULL
UNION SELECT n.member_id, coalesce(n.referral_id, ''), n.on_date, 'service'
FROM who w JOIN encounter n ON n.member_id = w.id WHERE n.undone_at IS NULL
AND NOT EXISTS (SELECT 1 FROM encounter x WHERE x.member_id = n.member_id
  AND x.corrects_id = n.id AND x.undone_at IS NULL)
"""  # noqa: S608 - constants

Row = tuple[str, str, str, str]
"""Member, referral ("" where it was for the member as a whole), day, what was done: "attempt",
"served" (loop closed as services received), "began" (first day of the service), "service"."""


def days(store: Store, member_ids: Collection[str]) -> list[Row]:
    """Everything done for some members that stands, by member and day."""
    sql = f"SELECT * FROM ({_DAYS}) ORDER BY 1, 3, 4, 2"  # noqa: S608 - constants
    return store.query(sql, {"ids": json.dumps(list(member_ids))})


def with_lapses(store: Store, plan_id: str) -> list[str]:
    """Members of a plan's referrals of whom some check found a lapse, a suspension or another
    plan."""
    rows = store.query(
        "SELECT DISTINCT x.member_id FROM eligibility_check x JOIN member y ON y.id = x.member_id "
        "WHERE (x.medi_cal IN ('lapsed', 'suspended') OR x.plan_name <> '' "
        "OR x.plan_id <> y.plan_id) AND EXISTS (SELECT 1 FROM referral r "
        "WHERE r.member_id = x.member_id AND r.plan_id = ?) ORDER BY 1",
        (plan_id,),
    )
    return [row[0] for row in rows]


def head(store: Store, referral_id: str) -> tuple[str, str] | None:
    """Member and service of a referral, None when there is none."""
    row = store.one("SELECT member_id, service FROM referral WHERE id = ?", (referral_id,))
    return (row[0], row[1]) if row else None


def referrals(store: Store, plan_id: str, member_id: str) -> list[tuple[str, str, str, str]]:
    """A member's referrals of a plan: id, first name, last name, service; the newest first."""
    return store.query(
        "SELECT r.id, m.first_name, m.last_name, r.service FROM referral r "
        "JOIN member m ON m.id = r.member_id WHERE r.plan_id = ? AND r.member_id = ? "
        "ORDER BY r.is_open DESC, r.created_at DESC, r.id DESC",
        (plan_id, member_id),
    )
