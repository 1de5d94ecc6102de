"""A table view dressed for reading: calm rows, no grid, whole rows chosen, Enter acts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme

Index = QModelIndex | QPersistentModelIndex


class Listing(QTableView):
    """A table of whole rows.

    Signals:
        acted(int): Enter or a double click on a row.
        moved(int): another row is the current one, -1 for none.
    """

    acted = Signal(int)
    moved = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the table."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setStyleSheet("Listing::item { padding: 0 5px; }")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._widths: tuple[int, ...] = ()
        self._fit()
        self.doubleClicked.connect(self._act_on)

    def set_widths(self, *widths: int) -> None:
        """Widths of the columns in pixels at 100 %; the last column takes what is left."""
        self._widths = widths
        self.horizontalHeader().setStretchLastSection(True)
        self._fit()

    def keep_height(self, rows: int) -> None:
        """Be no taller than so many rows with the heading; scroll beyond."""
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + rows * theme.row_height() + 2 * self.frameWidth() + 2)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which row is the current one."""
        super().currentChanged(current, previous)
        self.moved.emit(current.row() if current.isValid() else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts on the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.acted.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when theme or text scale changed."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _act_on(self, index: QModelIndex) -> None:
        self.acted.emit(index.row())

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.setFont(theme.font())
        for column, width in enumerate(getattr(self, "_widths", ())):
            self.setColumnWidth(column, theme.px(width))
