"""Text on paper through the system's own print dialog: nothing passes through a file of ours.

QtPrintSupport is imported when somebody prints, not before.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPainter,
    QPalette,
    QTextDocument,
)
from PySide6.QtWidgets import QDialog, QWidget

from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from navigator_app.services.timeline_paper import TimelinePaper
from ui.models import words
from ui.models.timeline_entries import when_words

_FOOT = 36.0
"""Points below the text for "page x of y"."""

_MARGIN = 18.0
"""Millimetres around the text."""

_POINT = 11
"""Size of the text in points."""


def timeline_text(paper: TimelinePaper, clock: Clock) -> str:
    """The paper as HTML: a heading, what was left out, the lines by month, oldest first."""
    today = words.day(clock.today())
    parts = [
        f"<h2>{escape(words.isolated(paper.name))}</h2>",
        f"<p>{escape(_('CIN {cin}').format(cin=words.cin(paper.cin)))} · {escape(paper.agency)} · "
        f"{escape(_('Printed {date}').format(date=today))}</p>",
        f"<p><b>{escape(_('For the agency’s own file; not to be handed on.'))}</b></p>",
        *(f"<p><i>{escape(said)}</i></p>" for said in paper.left_out),
    ]
    month = ""
    for row in paper.rows:
        heading = f"{words.month_name(row.on)} {row.on.year}"
        if heading != month:
            month = heading
            parts.append(f"<h3>{escape(heading)}</h3>")
        meta = " · ".join(part for part in (when_words(row, clock), row.by) if part)
        title = escape(words.isolated(row.title))
        title = f"<s>{title}</s>" if row.struck else title
        parts.append(f"<p><b>{title}</b><br>{escape(meta)}")
        if row.body:
            parts.append("<br>" + escape(row.body).replace("\n", "<br>"))
        parts.append("</p>")
    return "".join(parts)


def print_text(html: str, device: QPagedPaintDevice) -> int:
    """Paint the text on the device's pages, each with "page x of y"; returns how many there are."""
    document = QTextDocument()
    font = QFont()
    font.setPointSize(_POINT)
    document.setDefaultFont(font)
    painter = QPainter(device)
    try:
        page = QRectF(painter.viewport())
        foot = _FOOT * device.logicalDpiY() / 72
        document.documentLayout().setPaintDevice(device)
        document.setPageSize(QSizeF(page.width(), page.height() - foot))
        document.setHtml(html)
        pages = document.pageCount()
        painter.setFont(font)
        for number in range(1, pages + 1):
            if number > 1:
                device.newPage()
            _one_page(painter, document, page, foot, number, pages)
        return pages
    finally:
        painter.end()


def _one_page(
    painter: QPainter, document: QTextDocument, page: QRectF, foot: float, number: int, pages: int
) -> None:
    high = page.height() - foot
    painter.save()
    painter.translate(0, -(number - 1) * high)
    shown = QAbstractTextDocumentLayout.PaintContext()
    shown.palette.setColor(QPalette.ColorRole.Text, QColor("black"))  # paper is never dark
    shown.clip = QRectF(0, (number - 1) * high, page.width(), high)
    painter.setClipRect(shown.clip)
    document.documentLayout().draw(painter, shown)
    painter.restore()
    painter.setPen(QColor("black"))
    said = _("Page {number} of {count}").format(number=number, count=pages)
    painter.drawText(QRectF(0, page.height() - foot / 2, page.width(), foot / 2), said)


class Printing(QObject):
    """The system's print dialog over a window.

    What leaves is accounted for before it is printed: whoever opens this writes that down when
    `accepted` is emitted, and then calls `print_now`.

    Signals:
        accepted(): a printer was chosen.
        printed(): it has all pages.
    """

    accepted = Signal()
    printed = Signal()

    def __init__(self, html: str, parent: QWidget) -> None:
        """Keep the text until it is printed, or the dialog is closed."""
        super().__init__(parent)
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only to print

        self._html = html
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        self.dialog = QPrintDialog(self._printer, parent)
        self.dialog.setWindowTitle(_("Print"))
        self.dialog.accepted.connect(self.accepted)
        self.dialog.rejected.connect(self.deleteLater)
        self.printed.connect(self.deleteLater)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def open(self) -> None:
        """Show the dialog."""
        QDialog.open(self.dialog)  # the print dialog's own wants a slot by name

    @Slot()
    def print_now(self) -> None:
        """Print, and go."""
        print_text(self._html, self._printer)
        self.printed.emit()
