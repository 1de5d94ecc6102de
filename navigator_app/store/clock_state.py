"""The clock that runs on a referral: read as distinct starts, written back set-based."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

# What decides a referral's clock, as one key: referrals that share it share rule and date.
_KEY = {
    "plan_id": "r.plan_id",
    "service": "r.service",
    "answered": "(coalesce(r.status, 'pending') <> 'pending')",
    "authorized": "(coalesce(r.authorization_status, 'approved') = 'approved')",
    "start": "coalesce(r.sent_to_provider_on, r.received_on)",
}
_RUNNING = "r.is_open = 1 AND coalesce(r.status, 'pending') IN ('pending', 'accepted')"


@dataclass(frozen=True, slots=True)
class Start:
    """Referrals on which the same clock runs. `answered` is False while nobody answered the plan;
    `authorized` is False while the plan has not approved (an empty status counts as approved)."""

    plan_id: str
    service: str
    answered: bool
    authorized: bool
    start: date
    policy: str


def starts(tx: Tx, referral_ids: Collection[str] | None = None) -> list[Start]:
    """Return the distinct starts of the open referrals that nobody has begun outreach for."""
    key = ", ".join(_KEY.values())
    scope, params = _scope(referral_ids)
    rows = tx.execute(
        f"SELECT DISTINCT {key}, p.policy FROM referral r JOIN plan p ON p.id = r.plan_id "  # noqa: S608
        f"WHERE {_RUNNING}{scope}",
        params,
    )
    return [
        Start(plan, service, bool(answered), bool(authorized), date.fromisoformat(start), policy)
        for plan, service, answered, authorized, start, policy in rows.fetchall()
    ]


def write(
    tx: Tx, dues: Iterable[tuple[Start, str, date]], referral_ids: Collection[str] | None = None
) -> None:
    """Set rule and date of every referral in scope; one without a clock gets none."""
    names = ", ".join(_KEY)
    tx.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS clock_due ({names}, rule, due, PRIMARY KEY ({names})) "
        "WITHOUT ROWID"
    )
    tx.execute("DELETE FROM temp.clock_due")
    tx.executemany(
        "INSERT INTO temp.clock_due VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                start.plan_id,
                start.service,
                int(start.answered),
                int(start.authorized),
                start.start.isoformat(),
                rule,
                due.isoformat(),
            )
            for start, rule, due in dues
        ),
    )
    matches = " AND ".join(f"d.{name} = {sql}" for name, sql in _KEY.items())
    scope, params = _scope(referral_ids)
    tx.execute(
        "UPDATE referral SET clock_rule = x.rule, clock_due_on = x.due FROM ("  # noqa: S608
        "SELECT r.id AS rid, d.rule AS rule, d.due AS due FROM referral r "
        f"LEFT JOIN temp.clock_due d ON {matches} AND {_RUNNING} "
        f"WHERE (r.clock_rule IS NOT d.rule OR r.clock_due_on IS NOT d.due){scope}) AS x "
        "WHERE referral.id = x.rid",
        params,
    )


def _scope(referral_ids: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    if referral_ids is None:
        return "", ()
    found = " AND r.id IN (SELECT value FROM json_each(?))"
    return found, (json.dumps(list(referral_ids)),)
