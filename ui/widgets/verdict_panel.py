"""The verdict on a service while it is typed: pill, code and units, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.service_rows import Preview
from navigator_app.i18n import _, ngettext
from ui import theme
from ui.models import service_words
from ui.widgets.card import Rule
from ui.widgets.pill import StatusPill
from ui.widgets.text import Small, Strong

SHOWN = 2
"""Reasons that have room; the others are counted."""


class VerdictPanel(QFrame):
    """A strip that stays in sight above the buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with what is asked first."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.pill = StatusPill("neutral", _("Not judged yet"))
        self.units = Strong("")
        self.why = [Small("") for _n in range(SHOWN)]
        line = QHBoxLayout()
        line.setSpacing(theme.S12)
        line.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self.units, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Rule())
        column = QVBoxLayout()
        column.setContentsMargins(theme.S24, theme.S8, theme.S24, theme.S8)
        column.setSpacing(theme.S4)
        whole.addLayout(column)
        column.addLayout(line)
        for words in self.why:
            column.addWidget(words)
        self._said = ""
        self.ask(_("Choose who was served and what was done: the verdict appears here."))

    def ask(self, what: str) -> None:
        """Say what is missing before anything can be judged."""
        self.pill.show_state("neutral", _("Not judged yet"))
        self.units.setText("")
        self.units.hide()
        self._tell([(what, "")])

    def show_preview(self, shown: Preview) -> None:
        """Show a verdict; a screen reader hears it when it is another one."""
        self.pill.show_state(*service_words.pill(shown.judgement.payable))
        self.units.setText(service_words.preview_line(shown))
        self.units.show()
        lines = service_words.reason_lines(shown.judgement.reasons)
        if shown.judgement.payable is Payable.YES:
            lines = [(_("Authorized, covered and coded on that day."), "")]
        self._tell(lines)

    def words(self) -> str:
        """All it says."""
        return self._said

    def _tell(self, lines: list[tuple[str, str]]) -> None:
        texts = [f"{says} ({source})" if source else says for says, source in lines]
        more = len(texts) - SHOWN
        if more > 0:
            text = ngettext("{why} And {n} more.", "{why} And {n} more.", more)
            texts = [*texts[: SHOWN - 1], text.format(why=texts[SHOWN - 1], n=more)]
        for words, text in zip(self.why, [*texts, *[""] * SHOWN], strict=False):
            words.setText(text)
            words.setVisible(bool(text))
        self.setToolTip("\n".join(f"{says} ({source})" for says, source in lines if source))
        said = ". ".join([self.pill.text(), self.units.text(), *texts])
        if said != self._said:
            self._said = said
            self.setAccessibleName(said)
            if self.isVisible():
                event = QAccessibleAnnouncementEvent(self, self.pill.text())
                QAccessible.updateAccessibility(event)
