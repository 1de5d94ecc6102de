"""A column that asks for no more height than its words need at the width it has."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Snug(QWidget):
    """Holds a layout of wrapping words. Qt's own least height is that of the words at their
    narrowest, which leaves a page with an empty end to scroll through."""

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout may be, as high as it is at this width."""
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return hint
        wide = max(self.width(), hint.width())
        return QSize(hint.width(), layout.totalHeightForWidth(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
