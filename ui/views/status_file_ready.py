"""Is the month ready: who has a status, who has none, what is incomplete, what waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from navigator_app.domain.records import NotReady, StatusFile
from navigator_app.i18n import _, ngettext
from ui import theme
from ui.models.status_lines import Missing
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.listing import Listing
from ui.widgets.text import Heading, Muted

MISSING_ROWS = 5


class Readiness(Card):
    """How many referrals have a status this month, and a list of those that lack something.

    Signals:
        record_asked(str): record a status for this referral id.
        member_asked(str): open this member id.
    """

    record_asked = Signal(object)
    member_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a file."""
        super().__init__(parent=parent)
        self.words = Heading("", 2)
        self.counted = Muted("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Referrals with a status this month"))
        self.missing = Missing(self)
        self.list = Listing(_("Referrals that lack something"))
        self.list.setModel(self.missing)
        self.list.set_widths(240, 100, 100)
        self.record = PlainButton(_("Record status"), "edit")
        self.member = QuietButton(_("Open member"), "user")
        self.keys = Muted(_("Enter records a status, Ctrl+Enter opens the member."))
        self._keep = ""
        self._assemble()
        self._connect()

    def show_file(self, file: StatusFile, month: str) -> None:
        """Show a previewed month."""
        lacking = len({i.referral_id for i in file.not_ready if i.kind == "no-status"})
        total = file.referrals + lacking
        self.words.setText(_readiness_line(file, lacking, month))
        self.counted.setText(_counted(file, total, month))
        self.bar.setVisible(total > 0)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(file.referrals)
        self._show_missing(file.not_ready)

    def _show_missing(self, items: tuple[NotReady, ...]) -> None:
        row = max(0, self.list.currentIndex().row())
        self.missing.show_items(items)
        for widget in (self.list, self.record, self.member, self.keys):
            widget.setVisible(bool(items))
        self.list.keep_height(max(1, min(len(items), MISSING_ROWS)))
        if items:
            kept = self.missing.row_of(self._keep)
            place = kept if kept >= 0 else min(row, len(items) - 1)
            self.list.setCurrentIndex(self.missing.index(place, 0))

    def current(self) -> NotReady | None:
        """The chosen referral."""
        return self.missing.item_at(self.list.currentIndex().row())

    def _assemble(self) -> None:
        self.column.addWidget(self.words)
        self.column.addWidget(self.counted)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.record)
        row.addWidget(self.member)
        row.addWidget(self.keys, 1)
        self.keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)

    def _connect(self) -> None:
        self.list.acted.connect(self._act)
        self.list.moved.connect(self._moved)
        self.record.clicked.connect(self._record)
        self.member.clicked.connect(self._open)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keys = QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self.list)
            keys.setContext(Qt.ShortcutContext.WidgetShortcut)
            keys.activated.connect(self._open)

    def _moved(self, row: int) -> None:
        item = self.missing.item_at(row)
        if item is not None:
            self._keep = item.referral_id
            self.record.setEnabled(item.kind == "no-status")

    def _act(self) -> None:
        """What settles the row: a status where there is none, else the member's own page."""
        item = self.current()
        if item is not None and item.kind == "no-status":
            self._record()
        else:
            self._open()

    def _record(self) -> None:
        item = self.current()
        if item is not None:
            self.record_asked.emit(item.referral_id)

    def _open(self) -> None:
        item = self.current()
        if item is not None:
            self.member_asked.emit(item.member_id)


def _counted(file: StatusFile, total: int, month: str) -> str:
    """How the figure is made, and what else needs an eye."""
    said = [
        ngettext(
            "{done} of {total} referrals that were open in {month} have a status dated in it; "
            "{rows} status line stands in the file.",
            "{done} of {total} referrals that were open in {month} have a status dated in it; "
            "{rows} status lines stand in the file.",
            file.rows,
        ).format(done=file.referrals, total=total, month=month, rows=f"{file.rows:,}")
    ]
    incomplete = sum(item.kind == "incomplete" for item in file.not_ready)
    waiting = sum(item.kind == "waiting" for item in file.not_ready)
    uncovered = sum(item.kind == "uncovered" for item in file.not_ready)
    if uncovered:
        said.append(
            ngettext(
                "{n} referral has something on a day without coverage.",
                "{n} referrals have something on a day without coverage.",
                uncovered,
            ).format(n=uncovered)
        )
    if incomplete:
        said.append(
            ngettext("{n} line lacks something.", "{n} lines lack something.", incomplete).format(
                n=incomplete
            )
        )
    if waiting:
        said.append(
            ngettext(
                "{n} status waits for another month's file.",
                "{n} statuses wait for another month's file.",
                waiting,
            ).format(n=waiting)
        )
    return " ".join(said)


def _readiness_line(file: StatusFile, lacking: int, month: str) -> str:
    if lacking:
        return ngettext(
            "{n} referral still lacks a status for {month}",
            "{n} referrals still lack a status for {month}",
            lacking,
        ).format(n=lacking, month=month)
    if file.referrals:
        return _("Every open referral has a status for {month}").format(month=month)
    return _("Nothing is due to this plan for {month}").format(month=month)
