"""What a member's next navigator must know of the plan and the home, in plain SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store


def steps(store: Store, member_id: str) -> list[tuple[str, str, date | None, str]]:
    """(what, who does it, by when, the plan's id) of the newest plan's steps that are not done,
    nearest first."""
    rows = store.query(
        "SELECT s.what, s.owner, s.due_on, b.support_plan_id FROM support_plan_step s "
        "JOIN support_plan_barrier b ON b.id = s.barrier_id "
        "WHERE b.support_plan_id = (SELECT id FROM support_plan WHERE member_id = ? "
        "ORDER BY version DESC LIMIT 1) AND s.done_on IS NULL AND s.what <> '' "
        "AND b.progress NOT IN ('met', 'stopped') "
        "ORDER BY coalesce(s.due_on, '9'), b.position, s.position",
        (member_id,),
    )
    return [(row[0], row[1], day(row[2]), row[3]) for row in rows]


def plan_review(store: Store, member_id: str) -> tuple[str, date | None] | None:
    """State and review date of the newest plan; None while there is none."""
    row = store.one(
        "SELECT state, review_on FROM support_plan WHERE member_id = ? "
        "ORDER BY version DESC LIMIT 1",
        (member_id,),
    )
    return (row[0], day(row[1])) if row else None


def watched(store: Store, member_id: str) -> list[tuple[str, str, str, date, date | None, str]]:
    """(kind, item's id, note, since, by when, event) of what a running tenancy has unsettled."""
    rows = store.query(
        "SELECT e.kind, e.what, e.note, e.on_date, e.due_on, e.id FROM tenancy_event e "
        "JOIN tenancy t ON t.id = e.tenancy_id WHERE e.member_id = ? AND t.ended_on IS NULL "
        "AND e.undone_at IS NULL AND e.resolved_on IS NULL ORDER BY coalesce(e.due_on, '9'), e.id",
        (member_id,),
    )
    return [(r[0], r[1], r[2], date.fromisoformat(r[3]), day(r[4]), r[5]) for r in rows]


def next_steps(store: Store, member_id: str, since: str) -> list[tuple[str, date, str, str]]:
    """(next step, day, who wrote it, attempt) of attempts since a day, the latest first."""
    rows = store.query(
        "SELECT a.next_step, a.on_date, coalesce(u.name, ''), a.id FROM outreach_attempt a "
        'LEFT JOIN "user" u ON u.id = a.user_id WHERE a.member_id = ? AND a.undone_at IS NULL '
        "AND a.next_step <> '' AND a.on_date >= ? ORDER BY a.on_date DESC, a.id DESC LIMIT 3",
        (member_id, since),
    )
    return [(row[0], date.fromisoformat(row[1]), row[2], row[3]) for row in rows]
