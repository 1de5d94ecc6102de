"""One form for many members: whom, who is left out and why, one print job or one file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services.form_bulk import Line
from navigator_app.services.form_desk import FormCard
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.models.form_words import name as language_name
from ui.widgets.asking_dialog import choice_field, choose
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.fields import LabelledField
from ui.widgets.form_run import FormRun
from ui.widgets.kept_form import SideBySide
from ui.widgets.listing import Listing
from ui.widgets.note_box import NoteBox
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Muted

Index = QModelIndex | QPersistentModelIndex
_AT_ONCE = 25
"""Members looked at between two moments in which others may ask the store."""

_GROUPS = (
    ("consent", N_("Consent runs out within 30 days, or did")),
    ("unreached", N_("Approved, nobody reached yet")),
    ("overdue", N_("Something is overdue")),
    ("week", N_("Something is due this week")),
    ("mine", N_("My members")),
    ("all", N_("Everybody in the caseload")),
)
_COLUMNS = (N_("Member"), N_("Language"), N_("What happens"))


def _cards() -> tuple[FormCard, ...]:
    from navigator_app.services import form_desk

    return tuple(card for card in form_desk.cards() if card.of_member)


def _members(number: int, group: str, ws: Workspace) -> tuple[int, tuple[str, ...]]:
    from navigator_app.services import form_bulk

    return number, form_bulk.members(ws, group)


def _look(
    number: int, kind: str, ids: tuple[str, ...], paper: str, ws: Workspace
) -> tuple[int, tuple[Line, ...]]:
    from navigator_app.services import form_bulk

    return number, form_bulk.look(ws, kind, ids, paper)


def _void(codes: tuple[str, ...], ws: Workspace) -> Changes:
    from navigator_app.services import form_bulk

    return form_bulk.void(ws, codes)


class _Lines(QAbstractTableModel):
    """The members of the run."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cells = _cells(self.lines[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cells[index.column()]
        return ", ".join(cells) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        here = across is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _(_COLUMNS[section]) if here else None

    def add(self, lines: tuple[Line, ...]) -> None:
        """More of them; those left out come first."""
        self.beginResetModel()
        self.lines = sorted([*self.lines, *lines], key=_left_out_first)
        self.endResetModel()

    def clear(self) -> None:
        """Nobody."""
        self.beginResetModel()
        self.lines = []
        self.endResetModel()


