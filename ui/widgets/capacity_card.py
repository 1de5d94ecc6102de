"""Open slots on the Settings page: the latest reports, their clock, and the form for a new one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.guard_rows import CapacityRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import agency, capacity
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import capacity_words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Muted, Small

SHOWN = 4
"""Reports that the card shows."""


@dataclass(frozen=True, slots=True)
class _Read:
    rows: tuple[CapacityRow, ...]
    names: tuple[tuple[str, str], ...]


def _read(ws: Workspace) -> _Read:
    """What is still to be told first, then the newest."""
    rows = sorted(capacity.reports(ws), key=lambda row: row.told is not None or row.due is None)
    names = tuple((plan.key, plan.name) for plan in agency.plans(ws))
    return _Read(tuple(rows[:SHOWN]), names)


class ToldButton(QuietButton):
    """Asks for the form of one report; knows which."""

    def __init__(self, row: CapacityRow) -> None:
        """`row` is the report."""
        super().__init__(_("The plan has been told"), "check")
        self.report_id = row.id


class NoticeButton(QuietButton):
    """Makes the notice of one report; knows which."""

    def __init__(self, row: CapacityRow) -> None:
        """`row` is the report."""
        super().__init__(_("Make the notice"), "edit")
        self.about = [row.plan, "capacity", row.id, ""]


class CapacityCard(Card):
    """The card reads itself, now and whenever plans or their reports change.

    Signals:
        rebuilt(): its rows were made anew; the page puts its controls in order.
    """

    rebuilt = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Open slots"), parent)
        self._context = context
        self._shown: _Read | None = None
        self._body: QWidget | None = None
        self.told: list[ToldButton] = []
        self.report = PlainButton(_("Report open slots"), "edit")
        self.column.addWidget(Muted(_("How many members you can take, and which plan knows.")))
        self.column.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeft)
        self.report.clicked.connect(self._ask)
        context.tasks.changed.connect(self._follow)

    def reload(self) -> None:
        """Read the reports anew."""
        self._context.tasks.run(_read, self._show, owner=self)

    @Slot(object)
    def _follow(self, changes: Changes) -> None:
        if changes.plans and self.isVisible():
            self.reload()

    def _show(self, read: _Read) -> None:
        if read == self._shown:
            return
        self._shown, self.told = read, []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        names = dict(read.names)
        for row in read.rows:
            column.addWidget(self._row(row, names.get(row.plan, row.plan)))
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        body.setVisible(bool(read.rows))
        self.column.insertWidget(self.column.indexOf(self.report), body)
        self.rebuilt.emit()

    def _row(self, row: CapacityRow, plan: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        column.addWidget(Body(capacity_words.line(row, plan)))
        state = capacity_words.standing(row, self._context.clock.today())
        line = QWidget()
        flow = FlowLayout(line, theme.S8)
        if state is not None:
            pill = StatusPill()
            pill.show_state(*state)
            flow.addWidget(pill)
        if row.told is None and row.plan:
            button = ToldButton(row)
            button.clicked.connect(self._ask_told)
            self.told.append(button)
            flow.addWidget(button)
            notice = NoticeButton(row)
            notice.clicked.connect(self._ask_notice)
            flow.addWidget(notice)
        if flow.count():
            column.addWidget(line)
        if row.source:
            column.addWidget(Small(row.source))
        return box

    @Slot()
    def _ask_notice(self) -> None:
        button = self.sender()
        if isinstance(button, NoticeButton):
            self._context.ways.ask.emit("plan_report", button.about)

    @Slot()
    def _ask(self) -> None:
        self._context.ways.ask.emit("report_capacity", "")

    @Slot()
    def _ask_told(self) -> None:
        button = self.sender()
        if isinstance(button, ToldButton):
            self._context.ways.ask.emit("capacity_told", button.report_id)
