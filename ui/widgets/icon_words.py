"""A sign and a sentence beside it that wraps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.card import Picture
from ui.widgets.text import Body


class IconWords(QWidget):
    """The line; `tone` names a colour of the palette."""

    def __init__(self, icon: str, text: str, tone: str = "text") -> None:
        """Show them."""
        super().__init__()
        self.picture, self.words = Picture(icon, 18, tone), Body(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S8)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.setAccessibleName(text)
