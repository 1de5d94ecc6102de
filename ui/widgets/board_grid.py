"""The capacity board's table: bars as shape, word and colour; every number opens its members."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from navigator_app.domain.board import Row
from navigator_app.i18n import _
from ui import theme
from ui.models import board_words
from ui.models.board_table import BAR_ROLE, COLUMNS, LINE_ROLE, WHAT_IF, BoardTable, Line
from ui.widgets import marks
from ui.widgets.listing import Listing

Index = QModelIndex | QPersistentModelIndex

_BAR = 36  # pixels at 100 % of a bar's whole length
_NAME_MORE = 60  # pixels at 100 % that a long name may take from the last column
_ABOUT_LEAST = 140  # pixels at 100 % of the last column, which says until when somebody is away
_INKS = {"over": "danger", "full": "warning", "room": "good", "unlimited": "neutral"}


class BoardDelegate(QStyledItemDelegate):
    """Draws one cell."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row's height; widths are the table's."""
        return QSize(0, theme.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        rect: QRect = option.rect
        line: Line = index.data(LINE_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        elif not line.key:
            painter.fillRect(rect, theme.color("hover"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        inner = rect.adjusted(theme.px(theme.S8), 0, -theme.px(theme.S8), 0)
        self._draw(painter, inner, index, line)
        painter.restore()

    def _draw(self, painter: QPainter, rect: QRect, index: Index, line: Line) -> None:
        bar, text = index.data(BAR_ROLE), str(index.data() or "")
        column = COLUMNS[index.column()]
        whole = not line.key
        if bar is not None and not whole:
            draw_bar(painter, rect, *bar)
        elif column.number:
            ink = "muted" if text in ("0", "") else "text"
            bold = whole or column.key in ("members", "gained")
            right = Qt.AlignmentFlag.AlignRight
            marks.draw_text(painter, rect, text, ink=ink, semibold=bold, align=right)
        elif column.key == "about" and line.row is not None:
            draw_about(painter, rect, line.row)
        else:
            marks.draw_text(painter, rect, text, semibold=column.key == "name" or whole)


def draw_about(painter: QPainter, rect: QRect, row: Row) -> None:
    """Who is away until when and who covers, else the languages; two small lines where one is too
    short. The line below the table says all of it."""
    first, second = board_words.about_lines(row)
    if row.away is not None:
        side = theme.px(16)
        sign = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
        marks.draw_sign(painter, sign, "info" if row.away.cover else "warning")
        rect = rect.adjusted(side + theme.px(6), 0, 0, 0)
    whole = board_words.about(row)
    if not second or marks.text_width(whole) <= rect.width():
        marks.draw_text(painter, rect, whole)
        return
    high = marks.line_height(theme.SMALL)
    top = QRect(rect.left(), rect.center().y() - high + 1, rect.width(), high)
    marks.draw_text(painter, top, first, size=theme.SMALL)
    marks.draw_text(painter, top.translated(0, high), second, size=theme.SMALL)


def draw_bar(painter: QPainter, rect: QRect, load: int, limit: int | None, state: str) -> None:
    """A load as a bar against its limit, with its sign and its words.

    The stroke is the limit; what goes beyond it is hatched, so that it reads without colour.
    """
    length, height = theme.px(_BAR), theme.px(10)
    ink = theme.color(_INKS[state])
    track = QRectF(rect.left(), rect.center().y() - height / 2 + 1, length, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if limit is not None:
        whole = max(load, limit, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("neutral_soft"))
        painter.drawRoundedRect(track, 3, 3)
        within = QRectF(track)
        within.setWidth(track.width() * min(load, limit) / whole)
        painter.setBrush(ink)
        painter.drawRoundedRect(within, 3, 3)
        if load > limit:
            beyond = QRectF(within.right(), track.top(), track.right() - within.right(), height)
            painter.fillRect(beyond, theme.color("danger_soft"))
            painter.setPen(QPen(ink, 1))
            step = max(3, theme.px(4))
            painter.setClipRect(beyond)
            for x in range(int(beyond.left()) - height, int(beyond.right()) + height, step):
                painter.drawLine(x, int(track.bottom()), x + height, int(track.top()))
            painter.setClipping(False)
            painter.setPen(QPen(theme.color("text"), 2))
            at = int(within.right())
            painter.drawLine(at, int(track.top()) - 3, at, int(track.bottom()) + 3)
    painter.restore()
    rest = rect.adjusted(length + theme.px(theme.S8) if limit is not None else 0, 0, 0, 0)
    if limit is None:
        marks.draw_text(painter, rest, board_words.weight(load))
        return
    side = theme.px(14)
    sign = QRect(rest.left(), rest.center().y() - side // 2 + 1, side, side)
    marks.draw_sign(painter, sign, board_words.TONES[state])
    rest.setLeft(rest.left() + side + theme.px(4))
    used = marks.draw_text(painter, rest, board_words.weight(load), semibold=True)
    rest.setLeft(rest.left() + used + theme.px(6))
    said = board_words.state_words(load, limit, state)
    marks.draw_text(painter, rest, said, size=theme.SMALL, ink="muted")


class BoardGrid(Listing):
    """The table.

    Signals:
        opened(int, int): Enter or a double click on a cell: row and column.
        looked_at(int, int): another cell is the current one.
    """

    opened = Signal(int, int)
    looked_at = Signal(int, int)

    def __init__(self, table: BoardTable, parent: QWidget | None = None) -> None:
        """Show a model."""
        super().__init__(_("The capacity board"), parent)
        self.setModel(table)
        self.setItemDelegate(BoardDelegate(self))
        self.setAccessibleDescription(
            _("Arrows move from number to number, Enter opens the members behind it.")
        )
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setMinimumSectionSize(theme.px(40))
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.fit_names()
        self.try_on(False)

    def fit_names(self) -> None:
        """The first column is as wide as the longest name, within reason."""
        model = self.model()
        names = [str(model.index(n, 0).data()) for n in range(model.rowCount())]
        wide = max((marks.text_width(one, semibold=True) for one in names), default=0)
        room = round(wide / max(theme.px(100) / 100, 0.01)) + 2 * theme.S8 + 4
        least = COLUMNS[0].width
        rest = [column.width for column in COLUMNS[1:-1]]
        shown = sum(one.width for n, one in enumerate(COLUMNS[:-1]) if not self.isColumnHidden(n))
        spare = self.viewport().width() * 100 // max(theme.px(100), 1) - shown - _ABOUT_LEAST
        most = least + max(0, min(_NAME_MORE, spare))
        self.set_widths(min(max(least, room), most), *rest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width leaves names other room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_names()

    def show_order(self, column: int) -> None:
        """Mark the column that decides the order, and stand on the first row."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column >= 0)
        if column >= 0:
            ascending = COLUMNS[column].key == "name"
            order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
            header.setSortIndicator(column, order)
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, max(column, 0)))
            self.scrollToTop()

    def try_on(self, tried: bool) -> None:
        """Show or hide what is tried."""
        for column in WHAT_IF:
            self.setColumnHidden(column, not tried)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which cell is looked at."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.looked_at.emit(current.row(), current.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index.row(), index.column())
            return
        super().keyPressEvent(event)

    def _act_on(self, index: QModelIndex) -> None:
        self.opened.emit(index.row(), index.column())
