"""Trends: one figure at a time, drawn, as a table, by group; and all of them in a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QTabBar, QVBoxLayout, QWidget

from navigator_app.domain.trends import GroupTable, Trends
from navigator_app.i18n import _
from navigator_app.services import forecast, trend_words, trends, trends_file
from navigator_app.services.forecast import Forecast
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import trend_drawings
from ui.models.forecast_rows import TextTable
from ui.places import FormAt
from ui.widgets.buttons import PlainButton
from ui.widgets.chart import Chart
from ui.widgets.fields import LabelledField
from ui.widgets.listing import Listing
from ui.widgets.snug import Snug
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Body, Muted, Small

_MONTHS, _GROUPS = range(2)
ROWS = 13


@dataclass(frozen=True, slots=True)
class _Read:
    trends: Trends
    ahead: Forecast


def _read(ws: Workspace) -> _Read:
    return _Read(trends.overview(ws), forecast.forecast(ws))


def _save(path: Path, ws: Workspace) -> Path:
    return trends_file.save(ws, path)


class TeamTrends(TeamTab):
    """The tab."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._found: _Read | None = None
        self._groups: list[GroupTable] | None = None  # counted when first looked at
        self._asked = False
        self.print = PlainButton(_("Print"), "print")
        self.buttons = (self.print,)
        self.figure = QComboBox()
        for key in trend_drawings.FIGURES:
            self.figure.addItem(trend_drawings.title(key), key)
        self._figure = LabelledField(_("Figure"), self.figure)
        self.save = PlainButton(_("Save all as a table"), "download")
        self.chart = Chart()
        self.said, self.counted = Body(""), Small("")
        self.tabs = QTabBar()
        self.table = Listing(_("The figures behind the chart"))
        self.groups_note = Muted(
            _(
                "Groups of fewer than {n} are hidden, and others with them where they would give "
                "one away. They are of the twelve whole months before this one, as those ended."
            ).format(n=trends.small_cell())
        )
        self._assemble()
        self.figure.currentIndexChanged.connect(self._turn)
        self.tabs.currentChanged.connect(self._turn)
        self.chart.moved.connect(self._say)
        self.save.clicked.connect(self._ask_file)
        self.print.clicked.connect(self._print)

    def load(self) -> None:
        """Read all figures but those by group, which take longest."""
        if self._found is None:
            self.said.setText(_("Counting…"))
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def open(self, target: object) -> None:
        """Show the figure of that key."""
        place = self.figure.findData(str(target))
        if place >= 0:
            self.figure.setCurrentIndex(place)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "groups_note"):
            self._fit()

    def save_to(self, path: str) -> None:
        """Write all figures into a file."""
        work = partial(_save, Path(path))
        self.context.tasks.run(work, self._saved, owner=self, failed=self.context.show_refusal)

    def _assemble(self) -> None:
        for text in (_("As a table"), _("By language, race or ethnicity, and age")):
            self.tabs.addTab(text)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("What stands below the chart"))
        self._inside, outside = Snug(), QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._inside)
        outside.addStretch(1)
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        for part in (
            self._figure, self.chart, self.said, self.counted, self.tabs, self.groups_note,
            self.table,
        ):  # fmt: skip
            whole.addWidget(part)
        whole.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.groups_note.hide()
        self._fit()

    def _show(self, read: _Read) -> None:
        self._found, self._groups = read, None
        self._turn()

    def _ask_groups(self) -> None:
        if self._asked:
            return
        self._asked = True
        self.context.tasks.run(trends.equity, self._show_groups, owner=self, failed=self._no_groups)

    def _show_groups(self, found: list[GroupTable]) -> None:
        self._asked, self._groups = False, found
        self._turn()

    def _no_groups(self, trouble: BaseException) -> None:
        self._asked = False
        self.context.show_refusal(trouble)

    @Slot()
    def _turn(self) -> None:
        if self._found is None:
            return
        key, tab = str(self.figure.currentData()), self.tabs.currentIndex()
        drawing, table = trend_drawings.drawn(key, self._found.trends, self._found.ahead)
        self.chart.show_drawing(drawing)
        self._say()
        told = trend_words.counted(key)
        self.counted.setText(_("How it is counted: {words}").format(words=told))
        self.tabs.setTabEnabled(_GROUPS, key != "forecast")
        if tab == _GROUPS and key != "forecast":
            table = trend_drawings.by_group(self._groups or (), key)
            if self._groups is None:
                self._ask_groups()
        self.groups_note.setVisible(tab == _GROUPS and key != "forecast")
        model = TextTable(table.columns, parent=self)
        model.set_cells(table.cells)
        old = self.table.model()
        self.table.setModel(model)
        if old is not None:
            old.setParent(None)  # Python lets it go
        widths = (130, 230, 150, 130, 110)
        if tab == _GROUPS:
            widths = (160, 250, 90, 280, 160)
        elif key == "closures":
            widths = (130, 420, 110, 0, 0)
        self.table.set_widths(*widths[: len(table.columns)])
        self._fit()

    def _fit(self) -> None:
        model = self.table.model()
        rows = model.rowCount() if model is not None else 0
        self.figure.setMaximumWidth(theme.px(420))
        self.table.keep_height(max(1, min(ROWS, rows)))

    @Slot()
    def _say(self) -> None:
        self.said.setText(self.chart.current_words())

    @Slot()
    def _print(self) -> None:
        self.context.ways.open_page.emit("forms", FormAt("trends"))

    @Slot()
    def _ask_file(self) -> None:
        chooser = QFileDialog(self, _("Save outside the vault"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilters([_("Workbook (*.xlsx)"), _("Table of text (*.csv)")])
        chooser.setDefaultSuffix("xlsx")
        chooser.selectFile(f"trends-{self.context.clock.today()}.xlsx")
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _saved(self, path: Path) -> None:
        self.context.ways.notice.emit(_("Saved as {name}.").format(name=path.name), None)
