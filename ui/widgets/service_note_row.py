"""One note of a member's services: what, when, how long, its verdict and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.service_rows import EncounterRow
from navigator_app.i18n import _
from ui import theme
from ui.models import service_words, words
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.card import Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small, Strong

SHOWN = 400
"""Letters of a note before it is folded."""


class ServiceNoteRow(QWidget):
    """A note in a list.

    Signals:
        correct_asked(str): the note's id, to be corrected.
        take_back_asked(str): the note's id, to be taken back.
    """

    correct_asked = Signal(str)
    take_back_asked = Signal(str)

    def __init__(self, row: EncounterRow, today: date, parent: QWidget | None = None) -> None:
        """Show a note."""
        super().__init__(parent)
        self.row = row
        self.pill = StatusPill()
        self.pill.show_state(*service_words.pill(row.payable))
        self.text = Body("")
        self.unfold = QuietButton(_("Read all"), "down")
        title = service_words.component_title(row.component)
        self._name = _("{what}, {day}").format(what=title, day=words.day(row.on))
        self.correct = IconButton("edit", _("Correct: {what}").format(what=self._name))
        self.take_back = IconButton("undo", _("Take back: {what}").format(what=self._name))
        self._assemble(today)
        self._fold(folded=len(row.narrative) > SHOWN)
        self.unfold.clicked.connect(self._unfold)
        self.correct.clicked.connect(self._ask_correct)
        self.take_back.clicked.connect(self._ask_take_back)

    def _assemble(self, today: date) -> None:
        row = self.row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        column.addWidget(Rule())
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        head = QWidget()
        flow = FlowLayout(head, theme.S12)
        what = Strong(service_words.component_title(row.component))
        what.setWordWrap(False)
        flow.addWidget(what)
        flow.addWidget(self.pill)
        said.addSpacing(theme.S8)
        said.addWidget(head)
        said.addWidget(Small(self._facts(today)))
        said.addWidget(self.text)
        for says, source in service_words.reason_lines(row.reasons):
            said.addWidget(Small(f"{says} ({source})" if source else says))
        said.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.setSpacing(theme.S4)
        line.addLayout(said, 1)
        for button in (self.correct, self.take_back):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        self.unfold.setAccessibleName(_("Read all: {what}").format(what=self._name))

    def _facts(self, today: date) -> str:
        row = self.row
        parts = [
            f"{words.short_day(row.on, today)}, {words.clock_time(row.at)}",
            service_words.duration(row.minutes),
            row.service.short,
            service_words.units_line(row),
            _(row.mode.value),
            words.isolated(row.place),
            _("with {name}").format(name=words.isolated(row.with_whom)) if row.with_whom else "",
            _("{n} miles").format(n=f"{row.miles:g}") if row.miles else "",
            _("toward: {goal}").format(goal=words.isolated(row.toward)) if row.toward else "",
            row.by,
        ]
        return " · ".join(part for part in parts if part)

    def _fold(self, *, folded: bool) -> None:
        text = self.row.narrative
        shown = text[:SHOWN].rsplit(" ", 1)[0] + "…" if folded else text
        self.text.setText(words.isolated(shown) if shown else "")
        self.text.setVisible(bool(text))
        self.unfold.setVisible(folded)

    @Slot()
    def _unfold(self) -> None:
        self._fold(folded=False)
        self.correct.setFocus()

    @Slot()
    def _ask_correct(self) -> None:
        self.correct_asked.emit(self.row.id)

    @Slot()
    def _ask_take_back(self) -> None:
        self.take_back_asked.emit(self.row.id)
