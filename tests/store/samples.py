"""Made-up rows for store tests."""

from __future__ import annotations

from typing import Any

PLAN = {"id": "plan-1", "key": "bayview", "name": "Bayview", "layout": "bayview", "policy": "dhcs"}


def plan(tx: Any, **changes: object) -> str:
    """Insert a plan and return its id."""
    row = {**PLAN, "created_at": tx.now, **changes}
    tx.insert("plan", row)
    return str(row["id"])


def member_row(number: int, now: str, **changes: object) -> dict[str, object]:
    """The columns of one member of plan-1; no two numbers share an id or CIN."""
    return {
        "id": f"member-{number}",
        "cin": f"{90_000_000 + number}A",
        "plan_id": "plan-1",
        "first_name": f"First{number}",
        "last_name": f"Last{number}",
        "date_of_birth": "1980-01-02",
        "created_at": now,
        "sort_name": f"last{number} first{number}",
        "search_text": f"first{number} last{number} {90_000_000 + number}a",
        **changes,
    }


def referral_row(number: int, now: str, **changes: object) -> dict[str, object]:
    """The columns of one referral of member `number`."""
    return {
        "id": f"referral-{number}",
        "member_id": f"member-{number}",
        "plan_id": "plan-1",
        "service": "htns",
        "received_on": "2026-11-15",
        "created_at": now,
        **changes,
    }


def event_row(number: int, now: str, **changes: object) -> dict[str, object]:
    """The columns of one status event of referral `number`."""
    return {
        "id": f"event-{number}",
        "referral_id": f"referral-{number}",
        "plan_id": "plan-1",
        "member_cin": f"{90_000_000 + number}A",
        "status": "accepted",
        "on_date": "2026-11-18",
        "recorded_at": now,
        "zone": "America/Los_Angeles",
        **changes,
    }
