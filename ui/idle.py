"""When to lock: nobody has touched the machine, it went to sleep, or its screen was locked."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

WARN_SECONDS = 30
CLOCK_JUMP_SECONDS = 20.0
"""A gap between the wall clock and the running clock that only sleep explains."""

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Counts idle time while the caseload is open.

    Signals:
        due(): lock now.
        warned(int): so many seconds are left; 0 once somebody came back.
        ticked(int): seconds left, for the status bar; at most once a second.
    """

    due = Signal()
    warned = Signal(int)
    ticked = Signal(int)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        running: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Start asleep; `running` and `wall` are the clocks, handed in by tests."""
        super().__init__(parent)
        self._running, self._wall = running, wall
        self._limit = 15 * 60.0
        self._last = running()
        self._gap = wall() - running()
        self._warning = False
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.check)

    def start(self, minutes: int) -> None:
        """Watch from now on; lock after so many idle minutes."""
        self._limit = minutes * 60.0
        self._gap = self._wall() - self._running()
        self.touch()
        app = QCoreApplication.instance()
        if app is not None and not self._timer.isActive():
            app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Stop watching (locked, or quitting)."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._running()
        if self._warning:
            self._warning = False
            self.warned.emit(0)

    def quiet(self) -> float:
        """Seconds since somebody was there."""
        return self._running() - self._last

    def seconds_left(self) -> int:
        """Seconds until the lock, never below 0."""
        return max(0, round(self._limit - (self._running() - self._last)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every event of the application; take none."""
        if event.type() in _INPUT:
            self.touch()
        return False

    @Slot()
    def check(self) -> None:
        """Look at both clocks; called every second."""
        gap = self._wall() - self._running()
        jumped = gap - self._gap > CLOCK_JUMP_SECONDS
        self._gap = gap
        left = self.seconds_left()
        if jumped or left <= 0:
            self.lock_now()
            return
        if left <= WARN_SECONDS:
            self._warning = True
            self.warned.emit(left)
        self.ticked.emit(left)

    @Slot()
    def lock_now(self) -> None:
        """Ask for the lock without waiting."""
        if self._timer.isActive():
            self.due.emit()
