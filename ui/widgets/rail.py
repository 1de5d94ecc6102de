"""The frame of the rail: as wide as its buttons, scrolled where a screen is too low for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui import theme
from ui.widgets.buttons import RailButton


class RailArea(QScrollArea):
    """Holds the rail; its scroll bar takes room beside the buttons, never from them."""

    def __init__(self, rail: QWidget, buttons: Sequence[RailButton]) -> None:
        """`buttons` are those in `rail`."""
        super().__init__()
        self._rail, self._buttons = rail, tuple(buttons)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(rail)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height may need the scroll bar, or no more."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.fit()

    def fit(self) -> None:
        """Take the width that the buttons need at this text size."""
        wide = max(button.sizeHint().width() for button in self._buttons)
        low = self._rail.minimumSizeHint().height() > self.height()
        bar = self.verticalScrollBar().sizeHint().width() if low else 0
        self.setFixedWidth(max(wide, theme.px(84)) + 2 * theme.S8 + 1 + bar)
