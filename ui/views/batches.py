"""The batches of referrals: which there are, how each stands, and a new one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.batches import BatchRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, batches
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import words
from ui.models.batch_words import BATCH_COLUMNS, TAG_ROLE, TaggedTable, batch_cells
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Muted

ROWS = 12
"""Rows of the table in sight; it scrolls beyond."""


@dataclass(frozen=True, slots=True)
class _Found:
    rows: list[BatchRow]
    days: str


def _read(ws: Workspace) -> _Found:
    today = ws.clock.today()
    said = []
    for plan in agency.plans(ws):
        own = batches.window(ws, plan.key)
        if own is not None:
            said.append(
                _("{plan}: next on {day}").format(
                    plan=plan.name, day=words.short_day(own.next(today), today)
                )
            )
    return _Found(batches.listing(ws), " · ".join(said))


class BatchesView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._rows: list[BatchRow] = []
        self.page = Page(
            _("Batches"),
            _("Many members put to a plan at once: chosen, checked, attested, sent, answered."),
        )
        self.days, self._count = Muted(""), Muted("")
        self.new = PrimaryButton(_("New batch…"), "add")
        self.set_days = PlainButton(_("When batches go…"), "calendar")
        self.prospects = PlainButton(_("Take in a plan’s list…"), "import")
        self.nothing = EmptyState(
            "team",
            _("No batch yet"),
            _("A batch asks a plan for a service for many members at once, new or to extend."),
        )
        self._model = TaggedTable(BATCH_COLUMNS, (4,))
        self._model.setParent(self)
        self.table = Listing(_("Batches"))
        self._assemble()

    def activate(self) -> None:
        """Read which there are."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """One may have been begun, sent or answered."""
        if self.isVisible() and (changes.files or changes.settings):
            self.activate()

    def _assemble(self) -> None:
        self.table.setModel(self._model)
        self.table.setItemDelegateForColumn(0, TagDelegate(TAG_ROLE, self.table))
        self.table.set_widths(160, 300, 170, 90, 90, 240)
        column = self.page.column
        bar = QWidget()
        flow = FlowLayout(bar, theme.S8)
        for button in (self.new, self.prospects, self.set_days):
            flow.addWidget(button)
        column.addWidget(bar)
        for part in (self.days, self._count, self.table, self.nothing):
            column.addWidget(part)
            part.hide()
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        self.table.acted.connect(self._open_row)
        self.new.clicked.connect(self._begin)
        self.set_days.clicked.connect(self._ask_days)
        self.prospects.clicked.connect(self._ask_prospects)
        self.first = self.table

    def _show(self, found: _Found) -> None:
        self._rows = found.rows
        self._model.show_rows([batch_cells(row) for row in found.rows])
        self.table.keep_height(min(ROWS, max(1, len(found.rows))))
        some = bool(found.rows)
        if some and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._model.index(0, 0))
        self.table.setVisible(some)
        self._count.setVisible(some)
        self.nothing.setVisible(not some)
        self.days.setVisible(bool(found.days))
        self.days.setText(found.days)
        count = len(found.rows)
        said = ngettext("{n} batch. Enter opens it.", "{n} batches. Enter opens one.", count)
        self._count.setText(said.format(n=count))

    @Slot(int)
    def _open_row(self, row: int) -> None:
        if row < len(self._rows):
            self.context.ways.open_page.emit("batch", self._rows[row].id)

    @Slot()
    def _begin(self) -> None:
        self.context.ways.ask.emit("batch_start", None)

    @Slot()
    def _ask_days(self) -> None:
        self.context.ways.ask.emit("batch_days", None)

    @Slot()
    def _ask_prospects(self) -> None:
        self.context.ways.ask.emit("prospects", None)
