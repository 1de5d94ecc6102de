"""One batch: its members with what was checked, what to do next, the wave, the plan's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QTabBar, QVBoxLayout, QWidget

from navigator_app.domain import batches as words_of
from navigator_app.domain.batches import BatchSheet, BatchWave, Mark
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import batch_wave, batches
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.take_back import TakeBack
from ui.models import batch_words, words
from ui.models.batch_words import MEMBER_COLUMNS, TAG_ROLE, TaggedTable, member_cells
from ui.views import batch_acts
from ui.views.batch_parts import CheckLine, MemberChecks, WavePanel
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.flow import FlowLayout
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Muted

ROWS = 9
_MEMBERS, _WAVE = range(2)


@dataclass(frozen=True, slots=True)
class _Shown:
    sheet: BatchSheet
    wave: BatchWave


def _read(batch_id: str, ws: Workspace) -> _Shown | None:
    key = batch_id
    if not key:
        rows = batches.listing(ws)
        if not rows:
            return None
        key = rows[0].id
    return _Shown(batches.sheet(ws, key), batch_wave.wave(ws, key))


class BatchView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `open` says which batch, `activate` fills it."""
        super().__init__(context, parent)
        self._batch_id = ""
        self._sheet: BatchSheet | None = None
        self._rows: list[words_of.MemberLine] = []
        self._findings: QWidget | None = None
        self.page = Page(_("Batch"), " ")
        self.back = QuietButton(_("All batches"), "back")
        self.pill, self.told = StatusPill(), Muted("")
        self.people = PlainButton(_("Put members in…"), "add")
        self.paste = PlainButton(_("Paste a list…"), "import")
        self.attest = PrimaryButton(_("Attest…"), "check")
        self.build = PrimaryButton(_("Build the file"), "file")
        self.save = PlainButton(_("Save the file…"), "download")
        self.sent = PrimaryButton(_("Mark as sent"), "send")
        self.answer = PrimaryButton(_("Take the answer in…"), "import")
        self.revise = PrimaryButton(_("Revised batch"), "refresh")
        self.change = PlainButton(_("Change…"), "edit")
        self.review = PlainButton(_("Ask for review"), "flag")
        self.drop = PlainButton(_("Give up"), "close")
        self.tabs = QTabBar()
        self.unready = QCheckBox(_("Only who needs mending"))
        self._model = TaggedTable(MEMBER_COLUMNS, (1,))
        self._model.setParent(self)
        self.table = Listing(_("Members of the batch"))
        self.none = Muted("")
        self.checks = MemberChecks(context)
        self.wave = WavePanel()
        self._assemble()
        self._connect()

    def open(self, target: object) -> None:
        """The id of a batch; without one the newest."""
        self._batch_id = str(target or "")

    def activate(self) -> None:
        """Check everybody anew."""
        work = partial(_read, self._batch_id)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """What was mended is checked again."""
        if self.isVisible() and (
            changes.files or changes.members or changes.referrals or changes.plans
        ):
            self.activate()

    def _assemble(self) -> None:
        column = self.page.column
        self.tabs.addTab(_("Members"))
        self.tabs.addTab(_("The wave it brings"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("What is shown of the batch"))
        self.table.setModel(self._model)
        self.table.setItemDelegateForColumn(0, TagDelegate(TAG_ROLE, self.table))
        self.table.set_widths(140, 56, 200, 100, 320)
        bar = QWidget()
        flow = FlowLayout(bar, theme.S8)
        for button in self._buttons():
            flow.addWidget(button)
        head = QWidget()
        line = FlowLayout(head, theme.S12)
        line.addWidget(self.back)
        line.addWidget(self.pill)
        for part in (head, self.told, bar):
            column.addWidget(part)
        self._finding_box = QVBoxLayout()
        column.addLayout(self._finding_box)
        parts = (self.tabs, self.unready, self.table, self.none, self.checks, self.wave)
        for one in parts:
            column.addWidget(one)
        column.addStretch(1)
        self.checks.hide()
        self.wave.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        self._allow(None)
        self.first = self.table

    def _buttons(self) -> tuple[PlainButton, ...]:
        return (
            self.attest, self.build, self.sent, self.answer, self.revise, self.people,
            self.paste, self.save,
            self.change, self.review, self.drop,
        )  # fmt: skip

    def _connect(self) -> None:
        self.back.clicked.connect(self._leave)
        self.people.clicked.connect(self._ask_people)
        self.paste.clicked.connect(self._ask_list)
        self.attest.clicked.connect(self._ask_attest)
        self.change.clicked.connect(self._ask_change)
        self.build.clicked.connect(self._build)
        self.save.clicked.connect(self._choose_folder)
        self.sent.clicked.connect(self._mark_sent)
        self.answer.clicked.connect(self._choose_answer)
        self.revise.clicked.connect(self._begin_revised)
        self.review.clicked.connect(self._ask_review)
        self.drop.clicked.connect(self._give_up)
        self.tabs.currentChanged.connect(self._turn)
        self.unready.toggled.connect(self._lay_rows)
        self.table.moved.connect(self._row_moved)
        self.table.acted.connect(self._row_opened)
        self.checks.removed.connect(self._take_out)
        self.checks.passed.connect(self._ask_pass)
        self.checks.taken.connect(self._take_changed)

    # showing

    def _show(self, shown: _Shown | None) -> None:
        if shown is None:
            self.page.hint.setText(_("There is no batch yet."))
            self._turn()
            return
        self._sheet = sheet = shown.sheet
        row = sheet.batch
        self._batch_id = row.id
        self.page.heading.setText(row.title)
        self.pill.show_state(*batch_words.state(row))
        self.page.hint.setText(batch_words.whole(row, self.context.clock.today()))
        self.told.setText(self._told(sheet))
        self.told.setVisible(bool(self.told.text()))
        self._allow(sheet)
        self._show_findings(sheet)
        self.unready.setVisible(row.changeable)
        self.wave.show_wave(shown.wave)
        self._lay_rows()

    def _told(self, sheet: BatchSheet) -> str:
        row = sheet.batch
        parts = []
        if row.changeable:
            parts.append(batch_words.ready(sheet.rows) if sheet.rows else "")
        if row.attested_at is not None:
            at = self.context.clock.to_local(row.attested_at)
            parts.append(
                _("Attested by {who} on {day}.").format(
                    who=row.attested_by, day=words.day(at.date())
                )
            )
        if row.file_name:
            parts.append(_("File {name}.").format(name=row.file_name))
        parts.append(batch_words.answer(row))
        return " ".join(filter(None, parts))

    def _allow(self, sheet: BatchSheet | None) -> None:
        """What comes next stands first; what cannot be done is not offered."""
        row = sheet.batch if sheet else None
        state = row.state if row else ""
        some = bool(sheet and sheet.rows)
        ready = some and sheet is not None and not sheet.unready
        self.people.setVisible(bool(row and row.changeable))
        self.paste.setVisible(bool(row and row.changeable))
        self.change.setVisible(bool(row and row.changeable))
        self.review.setVisible(bool(row and row.changeable))
        self.drop.setVisible(bool(row and row.changeable))
        self.attest.setVisible(state == words_of.DRAFT)
        self.attest.setEnabled(ready)
        taken_back = state == words_of.BUILT and row is not None and not row.file_id
        self.build.setVisible(state == words_of.ATTESTED or taken_back)
        self.save.setVisible(bool(row and row.file_name))
        self.sent.setVisible(state == words_of.BUILT and not taken_back)
        self.answer.setVisible(state == words_of.SENT)
        back = bool(row and row.sent_back and not row.revised_by)
        self.revise.setVisible(back)

    def _show_findings(self, sheet: BatchSheet) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        for one in sheet.findings:
            if one.mark is not Mark.OK:
                column.addWidget(CheckLine(self.context, one))
        if self._findings is not None:
            self._finding_box.removeWidget(self._findings)
            self._findings.hide()
            self._findings.deleteLater()
        self._findings = box
        self._finding_box.addWidget(box)
        follow_layout(self)

    @Slot()
    def _lay_rows(self) -> None:
        if self._sheet is None:
            return
        row = self._sheet.batch
        lacking = self.unready.isChecked() and row.changeable
        kept = self._current()
        self._rows = [one for one in self._sheet.rows if not lacking or not one.ready]
        checked = row.changeable
        if checked:  # what asks for work first, else as the file has them
            self._rows.sort(key=lambda one: (one.mark.rank, one.row_no))
        else:
            self._rows.sort(key=lambda one: (one.change is None, one.row_no))
        self._model.show_rows([member_cells(one, checked=checked) for one in self._rows])
        self.table.keep_height(min(ROWS, max(1, len(self._rows))))
        at = next((n for n, one in enumerate(self._rows) if one.id == kept), 0)
        if self._rows:
            self.table.setCurrentIndex(self._model.index(at, 0))
        self.none.setText(
            _("Nobody needs mending.") if self._sheet.rows else _("Nobody is in it yet.")
        )
        self._row_moved(at if self._rows else -1)
        self._turn()

    def _current(self) -> str:
        at = self.table.currentIndex().row()
        return self._rows[at].id if 0 <= at < len(self._rows) else ""

    @Slot(int)
    def _row_moved(self, row: int) -> None:
        line = self._rows[row] if 0 <= row < len(self._rows) else None
        changeable = bool(self._sheet and self._sheet.batch.changeable)
        self.checks.show_line(line, changeable=changeable)
        if self.tabs.currentIndex() != _MEMBERS:
            self.checks.hide()

    @Slot()
    def _turn(self) -> None:
        members = self.tabs.currentIndex() == _MEMBERS
        some = bool(self._rows)
        changeable = bool(self._sheet and self._sheet.batch.changeable)
        self.table.setVisible(members and some)
        self.none.setVisible(members and not some)
        self.checks.setVisible(members and some)
        self.unready.setVisible(members and changeable)
        self.wave.setVisible(not members)
        if self._findings is not None:
            findings = self._sheet.findings if self._sheet else ()
            lacking = any(one.mark is not Mark.OK for one in findings)
            self._findings.setVisible(members and lacking)

    # acting

    @Slot(int)
    def _row_opened(self, row: int) -> None:
        if row < len(self._rows):
            self.context.ways.open_member.emit(self._rows[row].member_id)

    @Slot()
    def _leave(self) -> None:
        self.context.ways.open_page.emit("batches", None)

    @Slot()
    def _ask_people(self) -> None:
        self.context.ways.ask.emit("batch_people", self._batch_id)

    @Slot()
    def _ask_list(self) -> None:
        self.context.ways.ask.emit("prospects", self._batch_id)

    @Slot()
    def _ask_attest(self) -> None:
        self.context.ways.ask.emit("batch_attest", self._batch_id)

    @Slot()
    def _ask_change(self) -> None:
        self.context.ways.ask.emit("batch_start", self._batch_id)

    @Slot(str)
    def _ask_pass(self, member_id: str) -> None:
        self.context.ways.ask.emit("batch_pass", [self._batch_id, member_id])

    @Slot(str)
    def _take_out(self, member_id: str) -> None:
        name = next((x.name for x in self._rows if x.member_id == member_id), "")
        back = TakeBack(self.context, partial(batch_acts.put_back, self._batch_id, member_id))
        said = _("{name} is out of the batch").format(name=name)
        work = partial(batch_acts.remove, self._batch_id, member_id)
        self._run(work, partial(batch_acts.say, self.context, said, back))

    @Slot(str)
    def _take_changed(self, key: str) -> None:
        work = partial(batch_acts.take_changed, key)
        self._run(work, partial(batch_acts.say_changed, self.context))

    @Slot()
    def _build(self) -> None:
        said = _("The file is built and waits for the line; or save it and mark it sent.")
        work = partial(batch_acts.build, self._batch_id)
        self._run(work, partial(batch_acts.say_of, self.context, said))

    @Slot()
    def _mark_sent(self) -> None:
        said = _("Sent. Each referral’s ledger asks the plan now.")
        work = partial(batch_acts.mark_sent, self._batch_id)
        self._run(work, partial(batch_acts.say_of, self.context, said))

    @Slot()
    def _ask_review(self) -> None:
        work = partial(batch_acts.ask_review, self._batch_id)
        self._run(work, partial(batch_acts.say_asked, self.context))

    @Slot()
    def _give_up(self) -> None:
        back = TakeBack(self.context, partial(batch_acts.take_up, self._batch_id))
        said = _("The batch is given up; its members may go into another.")
        work = partial(batch_acts.drop, self._batch_id)
        self._run(work, partial(batch_acts.say, self.context, said, back))

    @Slot()
    def _begin_revised(self) -> None:
        self._run(partial(batch_acts.revise, self._batch_id), partial(batch_acts.go, self.context))

    def _run(self, work: Callable[[Workspace], Any], done: Callable[[Any], None]) -> None:
        self.context.tasks.run(work, done, owner=self, failed=self.context.show_refusal)

    @Slot()
    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, _("Choose the folder for the batch"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly, True)
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.fileSelected.connect(self.save_into)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def save_into(self, folder: str) -> None:
        """Write the built file into a folder."""
        work = partial(batch_acts.save, self._batch_id, Path(folder))
        self._run(work, partial(batch_acts.say_saved, self.context))

    @Slot()
    def _choose_answer(self) -> None:
        chooser = QFileDialog(self, _("Choose the plan’s answer"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.fileSelected.connect(self.take_answer)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def take_answer(self, file: str) -> None:
        """Take a plan's answer in."""
        if self._sheet is not None:
            work = partial(batch_acts.take_answer, self._sheet.batch.plan, Path(file))
            self._run(work, partial(batch_acts.say_answer, self.context))
