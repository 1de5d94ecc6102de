"""The parts of a batch's page: one member's checks with what mends them, and the wave."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.batches import BatchWave, CheckRow, Mark, MemberLine
from navigator_app.i18n import _, ngettext
from ui import theme
from ui.context import Context
from ui.models import batch_words, ledger_words, words
from ui.models.batch_words import WAVE_COLUMNS, mark, wave_cells
from ui.models.forecast_rows import TextTable
from ui.models.housing_words import soft
from ui.widgets.batch_wave import BatchWaveChart
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.listing import Listing
from ui.widgets.note_box import NoteBox
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Small, Strong

MONTHS = 8
"""Rows of the table of months in sight."""


def mend_words(way: str) -> str:
    """The words on the button of a way to mend."""
    return {
        "new_referral": _("Take a referral in…"),
        "record_consent": _("Record the consent…"),
        "eligibility_check": _("Record a check…"),
        "set_cin": _("Enter the CIN…"),
        "override_guard": _("Pass this limit…"),
        "report_capacity": _("Report open slots…"),
    }.get(way, "")


class MendButton(PlainButton):
    """Opens what mends one check; knows which."""

    def __init__(self, check: CheckRow, whose: str) -> None:
        """`whose` is the member's name, for a screen reader."""
        super().__init__(mend_words(check.way), "edit")
        self.way = check.way
        self.about: object = check.about
        if check.way == "new_referral":
            self.about = {"member": check.about}
        elif check.way == "override_guard":
            self.about = [check.about, check.rule_id]
        self.setAccessibleName(f"{self.text()} {whose}".strip())


class CheckLine(QWidget):
    """One check: its mark, what it says, what mends it, where it is written."""

    def __init__(self, context: Context, check: CheckRow, whose: str = "") -> None:
        """`whose` is the member's name."""
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        row.addWidget(StatusPill(*mark(check.mark)), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.S4)
        column.addWidget(Body(check.says))
        source = check.source if check.mark is not Mark.OK else ""
        for under in (check.mend, source):
            if under:
                column.addWidget(Small(under))
        self.button: MendButton | None = None
        if check.mark in (Mark.MEND, Mark.LOOK) and mend_words(check.way):
            self.button = MendButton(check, whose)
            self.button.clicked.connect(self._mend)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)

    @Slot()
    def _mend(self) -> None:
        if self.button is not None:
            self._context.ways.ask.emit(self.button.way, self.button.about)


