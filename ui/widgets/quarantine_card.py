"""Files and rows that nobody could use yet: what, why, whose, for how long."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.responses import QuarantineRow
from navigator_app.i18n import N_, _
from navigator_app.services import quarantine
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.quarantine_item import place_words, since_words
from ui.widgets.buttons import PlainButton
from ui.widgets.plan_rows import PlanRowsCard
from ui.widgets.search_parts import buttons_row
from ui.widgets.text import Heading, Muted

COLUMNS = (N_("What"), N_("Why"), N_("Waits"), N_("Whose"), N_("Plan"))
WIDTHS = (220, 340, 100, 130, 180)

Read = tuple[str, list[QuarantineRow]]


def _read(plan_key: str, ws: Workspace) -> Read:
    return plan_key, quarantine.waiting(ws, plan_key)


class QuarantineCard(PlanRowsCard):
    """The card; `show_plan` fills it. Hidden while the quarantine is empty."""

    dialog = "quarantine_item"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__(context, _("In quarantine"), COLUMNS, WIDTHS, parent)
        self._rows: list[QuarantineRow] = []
        self.reason = Muted("")
        self.open_row = PlainButton(_("Look after it"), "edit")
        heading = Heading(_("In quarantine"), 3)
        about = Muted(_("Nobody could use these yet. They hold up nothing else."))
        for part in (
            heading,
            about,
            self.table,
            self.beside,
            self.reason,
            buttons_row([self.open_row]),
        ):
            self.column.addWidget(part)
        self.open_row.clicked.connect(self.look)

    def load(self) -> None:
        """Read the quarantine of the plan."""
        work, failed = partial(_read, self.plan_key), self.context.show_refusal
        self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def stand_on(self, place: int) -> None:
        """Say why it waits."""
        self.reason.setText(self._rows[place].reason)

    def _show(self, read: Read) -> None:
        plan_key, rows = read
        if plan_key != self.plan_key:
            return
        self._rows = rows
        self.setVisible(bool(rows))
        self.show_rows([row.id for row in rows], [_cells(row) for row in rows])
        self.counted.emit(len(rows))


def _cells(row: QuarantineRow) -> tuple[str, ...]:
    owner = row.owner or _("a supervisor")
    return place_words(row), row.reason, since_words(row), owner, row.plan_name
