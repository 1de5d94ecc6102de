"""A list of things that happened, as high as what it holds: the page around it scrolls."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.models.feed import ENTRY_ROLE, Entry, Feed
from ui.widgets import marks

_WRAP = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value)


class FeedDelegate(QStyledItemDelegate):
    """Sign and title, when and by whom, the note below, a quiet action at the end."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as the words at the width of the list."""
        entry = index.data(ENTRY_ROLE)
        view = self.parent()
        if entry is None or not isinstance(view, QListView):
            return QSize(0, theme.row_height())
        high = marks.line_height() + marks.line_height(theme.SMALL) + theme.px(20)
        if entry.body:
            high += self.body_rect(entry, view.viewport().width()).height() + theme.px(4)
        return QSize(0, max(high, theme.row_height() + theme.px(8)))

    def body_rect(self, entry: Entry, width: int) -> QRect:
        """The room of the note in a list of that width."""
        room = max(theme.px(80), width - _left() - theme.px(theme.S8) - action_width(entry))
        return QFontMetrics(theme.font()).boundingRect(0, 0, room, 1 << 20, _WRAP, entry.body)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one entry."""
        entry = index.data(ENTRY_ROLE)
        if entry is None:
            return
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, theme.color("accent_soft"))
        if index.row():
            painter.setPen(theme.color("line"))
            painter.drawLine(rect.topLeft(), rect.topRight())
        side = theme.px(18)
        top = rect.top() + theme.px(10)
        first = marks.line_height()
        sign = QRect(rect.left() + theme.px(8), top + (first - side) // 2, side, side)
        marks.draw_sign(painter, sign, entry.tone)
        left = rect.left() + _left()
        room = rect.right() - left - theme.px(theme.S8) - action_width(entry)
        self._draw_title(painter, QRect(left, top, room, first), entry)
        below = QRect(left, top + first, room, marks.line_height(theme.SMALL))
        marks.draw_text(painter, below, entry.meta, ink="muted", size=theme.SMALL)
        if entry.body:
            painter.setFont(theme.font())
            painter.setPen(theme.color("text"))
            body = QRect(left, below.bottom() + theme.px(4), room, rect.bottom() - below.bottom())
            if entry.marks:
                _underline(painter, body, entry)
            painter.drawText(body, _WRAP, entry.body)
        if entry.action:
            place = action_rect(rect, entry)
            marks.draw_text(
                painter, place, entry.action, ink="accent", align=Qt.AlignmentFlag.AlignRight
            )
        painter.restore()

    def _draw_title(self, painter: QPainter, place: QRect, entry: Entry) -> None:
        font: QFont = theme.font(semibold=True)
        font.setStrikeOut(entry.struck)
        painter.setFont(font)
        painter.setPen(theme.color("muted" if entry.struck else "text"))
        shown = QFontMetrics(font).elidedText(
            entry.title, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _underline(painter: QPainter, place: QRect, entry: Entry) -> None:
    """Mark what was searched for, under the text that is then drawn over it."""
    text = entry.body.replace("\n", "\u2028")
    layout = QTextLayout(text, theme.font(), painter.device())
    layout.beginLayout()
    high = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(place.width())
        line.setPosition(QPointF(0, high))
        high += line.height()
    layout.endLayout()
    painter.setPen(QPen(theme.color("accent"), max(1, theme.px(1))))
    for first, last in entry.marks:
        line = layout.lineForTextPosition(first)
        if not line.isValid():
            continue
        left, right = (_at(line, spot) for spot in (first, last))
        box = QRectF(
            place.left() + min(left, right), place.top() + line.y(), abs(right - left),
            line.height(),
        )  # fmt: skip
        painter.fillRect(box, theme.color("accent_soft"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.setPen(theme.color("text"))


def _at(line: QTextLine, spot: int) -> float:
    """Where a letter of a line begins; the binding hands back the spot with it."""
    found: Any = line.cursorToX(spot)
    return float(found[0] if isinstance(found, tuple) else found)


def _left() -> int:
    return theme.px(36)


def action_width(entry: Entry) -> int:
    """Pixels at the end that belong to the action."""
    return marks.text_width(entry.action) + theme.px(16) if entry.action else 0


def action_rect(rect: QRect, entry: Entry) -> QRect:
    """Where a click means the action."""
    wide = action_width(entry)
    return QRect(rect.right() - wide, rect.top(), wide - theme.px(8), theme.row_height())


class FeedView(QListView):
    """The list.

    Signals:
        acted(str): the action of the entry with this id.
    """

    acted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__(parent)
        self.feed = Feed(self)
        self.setModel(self.feed)
        self.setItemDelegate(FeedDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("FeedView, FeedView:focus { border: none; border-radius: 0; }")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.feed.modelReset.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the notes elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes another height."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "feed"):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the action of the current entry."""
        entry = self.feed.entry(self.currentIndex().row())
        if entry and entry.action and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.acted.emit(entry.id)
        elif event.key() not in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()  # the page scrolls

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the action."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        entry = self.feed.entry(index.row())
        if entry and entry.action and action_rect(self.visualRect(index), entry).contains(place):
            self.acted.emit(entry.id)

    def _fit(self) -> None:
        delegate = self.itemDelegate()
        option = QStyleOptionViewItem()
        high = sum(
            delegate.sizeHint(option, self.feed.index(row)).height()
            for row in range(self.feed.rowCount())
        )
        self.setFixedHeight(high + 2 * self.frameWidth() + theme.px(2))
        self.scheduleDelayedItemsLayout()
