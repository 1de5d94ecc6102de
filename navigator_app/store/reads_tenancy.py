"""Tenancies as they stand in the store, with what happened in them and what is paid back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.domain.guard_facts import Use
from navigator_app.domain.tenancy import Stay
from navigator_app.domain.tenancy_rows import (
    EventRow,
    PartRow,
    RepaymentRow,
    TenancyRow,
    VisitItemRow,
)
from navigator_app.domain.vocabulary import Service
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_MINE = "IN (SELECT value FROM json_each(?))"
_TENANCIES = (
    "SELECT t.id, t.member_id, m.first_name || ' ' || m.last_name, t.unit_id, t.application_id, "
    "t.landlord_id, coalesce(l.name, ''), coalesce(l.phone, ''), t.subsidy_id, "
    "coalesce(s.kind, ''), t.htns_referral_id, t.htss_referral_id, t.address, t.move_in_on, "
    "t.lease_starts_on, t.lease_ends_on, t.rent_cents, t.member_share_cents, t.rent_due_day, "
    "t.recertify_on, t.visit_every_days, t.ended_on, t.ended_why, t.ended_to, t.note "
    "FROM tenancy t JOIN member m ON m.id = t.member_id "
    "LEFT JOIN landlord l ON l.id = t.landlord_id LEFT JOIN subsidy s ON s.id = t.subsidy_id "
)
_EVENTS = (
    "SELECT e.id, e.tenancy_id, e.kind, e.what, e.on_date, e.severity, e.with_whom, e.note, "
    "e.due_on, e.resolved_on, e.outcome, coalesce(u.name, '') FROM tenancy_event e "
    'LEFT JOIN "user" u ON u.id = e.user_id WHERE e.undone_at IS NULL AND '
)
_PLANS = (
    "SELECT p.id, p.tenancy_id, p.event_id, p.reason, p.owed_cents, p.agreed_on, p.note, "
    "p.ended_on, p.ended_why FROM repayment_plan p WHERE "
)
# The same times as the guards count: told by somebody, or a loop of our own that ended in services.
_USES = (
    "SELECT u.starts_on, u.ends_on, u.provider, u.what_changed FROM service_use u "
    "WHERE u.member_id = ?1 AND u.service = 'htss' "
    "UNION ALL SELECT o.status_on, NULL, '', '' FROM referral o WHERE o.member_id = ?1 "
    "AND o.service = 'htss' AND o.closure_reason = 'services-received' AND o.status = 'closed' "
    "AND NOT EXISTS (SELECT 1 FROM service_use u WHERE u.member_id = o.member_id "
    "AND u.service = 'htss' AND u.starts_on IS o.status_on)"
)
_RUNNING = (
    "SELECT r.id, r.is_open FROM referral r WHERE r.member_id = ? AND r.service = ? "
    "AND NOT EXISTS (SELECT 1 FROM discontinuation d WHERE d.referral_id = r.id) "
    "AND (r.is_open = 1 OR r.closure_reason = 'services-received') "
    "ORDER BY r.is_open DESC, r.created_at DESC, r.id DESC LIMIT 1"
)


def of_member(store: Store, member_id: str) -> list[TenancyRow]:
    """A member's tenancies, the one that runs first, then the latest."""
    sql = _TENANCIES + (
        "WHERE t.member_id = ? ORDER BY t.ended_on IS NOT NULL, t.move_in_on DESC, t.id DESC"
    )
    return [_tenancy(row) for row in store.query(sql, (member_id,))]


def one(store: Store, tenancy_id: str) -> TenancyRow | None:
    """One tenancy."""
    row = store.one(_TENANCIES + "WHERE t.id = ?", (tenancy_id,))
    return _tenancy(row) if row else None


def running(store: Store, *, navigator_id: str = "", member_id: str = "") -> list[TenancyRow]:
    """Every tenancy that runs, of one navigator's members or of one where named, by the member's
    name; merged members left out."""
    where, params = ["t.ended_on IS NULL", "m.merged_into_id IS NULL"], []
    for column, value in (("m.navigator_id", navigator_id), ("t.member_id", member_id)):
        if value:
            where.append(f"{column} = ?")
            params.append(value)
    sql = f"{_TENANCIES}WHERE {' AND '.join(where)} ORDER BY m.sort_name, t.id"
    return [_tenancy(row) for row in store.query(sql, params)]


