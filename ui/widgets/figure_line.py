"""A number with its words as one calm line that opens what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets import marks
from ui.widgets.drawn_button import DrawnButton

_NUMBER = 50  # pixels at 100 % of the column of numbers
_HIGH = 40  # a finger's height
_PAD = 6  # above the first of two lines, and below the second


class FigureLine(DrawnButton):
    """The number, its words, and a sign where it asks for something; `key` says which it is.

    A number of nought opens nothing.
    """

    WORDS_AT = _NUMBER + theme.S12 + 18 + theme.S8
    """Pixels at 100 % where the words of a line with a sign begin."""

    def __init__(
        self,
        key: str,
        count: int,
        text: str,
        tone: str = "",
        more: str = "",
        lead: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`tone` is a key of `ui.widgets.pill.KINDS`; `more` stands muted below the words;
        `lead` is a word in the number's place."""
        super().__init__(parent)
        self.key, self._tone, self._more = key, tone, more
        self._number = lead or f"{count:,}"
        self.setText(text)
        self.setAccessibleName(f"{self._number} {text}" + (f", {more}" if more else ""))
        self.setToolTip(_("Open the members behind this number"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setEnabled(bool(count))

    def _left(self) -> int:
        """Where the words begin."""
        return theme.px(self.WORDS_AT if self._tone else _NUMBER + theme.S12)

    def sizeHint(self) -> QSize:
        """All words on one line."""
        wide = self._left() + self._words_width() + theme.px(theme.S12)
        if not self._more:
            return QSize(wide, theme.px(_HIGH))
        return QSize(wide, self._first() + marks.line_height(theme.SMALL) + theme.px(_PAD))

    def minimumSizeHint(self) -> QSize:
        """No narrower than its words."""
        return QSize(min(self.sizeHint().width(), theme.px(420)), self.sizeHint().height())

    def wanted_width(self) -> int:
        """What `FlowLayout` gives it in even columns."""
        return self.sizeHint().width()

    def _words_width(self) -> int:
        return max(marks.text_width(self.text()), marks.text_width(self._more, theme.SMALL)) + 2

    def _first(self) -> int:
        """How high the first line is, with the room above it."""
        return marks.line_height() + theme.px(_PAD) if self._more else self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(edge, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(edge, 6, 6)
        ink = "accent" if self.isEnabled() else "muted"
        top = theme.px(_PAD) if self._more else 0
        high = self._first() - top
        number = QRect(0, top, theme.px(_NUMBER), high)
        right = Qt.AlignmentFlag.AlignRight
        marks.draw_text(painter, number, self._number, ink=ink, semibold=True, align=right)
        if self._tone:
            side, at = theme.px(18), theme.px(_NUMBER + theme.S12)
            sign = QRect(at, top + (high - side) // 2, side, side)
            marks.draw_sign(painter, sign, self._tone)
        words = QRect(self._left(), top, self.width() - self._left(), high)
        said = "text" if self.isEnabled() else "muted"
        marks.draw_text(painter, words, self.text(), ink=said)
        if self._more:
            rest = QRect(words.left(), words.bottom(), words.width(),
                         marks.line_height(theme.SMALL) + 2)  # fmt: skip
            marks.draw_text(painter, rest, self._more, ink="muted", size=theme.SMALL)
        painter.end()
