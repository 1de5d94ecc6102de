"""A state as shape, word and colour together: never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

KINDS = {
    "good": ("good", "good"),
    "warning": ("warning", "warning"),
    "danger": ("overdue", "danger"),
    "info": ("begun", "info"),
    "neutral": ("open", "neutral"),
    "pending": ("pending", "info"),
    "refused": ("refused", "neutral"),
    "accent": ("flag", "accent"),
}
"""kind: (icon, colour tint); the soft tone is the tint with "_soft"."""


def pill_size(text: str) -> QSize:
    """Return the room a pill needs."""
    metrics = QFontMetrics(theme.font(theme.SMALL, semibold=True))
    height = metrics.height() + 6
    return QSize(metrics.horizontalAdvance(text) + height + theme.S16, height)


def paint_pill(painter: QPainter, rect: QRect, kind: str, text: str, icon: str = "") -> None:
    """Paint a pill at the left of a rectangle, in its middle height; words elide to fit."""
    shape, tint = KINDS[kind]
    wanted = pill_size(text)
    box = QRect(rect.left(), 0, min(wanted.width(), rect.width()), wanted.height())
    box.moveTop(rect.top() + (rect.height() - box.height()) // 2)
    font = theme.font(theme.SMALL, semibold=True)
    side = QFontMetrics(font).ascent() + 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{tint}_soft"))
    painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
    mark = QRect(box.left() + 7, box.top() + (box.height() - side) // 2, side, side)
    theme.draw_icon(painter, mark, icon or shape, tint)
    words = box.adjusted(side + 12, 0, -8, 0)
    painter.setFont(font)
    painter.setPen(theme.color(tint))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class StatusPill(QWidget):
    """A state beside other widgets; in lists use `paint_pill` from a delegate."""

    def __init__(
        self, kind: str = "neutral", text: str = "", parent: QWidget | None = None
    ) -> None:
        """Show a word of that kind (a key of `KINDS`)."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._kind, self._text, self._icon = kind, text, ""
        self.show_state(kind, text)

    def show_state(self, kind: str, text: str, icon: str = "") -> None:
        """Show another state."""
        self._kind, self._text, self._icon = kind, text, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word it shows."""
        return self._text

    def kind(self) -> str:
        """The kind it shows."""
        return self._kind

    def sizeHint(self) -> QSize:
        """Room for sign and word."""
        return pill_size(self._text)

    def minimumSizeHint(self) -> QSize:
        """May elide down to the sign and a few letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.px(72)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._kind, self._text, self._icon)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Take new room when the text scale changed."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
