"""The caseload in SQL: which members, in what order, and a window of their rows.

A window's joins touch only the window. What may need all members (a filter on referrals, an order
by their dates) gives a list of row numbers once, which the service keeps while nothing is written.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from navigator_app.domain.records import CaseloadQuery
from navigator_app.store.failures import translated
from navigator_app.store.reads_today import with_plan

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

Row = tuple[Any, ...]

MOST_MATCHES = 1001
"""Matches of a text are counted up to here: more than 1,000 is said, not counted."""

MONTHLY = "monthly-status"
"""The rule that wants a status of every open referral that the plan has each month; in every
pack."""

_HAS_IT = with_plan("'9999'")

# OR works out all that stands in it, this only what is needed: nearly all came in a file.
_HAS_IT_QUICKLY = f"iif(r.last_file_id IS NOT NULL, 1, {_HAS_IT})"

_WINDOW = f"""
SELECT m.pk, m.id, m.first_name, m.last_name, m.preferred_name, m.cin, m.plan_id, m.date_of_birth,
       m.phone, m.language_spoken, m.navigator_id, m.homeless,
       m.do_not_leave_word OR m.fleeing_violence, m.last_attempt_on,
       r.service, r.is_open, r.status, r.status_on, r.authorization_status, r.ends_on,
       r.clock_rule, r.clock_due_on, r.id, m.sort_name, {_HAS_IT_QUICKLY}
FROM {{pks}} w
CROSS JOIN member m ON m.pk = w.pk
LEFT JOIN referral r ON r.member_id = m.id
"""  # noqa: S608 - constants
"""CROSS JOIN keeps the order of the window, and each member's referrals together."""

_FIRST = _WINDOW.format(pks="member_fts").replace("w.pk", "w.rowid") + "WHERE w.member_fts MATCH ?"

_FOUND = "member_fts f CROSS JOIN member m ON m.pk = f.rowid WHERE f.member_fts MATCH :words"
# `+ 0`: a bare parameter after LIMIT makes SQLite prepare the statement anew for every binding.
_WINDOWED = " LIMIT :limit + 0 OFFSET :offset"

# Of several referrals the open ones speak for the member, the youngest first: `lead` below, and
# `services.caseload` picks the same one for the row.
_LEAD = (
    "(SELECT r.{column} FROM referral r WHERE r.member_id = m.id "
    "ORDER BY r.is_open DESC, r.id DESC LIMIT 1)"
)

# The + keeps the planner on the member's own few referrals: the index on is_open holds nearly all.
_NEXT_DUE = f"""
(SELECT min(min(coalesce(r.clock_due_on, '9999'),
                iif({_HAS_IT}, iif(r.status_on >= :first, :next_last, :last), '9999')))
 FROM referral r WHERE r.member_id = m.id AND +r.is_open = 1)
"""  # noqa: S608 - constants

_ORDERS = {
    "name": "m.sort_name",
    "cin": "m.cin",
    "plan": "(SELECT p.key FROM plan p WHERE p.id = m.plan_id)",
    "due": _NEXT_DUE,
    "status": _LEAD.format(column="status"),
    "authorization_end": _LEAD.format(column="ends_on"),
    "last_attempt": "m.last_attempt_on",
}

