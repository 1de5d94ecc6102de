"""One window at which several people sit down in turn, each with an own passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.settings import Settings
from tests.gui.every_page import settle
from ui import theme
from ui.app import Start
from ui.program import Program
from ui.views.unlock import UnlockView

Sit = Callable[[str], Program]


@contextmanager
def seats(home: Path, clock: Clock, qtbot: QtBot) -> Iterator[Sit]:
    """`sit(passphrase)`: whoever was at the window leaves; it opens anew and is unlocked."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    running: list[Program] = []

    def leave() -> None:
        while running:
            program = running.pop()
            program.close()
            program.window.deleteLater()
            app.processEvents()

    def sit(passphrase: str) -> Program:
        leave()
        program = Program(Start(home, "", ""), clock, app)
        running.append(program)
        with qtbot.waitSignal(program.window.painted, timeout=15_000):
            program.open_window()
        settle(program, qtbot)
        unlock(program, passphrase, qtbot)
        return program

    yield sit
    leave()
    theme.apply(app, Settings(theme="light"))
    app.processEvents()


def unlock(program: Program, passphrase: str, qtbot: QtBot) -> None:
    """Type it into the locked window."""
    page = program.window.findChild(UnlockView)
    assert page is not None
    page.passphrase.setText(passphrase)
    page.unlock()
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)
