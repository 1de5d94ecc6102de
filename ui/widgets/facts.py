"""Facts of a member: an icon, the words, and what they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.models.member_facts import Fact
from ui.widgets.card import Picture
from ui.widgets.text import Body, Small


class Facts(QWidget):
    """A column of facts, replaced whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._shown: tuple[Fact, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S12)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; nothing is rebuilt when they are the same."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for fact in facts:
            self._column.addWidget(_row(fact))

    def width_of_words(self) -> int:
        """Pixels that the longest word needs beside its icon: an e-mail address cannot wrap."""
        metrics = QFontMetrics(theme.font())
        words = (word for fact in self._shown for word in fact.text.replace("-", "- ").split())
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return longest + theme.px(20) + theme.S12 + theme.S4


def _row(fact: Fact) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.S12)
    line.addWidget(Picture(fact.icon, 20, fact.tone), 0, Qt.AlignmentFlag.AlignTop)
    said = QVBoxLayout()
    said.setSpacing(0)
    text, what = Body(fact.text), Small(fact.what)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    text.setAccessibleName(f"{fact.what}: {fact.text}")
    said.addWidget(text)
    said.addWidget(what)
    line.addLayout(said, 1)
    return row
