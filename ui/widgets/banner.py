"""The bar that tells without stopping anybody: a notice with undo, or a refusal with advice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.card import Picture
from ui.widgets.text import Body

_ICONS = {"good": "good", "info": "info", "warning": "warning", "danger": "error"}
NOTICE_MS = 12_000


class Banner(QFrame):
    """A bar above the page. A notice leaves by itself; a refusal stays until it is closed.

    Signals:
        closed(): it left.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        self._picture = Picture("info")
        self.words = Body()
        self.action = QuietButton("")
        self._close = IconButton("close", _("Close this message"))
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S16, theme.S4, theme.S8, theme.S4)
        row.setSpacing(theme.S12)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self._close)
        self.action.clicked.connect(self._do)
        self._close.clicked.connect(self.close_bar)
        self._leave.timeout.connect(self.close_bar)
        self.hide()

    def tell(
        self,
        text: str,
        kind: str = "good",
        action: tuple[str, Callable[[], object]] | None = None,
        *,
        stays: bool = False,
    ) -> None:
        """Show a line of that kind ("good", "info", "warning", "danger") with an optional
        (label, callable) action; it leaves after 12 seconds unless it `stays`."""
        self._act = action[1] if action else None
        self._kind = kind
        self._picture.set_icon(_ICONS[kind], kind)
        self.words.setText(text)
        self.action.setText(action[0] if action else "")
        self.action.setVisible(action is not None)
        self._dress()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self._leave.stop()
        if not stays:
            self._leave.start(NOTICE_MS)

    def close_bar(self) -> None:
        """Hide it and forget the action."""
        self._leave.stop()
        self._act = None
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_kind"):
            self._dress()
        super().changeEvent(event)

    def _do(self) -> None:
        act = self._act
        self.close_bar()
        if act:
            act()

    def _dress(self) -> None:
        soft = theme.css(f"{self._kind}_soft")
        sheet = f"Banner {{ background: {soft}; border-left: 4px solid {theme.css(self._kind)}; }}"
        if sheet != self.styleSheet():  # setting it sends StyleChange again
            self.setStyleSheet(sheet)
