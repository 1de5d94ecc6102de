"""The week: what is overdue, seven days with what falls due on each, and what was put off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.due import PutOff, WeekDay
from navigator_app.domain.records import Changes, DueRow
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import snooze, today
from navigator_app.services.workspace import Workspace
from ui.context import Context, View
from ui.models import due_list, settling, words
from ui.models.forecast_rows import TextTable
from ui.widgets.calendar_button import CalendarButton
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.text import Heading, Muted, Small

_COLUMNS = (N_("Day"), N_("Member"), N_("What"), N_("Service"), N_("By which rule"))
_OFF_COLUMNS = (N_("Back on"), N_("Member"), N_("What"), N_("Service"), N_("Why it waits"))
_ROWS, _OVER_ROWS, _OFF_ROWS = 14, 5, 5


@dataclass(frozen=True, slots=True)
class _Shown:
    days: list[WeekDay]
    off: list[PutOff]


def _read(ws: Workspace) -> _Shown:
    return _Shown(today.week(ws), today.put_off(ws))


def _take_back(referral: str, rule: str, ws: Workspace) -> Changes:
    return snooze.take_back(ws, referral, rule)


class WeekView(View):
    """The page. Enter settles a line, P puts it off; below, Enter brings a line back.

    What is overdue stands in a group of its own, never more than a few lines high, so that the
    seven days stay in sight.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._rows: list[DueRow] = []
        self._over_rows: list[DueRow] = []
        self._off_rows: list[PutOff] = []
        self._page = Page(_("The week"), _("What is overdue, and seven days from today."))
        self._over = TextTable(_COLUMNS, parent=self)
        self.over = Listing(_("Overdue lines"))
        self._over_title, self._days_title = Heading("", 2), Heading(_("The seven days"), 2)
        self.calendar = CalendarButton(context)
        self._lines = TextTable(_COLUMNS, parent=self)
        self.lines = Listing(_("Lines of the week"))
        self._nothing = Muted(_("Nothing falls due in these seven days."))
        self._keys = Small(_("Enter: settle · P: put off"))
        self._off = TextTable(_OFF_COLUMNS, parent=self)
        self.off = Listing(_("Lines that were put off"))
        self._off_title = Heading(_("Put off"), 2)
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
        listings = (self.over, self._over), (self.lines, self._lines), (self.off, self._off)
        for listing, model in listings:
            listing.setModel(model)
            listing.set_widths(200, 190, 250, 80, 200)
        parts: tuple[QWidget, ...] = (
            *(self._over_title, self.over, self._days_title, self.lines, self._nothing),
            *(self._keys, self._off_title, self.off, self._off_keys),
        )
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.calendar, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Small(_("The calendar file holds days, tasks and counts: no names.")))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self.setFocusProxy(self.lines)
        self.lines.acted.connect(self._settle)
        self.over.acted.connect(self._settle_overdue)
        self.off.acted.connect(self._bring_back)
        for listing, put_off in ((self.lines, self._put_off), (self.over, self._put_off_overdue)):
            wait = QShortcut(QKeySequence("P"), listing)
            wait.setContext(Qt.ShortcutContext.WidgetShortcut)
            wait.activated.connect(put_off)

    @Slot(object)
    def _show(self, shown: _Shown) -> None:
        every = [(one.on, row) for one in shown.days for row in one.rows]
        self._over_rows = [row for _on, row in every if row.days_left < 0]
        coming = [(on, row) for on, row in every if row.days_left >= 0]
        self._rows = [row for _on, row in coming]
        self._off_rows = shown.off
        first = shown.days[0].on
        self._over.set_cells([_cells(words.day(row.due), row) for row in self._over_rows])
        self._lines.set_cells(
            [_cells(words.long_day(on) if on != first else _("Today"), row) for on, row in coming]
        )
        self._off.set_cells([
            (words.day(one.back_on), words.isolated(one.row.member_name), due_list.title(one.row),
             one.row.service_short, one.reason)
            for one in shown.off
        ])  # fmt: skip
        over = ngettext("{n} line is overdue", "{n} lines are overdue", len(self._over_rows))
        self._over_title.setText(over.format(n=len(self._over_rows)))
        for late in (self._over_title, self.over):
            late.setVisible(bool(self._over_rows))
        self.lines.setVisible(bool(self._rows))
        self._keys.setVisible(bool(self._rows or self._over_rows))
        self.over.keep_height(min(max(len(self._over_rows), 1), _OVER_ROWS))
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

    @Slot(int)
    def _settle_overdue(self, place: int) -> None:
        settling.settle(self.context, self, self._over_rows[place])

    @Slot()
    def _put_off_overdue(self) -> None:
        place = self.over.currentIndex().row()
        if 0 <= place < len(self._over_rows):
            settling.put_off(self.context, self, self._over_rows[place])

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


def _cells(when: str, row: DueRow) -> tuple[str, ...]:
    """One line: when, whose, what, which service, by which rule."""
    name = words.isolated(row.member_name)
    return when, name, due_list.title(row), row.service_short, due_list.basis(row)
