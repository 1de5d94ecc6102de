"""How much of a debt is paid: a bar with words for who cannot see it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class PaidBar(QWidget):
    """A bar that is filled from the side on which reading begins."""

    def __init__(self, done: int, whole: int, said: str, parent: QWidget | None = None) -> None:
        """`done` of `whole`; `said` is what a screen reader says."""
        super().__init__(parent)
        self.share = min(1.0, done / whole) if whole > 0 else 0.0
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(theme.px(120), theme.px(10))

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(theme.px(48), theme.px(10))

    def changeEvent(self, event: QEvent) -> None:
        """Follow palette and text scale."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trough and what fills it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        round_ = box.height() / 2
        painter.setBrush(theme.color("good_soft"))
        painter.drawRoundedRect(box, round_, round_)
        if self.share > 0:
            full = QRectF(box)
            full.setWidth(max(box.height(), box.width() * self.share))
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                full.moveRight(box.right())
            painter.setBrush(theme.color("good"))
            painter.drawRoundedRect(full, round_, round_)
        painter.end()
