"""What bears on whom members are given to, as plain SQL: set-based, for one or for hundreds."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from navigator_app.store.carried import CARRIED, MEMBER_CARRIED
from navigator_app.store.reads_board import STAGE
from navigator_app.store.reads_cover import CARING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_MEMBERS = (
    "SELECT m.id, trim(m.first_name || ' ' || m.last_name), "  # noqa: S608 - constants
    "coalesce(nullif(m.language_spoken, ''), m.language_written), "
    "trim(m.address || ' ' || m.last_seen_place), coalesce(m.navigator_id, ''), "
    f"coalesce(u.name, ''), coalesce(u.active AND u.role IN ({CARING}), 1), "
    "(SELECT max(coalesce(r.sent_to_provider_on, "
    f"r.received_on)) FROM referral r WHERE r.member_id = m.id AND {CARRIED}) "
)
_IDS = "json_each(:ids) j JOIN {table} x ON x.member_id = j.value "

_GIVEN = (  # the names of tables are ours
    "SELECT x.member_id, x.from_id, x.at AS at FROM " + _IDS.format(table="assignment")  # noqa: S608
    + "WHERE x.undone_at IS NULL AND x.from_id IS NOT NULL UNION ALL "
    "SELECT x.member_id, x.from_id, x.created_at FROM " + _IDS.format(table="hand_over")
    + "WHERE x.from_id IS NOT NULL"
)  # fmt: skip


class MemberLine(NamedTuple):
    """A member as assignment needs them."""

    id: str
    name: str
    language: str
    where: str
    navigator_id: str
    navigator: str
    navigator_active: int  # and of a role that carries members
    came: str | None


def members(store: Store, ids: Collection[str], today: date) -> list[MemberLine]:
    """These members in their order; those that are not there, or went into another record, are
    left out."""
    rows = store.query(
        f"{_MEMBERS} FROM json_each(:ids) j JOIN member m ON m.id = j.value "
        'LEFT JOIN "user" u ON u.id = m.navigator_id WHERE m.merged_into_id IS NULL ORDER BY j.key',
        {**_ids(ids), "today": today.isoformat()},
    )
    return [MemberLine._make(row) for row in rows]


def waiting(store: Store, today: date, user_id: str = "") -> list[MemberLine]:
    """Members who are carried and whom nobody has who works here and carries members, who came
    first first; with a user's id, that user's members instead."""
    nobody = f"(m.navigator_id IS NULL OR u.active = 0 OR u.role NOT IN ({CARING}))"
    whose = "m.navigator_id = :user" if user_id else nobody
    rows = store.query(
        f'{_MEMBERS} FROM member m LEFT JOIN "user" u ON u.id = m.navigator_id '
        f"WHERE m.merged_into_id IS NULL AND {whose} AND {MEMBER_CARRIED} "
        "ORDER BY 8, m.sort_name, m.id",
        {"user": user_id, "today": today.isoformat()},
    )
    return [MemberLine._make(row) for row in rows]


def stages(store: Store, ids: Collection[str], today: date, housed_after: date) -> dict[str, str]:
    """The stage of each of these members, as the board counts it."""
    rows = store.query(
        f"SELECT m.id, {STAGE} FROM json_each(:ids) j JOIN member m ON m.id = j.value",  # noqa: S608
        {**_ids(ids), "today": today.isoformat(), "housed_after": housed_after.isoformat()},
    )
    return dict(rows)


def household(store: Store, ids: Collection[str]) -> dict[str, dict[str, str]]:
    """By member and user: the name of somebody of the household whom that user has."""
    rows = store.query(
        "WITH pair AS (SELECT x.member_id AS a, x.other_member_id AS b FROM household_person x "
        "WHERE x.other_member_id IS NOT NULL AND x.left_on IS NULL), "
        "both AS (SELECT a, b FROM pair UNION SELECT b, a FROM pair) "
        "SELECT j.value, o.navigator_id, trim(o.first_name || ' ' || o.last_name) "
        "FROM json_each(:ids) j JOIN both ON both.a = j.value JOIN member o ON o.id = both.b "
        "WHERE o.navigator_id IS NOT NULL AND o.merged_into_id IS NULL ORDER BY o.sort_name DESC",
        _ids(ids),
    )
    found: dict[str, dict[str, str]] = {}
    for member, user, name in rows:
        found.setdefault(member, {})[user] = name
    return found


def earlier(store: Store, ids: Collection[str]) -> dict[str, dict[str, date]]:
    """By member and user: the day until which that user had the member."""
    rows = store.query(
        f"SELECT member_id, from_id, substr(max(at), 1, 10) FROM ({_GIVEN}) "  # noqa: S608
        "GROUP BY member_id, from_id",
        _ids(ids),
    )
    found: dict[str, dict[str, date]] = {}
    for member, user, day in rows:
        found.setdefault(member, {})[user] = date.fromisoformat(day)
    return found


def before_leave(store: Store, ids: Collection[str], today: date) -> dict[str, set[str]]:
    """By member: who had them until a leave began that is over now."""
    rows = store.query(
        f"SELECT DISTINCT g.member_id, g.from_id FROM ({_GIVEN}) g JOIN leave l "  # noqa: S608
        "ON l.user_id = g.from_id WHERE substr(g.at, 1, 10) BETWEEN date(l.from_on, '-14 days') "
        "AND min(l.until_on, coalesce(l.ended_on, l.until_on)) "
        "AND coalesce(l.ended_on, l.until_on) <= :today "
        "AND (l.ended_on IS NULL OR l.ended_on > l.from_on)",
        {**_ids(ids), "today": today.isoformat()},
    )
    found: dict[str, set[str]] = {}
    for member, user in rows:
        found.setdefault(member, set()).add(user)
    return found


def met(store: Store, ids: Collection[str]) -> dict[str, dict[str, int]]:
    """By member and user: how often that user reached the member."""
    rows = store.query(
        "SELECT x.member_id, x.user_id, count(*) FROM "  # noqa: S608
        + _IDS.format(table="outreach_attempt")
        + "WHERE x.undone_at IS NULL AND x.outcome = 'reached' AND x.user_id IS NOT NULL "
        "GROUP BY x.member_id, x.user_id",
        _ids(ids),
    )
    found: dict[str, dict[str, int]] = {}
    for member, user, times in rows:
        found.setdefault(member, {})[user] = times
    return found


def last_given(store: Store, member_id: str) -> tuple[str, str] | None:
    """(who did it, whom the member went to) the last time; None where nobody wrote it down."""
    row = store.one(
        "SELECT coalesce(b.name, ''), coalesce(t.name, '') FROM (SELECT by_id, to_id, at, id "
        "FROM assignment WHERE member_id = :id AND undone_at IS NULL UNION ALL "
        "SELECT user_id, to_id, created_at, id FROM hand_over WHERE member_id = :id) g "
        'LEFT JOIN "user" b ON b.id = g.by_id LEFT JOIN "user" t ON t.id = g.to_id '
        "ORDER BY g.at DESC, g.id DESC LIMIT 1",
        {"id": member_id},
    )
    return (row[0], row[1]) if row else None


def of_batch(
    store: Store, batch_id: str
) -> list[tuple[str, str, str | None, str, str | None, int]]:
    """(assignment, member, from, to, hand-over, pack read) of what one go gave and stands."""
    return store.query(
        "SELECT a.id, a.member_id, a.from_id, a.to_id, a.hand_over_id, h.read_at IS NOT NULL "
        "FROM assignment a LEFT JOIN hand_over h ON h.id = a.hand_over_id "
        "WHERE a.batch_id = ? AND a.undone_at IS NULL ORDER BY a.id",
        (batch_id,),
    )


def _ids(ids: Collection[str]) -> dict[str, object]:
    return {"ids": json.dumps(list(ids))}
