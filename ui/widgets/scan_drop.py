"""Where scans are let go or chosen, and how far they are looked at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.drop_zone import DropZone
from ui.widgets.text import Muted


def files_in(data: QMimeData | None) -> list[Path]:
    """The files of this computer that are being dragged."""
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


class ScanDrop(DropZone):
    """Takes several files at once.

    Signals:
        several(object): the files, as a list of paths.
    """

    several = Signal(object)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if files_in(event.mimeData()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand them over."""
        files = files_in(event.mimeData())
        self._over = False
        self.update()
        if files:
            event.acceptProposedAction()
            self.several.emit(files)


class ScanProgress(QWidget):
    """How far it is, and the way to stop it.

    Signals:
        stopped(): the person wants it to stop.
    """

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.said = Muted("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the scans are looked at"))
        self.stop = PlainButton(_("Stop"), "stop")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(theme.S12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        column.addLayout(row)
        self.stop.clicked.connect(self.stopped)
        self.hide()

    def tell(self, name: str, file: int, files: int, page: int, pages: int) -> None:
        """A page of a file of several."""
        text = _("Looking at {name}, file {file} of {files}")
        if pages > 1:
            text = _("Looking at {name}, file {file} of {files}: page {page} of {pages}")
        self.said.setText(
            text.format(name=name, file=file, files=files, page=min(page + 1, pages), pages=pages)
        )
        self.bar.setRange(0, pages)
        self.bar.setValue(page)
