"""The composition root: puts the parts together, and takes everything down in order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from navigator_app import settings as preferences
from navigator_app.i18n import use_language
from ui import excepthook, theme
from ui.context import Context
from ui.main_window import MainWindow
from ui.tasks import Tasks

if TYPE_CHECKING:
    from navigator_app.runtime.clock import Clock
    from ui.app import Start


TURN = 0.001
"""Seconds that a thread at work keeps the interpreter from the window. Python's own 5 ms add up: a
turn of the window asks for it several times, and stood still for 90 ms beside an exchange."""

LATER = 2_000
"""Milliseconds after the first paint until what the next pages need is loaded."""


class Program(QObject):
    """The composition root: one application, one set of threads, one window."""

    def __init__(
        self, start: Start, clock: Clock | None = None, app: QApplication | None = None
    ) -> None:
        """Build the parts; `run` shows the window. `app` is an application that already runs,
        `clock` another one than the machine's."""
        self.app = app or QApplication(sys.argv[:1])
        super().__init__()
        self._turn = sys.getswitchinterval()
        sys.setswitchinterval(TURN)
        self.start = start
        self._typed = not start.passphrase
        settings = preferences.load(start.home)
        use_language(settings.language)
        self.app.setApplicationName("Navigator")
        self.app.setDesktopFileName("navigator")
        self.app.setQuitOnLastWindowClosed(False)
        theme.apply(self.app, settings)
        self.tasks = Tasks(self)
        self.context = Context(self.tasks, clock)
        self.window = MainWindow(self.context, start.home, settings)
        self.last_resort = excepthook.LastResort(start.home, self)
        self.last_resort.crashed.connect(self.window.crashed)
        self.app.styleHints().colorSchemeChanged.connect(self._system_theme)
        self.window.painted.connect(self._after_first_paint)
        self.window.installEventFilter(self)

    def run(self) -> int:
        """Show the window and serve it until it is closed; returns the exit status."""
        self.last_resort.install()
        self.open_window()
        try:
            return self.app.exec()
        finally:
            self.close()

    def open_window(self) -> None:
        """Show what comes first; the rest is loaded after it is painted."""
        self.window.show_start(self.start.passphrase, self.start.page)
        self.start.passphrase = ""
        self.window.show()

    def close(self) -> None:
        """Timers, windows, work in hand, store: in this order."""
        self.window.close()
        self.window.removeEventFilter(self)  # it may outlive this object
        self.tasks.close()
        if self.window.sample is not None:
            import shutil

            shutil.rmtree(self.window.sample, ignore_errors=True)
        self.last_resort.uninstall()
        sys.setswitchinterval(self._turn)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window closed: leave the event loop."""
        if watched is self.window and event.type() is QEvent.Type.Close:
            QTimer.singleShot(0, self.app.quit)
        return False

    def _after_first_paint(self) -> None:
        from ui.collector import Collector
        from ui.suspend import SuspendWatch

        self.collector = Collector(self, self.window.idle.quiet)
        self.window.locked.connect(self.collector.locked)
        self.app.setWindowIcon(theme.icon("compass", "accent"))
        theme.dress_frame(self.app, self.context.settings)
        self.suspend = SuspendWatch(self)
        self.suspend.sleeping.connect(self.window.lock)
        self.suspend.listen()
        # With the passphrase given nobody types meanwhile: loading would only hold up the page.
        QTimer.singleShot(0 if self._typed else LATER, self._preload)

    @Slot()
    def _preload(self) -> None:
        from ui.opening import preload

        self.tasks.transfer(preload, _ignore, owner=self)

    def _system_theme(self) -> None:
        if self.context.settings.theme == "auto":
            theme.apply(self.app, self.context.settings)


def _ignore(_value: object) -> None:
    """Nothing waits for it."""
