"""The list of what is due, each line with the one action that settles it.

Mouse: the button acts, the name opens the member. Keyboard: arrows move, Enter acts, the right
arrow opens the member.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from navigator_app.domain.records import DueRow
from navigator_app.i18n import _
from ui import theme
from ui.models import due_list
from ui.models.due_list import ACTIONS, DUE_ROLE
from ui.widgets import marks
from ui.widgets.pill import paint_pill, pill_size

_WRAPPED = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value)
_STATE = 180  # pixels at 100 %: room for "12 business days over"
_BREAK = 80  # pixels at 100 % that a line may leave empty before a long word
_MOST_LINES = 4
_BETWEEN = 3  # pixels at 100 % from one line of text to the next
_NARROW = 820  # pixels at 100 %: below this the state stands above the name


class DueParts:
    """Where the parts of one line lie."""

    def __init__(self, rect: QRect, row: DueRow) -> None:
        """Lay out a line inside `rect`."""
        pad, gap = theme.px(theme.S16), theme.px(theme.S16)
        inner = rect.adjusted(pad, theme.px(theme.S12), -pad, -theme.px(theme.S12))
        button_width = _widest(theme.font().key(), tuple(_(text) for text in ACTIONS.values()))
        height = theme.row_height()
        self.button = QRect(
            inner.right() - button_width + 1,
            rect.center().y() - height // 2 + 1,
            button_width,
            height,
        )
        text = inner.adjusted(0, 0, -button_width - gap, 0)
        pill_high = pill_size("").height()
        if narrow(rect.width()):
            self.pill = QRect(text.left(), text.top(), text.width(), pill_high)
            text.setTop(text.top() + pill_high + theme.px(theme.S4))
        else:
            width = max(theme.px(_STATE), pill_size(due_list.when(row)).width())
            self.pill = QRect(text.left(), rect.top(), width, rect.height())
            text.setLeft(text.left() + width + gap)
        first, between = marks.line_height(), theme.px(_BETWEEN)
        second = _small_height(_why_lines(row, text.width()) if narrow(rect.width()) else 1)
        third = _small_height(_rule_lines(row, text.width()))
        self.height = first + second + third + 2 * between
        top = text.top()
        if not narrow(rect.width()):
            top = text.center().y() - self.height // 2
        self.first = QRect(text.left(), top, text.width(), first)
        self.second = QRect(text.left(), top + first + between, text.width(), second)
        below = self.second.bottom() + 1 + between
        self.third = QRect(text.left(), below, text.width(), third)
        metrics = QFontMetrics(theme.font(semibold=True))
        title = min(
            marks.text_width(due_list.title(row)) + theme.px(theme.S12), self.first.width() // 2
        )
        room = self.first.width() - title  # a long name leaves what is due in sight
        wide = min(metrics.horizontalAdvance(row.member_name) + 2, room)
        self.name = QRect(self.first.left(), self.first.top(), wide, first)


def _small_height(lines: int) -> int:
    """Pixels of so many small lines; wrapped ones are laid out a fraction of a pixel apart."""
    return lines * marks.line_height(theme.SMALL) + (lines if lines > 1 else 0)


def _why_lines(row: DueRow, width: int) -> int:
    """The lines that the reason takes, two at most."""
    return 1 if marks.text_width(row.why, theme.SMALL) <= _room(width, 1) else 2


def _rule_lines(row: DueRow, width: int) -> int:
    """The lines that value, weight and section of a rule take; nearly always one."""
    wide = marks.text_width(due_list.rule_words(row)[0], theme.SMALL)
    lines = 1
    while wide > _room(width, lines) and lines < _MOST_LINES:
        lines += 1
    return lines


def _room(width: int, lines: int) -> int:
    """Pixels of text that fit into so many lines; words break early."""
    return max(1, width * lines - theme.px(_BREAK) * (lines - 1))


def narrow(width: int) -> bool:
    """True when a line has no room for the state beside the name."""
    return width < theme.px(_NARROW)


@lru_cache(maxsize=8)
def _widest(_font: str, texts: tuple[str, ...]) -> int:
    """Pixels of the widest button; asked for every line of a layout, so kept for a font."""
    metrics = QFontMetrics(theme.font())
    return max(metrics.horizontalAdvance(text) for text in texts) + theme.px(32)


class DueDelegate(QStyledItemDelegate):
    """Draws one line: state, who, what, why, by which rule, and its button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is under the mouse yet."""
        super().__init__(parent)
        self.hot: tuple[int, str] = (-1, "")
        self.names = True

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """What is asked, why, and by which rule; where the line is narrow, the state above."""
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 0
        row = index.data(DUE_ROLE)
        if row is None:
            return QSize(0, theme.row_height())
        text = DueParts(QRect(0, 0, width, theme.row_height()), row).height
        if narrow(width):
            text += pill_size("").height() + theme.px(theme.S4)
        return QSize(
            0, max(text + 2 * theme.px(theme.S12), theme.row_height() + theme.px(theme.S16))
        )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the line."""
        row = index.data(DUE_ROLE)
        if row is None:
            return
        rect: QRect = option.rect
        state = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        parts = DueParts(rect, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or self.hot[0] == index.row():
            painter.fillRect(rect, theme.color("accent_soft" if chosen else "hover"))
        if focused:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("focus"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        paint_pill(painter, parts.pill, due_list.tone(row), due_list.when(row))
        self._draw_text(painter, parts, row, self.hot == (index.row(), "name"))
        self._draw_button(painter, parts.button, row, self.hot == (index.row(), "button"))
        painter.restore()

    def _draw_text(self, painter: QPainter, parts: DueParts, row: DueRow, hot: bool) -> None:
        ink = "accent" if hot else "text"
        rest = parts.first.adjusted(parts.name.width() + theme.px(theme.S12), 0, 0, 0)
        if not self.names:
            marks.draw_text(painter, parts.first, due_list.task(row), semibold=True)
        else:
            marks.draw_text(painter, parts.name, row.member_name, ink=ink, semibold=True)
        if self.names and rest.width() > theme.px(60):
            marks.draw_text(painter, rest, due_list.task(row))
        _draw_small(painter, parts.second, row.why, "text")
        _draw_small(painter, parts.third, due_list.rule_line(row), "muted")

    def _draw_button(self, painter: QPainter, rect: QRect, row: DueRow, hot: bool) -> None:
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("hover" if hot else "surface"))
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6)
        text = _(ACTIONS.get(row.action, row.action))
        marks.draw_text(painter, rect, text, align=Qt.AlignmentFlag.AlignHCenter)


