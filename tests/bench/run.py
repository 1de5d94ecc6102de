"""Run every bench and print one table: `python3 packaging/dev.py bench [NAME ...]`.

Each `bench_NAME.py` beside this file is a script that tells its figures (figures.py). They run one
after the other, each in a process of its own, so that neither memory nor imports of one reach the
next. Status 1 when a figure is over its bar or a bench failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from figures import GATHERED, MARK, Figure, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def measure(path: Path) -> tuple[list[Figure], int]:
    """Run one bench: its figures and its status. What else it prints is shown as it comes."""
    environment = os.environ | {GATHERED: "1", "PYTHONUNBUFFERED": "1"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures = []
    with subprocess.Popen(
        [sys.executable, str(path)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(MARK):
                figures.append(Figure(**json.loads(line.removeprefix(MARK))))
            else:
                print(f"  {line}", end="", flush=True)
    return figures, child.returncode


def chosen_benches(names: list[str]) -> list[Path]:
    """The benches of those names; all of them without one."""
    benches = sorted(HERE.glob("bench_*.py"))
    if not names:
        return benches
    return [path for path in benches if path.stem.removeprefix("bench_") in names]


def main() -> int:
    """Run the benches that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="import, search, …; all without one")
    benches = chosen_benches(parser.parse_args().names)
    if not benches:
        print("No such bench.", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    broken = []
    for path in benches:
        print(f"{path.name} …", flush=True)
        started = time.monotonic()
        found, status = measure(path)
        figures += found
        over = any(not one.held for one in found)
        if not found or (status and not over):
            broken.append(path.name)
        print(f"{path.name}: {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{table(figures)}\n")
    if broken:
        print(f"Failed: {', '.join(broken)}")
    return 1 if broken or not all(one.held for one in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