def plan_keys(store: Store) -> dict[str, str]:
    """The plan's key of each member with a tenancy that runs."""
    sql = (
        "SELECT t.member_id, p.key FROM tenancy t JOIN member m ON m.id = t.member_id "
        "JOIN plan p ON p.id = m.plan_id WHERE t.ended_on IS NULL"
    )
    return dict(store.query(sql))


def stays(store: Store) -> list[Stay]:
    """Every tenancy of everybody as (member, move-in, end); merged members left out."""
    return [
        (member, date.fromisoformat(begun), day(ended))
        for member, begun, ended in store.query(
            "SELECT t.member_id, t.move_in_on, t.ended_on FROM tenancy t "
            "JOIN member m ON m.id = t.member_id WHERE m.merged_into_id IS NULL"
        )
    ]


def events(store: Store, tenancy_ids: Sequence[str]) -> list[EventRow]:
    """What happened in some tenancies, the latest first."""
    sql = f"{_EVENTS}e.tenancy_id {_MINE} ORDER BY e.on_date DESC, e.created_at DESC, e.id DESC"
    return _with_items(store, store.query(sql, (json.dumps(list(tenancy_ids)),)))


def waiting(store: Store, tenancy_ids: Sequence[str]) -> list[EventRow]:
    """What dates are counted from in some tenancies: events that wait for something by a day, and
    the last visit."""
    sql = (
        f"{_EVENTS}e.tenancy_id {_MINE} "  # noqa: S608 - constants
        "AND ((e.resolved_on IS NULL AND e.due_on IS NOT NULL) "
        "OR (e.kind = 'visit' AND NOT EXISTS (SELECT 1 FROM tenancy_event v "
        "WHERE v.tenancy_id = e.tenancy_id AND v.kind = 'visit' AND v.undone_at IS NULL "
        "AND v.on_date > e.on_date)))"
    )
    return _with_items(store, store.query(sql, (json.dumps(list(tenancy_ids)),)))


def event(store: Store, event_id: str) -> EventRow | None:
    """One event that was not undone."""
    found = _with_items(store, store.query(f"{_EVENTS}e.id = ?", (event_id,)))
    return found[0] if found else None


def repayments(
    store: Store, tenancy_ids: Sequence[str], *, open_only: bool = False
) -> list[RepaymentRow]:
    """Agreements of some tenancies, those that run first; `open_only` leaves out those that
    ended."""
    which = f"{_PLANS}p.ended_on IS NULL AND " if open_only else _PLANS
    order = "ORDER BY p.ended_on IS NOT NULL, p.agreed_on DESC, p.id"
    sql = f"{which}p.tenancy_id {_MINE} {order}"
    return _with_parts(store, store.query(sql, (json.dumps(list(tenancy_ids)),)))


def repayment(store: Store, plan_id: str) -> RepaymentRow | None:
    """One agreement."""
    found = _with_parts(store, store.query(f"{_PLANS}p.id = ?", (plan_id,)))
    return found[0] if found else None


def plan_of_part(store: Store, part_id: str) -> RepaymentRow | None:
    """The agreement that a part belongs to."""
    row = store.one("SELECT repayment_plan_id FROM repayment WHERE id = ?", (part_id,))
    return repayment(store, row[0]) if row else None


def event_of_item(store: Store, item_id: str) -> EventRow | None:
    """The visit that a line of its list belongs to."""
    row = store.one("SELECT event_id FROM visit_item WHERE id = ?", (item_id,))
    return event(store, row[0]) if row else None


def service(store: Store, member_id: str, which: Service) -> tuple[str, bool] | None:
    """The referral of a service that is open or runs, and whether its loop is open."""
    row = store.one(_RUNNING, (member_id, which.slug))
    return (row[0], bool(row[1])) if row else None


def tenancy_uses(store: Store, member_id: str) -> list[Use]:
    """Earlier times a member had the tenancy service."""
    return [
        Use(Service.HTSS, day(row[0]), day(row[1]), row[2], row[3])
        for row in store.query(_USES, (member_id,))
    ]


def plan_of(store: Store, member_id: str) -> tuple[str, str, str] | None:
    """Key and policy of a member's plan, and the member's name."""
    row = store.one(
        "SELECT p.key, p.policy, m.first_name || ' ' || m.last_name FROM member m "
        "JOIN plan p ON p.id = m.plan_id WHERE m.id = ?",
        (member_id,),
    )
    return (row[0], row[1], row[2].strip()) if row else None


