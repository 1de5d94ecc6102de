"""One running copy a store: an operating-system lock that dies with its process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from navigator_app.errors import StoreInUse
from navigator_app.i18n import _
from navigator_app.store.files import LOCK, plain_errors


class HomeLock:
    """Holds a home folder. A lock file left by a crash holds nothing."""

    def __init__(self, home: Path) -> None:
        """Take the lock; StoreInUse when another copy has it."""
        with plain_errors():
            self._handle: int | None = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            self._handle = None
            raise StoreInUse(
                _("Already open"),
                _("Another running copy of the program has this store open."),
                _("Use that window, or close it first."),
            ) from error

    def release(self) -> None:
        """Give the lock back; safe to call twice."""
        if self._handle is not None:
            os.close(self._handle)  # closing releases it
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
