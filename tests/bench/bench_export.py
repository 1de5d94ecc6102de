"""Status file of 100,000 events against a raw csv.writer over the same query.

Run: python tests/bench/bench_export.py [EVENTS]. Prints both medians and their ratio; exits 1 when
the ratio is over the bar. Both are measured in the same run, in turns, on the same store.
"""

from __future__ import annotations

import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import many_members
from figures import Figure, tell

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from navigator_app.domain.identifiers import month_bounds  # noqa: E402
from navigator_app.domain.vocabulary import Role  # noqa: E402
from navigator_app.runtime.clock import Clock  # noqa: E402
from navigator_app.services import agency, exports, workspace  # noqa: E402
from navigator_app.services.workspace import Workspace  # noqa: E402
from navigator_app.store import reads_exports, referral_state  # noqa: E402

BAR = 2.0
ROUNDS = 5
ZONE = "America/Los_Angeles"
CLOCK = Clock(ZONE, datetime(2026, 11, 30, 10, tzinfo=ZoneInfo(ZONE)))
PERIOD = "2026-11"


def fill(ws: Workspace, events: int) -> None:
    """Write half as many members as events, each with two statuses in the month."""
    agency.add_plan(ws, "bayview", name="Bayview", layout="canonical")
    plan = agency.plan(ws, "bayview").id
    people = range(events // 2)
    with ws.transaction("bench") as tx:
        many_members.write(tx, plan, people, requested="2026-10-20", received="2026-10-21")
        tx.executemany(
            "INSERT INTO status_event(id, referral_id, plan_id, member_cin, status, on_date, "
            "recorded_at, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    f"{s}{n}",
                    f"r{n}",
                    plan,
                    many_members.cin(n),
                    s,
                    f"2026-11-{d + n % 14:02d}",
                    tx.now,
                    ZONE,
                )
                for n in people
                for s, d in (("accepted", 1), ("outreach-initiated", 15))
            ),
        )
        referral_state.refresh(tx)


def floor(ws: Workspace, out: Path) -> None:
    """The same query, a csv.writer, and the fsync that any file needs that must last."""
    first, last = month_bounds(PERIOD)
    own = agency.agency(ws)
    period = reads_exports.Period(
        agency.plan(ws, "bayview").id, first, last, own.npi, own.name, own.phone
    )
    rows = ws.store.query(reads_exports.ROWS, reads_exports.bind(period))
    with (out / "floor.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
        file.flush()
        os.fsync(file.fileno())


def timed(task: Callable[[], object]) -> float:
    """Seconds that a task takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def main(events: int) -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ws, _code = workspace.create(
            folder / "home",
            agency="Harbor Homes",
            npi="1234567893",
            user="Ana Ruiz",
            role=Role.NAVIGATOR,
            passphrase="juniper kettle orbit mosaic",
            clock=CLOCK,
        )
        try:
            fill(ws, events)
            floors, ours = [], []
            for _round in range(ROUNDS):
                floors.append(timed(lambda: floor(ws, folder)))
                ours.append(timed(lambda: exports.export(ws, "bayview", PERIOD, folder)))
            done, _changes = exports.export(ws, "bayview", PERIOD, folder)
        finally:
            ws.close()
    base, own = statistics.median(floors), statistics.median(ours)
    name = f"status file of {done.rows:,} events"
    figure = tell(Figure(name, own, base, BAR, floor_is="csv.writer over the same query"))
    return 0 if figure.held and done.rows == events else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
