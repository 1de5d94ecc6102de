"""Beside a file that waits: how many of its people may be here already, and the way to decide."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import _
from navigator_app.services import import_matches
from navigator_app.services.workspace import Workspace
from ui.tasks import Tasks
from ui.widgets.buttons import PlainButton
from ui.widgets.told_bar import ToldBar


def _count(import_id: str, ws: Workspace) -> tuple[str, int]:
    return import_id, len({one.cin for one in import_matches.suggest(ws, import_id)})


class SamePeopleBar(ToldBar):
    """Hidden while nobody of the file is suggested.

    Signals:
        asked(str): decide about the people of this import.
    """

    asked = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Start hidden."""
        self.decide = PlainButton(_("Same person?"), "user")
        super().__init__("warning", "warning", self.decide, parent)
        self._tasks = tasks
        self._import_id = ""
        self.decide.clicked.connect(self._ask)

    def show_import(self, import_id: str) -> None:
        """Look for them in this import; "" for none."""
        if import_id != self._import_id:
            self.hide()
        self._import_id = import_id
        if import_id:
            self._tasks.run(partial(_count, import_id), self._show, owner=self)

    def _show(self, found: tuple[str, int]) -> None:
        import_id, count = found
        if import_id == self._import_id:
            self.said.setText(import_matches.warning(count))
            self.setVisible(count > 0)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._import_id)
