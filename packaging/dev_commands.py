"""What `packaging/dev.py` does, command by command."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import dev_apt
import dev_environment
import dev_libraries
from dev_environment import ROOT, Environment, Refused, ready, say

Run = Callable[[list[str]], int]


def main(arguments: Sequence[str]) -> int:
    """Do one command; 0 when it did, 1 with a sentence when it could not, else the tool's own."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py", description=__doc__)
    parser.add_argument("command", choices=COMMANDS, help="; ".join(_help_lines()))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the tool")
    chosen = parser.parse_args(arguments)
    try:
        return COMMANDS[chosen.command](chosen.rest)
    except Refused as refused:
        print(f"\n{refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(rest: list[str]) -> int:
    """Open the demo caseload; with no display leave its pictures and files in demo-output/."""
    window = dev_libraries.has_display()
    environment = _with_qt(tools=False, window=window)
    out = ROOT / "demo-output"
    say("Opening the demo caseload" if window else f"No display: the demo goes to {out}")
    options = [] if "--out" in rest else ["--out", str(out)]
    command = ["-m", "navigator_app", "demo", *options, *rest]
    status = _python(environment, *command, offscreen=not window)
    if status == 0 and not window and options:
        say(f"Pictures, the status file and summary.txt are in {out}")
    return status


def test(rest: list[str]) -> int:
    """Run the tests, on every core; what follows goes to pytest."""
    environment = _with_tools()
    dev_apt.servers(say)
    options = [] if _chooses_workers(rest) else ["-n", str(workers()), "--dist", "worksteal"]
    say(f"Testing with Python {environment.version}")
    return _python(environment, "-m", "pytest", *options, *rest)


def bench(rest: list[str]) -> int:
    """Measure, and print each figure beside its floor and its bar."""
    environment = _with_tools()
    dev_apt.servers(say)
    return _python(environment, "tests/bench/run.py", *rest)


def lint(rest: list[str]) -> int:
    """Check style, types, who imports whom, the catalogue and the locks."""
    environment = _with_tools()
    steps: list[tuple[str, list[str]]] = [
        ("style", ["-m", "ruff", "check", "."]),
        ("layout", ["-m", "ruff", "format", "--check", "."]),
        ("types", ["-m", "mypy"]),
        ("imports", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("catalogue", ["packaging/dev_catalogue.py", "check"]),
        ("locks", ["packaging/dev_lock.py", "check"]),
    ]
    failed = [name for name, command in steps if not _step(environment, name, command)]
    if failed:
        raise Refused(f"Not in order: {', '.join(failed)}.")
    return 0


def tidy(rest: list[str]) -> int:
    """Lay the code out and mend what ruff can mend by itself; what follows names the files."""
    environment = _with_tools()
    where = rest or ["."]
    _python(environment, "-m", "ruff", "check", "--fix", "--quiet", *where)
    return _python(environment, "-m", "ruff", "format", *where)


def catalogue(rest: list[str]) -> int:
    """Take the texts for translation out of the code anew, into locales/navigator.pot."""
    return _python(_with_tools(), "packaging/dev_catalogue.py", "extract", *rest)


def build(rest: list[str]) -> int:
    """Build the wheel into dist/ and check what it carries."""
    return _python(_with_tools(), "packaging/dev_wheel.py", *rest)


def lock(rest: list[str]) -> int:
    """Solve the dependencies of pyproject.toml anew and write both lock files."""
    return _python(_with_tools(), "packaging/dev_lock.py", "make", *rest)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    command.__name__: command for command in (run, test, bench, lint, tidy, catalogue, build, lock)
}


def workers() -> int:
    """How many test processes: one a core, at least two, and no more than eight."""
    return max(2, min(os.cpu_count() or 2, 8))


def _help_lines() -> list[str]:
    return [f"{name}: {(does.__doc__ or '').rstrip('.')}" for name, does in COMMANDS.items()]


def _chooses_workers(rest: Sequence[str]) -> bool:
    """True when the caller said how many processes, or wants to look into one."""
    return any(
        word in ("--pdb", "-s", "no:xdist", "--collect-only") or word.startswith(("-n", "--num"))
        for word in rest
    )


def _with_tools() -> Environment:
    """The environment with everything a developer needs; nothing is shown on a screen."""
    return _with_qt(tools=True, window=False)


def _with_qt(*, tools: bool, window: bool) -> Environment:
    """The environment, and a Qt that loads: what the system lacks is seen to first, at once."""
    needed = dev_libraries.wanted(window=window)
    lacking = sorted(set(dev_libraries.missing(needed).values()))
    packages = dev_environment.lacking_packages() + lacking
    if packages:
        problem = dev_apt.install(packages, "for Python and Qt", say)
        still = [] if problem else sorted(dev_libraries.missing(needed))
        if problem or still:
            raise Refused(problem or f"Still not found: {', '.join(still)}.")
    return ready(tools=tools)


def _python(environment: Environment, *command: str, offscreen: bool = True) -> int:
    """Run the environment's Python in the checkout; an interrupt is the child's to report."""
    variables = dict(os.environ)
    if offscreen:
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return subprocess.call([environment.python, *command], cwd=ROOT, env=variables)


def _step(environment: Environment, name: str, command: list[str]) -> bool:
    """Run one check and say how it went and how long it took."""
    say(f"{name} …")
    started = time.monotonic()
    done = _python(environment, *command) == 0
    say(f"{name}: {'in order' if done else 'NOT in order'} ({time.monotonic() - started:.1f} s)")
    return done
