"""Frames: a card for what belongs together, and the empty state that offers the first step."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import PrimaryButton
from ui.widgets.text import Heading, Muted


class Card(QFrame):
    """A framed column; add to `column`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Make a card, with a heading when a title is given."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.S16, theme.S16, theme.S16, theme.S16)
        self.column.setSpacing(theme.S12)
        if title:
            self.column.addWidget(Heading(title, 3))


class Rule(QFrame):
    """A hairline between parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a horizontal line of one pixel."""
        super().__init__(parent)
        self.setProperty("role", "rule")


class Picture(QLabel):
    """An icon of the theme as a picture that follows palette and text scale."""

    def __init__(
        self, icon: str, size: int = 20, tint: str = "text", parent: QWidget | None = None
    ) -> None:
        """Show an icon; `size` in pixels at 100 %."""
        super().__init__(parent)
        self._icon, self._size, self._tint = icon, size, tint
        self._paint()

    def set_icon(self, icon: str, tint: str = "") -> None:
        """Show another icon, in another colour if one is named."""
        self._icon, self._tint = icon, tint or self._tint
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew when theme or scale changed."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._paint()
        super().changeEvent(event)

    def _paint(self) -> None:
        side = theme.px(self._size)
        icon = theme.icon(self._icon, self._tint)
        self.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatioF()))


class EmptyState(QWidget):
    """What will stand here, and the first step. `button` is None without an action."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show an icon, a title, a sentence and, if named, a primary button (`button`)."""
        super().__init__(parent)
        self.title, self.text = Heading(title, 2), Muted(text)
        self.button = PrimaryButton(action) if action else None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S24)
        column.setSpacing(theme.S12)
        column.addStretch(2)
        column.addWidget(Picture(icon, 48, "accent"), 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        for words in (self.title, self.text):
            words.setAlignment(QtCore.Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        if self.button:
            column.addSpacing(theme.S8)
            column.addWidget(self.button, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
