"""A table view dressed for reading: calm rows, no grid, whole rows chosen, Enter acts."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme

Index = QModelIndex | QPersistentModelIndex

_MEASURED = 60
"""Rows whose texts decide how wide a column is."""
_PADDING = 5
_LAST = 100
"""Pixels at 100 % below which the last column rather lets the table scroll, if it needs them."""


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
        self.setStyleSheet(f"Listing::item {{ padding: 0 {_PADDING}px; }}")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._widths: tuple[int, ...] = ()
        self._rows = 0
        self._fit()
        self.horizontalScrollBar().rangeChanged.connect(self._keep)
        self.doubleClicked.connect(self._act_on)

    def set_widths(self, *widths: int) -> None:
        """Widths of the columns in pixels at 100 %; the last column takes what is left."""
        self._widths = widths
        self.horizontalHeader().setStretchLastSection(True)
        self._fit()

    def keep_height(self, rows: int) -> None:
        """Be no taller than so many rows with the heading; scroll beyond."""
        self._rows = rows
        self._keep()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; the columns follow what stands in it."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._fit)
            model.rowsInserted.connect(self._fit)
            model.dataChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other room to share."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

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

    @Slot()
    def _keep(self) -> None:
        """Be as high as the rows, with room for the bar below where columns reach beyond."""
        if not self._rows:
            return
        head, bar = self.horizontalHeader().sizeHint().height(), self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0
        rows = self._rows * theme.row_height()
        self.setFixedHeight(head + rows + below + 2 * self.frameWidth() + 2)

    @Slot()
    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        if self.font() != theme.font():
            self.setFont(theme.font())
        for column, width in enumerate(self._shared()):
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)
        self._give_way()

    def _give_way(self) -> None:
        """The last column keeps no more than it needs where there is less than Qt's own width."""
        header, last = self.horizontalHeader(), self.horizontalHeader().count() - 1
        left = last >= len(getattr(self, "_widths", ())) > 0 and header.stretchLastSection()
        if left and header.length() > self.viewport().width():
            header.resizeSection(last, min(self._needed(last), theme.px(_LAST)))

    def _shared(self) -> list[int]:
        """The columns' widths: as set, and wider where a text needs it and the last column can
        spare it."""
        given = [theme.px(width) for width in getattr(self, "_widths", ())]
        model = self.model() if given else None
        if model is None or not model.rowCount():
            return given
        shown = [n for n in range(model.columnCount()) if not self.isColumnHidden(n)]
        rest = [n for n in shown if n >= len(given)] or shown[-1:]
        inner = self.viewport().width() - sum(given[n] for n in shown if n not in rest)
        free = inner - sum(self._needed(n) for n in rest)
        for column in shown:
            if free > 0 and column not in rest and given[column]:
                more = min(free, max(0, self._needed(column) - given[column]))
                given[column], free = given[column] + more, free - more
        return given

    def _needed(self, column: int) -> int:
        """Pixels of the longest text of a column, among its first rows."""
        model, metrics = self.model(), self.fontMetrics()
        rows = range(min(model.rowCount(), _MEASURED))
        texts = [str(model.index(row, column).data() or "") for row in rows]
        texts.append(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
        wide = max(metrics.horizontalAdvance(text) for text in texts)
        return wide + 2 * _PADDING + theme.px(theme.S8)
