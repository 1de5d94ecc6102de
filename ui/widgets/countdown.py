"""A wait said in words and counted down."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import ngettext
from ui.widgets.text import Small


class Countdown(Small):
    """Counts seconds down, then hides.

    Signals:
        over(): the wait has ended.
    """

    over = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__("", parent)
        self._since = QElapsedTimer()
        self._wait = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(250)
        self._tick.timeout.connect(self._count)
        self.hide()

    def start(self, seconds: float) -> None:
        """Count from so many seconds."""
        self._wait = seconds
        self._since.start()
        self.setVisible(seconds > 0)
        if seconds > 0:
            self._tick.start()
            self._count()

    @property
    def running(self) -> bool:
        """True while there is something to wait for."""
        return self._tick.isActive()

    def _count(self) -> None:
        left = self._wait - self._since.elapsed() / 1000
        if left <= 0:
            self._tick.stop()
            self.hide()
            self.over.emit()
            return
        seconds = ceil(left)
        words = ngettext(
            "The next try is possible in {count} second.",
            "The next try is possible in {count} seconds.",
            seconds,
        )
        self.setText(words.format(count=seconds))
