"""One part of a text under review: its words, the comments beside it, and a button to add one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.review import Comment, Part
from navigator_app.i18n import _
from ui import theme
from ui.models import words
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Picture
from ui.widgets.snug import Snug
from ui.widgets.text import Body, Small, Strong


class ReviewComment(QFrame):
    """A comment, with a button that says it is dealt with.

    Signals:
        settled(object): (the comment's id, whether it is done).
    """

    settled = Signal(object)

    def __init__(self, row: Comment, when: str, parent: QWidget | None = None) -> None:
        """Show who said what, and when."""
        super().__init__(parent)
        self._row = row
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.S12, theme.S8, theme.S8, theme.S8)
        line.setSpacing(theme.S8)
        sign = Picture("good" if row.settled else "text", 18, "muted" if row.settled else "warning")
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        said.addWidget(Body(row.text))
        state = [_("dealt with")] if row.settled else []
        said.addWidget(Small("  ·  ".join([words.isolated(row.by), when, *state])))
        self.button = QuietButton(_("Not yet") if row.settled else _("Dealt with"), "check")
        self.button.setAccessibleDescription(row.text)
        said.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(said, 1)
        self.button.clicked.connect(self._settle)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "button"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        tone = "neutral" if self._row.settled else "warning"
        soft, edge = theme.css(f"{tone}_soft"), theme.css(tone)
        sheet = (
            f"ReviewComment {{ background: {soft}; border: none; border-left: 3px solid {edge}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    @Slot()
    def _settle(self) -> None:
        self.settled.emit((self._row.id, not self._row.settled))


class ReviewPart(Snug):
    """The part, its comments, and the button.

    Signals:
        settled(object): (a comment's id, whether it is done).
        asked(str): write a comment beside this place.
    """

    settled = Signal(object)
    asked = Signal(str)

    def __init__(self, part: Part, days: dict[str, str], parent: QWidget | None = None) -> None:
        """`days` are the days of the comments in words, by their ids."""
        super().__init__(parent)
        self.place = part.place
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        head = QHBoxLayout()
        head.setSpacing(theme.S8)
        head.addWidget(Strong(part.heading), 1, Qt.AlignmentFlag.AlignVCenter)
        self.button = QuietButton(_("Comment"), "text")
        self.button.setAccessibleName(_("Comment: {place}").format(place=part.heading))
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if part.text:
            column.addWidget(Body(part.text))
        self.comments = [ReviewComment(one, days.get(one.id, "")) for one in part.comments]
        for comment in self.comments:
            comment.settled.connect(self.settled)
            column.addWidget(comment)
        self.button.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.place)
