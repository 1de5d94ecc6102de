"""A note that stays on a page: what is so, what to do, and where it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import Picture
from ui.widgets.text import Body, Small, Strong

_ICONS = {"info": "info", "warning": "warning", "danger": "error"}


class NoteBox(QFrame):
    """A tinted box with a sign, a first line that stands out, lines below and a small source."""

    def __init__(
        self, kind: str, lines: Sequence[str], source: str = "", parent: QWidget | None = None
    ) -> None:
        """`kind` is "info", "warning" or "danger"; the first of the lines is the heaviest."""
        super().__init__(parent)
        self._kind = kind
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S12, theme.S8, theme.S12, theme.S8)
        row.setSpacing(theme.S12)
        row.addWidget(Picture(_ICONS[kind], 20, kind), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.S4)
        column.addWidget(Strong(lines[0]))
        for line in lines[1:]:
            column.addWidget(Body(line))
        if source:
            column.addWidget(Small(source))
        row.addLayout(column, 1)
        self._said = " ".join(lines)
        self.setAccessibleName(self._said)
        self._dress()

    def words(self) -> str:
        """All it says but the source."""
        return self._said

    def kind(self) -> str:
        """The kind it was made with."""
        return self._kind

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_said"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        soft, edge = theme.css(f"{self._kind}_soft"), theme.css(self._kind)
        sheet = f"NoteBox {{ background: {soft}; border: none; border-left: 4px solid {edge}; }}"
        if sheet != self.styleSheet():  # setting it sends StyleChange again
            self.setStyleSheet(sheet)
