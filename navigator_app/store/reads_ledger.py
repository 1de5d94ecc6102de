"""Authorizations, requests, packet items and eligibility checks, in plain set-based SQL."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from navigator_app.domain.eligibility import Check, How, MediCal
from navigator_app.domain.ledger import Entry, Kind
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.store.carried import MEMBER_CARRIED, RUNS
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_BY_SLUG = {word.slug: word for word in AuthorizationStatus}

# Only what was authorized ends. The last end of a referral counts, whether its file or staff told;
# a request that waits makes the week's work done already. For others to go on from, too.
ENDS = """
WITH approved(referral_id, ends_on) AS (
    SELECT referral_id, ends_on FROM "authorization"
    WHERE status = 'approved' AND ends_on >= coalesce(effective_on, '') AND ends_on >= :first
    UNION ALL
    SELECT referral_id, ends_on FROM authorization_request
    WHERE decision = 'approved' AND ends_on >= coalesce(effective_on, '') AND ends_on >= :first
), chain AS (
    SELECT referral_id, max(ends_on) AS ends_on FROM approved GROUP BY referral_id
    HAVING max(ends_on) <= :last
), waiting AS (
    SELECT DISTINCT q.referral_id FROM authorization_request q
    WHERE q.kind = 'extension' AND q.decision NOT IN ('approved', 'denied')
)
"""
_RUNNING = f"CROSS JOIN referral r ON r.id = c.referral_id AND {RUNS} "


@dataclass(frozen=True, slots=True)
class ReferralHead:
    """What a ledger says of its referral before its rows."""

    referral_id: str
    member_id: str
    member_name: str
    cin: str
    plan: str
    plan_name: str
    policy: str
    service: str
    is_open: bool
    runs: bool  # open, or closed as served and not discontinued


def heads(
    store: Store, *, member_id: str = "", referral_ids: Collection[str] | None = None
) -> list[ReferralHead]:
    """Referrals with their member and plan: some, a member's, or all that ever had anything
    authorized or asked for; open ones first, then as they came."""
    if referral_ids is not None:
        narrowed, params = "r.id IN (SELECT value FROM json_each(?))", [json.dumps([*referral_ids])]
    elif member_id:
        narrowed, params = "r.member_id = ?", [member_id]
    else:
        narrowed, params = _HAS_ANY, []
    sql = (
        "SELECT r.id, r.member_id, m.first_name || ' ' || m.last_name, m.cin, p.key, p.name, "  # noqa: S608
        f"p.policy, r.service, r.is_open, {RUNS} FROM referral r JOIN member m "
        "ON m.id = r.member_id "
        f"JOIN plan p ON p.id = r.plan_id WHERE {narrowed} ORDER BY r.is_open DESC, r.id"
    )
    return [
        ReferralHead(
            referral_id=row[0],
            member_id=row[1],
            member_name=row[2].strip(),
            cin=row[3],
            plan=row[4],
            plan_name=row[5],
            policy=row[6],
            service=row[7],
            is_open=bool(row[8]),
            runs=bool(row[9]),
        )
        for row in store.query(sql, params)
    ]


_HAS_ANY = (
    'EXISTS (SELECT 1 FROM "authorization" a WHERE a.referral_id = r.id) '
    "OR EXISTS (SELECT 1 FROM authorization_request q WHERE q.referral_id = r.id) "
    "OR EXISTS (SELECT 1 FROM intake i WHERE i.referral_id = r.id AND i.submitted_on IS NOT NULL "
    "AND i.withdrawn_on IS NULL)"
)


def authorizations(store: Store, referral_ids: Collection[str] | None) -> dict[str, list[Entry]]:
    """What the plans' files authorized, by referral; None reads all."""
    sql = (
        "SELECT a.id, a.referral_id, a.status, a.requested_on, a.decided_on, a.effective_on, "  # noqa: S608
        f'a.ends_on, a.number FROM "authorization" a {_among(referral_ids, "a")}'
    )
    found: dict[str, list[Entry]] = {}
    for row in store.query(sql, _ids(referral_ids)):
        entry = Entry(
            id=row[0],
            referral_id=row[1],
            kind=Kind.INITIAL,
            status=_BY_SLUG.get(row[2]),
            requested=day(row[3]),
            decided=day(row[4]),
            effective=day(row[5]),
            end=day(row[6]),
            number=row[7],
        )
        found.setdefault(entry.referral_id, []).append(entry)
    return found


def requests(store: Store, referral_ids: Collection[str] | None) -> dict[str, list[Entry]]:
    """What staff asked the plans for, by referral; None reads all."""
    sql = (
        "SELECT q.id, q.referral_id, q.kind, q.decision, q.requested_on, q.received_on, "  # noqa: S608
        "q.decided_on, q.effective_on, q.ends_on, q.units, q.unit, q.number, q.extends_id, q.note "
        f"FROM authorization_request q {_among(referral_ids, 'q')}"
    )
    found: dict[str, list[Entry]] = {}
    for row in store.query(sql, _ids(referral_ids)):
        found.setdefault(row[1], []).append(_request(row))
    return found


