"""Files and rows that nobody could use yet: what, why, whose, for how long."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.responses import QuarantineRow
from navigator_app.i18n import N_, _
from navigator_app.services import quarantine
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.quarantine_item import place_words, since_words
from ui.models.forecast_rows import TextTable
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.listing import Listing
from ui.widgets.search_parts import buttons_row
from ui.widgets.text import Heading, Muted

ROWS = 8
"""Rows in sight; the table scrolls beyond."""

COLUMNS = (N_("What"), N_("Waits"), N_("Whose"), N_("Plan"), N_("Why"))
WIDTHS = (260, 100, 130, 180, 300)

Read = tuple[str, list[QuarantineRow]]


def _read(plan_key: str, ws: Workspace) -> Read:
    return plan_key, quarantine.waiting(ws, plan_key)


class QuarantineCard(Card):
    """The card; `show_plan` fills it. Hidden while the quarantine is empty.

    Signals:
        counted(int): how many wait, once they are read.
    """

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self._context = context
        self._plan_key = ""
        self._rows: list[QuarantineRow] = []
        self._chosen = ""
        self._model = TextTable(COLUMNS, parent=self)
        self.table = Listing(_("In quarantine"))
        self.reason = Muted("")
        self.look = PlainButton(_("Look after it"), "edit")
        self.steps = buttons_row([self.look])
        self.table.setModel(self._model)
        self.table.set_widths(*WIDTHS)
        heading = Heading(_("In quarantine"), 3)
        about = Muted(_("Nobody could use these yet. They hold up nothing else."))
        for part in (heading, about, self.table, self.reason, self.steps):
            self.column.addWidget(part)
        self.table.moved.connect(self._moved)
        self.table.acted.connect(self._act)
        self.look.clicked.connect(self._look)
        self.hide()

    def show_plan(self, plan_key: str = "") -> None:
        """Show what waits of a plan, or of all, read anew."""
        self._plan_key = plan_key
        work = partial(_read, plan_key)
        failed = self._context.show_refusal
        self._context.tasks.run(work, self._show, owner=self, failed=failed)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "steps"):
            self._fit()

    def _fit(self) -> None:
        self.table.keep_height(min(max(len(self._rows), 1), ROWS))

    def _show(self, read: Read) -> None:
        plan_key, rows = read
        if plan_key != self._plan_key:
            return
        self._rows = rows
        self._model.set_cells([_cells(row) for row in rows])
        self._fit()
        self.setVisible(bool(rows))
        if rows:
            place = next((n for n, row in enumerate(rows) if row.id == self._chosen), 0)
            self.table.setCurrentIndex(self._model.index(place, 0))
            self._moved(place)
        self.counted.emit(len(rows))

    @Slot(int)
    def _moved(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._chosen = self._rows[place].id
            self.reason.setText(self._rows[place].reason)

    @Slot(int)
    def _act(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._context.ways.ask.emit("quarantine_item", self._rows[place].id)

    @Slot()
    def _look(self) -> None:
        self._act(self.table.currentIndex().row())


def _cells(row: QuarantineRow) -> tuple[str, ...]:
    owner = row.owner or _("a supervisor")
    return place_words(row), since_words(row), owner, row.plan_name, row.reason
