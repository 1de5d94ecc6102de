"""The lock files: they agree with pyproject.toml, with each other, and with the promise of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import dev_lock
import pytest


def test_pyproject_and_the_locks_agree() -> None:
    assert (
        dev_lock.problems(dev_lock.ROOT / "pyproject.toml", dev_lock.RUN_LOCK, dev_lock.DEV_LOCK)
        == []
    )


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Copies of the three files, to be spoilt."""
    sources = (dev_lock.ROOT / "pyproject.toml", dev_lock.RUN_LOCK, dev_lock.DEV_LOCK)
    return tuple(Path(shutil.copy(source, tmp_path)) for source in sources)  # type: ignore


@pytest.mark.parametrize(
    ("which", "old", "new", "says"),
    [
        (0, '"sqlmodel>=0.0.50"', '"sqlmodel>=99"', "sqlmodel>=99 is not met"),
        (0, '"psutil>=7"', '"not-in-the-lock"', "not-in-the-lock is not met"),
        (1, "sqlmodel==", "other==", "sqlmodel>=0.0.50 is not met"),
        (2, "sqlcipher3==", "sqlcipher3==9", "sqlcipher3 is"),
        (1, "alembic==", "--index-url https://somewhere\nalembic==", "names an address"),
    ],
)
def test_a_disagreement_is_told(
    copies: tuple[Path, Path, Path], which: int, old: str, new: str, says: str
) -> None:
    text = copies[which].read_text(encoding="utf-8")
    assert old in text
    copies[which].write_text(text.replace(old, new, 1), encoding="utf-8")
    assert says in "; ".join(dev_lock.problems(*copies))


def test_a_package_without_a_hash_is_told(copies: tuple[Path, Path, Path]) -> None:
    lines = copies[1].read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("alembic=="))
    end = next(n for n in range(start + 1, len(lines)) if not lines[n].startswith(" "))
    lines[start:end] = ["alembic==" + lines[start].split("==")[1].rstrip(" \\")]
    copies[1].write_text("\n".join(lines), encoding="utf-8")
    assert "alembic" in "; ".join(dev_lock.problems(*copies))


def test_the_right_cipher_and_the_right_qt_are_locked() -> None:
    """`sqlcipher3-binary` takes the same import name; Qt 6.12.0 aborts on Python 3.11."""
    pins = dev_lock.pins(dev_lock.DEV_LOCK)
    assert "sqlcipher3-binary" not in pins
    assert pins["pyside6-essentials"].release[:2] == (6, 11)
    assert not {"pyside6", "pyside6-addons"} & set(pins)
