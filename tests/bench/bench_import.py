"""Import of 10,000 CSV rows, journal included, against parsing plus one raw `executemany`.

    python tests/bench/bench_import.py

Reads, stages and commits a file into an empty store. Exit status 1 when over the bar.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import floor
from figures import Figure, tell

from navigator_app.services import import_authorizations

ROWS, RUNS, BAR = 10_000, 7, 4.0


def import_once(home: Path, path: Path) -> dict[str, float]:
    """Seconds of each stage and of all."""
    ws = floor.new_workspace(home)
    try:
        layouts = import_authorizations.layouts_for(ws, "bayview")
        start = time.perf_counter()
        parsed = import_authorizations.read(path, layouts)
        read = time.perf_counter()
        review = import_authorizations.stage(ws, parsed, "bayview")
        staged = time.perf_counter()
        done, _changes = import_authorizations.commit(ws, review.id)
        end = time.perf_counter()
        if done.state != "committed" or done.new != ROWS:
            raise SystemExit(f"not all rows came in: {done.new} of {ROWS}")
    finally:
        ws.close()
    return {
        "read": read - start,
        "stage": staged - read,
        "commit": end - staged,
        "all": end - start,
    }


def main() -> int:
    """Measure, print, judge."""
    ours: list[dict[str, float]] = []
    plain: list[float] = []
    quickest: list[float] = []
    with floor.folder() as folder:
        path = floor.plan_file(folder / "roster.csv", ROWS)
        for run in range(RUNS):
            ours.append(import_once(folder / f"home-{run}", path))
            plain.append(floor.import_floor(path, folder / f"a-{run}.db", library_dates=True))
            quickest.append(floor.import_floor(path, folder / f"b-{run}.db", library_dates=False))
    parts = {name: statistics.median(run[name] for run in ours) for name in ours[0]}
    print(", ".join(f"{name} {seconds * 1e3:.0f} ms" for name, seconds in parts.items()))
    reached = parts["all"]
    floor.judge("against dates cut by hand", reached, statistics.median(quickest), BAR)
    figure = Figure(
        f"import of {ROWS:,} CSV rows, journal included", reached, statistics.median(plain), BAR,
        floor_is="parsing and one executemany",
    )  # fmt: skip
    return 0 if tell(figure).held else 1


if __name__ == "__main__":
    sys.exit(main())
