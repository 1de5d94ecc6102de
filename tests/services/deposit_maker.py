"""Invented members who need a deposit, written into a test's store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.deposits import Item, Request
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.vocabulary import Service
from navigator_app.services import deposit_steps, programs
from navigator_app.services.deposit_steps import Answer
from navigator_app.services.programs import UseDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops

TODAY = date(2026, 11, 20)
MOVE_IN = date(2026, 12, 1)


@dataclass(frozen=True)
class Made:
    """A member with a referral for deposits."""

    member: str
    referral: str


def made(ws: Workspace, policy: str = "partnership-mcap7003", *, signed: bool = True) -> Made:
    """A member enrolled in navigation for months, with a signed support plan."""
    plan = loops.add_plan(ws, "harbor", policy)
    first = loops.add_member(ws, plan, 77)
    referral = loops.add_referral(ws, plan, first.member, service="deposits")
    programs.add_use(ws, UseDraft(first.member, Service.HTNS, date(2026, 6, 1)))
    if signed:
        sign(ws, first.member)
    return Made(first.member, referral)


def sign(ws: Workspace, member_id: str) -> str:
    key = uuid7()
    with ws.transaction("test") as tx:
        tx.insert(
            "support_plan",
            {
                "id": key,
                "member_id": member_id,
                "version": 1,
                "state": "signed",
                "started_on": "2026-09-01",
                "signed_on": "2026-09-15",
                "created_at": tx.now,
            },
        )
    return key


def draft(one: Made, *amounts: int, **more: object) -> Request:
    items = tuple(
        Item(kind, cents, vendor="Oak Street LLC", vendor_contact="4155550100")
        for kind, cents in zip(
            ("security-deposit", "first-month-rent", "last-month-rent"), amounts, strict=False
        )
    )
    values: dict[str, object] = {"move_in_on": MOVE_IN, "items": items, **more}
    return Request(one.member, **values)  # type: ignore[arg-type]


def sent(ws: Workspace, one: Made, *amounts: int) -> Request:
    return deposit_steps.send(ws, draft(one, *amounts), TODAY)[0]


def approved(known: Request, cents: int = 100000) -> Answer:
    return Answer(True, TODAY, cents={item.id: cents for item in known.items})


def search_for(ws: Workspace, member_id: str, stage: str = "lease") -> str:
    """A home of the directory that the member's search came to; its application."""
    landlord, unit, key = uuid7(), uuid7(), uuid7()
    with ws.transaction("test") as tx:
        made_at = {"created_at": tx.now}
        who = {"name": "Sam Oak", "organization": "Oak Street LLC", "phone": "4155550123"}
        tx.insert("landlord", {"id": landlord, **who, **made_at})
        home: dict[str, object] = {"address": "12 Oak Street", "unit_number": "4"}
        home |= {"city": "Oakland", "rent_cents": 150000, "deposit_cents": 180000}
        tx.insert("housing_unit", {"id": unit, "landlord_id": landlord, **home, **made_at})
        card = {"member_id": member_id, "unit_id": unit, "stage": stage, "stage_on": "2026-11-18"}
        tx.insert("housing_application", {"id": key, **card, **made_at})
    return key
