"""Deposit requests with their items, and what else of the record speaks of a deposit."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from navigator_app.domain.deposits import Home, Item, Request, State
from navigator_app.domain.guard_facts import Use
from navigator_app.domain.vocabulary import Service
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_REQUESTS = (
    "SELECT d.id, d.member_id, d.referral_id, d.application_id, d.support_plan_id, d.state, "
    "d.move_in_on, d.what_changed, d.submitted_on, d.decided_on, d.decided_why, d.number, d.note, "
    "d.packet FROM deposit_request d "
)
_ITEMS = (
    "SELECT i.request_id, i.id, i.kind, i.what, i.cents, i.approved_cents, i.vendor, "
    "i.vendor_contact, i.paid_on, a.id, a.title FROM json_each(?) j "
    "CROSS JOIN deposit_item i ON i.request_id = j.value "
    "LEFT JOIN attachment a ON a.removed_at IS NULL AND a.id = coalesce(i.attachment_id, "
    "(SELECT max(x.id) FROM attachment x WHERE x.member_id = (SELECT d.member_id "
    "FROM deposit_request d WHERE d.id = i.request_id) AND x.about = 'deposit_item' "
    "AND x.about_id = i.id AND x.removed_at IS NULL)) "
    "ORDER BY i.request_id, i.position, i.id"
)

# A time that was had: recorded by somebody, or a loop of our own that ended in services. Deposits
# that this record asked for itself are read from their requests.
_TIMES = (
    "SELECT u.starts_on, u.provider, u.what_changed FROM service_use u "
    "WHERE u.member_id = :member AND u.service = 'deposits' UNION ALL "
    "SELECT o.status_on, '', '' FROM referral o WHERE o.member_id = :member "
    "AND o.service = 'deposits' AND o.status = 'closed' "
    "AND o.closure_reason = 'services-received' AND o.id IS NOT :referral "
    "AND NOT EXISTS (SELECT 1 FROM service_use u WHERE u.member_id = o.member_id "
    "AND u.service = o.service AND u.starts_on IS o.status_on) "
    "AND NOT EXISTS (SELECT 1 FROM deposit_request d WHERE d.referral_id = o.id "
    "AND d.state IN ('approved', 'paid'))"
)


class Whose(NamedTuple):
    """The member a request is for: name, CIN, and the plan whose rules speak."""

    name: str
    cin: str
    plan_id: str
    plan_name: str
    policy: str


def whose(store: Store, member_id: str, referral_id: str = "") -> Whose | None:
    """The member with the plan of the referral, or else the member's own; None for nobody."""
    row = store.one(
        "SELECT m.first_name, m.last_name, m.cin, p.id, p.name, p.policy FROM member m "
        "LEFT JOIN referral r ON r.id = ? AND r.member_id = m.id "
        "JOIN plan p ON p.id = coalesce(r.plan_id, m.plan_id) WHERE m.id = ?",
        (referral_id, member_id),
    )
    return Whose(f"{row[0]} {row[1]}".strip(), *row[2:]) if row else None


def referral(store: Store, member_id: str) -> str:
    """The member's referral for deposits that a request goes with, the open and newest one; ""
    where there is none."""
    row = store.one(
        "SELECT id FROM referral WHERE member_id = ? AND service = 'deposits' "
        "ORDER BY is_open DESC, created_at DESC, id DESC LIMIT 1",
        (member_id,),
    )
    return row[0] if row else ""


def is_deposits(store: Store, member_id: str, referral_id: str) -> bool:
    """True for a referral of the member for deposits."""
    sql = "SELECT 1 FROM referral WHERE id = ? AND member_id = ? AND service = 'deposits'"
    return store.one(sql, (referral_id, member_id)) is not None


def of_member(store: Store, member_id: str) -> list[Request]:
    """A member's requests, the newest first."""
    sql = _REQUESTS + "WHERE d.member_id = ? ORDER BY d.created_at DESC, d.id DESC"
    return _whole(store, store.query(sql, (member_id,)))


