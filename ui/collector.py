"""Python's cycle collector on the Qt thread alone.

Left to itself it runs in whichever thread makes the object too many; on the store's thread it would
destroy widgets there, which ends the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 5_000
"""Milliseconds between looks."""


class Collector(QObject):
    """Looks now and then whether there is enough to collect, and does it here."""

    def __init__(self, parent: QObject) -> None:
        """Stop the automatic collector and begin."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that has passed its threshold, as Python would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [n for n in (0, 1, 2) if counts[n] > thresholds[n]]
        if due:
            gc.collect(max(due))