_DUE = {
    "overdue": "r.is_open = 1 AND r.clock_due_on < :today",
    "week": "r.is_open = 1 AND (r.clock_due_on <= :week OR (:last <= :week "
    f"AND coalesce(r.status_on, '') < :first AND {_HAS_IT}))",
    "unreached": "r.is_open = 1 AND r.authorization_status = 'approved' "
    "AND coalesce(r.status, 'accepted') IN ('pending', 'accepted')",
    "coverage": "r.member_id IN (SELECT value FROM json_each(:doubtful))",
    "no-status": f"r.is_open = 1 AND coalesce(r.status_on, '') < :first AND {_HAS_IT}",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days a query turns on, as ISO text: today, a week on, the month's first and last day,
    the next month's last.

    `doubtful` are the ids of the members whose coverage is in doubt on that day, as JSON: only
    where a query asks for them. Who moved in after `housed_after` is newly housed, where a query
    asks for a stage.
    """

    today: str
    week: str
    first: str
    last: str
    next_last: str
    doubtful: str = "[]"
    housed_after: str = ""

    def params(self) -> dict[str, object]:
        """By the names that the SQL uses."""
        return {
            "today": self.today,
            "week": self.week,
            "first": self.first,
            "last": self.last,
            "next_last": self.next_last,
            "doubtful": self.doubtful,
            "housed_after": self.housed_after,
        }


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for: a full-text query (`domain.search`), "" for everybody, and the filters."""

    words: str
    query: CaseloadQuery
    days: Days

    filtered: bool
    """More is asked than the text."""


def count_matches(store: Store, asked: Search) -> int:
    """How many members a text finds, up to 1,001."""
    if asked.filtered:
        where, params = _filters(asked.query, asked.days)
        found = f"SELECT 1 FROM {_FOUND} AND {where}"  # noqa: S608
    else:
        found, params = "SELECT 1 FROM member_fts WHERE member_fts MATCH :words", {}
    sql = f"SELECT count(*) FROM ({found} LIMIT {MOST_MATCHES})"  # noqa: S608
    row = store.one(sql, params | {"words": asked.words})
    return int(row[0]) if row else 0


def matches(store: Store, asked: Search, offset: int, limit: int, *, in_order: bool) -> list[Row]:
    """A window of what a text finds: as the query orders it, or as the members came in."""
    where, params = _filters(asked.query, asked.days) if asked.filtered else ("1", {})
    if in_order:
        pks = f"SELECT m.pk FROM {_FOUND} AND {where} ORDER BY {_order(asked.query)}"  # noqa: S608
        params = params | asked.days.params()
    elif asked.filtered:
        pks = f"SELECT m.pk FROM {_FOUND} AND {where}"  # noqa: S608
    else:
        pks = "SELECT rowid AS pk FROM member_fts WHERE member_fts MATCH :words"
    params = params | {"words": asked.words, "limit": limit, "offset": offset}
    return store.query(_WINDOW.format(pks=f"({pks}{_WINDOWED})"), params)


def first_window(store: Store, words: str, limit: int) -> tuple[list[Row], bool]:
    """The first members that a text finds, as they came in, and whether there are more.

    The statement has no limit, since that would have to count members, not their referrals: it is
    left off as soon as enough members were read, which is quicker than a limited subquery.
    """
    run = store.connection.execute
    with translated(), contextlib.closing(run(_FIRST, (words,))) as cursor:
        rows: list[Row] = cursor.fetchmany(limit + 1)
        if len(rows) <= limit:
            return rows, False
        members = len({row[0] for row in rows})
        while members <= limit:
            row = cursor.fetchone()
            if row is None:
                return rows, False
            members += row[0] != rows[-1][0]
            rows.append(row)
    last = rows[-1][0]
    return [row for row in rows if row[0] != last], True


def first_matches(store: Store, words: str, limit: int) -> list[int]:
    """Row numbers of the first members that a text finds."""
    rows = store.query(
        "SELECT rowid FROM member_fts WHERE member_fts MATCH ? LIMIT ? + 0", (words, limit)
    )
    return [row[0] for row in rows]


def best(store: Store, pks: Sequence[int], user_id: str, start: str, limit: int) -> list[int]:
    """The few of some members to offer first: the user's own, then names that begin with `start`
    (folded), then by name."""
    rows = store.query(
        "SELECT m.pk FROM json_each(:pks) j CROSS JOIN member m ON m.pk = j.value "
        "ORDER BY m.navigator_id IS NOT :user, "
        "instr(m.sort_name, :start) <> 1 AND instr(m.search_text, :start) <> 1, "
        "m.sort_name, m.id LIMIT :limit + 0",
        {"pks": json.dumps(pks), "user": user_id, "start": start, "limit": limit},
    )
    return [row[0] for row in rows]


def written(store: Store) -> int:
    """A number that grows with every change of a record."""
    row = store.one("SELECT max(seq) FROM journal_entry")
    return int(row[0] or 0) if row else 0


def everybody(store: Store, query: CaseloadQuery, offset: int, limit: int) -> list[Row]:
    """A window of all members by name or CIN, straight from an index."""
    column = "cin" if query.sort == "cin" else "sort_name"
    way = "DESC" if query.descending else "ASC"
    order = f"ORDER BY {column} {way}, id {way}{_WINDOWED}"
    pks = f"SELECT pk FROM member WHERE merged_into_id IS NULL {order}"  # noqa: S608
    return store.query(_WINDOW.format(pks=f"({pks})"), {"limit": limit, "offset": offset})


def count(store: Store) -> int:
    """How many members there are."""
    row = store.one("SELECT count(*) FROM member WHERE merged_into_id IS NULL")
    return int(row[0]) if row else 0


def ordered(store: Store, query: CaseloadQuery, days: Days) -> list[int]:
    """Row numbers of all members that pass the filters, in the order of the query."""
    where, params = _filters(query, days)
    rows = store.query(
        f"SELECT m.pk FROM member m WHERE m.merged_into_id IS NULL AND {where} "  # noqa: S608
        f"ORDER BY {_order(query)}",
        params,
    )
    return [row[0] for row in rows]


def window(store: Store, pks: Sequence[int]) -> list[Row]:
    """The columns of those members, a row for each of their referrals (or one without)."""
    each = _WINDOW.format(pks="(SELECT value AS pk FROM json_each(?))")
    return store.query(each, (json.dumps(pks),))


def plan_keys(store: Store) -> dict[str, str]:
    """Plan keys by id."""
    return dict(store.query("SELECT id, key FROM plan"))


def user_names(store: Store) -> dict[str, str]:
    """Names of all users by id, those gone too."""
    return dict(store.query('SELECT id, name FROM "user"'))


def languages(store: Store) -> list[str]:
    """The spoken languages, each found by one step in the index."""
    rows = store.query(
        "WITH RECURSIVE spoken(name) AS (SELECT min(language_spoken) FROM member UNION ALL "
        "SELECT (SELECT min(language_spoken) FROM member WHERE language_spoken > name) "
        "FROM spoken WHERE name IS NOT NULL) "
        "SELECT name FROM spoken WHERE name <> ''"
    )
    return [row[0] for row in rows]


def _order(query: CaseloadQuery) -> str:
    """ORDER BY: what is not known comes last either way, then by name."""
    key = _ORDERS.get(query.sort, _ORDERS["name"])
    way = "DESC" if query.descending else "ASC"
    if query.sort in ("name", "cin", "plan"):
        return f"{key} {way}, m.sort_name, m.id"
    return f"{key} {way} NULLS LAST, m.sort_name, m.id"


_STATUS = {
    "": "",
    "none": "r.is_open = 1 AND coalesce(r.status, 'pending') = 'pending'",  # Pending is no answer
    "open": "r.is_open = 1",
    "running": "",  # is told by `store.carried`
}


def _filters(query: CaseloadQuery, days: Days) -> tuple[str, dict[str, object]]:
    """A condition on `m` with its parameters; what concerns referrals holds for one of them."""
    of_member = {
        "m.plan_id = (SELECT id FROM plan WHERE key = :plan)": query.plan,
        "m.language_spoken = :language": query.language,
        "m.navigator_id IS NULL": query.navigator == "none",
        "m.navigator_id = :navigator": query.navigator not in ("", "none"),
    }
    of_referral = {
        "r.service = :service": query.service is not None,
        _STATUS.get(query.status, "r.status = :status"): query.status,
        "r.authorization_status = :authorization": query.authorization,
        _DUE.get(query.due, "1"): query.due,
    }
    conditions = [condition for condition, wanted in of_member.items() if wanted]
    running = bool(query.stage or query.status == "running")
    if running:
        from navigator_app.store.carried import CARRIED  # seldom asked for
        from navigator_app.store.reads_board import STAGE

        of_referral[CARRIED] = True
        if query.stage:
            conditions.append(f"({STAGE}) = :stage")
    wanted = " AND ".join(condition for condition, on in of_referral.items() if condition and on)
    if wanted and running and query.navigator:  # few members, whom an index finds
        conditions.append(
            "EXISTS (SELECT 1 FROM referral r INDEXED BY ix_referral_member_id "  # noqa: S608
            f"WHERE r.member_id = m.id AND {wanted})"
        )
    elif wanted:
        conditions.append(f"m.id IN (SELECT r.member_id FROM referral r WHERE {wanted})")  # noqa: S608
    params = days.params() | {
        "plan": query.plan,
        "language": query.language,
        "navigator": query.navigator,
        "service": query.service.slug if query.service else "",
        "status": query.status,
        "authorization": query.authorization,
        "stage": query.stage,
    }
    return " AND ".join(conditions) or "1", params
