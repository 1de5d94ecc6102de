"""A line that tells something and offers one step; hidden while there is nothing to tell."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui import theme
from ui.widgets.card import Picture
from ui.widgets.text import Body


class ToldBar(QWidget):
    """Starts hidden; subclasses write `said`, show themselves and act on the button."""

    def __init__(
        self, picture: str, tint: str, button: QPushButton, parent: QWidget | None = None
    ) -> None:
        """`picture` stands before the words in the colour `tint`, `button` behind them."""
        super().__init__(parent)
        self.said = Body("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        row.addWidget(Picture(picture, 20, tint))
        row.addWidget(self.said, 1)
        row.addWidget(button)
        self.hide()
