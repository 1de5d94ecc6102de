"""A growing delay after wrong passphrases, kept in a file so that a restart does not end it.

The first wrong one costs nothing (anybody mistypes), then 1, 2, 4 … seconds up to 15 minutes. The
file slows somebody at the keyboard; against a copied folder only Argon2id helps.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from navigator_app.store.files import THROTTLE, plain_errors, write_json

LONGEST = 900.0
_UNREADABLE = 6  # how many failures a damaged file counts as


def delay(failures: int) -> float:
    """Seconds to wait after so many wrong passphrases in a row."""
    return 0.0 if failures < 2 else min(LONGEST, 2.0 ** min(failures - 2, 32))


def wait_seconds(home: Path, now: datetime) -> float:
    """Seconds until the next try is allowed.

    A clock that stands before the last try was set back: the wait then begins anew from here.
    """
    failures, last = _read(home, now)
    wait = delay(failures)
    if not wait:
        return 0.0
    passed = now.timestamp() - last
    if passed < 0:
        _write(home, failures, now)
        return wait
    return max(0.0, wait - passed)


def failed(home: Path, now: datetime) -> float:
    """Count one wrong passphrase and return the wait it brings."""
    failures, _last = _read(home, now)
    _write(home, failures + 1, now)
    return delay(failures + 1)


def passed(home: Path) -> None:
    """Forget the wrong ones: the right passphrase was given."""
    with plain_errors():
        (home / THROTTLE).unlink(missing_ok=True)


def _read(home: Path, now: datetime) -> tuple[int, float]:
    path = home / THROTTLE
    if not path.exists():
        return 0, 0.0
    try:
        content = json.loads(path.read_bytes())
        failures, last = content["failures"], content["last"]
        if type(failures) is int and failures >= 0 and isinstance(last, int | float):
            return failures, float(last)
    except (OSError, ValueError, TypeError, KeyError):
        pass
    _write(home, _UNREADABLE, now)  # a damaged file must not end the wait
    return _UNREADABLE, now.timestamp()


def _write(home: Path, failures: int, now: datetime) -> None:
    write_json(home / THROTTLE, {"failures": failures, "last": now.timestamp()})
