"""A calm figure that opens to the members behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets import marks
from ui.widgets.drawn_button import DrawnButton

WIDTH = 212
"""Pixels at 100 % that a short number and two lines of caption need."""


class FigureTile(DrawnButton):
    """A number, what it counts, and a sign when it asks for something.

    Signals:
        explained(str): the definition of the number, while the tile is looked at; else empty.
    """

    explained = Signal(str)

    def __init__(
        self, caption: str, tone: str, definition: str, parent: QWidget | None = None
    ) -> None:
        """`caption` says what is counted, `definition` exactly; `tone` is how a number above zero
        is drawn."""
        super().__init__(parent)
        self.definition = definition
        self._caption = caption
        self._tone = tone
        self._count: int | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(caption)
        self.setAccessibleDescription(definition)

    def set_count(self, count: int) -> None:
        """Show the number."""
        self._count = count
        self.setAccessibleName(f"{count} {self._caption}")
        self.setToolTip(f"{self.definition}\n{_('Show these members in the caseload')}")
        self.update()

    def sizeHint(self) -> QSize:
        """A number beside up to two lines of caption."""
        text = max(marks.line_height(theme.DISPLAY), 2 * marks.line_height(theme.SMALL))
        return QSize(theme.px(200), text + theme.px(theme.S12 * 2))

    def wanted_width(self) -> int:
        """Pixels that the number and two lines of caption need, `WIDTH` at least."""
        beside = theme.px(theme.S16 + theme.TITLE + theme.S8 + theme.S12 + theme.S8)
        number = marks.text_width(self._number(), theme.DISPLAY, semibold=True)
        return max(theme.px(WIDTH), beside + number + _in_two_lines(self._caption))

    def _number(self) -> str:
        return "–" if self._count is None else self.locale().toString(self._count)

    def minimumSizeHint(self) -> QSize:
        """Whoever places tiles gives each `wanted_width`; this only lets windows be small."""
        return QSize(theme.px(100), self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse looks at it."""
        super().enterEvent(event)
        self.explained.emit(self.definition)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse looks away."""
        super().leaveEvent(event)
        self.explained.emit(self.definition if self.hasFocus() else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard stands on it."""
        super().focusInEvent(event)
        self.explained.emit(self.definition)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on."""
        super().focusOutEvent(event)
        self.explained.emit("")

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
        edge_y, right = theme.px(theme.S12), theme.px(theme.S8)
        inner = self.rect().adjusted(pad, edge_y, -right, -edge_y)
        glyph = theme.px(theme.TITLE)
        middle = inner.center().y()
        if self._count is not None:
            sign = QRect(inner.left(), middle - glyph // 2 + 1, glyph, glyph)
            marks.draw_sign(painter, sign, self._tone if self._count else "good")
        inner.setLeft(inner.left() + glyph + theme.px(theme.S8))
        used = marks.draw_text(painter, inner, self._number(), size=theme.DISPLAY, semibold=True)
        inner.setLeft(inner.left() + used + theme.px(theme.S12))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("muted"))
        wrap = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value)
        painter.drawText(inner, wrap, self._caption)
        painter.end()


def _in_two_lines(text: str) -> int:
    """Pixels that a small text takes when it is broken where that is narrowest."""
    words = text.split()
    breaks = range(1, len(words) + 1)
    halves = ((" ".join(words[:n]), " ".join(words[n:])) for n in breaks)
    return min(max(marks.text_width(half, theme.SMALL) for half in both) for both in halves) + 1
