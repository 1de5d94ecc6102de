"""Draws a cell's words behind the sign of the row's tone, for lists without room for a tag."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.widgets import marks

Index = QModelIndex | QPersistentModelIndex
_SIDE = 18  # pixels at 100 %


class SignDelegate(QStyledItemDelegate):
    """The sign is that of the tone which the row's first cell gives for `tag_role`."""

    def __init__(self, tag_role: int, parent: QObject | None = None) -> None:
        """Keep the role that holds (tone, icon name)."""
        super().__init__(parent)
        self._tag_role = tag_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the background as the style does, then the sign, then the words."""
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        style = plain.widget.style() if plain.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        cell: QRect = option.rect
        tag = index.sibling(index.row(), 0).data(self._tag_role)
        side, gap = theme.px(_SIDE), theme.px(theme.S8)
        if tag:
            top = cell.center().y() - side // 2 + 1
            marks.draw_sign(painter, QRect(cell.left() + gap, top, side, side), tag[0])
        words = cell.adjusted(2 * gap + side, 0, -gap // 2, 0)
        marks.draw_text(painter, words, str(index.data() or ""))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row's height, and all of the words."""
        wide = marks.text_width(str(index.data() or "")) + theme.px(_SIDE + 3 * theme.S8)
        return QSize(wide, theme.row_height())
