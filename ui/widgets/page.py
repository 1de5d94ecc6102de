"""A page that scrolls: heading, a line of explanation, actions at the right, content below."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.qt_values import NO_FOCUS
from ui.widgets.text import Heading, Muted

TEXT_WIDTH = 720
"""Widest column of reading text and forms, in pixels at 100 %."""


class Page(QScrollArea):
    """A scrolling column: add to `column`; put buttons into `buttons`.

    `narrow` keeps forms at a width that reads well, `centred` puts that column in the middle.
    """

    def __init__(
        self,
        title: str = "",
        hint: str = "",
        parent: QWidget | None = None,
        *,
        narrow: bool = False,
        centred: bool = False,
    ) -> None:
        """Make the column; heading and hint are there when given."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setProperty("focusPolicy", NO_FOCUS)
        inside = QWidget()
        inside.setProperty("role", "page")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S24)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.S16)
        if centred:
            outer.addStretch(1)
        outer.addWidget(self.body, 100)
        self._widest = 0
        if narrow:
            self.keep_width(TEXT_WIDTH)
            outer.addStretch(1)
        self.heading, self.hint = Heading(title), Muted(hint)
        self.heading.setMinimumHeight(theme.row_height())  # as high as a button beside it
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S8)
        self._head(title, hint)
        self.setWidget(inside)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes another heading."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "heading"):
            self.heading.setMinimumHeight(theme.row_height())
            if self._widest:
                self.keep_width(self._widest)

    def keep_width(self, width: int) -> None:
        """Be no wider than so many pixels at 100 %, at any text size."""
        self._widest = width
        self.body.setMaximumWidth(theme.px(width))

    def _hide_empty(self, hint: str) -> None:
        if not hint:  # showing one that has no parent yet would flash up a window
            self.hint.hide()

    def _head(self, title: str, hint: str) -> None:
        if not title:
            self.heading.hide()
            self._hide_empty(hint)
            self.column.addWidget(self.hint)
            return
        row = QHBoxLayout()
        row.setSpacing(theme.S16)
        words = QVBoxLayout()
        words.setSpacing(theme.S4)
        words.addWidget(self.heading)
        words.addWidget(self.hint)
        self._hide_empty(hint)
        row.addLayout(words, 1)
        row.addLayout(self.buttons)
        row.setAlignment(self.buttons, QtCore.Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
