"""Invented members with referrals, written straight into a test's store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.identifiers import fold, uuid7
from navigator_app.services import clocks
from navigator_app.services.workspace import Workspace


@dataclass(frozen=True)
class Made:
    """A member and their first referral."""

    member: str
    referral: str
    cin: str


def add_plan(ws: Workspace, key: str = "bayview", policy: str = "toolkit-2025") -> str:
    """Add a plan with the canonical layout and return its id."""
    plan_id = uuid7()
    with ws.transaction("test") as tx:
        tx.insert(
            "plan",
            {
                "id": plan_id,
                "key": key,
                "name": key.title(),
                "layout": "canonical",
                "policy": policy,
                "created_at": tx.now,
            },
        )
    return plan_id


def add_member(
    ws: Workspace,
    plan_id: str,
    number: int,
    *,
    sent: date | None = date(2026, 11, 16),
    requested: date | None = date(2026, 11, 12),
    service: str = "htns",
    authorization: str | None = "approved",
    **member: object,
) -> Made:
    """Add a member with one referral, its clock set."""
    made = Made(uuid7(), uuid7(), f"9{number:07d}A")
    first, last = f"First{number}", f"Last{number:05d}"
    with ws.transaction("test") as tx:
        tx.insert(
            "member",
            {
                "id": made.member,
                "cin": made.cin,
                "plan_id": plan_id,
                "plan_member_id": f"{number:011d}",
                "first_name": first,
                "last_name": last,
                "date_of_birth": "1980-02-29",
                "sort_name": fold(f"{last} {first}"),
                "created_at": tx.now,
                **member,
            },
        )
    add_referral(
        ws,
        plan_id,
        made.member,
        referral_id=made.referral,
        sent=sent,
        requested=requested,
        service=service,
        authorization=authorization,
    )
    return made


def add_referral(
    ws: Workspace,
    plan_id: str,
    member_id: str,
    *,
    referral_id: str = "",
    sent: date | None = date(2026, 11, 16),
    requested: date | None = date(2026, 11, 12),
    service: str = "htns",
    authorization: str | None = "approved",
) -> str:
    """Add one referral to a member and return its id."""
    key = referral_id or uuid7()
    with ws.transaction("test") as tx:
        tx.insert(
            "referral",
            {
                "id": key,
                "member_id": member_id,
                "plan_id": plan_id,
                "service": service,
                "requested_on": requested.isoformat() if requested else None,
                "sent_to_provider_on": sent.isoformat() if sent else None,
                "received_on": "2026-11-17",
                "authorization_status": authorization,
                "is_open": int(authorization != "denied"),
                "created_at": tx.now,
            },
        )
        clocks.recompute(tx, ws, [key])
    return key


def state(ws: Workspace, referral_id: str) -> dict[str, object]:
    """The derived columns of a referral."""
    names = ("is_open", "status", "status_on", "closure_reason", "clock_rule", "clock_due_on")
    row = ws.store.one(f"SELECT {', '.join(names)} FROM referral WHERE id = ?", (referral_id,))
    assert row is not None
    return dict(zip(names, row, strict=True))
