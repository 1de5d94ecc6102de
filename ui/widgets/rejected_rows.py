"""The statuses that plans sent back, each with its reason and the one step that mends it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.responses import Counts, RejectedRow
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import responses, responses_due
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.models.forecast_rows import TextTable
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.listing import Listing
from ui.widgets.search_parts import buttons_row
from ui.widgets.text import Body, Heading, Muted

ROWS = 8
"""Rows in sight; the table scrolls beyond."""

COLUMNS = (N_("Member"), N_("Sent back because"), N_("Status"), N_("Came"), N_("Whose"))
WIDTHS = (190, 300, 210, 110, 120)

Read = tuple[str, list[RejectedRow], Counts]


def _read(plan_key: str, ws: Workspace) -> Read:
    found = responses.counts(ws)
    some = [found[plan_key]] if plan_key in found else [] if plan_key else list(found.values())
    total = Counts(sum(one.open for one in some), sum(one.again for one in some))
    return plan_key, responses.open_rows(ws, plan_key), total


class RejectedRowsCard(Card):
    """The card; `show_plan` fills it. Hidden where nothing was sent back and nothing goes again.

    Signals:
        counted(int): how many rows wait, once they are read.
    """

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self._context = context
        self._plan_key = ""
        self._rows: list[RejectedRow] = []
        self._chosen = ""
        self.heading = Heading(_("Sent back by the plan"), 3)
        self.again = Body("")
        self._model = TextTable(COLUMNS, parent=self)
        self.table = Listing(_("Statuses that the plan sent back"))
        self.advice = Muted("")
        self.mend = PrimaryButton(_("Mend it"), "edit")
        self.member = PlainButton(_("Open the member"), "user")
        self.steps = buttons_row([self.mend, self.member])
        self.table.setModel(self._model)
        self.table.set_widths(*WIDTHS)
        for part in (self.heading, self.again, self.table, self.advice, self.steps):
            self.column.addWidget(part)
        self.table.moved.connect(self._moved)
        self.table.acted.connect(self._act)
        self.mend.clicked.connect(self._mend)
        self.member.clicked.connect(self._open)
        self.hide()

    def show_plan(self, plan_key: str = "") -> None:
        """Show what a plan sent back, or all of them, read anew."""
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
        plan_key, rows, total = read
        if plan_key != self._plan_key:
            return
        self._rows = rows
        self._model.set_cells([self._cells(row) for row in rows])
        said = ngettext(
            "{n} rejected status was mended and goes again with the next file.",
            "{n} rejected statuses were mended and go again with the next file.",
            total.again,
        )
        self.again.setText(said.format(n=total.again) if total.again else "")
        self.again.setVisible(bool(total.again))
        for part in (self.table, self.advice, self.steps):
            part.setVisible(bool(rows))
        self._fit()
        self.setVisible(bool(rows or total.again))
        if rows:
            place = next((n for n, row in enumerate(rows) if row.id == self._chosen), 0)
            self.table.setCurrentIndex(self._model.index(place, 0))
            self._moved(place)
        self.counted.emit(total.open)

    def _cells(self, row: RejectedRow) -> tuple[str, ...]:
        status = _("{status}, {day}").format(status=_(row.status.value), day=words.day(row.on))
        came = words.day(self._context.clock.to_local(row.came_at).date())
        owner = row.owner or _("nobody")
        return words.isolated(row.member_name), responses_due.reason(row), status, came, owner

    def _current(self) -> RejectedRow | None:
        place = self.table.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    @Slot(int)
    def _moved(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        row = self._rows[place]
        self._chosen = row.id
        advice = responses.ADVICE.get(row.fix)
        said = _(advice) if advice else _("Read what the plan says, and mend it.")
        self.advice.setText(
            _("{reason}. {advice}").format(reason=responses_due.reason(row), advice=said)
        )

    @Slot(int)
    def _act(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._context.ways.ask.emit("rejected_row", self._rows[place].id)

    @Slot()
    def _mend(self) -> None:
        self._act(self.table.currentIndex().row())

    @Slot()
    def _open(self) -> None:
        row = self._current()
        if row is not None:
            self._context.ways.open_member.emit(row.member_id)
