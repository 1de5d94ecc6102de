"""A text box that is as high as its text, and says when somebody pauses or leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui import theme

PAUSE_MS = 1500
LONG = 20_000
"""Signs from which a text is kept only when it is left: each keeping writes it whole."""

_MOST_LINES = 14


class GrowingText(QPlainTextEdit):
    """The box; it scrolls inside from fourteen lines on. Tab leaves it.

    Signals:
        settled(): typing paused, or the box was left, after a change.
    """

    settled = Signal()

    def __init__(self, least: int = 1, parent: QWidget | None = None) -> None:
        """`least` lines high when empty."""
        super().__init__(parent)
        self._least = least
        self._changed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._pause.timeout.connect(self.settle)
        self.textChanged.connect(self._note)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def show_text(self, text: str) -> None:
        """Show what is kept; nothing is said."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self._changed = False
        self._pause.stop()

    def settle(self) -> None:
        """Say so if something was typed since."""
        self._pause.stop()
        if self._changed:
            self._changed = False
            self.settled.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: what was typed is settled."""
        super().focusOutEvent(event)
        self.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other lines."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes higher lines."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._grow()

    def _note(self) -> None:
        self._changed = True
        if not self.isReadOnly() and self.document().characterCount() < LONG:
            self._pause.start()

    def _grow(self) -> None:
        lines = round(self.document().documentLayout().documentSize().height())
        shown = min(max(lines, self._least), _MOST_LINES)
        edge = 2 * round(self.document().documentMargin()) + 14
        high = max(theme.row_height(), shown * self.fontMetrics().lineSpacing() + edge)
        scrolls = lines > _MOST_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        )
        if high != self.height() or self.minimumHeight() != high:
            self.setFixedHeight(high)
