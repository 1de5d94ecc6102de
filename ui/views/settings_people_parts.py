"""Parts of the page on people: who read outside their caseload, and who may do what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.looks import Look
from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.models import user_words
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Muted, Strong

_MOST = 40


class LooksCard(Card):
    """Who read whose record outside their caseload in the last month, and why.

    Signals:
        seen_asked(list): these reasons were looked at.
    """

    seen_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        """Build the card; `show_looks` fills it."""
        super().__init__(_("Who looked"))
        self.context = context
        self._waiting: list[str] = []
        self._lines = QWidget()
        self._grid = _grid(self._lines)
        self._grid.setColumnStretch(1, 0)
        self._none = Muted(_("In the last 30 days nobody read outside their caseload."))
        self._more = Muted("")
        self.seen_button = PlainButton(_("I have looked at these"), "check")
        for part in (self._none, self._lines, self._more):
            self.column.addWidget(part)
        self.column.addWidget(self.seen_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.seen_button.clicked.connect(self._seen)

    def show_looks(self, looks: tuple[Look, ...]) -> None:
        """Show them, those that nobody looked at first."""
        _empty(self._grid)
        ordered = sorted(looks, key=_waits, reverse=True)
        self._waiting = [look.id for look in looks if look.seen_at is None]
        for row, look in enumerate(ordered[:_MOST]):
            self._grid.addWidget(self._line(look), row, 0)
        more = len(looks) - _MOST
        self._more.setText(_("and {n} more").format(n=more) if more > 0 else "")
        self._more.setVisible(more > 0)
        self._none.setVisible(not looks)
        self._lines.setVisible(bool(looks))
        self.seen_button.setVisible(bool(self._waiting))

    def _line(self, look: Look) -> QWidget:
        """Who, and what kind of look it was; below it whose record, when and why."""
        kind, said = ("danger", _("Glass broken")) if look.glass else ("info", _("Reason given"))
        if look.seen_at is not None:
            kind, said = "good", _("Seen by {name}").format(name=look.seen_by)
        pill = StatusPill(kind, said)
        box = QWidget()
        head = QHBoxLayout()
        head.setSpacing(theme.S8)
        head.addWidget(Strong(look.user))
        head.addWidget(pill)
        head.addStretch(1)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, theme.S4)
        column.setSpacing(theme.S4)
        column.addLayout(head)
        about = user_words.look_line(look, self.context.clock)
        column.addWidget(Muted(f"{about} · {look.reason}"))
        return box

    @Slot()
    def _seen(self) -> None:
        self.seen_asked.emit(list(self._waiting))


class RightsCard(Card):
    """The table of who may do what, to be read."""

    def __init__(self) -> None:
        """Build the card; `show_rights` fills it."""
        super().__init__(_("Who may do what"))
        self._lines = QWidget()
        self._grid = _grid(self._lines)
        self.column.addWidget(Muted(_("Whoever is alone with a store may do everything.")))
        self.column.addWidget(self._lines)

    def show_rights(self, lines: tuple[tuple[str, str, str], ...]) -> None:
        """Show (section, what, roles)."""
        _empty(self._grid)
        row, last = 0, ""
        for section, what, roles in lines:
            if section != last:
                self._grid.addWidget(Strong(section), row, 0, 1, 2)
                row, last = row + 1, section
            told = Body(what)
            told.setWordWrap(True)
            whose = Muted(roles)
            self._grid.addWidget(told, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(whose, row, 1, Qt.AlignmentFlag.AlignTop)
            row += 1


def _waits(look: Look) -> bool:
    return look.seen_at is None


def _grid(lines: QWidget) -> QGridLayout:
    grid = QGridLayout(lines)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.S16)
    grid.setVerticalSpacing(theme.S4)
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(1, 2)
    return grid


def _empty(grid: QGridLayout) -> None:
    while item := grid.takeAt(0):
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
