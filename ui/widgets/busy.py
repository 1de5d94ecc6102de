"""Says that work is under way, once it has taken long enough to be noticed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from navigator_app.i18n import _

SHOW_AFTER_MS = 300


class Busy(QProgressBar):
    """A thin moving bar; keeps its room, and shows only after 300 ms of work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start quiet."""
        super().__init__(parent)
        self.setTextVisible(False)
        self.setRange(0, 0)
        self.setFixedHeight(4)
        self.setAccessibleName(_("Working"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOW_AFTER_MS)
        self._delay.timeout.connect(self.show)
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Start counting, or hide."""
        if busy:
            self._delay.start()
        else:
            self._delay.stop()
            self.hide()
