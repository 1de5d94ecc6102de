"""Batches of referrals, their members and what is checked of them, in set-based SQL."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.batches import OPEN, BatchRow, Facts, MemberLine, reference
from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.vocabulary import Service
from navigator_app.store.carried import RUNS
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_OPEN = ", ".join(f"'{state}'" for state in OPEN)

_BATCHES = """
SELECT b.id, p.key, p.name, b.service, b.title, b.state, b.subcontractor, b.starts_on, b.ends_on,
  b.attestation, coalesce(a.name, ''), b.attested_at, coalesce(b.revises_id, ''), b.note,
  coalesce(u.name, ''), b.created_at, coalesce(m.members, 0), coalesce(m.overridden, 0),
  coalesce(m.approved, 0), coalesce(m.denied, 0), coalesce(m.sent_back, 0),
  coalesce(f.id, ''), coalesce(f.name, ''), coalesce(f.state, ''),
  coalesce((SELECT r.id FROM batch r WHERE r.revises_id = b.id AND r.state <> 'dropped'
    ORDER BY r.created_at DESC LIMIT 1), ''),
  (SELECT count(*) FROM batch_member c WHERE c.batch_id = b.id AND c.id IN
    (SELECT v.batch_member_id FROM response_row v WHERE v.verdict = 'changed'
    AND v.settled_at IS NULL))
FROM batch b JOIN plan p ON p.id = b.plan_id
LEFT JOIN "user" a ON a.id = b.attested_by LEFT JOIN "user" u ON u.id = b.user_id
LEFT JOIN (SELECT batch_id, count(*) AS members, sum(override_reason <> '') AS overridden,
  sum(outcome = 'approved') AS approved, sum(outcome = 'denied') AS denied,
  sum(outcome = 'sent-back') AS sent_back FROM batch_member GROUP BY batch_id) m
  ON m.batch_id = b.id
