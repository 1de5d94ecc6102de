"""The cases that a change of rules moved: which clock, from which day to which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from navigator_app.domain.due import RuleMoved
from navigator_app.i18n import N_, _
from ui import theme
from ui.context import Context
from ui.models import words
from ui.models.forecast_rows import TextTable
from ui.widgets.form_frame import fit_dialog
from ui.widgets.listing import Listing
from ui.widgets.text import Muted

_COLUMNS = (N_("Member"), N_("What"), N_("Service"), N_("Was due"), N_("Is due"))


class RuleMovesDialog(QDialog):
    """The list; Enter opens the member."""

    def __init__(
        self, context: Context, moved: Sequence[RuleMoved], parent: QWidget | None = None
    ) -> None:
        """Show what moved."""
        super().__init__(parent)
        self._context, self._moved = context, list(moved)
        self.setWindowTitle(_("Moved by the change of rules"))
        table = TextTable(_COLUMNS, parent=self)
        table.set_cells([
            (words.isolated(one.member_name), one.title, one.service.short,
             _day(one.was, _("did not run")), _day(one.now, _("runs no more")))
            for one in self._moved
        ])  # fmt: skip
        self.lines = Listing(_("Clocks that moved"))
        self.lines.setModel(table)
        self.lines.set_widths(200, 260, 80, 130, 130)
        self.lines.acted.connect(self._open)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S16)
        column.addWidget(Muted(_("Enter opens the member.")))
        column.addWidget(self.lines, 1)
        column.addWidget(buttons)
        fit_dialog(self, 860, 520)

    def _open(self, place: int) -> None:
        self._context.ways.open_member.emit(self._moved[place].member_id)
        self.accept()


def _day(day: date | None, otherwise: str) -> str:
    return words.day(day) if day is not None else otherwise
