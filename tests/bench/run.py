"""Run every bench and print one table: `python3 packaging/dev.py bench [NAME ...]`.

Each `bench_NAME.py` beside this file has `measure()`, which yields `Figure`s (figures.py). Each
runs in a process of its own, one after the other, so that neither memory nor imports of one reach
the next. Status 1 when a figure is over its bar or a bench failed.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
for folder in (str(ROOT), str(HERE)):  # started as a script, without pytest's path
    if folder not in sys.path:
        sys.path.insert(0, folder)

from tests.bench.figures import Figure  # noqa: E402

MARK = "@figure "


def measure_here(path: Path) -> None:
    """Run one bench in this process and print its figures for the parent to read."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look themselves up
    spec.loader.exec_module(module)
    for figure in module.measure():
        print(MARK + json.dumps(dataclasses.asdict(figure)), flush=True)


def measure_apart(path: Path) -> tuple[list[Figure], bool]:
    """Run one bench in a process of its own: its figures, and whether it went well."""
    command = [sys.executable, str(Path(__file__).resolve()), "--one", str(path)]
    figures = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(MARK):
                figures.append(Figure(**json.loads(line.removeprefix(MARK))))
            else:
                print(f"  {line}", end="", flush=True)
    return figures, child.returncode == 0


def amount(value: float, unit: str) -> str:
    """A value with a unit a person reads easily."""
    if unit == "s":
        return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
    return f"{value:.1f} {unit}"


def table(figures: list[Figure]) -> str:
    """The figures in columns, as Markdown, so that they can stand in the README as they are."""
    rows = [("what", "figure", "floor", "ratio", "bar", "")]
    for one in figures:
        floor = amount(one.floor, one.unit) + (f" ({one.floor_is})" if one.floor_is else "")
        verdict = "held" if one.held else "OVER"
        ratio, bar = f"{one.ratio:.2f}", f"{one.bar:g}"
        rows.append((one.name, amount(one.value, one.unit), floor, ratio, bar, verdict))
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * max(3, width) for width in widths) + " |")
    return "\n".join(lines)


def main() -> int:
    """Run the benches that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="import, search, …; all without one")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if chosen.one:
        measure_here(chosen.one)
        return 0
    benches = sorted(HERE.glob("bench_*.py"))
    if chosen.names:
        benches = [path for path in benches if path.stem.removeprefix("bench_") in chosen.names]
    if not benches:
        print("No such bench.", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    broken = []
    for path in benches:
        started = time.monotonic()
        found, well = measure_apart(path)
        figures += found
        broken += [] if well and found else [path.name]
        print(
            f"{path.name}: {len(found)} figures in {time.monotonic() - started:.0f} s", flush=True
        )
    print(f"\n{table(figures)}\n")
    if broken:
        print(f"Failed: {', '.join(broken)}")
    return 1 if broken or not all(one.held for one in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
