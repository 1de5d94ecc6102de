"""A small rotating log of what the program did. It never holds a value, only kinds and places.

A traceback's message may carry a name or a number of a member, so it is left out: type, file, line
and function remain, and an id that a person can read out.
"""

from __future__ import annotations

import os
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from navigator_app import __version__
from navigator_app.errors import NavigatorError
from navigator_app.paths import private, private_folder

MAX_BYTES = 256 * 1024
KEPT = 3
_ROOT = Path(__file__).resolve().parent.parent


def log_file(home: Path) -> Path:
    """Where the log lies."""
    return home / "logs" / "navigator.log"


def write(home: Path, line: str) -> None:
    """Append one line with its moment. The caller keeps data out of it. Never raises OSError."""
    target = log_file(home)
    try:
        private_folder(target.parent)
        _rotate(target)
        with open(target, "a", encoding="utf-8", opener=private) as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}\n")
    except OSError:
        return


def redacted(
    kind: type[BaseException], trace: TracebackType | None, cause: BaseException | None = None
) -> list[str]:
    """Return an exception as lines without values: type, then file, line and function."""
    lines = [f"{kind.__module__}.{kind.__qualname__}"]
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
    if cause is not None:
        lines.append("caused by")
        lines += redacted(type(cause), cause.__traceback__, cause.__cause__)
    return lines


def report(home: Path, error: BaseException) -> tuple[str, str]:
    """Log an unexpected exception; returns its id and a report fit to be sent to anybody."""
    number = os.urandom(4).hex()
    title = error.title if isinstance(error, NavigatorError) else "unexpected"
    lines = [f"{number} {title}", *redacted(type(error), error.__traceback__, error.__cause__)]
    write(home, "\n".join(lines))
    head = [
        f"Navigator {__version__}, report {number}",
        f"Python {platform.python_version()}, {platform.platform(terse=True)}",
    ]
    return number, "\n".join([*head, *lines[1:]])


def _short(path: str) -> str:
    """A path inside the program relative to it; of anything else only the file's name."""
    try:
        return Path(path).resolve().relative_to(_ROOT).as_posix()
    except ValueError:
        return Path(path).name


def _rotate(target: Path) -> None:
    if not target.exists() or target.stat().st_size < MAX_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        older = target.with_suffix(f".log.{number}")
        if older.exists():
            os.replace(older, target.with_suffix(f".log.{number + 1}"))
    os.replace(target, target.with_suffix(".log.1"))