LEFT JOIN exchange_file f ON f.id = (SELECT x.id FROM exchange_file x WHERE x.batch_id = b.id
  AND x.direction = 'out' AND x.state <> 'withdrawn' ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
"""

# The last end of what the plan approved, whether its file or its answer told it.
_END = """max(coalesce((SELECT max(z.ends_on) FROM "authorization" z
  WHERE z.referral_id = r.id AND z.status = 'approved'), ''),
  coalesce((SELECT max(q.ends_on) FROM authorization_request q
  WHERE q.referral_id = r.id AND q.decision = 'approved'), ''))"""

_WAITING = """(SELECT min(q.requested_on) FROM authorization_request q
  WHERE q.referral_id = r.id AND q.decision IN ('', 'under-review')
  AND (q.kind = 'extension') = ({kind} = 'extension'))"""

_LINE = (
    "SELECT y.id, y.batch_id, y.member_id, m.first_name || ' ' || m.last_name, m.cin, "
    "coalesce(y.referral_id, ''), y.kind, y.row_no, " + _END + ", y.override_reason, y.outcome, "
    "y.outcome_reason, y.outcome_on, y.passed"
)
_FROM = (
    " FROM batch_member y JOIN member m ON m.id = y.member_id "
    "LEFT JOIN referral r ON r.id = y.referral_id "
)

_FACTS = (
    _LINE + f", coalesce(r.is_open, 0), coalesce({RUNS}, 0), coalesce(i.path, ''), "
    "coalesce(i.opt_in_order, ''), i.opted_in_on, i.refused_on, i.withdrawn_on, "
    "coalesce(r.authorization_status, ''), "
    + _WAITING.format(kind="y.kind")
    + ", m.date_of_birth, m.sort_name"
    + _FROM
    + "LEFT JOIN intake i ON i.referral_id = r.id WHERE y.batch_id = ? ORDER BY y.row_no, y.id"
)

# Somebody else who serves or was asked: another plan's open referral, or a use without an end.
_ELSEWHERE = """
SELECT y.member_id, p.name FROM batch_member y JOIN batch b ON b.id = y.batch_id
JOIN referral o ON o.member_id = y.member_id AND o.service = b.service AND o.plan_id <> b.plan_id
  AND o.is_open = 1 JOIN plan p ON p.id = o.plan_id WHERE y.batch_id = ?1
UNION SELECT y.member_id, s.provider FROM batch_member y JOIN batch b ON b.id = y.batch_id
JOIN service_use s ON s.member_id = y.member_id AND s.service = b.service AND s.ends_on IS NULL
  AND s.provider <> '' WHERE y.batch_id = ?1 ORDER BY 1, 2
"""

_OTHERS = f"""
SELECT y.member_id, o.id, coalesce(nullif(o.title, ''), o.created_at)
FROM batch_member y JOIN batch b ON b.id = y.batch_id
JOIN batch_member z ON z.member_id = y.member_id AND z.batch_id <> y.batch_id AND z.outcome = ''
JOIN batch o ON o.id = z.batch_id AND o.plan_id = b.plan_id AND o.service = b.service
  AND o.state IN ({_OPEN}) WHERE y.batch_id = ?
"""  # noqa: S608 - our own words

# Of a plan's referrals for a service, looked for by member (hence the plus signs), the one
# that a batch would speak of: open before closed, then the newest.
_WHICH = f"""
SELECT m.id, m.first_name || ' ' || m.last_name, m.cin, coalesce(r.id, ''), {_END},
  coalesce((SELECT o.id FROM batch_member z JOIN batch o ON o.id = z.batch_id
    WHERE z.member_id = m.id AND z.outcome = '' AND o.plan_id = :plan AND o.service = :service
    AND o.state IN ({_OPEN}) LIMIT 1), '')
FROM json_each(:ids) j CROSS JOIN member m ON m.id = j.value AND m.merged_into_id IS NULL
LEFT JOIN referral r ON r.id = (SELECT x.id FROM referral x WHERE x.member_id = m.id
  AND +x.plan_id = :plan AND +x.service = :service
  ORDER BY x.is_open DESC, x.created_at DESC, x.id DESC LIMIT 1)
ORDER BY j.key
"""  # noqa: S608 - our own words

_PROSPECTS = """
SELECT r.member_id FROM intake i JOIN referral r ON r.id = i.referral_id
JOIN member m ON m.id = r.member_id AND m.merged_into_id IS NULL
WHERE i.path = 'data-mining' AND r.plan_id = ? AND r.service = ? AND r.is_open = 1
AND i.prospect_received_on IS NOT NULL AND i.prospect_received_on >= ?
AND coalesce(r.authorization_status, '') <> 'approved' AND i.withdrawn_on IS NULL
ORDER BY m.sort_name, m.id
"""

_CELLS = """
SELECT y.id, y.row_no, y.kind, m.cin, m.plan_member_id, m.first_name, m.last_name,
  m.date_of_birth, m.phone, m.address, m.language_spoken, i.opted_in_on, coalesce(i.opt_in_how, ''),
  coalesce(i.referrer_organization, ''), coalesce(i.referrer_name, ''),
  coalesce(i.referrer_phone, ''), coalesce(r.authorization_number, ''), r.ends_on,
  (SELECT max(c.checked_at) FROM eligibility_check c WHERE c.member_id = m.id)
FROM batch_member y JOIN member m ON m.id = y.member_id
LEFT JOIN referral r ON r.id = y.referral_id LEFT JOIN intake i ON i.referral_id = r.id
WHERE y.batch_id = ? ORDER BY y.row_no, y.id
"""


def batches(store: Store, plan: str = "") -> list[BatchRow]:
    """Every batch, or a plan's (by key), the newest first."""
    sql = _BATCHES + "WHERE ? IN ('', p.key) ORDER BY b.created_at DESC, b.id DESC"
    return [_batch(row) for row in store.query(sql, (plan,))]


def batch(store: Store, batch_id: str) -> BatchRow | None:
    """One batch, None when there is none."""
    row = store.one(_BATCHES + "WHERE b.id = ?", (batch_id,))
    return _batch(row) if row else None


def by_reference(store: Store, word: str) -> str:
    """The id of the batch that a file's row names, "" where none is called so."""
    found = store.query("SELECT id FROM batch")
    wanted = word.strip().upper()
    return next((row[0] for row in found if wanted and reference(row[0]) == wanted), "")


def lines(store: Store, batch_id: str) -> list[MemberLine]:
    """The members of a batch in the order of its rows, unchecked."""
    sql = _LINE + _FROM + "WHERE y.batch_id = ? ORDER BY y.row_no, y.id"
    return [_line(row) for row in store.query(sql, (batch_id,))]


def facts(store: Store, batch_id: str) -> list[Facts]:
    """What the checks of each member look at, in the order of the rows."""
    elsewhere: dict[str, list[str]] = {}
    for member_id, name in store.query(_ELSEWHERE, (batch_id,)):
        elsewhere.setdefault(member_id, []).append(name)
    others = {row[0]: row[2] for row in store.query(_OTHERS, (batch_id,))}
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in store.query(_FACTS, (batch_id,)):
        twin = (row[24], row[23])
        found.append(
            Facts(
                line=_line(row),
                is_open=bool(row[14]),
                runs=bool(row[15]),
                path=row[16],
                opt_in_order=row[17],
                opted_in_on=day(row[18]),
                refused_on=day(row[19]),
                withdrawn_on=day(row[20]),
                authorization=row[21],
                approved_end=day(row[8] or None),
                waiting_since=day(row[22]),
                elsewhere=tuple(elsewhere.get(row[2], ())),
                twin_row=seen.get(twin, 0),
                other_batch=others.get(row[2], ""),
                born=row[23],
            )
        )
        seen.setdefault(twin, row[7])
    return found


def which(
    store: Store, plan_id: str, service: str, member_ids: Collection[str]
) -> list[tuple[str, str, str, str, date | None, str]]:
    """For each member that is here: id, name, CIN ("" unknown), the referral of the plan for the
    service ("" none), the last approved end, and an open batch that has them already."""
    params = {"plan": plan_id, "service": service, "ids": json.dumps(list(member_ids))}
    return [
        (row[0], row[1].strip(), _cin(row[2]), row[3], day(row[4] or None), row[5])
        for row in store.query(_WHICH, params)
    ]


def prospects(store: Store, plan_id: str, service: str, since: date) -> list[str]:
    """Members of a plan's lists that came since a day and are not authorized, by name."""
    found = store.query(_PROSPECTS, (plan_id, service, since.isoformat()))
    return [row[0] for row in found]


def cells(store: Store, batch_id: str) -> list[tuple[Any, ...]]:
    """What the file tells of each member, in the order of the rows (see `_CELLS`)."""
    return store.query(_CELLS, (batch_id,))


def undecided(store: Store, referral_ids: Collection[str], kind: str) -> dict[str, tuple[str, str]]:
    """By referral the newest request of a kind ("initial", "extension") that the plan has not
    decided: its id and the day it was made."""
    rows = store.query(
        "SELECT q.referral_id, q.id, coalesce(q.requested_on, '') FROM json_each(?) j "
        "CROSS JOIN authorization_request q ON q.referral_id = j.value AND q.kind = ? "
        "AND q.decision NOT IN ('approved', 'denied') ORDER BY q.created_at, q.id",
        (json.dumps(list(referral_ids)), kind),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def owners(store: Store, referral_ids: Collection[str]) -> dict[str, str]:
    """The member of each referral."""
    rows = store.query(
        "SELECT r.id, r.member_id FROM json_each(?) j JOIN referral r ON r.id = j.value",
        (json.dumps(list(referral_ids)),),
    )
    return {row[0]: row[1] for row in rows}


def last_attestation(store: Store, plan_id: str, service: str) -> str:
    """The words that were attested last for a plan and a service, "" before the first time."""
    row = store.one(
        "SELECT attestation FROM batch WHERE plan_id = ? AND service = ? AND attestation <> '' "
        "ORDER BY coalesce(attested_at, created_at) DESC LIMIT 1",
        (plan_id, service),
    )
    return str(row[0]) if row else ""


def names_of(store: Store, plan_id: str) -> set[str]:
    """The names of every batch that was ever built for a plan."""
    sql = "SELECT name FROM exchange_file WHERE plan_id = ? AND direction = 'out'"
    return {row[0] for row in store.query(sql, (plan_id,))}


def last_authorizations(store: Store, referral_ids: Collection[str]) -> dict[str, str]:
    """By referral the authorization of the plan's file that ends last, which is extended."""
    rows = store.query(
        'SELECT a.referral_id, a.id FROM json_each(?) j CROSS JOIN "authorization" a '
        "ON a.referral_id = j.value AND a.status = 'approved' ORDER BY a.ends_on",
        (json.dumps(list(referral_ids)),),
    )
    return {row[0]: row[1] for row in rows}


def packet_items(store: Store, batch_id: str) -> dict[str, set[tuple[str, str]]]:
    """By referral of a batch, which items of which packet (end, item) are done."""
    rows = store.query(
        "SELECT k.referral_id, k.for_end_on, k.item FROM batch_member y "
        "JOIN packet_item k ON k.referral_id = y.referral_id AND k.done_on IS NOT NULL "
        "WHERE y.batch_id = ?",
        (batch_id,),
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for referral_id, end, item in rows:
        found.setdefault(referral_id, set()).add((end, item))
    return found


def setting(store: Store, name: str) -> str:
    """A value that the agency set, "" where it set none."""
    row = store.one("SELECT value FROM agency_setting WHERE id = ?", (name,))
    return str(row[0]) if row else ""


def answered_by(store: Store, file_id: str) -> int:
    """How many rows of an answer are written down already, or wait in quarantine."""
    row = store.one(
        "SELECT (SELECT count(*) FROM response_row WHERE file_id = ?1) + "
        "(SELECT count(*) FROM quarantine WHERE file_id = ?1 AND row_no > 0)",
        (file_id,),
    )
    return int(row[0]) if row else 0


def chosen_ends(store: Store, first: date, last: date, plan_id: str, service: str) -> list[str]:
    """Members whose authorization by a plan for a service ends in these days, the first first."""
    found = store.query(
        f"SELECT member_id FROM (SELECT r.member_id AS member_id, {_END} AS ends_on "  # noqa: S608
        "FROM referral r WHERE r.plan_id = ? AND r.service = ? "
        f"AND {RUNS}) WHERE ends_on BETWEEN ? AND ? ORDER BY ends_on, member_id",
        (plan_id, service, first.isoformat(), last.isoformat()),
    )
    return [row[0] for row in found]


def _batch(row: tuple[Any, ...]) -> BatchRow:
    cells = list(row)
    cells[3] = Service.from_slug(row[3])
    cells[7], cells[8], cells[11] = day(row[7]), day(row[8]), _moment(row[11])
    cells[15] = datetime.fromisoformat(row[15])
    return BatchRow(cells[0], reference(row[0]), *cells[1:])


def _line(row: tuple[Any, ...]) -> MemberLine:
    return MemberLine(
        id=row[0],
        batch_id=row[1],
        member_id=row[2],
        name=row[3].strip(),
        cin=_cin(row[4]),
        referral_id=row[5],
        kind=row[6],
        row_no=row[7],
        ends_on=day(row[8] or None),
        override_reason=row[9],
        outcome=row[10],
        outcome_reason=row[11],
        outcome_on=day(row[12]),
        passed=frozenset(row[13].split()),
    )


def _cin(text: str) -> str:
    return "" if text.startswith(NO_CIN) else text


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
