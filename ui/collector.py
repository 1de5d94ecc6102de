"""Python's cycle collector on the Qt thread alone, and when nobody feels it.

Left to itself it runs in whichever thread makes the object too many; on the store's thread it would
destroy widgets there, which ends the program. A whole collection walks every object and can hold
the window for a tenth of a second: it waits until nobody has touched the machine for a moment, and
what never goes (modules, classes) is taken out of its way.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

EVERY = 5_000
"""Milliseconds between looks."""
QUIET = 2.0
"""Seconds without a key or a pointer before a whole collection."""
OVERDUE = 20
"""So many times its threshold, and a whole collection waits for nobody."""
WHOLE = 2
"""The oldest generation."""


class Collector(QObject):
    """Looks now and then whether there is enough to collect, and does it here."""

    def __init__(self, parent: QObject, quiet: Callable[[], float]) -> None:
        """Stop the automatic collector and begin; `quiet` tells the seconds since the last touch.

        Made while the window is still locked: what is there by then is the program itself.
        """
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._quiet = quiet
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation that has passed its threshold, as Python would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [n for n in (0, 1, WHOLE) if counts[n] > thresholds[n]]
        if WHOLE in due and not self._may_take_long(counts[WHOLE], thresholds[WHOLE]):
            due.remove(WHOLE)
        if due:
            gc.collect(max(due))

    def _may_take_long(self, count: int, threshold: int) -> bool:
        return self._quiet() >= QUIET or count > OVERDUE * threshold

    @Slot()
    def locked(self) -> None:
        """The pages are gone, and so is what they held: what is left is the program."""
        QTimer.singleShot(0, self._settle)

    @Slot()
    def _settle(self) -> None:
        gc.collect()
        gc.freeze()
