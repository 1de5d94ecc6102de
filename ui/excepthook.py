"""The last resort: an exception nobody took is logged without values and handed to the window."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal


class LastResort(QObject):
    """Carries an unexpected exception to the Qt thread.

    Signals:
        crashed(BaseException): something nobody expected.
    """

    crashed = Signal(object)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        """Know where the log lies."""
        super().__init__(parent)
        self.home = home

    def install(self) -> None:
        """Take over from Python's own hooks, threads included."""
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread

    def uninstall(self) -> None:
        """Give Python its hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _from_main(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.crashed.emit(error.with_traceback(trace))

    def _from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.crashed.emit(arguments.exc_value)
