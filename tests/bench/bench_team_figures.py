"""Exceptions, their members and trends beside their own statements run raw.

    python tests/bench/bench_team_figures.py [MEMBERS NOTES]

On 100,000 members ever and 1,000,000 notes (`big_agency`). Exit status 1 when a figure is over
its bar.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import big_agency
import floor
from figures import Figure, tell

from navigator_app.services import exceptions, forecast, monday, trends
from navigator_app.services.workspace import Workspace

ROUNDS, BAR = 3, 2.0


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
    members, notes = (int(one) for one in sys.argv[1:3]) if sys.argv[2:] else (
        big_agency.MEMBERS, big_agency.NOTES,
    )  # fmt: skip
    with big_agency.opened(members, notes) as ws:
        work: list[tuple[str, Callable[[], object]]] = [
            ("all exceptions counted", partial(exceptions.figures, ws)),
            *(
                (f"members opened: {one.id}", partial(exceptions.members, ws, one.id))
                for one in exceptions.kinds()
                if exceptions.figure(ws, one.id).members
            ),
            ("the page for Monday", partial(monday.page, ws)),
            ("the forecast", partial(forecast.forecast, ws)),
            ("trends of twelve months", partial(trends.overview, ws)),
            ("the same by group", partial(trends.equity, ws)),
        ]
        found = [measured(ws, name, one) for name, one in work]
    return 0 if all([tell(one).held for one in found]) else 1


if __name__ == "__main__":
    sys.exit(main())
