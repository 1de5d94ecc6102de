"""Who is away and who is there to cover, as plain SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.cover import CARERS, Away, Staff
from navigator_app.domain.vocabulary import Role
from navigator_app.store.carried import CARRIED

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_THEIRS = (
    "SELECT m.navigator_id AS id, count(*) AS n FROM member m WHERE m.navigator_id IS NOT NULL "  # noqa: S608
    "AND m.merged_into_id IS NULL AND m.id IN "
    f"(SELECT r.member_id FROM referral r WHERE {CARRIED}) GROUP BY m.navigator_id"
)
CARING = ", ".join(f"'{one.slug}'" for one in CARERS)
"""The roles that carry members, as SQL lists them."""
_AWAY = (
    "SELECT id, user_id, from_on, until_on, coalesce(cover_id, ''), why, ended_on FROM leave "
    "WHERE (ended_on IS NULL OR ended_on > from_on) "
)


def staff(store: Store, today: date, *, counted: bool = True) -> list[Staff]:
    """Everybody, those who have been there longest first, with how many members
    they carry today; without `counted` no members are."""
    members = _THEIRS if counted else "SELECT '' AS id, 0 AS n"
    rows = store.query(
        "SELECT u.id, u.name, u.role, u.active, coalesce(p.administers, 0), "  # noqa: S608
        "coalesce(p.supervisor_id, ''), coalesce(o.n, 0) "
        'FROM "user" u LEFT JOIN user_profile p ON p.user_id = u.id '
        f"LEFT JOIN ({members}) o ON o.id = u.id ORDER BY u.created_at, u.id",
        {"today": today.isoformat()},
    )
    return [
        Staff(key, name, Role.from_slug(role), bool(active), bool(administers), over, count)
        for key, name, role, active, administers, over, count in rows
    ]


def aways(store: Store, since: date) -> list[Away]:
    """Leaves that end on that day or later, the earliest first; those taken back are left out."""
    rows = store.query(f"{_AWAY} AND until_on >= ? ORDER BY from_on, id", (since.isoformat(),))
    return [_away(row) for row in rows]


def leaves(store: Store, since: date) -> list[Away]:
    """The same with those that were taken back."""
    sql = _AWAY.replace("(ended_on IS NULL OR ended_on > from_on)", "1")
    rows = store.query(f"{sql} AND until_on >= ? ORDER BY from_on, id", (since.isoformat(),))
    return [_away(row) for row in rows]


def one(store: Store, leave_id: str) -> Away | None:
    """One leave by its id."""
    sql = _AWAY.replace("(ended_on IS NULL OR ended_on > from_on)", "id = ?")
    row = store.one(sql, (leave_id,))
    return None if row is None else _away(row)


def anybody_missing(store: Store, day: date) -> bool:
    """True when somebody is away that day, or somebody who left, or whose role carries no
    caseload, still has members."""
    row = store.one(
        "SELECT EXISTS (SELECT 1 FROM leave WHERE from_on <= ?1 AND until_on >= ?1 "  # noqa: S608
        'AND (ended_on IS NULL OR ended_on > ?1)) OR EXISTS (SELECT 1 FROM "user" u '
        f"WHERE (u.active = 0 OR u.role NOT IN ({CARING})) "
        "AND EXISTS (SELECT 1 FROM member m WHERE m.navigator_id = u.id))",
        (day.isoformat(),),
    )
    return bool(row and row[0])


def navigator_of(store: Store, member_id: str) -> str:
    """Whose member it is; "" for nobody's or nobody."""
    row = store.one("SELECT navigator_id FROM member WHERE id = ?", (member_id,))
    return str(row[0] or "") if row else ""


def navigators_of(store: Store, member_ids: Iterable[str]) -> dict[str, str]:
    """Whose members these are, by member; nobody's are left out."""
    rows = store.query(
        "SELECT m.id, m.navigator_id FROM json_each(?) j JOIN member m ON m.id = j.value "
        "WHERE m.navigator_id IS NOT NULL",
        (json.dumps(list(member_ids)),),
    )
    return dict(rows)


def _away(row: tuple[str, str, str, str, str, str, str | None]) -> Away:
    key, user, first, last, cover, why, back = row
    ended = date.fromisoformat(back) if back else None
    return Away(key, user, date.fromisoformat(first), date.fromisoformat(last), cover, why, ended)
