"""The week: seven days with what falls due on each, and below what was put off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.due import PutOff, WeekDay
from navigator_app.domain.records import Changes, DueRow
from navigator_app.i18n import N_, _
from navigator_app.services import snooze, today
from navigator_app.services.workspace import Workspace
from ui.context import Context, View
from ui.models import due_list, settling, words
from ui.models.forecast_rows import TextTable
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.text import Heading, Muted, Small

_COLUMNS = (N_("Day"), N_("Member"), N_("What"), N_("Service"), N_("By which rule"))
_OFF_COLUMNS = (N_("Back on"), N_("Member"), N_("What"), N_("Service"), N_("Why it waits"))
_ROWS, _OFF_ROWS = 14, 5


@dataclass(frozen=True, slots=True)
class _Shown:
    days: list[WeekDay]
    off: list[PutOff]


def _read(ws: Workspace) -> _Shown:
    return _Shown(today.week(ws), today.put_off(ws))


def _take_back(referral: str, rule: str, ws: Workspace) -> Changes:
    return snooze.take_back(ws, referral, rule)


class WeekView(View):
    """The page. Enter settles a line, P puts it off; below, Enter brings a line back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._rows: list[DueRow] = []
        self._off_rows: list[PutOff] = []
        self._page = Page(
            _("The week"), _("Seven days from today; what is overdue stands on the first.")
        )
        self._lines = TextTable(_COLUMNS, parent=self)
        self.lines = Listing(_("Lines of the week"))
        self._nothing = Muted(_("Nothing falls due in these seven days."))
        self._keys = Small(_("Enter: settle · P: put off"))
        self._off = TextTable(_OFF_COLUMNS, parent=self)
        self.off = Listing(_("Lines that were put off"))
        self._off_title = Heading(_("Put off"))
        self._off_keys = Small(_("Enter: bring the line back now"))
        self._assemble()

    def activate(self) -> None:
        """Read the week anew."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """A write may settle a line or put it off."""
        if self.isVisible() and (changes.members or changes.referrals or changes.plans):
            self.activate()

    def _assemble(self) -> None:
        column = self._page.column
        for listing, model in ((self.lines, self._lines), (self.off, self._off)):
            listing.setModel(model)
            listing.set_widths(150, 200, 260, 80, 200)
        for part in (self.lines, self._nothing, self._keys, self._off_title, self.off):
            column.addWidget(part)
        column.addWidget(self._off_keys)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self.setFocusProxy(self.lines)
        self.lines.acted.connect(self._settle)
        self.off.acted.connect(self._bring_back)
        wait = QShortcut(QKeySequence("P"), self.lines)
        wait.setContext(Qt.ShortcutContext.WidgetShortcut)
        wait.activated.connect(self._put_off)

    @Slot(object)
    def _show(self, shown: _Shown) -> None:
        self._rows = [row for one in shown.days for row in one.rows]
        self._off_rows = shown.off
        first = shown.days[0].on
        self._lines.set_cells([
            (
                words.long_day(one.on) if one.on != first else _("Today"),
                words.isolated(row.member_name), row.title, row.service_short, due_list.basis(row),
            )
            for one in shown.days for row in one.rows
        ])  # fmt: skip
        self._off.set_cells([
            (words.day(one.back_on), words.isolated(one.row.member_name), one.row.title,
             one.row.service_short, one.reason)
            for one in shown.off
        ])  # fmt: skip
        for part in (self.lines, self._keys):
            part.setVisible(bool(self._rows))
        self._nothing.setVisible(not self._rows)
        below: tuple[QWidget, ...] = (self._off_title, self.off, self._off_keys)
        for shown_below in below:
            shown_below.setVisible(bool(self._off_rows))
        self.lines.keep_height(min(max(len(self._rows), 1), _ROWS))
        self.off.keep_height(min(max(len(self._off_rows), 1), _OFF_ROWS))
        if self._rows and not self.lines.currentIndex().isValid():
            self.lines.setCurrentIndex(self._lines.index(0, 0))

    @Slot(int)
    def _settle(self, place: int) -> None:
        settling.settle(self.context, self, self._rows[place])

    @Slot()
    def _put_off(self) -> None:
        place = self.lines.currentIndex().row()
        if 0 <= place < len(self._rows):
            settling.put_off(self.context, self, self._rows[place])

    @Slot(int)
    def _bring_back(self, place: int) -> None:
        row = self._off_rows[place].row
        self.context.tasks.run(
            partial(_take_back, row.referral_id, row.rule),
            self.context.tasks.announce,
            owner=self,
            failed=self.context.show_refusal,
        )
