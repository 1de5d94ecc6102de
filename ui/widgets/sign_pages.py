"""The pages of signing on the screen, one after the other in one frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain import record_codes
from navigator_app.domain.signatures import Part, Shown
from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.flow import FlowLayout
from ui.widgets.form_frame import form_column
from ui.widgets.form_gaps import FormGaps
from ui.widgets.form_preview import FormPreview
from ui.widgets.form_text import FormText
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import FieldError, Heading, Muted, Small, Strong

ASK, FILL, READ, SIGN, SEALED = range(5)


class SignPages(QStackedWidget):
    """The pages: what is asked, what is open in the form, its text, the pad, the document."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        head: Sequence[QWidget],
        questions: Sequence[QWidget],
    ) -> None:
        """`head` and `questions` are the parts of the first page."""
        super().__init__(parent)
        self.back = PlainButton(_("Back"), "left")
        self.gaps, self.text, self.pad = FormGaps(), FormText(), SignaturePad()
        self.read_note, self.untranslated = Small(""), Small("")
        self.purpose, self.signer = Strong(""), Muted("")
        self.ink_error = FieldError()
        self.undo_button = QuietButton(_("Take the last line away"), "undo")
        self.clear_button = QuietButton(_("Clear"), "delete")
        self.spoken = QuietButton(_("They do not sign: record what they said"), "edit")
        self.sealed, self.copied = Muted(""), Small("")
        self.print_button = PlainButton(_("Print the copy"), "print")
        self.copy_button = PlainButton(_("Save a copy…"), "download")
        self.preview = FormPreview(context)
        self._page([*head, *questions])
        self._fill_page()
        self._read_page()
        self._sign_page()
        self._sealed_page()
        self.undo_button.clicked.connect(self.pad.undo_stroke)
        self.clear_button.clicked.connect(self.pad.clear)

    @property
    def step(self) -> int:
        """Which page is in front."""
        return self.currentIndex()

    def lay_out(self, dialog: QDialog, problem: FieldError, buttons: Sequence[QPushButton]) -> None:
        """Fill a dialog with the pages, and the buttons below them; the last is the default."""
        foot = QFrame()
        foot.setProperty("role", "footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.S24, theme.S12, theme.S24, theme.S12)
        row.setSpacing(theme.S8)
        row.addWidget(self.back)
        row.addWidget(problem, 1)
        row.addStretch(0)
        for button in buttons:
            row.addWidget(button)
        buttons[-1].setDefault(True)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self, 1)
        column.addWidget(foot)
        self.go(ASK)

    def go(self, step: int) -> None:
        """Bring a page to the front, the keys with it."""
        self.setCurrentIndex(step)
        self.back.setVisible(step in (FILL, READ, SIGN))
        follow_layout(self.window())
        first = {READ: self.text, SIGN: self.pad, SEALED: self.print_button}.get(step)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_signing(self, shown: Shown, signer: str, mine: bool) -> None:
        """What the signature says, in the language of the form, and whose it is."""
        way = Qt.LayoutDirection.RightToLeft if shown.right_to_left else self.layoutDirection()
        said = [one.text for one in shown.parts if one.part is Part.SIGN]
        self.purpose.setLayoutDirection(way)
        self.purpose.setText(" ".join(said[:1]))
        name = words.isolated(signer)
        told = _("{name} signs.") if mine else _("{name} signs for the member.")
        self.signer.setText(told.format(name=name))
        self.pad.show_hint(shown.sign_here, shown.right_to_left)
        self.untranslated.setVisible(bool(shown.untranslated))
        self.untranslated.setText(
            _("{n} texts are not translated and stand in English, marked so.").format(
                n=len(shown.untranslated)
            )
        )
        self.say_read(self.text.was_read)

    def say_read(self, was_read: bool) -> None:
        """Whether the end of the text was in sight."""
        self.read_note.setText(
            _("Read to its end.")
            if was_read
            else _("Read it together, to its end; then it can be signed.")
        )

    def show_sealed(self, code: str, pdf: bytes, pages: int) -> None:
        """The document as it is sealed."""
        said = _("Form {code} is signed, sealed and kept with the member’s papers.")
        self.sealed.setText(said.format(code=record_codes.shown(code)))
        self.copied.setText(_("The person who signed has a right to a copy now."))
        self.preview.show_document(pdf, pages)

    def _page(self, parts: Sequence[QWidget], last: QWidget | None = None) -> None:
        """One page that scrolls; `last` takes the room that is left."""
        inside = QWidget()
        column = form_column(inside)
        for part in parts:
            if isinstance(part, QPushButton):
                column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                column.addWidget(part)
        if last is None:
            column.addStretch(1)
        else:
            column.addWidget(last, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.addWidget(scroll)

    def _fill_page(self) -> None:
        self._page(
            [
                Heading(_("What is still open in the form"), 2),
                Muted(_("Ask the member and fill it in. What does not apply stays empty.")),
                self.gaps,
            ]
        )

    def _read_page(self) -> None:
        page = QWidget()
        column = form_column(page)
        column.addWidget(Heading(_("Read the form together"), 2))
        column.addWidget(self.text, 1)
        column.addWidget(self.untranslated)
        column.addWidget(self.read_note)
        self.addWidget(page)

    def _sign_page(self) -> None:
        ways = QWidget()
        flow = FlowLayout(ways, theme.S8)
        flow.addWidget(self.undo_button)
        flow.addWidget(self.clear_button)
        spoken = Small(
            _(
                "A name that is typed is no signature. Somebody who cannot or will not draw may "
                "say it: that is a spoken consent, and is recorded as one."
            )
        )
        self._page(
            [
                Heading(_("Sign"), 2),
                self.purpose,
                self.signer,
                self.pad,
                self.ink_error,
                ways,
                spoken,
                self.spoken,
            ]
        )

    def _sealed_page(self) -> None:
        ways = QWidget()
        flow = FlowLayout(ways, theme.S8)
        flow.addWidget(self.print_button)
        flow.addWidget(self.copy_button)
        self._page([Heading(_("Signed"), 2), self.sealed, ways, self.copied], self.preview)