def submissions(store: Store, referral_ids: Collection[str] | None) -> dict[str, date]:
    """The day each referral was sent to the plan as its intake knows it, by referral; None reads
    all. A referral that was withdrawn has none."""
    narrowed = "AND i.referral_id IN (SELECT value FROM json_each(?))"
    sql = (
        "SELECT i.referral_id, i.submitted_on FROM intake i WHERE i.submitted_on IS NOT NULL "  # noqa: S608
        f"AND i.withdrawn_on IS NULL {narrowed if referral_ids is not None else ''}"
    )
    return {row[0]: date.fromisoformat(row[1]) for row in store.query(sql, _ids(referral_ids))}


def request(store: Store, request_id: str) -> Entry | None:
    """One request, None when there is none."""
    row = store.one("SELECT referral_id FROM authorization_request WHERE id = ?", (request_id,))
    if row is None:
        return None
    mine = requests(store, [row[0]])[row[0]]
    return next(entry for entry in mine if entry.request_id == request_id)


def first_decision(store: Store, referral_id: str) -> date | None:
    """The earliest day on which the plan decided about a referral, of those that are written down
    in its file or by staff; None when none is."""
    row = store.one(
        'SELECT min(d) FROM (SELECT decided_on AS d FROM "authorization" WHERE referral_id = ?1 '
        "UNION ALL SELECT decided_on FROM authorization_request WHERE referral_id = ?1)",
        (referral_id,),
    )
    return day(row[0]) if row else None


def authorization_of(store: Store, authorization_id: str) -> str | None:
    """The referral of an authorization in a plan's file, None when there is none."""
    row = store.one('SELECT referral_id FROM "authorization" WHERE id = ?', (authorization_id,))
    return str(row[0]) if row else None


def packet_items(store: Store, referral_id: str, end: date) -> dict[str, date]:
    """The items of a packet that are done, and when."""
    rows = store.query(
        "SELECT item, done_on FROM packet_item "
        "WHERE referral_id = ? AND for_end_on = ? AND done_on IS NOT NULL",
        (referral_id, end.isoformat()),
    )
    return {row[0]: date.fromisoformat(row[1]) for row in rows}


def packet_item_id(store: Store, referral_id: str, end: date, item: str) -> str | None:
    """The row of one item, None while it was never touched."""
    row = store.one(
        "SELECT id FROM packet_item WHERE referral_id = ? AND for_end_on = ? AND item = ?",
        (referral_id, end.isoformat(), item),
    )
    return str(row[0]) if row else None


def ending(store: Store, first: date, last: date) -> list[tuple[int, int, int]]:
    """How many running referrals' authorization ends in each week from `first`: week, all, of which
    an extension is asked for."""
    sql = (
        f"{ENDS} SELECT CAST((julianday(c.ends_on) - julianday(:first)) / 7 AS INTEGER) week, "  # noqa: S608
        "count(*), count(w.referral_id) FROM chain c "
        f"{_RUNNING} LEFT JOIN waiting w ON w.referral_id = c.referral_id "
        "GROUP BY week ORDER BY week"
    )
    return [(row[0], row[1], row[2]) for row in store.query(sql, _span(first, last))]


def ending_members(
    store: Store, first: date, last: date, limit: int = -1
) -> list[tuple[str, str, str, str, date, bool]]:
    """Whose authorization ends from `first` to `last`: member's id and name, referral, service,
    end, and whether an extension is asked for; the earliest first."""
    sql = (
        f"{ENDS} SELECT m.id, m.first_name || ' ' || m.last_name, r.id, r.service, c.ends_on, "  # noqa: S608
        f"w.referral_id IS NOT NULL FROM chain c {_RUNNING} JOIN member m ON m.id = r.member_id "
        "LEFT JOIN waiting w ON w.referral_id = c.referral_id "
        "ORDER BY c.ends_on, m.sort_name, r.id LIMIT :limit"
    )
    rows = store.query(sql, {**_span(first, last), "limit": limit})
    return [
        (row[0], row[1].strip(), row[2], row[3], date.fromisoformat(row[4]), bool(row[5]))
        for row in rows
    ]


def setting(store: Store, name: str) -> str | None:
    """A figure the agency works with, None while its shipped default holds."""
    row = store.one("SELECT value FROM agency_setting WHERE id = ?", (name,))
    return str(row[0]) if row else None


def last_written(store: Store, intention: str) -> tuple[str, str] | None:
    """When such a write last happened, in UTC, and by whom; None for never."""
    row: tuple[str, str] | None = store.one(
        "SELECT at, user_name FROM journal_transaction WHERE intention = ? ORDER BY id DESC "
        "LIMIT 1",
        (intention,),
    )
    return row


_CHECKS = (
    "SELECT c.id, c.member_id, c.checked_at, c.zone, c.how, c.medi_cal, "
    "coalesce(p.name, c.plan_name), "
    "c.plan_name <> '' OR coalesce(c.plan_id <> m.plan_id, 0), "
    "c.lapsed_on, c.next_on, c.note, coalesce(u.name, '') "
    "FROM eligibility_check c JOIN member m ON m.id = c.member_id "
    'LEFT JOIN plan p ON p.id = c.plan_id LEFT JOIN "user" u ON u.id = c.user_id '
)
_BY_TIME = " ORDER BY c.checked_at, c.created_at, c.id"


