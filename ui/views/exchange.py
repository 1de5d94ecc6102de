"""The exchange with the plans: how it stands with each, what goes on, and what went before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QTabBar, QVBoxLayout, QWidget

from navigator_app.domain.exchange import OUT, Event
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.places import SPECS
from ui.views.exchange_history import ExchangeHistory
from ui.widgets import exchange_plan as card
from ui.widgets import exchange_work
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import EmptyState
from ui.widgets.exchange_plan import PlanAction, PlanCard, PlanState, QuietAction
from ui.widgets.exchange_progress import ProgressCard
from ui.widgets.exchange_work import ExchangeWork, Work
from ui.widgets.flow import FlowLayout
from ui.widgets.page import Page
from ui.widgets.snug import Snug
from ui.widgets.tab_order import follow_layout

PLANS, HISTORY = range(2)
_WAYS = ("imports", "status_file", "quarantine", "batches", "plan_reports", "plan_contacts")
"""Pages that belong to the exchange, in this order, where they are there."""


@dataclass(frozen=True, slots=True)
class _Shown:
    states: tuple[PlanState, ...]
    work: Work


def _read(ws: Workspace) -> _Shown:
    from navigator_app.services import connections, responses, synchronize

    known = {one.plan_key: one for one in connections.listing(ws)}
    back = responses.counts(ws)
    states = []
    for line in synchronize.lines(ws):
        key = line.plan_key
        unsure = _unsure(ws, key) if line.unsure else ""
        rejected = back[key].open if key in back else 0
        states.append(PlanState(line, known.get(key), unsure, rejected))
    return _Shown(tuple(states), exchange_work.read(ws))


def _unsure(ws: Workspace, plan_key: str) -> str:
    from navigator_app.services import synchronize

    for file in synchronize.files(ws, plan_key, OUT):
        if file.unsure:
            return file.id
    return ""


def _pause(plans: tuple[str, ...], paused: bool, ws: Workspace) -> Changes:
    from navigator_app.services import synchronize

    for plan_key in plans:
        (synchronize.pause if paused else synchronize.resume)(ws, plan_key)
    return Changes(plans=True)


class ExchangeView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._page = Page(
            _("Exchange"),
            _("What plans send you and what goes to them. It goes by itself when the network is "
              "there; nothing is sent twice."),
        )  # fmt: skip
        self.go = PrimaryButton(_("Exchange now"), "exchange")
        self.pause_all = PlainButton(_("Pause all"), "pause")
        self.progress = ProgressCard()
        self.tabs = QTabBar()
        self.ways = QWidget()
        self.work = ExchangeWork(context)
        self.history = ExchangeHistory(context)
        self.nothing = EmptyState(
            "exchange", _("No plan yet"),
            _("Add the plan whose members you serve. Then say here how its files come and go."),
            _("Add a plan in Settings"),
        )  # fmt: skip
        self.way_buttons: dict[str, QuietButton] = {}
        self.cards: dict[str, PlanCard] = {}
        self._shown: _Shown | None = None
        self._body: QWidget | None = None
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(100)
        self._assemble()
        self._connect()
        self.first = self.go

    # what the window asks

    def open(self, target: object) -> None:
        """Show the history of a plan by key, or all of it for "history"."""
        self.tabs.setCurrentIndex(HISTORY if target else PLANS)
        if target and target != "history":
            self.history.show_plan(str(target))

    def activate(self) -> None:
        """Read how it stands."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)
        if self.tabs.currentIndex() == HISTORY:
            self.history.load()
        self._follow()

    def on_changes(self, changes: Changes) -> None:
        """A status, a file, a plan or a connection may change what stands here."""
        touched = changes.referrals or changes.plans or changes.files or changes.settings
        if touched and self.isVisible():
            self.activate()

    # building

    def _assemble(self) -> None:
        for button in (self.pause_all, self.go):
            self._page.buttons.addWidget(button)
        for text in (_("Plans"), _("History")):
            self.tabs.addTab(text)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("The plans, or what went before"))
        flow = FlowLayout(self.ways, theme.S8)
        for key in _WAYS:
            if key in SPECS:
                button = QuietButton(_(SPECS[key].title), SPECS[key].icon)
                button.setProperty("page", key)
                button.clicked.connect(self._open_way)
                self.way_buttons[key] = button
                flow.addWidget(button)
        for part in (self.ways, self.progress, self.tabs, self.nothing, self.work, self.history):
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        self._page.column.setSpacing(theme.S16)
        self.nothing.hide()
        self.history.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)

    def _connect(self) -> None:
        sync = self.context.sync
        sync.told.connect(self._told)
        sync.moved.connect(self._moved)
        self.go.clicked.connect(self._run_all)
        self.pause_all.clicked.connect(self._pause_all)
        self.progress.stop_asked.connect(sync.cancel)
        self.tabs.currentChanged.connect(self._turn)
        self._tick.timeout.connect(self._refresh)
        if self.nothing.button is not None:
            self.nothing.button.clicked.connect(self._open_settings)

    # showing

    def _show(self, shown: _Shown) -> None:
        self.nothing.setVisible(not shown.states and self.tabs.currentIndex() == PLANS)
        over = [one.line for one in shown.states if one.line.ready]
        self.go.setVisible(bool(over))
        self.pause_all.setVisible(len(over) > 1)
        paused = bool(over) and all(one.paused for one in over)
        self.pause_all.setText(_("Take all up again") if paused else _("Pause all"))
        self.pause_all.set_icon("resume" if paused else "pause")
        self._follow()
        before = self._shown
        self._shown = shown
        self._show_work()
        if before is None or shown.states != before.states:
            self._build(shown)
        if self.work.show_work(shown.work):
            follow_layout(self._page)

    def _show_work(self) -> None:
        planned = self._shown is not None and bool(self._shown.states)
        self.work.setVisible(planned and self.tabs.currentIndex() == PLANS)

    def _build(self, shown: _Shown) -> None:
        here = self._place_of_focus()
        body = Snug()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        self.cards = {}
        for state in shown.states:
            made = PlanCard(state, self.context.clock)
            for button in made.buttons:
                button.clicked.connect(self._act)
            self.cards[state.line.plan_key] = made
            column.addWidget(made)
        if self._body is not None:
            self._page.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._page.column.insertWidget(self._page.column.indexOf(self.nothing), body)
        body.setVisible(self.tabs.currentIndex() == PLANS)
        follow_layout(self._page)
        self._give_focus_back(here)

    def _place_of_focus(self) -> tuple[str, str] | None:
        focus = QApplication.focusWidget()
        ours = isinstance(focus, PlanAction | QuietAction) and self.isAncestorOf(focus)
        return (focus.plan_key, focus.action) if ours else None  # type: ignore[union-attr]

    def _give_focus_back(self, place: tuple[str, str] | None) -> None:
        if place is None:
            return
        buttons = self.cards[place[0]].buttons if place[0] in self.cards else []
        same = [one for one in buttons if one.action == place[1]]
        for button in (*same, *buttons)[:1]:
            button.setFocus()

    def _follow(self) -> None:
        """The bar and the button follow what runs."""
        sync = self.context.sync
        if sync.running and sync.latest is not None:
            self.progress.show_event(sync.running_name, sync.latest, sync.stopping)
        else:
            self.progress.hide()
        self.go.setEnabled(not sync.running)

    @Slot(object)
    def _told(self, _event: Event) -> None:
        if self.isVisible():
            self._follow()

    @Slot()
    def _moved(self) -> None:
        """A run began or ended, or what waits changed; several at once are one reading."""
        if self.isVisible():
            self._follow()
            self._tick.start()

    @Slot()
    def _refresh(self) -> None:
        if self.isVisible():
            self.activate()

    @Slot(int)
    def _turn(self, place: int) -> None:
        if self._body is not None:
            self._body.setVisible(place == PLANS)
        self.nothing.setVisible(place == PLANS and not self.cards and self._shown is not None)
        self._show_work()
        self.history.setVisible(place == HISTORY)
        if place == HISTORY:
            self.history.load()
        follow_layout(self._page)

    # doing

    @Slot()
    def _run_all(self) -> None:
        self.context.sync.run()

    @Slot()
    def _pause_all(self) -> None:
        over = [one.line for one in self._shown.states if one.line.ready] if self._shown else []
        paused = all(one.paused for one in over)
        self._set_paused(tuple(one.plan_key for one in over), not paused)

    def _set_paused(self, plans: tuple[str, ...], paused: bool) -> None:
        work = partial(_pause, plans, paused)
        tasks = self.context.tasks
        tasks.run(work, tasks.announce, owner=self, failed=self.context.show_refusal)

    @Slot()
    def _act(self) -> None:
        button = self.sender()
        if not isinstance(button, PlanAction | QuietAction):
            return
        ways, key, about = self.context.ways, button.plan_key, button.about
        if button.action in (card.CONNECT, card.CONFIRM, card.SETTINGS):
            ways.ask.emit("plan_connection", key)
        elif button.action == card.REVIEW:
            ways.open_import.emit(about)
        elif button.action == card.UNSURE:
            ways.ask.emit("exchange_file", about)
        elif button.action == card.TROUBLE:
            ways.ask.emit("exchange_run", about)
        elif button.action == card.MEND:
            ways.open_page.emit("quarantine", key)
        elif button.action == card.GO:
            self.context.sync.run(key)
        elif button.action in (card.PAUSE, card.RESUME):
            self._set_paused((key,), button.action == card.PAUSE)
        else:
            ways.open_status_file.emit(key)

    @Slot()
    def _open_way(self) -> None:
        self.context.ways.open_page.emit(str(self.sender().property("page")), None)

    @Slot()
    def _open_settings(self) -> None:
        self.context.ways.open_page.emit("settings", None)
