"""A form read and signed on the screen: asked, filled in, read to its end, drawn, sealed.

The hand lives in the pad alone. A lock takes the dialog away, and the half-drawn hand with it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from navigator_app.domain.ink import Strokes
from navigator_app.domain.records import Changes
from navigator_app.domain.signatures import SignDesk, SignDraft, Signed
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import sign_form, sign_form_undo
from navigator_app.services.sign_form import Drawn, Opening
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.sign_form_fields import SignQuestions
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.form_frame import fit_dialog
from ui.widgets.sign_pages import ASK, FILL, READ, SEALED, SIGN, SignPages

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtPrintSupport import QPrinter

    from ui.printing import PrintJob


def _read(member_id: str, ws: Workspace) -> SignDesk:
    return sign_form.desk(ws, member_id)


def _begin(draft: SignDraft, ws: Workspace) -> Opening:
    return sign_form.begin(ws, draft)


def _draw(opening: Opening, strokes: Strokes, at: datetime) -> Drawn:
    return sign_form.draw(opening, strokes, at)


def _seal(drawn: Drawn, ws: Workspace) -> Signed:
    return sign_form.seal(ws, drawn)


def _undo(signed: Signed, ws: Workspace) -> Changes:
    return sign_form_undo.undo(ws, signed)


class SignFormDialog(SignQuestions):
    """The dialog; `about` is the member's id, or [member id, form, id of the consent ended]."""

    draft_key = "sign_form"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """Ask for what is known of the member."""
        super().__init__(context, about, parent)
        self._opening: Opening | None = None
        self._read_words = ("", "")  # what the hand is drawn below
        self._drawn: Drawn | None = None
        self._signed: Signed | None = None
        self._job: PrintJob | None = None
        head = [self.heading, self.whose]
        self.pages = SignPages(context, self, head, self.question_parts())
        self.pages.lay_out(self, self.problem, [self.cancel_button, self.save_button])
        fit_dialog(self, 860, 760)
        self._connect()
        self.ask(partial(_read, self.member_id), self._known)

    def save(self) -> None:
        """The one step that is next."""
        if not self.save_button.isEnabled():
            return
        self.problem.show_error("")
        step = self.pages.step
        if step in (ASK, FILL):
            self._begin()
        elif step == READ and not self.pages.text.was_read:
            self.problem.show_error(_("Go to the end of the text first."))
        elif step == READ:
            self._go(SIGN)
        elif step == SIGN:
            self._draw()
        else:
            self.accept()

    def refused(self, error: BaseException) -> None:
        """A refusal stands where it belongs, on the page that it belongs to."""
        field = error.field if isinstance(error, InputRejected) else ""
        if field == "ink":
            self.ready()
            self.pages.ink_error.show_error(str(error))
            return
        if self.pages.gaps.show_error(field, str(error)):
            self.ready()
            self._go(FILL)
            return
        if field in self.fields and self.pages.step != SEALED:
            self._go(ASK)
        super().refused(error)

    def accept(self) -> None:
        """Close; what was signed is said, and can be taken back."""
        super().accept()
        if self._signed is not None:
            said = _("Signed and sealed.")
            if self._signed.not_told:
                said = _("Signed and sealed. Not written on the referral: {why}").format(
                    why=self._signed.not_told
                )
            back = TakeBack(
                self.context,
                partial(_undo, self._signed),
                _("Taken back. The signature stays on record, the form is void."),
            )
            self.context.ways.notice.emit(said, (_("Undo"), back.undo))

    def reject(self) -> None:
        """Closing it once it is sealed loses nothing."""
        if self._signed is not None:
            self.accept()
        else:
            super().reject()

    def draft(self) -> dict[str, object]:
        """What was typed, while it is not sealed; never a stroke."""
        if self._signed is not None:
            return {}
        if self.pages.step == FILL:
            self.filled[self.words("kind")] = self.pages.gaps.values()
        return super().draft()

    # steps

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self.pages.back.clicked.connect(self._back)
        self.pages.text.read.connect(self._was_read)
        self.pages.pad.drawn.connect(self._inked)
        self.pages.spoken.clicked.connect(self._spoken)
        self.pages.print_button.clicked.connect(self._print)
        self.pages.copy_button.clicked.connect(self._copy)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | key), self)
            shortcut.activated.connect(self.save)

    def _known(self, desk: SignDesk) -> None:
        self.whose.setText(words.isolated(desk.member_name))
        self.show_desk(desk)
        self._go(ASK)

    def _begin(self) -> None:
        if self.pages.step == FILL:
            self.filled[self.words("kind")] = self.pages.gaps.values()
        try:
            draft = self.typed_draft()
        except InputRejected as error:
            self.refused(error)
            return
        self.write(partial(_begin, draft), self._opened)

    def _opened(self, opening: Opening) -> None:
        self.ready()
        self._opening, shown = opening, opening.shown
        if self.pages.step == ASK and shown.asked:
            self.pages.gaps.show_form(shown, opening.draft.filled)
            self._go(FILL)
            return
        try:
            sign_form.check_filled(shown)
        except InputRejected as error:
            self.refused(error)
            return
        self.pages.text.show_form(shown)
        words_now = (shown.text, opening.signer)
        if self._read_words != words_now:
            self.pages.pad.clear()  # a hand belongs to the words it was drawn below
        self._read_words = words_now
        self.pages.show_signing(shown, opening.signer, self._member_signs())
        self._go(READ)

    def _member_signs(self) -> bool:
        return self.words("signer") == "member"

    @Slot()
    def _back(self) -> None:
        self.problem.show_error("")
        if self.pages.step == FILL:
            self.filled[self.words("kind")] = self.pages.gaps.values()
        asked = self._opening is not None and bool(self._opening.shown.asked)
        before = {SIGN: READ, READ: FILL if asked else ASK, FILL: ASK}
        self._go(before.get(self.pages.step, ASK))

    def _go(self, step: int) -> None:
        self.pages.go(step)
        said = {
            ASK: _("Read the form"),
            FILL: _("Read the form"),
            READ: _("Sign"),
            SIGN: _("Sign and seal"),
            SEALED: _("Done"),
        }
        self.save_button.setText(said[step])
        self.cancel_button.setVisible(step != SEALED)
        self._follow_step()

    def _follow_step(self) -> None:
        """The next step waits for what it needs."""
        step = self.pages.step
        ready = self.known is not None and not self._saving
        if step == READ:
            ready = ready and self.pages.text.was_read
        elif step == SIGN:
            ready = ready and not self.pages.pad.is_empty()
        self.save_button.setEnabled(ready)

    @Slot()
    def _was_read(self) -> None:
        self.pages.say_read(True)
        self._follow_step()

    @Slot()
    def _inked(self) -> None:
        self.pages.ink_error.show_error("")
        self._follow_step()

    # signing

    def _draw(self) -> None:
        if self._saving or self._opening is None:
            return
        self._saving = True
        self._follow_step()
        at = self.context.clock.to_local(self.context.clock.now())
        work = partial(_draw, self._opening, self.pages.pad.strokes(), at)
        self.context.tasks.draw(work, self._was_drawn, owner=self, failed=self.refused)

    def _was_drawn(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self.context.tasks.run(partial(_seal, drawn), self._sealed, owner=self, failed=self.refused)

    def _sealed(self, signed: Signed) -> None:
        self._signed = signed
        self.ready()
        self.pages.pad.clear()
        self.context.tasks.announce(signed.changes)
        if self._drawn is not None:
            printed = self._drawn.printed
            self.pages.show_sealed(signed.code, printed.pdf, printed.pages)
        self._go(SEALED)

    # the signer's copy, and those who do not sign

    @Slot()
    def _spoken(self) -> None:
        """A yes or no by voice is a record of its own kind."""
        member = self.member_id
        self.reject()
        self.context.ways.ask.emit("record_consent", member)

    @Slot()
    def _copy(self) -> None:
        if self._signed is not None:
            self.context.ways.ask.emit("save_copy", self._signed.attachment_id)

    @Slot()
    def _print(self) -> None:
        from ui.printing import AskPrinter  # the print machinery, only to print

        if self._drawn is None:
            return
        asking = AskPrinter(self, "letter", _("Signed form"))
        asking.chosen.connect(self.print_on)
        asking.open()

    @Slot(object)
    def print_on(self, printer: QPrinter) -> None:
        """The printer is chosen: print the signer's copy.

        It is the sealed document, page for page. No word "copy" is drawn on it: that would be
        another document, whose bytes no seal knows. Nor is there a cover line: the laws ask for a
        copy (45 CFR 164.508(c)(4)), not for a mark; a sheet more would carry the name once more
        and come off. Beside the hand stands that it was signed on screen, and when; on each page
        stands its code.
        """
        from ui.printing import PrintJob

        if self._drawn is None:
            return
        self._job = PrintJob(self.context, printer, self)
        self._job.document_done.connect(self._printed)
        self._job.failed.connect(self._not_printed)
        self._job.add(self._drawn.printed.pdf, self._drawn.printed.pages)

    @Slot()
    def _printed(self) -> None:
        if self._job is not None:
            self._job.end()
        self.pages.copied.setText(_("The copy is on its way to the printer."))

    @Slot(object)
    def _not_printed(self, error: BaseException | None) -> None:
        if self._job is not None:
            self._job.stop()
        said = str(error) if error is not None else _("The printer took nothing.")
        self.problem.show_error(said)
