"""The program with a plan over a real server, and how a test waits for its exchange."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from navigator_app.domain.connections import Secrets
from navigator_app.domain.exchange import RunRow
from navigator_app.services import connections
from navigator_app.services.workspace import Workspace
from tests.gui.every_page import settle
from tests.sshd import Sshd
from ui.program import Program
from ui.sync_loop import SyncLoop
from ui.workplace import Workplace

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
OLD = 3600.0
"""Seconds since somebody last wrote a file: long enough to be whole."""


@dataclass
class SyncDesk:
    """A window, a server, and the hands between them."""

    program: Program
    server: Sshd
    qtbot: QtBot

    @property
    def inside(self) -> Workplace:
        assert self.program.window.workplace is not None
        return self.program.window.workplace

    @property
    def sync(self) -> SyncLoop:
        return self.program.context.sync

    def settle(self) -> None:
        settle(self.program, self.qtbot)

    def read(self, work: Callable[[Workspace], Any]) -> Any:
        found: list[Any] = []
        self.program.tasks.run(work, found.append, owner=self.program.window)
        self.settle()
        return found[0]

    def connect(self, *, port: int = 0, trusted: bool = False) -> None:
        """Keep the connection with its key confirmed."""
        asked = connections.Sftp(
            f"{self.server.user}@127.0.0.1:{port or self.server.port}",
            str(self.server.inbox),
            str(self.server.outbox),
            host_key=self.server.host_key,
            secrets=Secrets(identity=self.server.identity.read_text("utf-8")),
        )

        def keep(ws: Workspace) -> bool:
            connections.connect_sftp(ws, "bayview", asked)
            connections.set_trusted(ws, "bayview", trusted)
            return True

        self.read(keep)

    def drop(self, name: str, content: bytes = b"") -> Path:
        """The plan leaves a file: a sample of that name, or the content."""
        target = self.server.inbox / name
        target.write_bytes(content or (SAMPLES / name).read_bytes())
        then = time.time() - OLD
        os.utime(target, (then, then))
        return target

    def exchange(self) -> RunRow:
        """A person presses "Exchange now"; how it ended."""
        with self.qtbot.waitSignal(self.sync.ended, timeout=60_000) as told:
            self.sync.run("bayview")
        self.settle()
        row: RunRow = told.args[0]
        return row

    def dialog(self) -> Any:
        """The form that is open."""
        (found,) = (one for one in self.inside.findChildren(QDialog) if one.isVisible())
        return found

    def until(self, what: Callable[[], object], timeout: int = 20_000) -> None:
        """Wait for something that comes by itself."""
        self.qtbot.waitUntil(lambda: bool(what()), timeout=timeout)
        QApplication.processEvents()
