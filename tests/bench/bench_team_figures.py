"""Exceptions, their members and trends beside their own statements run raw.

    python tests/bench/bench_team_figures.py [MEMBERS NOTES]

On 100,000 members ever and 1,000,000 notes, written without the journal: what is measured reads
only. Exit status 1 when a figure is over its bar.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import floor
from figures import Figure, tell

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.services import exceptions, trends
from navigator_app.services.workspace import Workspace

MEMBERS, NOTES, ROUNDS, BAR = 100_000, 1_000_000, 3, 2.0
TODAY = date(2026, 11, 20)
_TEXT = "Met and went through the list of homes; will call again on Tuesday. " * 4


def fill(ws: Workspace, members: int, notes: int) -> None:
    """Five years of an agency: most referrals closed, a fifth open."""
    rng, store = random.Random(11), ws.store.connection
    for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        store.execute(f'DROP TRIGGER "{name}"')
    (plan,) = store.execute("SELECT id FROM plan").fetchone()
    ids, referrals = list(uuid7_many(members)), list(uuid7_many(members))
    came = [TODAY - timedelta(days=rng.randrange(5 * 365)) for _one in ids]
    store.execute("BEGIN")
    _many(store, "member", (
        {"id": key, "cin": f"9{n:07d}A", "plan_id": plan, "first_name": "Ana",
         "last_name": f"Last{n}", "date_of_birth": f"{rng.randint(1940, 2007)}-05-17",
         "language_spoken": rng.choice(("English", "Spanish", "Hmong")),
         "race_ethnicity_code": rng.choice("12345"), "sort_name": f"last{n:06d}",
         "created_at": "2021"}
        for n, key in enumerate(ids)
    ))  # fmt: skip
    _many(store, "referral", (
        {"id": key, "member_id": member, "plan_id": plan, "service": "htns",
         "received_on": day.isoformat(), "authorization_status": "approved",
         "effective_on": day.isoformat(), "ends_on": (day + timedelta(365)).isoformat(),
         "is_open": int(rng.random() < 0.2), "status": rng.choice(("accepted", "closed", None)),
         "status_on": (day + timedelta(9)).isoformat(), "closure_reason": "other",
         "created_at": "2021"}
        for key, member, day in zip(referrals, ids, came, strict=True)
    ))  # fmt: skip
    _many(store, "authorization", (
        {"id": key, "referral_id": key, "status": "approved", "effective_on": day.isoformat(),
         "ends_on": (day + timedelta(365)).isoformat(), "created_at": "2021"}
        for key, day in zip(referrals, came, strict=True)
    ))  # fmt: skip
    _many(store, "status_event", (
        {"id": key, "referral_id": key, "plan_id": plan, "member_cin": f"9{n:07d}A",
         "status": "accepted", "on_date": (came[n] + timedelta(3)).isoformat(),
         "recorded_at": "2021", "zone": floor.ZONE}
        for n, key in enumerate(referrals)
    ))  # fmt: skip
    _many(store, "encounter", (_note(rng, key, ids, came) for key in uuid7_many(notes)))
    _many(store, "tenancy", (
        {"id": ids[n], "member_id": ids[n], "address": "1 Quay St",
         "move_in_on": (came[n] + timedelta(90)).isoformat(), "created_at": "2021"}
        for n in range(0, members, 3)
    ))  # fmt: skip
    store.execute("COMMIT")
    store.execute("ANALYZE")


def _note(rng: random.Random, key: str, ids: list[str], came: list[date]) -> dict[str, Any]:
    n = rng.randrange(len(ids))
    on = min(TODAY, came[n] + timedelta(days=rng.randrange(400)))
    return {
        "id": key, "member_id": ids[n], "service": "htns", "component": "search",
        "at_utc": f"{on}T18:00:00.000+00:00", "zone": floor.ZONE, "on_date": on.isoformat(),
        "minutes": 30, "mode": "in-person", "narrative": _TEXT, "payable": rng.choice((0, 1, None)),
        "recorded_at": on.isoformat(),
    }  # fmt: skip


def _many(store: Any, table: str, rows: Any) -> None:
    first = next(rows)
    sql = f'INSERT INTO "{table}" ({", ".join(first)}) VALUES ({", ".join("?" * len(first))})'
    store.execute(sql, tuple(first.values()))
    store.executemany(sql, (tuple(row.values()) for row in rows))


def measured(ws: Workspace, name: str, work: Callable[[], object]) -> Figure:
    """Some work beside its own statements run raw, each with what it was asked with."""
    asked: list[tuple[str, Any]] = []
    query, one = type(ws.store).query, type(ws.store).one

    def kept(store: Any, sql: str, params: Any = ()) -> Any:
        asked.append((sql, params))
        return query(store, sql, params)

    def kept_one(store: Any, sql: str, params: Any = ()) -> Any:
        asked.append((sql, params))
        return one(store, sql, params)

    type(ws.store).query, type(ws.store).one = kept, kept_one  # type: ignore[method-assign, assignment]
    try:
        work()
    finally:
        type(ws.store).query, type(ws.store).one = query, one  # type: ignore[method-assign]
    ours, raw = [], []
    for _round in range(ROUNDS):
        raw.append(floor.timed(lambda: [
            ws.store.connection.execute(sql, params).fetchall() for sql, params in asked
        ]))  # fmt: skip
        ours.append(floor.timed(work))
    return Figure(
        name, statistics.median(ours), statistics.median(raw), BAR,
        floor_is="its statements run raw",
    )  # fmt: skip


def main() -> int:
    """Measure, print, judge."""
    members, notes = (int(one) for one in sys.argv[1:3]) if sys.argv[2:] else (MEMBERS, NOTES)
    with floor.folder() as folder:
        ws = floor.new_workspace(folder / "team")
        try:
            fill(ws, members, notes)
            found = [
                measured(ws, "all exceptions counted", lambda: exceptions.figures(ws)),
                measured(ws, "members of one opened",
                         lambda: exceptions.members(ws, "no-contact-30")),
                measured(ws, "trends of twelve months", lambda: trends.overview(ws)),
                measured(ws, "the same by group", lambda: trends.equity(ws)),
            ]  # fmt: skip
        finally:
            ws.close()
    return 0 if all([tell(one).held for one in found]) else 1


if __name__ == "__main__":
    sys.exit(main())
