"""The statuses that plans sent back, each with its reason and the one step that mends it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.responses import Counts, RejectedRow
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import responses, responses_due
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.plan_rows import PlanRowsCard
from ui.widgets.search_parts import buttons_row
from ui.widgets.text import Body, Heading, Muted

COLUMNS = (N_("Member"), N_("Sent back because"), N_("Status"), N_("Came"), N_("Whose"))
WIDTHS = (190, 300, 210, 110, 120)

Read = tuple[str, list[RejectedRow], Counts]


def _read(plan_key: str, ws: Workspace) -> Read:
    found = responses.counts(ws)
    some = [found[plan_key]] if plan_key in found else [] if plan_key else list(found.values())
    total = Counts(sum(one.open for one in some), sum(one.again for one in some))
    return plan_key, responses.open_rows(ws, plan_key), total


class RejectedRowsCard(PlanRowsCard):
    """The card; `show_plan` fills it. Hidden where nothing was sent back and nothing goes again."""

    dialog = "rejected_row"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        name = _("Statuses that the plan sent back")
        super().__init__(context, name, COLUMNS, WIDTHS, parent)
        self._rows: list[RejectedRow] = []
        self.heading = Heading(_("Sent back by the plan"), 3)
        self.again, self.advice = Body(""), Muted("")
        self.mend = PrimaryButton(_("Mend it"), "edit")
        self.member = PlainButton(_("Open the member"), "user")
        self.steps = buttons_row([self.mend, self.member])
        for part in (self.heading, self.again, self.table, self.beside, self.advice, self.steps):
            self.column.addWidget(part)
        self.mend.clicked.connect(self.look)
        self.member.clicked.connect(self._open)

    def load(self) -> None:
        """Read what the plan sent back."""
        work, failed = partial(_read, self.plan_key), self.context.show_refusal
        self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def stand_on(self, place: int) -> None:
        """Say the reason, and what mends it."""
        row = self._rows[place]
        advice = responses.ADVICE.get(row.fix)
        said = _(advice) if advice else _("Read what the plan says, and mend it.")
        self.advice.setText(
            _("{reason}. {advice}").format(reason=responses_due.reason(row), advice=said)
        )

    def _show(self, read: Read) -> None:
        plan_key, rows, total = read
        if plan_key != self.plan_key:
            return
        self._rows = rows
        said = ngettext(
            "{n} rejected status was mended and goes again with the next file.",
            "{n} rejected statuses were mended and go again with the next file.",
            total.again,
        )
        self.again.setText(said.format(n=total.again) if total.again else "")
        self.again.setVisible(bool(total.again))
        for part in (self.table, self.advice, self.steps):
            part.setVisible(bool(rows))
        self.setVisible(bool(rows or total.again))
        self.show_rows([row.id for row in rows], [self._cells(row) for row in rows])
        self.counted.emit(total.open)

    def _cells(self, row: RejectedRow) -> tuple[str, ...]:
        status = _("{status}, {day}").format(status=_(row.status.value), day=words.day(row.on))
        came = words.day(self.context.clock.to_local(row.came_at).date())
        owner = row.owner or _("nobody")
        return words.isolated(row.member_name), responses_due.reason(row), status, came, owner

    @Slot()
    def _open(self) -> None:
        place = self.place()
        if place >= 0:
            self.context.ways.open_member.emit(self._rows[place].member_id)
