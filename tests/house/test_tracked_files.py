"""What lies in the repository: no address of a package index, no path of a machine, no clutter."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import dev_commands
import dev_tree
import pytest

import navigator_app

ROOT = Path(__file__).resolve().parents[2]
# Written in pieces, so that this file does not hold them itself.
ADDRESSES = re.compile("pypi" + r"\.org|python" + r"hosted|npm" + r"js\.|deb" + r"\.debian", re.I)
MACHINE_PATHS = re.compile(r"/(?:wor" + r"k|roo" + r"t|home/[a-z]+|Users/[A-Za-z]+)/[\w.]")
ALLOWED_TOPS = {
    "navigator_app", "ui", "resources", "locales", "packaging", "tests", "pyproject.toml",
    "README.md", "LICENSE", ".ci", ".gitignore", ".gitattributes", ".editorconfig",
}  # fmt: skip


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file of the repository."""
    found = [ROOT / name for name in dev_tree.files()]
    assert len(found) > 50
    return found


def text_of(path: Path) -> str:
    """The text of a file, "" for a picture or a workbook."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_package_index_and_no_path_of_a_machine(files: list[Path]) -> None:
    for path in files:
        if path.name == "LICENSE":
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            where = f"{path.relative_to(ROOT)}:{number}"
            assert not ADDRESSES.search(line), where
            assert not MACHINE_PATHS.search(line), where


def test_the_top_level_is_the_house_and_nothing_else(files: list[Path]) -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files} <= ALLOWED_TOPS


def test_nothing_made_is_kept(files: list[Path]) -> None:
    for path in files:
        assert path.suffix not in {".mo", ".pyc", ".whl", ".db", ".sqlite", ".log"}, path
        assert path.stat().st_size < 1_500_000, path


def test_no_source_file_has_grown_too_long(files: list[Path]) -> None:
    for path in files:
        if path.suffix == ".py":
            lines = text_of(path).count("\n")
            assert lines <= 450, (
                f"{path.relative_to(ROOT)}: {lines} lines; where is the second idea?"
            )


def test_the_readmes_commands_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"packaging/dev\.py (\w+)", readme))
    assert {"run", "test"} <= commands <= set(dev_commands.COMMANDS)
    first_screen = "\n".join(readme.splitlines()[:40])
    for needed in ("packaging/dev.py run", "packaging/dev.py test", "resources/screenshots/"):
        assert needed in first_screen


def test_the_readmes_paths_exist() -> None:
    """Files and folders named in backticks or as links and pictures are there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tops = "|".join(sorted(ALLOWED_TOPS))
    named = re.findall(rf"`((?:{tops})/[\w./]*)`", readme)
    named += re.findall(r'(?:src|srcset)="([^"]+)"', readme)
    named += re.findall(r"\]\((?!https?:|#)([^)]+)\)", readme)
    assert named
    absent = [name for name in named if not (ROOT / name).exists()]
    assert absent == []


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert re.fullmatch(r"\d+\.\d+\.\d+", navigator_app.__version__)
    assert project["scripts"]["navigator"] == "navigator_app.cli:main"


def test_ci_calls_the_second_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert "python3 packaging/dev.py test" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_without_git_the_same_files_are_found(tmp_path: Path, files: list[Path]) -> None:
    """As in a downloaded archive: what tools leave behind is passed over."""
    for name in ("ui/app.py", "README.md", ".ci/run"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for name in (
        ".venv/lib/x.py",
        "ui/__pycache__/app.pyc",
        "dist/a.whl",
        ".mypy_cache/x",
        ".hypothesis/y",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert dev_tree.files(tmp_path) == [".ci/run", "README.md", "ui/app.py"]
