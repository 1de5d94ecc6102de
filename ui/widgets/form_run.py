"""A run of one form for many members: a sheet at a time, stopped when asked, nothing held."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from navigator_app.domain.records import Changes
from navigator_app.errors import NavigatorError
from navigator_app.i18n import _
from navigator_app.services.form_desk import Drawn, Issued, Sheet
from navigator_app.services.workspace import Workspace
from ui.context import Context

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from navigator_app.services.form_bulk import Book, Coding
    from ui.printing import PrintJob


def _prepare(kind: str, member: str, paper: str, ws: Workspace) -> Sheet:
    from navigator_app.services import form_bulk

    return form_bulk.prepare(ws, kind, member, paper)


def _count(sheet: Sheet) -> tuple[Sheet, int]:
    from navigator_app.services import form_desk

    return sheet, form_desk.draw(sheet).pages


def _enter(sheet: Sheet, pages: int, how: str, run: str, ws: Workspace) -> Issued:
    from navigator_app.services import form_desk

    return form_desk.enter(ws, sheet, how, pages=pages, batch=run)


def _draw(issued: Issued) -> Drawn:
    from navigator_app.services import form_desk

    return form_desk.draw_issued(issued)


def _take_back(issued: Issued, ws: Workspace) -> Changes:
    from navigator_app.services import form_desk

    return form_desk.take_back(ws, issued)


def _code(sheet: Sheet, run: str, ws: Workspace) -> Coding:
    from navigator_app.services import form_bulk

    return form_bulk.code(ws, sheet, run)


def _keep(book: Book, sheets: tuple[tuple[Coding, int], ...], ws: Workspace) -> Changes:
    from navigator_app.services import form_bulk

    return form_bulk.finish(ws, book, sheets)


def _book(out: Path) -> Book:
    from navigator_app.services import form_bulk

    return form_bulk.Book(out)


class FormRun(QObject):
    """One run; made for it, and let go of after it.

    Signals:
        moved(int, int): so many of so many have had their turn.
        ended(object): it is over; a `NavigatorError` where it broke off, else None.
    """

    moved = Signal(int, int)
    ended = Signal(object)

    def __init__(
        self, context: Context, kind: str, members: Sequence[str], paper: str, parent: QObject
    ) -> None:
        """Nothing is handed out yet."""
        super().__init__(parent)
        from navigator_app.services import form_bulk

        self._context, self._kind, self._paper = context, kind, paper
        self._waiting = deque(members)
        self._all = len(members)
        self._batch = form_bulk.batch()
        self._job: PrintJob | None = None
        self._book: Book | None = None
        self._issued: Issued | None = None
        self._member = ""
        self._stopping = False
        self._failure: BaseException | None = None
        self.codes: list[str] = []
        self._coding: Coding | None = None
        self._in_book: list[tuple[Coding, int]] = []
        self.skipped: dict[str, str] = {}
        self._touched: set[str] = set()

    @property
    def handed_out(self) -> int:
        """Sheets that are printed or saved."""
        return len(self.codes)

    def print_on(self, printer: QPrinter) -> None:
        """Print all as one job."""
        from ui.printing import PrintJob

        self._job = PrintJob(self._context, printer, self)
        self._job.document_done.connect(self._given)
        self._job.failed.connect(self._broke)
        self._go_on()

    def save_to(self, out: Path) -> None:
        """Save all as one file."""
        tasks = self._context.tasks
        tasks.draw(partial(_book, out), self._begun, owner=self, failed=self._end)

    @Slot()
    def stop(self) -> None:
        """No more after the sheet at hand; what was handed out stays."""
        self._stopping = True

    def _begun(self, book: Book) -> None:
        self._book = book
        self._go_on()

    def _go_on(self) -> None:
        self.moved.emit(self._all - len(self._waiting), self._all)
        if self._stopping or not self._waiting:
            self._finish()
            return
        self._member = self._waiting.popleft()
        work = partial(_prepare, self._kind, self._member, self._paper)
        self._context.tasks.run(work, self._prepared, owner=self, failed=self._left_out)

    def _prepared(self, sheet: Sheet) -> None:
        """The record says how many pages there are: count them first."""
        work = partial(_count, sheet)
        self._context.tasks.draw(work, self._counted, owner=self, failed=self._broke)

    def _counted(self, found: tuple[Sheet, int]) -> None:
        sheet, pages = found
        tasks = self._context.tasks
        if self._book is not None:
            code = partial(_code, sheet, self._batch)
            tasks.run(code, self._coded, owner=self, failed=self._left_out)
        else:
            enter = partial(_enter, sheet, pages, "printed", self._batch)
            tasks.run(enter, self._entered, owner=self, failed=self._left_out)

    def _left_out(self, error: BaseException) -> None:
        self.skipped[self._member] = getattr(error, "message", str(error))
        self._go_on()

    def _coded(self, coding: Coding) -> None:
        assert self._book is not None
        self._coding = coding
        work = partial(self._book.add, coding.order)
        self._context.tasks.draw(work, self._added, owner=self, failed=self._broke)

    def _entered(self, issued: Issued) -> None:
        self._issued = issued
        work = partial(_draw, issued)
        self._context.tasks.draw(work, self._drawn, owner=self, failed=self._broke)

    def _drawn(self, drawn: Drawn) -> None:
        assert self._job is not None
        self._job.add(drawn.pdf, drawn.pages)

    def _added(self, pages: int) -> None:
        """It is in the file; on record it will be with all the others."""
        assert self._coding is not None
        coding, self._coding = self._coding, None
        self._in_book.append((coding, pages))
        self.codes.append(coding.letters)
        self._go_on()

    @Slot()
    def _given(self) -> None:
        assert self._issued is not None
        entered, self._issued = self._issued.entered, None
        self.codes.append(entered.row.code)
        self._touched |= entered.changes.members
        self._go_on()

    @Slot(object)
    def _broke(self, error: BaseException | None) -> None:
        """The sheet at hand could not be given away: its record goes, the run is over."""
        failure = error or NavigatorError(
            _("Not printed"),
            _("The printer took nothing more."),
            _("See that it is on and has paper, then print the rest."),
        )
        if self._issued is not None:
            work = partial(_take_back, self._issued)
            self._context.tasks.run(work, self._context.tasks.announce, owner=self)
        self._issued = None
        self._finish(failure)

    def _finish(self, error: BaseException | None = None) -> None:
        if self._job is not None:
            self._job.end()
        if self._book is not None:
            self._failure = error
            last = self._book.seal if self.codes else self._book.drop
            self._context.tasks.draw(last, self._sealed, owner=self, failed=self._lost)
            return
        self._end(error)

    def _sealed(self, _nothing: object) -> None:
        """The file is whole: it gets its name as its sheets get on record."""
        book, self._book = self._book, None
        if book is None or not self.codes:
            self._end(self._failure)
            return
        work = partial(_keep, book, tuple(self._in_book))
        self._context.tasks.run(work, self._kept, owner=self, failed=self._lost)

    def _kept(self, changes: Changes) -> None:
        self._touched |= changes.members
        self._end(self._failure)

    def _lost(self, error: BaseException) -> None:
        """There is no file after all: nothing of it was handed out, and no record says so."""
        self._book = None
        self.codes.clear()
        self._end(self._failure or error)

    def _end(self, error: BaseException | None) -> None:
        if self._touched or self.codes:
            self._context.tasks.announce(Changes(members=frozenset(self._touched), files=True))
        self.ended.emit(error)
