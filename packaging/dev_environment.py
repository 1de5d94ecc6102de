"""The virtual environment in `.venv`: made once, filled from the lock files, found again."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "navigator-locks.json"
RUN_LOCK = ROOT / "packaging" / "requirements.lock"
DEV_LOCK = ROOT / "packaging" / "requirements-dev.lock"  # everything of RUN_LOCK, and the tools


class Refused(Exception):
    """The command cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment that works."""

    python: Path
    version: str
    site_packages: Path


def say(text: str) -> None:
    """Print one line of progress, at once, so that it stands before what a tool prints."""
    print(f"[dev] {text}", flush=True)


def ready(*, tools: bool) -> Environment:
    """Return the environment with the locked packages in it; `tools` adds those for developers.

    Does nothing that was done before: the stamp holds the hash of the lock that was installed.
    """
    environment = look() or make()
    wanted = DEV_LOCK if tools else RUN_LOCK
    if installed_locks(environment).get(wanted.name) != lock_hash(wanted):
        install(environment, wanted)
    point_at_checkout(environment)
    return environment


def venv_python() -> Path:
    """Where the environment's interpreter lies on this platform."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def look() -> Environment | None:
    """The environment that is there, None when there is none or its Python is gone."""
    ask = (
        "import json, sys, sysconfig;"
        "print(json.dumps(['%d.%d' % sys.version_info[:2], sysconfig.get_path('purelib')]))"
    )
    try:
        said = subprocess.run(
            [venv_python(), "-c", ask], capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    version, purelib = json.loads(said)
    if version not in ("3.11", "3.12", "3.13"):
        return None
    return Environment(venv_python(), version, Path(purelib))


def make() -> Environment:
    """Make `.venv` anew. Refused when this Python cannot, with what to install."""
    say(f"Making .venv with Python {sys.version.split()[0]}")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True
    )
    environment = look() if made.returncode == 0 else None
    if environment is None:
        raise Refused(f"Python could not make {VENV}:\n{(made.stderr or made.stdout).strip()}")
    return environment


def lacking_packages() -> list[str]:
    """The system packages without which `make` would fail; none when `.venv` is there.

    Debian and Ubuntu keep the part of Python that makes environments in a package of its own.
    """
    if importlib.util.find_spec("ensurepip") is not None or look() is not None:
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def lock_hash(lock: Path) -> str:
    """The hash of a lock file, whatever line ends the checkout gave it."""
    if not lock.is_file():
        raise Refused(f"{lock} is missing; check out the whole repository.")
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def installed_locks(environment: Environment) -> dict[str, str]:
    """Which locks were installed here: name → hash. Empty for another Python's leftovers."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(stamp.get(environment.version, {}))


def install(environment: Environment, lock: Path) -> None:
    """Install a lock in one pip call: every file must have a hash that the lock names.

    pip finds packages where the user's own settings say (pip.conf, PIP_* variables); the lock
    holds no address. `--no-deps`: the lock is whole. Binary only: nobody needs a compiler.
    """
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing {count} packages from {lock.name} (the first time takes a few minutes)")
    command: list[str | Path] = [environment.python, "-m", "pip", "install"]
    command += ["--disable-pip-version-check", "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "-r", lock]
    if not sys.stdout.isatty():
        command += ["--quiet", "--progress-bar", "off"]
    # As root on a fresh machine pip would warn about itself; this is its own environment.
    done = subprocess.run(command, env=os.environ | {"PIP_ROOT_USER_ACTION": "ignore"})
    if done.returncode:
        raise Refused(
            "pip could not install the packages; its own words stand above. Check the network and "
            "pip's settings (`pip config list`), then run the same command again."
        )
    locks = {lock.name: lock_hash(lock)}
    if lock == DEV_LOCK:  # it holds the smaller one
        locks[RUN_LOCK.name] = lock_hash(RUN_LOCK)
    STAMP.write_text(json.dumps({environment.version: locks}, indent=1), encoding="utf-8")


def point_at_checkout(environment: Environment) -> None:
    """Let the environment import `navigator_app` and `ui` from this checkout.

    A .pth line rather than an editable install: that would fetch the build tools, which no lock
    here covers, and would copy resources/ to where they go stale.
    """
    pth = environment.site_packages / "navigator_checkout.pth"
    line = f"{ROOT}\n"
    if not pth.is_file() or pth.read_text(encoding="utf-8") != line:
        pth.write_text(line, encoding="utf-8")
