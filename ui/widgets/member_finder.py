"""Find members by a few letters and collect them as chips."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import CaseloadRow
from navigator_app.i18n import _, ngettext
from ui import theme
from ui.models import words
from ui.models.finder import FOUND_ROLE, Finder, apart
from ui.tasks import Tasks
from ui.widgets import marks
from ui.widgets.buttons import PlainButton
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_line import IconLine
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import FieldError, Small

_CHIPS = 8  # more than these are counted, not named


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member picked."""

    id: str
    name: str


class _Delegate(QStyledItemDelegate):
    """Name, nickname and what tells people apart, on one row."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(FOUND_ROLE)
        if row is None:
            return
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        inner = rect.adjusted(theme.px(theme.S12), 0, -theme.px(theme.S12), 0)
        if row.alert:
            side = theme.px(18)
            sign = QRect(inner.left(), inner.center().y() - side // 2, side, side)
            theme.draw_icon(painter, sign, "warning", "danger")
            inner.setLeft(inner.left() + side + theme.px(theme.S8))
        name = " ".join(part for part in (words.member_name(row), words.goes_by(row)) if part)
        used = marks.draw_text(painter, inner, name, semibold=True)
        inner.setLeft(inner.left() + used + theme.px(theme.S12))
        marks.draw_text(
            painter,
            inner,
            apart(row),
            ink="muted",
            size=theme.SMALL,
            align=Qt.AlignmentFlag.AlignRight,
        )
        painter.restore()


class MemberFinder(QWidget):
    """A field, the members it finds, and those picked.

    Signals:
        changed(): the picked members are others.
        finished(): Enter: the person goes on to the next question.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None, *, one: bool = False) -> None:
        """Nobody is picked yet; `one` says that a single member is wanted."""
        super().__init__(parent)
        self._finder = Finder(tasks, self)
        self._chosen: dict[str, Chosen] = {}
        self._pick_when_found = False
        self.field = IconLine("search")
        self.field.setPlaceholderText(_("A few letters of a name, a CIN, a phone’s last digits"))
        self.field.setAccessibleName(_("Find a member"))
        self.field.add_clearing(_("Empty the search"))
        self.results = QListView()
        self.results.setModel(self._finder)
        self.results.setItemDelegate(_Delegate(self.results))
        self.results.setMouseTracking(True)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setAccessibleName(_("Members found"))
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.hide()
        self.error = FieldError()
        several = _("Enter takes the first and goes on · Shift+Enter takes several")
        self._tip = Small(_("Enter takes the first") if one else several)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, theme.S8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        for part in (self._chips, self.field, self.results, self.error, self._tip):
            column.addWidget(part)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.results.clicked.connect(self._clicked)
        self._finder.answered.connect(self._answered)
        self._show_chips()

    @property
    def chosen(self) -> list[Chosen]:
        """The members picked, in order."""
        return list(self._chosen.values())

    @property
    def waiting(self) -> bool:
        """True while Enter waits for the answer to the letters."""
        return self._pick_when_found

    def set_chosen(self, members: list[Chosen]) -> None:
        """Pick these and no others."""
        self._chosen = {member.id: member for member in members}
        self._show_chips()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk through the results, Enter picks."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if step and self._finder.rowCount():
            here = self.results.currentIndex().row()
            self._stand((here + step) % self._finder.rowCount())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._enter(more)
            return True
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        if key == Qt.Key.Key_Backspace and not self.field.text() and self._chosen:
            self._drop(list(self._chosen)[-1])
            return True
        return False

    def _enter(self, more: bool) -> None:
        if self.field.text().strip():
            self._pick_when_found = True
            self._try_pick()
        if not more:
            self.finished.emit()

    def _try_pick(self) -> None:
        """Pick once the results belong to the letters: fast fingers press Enter before that."""
        if not self._pick_when_found or not self._finder.settled():
            return
        self._pick_when_found = False
        row = self._finder.row(max(0, self.results.currentIndex().row()))
        if row is None:
            self.error.show_error(_("Nobody matches these letters."))
            self.field.setFocus()
        else:
            self._add(row)

    def _add(self, row: CaseloadRow) -> None:
        self._chosen[row.id] = Chosen(row.id, words.member_name(row))
        self.field.clear()
        self._show_chips()
        self.changed.emit()

    def _drop(self, member_id: str) -> None:
        self._chosen.pop(member_id, None)
        self._show_chips()
        self.changed.emit()
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        self.error.show_error("")
        self._pick_when_found = False
        self._finder.look_for(text)

    def _answered(self, text: str) -> None:
        count = self._finder.rowCount()
        self.results.setVisible(count > 0)
        self.results.setFixedHeight(count * theme.row_height() + 2)
        if count:
            self._stand(0)
        self._try_pick()

    def _stand(self, place: int) -> None:
        index = self._finder.index(place)
        self.results.setCurrentIndex(index)
        self.field.setAccessibleDescription(str(index.data()))

    def _clicked(self, index: QModelIndex) -> None:
        row = self._finder.row(index.row())
        if row is not None:
            self._add(row)
            self.finished.emit()

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for member in self.chosen[:_CHIPS]:
            self._flow.addWidget(self._chip(member))
        rest = len(self._chosen) - _CHIPS
        if rest > 0:
            text = ngettext("and {n} more", "and {n} more", rest).format(n=rest)
            self._flow.addWidget(Small(text))
        follow_layout(self)  # the chips are made late and stand above the field
        self._chips.setVisible(bool(self._chosen))
        self._tip.setVisible(not self._chosen)

    def _chip(self, member: Chosen) -> PlainButton:
        chip = PlainButton("", "close")
        whole, room = member.name, theme.px(260)  # a very long name must not widen the form
        chip.setText(chip.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands at the end
        chip.setProperty("member", member.id)
        chip.setAccessibleName(_("Take {name} off").format(name=member.name))
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(self._chip_clicked)
        return chip

    def _chip_clicked(self) -> None:
        chip = self.sender()
        if chip is not None:
            self._drop(str(chip.property("member")))
