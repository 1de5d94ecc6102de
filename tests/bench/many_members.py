"""Invented members of a plan with an approved referral each, written many at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


def cin(number: int) -> str:
    """The CIN of one of them."""
    return f"9{number:07d}A"


def write(tx: Tx, plan_id: str, people: range, *, requested: str, received: str) -> None:
    """Write members m0, m1, … with referrals r0, r1, …; both days are ISO."""
    tx.executemany(
        "INSERT INTO member(id, cin, plan_id, plan_member_id, first_name, last_name, "
        "date_of_birth, sort_name, created_at) VALUES (?, ?, ?, ?, ?, ?, '1980-02-29', ?, ?)",
        (
            (f"m{n}", cin(n), plan_id, f"{n:011d}", f"First{n}", f"Last{n}", f"{n}", tx.now)
            for n in people
        ),
    )
    tx.executemany(
        "INSERT INTO referral(id, member_id, plan_id, service, requested_on, received_on, "
        "authorization_status, created_at) VALUES (?, ?, ?, 'htns', ?, ?, 'approved', ?)",
        ((f"r{n}", f"m{n}", plan_id, requested, received, tx.now) for n in people),
    )
