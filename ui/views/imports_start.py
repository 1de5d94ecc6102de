"""Where a file is chosen or dropped, and the list of those that came before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import ImportReview, PlanRow
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.models.import_rows import TAG_ROLE, FilesThatCame
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.drop_zone import DropZone
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Heading, Muted


class Reading(Card):
    """What is being done with a file, how far it is, and the way to stop it.

    Signals:
        stopped(): the person wants it to stop.
    """

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with an empty name."""
        super().__init__(parent=parent)
        self.words = Heading("", 2)
        self.step = Muted("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the file is read"))
        self.cancel = PlainButton(_("Stop"), "stop")
        self.column.addWidget(self.words)
        self.column.addWidget(self.step)
        self.column.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.cancel.clicked.connect(self.stopped)

    def begin(self, name: str) -> None:
        """A file begins to be read."""
        self.words.setText(_("Reading {name}").format(name=name))
        self.step.setText(_("Checking every row. Nothing is taken in yet."))
        self.bar.setRange(0, 0)

    def advance(self, done: int, total: int) -> None:
        """So many rows of all are compared."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.step.setText(
            _("Comparing with what is known: {done} of {total} rows").format(
                done=f"{done:,}", total=f"{total:,}"
            )
        )


class StartPage(Page):
    """Choose a plan and a file; the files that came before stand below.

    Signals:
        file_chosen(Path): a file to read.
        past_chosen(str): the id of a file that came before.
        stopped(): stop reading.
    """

    file_chosen = Signal(object)
    past_chosen = Signal(object)
    stopped = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        """Build the page, without plans and files yet."""
        super().__init__(
            _("Import"),
            _("Take in a plan's authorization file. You see what it would change before it does."),
            parent,
        )
        self.plan = QComboBox()
        self.zone = DropZone(
            _("Drop a plan's file here"),
            _("CSV, text with | or tabs, or Excel (.xlsx). It is read on this computer only."),
        )
        self.choose = PrimaryButton(_("Choose a file…"), "folder")
        self.reading = Reading()
        self.files = FilesThatCame(clock, self)
        self.past = Listing(_("Files that came in"))
        self.none_yet = Muted(_("Files you take in are listed here, with what they changed."))
        self._assemble()
        self._connect()

    def plan_key(self) -> str:
        """The chosen plan, "" to work it out from the file."""
        return str(self.plan.currentData() or "")

    def show_plans(self, plans: list[PlanRow]) -> None:
        """Offer these plans, keeping the choice."""
        before = self.plan_key()
        self.plan.clear()
        self.plan.addItem(_("Work it out from the file"), "")
        for item in plans:
            self.plan.addItem(item.name, item.key)
        self.plan.setCurrentIndex(max(0, self.plan.findData(before)))

    def show_files(self, files: list[ImportReview]) -> None:
        """List the files that came in."""
        self.files.show_files(files)
        self.past.setVisible(bool(files))
        self.none_yet.setVisible(not files)
        self.past.keep_height(max(1, min(len(files), 8)))
        self.past.set_widths(310, 100, 150, 160, 70, 100)

    def show_reading(self, name: str) -> None:
        """Show that a file is read, "" when it is over."""
        if name:
            self.reading.begin(name)
        self._stack.setCurrentWidget(self.reading if name else self.zone)
        self.plan.setEnabled(not name)
        (self.reading.cancel if name else self.choose).setFocus()

    def open_chooser(self) -> None:
        """Open the file dialog; its answer comes by signal."""
        chooser = QFileDialog(self, _("Choose a plan's authorization file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters(
            [
                _("Authorization files") + " (*.csv *.txt *.xlsx *.psv *.tsv *.dat)",
                _("All files") + " (*)",
            ]
        )
        chooser.fileSelected.connect(self._chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _assemble(self) -> None:
        label = QLabel(_("Plan that sent it"))
        label.setProperty("role", "strong")
        label.setBuddy(self.plan)
        self.plan.setAccessibleName(_("Plan that sent it"))
        self.plan.setMinimumWidth(theme.px(320))
        self.plan.addItem(_("Work it out from the file"), "")
        row = QHBoxLayout()
        row.setSpacing(theme.S12)
        row.addWidget(label)
        row.addWidget(self.plan)
        row.addStretch(1)
        self.column.addLayout(row)
        self.zone.add(self.choose)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.zone)
        self._stack.addWidget(self.reading)
        self.column.addWidget(holder)
        self.past.setModel(self.files)
        self.past.setItemDelegateForColumn(2, TagDelegate(TAG_ROLE, self.past))
        before = QVBoxLayout()
        before.setSpacing(theme.S8)
        before.addWidget(Heading(_("Files that came in"), 2))
        before.addWidget(self.none_yet)
        before.addWidget(self.past)
        self.column.addSpacing(theme.S8)
        self.column.addLayout(before)
        self.column.addStretch(1)
        self.show_files([])

    def _connect(self) -> None:
        self.choose.clicked.connect(self.open_chooser)
        self.zone.dropped.connect(self.file_chosen)
        self.past.acted.connect(self._open_past)
        self.past.clicked.connect(self._open_clicked)
        self.reading.stopped.connect(self.stopped)

    def _chosen(self, path: str) -> None:
        self.file_chosen.emit(Path(path))

    def _open_clicked(self) -> None:
        self._open_past(self.past.currentIndex().row())

    def _open_past(self, row: int) -> None:
        item = self.files.file_at(row)
        if item is not None:
            self.past_chosen.emit(item.id)
