"""The members behind a number of the page for Monday."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.monday import ChangedMember
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import monday
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import words
from ui.models.forecast_rows import TextTable
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.listing import Listing

COLUMNS = (N_("Member"), N_("On"), N_("How often"), N_("Navigator"))
ROWS = 10


def _read(key: str, ws: Workspace) -> list[ChangedMember]:
    return monday.behind(ws, key)


class TeamMembersDialog(AskingDialog):
    """Who they are; one is opened."""

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the number's id."""
        self._key = str(about or "referrals")
        super().__init__(context, monday.title(self._key), _("Open the member"), parent)
        self.cancel_button.setText(_("Close"))
        self.save_button.setEnabled(False)
        self.rows: list[ChangedMember] = []
        self._model = TextTable(COLUMNS, (2,), parent=self)
        self.table = Listing(_("The members behind the number"))
        self.table.setModel(self._model)
        self.table.set_widths(190, 84, 96, 150)
        self.table.keep_height(ROWS)
        self.assemble([self.table], 640, 640)
        self.table.acted.connect(self._open)
        context.tasks.run(partial(_read, self._key), self._show, owner=self, failed=self.refused)

    def save(self) -> None:
        """Open whoever is chosen."""
        self._open(self.table.currentIndex().row())

    def _show(self, rows: list[ChangedMember]) -> None:
        self.rows = rows
        today = self.context.clock.today()
        said = ngettext("{n} member", "{n} members", len(rows)).format(n=len(rows))
        self.whose.setText(said)
        self._model.set_cells([
            (words.isolated(one.member), words.short_day(one.on, today), str(one.times),
             words.isolated(one.navigator) if one.navigator else _("nobody"))
            for one in rows
        ])  # fmt: skip
        self.save_button.setEnabled(bool(rows))
        if rows:
            self.table.setCurrentIndex(self._model.index(0, 0))
            self.table.setFocus()

    @Slot(int)
    def _open(self, place: int) -> None:
        if 0 <= place < len(self.rows):
            self.accept()
            self.context.ways.open_member.emit(self.rows[place].member_id)
