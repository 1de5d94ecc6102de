"""Draws a state cell of a table as a tag: icon, word and colour, so that none speaks alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.widgets.pill import paint_pill, pill_size

Index = QModelIndex | QPersistentModelIndex


class TagDelegate(QStyledItemDelegate):
    """Paints `display` as a rounded tag when the model gives (tone, icon) for `tag_role`."""

    def __init__(self, tag_role: int, parent: QObject | None = None) -> None:
        """Keep the role that holds (tone, icon name)."""
        super().__init__(parent)
        self._tag_role = tag_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell's background as the style does, then the tag."""
        tag = index.data(self._tag_role)
        if not tag:
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        style = plain.widget.style() if plain.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        tone, icon = tag
        cell = option.rect.adjusted(theme.S8, 0, -theme.S4, 0)
        paint_pill(painter, cell, tone, str(index.data() or ""), icon)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for icon, word and margins."""
        return QSize(pill_size(str(index.data() or "")).width() + theme.S16, theme.row_height())
