"""What every ratio is measured against: the plain way to do the same, in the same run.

A floor opens a file with the very settings of the store (`store.connection.connect`) and does the
smallest thing that could be called the job.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "data" / "samples")]

from make_asf import write  # noqa: E402 - found by the line above

from navigator_app.domain.vocabulary import Role  # noqa: E402
from navigator_app.runtime.clock import Clock  # noqa: E402
from navigator_app.services import agency, workspace  # noqa: E402
from navigator_app.services.workspace import Workspace  # noqa: E402
from navigator_app.store.connection import connect  # noqa: E402
from navigator_app.store.keys import Kdf  # noqa: E402

ZONE = "America/Los_Angeles"
CLOCK = Clock(ZONE, datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))
DATE_COLUMNS = (4, 18, 20, 21, 22, 23)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one run, erased afterwards."""
    path = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def plan_file(path: Path, rows: int, seed: int = 7) -> Path:
    """Write a file of the bayview layout."""
    write("bayview", rows, path, seed)
    return path


def new_workspace(home: Path) -> Workspace:
    """A fresh store with one plan; cheap key settings, which no bar here measures."""
    ws, _code = workspace.create(
        home,
        agency="Harbor Homes",
        npi="1234567893",
        user="Ana Ruiz",
        role=Role.NAVIGATOR,
        passphrase="juniper kettle orbit mosaic",
        clock=CLOCK,
        kdf=Kdf(memory_kib=64, time=1, parallelism=1),
    )
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    return ws


def import_floor(path: Path, store: Path, *, library_dates: bool) -> float:
    """Seconds to parse a file and write its rows by one raw `executemany`, committed.

    Dates are read by `datetime.strptime`, the library's way, or by cutting the text, the quickest.
    """
    connection = connect(store, os.urandom(32))
    try:
        columns = ", ".join(f"c{i} TEXT" for i in range(24))
        connection.execute(f"CREATE TABLE row ({columns})")
        start = time.perf_counter()
        rows = _parsed(path, library_dates)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO row VALUES ({', '.join('?' * 24)})", rows)
        connection.execute("COMMIT")
        return time.perf_counter() - start
    finally:
        connection.close()


def _parsed(path: Path, library_dates: bool) -> list[list[str]]:
    read = _strptime if library_dates else _cut
    rows: list[list[str]] = []
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            for place in DATE_COLUMNS:
                if row[place]:
                    row[place] = read(row[place])
            rows.append(row)
    return rows


def _strptime(text: str) -> str:
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat()


def _cut(text: str) -> str:
    return date(int(text[6:]), int(text[:2]), int(text[3:5])).isoformat()


def timed(action: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def p95(seconds: list[float]) -> float:
    """The value that 95 in 100 do not exceed."""
    return statistics.quantiles(seconds, n=20)[-1]


def judge(name: str, reached: float, floor: float, bar: float, unit: float = 1e3) -> bool:
    """Print one line, milliseconds and the ratio; True when within the bar."""
    ratio = reached / floor
    verdict = "ok" if ratio <= bar else "OVER"
    print(
        f"{name}: {reached * unit:.2f} ms, floor {floor * unit:.2f} ms, "
        f"ratio {ratio:.2f} (bar {bar:g}) {verdict}"
    )
    return ratio <= bar


def shuffled(words: list[str], count: int, seed: int = 1) -> list[str]:
    """So many of the words, in an order that is the same every run."""
    rng = random.Random(seed)
    return [rng.choice(words) for _ in range(count)]
