"""A line with a sign at its left and a button at its right, both as large as the text asks.

Qt's own icons in a line stay at 16 px whatever the text size, and cannot be touched.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QCursor, QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ui import theme
from ui.qt_values import NO_FOCUS

_ICON = 18  # pixels at 100 %


class FieldButton(QToolButton):
    """The button inside a line, as high as the line."""

    def __init__(self, parent: QWidget) -> None:
        """Make it reachable by Tab; `name` names it."""
        super().__init__(parent)
        self.setCursor(QCursor())  # the arrow, not the line's text cursor

    def name(self, icon: QIcon, text: str) -> None:
        """Show an icon and say what it does."""
        self.setIcon(icon)
        self.setToolTip(text)
        self.setAccessibleName(text)


class IconLine(QLineEdit):
    """The line. `sign` is an icon's name for its left, `button` stands at its right if asked."""

    def __init__(self, sign: str = "", parent: QWidget | None = None) -> None:
        """Start with the sign, if any, and no button."""
        super().__init__(parent)
        self._sign = sign
        self.button: FieldButton | None = None
        self._fit()

    def add_button(self, *, by_keyboard: bool = True) -> FieldButton:
        """Put a button at the right; `by_keyboard` False where a key of the line does the same."""
        self.button = FieldButton(self)
        if not by_keyboard:
            self.button.setProperty("focusPolicy", NO_FOCUS)
        self._fit()
        return self.button

    def add_clearing(self, name: str) -> FieldButton:
        """A button that empties the line, in sight while there is something in it."""
        button = self.add_button(by_keyboard=False)
        button.name(theme.icon("close", "muted"), name)
        button.clicked.connect(self.clear)
        button.hide()
        self.textChanged.connect(self._show_clearing)
        return button

    def _show_clearing(self, text: str) -> None:
        if self.button is not None:
            self.button.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the right."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_sign"):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign beside the text."""
        super().paintEvent(event)
        if self._sign:
            side = theme.px(_ICON)
            painter = QPainter(self)
            place = QRect(theme.px(10), (self.height() - side) // 2, side, side)
            theme.draw_icon(painter, place, self._sign, "muted")
            painter.end()

    def _fit(self) -> None:
        left = theme.px(_ICON + 10) if self._sign else 0
        right = theme.row_height() - theme.S8 if self.button is not None else 0
        self.setTextMargins(left, 0, right, 0)
        if self.button is not None:
            self.button.setIconSize(QSize(theme.px(_ICON), theme.px(_ICON)))
            self._place()

    def _place(self) -> None:
        if self.button is not None:
            side = theme.row_height()
            self.button.setGeometry(self.width() - side, 0, side, self.height())
