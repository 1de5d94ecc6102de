"""A layout that wraps, for chips, filters and buttons at any text size."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    """Items in reading order, in as many lines as the width asks for."""

    def __init__(
        self,
        parent: QWidget | None = None,
        gap: int = 8,
        *,
        last_at_end: bool = False,
        even: bool = False,
    ) -> None:
        """`gap` pixels stand between items and between lines. With `last_at_end` the last item
        stands at the end of its line, as a card's button does; alone in a line it begins it.
        With `even` the items stand in columns of one width, each below another."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; a page asks for them again and again
        self._least: QSize | None = None
        self._gap, self._last_at_end, self._even = gap, last_at_end, even
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end."""
        self._items.append(item)
        self.invalidate()

    def invalidate(self) -> None:
        """Something in it has another size: measure anew."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def count(self) -> int:
        """How many items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give back the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at a width."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """As narrow as the widest item; the height comes by width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest item."""
        if self._least is None:
            self._least = QSize()
            for item in self._items:
                if not item.isEmpty():
                    self._least = self._least.expandedTo(item.minimumSize())
        return QSize(self._least)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Break the items into lines and centre each in its line; returns the height of all."""
        y = rect.y()
        for line in self._lines(max(rect.width(), 1)):
            tallest = max(size.height() for _item, size in line)
            if move:
                self._place(line, rect, y, tallest)
            y += tallest + self._gap
        return max(0, y - self._gap - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        shown = [item for item in self._items if not item.isEmpty()]
        widest = max((item.sizeHint().width() for item in shown), default=0) if self._even else 0
        if widest:
            fit = max(1, min(len(shown), (width + self._gap) // (widest + self._gap)))
            widest = (width - self._gap * (fit - 1)) // fit
        for item in shown:
            hint = item.sizeHint()
            size = hint.boundedTo(QSize(width, 1 << 20))
            if size.width() < hint.width() and item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(width))
            if widest:
                size.setWidth(widest)
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self._gap
        return lines

    def _place(
        self, line: list[tuple[QLayoutItem, QSize]], rect: QRect, y: int, tallest: int
    ) -> None:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        x = rect.x()
        for item, size in line:
            if self._last_at_end and item is self._items[-1] and len(line) > 1:
                x = rect.x() + rect.width() - size.width()
            place = QRect(QPoint(x, y + (tallest - size.height()) // 2), size)
            item.setGeometry(QStyle.visualRect(direction, rect, place))
            x += size.width() + self._gap
