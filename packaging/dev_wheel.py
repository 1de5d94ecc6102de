"""Build the wheel and check what it carries, down to a store made by the packed program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import dev_tree

ROOT = dev_tree.ROOT
# Folder of the checkout → folder of the wheel.
CARRIED = {
    "navigator_app": "navigator_app",
    "ui": "ui",
    "resources": "navigator_app/_data/resources",
    "locales": "navigator_app/_data/locales",
}


def build(out: Path, root: Path = ROOT) -> Path:
    """Build the wheel into a folder, with the tools that are installed, and return it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    for old in out.glob("*.whl"):
        old.unlink()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"hatchling could not build the wheel:\n{done.stderr[-2000:]}")
    (wheel,) = out.glob("*.whl")
    return wheel


def expected() -> set[str]:
    """The names that must be in the wheel: every file of the four folders."""
    parts = (name.partition("/") for name in dev_tree.files())
    return {f"{CARRIED[folder]}/{rest}" for folder, _, rest in parts if folder in CARRIED}


def problems(wheel: Path) -> list[str]:
    """What is absent from the wheel, or in it and should not be, one line each."""
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if not name.endswith("/")}
        entry_points = [name for name in names if name.endswith(".dist-info/entry_points.txt")]
        commands = packed.read(entry_points[0]).decode() if entry_points else ""
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    found = [f"absent: {name}" for name in sorted(expected() - names)]
    found += [f"does not belong: {top}/" for top in sorted(tops - {"navigator_app", "ui"})]
    found += [f"does not belong: {n}" for n in sorted(names) if n.endswith((".pyc", ".po~"))]
    if "navigator = navigator_app.cli:main" not in commands:
        found.append("absent: the command `navigator`")
    if not any(name.startswith("navigator_app/store/migrations/versions/") for name in names):
        found.append("absent: the migrations, without which no store can be made")
    return found


def try_it(wheel: Path, folder: Path) -> str:
    """Unpack the wheel, make a store with it and verify that; "" or what went wrong."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "installed")
    (folder / "passphrase").write_text("a wheel is tried with this one", encoding="utf-8")
    program = [sys.executable, "-P", "-m", "navigator_app", "--home", str(folder / "home")]
    program += ["--passphrase-file", str(folder / "passphrase"), "--json"]
    environment = os.environ | {"PYTHONPATH": str(folder / "installed")}
    made = ["init", "--agency", "Wheel", "--npi", "1234567893", "--user", "Wheel"]
    for command in (made, ["verify"]):
        done = subprocess.run(
            [*program, *command], cwd=folder, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            return f"`{command[0]}` from the wheel: {(done.stderr or done.stdout).strip()[-2000:]}"
    told = json.loads(done.stdout)
    return "" if told["encrypted"] else f"the store from the wheel is not encrypted: {told}"


def main() -> int:
    """Build into dist/; 1 with one line per problem."""
    wheel = build(ROOT / "dist")
    found = problems(wheel)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tried = "" if found else try_it(wheel, Path(folder))
    for problem in [*found, *filter(None, [tried])]:
        print(problem)
    if not found and not tried:
        print(f"{wheel.relative_to(ROOT)}: {wheel.stat().st_size // 1000} kB, whole, makes a store")
    return 1 if found or tried else 0


if __name__ == "__main__":
    sys.exit(main())
