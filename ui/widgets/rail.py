"""The rail: a button for each page of it, scrolled where a screen is too low for them all."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.places import PageSpec
from ui.widgets.buttons import RailButton


class Rail(QScrollArea):
    """`buttons` by the key of their page, and `lock` below them; as wide as they are. The scroll
    bar takes room beside the buttons, never from them.

    Signals:
        chosen(str): the page of this key was asked for.
    """

    chosen = Signal(str)

    def __init__(self, pages: Iterable[PageSpec]) -> None:
        """A button for each of `pages`, in their order."""
        super().__init__()
        self.buttons: dict[str, RailButton] = {}
        self.lock = RailButton("lock", _("Lock"))
        self.lock.setCheckable(False)
        self.lock.setToolTip(_("Lock now (Ctrl+Shift+L)"))
        self._group = QButtonGroup(self)
        self._rail = self._filled(pages)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(self._rail)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group.buttonClicked.connect(self._clicked)
        self.fit()

    def _filled(self, pages: Iterable[PageSpec]) -> QWidget:
        rail = QFrame()
        rail.setProperty("role", "rail")
        column = QVBoxLayout(rail)
        column.setContentsMargins(theme.S8, theme.S8, theme.S8, theme.S8)
        column.setSpacing(theme.S4 // 2)  # eight fit 800 px at twice the text
        for number, spec in enumerate(pages, 1):
            button = RailButton(spec.icon, _(spec.title))
            button.setProperty("page", spec.key)
            button.setToolTip(f"{_(spec.title)} (Ctrl+{number})")
            self._group.addButton(button)
            self.buttons[spec.key] = button
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.lock)
        return rail

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height may need the scroll bar, or no more."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.fit()

    def fit(self) -> None:
        """Take the width that the buttons need at this text size."""
        wide = max(button.sizeHint().width() for button in (*self.buttons.values(), self.lock))
        low = self._rail.minimumSizeHint().height() > self.height()
        bar = self.verticalScrollBar().sizeHint().width() if low else 0
        self.setFixedWidth(max(wide, theme.px(84)) + 2 * theme.S8 + 1 + bar)

    def _clicked(self, button: QWidget) -> None:
        self.chosen.emit(str(button.property("page")))
