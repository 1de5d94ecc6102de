"""The wheel: everything it must carry, and nothing that it must not."""

from __future__ import annotations

import gettext
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import dev_wheel
import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    return dev_wheel.build(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_is_whole(wheel: Path) -> None:
    assert dev_wheel.problems(wheel) == []


def test_a_lost_file_is_noticed(wheel: Path, tmp_path: Path) -> None:
    """The check above would tell of one absent data file and of a folder too many."""
    poorer = tmp_path / wheel.name
    lost = "navigator_app/_data/locales/navigator.pot"
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(poorer, "w") as copy:
        for name in whole.namelist():
            if name != lost:
                copy.writestr(name, whole.read(name))
        copy.writestr("tests/conftest.py", "")
    assert dev_wheel.problems(poorer) == [f"absent: {lost}", "does not belong: tests/"]


def test_the_wheel_makes_a_store(wheel: Path, tmp_path: Path) -> None:
    """Migrations and resources are found where the wheel puts them."""
    assert dev_wheel.try_it(wheel, tmp_path) == ""


def test_a_translation_is_carried_compiled(tmp_path: Path) -> None:
    """A small tree with the same build settings and one translation."""
    root = tmp_path / "tree"
    for folder in ("navigator_app", "ui", "resources", "locales/es/LC_MESSAGES", "packaging"):
        (root / folder).mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "packaging/hatch_build.py"):
        shutil.copy(dev_wheel.ROOT / name, root / name)
    (root / "navigator_app" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (root / "ui" / "__init__.py").touch()
    (root / "resources" / "one.toml").touch()
    (root / "locales" / "es" / "LC_MESSAGES" / "navigator.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Today"\nmsgstr "Hoy"\n'
    )
    built = dev_wheel.build(tmp_path, root)
    assert "-1.2.3-" in built.name
    with zipfile.ZipFile(built) as packed:
        compiled = packed.read("navigator_app/_data/locales/es/LC_MESSAGES/navigator.mo")
    assert gettext.GNUTranslations(io.BytesIO(compiled)).gettext("Today") == "Hoy"


@pytest.mark.parametrize("situation", ["checkout", "installed", "frozen"])
def test_bundled_files_are_found_in_each_situation(
    situation: str, wheel: Path, tmp_path: Path
) -> None:
    place = {
        "checkout": dev_wheel.ROOT,
        "installed": tmp_path / "navigator_app" / "_data",
        "frozen": tmp_path / "bundle",
    }[situation]
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    code = "import sys; from navigator_app.paths import bundled, resource\n"
    if situation == "frozen":
        code = f"import sys; sys._MEIPASS = {str(place)!r}\n" + code
    code += "print(bundled('locales')); print(resource('sample', 'a.csv'))"
    code_root = dev_wheel.ROOT if situation == "checkout" else tmp_path
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(code_root)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [
        str(place / "locales"),
        str(place / "resources" / "sample" / "a.csv"),
    ]
