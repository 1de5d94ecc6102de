"""The bench's table: what it says when a figure is over its bar or a bench breaks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = """
from figures import Figure, tell

print("some words of its own")
tell(Figure({name!r}, {v}, 1, 2))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tree with the runner and no bench yet."""
    made = tmp_path / "tests" / "bench"
    made.mkdir(parents=True)
    for name in ("run.py", "figures.py"):
        shutil.copy(ROOT / "tests" / "bench" / name, made)
    return made


def run(folder: Path, *names: str) -> tuple[int, str]:
    """Run the benches of a folder: status and output."""
    done = subprocess.run(
        [sys.executable, folder / "run.py", *names], capture_output=True, text=True
    )
    return done.returncode, done.stdout


def test_figures_within_their_bars(folder: Path) -> None:
    (folder / "bench_one.py").write_text(GOOD.format(name="First", v=1.5))
    (folder / "bench_two.py").write_text(GOOD.format(name="Second", v=0.5))
    status, told = run(folder)
    assert status == 0
    assert "| First  | 1.50 s   | 1.00 s | 1.50  | 2   | held |" in told
    assert "| Second | 500.0 ms |" in told
    assert "some words of its own" in told
    assert "@figure" not in told
    assert "First" not in run(folder, "two")[1]


def test_a_figure_over_its_bar_fails_the_run(folder: Path) -> None:
    (folder / "bench_one.py").write_text(GOOD.format(name="Slow", v=2.01))
    status, told = run(folder)
    assert status == 1
    assert "OVER" in told


@pytest.mark.parametrize("text", ["raise SystemExit(3)", "print('nothing')"])
def test_a_bench_that_measures_nothing_fails_the_run(folder: Path, text: str) -> None:
    (folder / "bench_one.py").write_text(text)
    status, told = run(folder)
    assert status == 1
    assert "Failed: bench_one.py" in told
