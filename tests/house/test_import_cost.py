"""What is imported before the first screen: the slow libraries must wait until they are needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SLOW_FOR_ALL = {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "babel", "openpyxl", "hypothesis"}
QT = {"PySide6", "shiboken6"}
PRINT = {"reportlab", "uharfbuzz", "bidi", "zxingcpp", "PIL"}  # wanted when a form is printed
KEYS = {"cryptography", "argon2"}  # wanted while the passphrase is typed
FILES = {"python_calamine"}  # wanted when an XLSX is opened
ICONS = {"qtawesome", "qtpy"}  # only its font file is used, never the module


def imported_by(module: str) -> set[str]:
    """The top-level packages in a fresh interpreter after importing one module."""
    code = (
        f"import importlib, json, sys; importlib.import_module({module!r});"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("module", "unwelcome"),
    [
        ("navigator_app.cli", SLOW_FOR_ALL | QT | KEYS | FILES | PRINT | {"sqlcipher3"}),
        ("navigator_app.commands.registry", PRINT),
        ("navigator_app.services.workspace", SLOW_FOR_ALL | QT | FILES),
        ("navigator_app.services.caseload", SLOW_FOR_ALL | QT | FILES),
        ("navigator_app.services.today", SLOW_FOR_ALL | QT | FILES),
        ("ui.app", SLOW_FOR_ALL | KEYS | FILES | PRINT | ICONS),
    ],
)
def test_nothing_slow_is_imported(module: str, unwelcome: set[str]) -> None:
    """Each of these stands on the way to the first page."""
    assert imported_by(module) & unwelcome == set()


def test_the_measure_sees_an_import() -> None:
    """The guard above would notice."""
    assert "sqlmodel" in imported_by("navigator_app.store.tables")
