"""What the dialogs share that end with a new code, shown once and typed back in part."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui.context import Context
from ui.dialogs.user_parts import UserDialog
from ui.widgets.recovery import RecoverySheet
from ui.widgets.text import Body, Muted


class CodeDialog(UserDialog):
    """Asks for the passphrase and does the work; then the code stands there, and the same button
    closes once two of its groups are typed back."""

    def __init__(
        self, context: Context, title: str, save: str, parent: QWidget | None = None
    ) -> None:
        """`save` is the word on the button while nothing is done yet."""
        super().__init__(context, title, save, parent)
        self._over = False
        self.says, self.after = Body(""), Muted("")
        self.sheet = RecoverySheet()

    def lay_out(self, wide: int, high: int) -> None:
        """Place the fields that were added; the code is not there yet. Pixels at 100 %."""
        self.assemble([self.says, *self.rows(), self.after, self.sheet], wide, high)
        self.sheet.hide()
        self.after.hide()
        self.sheet.kept.connect(self._kept)

    def save(self) -> None:
        """Do it; once a code is shown, the same button closes."""
        if self._over:
            if self.save_button.isEnabled():
                self.accept()
        elif self.complete():
            self.begin_work()

    def begin_work(self) -> None:
        """Write what the form asks for."""
        raise NotImplementedError

    def done(self, result: int) -> None:
        """Take the code out of the widgets when the dialog closes."""
        self.sheet.forget()
        super().done(result)

    def show_code(self, said: str, code: str, agency: str, changes: Changes) -> None:
        """Show the new code below `said`, and let the rest of the window know of the changes."""
        self._over = True
        self.ready()
        for field in self.fields.values():
            field.hide()
        self.cancel_button.hide()
        self.says.setText(said)
        self.after.setText(_("Type two of its groups to close this."))
        self.after.show()
        self.sheet.show_code(code, agency)
        self.sheet.show()
        self.save_button.setText(_("I have kept it"))
        self.save_button.setEnabled(False)
        self.sheet.answers[0].setFocus()
        self.context.tasks.announce(changes)

    def _kept(self, kept: bool) -> None:
        if self._over:
            self.save_button.setEnabled(kept)
