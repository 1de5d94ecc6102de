"""Who may import whom: the contracts hold, and each of them catches a breach."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# File → a line that must not stand there, one for each contract at least.
BREACHES = {
    "navigator_app/store/breach.py": "import navigator_app.services.caseload",
    "navigator_app/exchange/breach.py": "from navigator_app.store import tables",
    "navigator_app/policy/breach.py": "import navigator_app.exchange.fields",
    "navigator_app/forms/breach.py": "from navigator_app.store import tables",
    "navigator_app/domain/breach.py": "import navigator_app.errors",
    "navigator_app/runtime/breach.py": "import navigator_app.services.today",
    "navigator_app/services/breach.py": "import sqlite3\nimport PySide6.QtCore",
    "navigator_app/services/breach_two.py": "import ui.tasks",
    "ui/breach.py": "import navigator_app.store.tables",
}


def lint_imports(folder: Path) -> str:
    """Check the contracts on a tree; the report of the checker."""
    code = "from importlinter.cli import lint_imports_command as check; check()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code and its contracts."""
    for name in ("navigator_app", "ui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold_and_every_one_can_break(tree: Path) -> None:
    before = lint_imports(tree)
    assert "BROKEN" not in before
    contracts = before.count(" KEPT")
    assert contracts >= 7
    for name, line in BREACHES.items():
        (tree / name).write_text(f"{line}\n")
    after = lint_imports(tree)
    assert after.count(" BROKEN") == contracts, after
    for name in BREACHES:
        assert name.removesuffix(".py").replace("/", ".") in after


def top_level_imports(path: Path) -> set[str]:
    """The packages a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the whole name"
            names.add(node.module or "")
    return names


def test_domain_needs_only_the_standard_library() -> None:
    files = sorted((ROOT / "navigator_app" / "domain").rglob("*.py"))
    assert files
    for path in files:
        for name in top_level_imports(path):
            own = name.startswith("navigator_app.domain")
            assert own or name.partition(".")[0] in sys.stdlib_module_names, f"{path.name}: {name}"


def test_the_set_up_commands_need_only_the_standard_library() -> None:
    """What runs before there is a virtual environment."""
    folder = ROOT / "packaging"
    bare = ["dev.py", "dev_apt.py", "dev_commands.py", "dev_environment.py", "dev_libraries.py"]
    for file in bare:
        for name in top_level_imports(folder / file):
            assert (
                name in sys.stdlib_module_names
                or f"{name}.py" in bare
                or (name.partition(".")[0] in sys.stdlib_module_names)
            ), f"{file}: {name}"


def test_no_folder_shadows_a_library() -> None:
    """`packaging` and `tests/…` as packages would hide the library and `ui`."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not (ROOT / "tests" / "ui").exists()
    assert not list((ROOT / "resources").rglob("*.py"))