def every(store: Store) -> list[Request]:
    """All requests, the newest first."""
    return _whole(store, store.query(_REQUESTS + "ORDER BY d.created_at DESC, d.id DESC"))


def one(store: Store, request_id: str) -> Request | None:
    """One request, None when there is none."""
    found = _whole(store, store.query(_REQUESTS + "WHERE d.id = ?", (request_id,)))
    return found[0] if found else None


def times(store: Store, member_id: str, referral_id: str) -> list[Use]:
    """Earlier deposits of a member that no request here asked for."""
    found = store.query(_TIMES, {"member": member_id, "referral": referral_id or None})
    return [Use(Service.DEPOSITS, day(r[0]), None, r[1], r[2]) for r in found]


def support_plan(store: Store, member_id: str) -> tuple[str, bool] | None:
    """The member's latest signed housing support plan, else the latest, and whether it is signed;
    None where there is none at all."""
    row = store.one(
        "SELECT id, signed_on IS NOT NULL FROM support_plan WHERE member_id = ? "
        "ORDER BY signed_on IS NOT NULL DESC, version DESC LIMIT 1",
        (member_id,),
    )
    return (row[0], bool(row[1])) if row else None


def known_move_in(store: Store, member_id: str) -> str:
    """The move-in date already on record: of the latest lease in the search, or of an intake; ""
    where there is none."""
    row = store.one(
        "SELECT coalesce((SELECT max(t.move_in_on) FROM tenancy t WHERE t.member_id = :member "
        "AND t.ended_on IS NULL), (SELECT max(i.move_in_on) FROM referral r "
        "JOIN intake i ON i.referral_id = r.id WHERE r.member_id = :member), '')",
        {"member": member_id},
    )
    return str(row[0]) if row else ""


def home(store: Store, member_id: str) -> Home | None:
    """The home of the directory that the member's search came to, the latest; None without one."""
    row = store.one(
        "SELECT a.id, u.address, u.unit_number, u.city, l.name, l.organization, l.phone, l.email, "
        "u.deposit_cents, u.rent_cents FROM housing_application a "
        "JOIN housing_unit u ON u.id = a.unit_id LEFT JOIN landlord l ON l.id = u.landlord_id "
        "WHERE a.member_id = ? AND a.stage IN ('approved', 'lease', 'moved-in') "
        "ORDER BY a.stage_on DESC, a.created_at DESC, a.id DESC LIMIT 1",
        (member_id,),
    )
    if row is None:
        return None
    address = ", ".join(part for part in row[1:4] if part)
    vendor, contact = row[5] or row[4] or "", row[6] or row[7] or ""
    return Home(row[0], address, vendor, contact, row[8], row[9])


def _whole(store: Store, rows: list[tuple[Any, ...]]) -> list[Request]:
    items: dict[str, list[Item]] = defaultdict(list)
    for row in store.query(_ITEMS, (json.dumps([r[0] for r in rows]),)) if rows else []:
        items[row[0]].append(_item(row))
    return [replace(_request(row), items=tuple(items[row[0]])) for row in rows]


def _request(row: tuple[Any, ...]) -> Request:
    return Request(
        id=row[0],
        member_id=row[1],
        referral_id=row[2] or "",
        application_id=row[3] or "",
        support_plan_id=row[4] or "",
        state=State(row[5]),
        move_in_on=day(row[6]),
        what_changed=row[7],
        submitted_on=day(row[8]),
        decided_on=day(row[9]),
        decided_why=row[10],
        number=row[11],
        note=row[12],
        ticked=frozenset(json.loads(row[13])),
    )


def _item(row: tuple[Any, ...]) -> Item:
    return Item(
        id=row[1],
        kind=row[2],
        what=row[3],
        cents=row[4],
        approved_cents=row[5],
        vendor=row[6],
        vendor_contact=row[7],
        paid_on=day(row[8]),
        attachment_id=row[9] or "",
        copy=row[10] or "",
    )
