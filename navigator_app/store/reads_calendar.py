"""The days on which a plan's calendar, or the agency's, differs from the state's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx


def by_plan(fetch: Store | Tx) -> dict[str, dict[date, str | None]]:
    """By plan id ("" for the agency's own), each day with the closure's name; None: open."""
    sql = "SELECT coalesce(plan_id, ''), day, name, closed FROM calendar_day ORDER BY day"
    run = fetch.connection.execute if hasattr(fetch, "connection") else fetch.execute
    found: dict[str, dict[date, str | None]] = {}
    for plan, day, name, closed in run(sql).fetchall():
        found.setdefault(plan, {})[date.fromisoformat(day)] = name if closed else None
    return found


def own(store: Store, year: int) -> list[tuple[str, str | None, date, str, bool]]:
    """Id, plan id (None: all plans), day, name and whether closed, of the days set in a year."""
    sql = (
        "SELECT id, plan_id, day, name, closed FROM calendar_day "
        "WHERE day BETWEEN ? AND ? ORDER BY day"
    )
    return [
        (key, plan, date.fromisoformat(day), name, bool(closed))
        for key, plan, day, name, closed in store.query(sql, (f"{year}-01-01", f"{year}-12-31"))
    ]
