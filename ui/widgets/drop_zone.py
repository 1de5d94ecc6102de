"""A place to drop a file on, or to choose one from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme


class DropZone(QWidget):
    """A dashed field with an icon, a sentence and whatever is put under it.

    Signals:
        dropped(Path): one file was let go over it.
    """

    dropped = Signal(object)

    def __init__(self, words: str, hint: str, parent: QWidget | None = None) -> None:
        """Show `words` large and `hint` small."""
        super().__init__(parent)
        self._over = False
        self.setAcceptDrops(True)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        title, note = QLabel(words, self), QLabel(hint, self)
        title.setProperty("role", "title")
        note.setProperty("role", "muted")
        for label in (title, note):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(theme.S24, theme.px(76), theme.S24, theme.S24)
        self._stack.setSpacing(theme.S8)
        self._stack.addWidget(title)
        self._stack.addWidget(note)

    def add(self, widget: QWidget) -> None:
        """Put a widget under the words."""
        self._stack.addSpacing(theme.S8)
        self._stack.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        if self._path(event) is not None:
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went away."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the file over."""
        path = self._path(event)
        self._over = False
        self.update()
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    @staticmethod
    def _path(event: QDropEvent) -> Path | None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        return Path(urls[0].toLocalFile()) if len(urls) == 1 else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed field, heavier while a file hangs over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent" if self._over else "border"), 2 if self._over else 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(theme.color("accent_soft" if self._over else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 12, 12)
        side = theme.px(36)
        box = QRect(self.rect().center().x() - side // 2, theme.px(28), side, side)
        theme.draw_icon(painter, box, "import", "accent")
