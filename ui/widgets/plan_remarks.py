"""What stands beside a field of the plan: what a reviewer looks for, and what one said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.support_plan import CommentRow
from navigator_app.i18n import _
from ui import theme
from ui.models import plan_words, words
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Picture
from ui.widgets.text import Body, Small


class Remark(QFrame):
    """One comment, with a button that says it is dealt with.

    Signals:
        resolved(object): this comment's id, and whether it is done: (id, bool).
    """

    resolved = Signal(object)

    def __init__(self, row: CommentRow, today: date, parent: QWidget | None = None) -> None:
        """Show who said what when."""
        super().__init__(parent)
        self._row = row
        tone = "muted" if row.resolved else "warning"
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.S12, theme.S8, theme.S8, theme.S8)
        line.setSpacing(theme.S8)
        sign = Picture("good" if row.resolved else "text", 18, tone)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        said.addWidget(Body(plan_words.readable(row.comment)))
        when = words.short_day(row.at.date(), today)
        state = [_("dealt with")] if row.resolved else []
        said.addWidget(Small("  ·  ".join([words.isolated(row.by), when, *state])))
        self.done = QuietButton(_("Not yet") if row.resolved else _("Dealt with"), "check")
        self.done.setAccessibleDescription(row.comment)
        said.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(said, 1)
        self.done.clicked.connect(self._resolve)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "done"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        kind = "neutral" if self._row.resolved else "warning"
        soft, edge = theme.css(f"{kind}_soft"), theme.css(kind)
        sheet = f"Remark {{ background: {soft}; border: none; border-left: 3px solid {edge}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    @Slot()
    def _resolve(self) -> None:
        self.resolved.emit((self._row.id, self._row.resolved is None))


class Remarks(QWidget):
    """Help, then the comments about one place, then the button to add one.

    Signals:
        resolved(object): a comment's id and whether it is done.
        asked(object): write a comment about this place.
    """

    resolved = Signal(object)
    asked = Signal(object)

    def __init__(self, about: str, help_text: str = "", source: str = "") -> None:
        """`about` is the place; `source` stands small below the help."""
        super().__init__()
        self.about = about
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        if help_text:
            column.addWidget(Small(help_text))
        if source:
            column.addWidget(Small(source))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.S8)
        column.addLayout(self._list)
        self.add = QuietButton(_("Comment"), "text")
        self.add.setAccessibleName(_("Comment on this part"))
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.add.clicked.connect(self._ask)

    def show_rows(self, rows: Sequence[CommentRow], today: date, *, may_add: bool) -> None:
        """Show the comments about this place, open ones first."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in sorted(rows, key=lambda one: one.resolved is not None):
            remark = Remark(row, today)
            remark.resolved.connect(self.resolved)
            self._list.addWidget(remark)
        self.add.setVisible(may_add)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.about)
