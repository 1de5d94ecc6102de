"""Printed forms through the system's print dialog, page by page; nothing passes through a file.

Pages are drawn at 300 dots an inch on the render thread and laid on the paper at their own size, so
that memory holds one of them at a time and the window never waits. QtPrintSupport is imported when
somebody prints, not before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from navigator_app.i18n import _
from navigator_app.services.form_desk import Picture
from ui.context import Context
from ui.widgets.form_preview import image_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 300.0
_SIZES = {"letter": QPageSize.PageSizeId.Letter, "a4": QPageSize.PageSizeId.A4}


def _picture(pdf: bytes, page: int) -> Picture:
    from navigator_app.services import form_desk

    return form_desk.picture(pdf, page, DPI)


class AskPrinter(QObject):
    """The system's print dialog over a window, set to the form's paper.

    Signals:
        chosen(object): a `QPrinter`; the person said yes.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, paper: str, title: str) -> None:
        """`paper` is "letter" or "a4"; `title` names the job in the printer's queue: never a
        person."""
        super().__init__()
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only to print

        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setDocName(title)
        self.printer.setFullPage(True)  # the form has margins of its own
        self.printer.setPageSize(QPageSize(_SIZES.get(paper, QPageSize.PageSizeId.Letter)))
        self.printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
        self.dialog = QPrintDialog(self.printer, parent)
        self.dialog.setWindowTitle(_("Print"))
        self.dialog.accepted.connect(self._said_yes)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setParent(parent)  # outlives the dialog: the job still holds its printer

    def open(self) -> None:
        """Show the dialog."""
        QDialog.open(self.dialog)  # the print dialog's own wants a slot by name

    @Slot()
    def _said_yes(self) -> None:
        self.chosen.emit(self.printer)


class _Canvas:
    """A printer with the painter on it; the painter always goes first."""

    def __init__(self, printer: QPrinter) -> None:
        self.printer, self.painter = printer, QPainter()

    def end(self) -> None:
        if self.painter.isActive():
            self.painter.end()

    def __del__(self) -> None:
        self.end()


class PrintJob(QObject):
    """One job on a printer: documents one after another, a page at a time.

    Signals:
        document_done(): all pages of the document are on the printer.
        failed(object): a page could not be drawn, or the printer took none; the error or None.
    """

    document_done = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, printer: QPrinter, parent: QObject) -> None:
        """Nothing is printed yet."""
        super().__init__(parent)
        self._context, self._canvas = context, _Canvas(printer)
        self._pdf, self._pages, self._page = b"", 0, 0

    def add(self, pdf: bytes, pages: int) -> None:
        """Print a document; `document_done` tells when the next may come."""
        self._pdf, self._pages, self._page = pdf, pages, 0
        self._ask()

    def end(self) -> None:
        """Give the job to the printer. Without a document nothing goes there."""
        self._canvas.end()

    def stop(self) -> None:
        """Throw away what the printer has not printed yet."""
        if self._canvas.painter.isActive():
            self._canvas.printer.abort()
        self._canvas.end()

    def _ask(self) -> None:
        work = partial(_picture, self._pdf, self._page)
        self._context.tasks.draw(work, self._lay, owner=self, failed=self._not_drawn)

    def _not_drawn(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _lay(self, picture: Picture) -> None:
        if not self._begin_page(picture):
            self.failed.emit(None)
            return
        dots = self._canvas.printer.resolution()
        wide, high = picture.inches
        paper = QRectF(0, 0, wide * dots, high * dots)
        self._canvas.painter.drawImage(paper, image_of(picture))
        self._page += 1
        if self._page < self._pages:
            self._ask()
        else:
            self._pdf = b""
            self.document_done.emit()

    def _begin_page(self, picture: Picture) -> bool:
        across = picture.inches[0] > picture.inches[1]
        turned = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        printer, painter = self._canvas.printer, self._canvas.painter
        printer.setPageOrientation(turned)
        if painter.isActive():
            return printer.newPage()
        if not painter.begin(printer):
            return False
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        return True
