"""What was done and what came in: attempts, the row as received, the history on demand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QTabBar, QWidget

from navigator_app.domain.records import AttemptRow, JournalRow, MemberPage
from navigator_app.i18n import _
from navigator_app.services import caseload
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models.feed import attempt_entries, history_entries
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.feed_view import FeedView
from ui.widgets.text import Body, Muted, Small

_ATTEMPTS, _RECEIVED, _HISTORY = range(3)

FIRST = 30
"""Attempts shown at first, and so many more each time they are asked for."""


def _read_history(member_id: str, ws: Workspace) -> tuple[str, list[JournalRow]]:
    return member_id, caseload.history(ws, member_id)


def _read_attempts(member_id: str, limit: int, ws: Workspace) -> tuple[str, list[AttemptRow]]:
    return member_id, caseload.attempts(ws, member_id, limit=limit)


class MemberRecords(Card):
    """Three lists behind tabs, each as high as what it holds."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._history_of = ""
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("What is recorded"))
        self.attempts = FeedView(_("Outreach attempts"))
        self._none = Muted(_("No attempt yet. Log one with Ctrl+L while you are with the member."))
        self._first = PlainButton(_("Log attempt"), "log")
        self.more = PlainButton(_("Show more"), "down")
        self._wanted = FIRST
        self._left = False
        self._received = QWidget()
        self._cells = QGridLayout(self._received)
        self.history = FeedView(_("History"))
        self._wait = Small(_("Reading the history…"))
        self._shown_cells: tuple[tuple[str, str], ...] = ()
        self._assemble()
        self.tabs.currentChanged.connect(self._turn)
        self._first.clicked.connect(self._log)
        self.more.clicked.connect(self._show_more)

    def show_member(self, member_id: str) -> None:
        """Another member is coming: forget the one before."""
        self._member_id = member_id
        self._history_of = ""
        self._wanted = FIRST
        self.history.feed.set_entries([])
        self.attempts.feed.set_entries([])
        self.tabs.setCurrentIndex(_ATTEMPTS)

    def show_page(self, page: MemberPage) -> None:
        """Show the page's attempts and cells; the history follows when it is looked at."""
        if self._wanted > FIRST and len(page.attempts) > FIRST:
            self._ask_attempts()
        else:
            self._show_attempts((page.member.id, list(page.attempts)))
        self._show_cells(page.member.as_received)
        self._history_of = ""
        self._turn(self.tabs.currentIndex())

    def _assemble(self) -> None:
        for text in (_("Outreach"), _("As received"), _("History")):
            self.tabs.addTab(text)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._cells.setContentsMargins(0, theme.S8, 0, 0)
        self._cells.setHorizontalSpacing(theme.S24)
        self._cells.setVerticalSpacing(theme.S8)
        self._cells.setColumnStretch(0, 2)
        self._cells.setColumnStretch(1, 3)
        self.column.addWidget(self.tabs)
        for part in (self.attempts, self._none, self._first, self._received, self._wait):
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.history)
        self._turn(_ATTEMPTS)

    def _show_attempts(self, answer: tuple[str, list[AttemptRow]]) -> None:
        """One more than is shown was read: then there are more to ask for."""
        member_id, rows = answer
        if member_id != self._member_id:
            return
        shown = rows[: self._wanted]
        self._left = len(rows) > len(shown)
        self.attempts.feed.set_entries(attempt_entries(shown, self._context.clock))
        words = _("Outreach ({n}+)") if self._left else _("Outreach ({n})")
        self.tabs.setTabText(_ATTEMPTS, words.format(n=len(shown)))
        self._turn(self.tabs.currentIndex())

    @Slot()
    def _show_more(self) -> None:
        self._wanted += FIRST
        self._ask_attempts()

    def _ask_attempts(self) -> None:
        work = partial(_read_attempts, self._member_id, self._wanted + 1)
        failed = self._context.show_refusal
        self._context.tasks.run(work, self._show_attempts, owner=self, failed=failed)

    def _show_cells(self, cells: tuple[tuple[str, str], ...]) -> None:
        if cells == self._shown_cells and self._cells.count():
            return
        self._shown_cells = cells
        while (item := self._cells.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not cells:
            self._cells.addWidget(Muted(_("This member did not come in a file.")), 0, 0, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        for row, (heading, cell) in enumerate(cells):
            value = Body(cell or "–")
            value.setAccessibleName(f"{heading}: {cell}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._cells.addWidget(Small(heading), row, 0, top)
            self._cells.addWidget(value, row, 1, top)

    @Slot(int)
    def _turn(self, tab: int) -> None:
        some = self.attempts.feed.rowCount() > 0
        self.attempts.setVisible(tab == _ATTEMPTS and some)
        self._none.setVisible(tab == _ATTEMPTS and not some)
        self._first.setVisible(tab == _ATTEMPTS and not some)
        self.more.setVisible(tab == _ATTEMPTS and some and self._left)
        self._received.setVisible(tab == _RECEIVED)
        known = self._history_of == self._member_id
        self.history.setVisible(tab == _HISTORY and self.history.feed.rowCount() > 0)
        self._wait.setVisible(tab == _HISTORY and not self.history.feed.rowCount())
        if tab == _HISTORY and self._member_id and not known:
            self._history_of = self._member_id
            work = partial(_read_history, self._member_id)
            self._context.tasks.run(
                work, self._show_history, owner=self, failed=self._context.show_refusal
            )

    def _show_history(self, answer: tuple[str, list[JournalRow]]) -> None:
        member_id, rows = answer
        if member_id == self._member_id:
            self.history.feed.set_entries(history_entries(rows, self._context.clock))
            self._turn(self.tabs.currentIndex())

    @Slot()
    def _log(self) -> None:
        self._context.ways.log_attempt.emit([self._member_id])
