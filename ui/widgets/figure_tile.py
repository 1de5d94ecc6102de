"""A calm figure that opens to the members behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets import marks


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
        """A number above up to two lines of caption."""
        height = (
            marks.line_height(theme.DISPLAY)
            + 2 * marks.line_height(theme.SMALL)
            + theme.px(theme.S12 * 2 + theme.S4)
        )
        return QSize(theme.px(180), height)

    def minimumSizeHint(self) -> QSize:
        """Room for the longest word."""
        metrics = QFontMetrics(theme.font(theme.SMALL))
        longest = max(metrics.horizontalAdvance(word) for word in self._caption.split())
        return QSize(longest + theme.px(theme.S16 * 2), self.sizeHint().height())

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
        high = marks.line_height(theme.DISPLAY)
        asks = bool(self._count)
        number = "–" if self._count is None else self.locale().toString(self._count)
        top = QRect(inner.left(), inner.top(), inner.width(), high)
        used = marks.draw_text(painter, top, number, size=theme.DISPLAY, semibold=True)
        glyph = theme.px(theme.TITLE)
        sign = QRect(
            top.left() + used + theme.px(theme.S8), top.center().y() - glyph // 2, glyph, glyph
        )
        if self._count is not None:
            tone = self._tone if asks else "good"
            marks.draw_sign(painter, sign, tone)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("muted"))
        below = inner.adjusted(0, high + theme.px(theme.S4), 0, 0)
        wrap = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value)
        painter.drawText(below, wrap, self._caption)
        painter.end()
