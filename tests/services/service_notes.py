"""Members who can be served, and notes about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.services import clocks, eligibility
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from tests.services.loops import Made, add_member

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, 0)
"""An hour before the clock of the tests."""


def authorize(
    ws: Workspace,
    made: Made,
    first: date = date(2026, 11, 1),
    last: date = date(2027, 10, 31),
    number: str = "AUTH77",
) -> str:
    """Give a referral an authorization of its plan's file."""
    key = uuid7()
    with ws.transaction("test") as tx:
        tx.insert(
            "authorization",
            {
                "id": key,
                "referral_id": made.referral,
                "status": "approved",
                "effective_on": first.isoformat(),
                "ends_on": last.isoformat(),
                "number": number,
                "created_at": tx.now,
            },
        )
        tx.execute(
            "UPDATE referral SET effective_on = ?, ends_on = ?, authorization_number = ? "
            "WHERE id = ?",
            (first.isoformat(), last.isoformat(), number, made.referral),
        )
        clocks.recompute(tx, ws, [made.referral])
    return key


def looked_up(ws: Workspace, member: str, on: date = date(2026, 11, 3), **more: Any) -> None:
    """Record a look-up that found Medi-Cal active, unless told otherwise."""
    draft = CheckDraft(member, MediCal.ACTIVE, How.PORTAL, on)
    eligibility.record(ws, replace(draft, **more))


def ready(ws: Workspace, plan: str, number: int = 1, service: str = "htns") -> Made:
    """A member whose service of today can be billed."""
    made = add_member(ws, plan, number, service=service)
    authorize(ws, made)
    looked_up(ws, made.member)
    return made


def note(made: Made, **changes: Any) -> NoteDraft:
    """An hour of housing search, this morning at nine."""
    draft = NoteDraft(
        member_id=made.member,
        service=Service.HTNS,
        component="htns-search",
        at=AT,
        minutes=45,
        mode=Mode.IN_PERSON,
        code="H2016 U6",
        narrative="Looked at two rooms on Third Street.",
    )
    return replace(draft, **changes)


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    """A local time of that day."""
    return datetime.combine(day, time(hour, minute))
