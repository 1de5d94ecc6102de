"""What guards judge by, for many referrals at once: one statement a kind of fact."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.guard_facts import Stay, Try, Use
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import Service
from navigator_app.store.reads_referrals import day
from navigator_app.store.referral_state import STANDING

if TYPE_CHECKING:
    from datetime import date

    from navigator_app.store.engine import Store

_BASE = (
    "SELECT r.id, r.member_id, r.plan_id, r.service, p.policy, p.name, r.is_open, r.status, "
    "r.closure_reason, coalesce(r.sent_to_provider_on, r.requested_on, ''), i.refused_on, "
    "i.opted_in_on, i.unreached_told_on, coalesce(r.requested_on, r.sent_to_provider_on), "
    "coalesce((SELECT max(t.move_in_on) FROM tenancy t WHERE t.member_id = r.member_id "
    "AND t.ended_on IS NULL), (SELECT max(d.move_in_on) FROM deposit_request d "
    "WHERE d.member_id = r.member_id AND d.state NOT IN ('denied', 'withdrawn')), "
    "(SELECT max(x.move_in_on) FROM referral o JOIN intake x ON x.referral_id = o.id "
    "WHERE o.member_id = r.member_id)), coalesce(i.path, ''), i.plan_joined_on "
    "FROM json_each(?) j CROSS JOIN referral r ON r.id = j.value JOIN plan p ON p.id = r.plan_id "
    "LEFT JOIN intake i ON i.referral_id = r.id ORDER BY j.key"
)

# From the day that an attempt may be logged for it; one that staff began, from its beginning.
_TRIES = (
    "SELECT r.id, a.on_date, a.outcome FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN outreach_attempt a "
    "ON a.member_id = r.member_id AND (a.referral_id IS NULL OR a.referral_id = r.id) "
    "AND a.undone_at IS NULL "
    "AND a.on_date >= coalesce(r.requested_on, r.sent_to_provider_on, r.received_on) "
    "ORDER BY r.id, a.on_date, a.at_utc, a.id"
)

# A loop of our own that ended in services counts as a time the service was had, once: somebody may
# have written it down too, with what has changed since.
_USES = (
    "SELECT r.id, u.service, u.starts_on, u.ends_on, u.provider, u.what_changed "
    "FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN service_use u ON u.member_id = r.member_id "
    "UNION ALL SELECT r.id, o.service, o.status_on, NULL, '', '' "
    "FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN referral o "
    "ON o.member_id = r.member_id AND o.id <> r.id "
    "AND o.closure_reason = 'services-received' AND o.status = 'closed' "
    "WHERE NOT EXISTS (SELECT 1 FROM service_use u WHERE u.member_id = o.member_id "
    "AND u.service = o.service AND u.starts_on IS o.status_on) "
    # So does a deposit that the plan approved for another move-in; the request in hand says what
    # has changed since.
    "UNION ALL SELECT r.id, 'deposits', min(coalesce(d.decided_on, d.submitted_on)), NULL, '', "
    "coalesce((SELECT n.what_changed FROM deposit_request n WHERE n.member_id = r.member_id "
    "AND n.referral_id = r.id AND n.state NOT IN ('denied', 'withdrawn') "
    "ORDER BY n.created_at DESC, n.id DESC LIMIT 1), '') FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value AND r.service = 'deposits' "
    "JOIN deposit_request d ON d.member_id = r.member_id AND d.state IN ('approved', 'paid') "
    "AND d.referral_id IS NOT r.id LEFT JOIN referral o ON o.id = d.referral_id "
    "WHERE o.status IS NOT 'closed' OR o.closure_reason IS NOT 'services-received' "
    "GROUP BY r.id, coalesce(d.referral_id, d.id)"
)

_STAYS = (
    "SELECT r.id, o.program, o.starts_on, o.ends_on, o.amount FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN other_program o ON o.member_id = r.member_id"
)  # fmt: skip

_CHECKS = (
    "SELECT r.id, c.checked_at, c.zone, c.medi_cal, c.lapsed_on, c.plan_id, c.plan_name "
    "FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN eligibility_check c ON c.member_id = r.member_id "
    "ORDER BY c.checked_at"
)

_NAVIGATION = (
    "SELECT id, min(began) FROM (SELECT r.id AS id, a.effective_on AS began FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value "
    "JOIN referral o ON o.member_id = r.member_id AND o.service = 'htns' "
    "JOIN \"authorization\" a ON a.referral_id = o.id AND a.status = 'approved' "
    "UNION ALL SELECT r.id, u.starts_on FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value "
    "JOIN service_use u ON u.member_id = r.member_id AND u.service = 'htns') GROUP BY id"
)

_CAPACITY = (
    "SELECT r.id, c.any_member FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN capacity_report c "
    "ON c.plan_id = r.plan_id OR c.plan_id IS NULL ORDER BY c.changed_on, c.created_at, c.id"
)

_ENDED = (
    "SELECT r.id, d.referral_id, d.reason, d.on_date, d.plan_told_on, d.reengaged_on "
    "FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN referral o ON o.member_id = r.member_id "
    "JOIN discontinuation d ON d.referral_id = o.id ORDER BY d.on_date"
)

_PASSED = (
    "SELECT r.id, g.rule_id, g.reason, coalesce(u.name, ''), g.created_at FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value JOIN guard_override g ON g.referral_id = r.id "
    'LEFT JOIN "user" u ON u.id = g.user_id ORDER BY g.created_at, g.id'
)  # fmt: skip

# A signed plan stays signed while its revision is being written.
_SUPPORT_PLAN = (
    "SELECT r.id, max(s.signed_on IS NOT NULL) FROM json_each(?) j "
    "CROSS JOIN referral r ON r.id = j.value "
    "JOIN support_plan s ON s.member_id = r.member_id GROUP BY r.id"
)

# Of the request that is in hand; one that was denied or taken back asks for nothing.
_DEPOSIT_ITEMS = (
    "SELECT r.id, i.kind FROM json_each(?) j CROSS JOIN referral r ON r.id = j.value "
    "JOIN deposit_request d ON d.member_id = r.member_id "
    "AND (d.referral_id IS NULL OR d.referral_id = r.id) "
    "AND d.state NOT IN ('denied', 'withdrawn') "
    "JOIN deposit_item i ON i.request_id = d.id WHERE r.service = 'deposits' "
    "ORDER BY d.created_at, i.position"
)

_CONTACT = ("reached", "refused")


class Base(NamedTuple):
    """A referral as the guards see it."""

    id: str
    member_id: str
    plan_id: str
    service: Service
    policy: str
    plan_name: str
    is_open: bool
    status: str | None
    closure_reason: str | None
    refused_on: date | None
    opted_in_on: date | None
    plan_told_on: date | None
    asked_on: date | None
    moved_in: date | None
    path: str
    joined_on: date | None


class Gathered(NamedTuple):
    """Everything by referral id; lists in the order it happened."""

    base: dict[str, Base]
    tries: dict[str, list[tuple[Try, str]]]
    uses: dict[str, list[Use]]
    stays: dict[str, list[Stay]]
    checks: dict[str, list[tuple[Any, ...]]]
    navigation: dict[str, date | None]
    slots: dict[str, int]
    ended: dict[str, list[tuple[Any, ...]]]
    passed: dict[str, list[tuple[Any, ...]]]
    plan_signed: dict[str, bool]
    deposit_items: dict[str, list[str]]


def gather(store: Store, referral_ids: Collection[str]) -> Gathered:
    """Read all facts of some referrals; unknown ids are left out."""
    asked = json.dumps(list(referral_ids))
    one = (asked,)
    return Gathered(
        base={row[0]: _base(row) for row in store.query(_BASE, one)},
        tries=_by_id([(r[0], (_try(r), r[2])) for r in store.query(_TRIES, one)]),
        uses=_by_id([(r[0], _use(r)) for r in store.query(_USES, (asked, asked, asked))]),
        stays=_by_id([(r[0], _stay(r)) for r in store.query(_STAYS, one)]),
        checks=_by_id([(r[0], tuple(r[1:])) for r in store.query(_CHECKS, one)]),
        navigation={r[0]: day(r[1]) for r in store.query(_NAVIGATION, (asked, asked))},
        slots=dict(store.query(_CAPACITY, one)),
        ended=_by_id([(r[0], tuple(r[1:])) for r in store.query(_ENDED, one)]),
        passed=_by_id([(r[0], tuple(r[1:])) for r in store.query(_PASSED, one)]),
        plan_signed={r[0]: bool(r[1]) for r in store.query(_SUPPORT_PLAN, one)},
        deposit_items=_by_id([(r[0], r[1]) for r in store.query(_DEPOSIT_ITEMS, one)]),
    )


def referral_ids(store: Store, member_id: str) -> dict[str, Service]:
    """A member's referrals that a guard can still speak of, with their service: open, or begun in
    service, newest first."""
    sql = (
        "SELECT id, service FROM referral WHERE member_id = ? AND (is_open = 1 OR "
        "(status = 'closed' AND closure_reason = 'services-received')) "
        "ORDER BY is_open DESC, created_at DESC, id DESC"
    )
    return {row[0]: Service.from_slug(row[1]) for row in store.query(sql, (member_id,))}


def declinable(store: Store, member_id: str) -> list[str]:
    """A member's open referrals whose outreach has not begun."""
    sql = (
        "SELECT id FROM referral WHERE member_id = ? AND is_open = 1 "
        "AND coalesce(status, '') IN ('', 'pending', 'accepted') ORDER BY created_at DESC, id DESC"
    )
    return [row[0] for row in store.query(sql, (member_id,))]


