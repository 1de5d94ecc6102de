"""What must be known before anybody calls, writes or knocks: unmissable, in shape and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.card import Picture
from ui.widgets.text import Body, Strong


class DangerNotice(QWidget):
    """A framed notice; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._title = Strong("")
        self._words = Body("")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S16, theme.S12, theme.S16, theme.S12)
        row.setSpacing(theme.S16)
        row.addWidget(Picture("danger", 28, "danger"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.S4)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row.addLayout(column, 1)
        self.hide()

    def tell(self, lines: Sequence[str], who: str = "") -> None:
        """Show these lines, the first one heaviest; none hides the notice."""
        shown = bool(lines)
        first, rest = (lines[0], lines[1:]) if shown else ("", ())
        self._title.setText(f"{who}: {first}" if who and first else first)
        self._words.setText("\n".join(rest))
        self._words.setVisible(bool(rest))
        said = " ".join(part for part in (who, *lines) if part)
        self.setAccessibleName(_("Safety: {words}").format(words=said) if shown else "")
        if shown and self.isHidden():
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, self.accessibleName())
            )
        self.setVisible(shown)

    def words(self) -> str:
        """All it says."""
        return "\n".join(part for part in (self._title.text(), self._words.text()) if part)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame: a soft ground, an edge all round, a heavy bar before the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("danger_soft"))
        painter.setPen(QPen(theme.color("danger"), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.fillRect(QRectF(1, 3, 5, self.height() - 6), theme.color("danger"))
        painter.end()
