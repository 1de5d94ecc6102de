"""Large choices in as many columns as the width allows, each row as high as its tallest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import theme

_WIDE = 330  # pixels at 100 % that a choice wants


class FormGrid(QWidget):
    """The grid; `fill` gives it its choices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._all: list[QWidget] = []
        self._wanted: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.S12)

    def fill(self, choices: Sequence[QWidget]) -> None:
        """Show these, in reading order."""
        self._all = list(choices)
        self.show_only(choices)

    def show_only(self, wanted: Sequence[QWidget]) -> None:
        """Of its choices show these alone."""
        self._wanted, self._columns = list(wanted), 0
        self._lay_out()
        for one in self._all:
            one.setVisible(one in wanted)

    def minimumSizeHint(self) -> QSize:
        """One choice wide."""
        return QSize(theme.px(200), self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width holds another number of columns."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.width() + theme.S12
        columns = max(1, min(3, room // (theme.px(_WIDE) + theme.S12)))
        if columns == self._columns:
            return
        self._columns = columns
        for one in self._all:
            self._grid.removeWidget(one)
        for place, one in enumerate(self._wanted):
            self._grid.addWidget(one, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()
