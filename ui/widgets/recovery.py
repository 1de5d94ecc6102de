"""The recovery code on its one occasion: read, copied, printed, and typed back in part."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.clipboard import copy_for_a_while
from ui.widgets.fields import LabelledField
from ui.widgets.text import Code, Small

_READ_AS = str.maketrans("OIL", "011")


class RecoverySheet(QWidget):
    """Shows the code with copy and print, and asks for two of its groups.

    Signals:
        kept(bool): both groups were typed back rightly, or no more.
    """

    kept = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the sheet; `show_code` fills it."""
        super().__init__(parent)
        self._groups: list[str] = []
        self._asked: list[int] = []
        self._agency = ""
        self._printer: object = None  # kept while its dialog is open
        self.code = Code()
        self.code.setAccessibleName(_("Recovery code"))
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy_button = PlainButton(_("Copy"), "copy")
        self.print_button = PlainButton(_("Print"), "print")
        self.said = Small()
        self.answers = [QLineEdit(), QLineEdit()]
        self.fields = [LabelledField(" ", answer) for answer in self.answers]
        self._assemble()
        self.copy_button.clicked.connect(self._copy)
        self.print_button.clicked.connect(self._print)
        for answer in self.answers:
            answer.setMaxLength(6)
            answer.textChanged.connect(self._check)

    def _assemble(self) -> None:
        card = Card()
        card.column.addWidget(self.code)
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.copy_button)
        row.addWidget(self.print_button)
        row.addWidget(self.said, 1)
        card.column.addLayout(row)
        asked = QHBoxLayout()
        asked.setSpacing(theme.S16)
        for field in self.fields:
            asked.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        column.addWidget(card)
        column.addLayout(asked)

    def show_code(self, code: str, agency: str) -> None:
        """Show a code such as "7Q2M-…" and choose the two groups to ask for."""
        self._agency = agency
        self._groups = code.split("-")
        self.code.setText(" ".join(self._groups))
        places = range(len(self._groups))
        self._asked = sorted(secrets.SystemRandom().sample(places, 2))
        for field, place in zip(self.fields, self._asked, strict=True):
            label = _("Group {number} of the code").format(number=place + 1)
            field.label.setText(label)
            field.widget.setAccessibleName(label)

    @property
    def asked(self) -> list[int]:
        """Which groups are asked for, counted from 0."""
        return list(self._asked)

    def forget(self) -> None:
        """Take the code out of the widgets."""
        self.code.clear()
        self._groups = []
        for answer in self.answers:
            answer.clear()

    @Slot()
    def _copy(self) -> None:
        copy_for_a_while("-".join(self._groups))
        self.said.setText(_("Copied. The clipboard is emptied in a minute."))

    @Slot()
    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # rarely needed

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Navigator recovery code"))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._printer = printer
        dialog.finished.connect(self._print_answered)
        QDialog.open(dialog)  # its own `open` wants a receiver

    @Slot(int)
    def _print_answered(self, answer: int) -> None:
        if answer == QDialog.DialogCode.Accepted:
            self.print_to(self._printer)
        self._printer = None

    @Slot(object)
    def print_to(self, printer: object) -> None:
        """Print the page on a printer that was chosen; nothing is written to disk by us."""
        document = QTextDocument()
        document.setDefaultFont(theme.font(theme.BODY))
        words = [
            _("Navigator: recovery code of {agency}").format(agency=self._agency),
            "-".join(self._groups),
            _("It opens the caseload when the passphrase is lost. Keep this page locked away."),
        ]
        lines = [f"<p style='font-size:16pt'>{_escape(line)}</p>" for line in words]
        document.setHtml("".join(lines))
        document.print_(printer)  # type: ignore[arg-type]  # a QPrinter
        self.said.setText(_("Sent to the printer."))

    def _check(self) -> None:
        right = [
            bool(self._groups)
            and answer.text().strip().upper().translate(_READ_AS) == self._groups[place]
            for answer, place in zip(self.answers, self._asked, strict=False)
        ]
        for answer, field, is_right in zip(self.answers, self.fields, right, strict=False):
            wrong = len(answer.text().strip()) >= 4 and not is_right
            field.show_error(_("This is not that group of the code.") if wrong else "")
        self.kept.emit(bool(right) and all(right))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
