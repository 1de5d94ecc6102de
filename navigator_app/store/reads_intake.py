"""How referrals came, and who is here already, in plain SQL."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.facts import Path
from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.intake_rows import EarlierLoop, IntakeRow, Namesake
from navigator_app.domain.paths import OptIn
from navigator_app.domain.vocabulary import Service

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

COLUMNS = (
    "identified_on", "enrolment_found_on", "not_enrolled_on", "plan_identified_on",
    "conversation_on", "opted_in_on", "opt_in_how", "opt_in_order", "submitted_on", "submitted_at",
    "withdrawn_on", "prospect_received_on", "provider_told_at", "member_told_on", "plan_told_on",
    "refused_on", "engaged_on", "release_on", "facility", "presumptive_on", "services_began_on",
    "previous_plan", "previous_provider", "last_service_on", "plan_joined_on", "move_in_on",
    "plan_updated_on", "unreached_told_on", "referrer_name", "referrer_organization",
    "referrer_npi", "referrer_phone", "referrer_email", "referrer_relationship", "referrer_told_on",
    "inquiry_at", "inquiry_answered_at", "note",
)  # fmt: skip
"""What is kept of a way in, `path` and `urgent` apart; named as in the table."""

_INTAKE = f"""
SELECT r.id, r.member_id, m.first_name || ' ' || m.last_name, m.cin, p.key, p.policy, r.service,
       coalesce(i.path, ''), i.urgent, r.sent_to_provider_on, r.previous_referral_id,
       r.last_file_id IS NULL, r.is_open,
       (SELECT min(a.on_date) FROM outreach_attempt a
        WHERE a.referral_id = r.id AND a.undone_at IS NULL),
       r.effective_on, {", ".join("i." + name for name in COLUMNS)}
FROM referral r JOIN member m ON m.id = r.member_id JOIN plan p ON p.id = r.plan_id
LEFT JOIN intake i ON i.referral_id = r.id
"""  # noqa: S608 - our own names

_LOOPS = """
SELECT r.id, r.service, p.name, r.status_on, coalesce(r.closure_reason, '')
FROM referral r JOIN plan p ON p.id = r.plan_id
WHERE r.member_id = ? AND r.is_open = 0 ORDER BY r.id DESC
"""

_NAMESAKES = """
SELECT m.id, m.first_name || ' ' || m.last_name, m.cin, x.cin = ?1 FROM member x
JOIN member m ON m.id = coalesce(x.merged_into_id, x.id)
WHERE x.cin = ?1
OR (x.merged_into_id IS NULL AND x.sort_name = ?2 AND x.date_of_birth = ?3)
ORDER BY x.cin = ?1 DESC, m.id
"""


def intake(store: Store, referral_id: str) -> IntakeRow | None:
    """How a referral came; None when there is no such referral."""
    rows = _read(store, "WHERE r.id = ?", referral_id)
    return rows[0] if rows else None


def intakes(store: Store, member_id: str) -> list[IntakeRow]:
    """How each of a member's referrals came, newest first."""
    return _read(store, "WHERE r.member_id = ? ORDER BY r.is_open DESC, r.id DESC", member_id)


def told(store: Store) -> list[IntakeRow]:
    """The referrals whose way in is known, newest first."""
    return [_row(row) for row in store.query(f"{_INTAKE} WHERE i.path <> '' ORDER BY r.id DESC")]


def earlier_loops(store: Store, member_id: str) -> list[EarlierLoop]:
    """A member's loops that ended, newest first."""
    return [
        EarlierLoop(row[0], Service.from_slug(row[1]), row[2], _day(row[3]), row[4])
        for row in store.query(_LOOPS, (member_id,))
    ]


def namesakes(store: Store, cin: str, sort_name: str, born: str) -> list[Namesake]:
    """Members with that CIN, or of that name born on that day; the CIN's first."""
    rows = store.query(_NAMESAKES, (cin, sort_name, born))
    return [Namesake(row[0], row[1], row[2], bool(row[3])) for row in rows]


