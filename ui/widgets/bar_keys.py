"""What charts of bars share: one bar is the current one, reached by key, said aloud, ringed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class BarKeys(QWidget):
    """A chart of bars. Subclasses say how many there are, what the current one says, and paint.

    Signals:
        moved(int): another bar is the current one.
    """

    moved = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Start without bars; `name` is what a screen reader calls the chart."""
        super().__init__(parent)
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def bars(self) -> int:
        """How many bars there are; overridden."""
        return 0

    def words(self) -> str:
        """The current bar in a sentence, "" for none; overridden."""
        return ""

    def current(self) -> int:
        """The bar the keyboard stands on, -1 for none."""
        return self._current

    def set_current(self, number: int) -> None:
        """Stand on a bar and say it."""
        if number == self._current or not 0 <= number < self.bars():
            return
        self._current = number
        self.describe()
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))
        self.moved.emit(number)
        self.update()

    def describe(self) -> None:
        """Say the current bar to whoever asks what the chart shows."""
        self.setAccessibleDescription(self.words())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, Home and End."""
        key, count = Qt.Key(event.key()), self.bars()
        if key in _STEPS and count:
            self.set_current(min(max(0, self._current + _STEPS[key]), count - 1))
        elif key == Qt.Key.Key_Home and count:
            self.set_current(0)
        elif key == Qt.Key.Key_End and count:
            self.set_current(count - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Another text size makes another height."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        return super().event(event)
