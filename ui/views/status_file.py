"""The Status file page: is the month ready, what will stand in the file, save it, mark it sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import Changes, PlanRow, StatusFile
from navigator_app.i18n import _
from navigator_app.services import agency, exports
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.views.status_file_card import FileCard, PastFiles
from ui.views.status_file_ready import Readiness
from ui.widgets.card import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.page import Page

MONTHS = 14
"""Months offered: this one and a little more than a year before it."""


@dataclass(frozen=True, slots=True)
class _Shown:
    turn: int
    plans: list[PlanRow]
    file: StatusFile | None
    history: list[StatusFile]
    line: bool  # the plan is connected by a line that is ready


class StatusFileView(View):
    """The page; see the module."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._turn = 0
        self._wanted = ""
        self._plan_keys: list[str] = []
        self.plan = QComboBox()
        self.month = QComboBox()
        self.ready = Readiness()
        self.card = FileCard(context.clock)
        self.past = PastFiles()
        self.no_plan = EmptyState(
            "status-file",
            _("No plan yet"),
            _(
                "A status file goes to a managed care plan. "
                "Add the plan first, in Settings, or take in its authorization file."
            ),
            _("Import a file"),
        )
        self._page = Page(
            _("Status file"),
            _("What a plan is owed for a month: each status of each referral, with its own date."),
        )
        self._stack = QStackedWidget()
        self._offer_months()
        self._assemble()
        self._connect()

    # what the window asks

    def open(self, target: object) -> None:
        """Show a plan by key."""
        self.show_plan(str(target or ""))

    def show_plan(self, plan_key: str) -> None:
        """Show this plan's file of the current month; "" keeps what is shown."""
        if plan_key:
            self._wanted = plan_key
            self.month.setCurrentIndex(0)
        self.activate()

    def activate(self) -> None:
        """Read the month anew."""
        self._turn += 1
        turn, key, period = self._turn, self._plan_key(), self._period()

        def work(ws: Workspace) -> _Shown:
            plans = agency.plans(ws)
            known = [plan.key for plan in plans]
            chosen = key if key in known else (known[0] if known else "")
            file = exports.preview(ws, chosen, period) if chosen else None
            return _Shown(turn, plans, file, exports.history(ws), _line(ws, chosen))

        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """A status, a plan or a file may change what stands here."""
        touched = changes.referrals or changes.plans or changes.files or changes.settings
        if touched and self.isVisible():
            self.activate()

    def draft(self) -> dict[str, object]:
        """Which plan and month were looked at."""
        return {"plan": self._plan_key(), "period": self._period()} if self._plan_keys else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Back to the same plan and month."""
        self._wanted = str(payload.get("plan") or "")
        place = self.month.findData(str(payload.get("period") or ""))
        self.month.setCurrentIndex(max(0, place))

    # choosing

    def _plan_key(self) -> str:
        return self._wanted or str(self.plan.currentData() or "")

    def _period(self) -> str:
        return str(self.month.currentData())

    def _month_words(self) -> str:
        return self.month.currentText()

    def _offer_months(self) -> None:
        today = self.context.clock.today()
        year, month = today.year, today.month
        for _turn in range(MONTHS):
            self._offer_month(year, month)
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)

    def _offer_month(self, year: int, month: int) -> None:
        words = QLocale().toString(QDate(year, month, 1), "MMMM yyyy")
        self.month.addItem(words, f"{year:04d}-{month:02d}")

    def _assemble(self) -> None:
        holder = QWidget()
        row = FlowLayout(holder, theme.S16)
        row.addWidget(_labelled(_("Plan"), self.plan, 320))
        row.addWidget(_labelled(_("Month"), self.month, 200))
        self._page.column.addWidget(holder)
        self._page.buttons.addWidget(self.card.save)
        for part in (self.ready, self.card, self.past):
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        self._stack.addWidget(self._page)
        self._stack.addWidget(self.no_plan)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        ways = self.context.ways
        self.plan.activated.connect(self._chosen)
        self.month.activated.connect(self._chosen)
        self.ready.record_asked.connect(ways.record_status)
        self.ready.member_asked.connect(ways.open_member)
        self.card.save_asked.connect(self._choose_folder)
        self.card.sent.connect(self._mark_sent)
        self.card.line_asked.connect(self._send)
        self.past.chosen.connect(self._show_past)
        if self.no_plan.button is not None:
            self.no_plan.button.clicked.connect(self._import)

    def _chosen(self) -> None:
        self._wanted = ""
        self.card.show_place("")
        self.activate()

    def _show_past(self, file: StatusFile) -> None:
        self._wanted = file.plan
        place = self.month.findData(file.period)
        if place < 0:
            self._offer_month(int(file.period[:4]), int(file.period[5:]))
            place = self.month.count() - 1
        self.month.setCurrentIndex(place)
        self.card.show_place("")
        self.activate()

    def _import(self) -> None:
        self.context.ways.open_import.emit("")

    # showing

    def _show(self, shown: _Shown) -> None:
        if shown.turn != self._turn:
            return
        self._show_plans(shown.plans, shown.file.plan if shown.file else "")
        self._stack.setCurrentWidget(self._page if shown.file else self.no_plan)
        if shown.file is None:
            return
        self.ready.show_file(shown.file, self._month_words())
        self.ready.setVisible(shown.file.state != "sent")
        self.card.show_file(shown.file, _saved_rows(shown))
        self.card.show_line(shown.file, shown.line)
        self.past.show_files(shown.history)

    def _show_plans(self, plans: list[PlanRow], chosen: str) -> None:
        keys = [plan.key for plan in plans]
        if keys != self._plan_keys:
            self.plan.clear()
            for plan in plans:
                self.plan.addItem(plan.name, plan.key)
            self._plan_keys = keys
        self.plan.setCurrentIndex(max(0, self.plan.findData(chosen)))
        self._wanted = ""

    # doing

    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, _("Choose the folder for the status file"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly, True)
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.fileSelected.connect(self.save_into)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_into(self, folder: str) -> None:
        """Write the month's file into a folder."""
        key, period, out = self._plan_key(), self._period(), Path(folder)
        self.card.save.setEnabled(False)
        self.context.tasks.run(
            lambda ws: exports.export(ws, key, period, out),
            self._saved,
            owner=self,
            failed=self._not_saved,
        )

    def _saved(self, answer: tuple[StatusFile, Changes]) -> None:
        file, changes = answer
        self.card.save.setEnabled(True)
        self.card.show_place(file.file)
        self.context.tasks.announce(changes)
        self.activate()
        name = file.file.replace("\\", "/").rpartition("/")[2]
        saved = _("{name} is saved. It holds members' data: keep it where only you can read it.")
        self.context.ways.notice.emit(" ".join([saved.format(name=name), *file.warnings]), None)

    def _not_saved(self, error: BaseException) -> None:
        self.card.save.setEnabled(True)
        self.context.show_refusal(error)

    def _send(self) -> None:
        """Build the month as it is shown and let it go with a run that begins now."""
        work = partial(_put_to_go, self._plan_key(), self._period())
        self.context.tasks.run(work, self._goes, owner=self, failed=self.context.show_refusal)

    def _goes(self, plan_key: str) -> None:
        self.context.sync.run(plan_key)
        self.context.tasks.announce(Changes(files=True))
        self.context.ways.open_page.emit("exchange", None)

    def _mark_sent(self) -> None:
        key, period = self._plan_key(), self._period()
        self.context.tasks.run(
            lambda ws: exports.mark_sent(ws, key, period),
            self._marked,
            owner=self,
            failed=self.context.show_refusal,
        )

    def _marked(self, answer: tuple[StatusFile, Changes]) -> None:
        file, changes = answer
        self.context.tasks.announce(changes)
        self.activate()
        self.context.ways.notice.emit(
            _("{month} is closed for this plan. Later statuses go into the next file.").format(
                month=self._month_words()
            ),
            None,
        )


def _line(ws: Workspace, plan_key: str) -> bool:
    from navigator_app.services import connections

    found = connections.of_plan(ws, plan_key) if plan_key else None
    return found is not None and found.ready


def _put_to_go(plan_key: str, period: str, ws: Workspace) -> str:
    from navigator_app.services import synchronize

    exports.build(ws, plan_key, period)
    synchronize.send_month(ws, plan_key, period)
    return plan_key


def _labelled(words: str, choice: QComboBox, width: int) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S12)
    label = QLabel(words)
    label.setProperty("role", "strong")
    label.setBuddy(choice)
    choice.setAccessibleName(words)
    choice.setMinimumWidth(theme.px(width))
    row.addWidget(label)
    row.addWidget(choice)
    return pair


def _saved_rows(shown: _Shown) -> int | None:
    for past in shown.history:
        if shown.file and (past.plan, past.period) == (shown.file.plan, shown.file.period):
            return past.rows
    return None