def member_name(store: Store, member_id: str) -> str | None:
    """The name of a member, None when there is none with that id."""
    row = store.one("SELECT first_name || ' ' || last_name FROM member WHERE id = ?", (member_id,))
    return str(row[0]) if row else None


def open_referral(store: Store, member_id: str, plan_id: str, service: str) -> str | None:
    """The open referral of a member with a plan for a service, if there is one."""
    row = store.one(
        "SELECT id FROM referral WHERE member_id = ? AND plan_id = ? AND service = ? "
        "AND is_open = 1 ORDER BY id DESC LIMIT 1",
        (member_id, plan_id, service),
    )
    return str(row[0]) if row else None


def loop(store: Store, referral_id: str) -> tuple[str, bool] | None:
    """(member, is open) of a referral, None when there is none."""
    row = store.one("SELECT member_id, is_open FROM referral WHERE id = ?", (referral_id,))
    return (str(row[0]), bool(row[1])) if row else None


def by_file(store: Store, member_id: str) -> bool:
    """True when a plan's file has had one of a member's referrals, or a status of one has left in
    a file that was sent."""
    sql = (
        "SELECT 1 FROM referral r WHERE r.member_id = ? AND (r.last_file_id IS NOT NULL OR EXISTS "
        "(SELECT 1 FROM status_event e JOIN outbound_event o ON o.event_id = e.id "
        "JOIN outbound_file f ON f.id = o.file_id AND f.state = 'sent' "
        "WHERE e.referral_id = r.id)) LIMIT 1"
    )
    return store.one(sql, (member_id,)) is not None


def follows(store: Store, referral_id: str, previous_id: str) -> bool:
    """True when `previous_id` itself comes after `referral_id` in its chain of loops."""
    row = store.one(
        "WITH RECURSIVE chain(id) AS (SELECT ?1 UNION SELECT r.previous_referral_id "
        "FROM referral r JOIN chain c ON c.id = r.id WHERE r.previous_referral_id IS NOT NULL) "
        "SELECT 1 FROM chain WHERE id = ?2",
        (previous_id, referral_id),
    )
    return row is not None


def by_cins(store: Store, cins: Collection[str]) -> list[str]:
    """The members who are on record under one of those numbers, in a sure order."""
    rows = store.query(
        "SELECT id FROM member WHERE cin IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(cins)),),
    )
    return [str(row[0]) for row in rows]


def next_number(store: Store) -> int:
    """The number for the next member whose CIN nobody knows."""
    row = store.one(
        "SELECT max(CAST(substr(cin, ?) AS INTEGER)) FROM member WHERE cin LIKE ?",
        (len(NO_CIN) + 1, NO_CIN + "%"),
    )
    return int(row[0] or 0) + 1 if row else 1


def _read(store: Store, where: str, key: str) -> list[IntakeRow]:
    return [_row(row) for row in store.query(f"{_INTAKE} {where}", (key,))]


def _row(row: tuple[object, ...]) -> IntakeRow:
    values = {name: str(v) for name, v in zip(COLUMNS, row[15:], strict=True) if v}
    if row[8] is not None:
        values["urgent"] = str(row[8])
    if row[9]:
        values["sent_to_provider_on"] = str(row[9])
    order = values.get("opt_in_order")
    return IntakeRow(
        referral_id=str(row[0]),
        member_id=str(row[1]),
        member_name=str(row[2]),
        cin=str(row[3]),
        plan=str(row[4]),
        policy=str(row[5]),
        service=Service.from_slug(str(row[6])),
        path=Path(str(row[7])) if row[7] else None,
        opt_in=OptIn(order) if order else None,
        values=values,
        previous_referral_id=str(row[10]) if row[10] else None,
        by_hand=bool(row[11]),
        is_open=bool(row[12]),
        first_attempt=_day(row[13]),
        effective=_day(row[14]),
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