class MemberChecks(Card):
    """One member of a batch.

    Signals:
        removed(str): take this member out.
        passed(str): let this member go with a reason.
        taken(str): take in what the plan says now of this member.
    """

    removed = Signal(str)
    passed = Signal(str)
    taken = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Nobody is shown yet."""
        super().__init__(parent=parent)
        self._context = context
        self._line: MemberLine | None = None
        self._body: QWidget | None = None
        self.title = Strong("")
        self.open_button = QuietButton(_("Open the member"), "user")
        self.pass_button = PlainButton(_("Pass with a reason…"), "shield")
        self.out_button = PlainButton(_("Take out"), "minus")
        self.take_button = PlainButton(_("Take the new answer in"), "import")
        self.keep_button = PlainButton(_("Let the old one stand…"), "close")
        head = QWidget()
        flow = FlowLayout(head, theme.S8)
        for button in (self.open_button, self.pass_button, self.out_button, self.take_button,
                       self.keep_button):  # fmt: skip
            flow.addWidget(button)
        self.column.addWidget(self.title)
        self.column.addWidget(head)
        self.open_button.clicked.connect(self._open)
        self.pass_button.clicked.connect(self._pass)
        self.out_button.clicked.connect(self._out)
        self.take_button.clicked.connect(self._take)
        self.keep_button.clicked.connect(self._keep)

    def show_line(self, line: MemberLine | None, *, changeable: bool) -> None:
        """Show this member, or nobody."""
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        self.title.setText(
            " · ".join(
                filter(None, (words.isolated(line.name), line.cin, batch_words.kind(line.kind)))
            )
        )
        self.out_button.setVisible(changeable)
        self.pass_button.setVisible(changeable and line.overridable)
        self.take_button.setVisible(line.change is not None)
        self.keep_button.setVisible(line.change is not None)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        for check in line.checks:
            column.addWidget(CheckLine(self._context, check, line.name))
        if line.outcome:
            on = words.day(line.outcome_on)
            said = ": ".join(filter(None, (_("Answered {day}").format(day=on),
                                           line.outcome_reason)))  # fmt: skip
            column.addWidget(Body(said))
        if line.change is not None:
            day = self._context.clock.to_local(line.change.came_at).date()
            came = _("Came {day} in {file}.").format(day=words.day(day), file=line.change.file)
            column.addWidget(NoteBox("warning", [batch_words.changed(line.change), soft(came)]))
        if line.override_reason:
            column.addWidget(Small(_("Passed: {why}").format(why=line.override_reason)))
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        follow_layout(self)

    @Slot()
    def _open(self) -> None:
        if self._line is not None:
            self._context.ways.open_member.emit(self._line.member_id)

    @Slot()
    def _pass(self) -> None:
        if self._line is not None:
            self.passed.emit(self._line.member_id)

    @Slot()
    def _take(self) -> None:
        if self._line is not None and self._line.change is not None:
            self.taken.emit(self._line.change.id)

    @Slot()
    def _keep(self) -> None:
        if self._line is not None and self._line.change is not None:
            self._context.ways.ask.emit("quarantine_item", self._line.change.id)

    @Slot()
    def _out(self) -> None:
        if self._line is not None:
            self.removed.emit(self._line.member_id)


class WavePanel(QWidget):
    """What the batch does to the extensions ahead: a sentence, the bars, the same as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is known yet."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        self.said, self.month, self.source = Body(""), Body(""), Small("")
        self._note: NoteBox | None = None
        self._notes = QVBoxLayout()
        self.chart = BatchWaveChart()
        self._model = TextTable(WAVE_COLUMNS, (1, 2), self)
        self.table = Listing(_("The months ahead"))
        self.table.setModel(self._model)
        self.table.set_widths(150, 120, 130, 260)
        self.table.keep_height(MONTHS)
        column.addWidget(self.said)
        column.addLayout(self._notes)
        for part in (self.chart, self.month, self.table, self.source):
            column.addWidget(part)
        self.chart.moved.connect(self._moved)
        self.table.moved.connect(self.chart.set_current)

    def show_wave(self, wave: BatchWave) -> None:
        """Show it."""
        self.said.setText(said(wave))
        self.source.setText(" ".join(filter(None, (wave.assumed, wave.source))))
        self._model.set_cells([wave_cells(one) for one in wave.months])
        self.chart.show_months(wave.months)
        self.month.setText(self.chart.words())
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
            self._note = None
        more = wave.short_after - wave.short_before
        if more > 0:
            text = _("With this batch {hours} of packets more no longer fit into your weeks.")
            advice = _("Ask for ends that are spread, or plan staff for that month.")
            hours = ledger_words.hours_words(more)
            self._note = NoteBox("warning", [text.format(hours=hours), advice])
            self._notes.addWidget(self._note)

    @Slot(int)
    def _moved(self, _number: int) -> None:
        self.month.setText(self.chart.words())


def said(wave: BatchWave) -> str:
    """The day on which most of a batch end, in a sentence."""
    parts = []
    if wave.same_day:
        day, count = wave.same_day[0]
        text = ngettext(
            "{n} authorization of this batch would end on {day}.",
            "{n} authorizations of this batch would end on the same day, {day}.",
            count,
        )
        parts.append(text.format(n=count, day=words.day(day)))
    if wave.unknown:
        text = ngettext(
            "Of {n} member nobody can say when.", "Of {n} members nobody can say when.",
            wave.unknown,
        )  # fmt: skip
        parts.append(text.format(n=wave.unknown))
    return " ".join(parts) or _("The batch is empty; nothing would end.")