class FormBulkView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _("A sheet for each, in their own language and size: one print job, or one PDF.")
        self._page = Page(_("For many members"), hint)
        self._number = 0
        self._ids: tuple[str, ...] = ()
        self._kind = "tried_to_reach"
        self.run: FormRun | None = None
        self.form, self.group = choice_field({}), choice_field({k: _(t) for k, t in _GROUPS})
        self.paper = choice_field({"letter": _("Letter"), "a4": _("A4")})
        self.print = PrimaryButton(_("Print…"), "print")
        self.save = PlainButton(_("Save one PDF…"), "download")
        self.cancel = PlainButton(_("Stop"), "stop")
        self.progress = QProgressBar()
        self.summary, self.told = Body(""), Muted("")
        self.model = _Lines(self)
        self.table = Listing(_("Whom it is for, and who is left out"))
        self.table.setModel(self.model)
        self._assemble()
        self.form.currentIndexChanged.connect(self.reload)
        self.group.currentIndexChanged.connect(self.reload)
        self.paper.currentIndexChanged.connect(self.reload)
        self.print.clicked.connect(self._ask_printer)
        self.save.clicked.connect(self._ask_file)
        self.cancel.clicked.connect(self._stop)
        self.first = self.form

    def _assemble(self) -> None:
        for button in (self.save, self.print):
            self._page.buttons.addWidget(button)
        card = Card()
        fields = SideBySide(
            [
                LabelledField(_("Form"), self.form),
                LabelledField(_("For whom"), self.group),
                LabelledField(_("Paper"), self.paper),
            ]
        )
        card.column.addWidget(fields)
        self.progress.setAccessibleName(_("How far the run is"))
        self.progress.setTextVisible(False)
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        row.addWidget(self.progress, 1)
        row.addWidget(self.told)
        row.addWidget(self.cancel)
        self._running.hide()
        self.warning = NoteBox(
            "warning",
            [
                _("A saved file leaves the vault"),
                _("It holds every sheet in plain form. Delete it once it is printed or sent."),
            ],
        )
        self.nobody = EmptyState(
            "calm", _("Nobody is in this group now"),
            _("Choose another group above; whoever belongs to it stands here."),
        )  # fmt: skip
        self.nobody.hide()
        self.table.set_widths(260, 190)
        self.table.keep_height(8)
        parts = (card, self.summary, self._running, self.nobody, self.table, self.warning)
        for part in parts:
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self._allow()

    def open(self, target: object) -> None:
        """A form's kind, to begin with."""
        if isinstance(target, str) and target:
            self._kind = target
            choose(self.form, target)

    def activate(self) -> None:
        """Read the forms, then who it would be."""
        if self.run is not None:
            return
        if self.form.count():
            self.reload()
        else:
            self.context.tasks.transfer(_cards, self._offer, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """What is handed out changes nothing that stands here; a consent or a danger does."""
        if self.isVisible() and self.run is None and changes.members and not changes.files:
            self.reload()

    def _offer(self, cards: tuple[FormCard, ...]) -> None:
        for card in cards:
            self.form.addItem(_(card.title), card.kind)
        choose(self.form, self._kind)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Ask anew whom it is for."""
        if self.run is not None or not self.form.count():
            return
        self._number += 1
        self._ids = ()
        self.model.clear()
        self.summary.setText(_("Looking…"))
        self._allow()
        work = partial(_members, self._number, str(self.group.currentData()))
        self.context.tasks.run(work, self._found, owner=self)

    def _found(self, found: tuple[int, tuple[str, ...]]) -> None:
        number, ids = found
        if number == self._number:
            self._ids = ids
            self._look_on()

    def _look_on(self) -> None:
        """Look at the next few; between them the store is free for others."""
        seen = len(self.model.lines)
        ids = self._ids[seen : seen + _AT_ONCE]
        if not ids:
            self._say()
            return
        kind, paper = str(self.form.currentData()), str(self.paper.currentData())
        work = partial(_look, self._number, kind, ids, paper)
        self.context.tasks.run(work, self._looked, owner=self)

    def _looked(self, found: tuple[int, tuple[Line, ...]]) -> None:
        number, lines = found
        if number == self._number:
            self.model.add(lines)
            self._look_on()

    def _going(self) -> list[str]:
        return [line.member_id for line in self.model.lines if not line.reason]

    def _say(self) -> None:
        going = len(self._going())
        left = len(self.model.lines) - going
        said = ngettext("{n} sheet", "{n} sheets", going).format(n=going)
        if left:
            told = ngettext("{n} member is left out", "{n} members are left out", left)
            said = f"{said} · {told.format(n=left)}"
        self.summary.setText(said if self.model.lines else "")
        self._allow()

    def _allow(self) -> None:
        known = self.model.lines or self.run is not None or bool(self.summary.text())
        self.nobody.setVisible(not known)
        self.table.setVisible(bool(known))
        self.warning.setVisible(bool(known))
        ready = self.run is None and bool(self._ids) and len(self.model.lines) == len(self._ids)
        for button in (self.print, self.save):
            button.setEnabled(ready and bool(self._going()))
        for box in (self.form, self.group, self.paper):
            box.setEnabled(self.run is None)
        self._running.setVisible(self.run is not None)
        follow_layout(self)

    # the run

    @Slot()
    def _ask_printer(self) -> None:
        from ui.printing import AskPrinter

        asking = AskPrinter(self, str(self.paper.currentData()), self.form.currentText())
        asking.chosen.connect(self.print_on)
        asking.open()

    @Slot()
    def _ask_file(self) -> None:
        chooser = QFileDialog(self, _("Save outside the vault"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        kind, day = str(self.form.currentData()), self.context.clock.today().isoformat()
        chooser.selectFile(f"{kind.replace('_', '-')}-{day}.pdf")
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(object)
    def print_on(self, printer: object) -> None:
        """The printer is chosen: print all."""
        self._begin().print_on(printer)  # type: ignore[arg-type]

    @Slot(str)
    def save_to(self, path: str) -> None:
        """The file is chosen: save all."""
        self._begin().save_to(Path(path))

    def _begin(self) -> FormRun:
        kind, paper = str(self.form.currentData()), str(self.paper.currentData())
        self.run = FormRun(self.context, kind, self._going(), paper, self)
        self.run.moved.connect(self._moved)
        self.run.ended.connect(self._ended)
        self._allow()
        self.cancel.setEnabled(True)
        return self.run

    @Slot(int, int)
    def _moved(self, here: int, whole: int) -> None:
        self.progress.setMaximum(max(1, whole))
        self.progress.setValue(here)
        self.told.setText(_("{n} of {all}").format(n=here, all=whole))

    @Slot()
    def _stop(self) -> None:
        if self.run is not None:
            self.cancel.setEnabled(False)
            self.run.stop()

    @Slot(object)
    def _ended(self, error: BaseException | None) -> None:
        run, self.run = self.run, None
        if run is None:
            return
        count, wanted = run.handed_out, len(self._going())
        said = ngettext("{n} of {all} sheet handed out", "{n} of {all} sheets handed out", wanted)
        text = said.format(n=count, all=wanted)
        if run.skipped:
            left = ngettext("{n} left out", "{n} left out", len(run.skipped))
            text = f"{text} · {left.format(n=len(run.skipped))}"
        codes = tuple(run.codes)
        run.setParent(None)  # goes with its last name
        undo = TakeBack(self.context, partial(_void, codes), _("All of them are void."))
        self.context.ways.notice.emit(text, (_("Void all"), undo.undo) if codes else None)
        if error is not None:
            self.context.show_refusal(error)
        self.summary.setText(text)
        self._allow()


def _left_out_first(line: Line) -> bool:
    return not line.reason


def _cells(line: Line) -> tuple[str, str, str]:
    if line.reason:
        return words.isolated(line.name), "", _("Left out: {why}").format(why=line.reason)
    language = language_name(line.language)
    size = _("large print") if line.large else ""
    unread = ""
    if line.unread:
        unread = _("reads {language}; no form is printed in it").format(language=line.unread)
    told = " · ".join(part for part in (_("A sheet"), size, unread) if part)
    return words.isolated(line.name), language, told
