"""How soon the window stands, from the start of the process to the first picture; and its memory.

Three figures: the unlock page against a bare PySide6 window with a line of text; the caseload of
10,000 members, passphrase given, against a window of 50 rows that opens the same store with the
same Argon2id settings; and the peak of memory of these two. Medians of starts taken in turn.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import floor
from figures import Figure, tell

from navigator_app.domain.vocabulary import Role
from navigator_app.services import agency, import_authorizations, workspace

HERE = Path(__file__).resolve().parent
ROWS, ROUNDS = 10_000, 9
PASSPHRASE = "juniper kettle orbit mosaic"


def filled_home(home: Path, rows: int) -> None:
    """A store with the default Argon2id settings and so many members."""
    ws, _code = workspace.create(
        home, agency="Harbor Homes", npi="1234567893", user="Ana Ruiz", role=Role.NAVIGATOR,
        passphrase=PASSPHRASE, clock=floor.CLOCK,
    )  # fmt: skip
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    path = floor.plan_file(home / "list.csv", rows)
    parsed = import_authorizations.read(path, import_authorizations.layouts_for(ws, "bayview"))
    review = import_authorizations.stage(ws, parsed, "bayview")
    import_authorizations.commit(ws, review.id)
    path.unlink()
    ws.close()


def start(*words: str) -> tuple[float, float]:
    """Start a child; returns seconds to its first picture and its peak memory in MB."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false",
        "PYTHONPATH": str(HERE.parents[1]),
        "NAVIGATOR_TODAY": "2026-11-20T10:00",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    command = [sys.executable, str(HERE / "start_child.py"), *words]
    before = time.monotonic()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    said = json.loads(done.stdout.splitlines()[-1])
    return said["painted"] - before, said["peak"] / 1024


def medians(ours: list[str], bare: list[str]) -> tuple[float, float, float, float]:
    """Medians of ours and the floor: seconds, seconds, MB, MB. One of each first, uncounted."""
    start(*bare), start(*ours)
    runs = [(start(*bare), start(*ours)) for _round in range(ROUNDS)]
    return (
        statistics.median(run[1][0] for run in runs),
        statistics.median(run[0][0] for run in runs),
        statistics.median(run[1][1] for run in runs),
        statistics.median(run[0][1] for run in runs),
    )


def main() -> int:
    """Measure and tell; status 1 when a bar is broken."""
    with floor.folder() as folder:
        home, secret = folder / "home", folder / "passphrase"
        filled_home(home, ROWS)
        secret.write_text(PASSPHRASE)
        mine, bare, _mb, _bare_mb = medians(["ours", str(home)], ["bare"])
        unlock = Figure("start to unlock page", mine, bare, 1.5, floor_is="bare PySide6 window")
        mine, bare, mb, bare_mb = medians(
            ["ours", str(home), str(secret)], ["rows", str(home), PASSPHRASE]
        )
        same = "window of 50 rows, same store and Argon2id"
        caseload = Figure(f"start to caseload of {ROWS:,}", mine, bare, 2.0, floor_is=same)
        memory = Figure("peak memory of the same", mb, bare_mb, 1.5, "MB", same)
        told = [tell(one) for one in (unlock, caseload, memory)]
    return 0 if all(one.held for one in told) else 1


if __name__ == "__main__":
    sys.exit(main())
