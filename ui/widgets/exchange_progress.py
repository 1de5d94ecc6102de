"""A run under way: with whom, what it does, how far a file is, and the button that stops it."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from navigator_app.domain.exchange import Event
from navigator_app.i18n import _
from ui import theme
from ui.models import exchange_words
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.text import Small, Strong

_STEPS = 1000

_OF_THE_LINE = ("connecting", "looking", "fetching", "sending")

SILENT_AFTER = 8
"""Seconds without a word of the run after which that is told."""


class ProgressCard(Card):
    """The card; hidden while nothing runs.

    Signals:
        stop_asked(): a person wants it to end.
    """

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent=parent)
        self.title, self.words = Strong(""), Small("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the file is"))
        self.stop = PlainButton(_("Stop"), "stop")
        row = QHBoxLayout()
        row.setSpacing(theme.S16)
        words = QVBoxLayout()
        words.setSpacing(theme.S4)
        words.addWidget(self.title)
        words.addWidget(self.words)
        row.addLayout(words, 1)
        row.addWidget(self.stop)
        self.column.addLayout(row)
        self.column.addWidget(self.bar)
        self.stop.clicked.connect(self.stop_asked)
        self._said, self._since = "", 0.0
        self._event: Event | None = None
        self._waits = False  # whether the next word is the server's
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._look)
        self.hide()

    def show_event(self, plan_name: str, event: Event, stopping: bool) -> None:
        """Say what is done just now."""
        self.title.setText(_("Exchanging with {plan}").format(plan=plan_name))
        parts = (exchange_words.phase(event), exchange_words.progress(event))
        said = " · ".join(part for part in parts if part)
        self._waits = event.phase in _OF_THE_LINE and not stopping
        if stopping:
            said = _("Stopping. What is half sent goes on from there next time.")
        if (event, said) != (self._event, self._said):
            self._event, self._said, self._since = event, said, time.monotonic()
            self.words.setText(said)
        if event.all:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(_STEPS, event.done * _STEPS // event.all))
        else:
            self.bar.setRange(0, 0)
        self.stop.setEnabled(not stopping)
        self._tick.start()
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked at while nobody sees it."""
        super().hideEvent(event)
        self._tick.stop()
        if self.isHidden():  # the run ended; else only the page was left
            self._event = None

    @Slot()
    def _look(self) -> None:
        """Say for how long nothing was heard: a line that hangs is given up by itself."""
        silent = int(time.monotonic() - self._since)
        if self._waits and silent >= SILENT_AFTER:
            said = _("no answer for {n} s; it is given up by itself, or press Stop")
            self.words.setText(f"{self._said} · {said.format(n=silent)}")
