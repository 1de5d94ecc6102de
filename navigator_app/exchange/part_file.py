"""A file that is written piece by piece and stands under its name only when it is whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from navigator_app.errors import TransferFailed
from navigator_app.i18n import _


class PartFile:
    """Opened under another name beside it; `keep` gives it its own, `drop` leaves nothing.

    For what is made over a while and may be stopped; `atomic` writes what is there already.
    """

    def __init__(self, target: Path) -> None:
        """Begin. TransferFailed where the folder is missing or closed."""
        self.target, self._kept = target, False
        self._part = target.parent / f".{target.name}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            with suppress(FileNotFoundError):
                self._part.unlink()
            self._file = open(os.open(self._part, flags, 0o600), "wb")  # noqa: SIM115
        except OSError as error:
            raise self._failed() from error

    def write(self, piece: bytes) -> None:
        """Add a piece. TransferFailed where the disk takes no more; nothing is left then."""
        try:
            self._file.write(piece)
        except OSError as error:
            self.drop()
            raise self._failed() from error

    def seal(self) -> None:
        """It is whole: bring all of it onto the disk. TransferFailed, and nothing left, where that
        fails."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except (OSError, ValueError) as error:
            self.drop()
            raise self._failed() from error

    def keep(self) -> Path:
        """It is whole: give it its name. TransferFailed, and nothing left, where that fails."""
        if not self._file.closed:
            self.seal()
        try:
            self._part.replace(self.target)
        except OSError as error:  # dropped before, by a full disk
            self.drop()
            raise self._failed() from error
        self._kept = True
        return self.target

    def drop(self) -> None:
        """It is not wanted any more; safe to call at any time."""
        if self._kept:
            return
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink()

    def _failed(self) -> TransferFailed:
        return TransferFailed(
            _("Not written"),
            _("The file {name} cannot be written there.").format(name=self.target.name),
            _("Choose another folder, or free some space, and try again."),
        )
