"""The caseload's table: calm rows of 40 px, state as shape and word, Enter opens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from navigator_app.domain.records import CaseloadRow
from navigator_app.i18n import _
from ui import theme
from ui.models import words
from ui.models.caseload_columns import COLUMNS
from ui.models.caseload_table import ROW_ROLE, CaseloadTable
from ui.widgets import marks
from ui.widgets.pill import paint_pill

_SHARES = {
    "name": (220, 5),
    "cin": (96, 1),
    "plan": (96, 1),
    "services": (108, 2),
    "status": (180, 2),
    "authorization": (124, 2),
    "attempt": (112, 2),
    "due": (124, 1),
}
"""Least width at 100 % and share of the room that is left, by column."""


class GridDelegate(QStyledItemDelegate):
    """Draws one cell from the row."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A row's height; widths are the table's."""
        return QSize(0, theme.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell."""
        rect: QRect = option.rect
        state = option.state
        row = index.data(ROW_ROLE)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("focus"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inner = rect.adjusted(theme.px(theme.S8), 0, -theme.px(theme.S8), 0)
        if row is None:
            _draw_placeholder(painter, inner, index.row())
        else:
            self._draw(painter, inner, row, index)
        painter.restore()

    def _draw(
        self,
        painter: QPainter,
        rect: QRect,
        row: CaseloadRow,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        key = COLUMNS[index.column()].key
        text = str(index.data() or "")
        if key == "name":
            _draw_name(painter, rect, row)
        elif key == "status" and text:
            tone = words.status_tone(row.status, row.authorization_status)
            paint_pill(painter, rect, tone, text)
        elif key == "due" and text:
            _draw_due(painter, rect, row, text, index)
        elif key == "authorization":
            _draw_authorization(painter, rect, row, text, index)
        elif key == "attempt" and row.last_attempt is None:
            marks.draw_text(painter, rect, text, ink="muted")
        else:
            marks.draw_text(painter, rect, text)


def _today_of(index: QModelIndex | QPersistentModelIndex) -> CaseloadTable:
    model = index.model()
    assert isinstance(model, CaseloadTable)
    return model


def _draw_name(painter: QPainter, rect: QRect, row: CaseloadRow) -> None:
    if row.alert:
        side = theme.px(18)
        sign = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
        theme.draw_icon(painter, sign, "warning", "danger")
        rect = rect.adjusted(side + theme.px(6), 0, 0, 0)
    name = words.list_name(row)
    if words.reads_right_to_left(name):
        marks.draw_text(painter, rect, name, semibold=True, align=Qt.AlignmentFlag.AlignRight)
        return
    used = marks.draw_text(painter, rect, name, semibold=True)
    rest = rect.adjusted(used + theme.px(theme.S8), 0, 0, 0)
    also = words.goes_by(row)
    if also and rest.width() > theme.px(40):
        marks.draw_text(painter, rest, also, ink="muted")


def _draw_due(
    painter: QPainter,
    rect: QRect,
    row: CaseloadRow,
    text: str,
    index: QModelIndex | QPersistentModelIndex,
) -> None:
    left = (row.next_due - _today_of(index).today).days if row.next_due else 0
    if left <= 0:
        paint_pill(painter, rect, "danger" if left < 0 else "warning", text)
    else:
        marks.draw_text(painter, rect, text)


def _draw_authorization(
    painter: QPainter,
    rect: QRect,
    row: CaseloadRow,
    text: str,
    index: QModelIndex | QPersistentModelIndex,
) -> None:
    if row.authorization_end is None:
        marks.draw_text(painter, rect, text, ink="muted")
        return
    left = (row.authorization_end - _today_of(index).today).days
    if left > 30:
        marks.draw_text(painter, rect, text)
        return
    tone = "warning" if left >= 0 else "neutral"
    side = theme.px(16)
    sign = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
    theme.draw_icon(painter, sign, "timer" if left >= 0 else "minus", tone)
    marks.draw_text(painter, rect.adjusted(side + theme.px(6), 0, 0, 0), text, ink=tone)


def _draw_placeholder(painter: QPainter, rect: QRect, row: int) -> None:
    """A soft bar where words will stand; its length varies so that rows look like rows."""
    width = rect.width() * (55 + row * 37 % 35) // 100
    high = theme.px(10)
    bar = QRect(rect.left(), rect.center().y() - high // 2, width, high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("neutral_soft"))
    painter.drawRoundedRect(bar, high / 2, high / 2)


class MemberGrid(QTableView):
    """The table.

    Signals:
        opened(int): show the member of this row.
        typed(str): letters typed on the table; they belong into the search field.
        chosen(int): how many rows are selected.
    """

    opened = Signal(int)
    typed = Signal(str)
    chosen = Signal(int)

    def __init__(self, model: CaseloadTable, parent: QWidget | None = None) -> None:
        """Show a model."""
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(60))
        self.setStyleSheet("MemberGrid, MemberGrid:focus { border: none; border-radius: 0; }")
        self.setAccessibleName(_("Members"))
        self.setAccessibleDescription(
            _("Enter opens the member; shift and arrows select several; letters search.")
        )
        self._fit_rows()
        model.layoutChanged.connect(self.fit_columns)  # Qt forgets widths when row 0 has gone
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        model.modelReset.connect(self._tell_chosen)
        self.doubleClicked.connect(self._open_index)

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First row and count of each selected range, in order."""
        ranges = self.selectionModel().selection().toList()
        return sorted({(part.top(), part.height()) for part in ranges if part.height() > 0})

    def keyboardSearch(self, search: str) -> None:
        """Letters go to the search field; Qt's own search would read every row."""
        if search.strip():
            self.typed.emit(search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other rows."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit_rows()
            self.fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each column its share."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Least widths first, then the room that is left by shares."""
        least = [theme.px(_SHARES[column.key][0]) for column in COLUMNS]
        shares = [_SHARES[column.key][1] for column in COLUMNS]
        left = max(0, self.viewport().width() - sum(least))
        for number, (width, share) in enumerate(zip(least, shares, strict=True)):
            self.setColumnWidth(number, width + left * share // sum(shares))

    def _fit_rows(self) -> None:
        self.verticalHeader().setMinimumSectionSize(theme.row_height())
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.horizontalHeader().setFixedHeight(theme.px(36))

    def _tell_chosen(self) -> None:
        self.chosen.emit(sum(count for _first, count in self.selected_ranges()))

    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())
