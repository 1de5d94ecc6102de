"""Foreign exceptions of the database become the program's own, each with its plain sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.errors import StoreDamaged, StoreInUse, StoreUnavailable
from navigator_app.i18n import _
from navigator_app.store.files import disk_full, no_room, unwritable

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_UNWRITABLE = ("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


def damaged() -> StoreDamaged:
    """The refusal for a store that cannot be read whole."""
    return StoreDamaged(
        _("Store damaged"),
        _("The store is cut short, was altered, or does not belong to its key file."),
        _("Nothing was changed. Put both files back from the same backup."),
    )


def refusal(error: BaseException, folder: Path | None = None) -> StoreUnavailable | None:
    """The refusal for a database error, None for one that is a fault of the program.

    `folder` is the store's: on a full disk the database may name only the write that failed.
    """
    original = getattr(error, "orig", None) or error  # SQLAlchemy keeps the database's own there
    if not isinstance(original, sqlcipher.Error):
        return None
    code = str(getattr(original, "sqlite_errorname", ""))
    if code == "SQLITE_FULL":
        return disk_full()
    if code.startswith(_DAMAGED):
        return damaged()
    if code.startswith(_UNWRITABLE):
        return disk_full() if folder is not None and no_room(folder) else unwritable()
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreInUse(
            _("Store in use"),
            _("Another program holds the store, so nothing was changed."),
            _("Close whatever else has it open and try again."),
        )
    return None


@contextlib.contextmanager
def translated(folder: Path | None = None) -> Iterator[None]:
    """Turn database errors of the body into refusals; faults of the program pass."""
    try:
        yield
    except Exception as error:
        known = refusal(error, folder)
        if known is None:
            raise
        raise known from error