def whose(store: Store, referral_id: str) -> tuple[Any, ...] | None:
    """First and last name, service and plan's name of a referral, None when there is none."""
    return store.one(
        "SELECT m.first_name, m.last_name, r.service, p.name FROM referral r "
        "JOIN member m ON m.id = r.member_id JOIN plan p ON p.id = r.plan_id WHERE r.id = ?",
        (referral_id,),
    )


def open_again(store: Store, base: Base) -> str | None:
    """Another open referral of the same member, plan and service, the newest, or None."""
    row = store.one(
        "SELECT id FROM referral WHERE member_id = ? AND plan_id = ? AND service = ? "
        "AND is_open = 1 AND id <> ? ORDER BY created_at DESC, id DESC LIMIT 1",
        (base.member_id, base.plan_id, base.service.slug, base.id),
    )
    return row[0] if row else None


def loop_end(store: Store, referral_id: str) -> tuple[str, date] | None:
    """The newest standing status of a referral and its day, None when there is none."""
    sql = (
        "SELECT e.status, e.on_date FROM status_event e WHERE e.referral_id = ? "  # noqa: S608
        f"AND {STANDING.format(e='e')} ORDER BY e.on_date DESC, e.seq DESC LIMIT 1"
    )
    row = store.one(sql, (referral_id,))
    on = day(row[1]) if row else None
    return (row[0], on) if row and on else None


def _by_id(rows: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _base(row: tuple[Any, ...]) -> Base:
    return Base(
        row[0], row[1], row[2], Service.from_slug(row[3]), row[4], row[5], bool(row[6]), row[7],
        row[8], day(row[10]), day(row[11]), day(row[12]), day(row[13]), day(row[14]),
        row[15], day(row[16]),
    )  # fmt: skip


def _try(row: tuple[Any, ...]) -> Try:
    on = day(row[1])
    assert on is not None
    return Try(on, row[2] in _CONTACT)


def _use(row: tuple[Any, ...]) -> Use:
    return Use(Service.from_slug(row[1]), day(row[2]), day(row[3]), row[4], row[5])


def _stay(row: tuple[Any, ...]) -> Stay:
    return Stay(Program.from_slug(row[1]), day(row[2]), day(row[3]), row[4])
