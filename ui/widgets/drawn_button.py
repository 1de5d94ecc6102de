"""What buttons share that draw themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget


class DrawnButton(QAbstractButton):
    """As wide as there is room, as high as its words; who is derived draws it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """The mouse over it is seen."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes another height."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
