"""The lock files: every package with its version and the hash of every file that may be installed.

`make` solves pyproject.toml for Python 3.11 to 3.13 on all platforms with uv, which is fetched for
the occasion. `check` says, without a network, where pyproject.toml and the locks disagree.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = ROOT / "packaging" / "requirements.lock"
DEV_LOCK = ROOT / "packaging" / "requirements-dev.lock"
HEADER = """# What the program needs{more}, pinned and hashed, for Python 3.11
# to 3.13 on every platform. Made from pyproject.toml by `python3 packaging/dev.py lock`; do not
# edit. It names no package index: pip asks the one it is set up for.
"""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


def pins(lock: Path) -> dict[str, Version]:
    """The packages of a lock: canonical name → version."""
    found = map(_PIN.match, lock.read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(m[1]): Version(m[2]) for m in found if m}


def requirements(pyproject: Path) -> tuple[list[Requirement], list[Requirement]]:
    """What pyproject.toml asks for: to run, and beside that to develop."""
    data = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    run = [Requirement(text) for text in data["project"]["dependencies"]]
    return run, [Requirement(text) for text in data["dependency-groups"]["dev"]]


def problems(pyproject: Path, run_lock: Path, dev_lock: Path) -> list[str]:
    """Where they disagree, one sentence each."""
    run, dev = requirements(pyproject)
    in_run, in_dev = pins(run_lock), pins(dev_lock)
    found = []
    for wanted, locked in [(r, in_run) for r in run] + [(r, in_dev) for r in run + dev]:
        pin = locked.get(canonicalize_name(wanted.name))
        if pin is None or pin not in wanted.specifier:
            found.append(f"{wanted} is not met by the lock ({pin or 'absent'})")
    for name, version in in_run.items():
        if in_dev.get(name) != version:
            found.append(f"{name} is {version} to run and {in_dev.get(name)} to develop")
    for lock in (run_lock, dev_lock):
        text = lock.read_text(encoding="utf-8")
        if "://" in text or "index-url" in text or "find-links" in text:
            found.append(f"{lock.name} names an address")
        for entry in re.split(r"\n(?=[a-z0-9])", text):
            if _PIN.match(entry) and "--hash=sha256:" not in entry:
                found.append(f"{lock.name}: {entry.split()[0]} has no hash")
    return found


def make() -> None:
    """Write both locks; the second keeps the versions of the first."""
    _compile(RUN_LOCK, "", [])
    _compile(DEV_LOCK, " and the developers' tools", ["--group", "dev", "-c", str(RUN_LOCK)])


def _compile(lock: Path, more: str, options: list[str]) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    solved = subprocess.run([*command, "--quiet"], cwd=ROOT, check=True, capture_output=True)
    text = HEADER.format(more=more) + solved.stdout.decode()
    lock.write_text(text, encoding="utf-8", newline="\n")
    print(f"{lock.relative_to(ROOT)}: {len(pins(lock))} packages")


def main(arguments: list[str]) -> int:
    """`make` or `check`; 1 with one line per problem."""
    if arguments == ["make"]:
        # Not among the locked tools: 20 MB that only this command needs.
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv>=0.8"], check=True)
        make()
    found = problems(ROOT / "pyproject.toml", RUN_LOCK, DEV_LOCK)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
