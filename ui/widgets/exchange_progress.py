"""A run under way: with whom, what it does, how far a file is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from navigator_app.domain.exchange import Event
from navigator_app.i18n import _
from ui import theme
from ui.models import exchange_words
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.text import Small, Strong

_STEPS = 1000


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
        self.hide()

    def show_event(self, plan_name: str, event: Event, stopping: bool) -> None:
        """Say what is done just now."""
        self.title.setText(_("Exchanging with {plan}").format(plan=plan_name))
        parts = (exchange_words.phase(event), exchange_words.progress(event))
        said = " · ".join(part for part in parts if part)
        self.words.setText(_("Stopping. What is half sent goes on from there next time.")
                           if stopping else said)  # fmt: skip
        if event.all:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(_STEPS, event.done * _STEPS // event.all))
        else:
            self.bar.setRange(0, 0)
        self.stop.setEnabled(not stopping)
        self.show()
