"""Handing a form out: on record first, then printed or saved, and taken back where that fails."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from navigator_app.domain import record_codes
from navigator_app.domain.records import Changes
from navigator_app.errors import NavigatorError
from navigator_app.i18n import _
from navigator_app.services.form_desk import Drawn, Issued, Sheet
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ui.printing import PrintJob


def _enter(sheet: Sheet, how: str, pages: int, copy_of: str, ws: Workspace) -> Issued:
    from navigator_app.services import form_desk

    return form_desk.enter(ws, sheet, how, pages=pages, copy_of=copy_of)


def _draw(issued: Issued) -> Drawn:
    from navigator_app.services import form_desk

    return form_desk.draw_issued(issued)


def _save(pdf: bytes, out: Path) -> Path:
    from navigator_app.services import form_desk

    return form_desk.save(pdf, out)


def _take_back(issued: Issued, ws: Workspace) -> Changes:
    from navigator_app.services import form_desk

    return form_desk.take_back(ws, issued)


def _void(code: str, ws: Workspace) -> Changes:
    from navigator_app.services import form_desk

    return form_desk.void(ws, code)


class FormActs(QObject):
    """One form at a time.

    Signals:
        began(): it is being handed out.
        handed_out(str, object): its code, and what takes it back (a `TakeBack`).
        failed(object): it was not; the error.
    """

    began = Signal()
    handed_out = Signal(str, object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        """`parent` is what dialogs stand over."""
        super().__init__(parent)
        self._context, self._window = context, parent
        self._sheet: Sheet | None = None
        self._issued: Issued | None = None
        self._pages = 0
        self._copy_of = ""
        self._out: Path | None = None
        self._printer: QPrinter | None = None
        self._job: PrintJob | None = None
        self.busy = False

    def print(self, sheet: Sheet, title: str, pages: int, copy_of: str = "") -> None:
        """Ask for the printer, then print; `copy_of` is the code of the form that it is the
        signer's copy of."""
        if self.busy:
            return
        from ui.printing import AskPrinter  # the print machinery, only to print

        self._copy_of = copy_of
        self._sheet, self._pages = sheet, pages
        asking = AskPrinter(self._window, sheet.ask.paper, title)
        asking.chosen.connect(self.print_on)
        asking.open()

    def save(self, sheet: Sheet, name: str, pages: int) -> None:
        """Ask where to, then save."""
        if self.busy:
            return
        self._sheet, self._pages, self._copy_of = sheet, pages, ""
        chooser = QFileDialog(self._window, _("Save outside the vault"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.setNameFilters([_("PDF files") + " (*.pdf)"])
        chooser.selectFile(name)
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(object)
    def print_on(self, printer: QPrinter) -> None:
        """The printer is chosen: put the form on record and print it."""
        self._printer, self._out = printer, None
        self._begin("printed")

    @Slot(str)
    def save_to(self, path: str) -> None:
        """The file is chosen: put the form on record and save it."""
        self._printer, self._out = None, Path(path)
        self._begin("saved")

    def _begin(self, how: str) -> None:
        if self.busy or self._sheet is None:
            return
        self.busy = True
        self.began.emit()
        work = partial(_enter, self._sheet, how, self._pages, self._copy_of)
        self._context.tasks.run(work, self._entered, owner=self, failed=self._refused)

    def _entered(self, issued: Issued) -> None:
        self._issued = issued
        work = partial(_draw, issued)
        self._context.tasks.draw(work, self._drawn, owner=self, failed=self._undo)

    def _drawn(self, drawn: Drawn) -> None:
        if self._out is not None:
            work = partial(_save, drawn.pdf, self._out)
            self._context.tasks.transfer(work, self._saved, owner=self, failed=self._undo)
            return
        from ui.printing import PrintJob

        assert self._printer is not None
        self._job = PrintJob(self._context, self._printer, self)
        self._job.document_done.connect(self._printed)
        self._job.failed.connect(self._undo)
        self._job.add(drawn.pdf, drawn.pages)

    @Slot()
    def _printed(self) -> None:
        assert self._job is not None
        self._job.end()
        self._done(_("Printed. Its code is {code}."))

    def _saved(self, _path: Path) -> None:
        self._done(_("Saved outside the vault. Its code is {code}."))

    def _done(self, said: str) -> None:
        assert self._issued is not None
        entered, self.busy = self._issued.entered, False
        self._let_go()
        self._context.tasks.announce(entered.changes)
        code = entered.row.code
        shown = record_codes.shown(code)
        undo = TakeBack(
            self._context, partial(_void, code),
            _("Void: {code} must not be signed any more; throw the paper away.").format(code=shown),
        )  # fmt: skip
        self._context.ways.notice.emit(said.format(code=shown), (_("Void"), undo.undo))
        self.handed_out.emit(shown, undo)

    @Slot(object)
    def _undo(self, error: BaseException | None) -> None:
        """It could not be given out: the record goes, and the person hears why."""
        failure = error or NavigatorError(
            _("Not printed"),
            _("The printer took nothing."),
            _("See that it is on and has paper, and print again."),
        )
        if self._issued is not None:
            work = partial(_take_back, self._issued)
            self._context.tasks.run(work, self._context.tasks.announce, owner=self)
        if self._job is not None:
            self._job.stop()
        self._refused(failure)

    def _refused(self, error: BaseException) -> None:
        self.busy = False
        self._let_go()
        self.failed.emit(error)

    def _let_go(self) -> None:
        """Nothing of the form stays in memory with the page."""
        if self._job is not None:
            self._job.setParent(None)  # goes with its last name
        self._issued, self._job, self._printer, self._out = None, None, None, None
