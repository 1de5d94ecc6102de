"""Part of the page Exchange: every file and every run, with what was seen of it as proof."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.exchange import FileRow, RunRow
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models.exchange_lists import STATE, ExchangeFiles, ExchangeRuns
from ui.models.housing_words import dotted
from ui.models.import_rows import TAG_ROLE
from ui.widgets.buttons import PlainButton
from ui.widgets.card import EmptyState
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.listing import Listing
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Small

FILES, RUNS = "files", "runs"
WIDE = {FILES: (120, 170, 190, 270, 80), RUNS: (130, 170, 190, 130, 130)}
LAST = 110
"""Pixels at 100 % of the columns, and what the state needs at least."""

KEPT = {FILES: (0, 3, STATE), RUNS: (0, 1, STATE)}
"""Columns that stay where there is no room for all; the others are said of the row in hand."""

PAGE = 50
LEAST, MOST = 4, 14
"""Rows of the table in sight."""

Found = tuple[list[FileRow], list[RunRow], dict[str, str], bool]


def _read(what: str, plan: str, count: int, ws: Workspace) -> Found:
    from navigator_app.services import agency, synchronize

    plans = {one.key: one.name for one in agency.plans(ws)}
    plan = plan if plan in plans else ""
    if what == RUNS:
        runs = synchronize.history(ws, plan, count + 1)
        return [], runs[:count], plans, len(runs) > count
    files = synchronize.files(ws, plan, limit=count + 1)
    return files[:count], [], plans, len(files) > count


class ExchangeHistory(QWidget):
    """The part; `load` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(parent)
        self.context = context
        self._count = PAGE
        self.what, self.plan = QComboBox(), QComboBox()
        for key, text in ((FILES, _("Files")), (RUNS, _("Runs"))):
            self.what.addItem(text, key)
        self.plan.addItem(_("All plans"), "")
        self.files = ExchangeFiles(context.clock, self)
        self.runs = ExchangeRuns(context.clock, self)
        self.table = Listing(_("What went and came, newest first"))
        self.beside = Small("")
        self.more = PlainButton(_("Show more"), "down")
        self.nothing = EmptyState(
            "history", _("Nothing exchanged yet"),
            _("Every file that goes to a plan or comes from one stands here, with what was seen "
              "of it: size, hash, when and by whom."),
        )  # fmt: skip
        self._assemble()
        self.what.activated.connect(self._chosen)
        self.plan.activated.connect(self._chosen)
        self.table.acted.connect(self._open)
        self.table.moved.connect(self._say_hidden)
        self.more.clicked.connect(self._show_more)

    def load(self) -> None:
        """Read the list anew, as far as it is shown."""
        what, plan = str(self.what.currentData()), str(self.plan.currentData() or "")
        work = partial(_read, what, plan, self._count)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def show_plan(self, plan_key: str) -> None:
        """Only this plan's files."""
        self._fill_plans({plan_key: plan_key} if self.plan.findData(plan_key) < 0 else {})
        self.plan.setCurrentIndex(max(0, self.plan.findData(plan_key)))

    def _assemble(self) -> None:
        choices = QWidget()
        flow = FlowLayout(choices, theme.S16)
        for label, box, width in ((_("Show"), self.what, 180), (_("Plan"), self.plan, 320)):
            field = LabelledField(label, box)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.setMinimumWidth(width)
            flow.addWidget(field)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        column.addWidget(choices)
        column.addWidget(self.table)
        column.addWidget(self.beside)
        column.addLayout(foot)
        column.addWidget(self.nothing)
        self.table.setModel(self.files)
        self.table.setItemDelegateForColumn(STATE, TagDelegate(TAG_ROLE, self.table))
        self.more.hide()
        for part in (self.table, self.beside, self.nothing):
            part.hide()

    def _show(self, found: Found) -> None:
        files, runs, plans, more = found
        self._fill_plans(plans)
        shown = self.runs if self.what.currentData() == RUNS else self.files
        shown.plans = plans
        row = self.table.currentIndex().row()
        shown.show_files(runs if shown is self.runs else files)
        if self.table.model() is not shown:
            self.table.setModel(shown)
            row = -1
        self._fit()
        if 0 <= row < shown.rowCount():
            self.table.selectRow(row)
        self.table.setVisible(shown.rowCount() > 0)
        self.table.keep_height(max(LEAST, min(shown.rowCount(), MOST)))
        self.nothing.setVisible(shown.rowCount() == 0)
        self.more.setVisible(more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page has fewer columns."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Larger text leaves room for fewer."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "table"):
            self._fit()

    def _fit(self) -> None:
        what = RUNS if self.table.model() is self.runs else FILES
        wide, kept = WIDE[what], KEPT[what]
        narrow = theme.px(sum(wide) + LAST) > self.width()
        for column in range(STATE):
            self.table.setColumnHidden(column, narrow and column not in kept)
        self.table.set_widths(*wide)
        if narrow:
            left = self.width() * 100 // theme.px(100) - wide[0] - 2 * LAST
            self.table.set_widths(
                *(max(LAST, left) if n == kept[1] else wide[n] for n in range(STATE))
            )
        self._say_hidden(self.table.currentIndex().row())

    @Slot(int)
    def _say_hidden(self, row: int) -> None:
        """What the columns say that a narrow page leaves out."""
        model = self.table.model()
        hidden = [n for n in range(STATE) if self.table.isColumnHidden(n)]
        said = (str(model.index(max(row, 0), n).data() or "") for n in hidden)
        self.beside.setText(dotted(*said) if model.rowCount() else "")
        self.beside.setVisible(bool(hidden) and model.rowCount() > 0)

    def _fill_plans(self, plans: dict[str, str]) -> None:
        for key, name in plans.items():
            place = self.plan.findData(key)
            if place < 0:
                self.plan.addItem(name, key)
            else:
                self.plan.setItemText(place, name)

    @Slot()
    def _chosen(self) -> None:
        self._count = PAGE
        self.load()

    @Slot()
    def _show_more(self) -> None:
        self._count += PAGE
        self.load()

    @Slot(int)
    def _open(self, row: int) -> None:
        found = self.table.model().file_at(row)  # type: ignore[attr-defined]
        if isinstance(found, FileRow):
            self.context.ways.ask.emit("exchange_file", found.id)
        elif isinstance(found, RunRow):
            self.context.ways.ask.emit("exchange_run", found.id)
