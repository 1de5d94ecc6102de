"""Today: what is due, most urgent first, each line with the one action that settles it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import CaseloadQuery, Changes, DueRow, Today
from navigator_app.i18n import _, ngettext
from navigator_app.services import clocks, cover, moves, own_rules
from navigator_app.services import today as today_service
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import settling, words
from ui.models.due_list import DueList, by_value
from ui.models.due_list import action as action_of
from ui.models.rule_rows import RuleAsked
from ui.widgets.banner import Banner
from ui.widgets.buttons import QuietButton
from ui.widgets.calendar_button import CalendarButton
from ui.widgets.card import EmptyState
from ui.widgets.cover_bar import CoverBar
from ui.widgets.due_view import DueView
from ui.widgets.flow import FlowLayout
from ui.widgets.handed_bar import HandedBar
from ui.widgets.text import Heading, Muted, Small
from ui.widgets.today_figures import TodayFigures

_LIMIT = 200  # lines on the page; the rest stands in the caseload


@dataclass(frozen=True, slots=True)
class _Shown:
    today: Today
    user: str
    moved: int  # cases that changed rules or days moved, unseen
    unread: str  # rules of one's own that this version cannot read


def _read(ws: Workspace) -> _Shown:
    clocks.refresh(ws)  # the first time on a new day, or after a rule changed
    found = today_service.today(ws, limit=_LIMIT)
    found = replace(found, due=cover.marked(ws, found.due))
    return _Shown(found, ws.user.name, moves.cases(ws), own_rules.unread(ws))


class TodayView(View):
    """The home page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._shown: _Shown | None = None
        self._greeting = Heading("")
        self._summary = Muted("")
        self._moved, self._put_away = Banner(), 0
        self.unread = Banner()
        self.handed = HandedBar(context)
        self.covers = CoverBar(context)
        self._figures = TodayFigures()
        self._model = DueList(self)
        self._list = DueView()
        self._list.setModel(self._model)
        self._rule, self._keys = Small(""), Small("")
        self._keys.setWordWrap(False)
        self._more = QuietButton("", "forward")
        self._why = QuietButton(_("Why this rule"), "shield")
        self._week = QuietButton(_("The week"), "calendar")
        self.calendar = CalendarButton(context)
        self._calm = EmptyState("calm", "", "", _("Import an authorization file"))
        self._stack = QStackedWidget()
        self._assemble()
        self._connect()

    def activate(self) -> None:
        """Read what is due now."""
        self.context.tasks.run(_read, self._show, owner=self)
        self.handed.refresh()
        self.covers.refresh()

    def on_changes(self, changes: Changes) -> None:
        """A write may settle a line or add one."""
        if self.isVisible() and (changes.members or changes.referrals or changes.plans):
            self.activate()

    def _assemble(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        said.addWidget(self._greeting)
        said.addWidget(self._summary)
        due = QWidget()
        lines = QVBoxLayout(due)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.S8)
        basis, foot = QHBoxLayout(), QHBoxLayout()
        basis.addWidget(self._rule, 1)
        basis.addWidget(self._why)
        foot.addWidget(self._keys, 3)
        acts = QWidget()
        flow = FlowLayout(acts, theme.S8)  # one under the other where text is large
        for button in (self._more, self.calendar, self._week):
            flow.addWidget(button)
        foot.addWidget(acts, 2)
        lines.addWidget(self._list, 1)
        lines.addLayout(basis)
        lines.addLayout(foot)
        self._stack.addWidget(due)
        self._stack.addWidget(self._calm)
        self._list.setMinimumHeight(theme.px(140))
        inside = QWidget()
        inside.setProperty("role", "page")
        scroll = QScrollArea()  # only where large text leaves the list no room
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        page = QVBoxLayout(inside)
        page.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S12)
        page.setSpacing(theme.S16)
        page.addLayout(said)
        for part in (self.unread, self._moved, self.handed, self.covers, self._figures):
            page.addWidget(part)
        page.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._list.acted.connect(self._settle)
        self._list.opened.connect(self._open_member)
        self._list.selectionModel().currentChanged.connect(self._show_rule)
        self._model.dataChanged.connect(self._show_rule)
        self._why.clicked.connect(self._open_rule)
        self._moved.closed.connect(self._put_moved_away)
        self._more.clicked.connect(self._open_overdue)
        self._week.clicked.connect(self.context.ways.open_week)
        wait = QShortcut(QKeySequence("P"), self._list)
        wait.setContext(Qt.ShortcutContext.WidgetShortcut)
        wait.activated.connect(self._put_off)
        self._figures.asked.connect(self.context.ways.open_caseload)
        self._figures.explained.connect(self._explain)
        if self._calm.button is not None:
            self._calm.button.clicked.connect(self._import)

    @Slot(object)
    def _show(self, shown: _Shown) -> None:
        first = self._shown is None
        self._shown = shown
        told = shown.today
        self._greeting.setText(
            _greeting(self.context.clock.to_local(self.context.clock.now()).hour, shown.user)
        )
        self._summary.setText(_summary(told))
        self._figures.show_counts(told)
        self._model.set_rows(told.due)
        left = told.total - len(told.due)
        self._more.setVisible(left > 0)
        self._more.setText(
            _("{n} more are due; show all that are over").format(n=QLocale().toString(left))
        )
        self._show_moved(shown.moved)
        if shown.unread and (first or self.unread.isVisible()):
            self.unread.tell(shown.unread, "warning", stays=True)
        elif not shown.unread:
            self.unread.hide()
        self._show_calm(told)
        self._stack.setCurrentIndex(0 if told.due else 1)
        if first and told.due:
            self._list.setCurrentIndex(self._model.index(0))
            self._list.setFocus()

    def _show_moved(self, cases: int) -> None:
        """Say that dates moved until somebody has seen which, or put the bar away."""
        if cases in (0, self._put_away):
            self._put_away = cases
            self._moved.hide()
            return
        text = ngettext(
            "Rules or closed days changed: {n} case has other dates now.",
            "Rules or closed days changed: {n} cases have other dates now.",
            cases,
        ).format(n=QLocale().toString(cases))
        self._moved.tell(text, "info", (_("Show which and how"), self._open_moved), stays=True)

    @Slot()
    def _put_moved_away(self) -> None:
        self._put_away = self._shown.moved if self._shown else 0

    @Slot()
    def _open_moved(self) -> None:
        self._put_away = 0
        self.context.ways.ask.emit("rule_moves", None)

    def _show_calm(self, told: Today) -> None:
        if told.due or self._calm.button is None:
            return
        self._calm.button.setVisible(told.members == 0)
        if told.members == 0:
            self._calm.title.setText(_("Your day will stand here"))
            self._calm.text.setText(
                _(
                    "Import the first authorization file from a plan, and everything it asks of "
                    "you is listed here with its date."
                )
            )
        else:
            self._calm.title.setText(_("Nothing is due. Well done."))
            self._calm.text.setText(
                _(
                    "Every referral is answered, every approved member has been tried, and every "
                    "status of this month is recorded."
                )
            )

    @Slot()
    def _show_rule(self) -> None:
        """Whole words of the line that the keyboard stands on; lines cut them where it is tight."""
        row = self._model.row(self._list.currentIndex().row())
        self._rule.setText(f"{row.why}\n{_with_more(row)}" if row else "")
        self._why.setVisible(row is not None and bool(row.source))  # a date may speak for itself
        action = action_of(row) if row else ""
        self._keys.setText(
            _("Enter: {action} · →: open the member · P: put off").format(action=action)
            if row
            else ""
        )

    @Slot()
    def _open_rule(self) -> None:
        row = self._model.row(self._list.currentIndex().row())
        if row is not None:
            self.context.ways.open_rules.emit(
                RuleAsked(row.plan, row.rule, row.service, row.spoke_on)
            )

    @Slot(object)
    def _settle(self, row: DueRow) -> None:
        settling.settle(self.context, self, row)

    @Slot()
    def _put_off(self) -> None:
        row = self._model.row(self._list.currentIndex().row())
        if row is not None:
            settling.put_off(self.context, self, row)

    @Slot(object)
    def _open_member(self, row: DueRow) -> None:
        settling.open_member(self.context, self, row)

    @Slot(str)
    def _explain(self, definition: str) -> None:
        """What a figure counts, in the place of the summary while it is looked at."""
        told = self._shown.today if self._shown else None
        self._summary.setText(definition or (_summary(told) if told else ""))

    @Slot()
    def _open_overdue(self) -> None:
        self.context.ways.open_caseload.emit(CaseloadQuery(due="overdue", sort="due"))

    @Slot()
    def _import(self) -> None:
        self.context.ways.open_import.emit("")


def _with_more(row: DueRow) -> str:
    """By which rule, and how many more lines the case has."""
    if not row.more:
        return by_value(row)
    more = ngettext("and {n} more of this case", "and {n} more of this case", row.more)
    return f"{by_value(row)} · {more.format(n=row.more)}"


def _greeting(hour: int, user: str) -> str:
    name = words.isolated(user.split()[0]) if user.split() else ""
    if hour < 12:
        return _("Good morning, {name}").format(name=name)
    if hour < 17:
        return _("Good afternoon, {name}").format(name=name)
    return _("Good evening, {name}").format(name=name)


def _summary(told: Today) -> str:
    attempts = ngettext(
        "{n} attempt this week", "{n} attempts this week", told.attempts_this_week
    ).format(n=QLocale().toString(told.attempts_this_week))
    return " · ".join((words.long_day(told.on), words.members(told.members), attempts))
