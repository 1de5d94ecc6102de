"""Words with buttons at their right, or below them where that would be too narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import PlainButton

_WORDS = 420
"""Pixels at 100 % that the words want beside the buttons."""


class Turning(QWidget):
    """Turns with its width."""

    def __init__(self, words: QWidget, foot: QWidget) -> None:
        """`foot` holds the buttons in a layout that wraps."""
        super().__init__()
        self._foot = foot
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S12)
        self._row.addWidget(words, 1)
        self._row.addWidget(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the width."""
        super().resizeEvent(event)
        buttons = [one for one in self._foot.findChildren(PlainButton) if not one.isHidden()]
        room = sum(one.sizeHint().width() + theme.S8 for one in buttons)
        across = self.width() - room >= theme.px(_WORDS)
        wide, tall = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._foot.setMinimumWidth(room if across else 0)
        self._row.setAlignment(self._foot, Qt.AlignmentFlag.AlignTop)
        self._row.setDirection(wide if across else tall)
