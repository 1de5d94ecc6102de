"""The program: puts the parts together, runs the window, and takes everything down in order."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from navigator_app import paths
from navigator_app import settings as preferences
from navigator_app.i18n import _, use_language
from navigator_app.runtime.clock import Clock, system_clock
from ui import excepthook, theme
from ui.context import Context
from ui.main_window import MainWindow
from ui.tasks import Tasks

USAGE = "usage: navigator [--home DIR] [--passphrase-file FILE] [--page PAGE]"


@dataclass(slots=True)
class Start:
    """What the window starts with."""

    home: Path
    passphrase: str = ""
    page: str = ""


class Program(QObject):
    """The composition root: one application, one set of threads, one window."""

    def __init__(self, start: Start, clock: Clock, app: QApplication | None = None) -> None:
        """Build the parts; `run` shows the window. `app` is an application that already runs."""
        self.app = app or QApplication(sys.argv[:1])
        super().__init__()
        self.start = start
        settings = preferences.load(start.home)
        use_language(settings.language)
        self.app.setApplicationName("Navigator")
        self.app.setDesktopFileName("navigator")
        self.app.setQuitOnLastWindowClosed(False)
        theme.apply(self.app, settings)
        self.app.setWindowIcon(theme.icon("compass", "accent"))
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
        self.tasks.close()
        self.last_resort.uninstall()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window closed: leave the event loop."""
        if watched is self.window and event.type() is QEvent.Type.Close:
            QTimer.singleShot(0, self.app.quit)
        return False

    def _after_first_paint(self) -> None:
        from ui.opening import preload
        from ui.suspend import SuspendWatch

        self._suspend = SuspendWatch(self)
        self._suspend.sleeping.connect(self.window.lock, Qt.ConnectionType.DirectConnection)
        self._suspend.listen()
        self.tasks.transfer(preload, _ignore, owner=self)

    def _system_theme(self) -> None:
        if self.context.settings.theme == "auto":
            theme.apply(self.app, self.context.settings)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; returns the exit status. Usage mistakes are 2, refusals 1."""
    excepthook.silence_before_start()
    try:
        start = _read_arguments(list(sys.argv[1:] if argv is None else argv))
    except ValueError as mistake:
        print(f"{USAGE}\n{mistake}", file=sys.stderr)
        return 2
    except OSError:
        print(_("The passphrase file cannot be read. Name another one."), file=sys.stderr)
        return 1
    return Program(start, system_clock()).run()


def _read_arguments(words: list[str]) -> Start:
    """Read the few options by hand: argparse would cost more than the unlock page."""
    given: dict[str, str] = {}
    while words:
        name, sign, value = words.pop(0).partition("=")
        if name not in ("--home", "--passphrase-file", "--page"):
            raise ValueError(f"unknown option: {name}")
        if not sign:
            if not words:
                raise ValueError(f"{name} needs a value")
            value = words.pop(0)
        given[name] = value
    home = Path(given["--home"]) if "--home" in given else paths.default_home()
    return Start(home, _passphrase(given.get("--passphrase-file", "")), given.get("--page", ""))


def _passphrase(source: str) -> str:
    if not source:
        return ""
    if source == "-":
        return sys.stdin.readline().rstrip("\r\n")
    return Path(source).read_text("utf-8").partition("\n")[0].rstrip("\r")


def _ignore(_value: object) -> None:
    """Nothing waits for it."""
