"""The whole text of a form on the screen, in its language, to be read before it is signed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from navigator_app.domain.signatures import GAP, Part, Shown, ShownPart
from navigator_app.i18n import _
from ui import theme
from ui.models import words

_FENCE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_ON, _OFF = "\N{BALLOT BOX WITH CHECK}", "\N{BALLOT BOX}"


class FormText(QTextBrowser):
    """The text; arrows, Page Down and End move through it.

    Signals:
        read(): its end came into sight for the first time.
    """

    read = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._shown: Shown | None = None
        self._read = False
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("Text of the form"))
        self.setMinimumHeight(theme.px(160))
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.verticalScrollBar().rangeChanged.connect(self._look)

    @property
    def was_read(self) -> bool:
        """True once the end was in sight."""
        return self._read

    def show_form(self, shown: Shown) -> None:
        """Show a form from its beginning; the same text once more keeps what was read."""
        same = self._shown is not None and self._shown.text == shown.text
        self._shown = shown
        if not same:
            self._read = False
        self._write()
        if not same:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)
            self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More of it may be in sight."""
        super().resizeEvent(event)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """It comes into sight."""
        super().showEvent(event)
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size or palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and getattr(self, "_shown", None) is not None:
            self._write()

    @Slot()
    def _look(self) -> None:
        """A form without an end in sight was not read; neither was one behind another page."""
        bar = self.verticalScrollBar()
        if self._read or self._shown is None or not self.isVisible():
            return
        if self.document().size().height() <= 0 or bar.value() < bar.maximum() - 2:
            return
        self._read = True
        self.read.emit()

    def _write(self) -> None:
        shown = self._shown
        assert shown is not None
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        whole = (ShownPart(Part.TITLE, shown.title), *shown.parts)
        for place, one in enumerate(whole):
            if place:
                cursor.insertBlock()
            self._put(cursor, one, shown.right_to_left)
        cursor.endEditBlock()
        self.document().setDocumentMargin(theme.px(16))

    def _put(self, cursor: QTextCursor, one: ShownPart, right_to_left: bool) -> None:
        way = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        block = QTextBlockFormat()
        block.setLayoutDirection(way)
        block.setTopMargin(theme.px(_ABOVE.get(one.part, 6)))
        block.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if one.part in (Part.ITEM, Part.CHOICE):
            block.setIndent(1)
        if one.part in (Part.NOTICE, Part.SIGN):
            block.setBackground(theme.color("neutral_soft"))
        cursor.setBlockFormat(block)
        plain, strong = self._look_of(one.part), self._look_of(Part.SIGN)
        value = words.isolated(one.value)
        if right_to_left and one.value:  # a phone number would stand the wrong way round
            value = f"{_FENCE[0]}{one.value}{_FENCE[1]}"
        if one.part is Part.ITEM:
            cursor.insertText(f"•  {one.text}", plain)
        elif one.part is Part.CHOICE:
            cursor.insertText(f"{_ON if one.ticked else _OFF}  {one.text}", plain)
            cursor.insertText(f" {value}" if value else "", strong)
        elif one.part is Part.FIELD:
            cursor.insertText(f"{one.text}:  ", plain)
            cursor.insertText(value or GAP, strong)
        else:
            cursor.insertText(one.text, plain)

    def _look_of(self, part: Part) -> QTextCharFormat:
        look = QTextCharFormat()
        sizes = {Part.TITLE: theme.TITLE, Part.HEADING: 17}
        font = QFont(self.font())
        font.setPixelSize(theme.px(sizes.get(part, theme.BODY + 1)))
        if part in (Part.TITLE, Part.HEADING, Part.SIGN):
            font.setWeight(QFont.Weight.DemiBold)
        look.setFont(font)
        look.setForeground(theme.color("text"))
        return look


_ABOVE = {Part.TITLE: 0, Part.HEADING: 18, Part.SIGN: 18, Part.NOTICE: 12, Part.TEXT: 10}
"""Pixels above a part."""
