"""A calm figure that opens to the members behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets import marks

WIDTH = 230
"""Pixels at 100 % that a number and two lines of caption need."""


class FigureTile(QAbstractButton):
    """A number, what it counts, and a sign when it asks for something."""

    def __init__(self, caption: str, tone: str, parent: QWidget | None = None) -> None:
        """`caption` says what is counted; `tone` is how a number above zero is drawn."""
        super().__init__(parent)
        self._caption = caption
        self._tone = tone
        self._count: int | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(caption)

    def set_count(self, count: int) -> None:
        """Show the number."""
        self._count = count
        self.setAccessibleName(f"{count} {self._caption}")
        self.setToolTip(_("Show these members in the caseload"))
        self.update()

    def sizeHint(self) -> QSize:
        """A number beside up to two lines of caption."""
        text = max(marks.line_height(theme.DISPLAY), 2 * marks.line_height(theme.SMALL))
        return QSize(theme.px(200), text + theme.px(theme.S12 * 2))

    def minimumSizeHint(self) -> QSize:
        """Whoever places tiles gives each `WIDTH` at least; this only lets windows be small."""
        return QSize(theme.px(100), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes another height."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.isDown()
        painter.setBrush(theme.color("hover" if over else "surface"))
        focused = self.hasFocus()
        pen = painter.pen()
        pen.setColor(theme.color("focus" if focused else "line"))
        pen.setWidth(2 if focused else 1)
        painter.setPen(pen)
        edge = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 8, 8)
        pad = theme.px(theme.S16)
        inner = self.rect().adjusted(pad, theme.px(theme.S12), -pad, -theme.px(theme.S12))
        number = "–" if self._count is None else self.locale().toString(self._count)
        glyph = theme.px(theme.TITLE)
        middle = inner.center().y()
        if self._count is not None:
            sign = QRect(inner.left(), middle - glyph // 2 + 1, glyph, glyph)
            marks.draw_sign(painter, sign, self._tone if self._count else "good")
        inner.setLeft(inner.left() + glyph + theme.px(theme.S8))
        used = marks.draw_text(painter, inner, number, size=theme.DISPLAY, semibold=True)
        inner.setLeft(inner.left() + used + theme.px(theme.S12))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("muted"))
        wrap = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value)
        painter.drawText(inner, wrap, self._caption)
        painter.end()