def _draw_small(painter: QPainter, place: QRect, text: str, ink: str) -> None:
    """Small text in as many lines as there is room for."""
    font = theme.font(theme.SMALL)
    lines = max(1, place.height() // marks.line_height(theme.SMALL))
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    shown = QFontMetrics(font).elidedText(
        text, Qt.TextElideMode.ElideRight, _room(place.width(), lines)
    )
    painter.drawText(place, _WRAPPED, shown)


class DueView(QListView):
    """The list.

    Signals:
        acted(DueRow): settle this line.
        opened(DueRow): show its member.
    """

    acted = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, names: bool = True) -> None:
        """Set up drawing and hover; without `names` for lines that are all about one member."""
        super().__init__(parent)
        self._delegate = DueDelegate(self)
        self._delegate.names = names
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("What is due"))
        self.setAccessibleDescription(
            _("Enter does what the line asks for; the right arrow opens the member.")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts, the right arrow opens."""
        row = self.currentIndex().data(DUE_ROLE)
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.acted.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Right:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what a click would do."""
        super().mouseMoveEvent(event)
        self._heat(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Cool down."""
        super().leaveEvent(event)
        self._heat(QPoint(-1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click on the button or on the name."""
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        index, part = self._part_at(event.position().toPoint())
        if part == "button":
            self.acted.emit(index.data(DUE_ROLE))
        elif part == "name":
            self.opened.emit(index.data(DUE_ROLE))

    def button_rect(self, row: int) -> QRect:
        """Where the button of a line lies in the viewport."""
        index = self.model().index(row, 0)
        return DueParts(self.visualRect(index), index.data(DUE_ROLE)).button

    def _part_at(self, place: QPoint) -> tuple[QModelIndex, str]:
        index = self.indexAt(place)
        row = index.data(DUE_ROLE) if index.isValid() else None
        if row is None:
            return index, ""
        parts = DueParts(self.visualRect(index), row)
        if parts.button.contains(place):
            return index, "button"
        named = self._delegate.names and parts.name.contains(place)
        return index, "name" if named else "line"

    def _heat(self, place: QPoint) -> None:
        index, part = self._part_at(place)
        hot = (index.row(), part)
        if hot != self._delegate.hot:
            self._delegate.hot = hot
            over = part in ("button", "name")
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
