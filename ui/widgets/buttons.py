"""Buttons: one primary a page, quiet ones beside it, 40 px high and reachable by keyboard."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.text import Muted, Strong


class PlainButton(QPushButton):
    """A bordered button; `icon` is a name of the theme's table."""

    tint = "text"

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        """Make a button with words and, if named, an icon."""
        super().__init__(text, parent)
        self.setAutoDefault(False)
        if icon:
            self.set_icon(icon)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self.setIcon(theme.icon(icon, self.tint))
        self._fit()

    def setText(self, text: str) -> None:
        """Show other words; an icon keeps its distance from them."""
        super().setText(text)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        if event.type() is QEvent.Type.StyleChange and not self.icon().isNull():
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        gap = theme.px(5) if self.text() else 0  # the style leaves 4 px: too little before words
        self.setIconSize(QSize(theme.px(18) + gap, theme.px(18)))


class PrimaryButton(PlainButton):
    """The one action a page is for, filled with the accent colour."""

    tint = "on_accent"


class QuietButton(PlainButton):
    """An action that does not ask for attention: accent words without an edge."""

    tint = "accent"


class IconButton(QToolButton):
    """A square button that shows only an icon; `name` is what a screen reader says."""

    def __init__(
        self, icon: str, name: str, parent: QWidget | None = None, *, tint: str = "text"
    ) -> None:
        """Make a button with an icon, a tool tip and an accessible name."""
        super().__init__(parent)
        self._tint = tint
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setCursor(QtCore.Qt.CursorShape.ArrowCursor)
        self.set_icon(icon, name)

    def set_icon(self, icon: str, name: str) -> None:
        """Show another icon with another name."""
        self.setIcon(theme.icon(icon, self._tint))
        self.setToolTip(name)
        self.setAccessibleName(name)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.setIconSize(QSize(theme.px(20), theme.px(20)))
        side = theme.row_height()
        self.setMinimumSize(side, side)


_RAIL_ICON = 30
"""Pixels of the rail's icons at most: at twice the text all eight still fit a screen of 800 px."""


class RailButton(QToolButton):
    """One page in the rail at the left: icon above a word; checked while its page shows."""

    def __init__(self, icon: str, text: str, parent: QWidget | None = None) -> None:
        """Make a checkable button with an icon above its word."""
        super().__init__(parent)
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(QtCore.Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._follow)
        self._follow(False)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _follow(self, checked: bool) -> None:
        self.setIcon(theme.icon(self._icon, "accent" if checked else "text"))

    def _fit(self) -> None:
        side = min(theme.px(22), _RAIL_ICON)
        self.setIconSize(QSize(side, side))
        self.setMinimumSize(theme.px(84), max(theme.px(40), self.sizeHint().height()))


class ChoiceCard(QPushButton):
    """A large choice: icon, title and a line of explanation, pressed as one button."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        """Make a card that is a button; its name for screen readers is title and text."""
        super().__init__(parent)
        self.setAutoDefault(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._icon_name = icon
        self._picture = QLabel()
        words = QVBoxLayout()
        words.setSpacing(theme.S4)
        words.addWidget(Strong(title))
        words.addWidget(Muted(text))
        words.addStretch(1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.S16, theme.S16, theme.S16, theme.S16)
        row.setSpacing(theme.S16)
        row.addWidget(self._picture, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for child in self.findChildren(QLabel):
            child.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._paint_picture()

    def sizeHint(self) -> QSize:
        """The size of what lies in the card, not of an empty button."""
        return self._row.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Wrapped words need their height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the words at this width."""
        return self._row.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Never lower than the words at this width, however tight the page is."""
        super().resizeEvent(event)
        self.setMinimumHeight(self._row.heightForWidth(self.width()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow palette and text scale."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_picture"):
            self._paint_picture()
        super().changeEvent(event)

    def _paint_picture(self) -> None:
        side = theme.px(28)
        icon = theme.icon(self._icon_name, "accent")
        self._picture.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatioF()))