def served(store: Store, referral_id: str) -> bool:
    """True when a service of the referral was written down."""
    return (
        store.one(
            "SELECT 1 FROM encounter WHERE referral_id = ? AND undone_at IS NULL LIMIT 1",
            (referral_id,),
        )
        is not None
    )


def landlord_of(store: Store, unit_id: str) -> str | None:
    """Whose home it is."""
    row = store.one("SELECT landlord_id FROM housing_unit WHERE id = ?", (unit_id,))
    return row[0] if row else None


def deposit_referrals(store: Store, member_id: str) -> list[str]:
    """Open referrals for deposits."""
    sql = "SELECT id FROM referral WHERE member_id = ? AND service = 'deposits' AND is_open = 1"
    return [row[0] for row in store.query(sql, (member_id,))]


def referral_ids(store: Store, member_id: str) -> list[str]:
    """All referrals of a member."""
    return [
        row[0] for row in store.query("SELECT id FROM referral WHERE member_id = ?", (member_id,))
    ]


def intention(store: Store, transaction_id: str) -> str:
    """What a transaction was for, "" for one that is not known."""
    row = store.one("SELECT intention FROM journal_transaction WHERE id = ?", (transaction_id,))
    return str(row[0]) if row else ""


def written_by(store: Store, transaction_id: str) -> str:
    """The id of whoever was at work in a transaction, "" for one that is not known."""
    row = store.one("SELECT user_id FROM journal_transaction WHERE id = ?", (transaction_id,))
    return str(row[0] or "") if row else ""


def _tenancy(r: tuple[Any, ...]) -> TenancyRow:
    return TenancyRow(
        id=r[0], member_id=r[1], member=r[2].strip(), unit_id=r[3], application_id=r[4],
        landlord_id=r[5], landlord=r[6], landlord_phone=r[7], subsidy_id=r[8], subsidy_kind=r[9],
        htns_referral_id=r[10], htss_referral_id=r[11], address=r[12],
        move_in=date.fromisoformat(r[13]), lease_starts=day(r[14]), lease_ends=day(r[15]),
        rent_cents=r[16], share_cents=r[17], rent_due_day=r[18], recertify=day(r[19]),
        visit_every=r[20], ended=day(r[21]), ended_why=r[22], ended_to=r[23], note=r[24],
    )  # fmt: skip


def _with_items(store: Store, rows: Sequence[tuple[Any, ...]]) -> list[EventRow]:
    items: dict[str, list[VisitItemRow]] = {}
    for r in store.query(
        "SELECT event_id, id, item, result, note, fixed_on FROM visit_item "  # noqa: S608
        f"WHERE event_id {_MINE} ORDER BY rowid",
        (json.dumps([row[0] for row in rows if row[2] == "visit"]),),
    ):
        items.setdefault(r[0], []).append(VisitItemRow(r[1], r[2], r[3], r[4], day(r[5])))
    return [
        EventRow(
            id=r[0], tenancy_id=r[1], kind=r[2], what=r[3], on=date.fromisoformat(r[4]),
            severity=r[5], with_whom=r[6], note=r[7], due=day(r[8]), resolved=day(r[9]),
            outcome=r[10], by=r[11], items=tuple(items.get(r[0], ())),
        )
        for r in rows
    ]  # fmt: skip


def _with_parts(store: Store, rows: Iterable[tuple[Any, ...]]) -> list[RepaymentRow]:
    found = list(rows)
    parts: dict[str, list[PartRow]] = {}
    for r in store.query(
        "SELECT repayment_plan_id, id, due_on, cents, paid_on, paid_cents FROM repayment "  # noqa: S608
        f"WHERE repayment_plan_id {_MINE} ORDER BY due_on, id",
        (json.dumps([row[0] for row in found]),),
    ):
        made = PartRow(r[1], date.fromisoformat(r[2]), r[3], day(r[4]), r[5])
        parts.setdefault(r[0], []).append(made)
    return [
        RepaymentRow(
            id=r[0], tenancy_id=r[1], event_id=r[2], reason=r[3], owed_cents=r[4],
            agreed=date.fromisoformat(r[5]), note=r[6], ended=day(r[7]), ended_why=r[8],
            parts=tuple(parts.get(r[0], ())),
        )
        for r in found
    ]  # fmt: skip
