"""The cases that changed rules or closed days moved: which clock, from which day to which."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from navigator_app.domain.due import RuleMoved
from navigator_app.i18n import N_, _
from navigator_app.services import moves
from ui import theme
from ui.context import Context, DraftDialog
from ui.models import words
from ui.models.forecast_rows import TextTable
from ui.widgets.form_frame import fit_dialog
from ui.widgets.listing import Listing
from ui.widgets.text import Muted, Small

_COLUMNS = (
    *(N_("Member"), N_("What"), N_("Service"), N_("Was due"), N_("Is due")),
    N_("By which rule"),
)


class RuleMovesDialog(DraftDialog):
    """The list; Enter opens the member. Closing it says that somebody has seen it."""

    draft_key = "rule_moves"

    def __init__(self, context: Context, _about: object, parent: QWidget | None = None) -> None:
        """Read what moved; it is about nothing else."""
        super().__init__(context, parent)
        self._moved: list[RuleMoved] = []
        self.setWindowTitle(_("Dates that moved"))
        self._table = TextTable(_COLUMNS, parent=self)
        self.lines = Listing(_("Clocks that moved"))
        self.lines.setModel(self._table)
        self.lines.set_widths(180, 230, 80, 120, 120)
        self.said = Muted(_("Rules or closed days changed. Enter opens the member."))
        self.rule = Small("")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S16)
        column.setSpacing(theme.S12)
        column.addWidget(self.said)
        column.addWidget(self.lines, 1)
        column.addWidget(self.rule)
        column.addWidget(buttons)
        self.lines.acted.connect(self._open)
        self.lines.moved.connect(self._show_rule)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self._seen)
        context.tasks.run(moves.moved, self._show, owner=self, failed=context.show_refusal)
        fit_dialog(self, 1100, 520)

    def _show(self, moved: list[RuleMoved]) -> None:
        self._moved = moved
        self._table.set_cells([
            (words.isolated(one.member_name), one.title, one.service.short,
             _day(one.was, _("did not run")), _day(one.now, _("runs no more")),
             _rule(one))
            for one in moved
        ])  # fmt: skip
        if not moved:
            self.said.setText(_("Every date is where it was."))
        elif not self.lines.currentIndex().isValid():
            self.lines.setCurrentIndex(self._table.index(0, 0))

    @Slot(int)
    def _show_rule(self, place: int) -> None:
        """The chosen line in full; its columns are out of sight where the window is narrow."""
        self.rule.setText(_whole(self._moved[place]) if 0 <= place < len(self._moved) else "")

    @Slot(int)
    def _open(self, place: int) -> None:
        self.context.ways.open_member.emit(self._moved[place].member_id)
        self.accept()

    @Slot()
    def _seen(self) -> None:
        if self._moved:
            self.context.tasks.run(moves.seen, self.context.tasks.announce, owner=self.context.ways)


def _whole(one: RuleMoved) -> str:
    """What moved from when to when, by which rule."""
    moved = _("{what}: {was} → {now}").format(
        what=one.title,
        was=_day(one.was, _("did not run")),
        now=_day(one.now, _("runs no more")),
    )
    rule = _rule(one)
    return f"{moved} · {rule}" if rule else moved


def _rule(one: RuleMoved) -> str:
    return " · ".join(part for part in (one.value, one.source) if part)


def _day(day: date | None, otherwise: str) -> str:
    return words.day(day) if day is not None else otherwise