def checks(store: Store, member_id: str) -> list[Check]:
    """A member's eligibility checks, oldest first. A plan found is compared with the member's."""
    return [
        _check(row)
        for row in store.query(f"{_CHECKS}WHERE c.member_id = ?{_BY_TIME}", (member_id,))
    ]


def checks_of(store: Store, member_ids: Collection[str]) -> dict[str, list[Check]]:
    """The eligibility checks of many members, by member, oldest first."""
    some = "WHERE c.member_id IN (SELECT value FROM json_each(?))"
    found: dict[str, list[Check]] = {}
    for row in store.query(f"{_CHECKS}{some}{_BY_TIME}", (json.dumps(list(member_ids)),)):
        found.setdefault(row[1], []).append(_check(row))
    return found


# A later check speaks instead of an earlier one. Days are counted where each check was made, so one
# passes here for later, and for made by today, only where that is so in every zone: the rest is
# judged by the caller.
_LATER = (
    "SELECT 1 FROM eligibility_check y WHERE y.member_id = x.member_id "
    "AND y.checked_at >= date(x.checked_at, '+3 days') AND y.checked_at < :today"
)
# `+` keeps the one scan in the order of the table: by the index each row is looked up apart.
_DOUBTFUL = f"""
SELECT m.id FROM (
    SELECT DISTINCT +x.member_id AS id FROM eligibility_check x
    WHERE (x.next_on < :today AND NOT EXISTS ({_LATER}))
       OR (x.medi_cal IN ('lapsed', 'suspended')
           AND NOT EXISTS ({_LATER} AND y.medi_cal <> 'unknown'))
       OR x.plan_name <> ''
       OR x.plan_id <> (SELECT y.plan_id FROM member y WHERE y.id = x.member_id)
) m WHERE {MEMBER_CARRIED}
"""  # noqa: S608 - our own text


def doubtful(store: Store, today: date) -> dict[str, list[Check]]:
    """All checks of members with a running referral whose last telling check may have found a lapse
    or a suspension, of whom one found another plan, or whose planned check may be overdue; by
    member, oldest first. Nobody in doubt is missing; `eligibility.coverage` says who is."""
    sql = f"{_CHECKS}WHERE c.member_id IN ({_DOUBTFUL}){_BY_TIME}"
    found: dict[str, list[Check]] = {}
    for row in store.query(sql, {"today": today.isoformat()}):
        found.setdefault(row[1], []).append(_check(row))
    return found


def names(store: Store, member_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Name and CIN of some members, by id, in the order of their names."""
    rows = store.query(
        "SELECT m.id, m.first_name || ' ' || m.last_name, m.cin FROM member m "
        "JOIN json_each(?) j ON j.value = m.id ORDER BY m.sort_name, m.id",
        (json.dumps(list(member_ids)),),
    )
    return {row[0]: (row[1].strip(), row[2]) for row in rows}


def member_plan(store: Store, member_id: str) -> tuple[str, str] | None:
    """Key and name of the plan a member is kept under, None when there is no such member."""
    row = store.one(
        "SELECT p.key, p.name FROM member m JOIN plan p ON p.id = m.plan_id WHERE m.id = ?",
        (member_id,),
    )
    return (row[0], row[1]) if row else None


def plans(store: Store) -> list[tuple[str, str, str]]:
    """Id, key and name of every plan kept here."""
    return [(row[0], row[1], row[2]) for row in store.query("SELECT id, key, name FROM plan")]


def _request(row: tuple[Any, ...]) -> Entry:
    return Entry(
        id=row[0],
        referral_id=row[1],
        kind=Kind(row[2]),
        status=_BY_SLUG.get(row[3]),
        requested=day(row[4]),
        received=day(row[5]),
        decided=day(row[6]),
        effective=day(row[7]),
        end=day(row[8]),
        units=row[9],
        unit=row[10],
        number=row[11],
        request_id=row[0],
        extends_id=row[12],
        from_plan=False,
        note=row[13],
    )


def _check(row: tuple[Any, ...]) -> Check:
    at = datetime.fromisoformat(row[2])
    return Check(
        id=row[0],
        member_id=row[1],
        at=at,
        zone=row[3],
        on=at.astimezone(ZoneInfo(row[3])).date(),
        how=How.from_slug(row[4]),
        result=MediCal.from_slug(row[5]),
        plan=row[6],
        other_plan=bool(row[7]),
        lapsed_on=day(row[8]),
        next_on=day(row[9]),
        note=row[10],
        by=row[11],
    )


def _among(referral_ids: Collection[str] | None, table: str) -> str:
    if referral_ids is None:
        return ""
    return f"JOIN json_each(?) j ON j.value = {table}.referral_id"


def _ids(referral_ids: Collection[str] | None) -> tuple[str, ...]:
    return () if referral_ids is None else (json.dumps(list(referral_ids)),)


def _span(first: date, last: date) -> dict[str, object]:
    return {"first": first.isoformat(), "last": last.isoformat()}
