"""Saves what is due as a calendar file: days, counts and tasks, and no member's name."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from navigator_app.i18n import _, ngettext
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.buttons import QuietButton


def _write(path: Path, ws: Workspace) -> tuple[str, int]:
    from navigator_app.services import calendar_file, clocks  # only when one is wanted

    clocks.refresh(ws)
    return path.name, calendar_file.write(ws, path)


class CalendarButton(QuietButton):
    """Asks where to, writes, and says what the file holds."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Nothing is written before a file is chosen."""
        super().__init__(_("Save calendar file…"), "download", parent)
        self._context = context
        told = _("For the calendar of your phone or mail: days, tasks, counts, no member’s name.")
        self.setToolTip(told)
        self.setAccessibleDescription(told)
        self.clicked.connect(self.open_chooser)

    @Slot()
    def open_chooser(self) -> None:
        """Open the file dialog; its answer comes by signal."""
        chooser = QFileDialog(self, _("Save what is due as a calendar file"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("ics")
        chooser.setNameFilters([_("Calendar files") + " (*.ics)"])
        chooser.selectFile("navigator-due.ics")
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write the file, whole or not at all."""
        work = partial(_write, Path(path))
        failed = self._context.show_refusal
        self._context.tasks.run(work, self._saved, owner=self, failed=failed)

    def _saved(self, done: tuple[str, int]) -> None:
        name, count = done
        said = ngettext(
            "Saved as {name}: {n} entry, no member’s name in it",
            "Saved as {name}: {n} entries, no member’s name in them",
            count,
        )
        self._context.ways.notice.emit(said.format(name=name, n=count), None)
