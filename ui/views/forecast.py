"""The wave ahead: which authorizations end in which week, against the hours that staff have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QLocale, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import eligibility, forecast
from navigator_app.services.eligibility import InDoubt
from navigator_app.services.forecast import Ending, Forecast
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import ledger_words, words
from ui.models.forecast_rows import (
    DOUBT_COLUMNS,
    MEMBER_COLUMNS,
    WEEK_COLUMNS,
    TextTable,
    doubt_cells,
    member_cells,
    week_cells,
)
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.fields import LabelledField
from ui.widgets.listing import Listing
from ui.widgets.note_box import NoteBox
from ui.widgets.page import Page
from ui.widgets.text import Body, Muted, Small
from ui.widgets.wave_chart import WaveChart

_MEMBERS, _WEEKS, _DOUBTS = range(3)
ROWS = 8
"""Rows of the tables in sight; they scroll beyond."""


@dataclass(frozen=True, slots=True)
class _Behind:
    first: date
    members: list[Ending]


@dataclass(frozen=True, slots=True)
class _Ahead:
    wave: Forecast
    doubts: list[InDoubt]


def _read(ws: Workspace) -> _Ahead:
    return _Ahead(forecast.forecast(ws), eligibility.in_doubt(ws))


def _read_behind(first: date, last: date, ws: Workspace) -> _Behind:
    return _Behind(first, forecast.behind(ws, first, last))


def _keep_hours(per_packet: float, per_week: float, ws: Workspace) -> Changes:
    return forecast.set_hours(ws, per_packet=per_packet, per_week=per_week)


class ForecastView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._shown: Forecast | None = None
        self._behind: list[Ending] = []
        self._in_doubt: list[InDoubt] = []
        self.batches = QuietButton(_("Ask for many at once: batches"), "team")
        self._page = Page(
            _("Extensions ahead"),
            _("Authorizations that end in the next 52 weeks, against the hours for their packets."),
        )
        self._sum, self._own = Body(""), Small("")
        self._short: NoteBox | None = None
        self.chart = WaveChart()
        self._week = Body("")
        self.per_packet, self.per_week = QLineEdit(), QLineEdit()
        self.fields = {
            forecast.PER_PACKET: LabelledField(_("Hours a packet"), self.per_packet),
            forecast.PER_WEEK: LabelledField(_("Staff hours a week"), self.per_week),
        }
        self.keep = PlainButton(_("Use these hours"), "check")
        self.tabs = QTabBar()
        self._members = TextTable(MEMBER_COLUMNS, parent=self)
        self._weeks = TextTable(WEEK_COLUMNS, (1, 2, 3, 4), parent=self)
        self.members, self.weeks = Listing(_("Members of the week")), Listing(_("All weeks"))
        self._doubts = TextTable(DOUBT_COLUMNS, parent=self)
        self.doubts = Listing(_("Members whose coverage is lapsed or in doubt"))
        self._sure = Muted(_("Nobody’s coverage is known to be lapsed or in doubt."))
        self._nobody = Muted(_("No authorization ends in this week."))
        self._assemble()
        self._connect()

    def activate(self) -> None:
        """Read the weeks anew."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """A write may move an end, or the hours."""
        if self.isVisible() and (
            changes.files or changes.members or changes.referrals or changes.settings
        ):
            self.activate()

    def draft(self) -> dict[str, object]:
        """Hours that were typed and not kept."""
        if self._shown is None or self._typed() == self._known():
            return {}
        return dict(zip(self.fields, self._typed(), strict=True))

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put typed hours back."""
        for key, field in self.fields.items():
            if isinstance(payload.get(key), str) and isinstance(field.widget, QLineEdit):
                field.widget.setText(str(payload[key]))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_nobody"):
            self._fit()

    def _assemble(self) -> None:
        column = self._page.column
        self.chart.setMinimumHeight(theme.px(200))
        column.addWidget(self.batches, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._sum)
        self._notes = QVBoxLayout()
        column.addLayout(self._notes)
        column.addWidget(self.chart)
        column.addWidget(self._week)
        for text in (_("Members of the week"), _("All weeks as a table"), _("Coverage in doubt")):
            self.tabs.addTab(text)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("What stands below the bars"))
        column.addWidget(self.tabs)
        self.members.setModel(self._members)
        self.members.set_widths(130, 200, 90, 160)
        self.weeks.setModel(self._weeks)
        self.weeks.set_widths(84, 76, 96, 68, 68, 200)
        self.doubts.setModel(self._doubts)
        self.doubts.set_widths(150, 200, 110, 300)
        for part in (self.members, self._nobody, self.weeks, self.doubts, self._sure):
            column.addWidget(part)
        column.addLayout(self._hours())
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self.setFocusProxy(self.chart)
        self._fit()
        self._turn(_MEMBERS)

    def _hours(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(theme.S8)
        row = QHBoxLayout()
        row.setSpacing(theme.S12)
        for field in self.fields.values():
            field.widget.setMaximumWidth(theme.px(160))
            row.addWidget(field)
        row.addStretch(1)
        box.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addWidget(self._own, 1)
        box.addLayout(foot)
        return box

    def _connect(self) -> None:
        self.chart.moved.connect(self._week_moved)
        self.chart.opened.connect(self._week_opened)
        self.tabs.currentChanged.connect(self._turn)
        self.members.acted.connect(self._open_member)
        self.weeks.acted.connect(self._open_week)
        self.doubts.acted.connect(self._open_doubt)
        self.weeks.moved.connect(self.chart.set_current)
        self.keep.clicked.connect(self._keep)
        self.batches.clicked.connect(self._open_batches)
        for line in (self.per_packet, self.per_week):
            line.returnPressed.connect(self._keep)

    def _fit(self) -> None:
        for table in (self.members, self.weeks, self.doubts):
            rows = table.model().rowCount() if table.model() is not None else 0
            table.keep_height(max(1, min(ROWS, rows)))

    # showing

    def _show(self, ahead: _Ahead) -> None:
        found = ahead.wave
        unsaved = self.draft()
        self._shown = found
        self._sum.setText(_said(found))
        self._show_short(found)
        self._own.setText(
            _("The agency’s own estimate.")
            if found.hours.own
            else _("A starting point of the program, no plan’s rule. Set your own.")
        )
        if not unsaved:
            for line, text in zip((self.per_packet, self.per_week), self._known(), strict=True):
                line.setText(text)
        self._in_doubt = ahead.doubts
        self._doubts.set_cells([doubt_cells(one) for one in ahead.doubts])
        self.tabs.setTabText(_DOUBTS, _("Coverage in doubt ({n})").format(n=len(ahead.doubts)))
        self._weeks.set_cells([week_cells(week, found.on) for week in found.weeks])
        self.chart.show_weeks(found.weeks, found.hours.per_packet, found.on)
        self._week_moved(self.chart.current())

    def _show_short(self, found: Forecast) -> None:
        if self._short is not None:
            self._notes.removeWidget(self._short)
            self._short.hide()
            self._short.deleteLater()
            self._short = None
        if found.short:
            text = _("{hours} of packets no longer fit, even begun today.").format(
                hours=ledger_words.hours_words(found.short)
            )
            advice = _("Ask for help, or prepare first what ends first.")
            self._short = NoteBox("warning", [text, advice])
            self._notes.addWidget(self._short)

    @Slot(int)
    def _week_moved(self, number: int) -> None:
        if self._shown is None or number < 0:
            return
        self._week.setText(self.chart.words())
        week = self._shown.weeks[number]
        work = partial(_read_behind, week.first, week.last)
        self.context.tasks.run(work, self._show_behind, owner=self)

    def _show_behind(self, behind: _Behind) -> None:
        if self._shown is None:
            return
        if self._shown.weeks[self.chart.current()].first != behind.first:
            return  # another week was asked for meanwhile
        self._behind = behind.members
        today = self._shown.on
        self._members.set_cells([member_cells(one, today) for one in behind.members])
        if behind.members and not self.members.currentIndex().isValid():
            self.members.setCurrentIndex(self._members.index(0, 0))
        self._turn(self.tabs.currentIndex())

    @Slot(int)
    def _turn(self, tab: int) -> None:
        self._fit()
        some = self._members.rowCount() > 0
        self.members.setVisible(tab == _MEMBERS and some)
        self._nobody.setVisible(tab == _MEMBERS and not some)
        self.weeks.setVisible(tab == _WEEKS)
        doubted = self._doubts.rowCount() > 0
        self.doubts.setVisible(tab == _DOUBTS and doubted)
        self._sure.setVisible(tab == _DOUBTS and not doubted)

    # acting

    @Slot(int)
    def _week_opened(self, number: int) -> None:
        self.tabs.setCurrentIndex(_MEMBERS)
        if self._shown is not None and self._shown.weeks[number].ending:
            self.members.setFocus()

    @Slot(int)
    def _open_week(self, row: int) -> None:
        self.chart.set_current(row)
        self._week_opened(row)

    @Slot(int)
    def _open_member(self, row: int) -> None:
        if row < len(self._behind):
            self.context.ways.open_member.emit(self._behind[row].member_id)

    @Slot(int)
    def _open_doubt(self, row: int) -> None:
        if row < len(self._in_doubt):
            self.context.ways.open_member.emit(self._in_doubt[row].member_id)

    @Slot()
    def _open_batches(self) -> None:
        self.context.ways.open_page.emit("batches", None)

    @Slot()
    def _keep(self) -> None:
        for field in self.fields.values():
            field.show_error("")
        values = [_number(text) for text in self._typed()]
        work = partial(_keep_hours, values[0], values[1])
        self.context.tasks.run(work, self._kept, owner=self, failed=self._refused)

    def _kept(self, changes: Changes) -> None:
        self._shown = None  # the fields follow what is kept
        self.context.tasks.announce(changes)
        self.activate()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, InputRejected) and error.field in self.fields:
            self.fields[error.field].show_error(str(error))
            self.fields[error.field].widget.setFocus()
        else:
            self.context.show_refusal(error)

    def _typed(self) -> tuple[str, str]:
        return self.per_packet.text().strip(), self.per_week.text().strip()

    def _known(self) -> tuple[str, str]:
        if self._shown is None:
            return "", ""
        used = self._shown.hours
        return ledger_words.hours(used.per_packet), ledger_words.hours(used.per_week)


def _said(found: Forecast) -> str:
    over = sum(week.over for week in found.weeks)
    ends = ngettext("{n} authorization ends", "{n} authorizations end", found.ending).format(
        n=QLocale().toString(found.ending)
    )
    first = words.short_day(found.weeks[0].first, found.on)
    last = words.short_day(found.weeks[-1].last, found.on)
    said = _("{ends} from {first} to {last}.").format(ends=ends, first=first, last=last)
    if not over:
        return said
    much = ngettext(
        "{n} week has more packets than hours.", "{n} weeks have more packets than hours.", over
    ).format(n=over)
    return f"{said} {much}"


def _number(text: str) -> float:
    """The hours somebody typed, 0 where it is no number: the service refuses that at its field."""
    value, good = QLocale().toDouble(text)
    if not good:
        value, good = QLocale.c().toDouble(text)
    return value if good else 0.0
