"""A new recovery code in place of a lost one; the old one stops working."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.fields import LabelledField, PassphraseField
from ui.widgets.recovery import RecoverySheet
from ui.widgets.text import Heading, Muted


class RecoveryCodeDialog(DraftDialog):
    """Asks for the passphrase, then shows the new code once. Never keeps a draft."""

    def __init__(self, context: Context, agency: str, parent: QWidget | None = None) -> None:
        """Build the dialog; the agency's name is printed beside the code."""
        super().__init__(context, parent)
        self._agency = agency
        self.setWindowTitle(_("New recovery code"))
        self.passphrase = PassphraseField(_("Passphrase"))
        self.field = LabelledField(_("Passphrase"), self.passphrase)
        self.hint = Muted(
            _("A new code takes the place of the old one, which then opens nothing any more.")
        )
        self.sheet = RecoverySheet()
        self.make_button = PrimaryButton(_("Make a new code"), "key")
        self.done_button = PrimaryButton(_("I have kept it"))
        self.cancel_button = PlainButton(_("Cancel"))
        self._assemble()
        self.make_button.clicked.connect(self.make)
        self.passphrase.returnPressed.connect(self.make)
        self.done_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.sheet.kept.connect(self.done_button.setEnabled)

    def _assemble(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addStretch(1)
        for button in (self.cancel_button, self.make_button, self.done_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S24)
        column.setSpacing(theme.S16)
        column.addWidget(Heading(_("New recovery code"), 2))
        for part in (self.hint, self.field, self.sheet):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(row)
        self.sheet.hide()
        self.done_button.hide()
        self.done_button.setEnabled(False)
        self.setMinimumWidth(theme.px(520))

    def make(self) -> None:
        """Make the new code with the passphrase that was typed."""
        passphrase = self.passphrase.text()
        self.field.show_error("")

        def work(ws: Workspace) -> str:
            from navigator_app.services import workspace

            return workspace.new_recovery_code(ws, passphrase)

        self.make_button.setEnabled(False)
        self.context.tasks.run(work, self._show, owner=self, failed=self._refused)

    def done(self, result: int) -> None:
        """Take the code out of the widgets when the dialog closes."""
        self.sheet.forget()
        super().done(result)

    def _show(self, code: str) -> None:
        self.passphrase.clear()
        self.hint.setText(_("It is shown this once. Print it or write it down."))
        for part in (self.field, self.make_button, self.cancel_button):
            part.hide()
        self.sheet.show_code(code, self._agency)
        self.sheet.show()
        self.done_button.show()
        self.sheet.answers[0].setFocus()

    def _refused(self, error: BaseException) -> None:
        self.make_button.setEnabled(True)
        self.field.show_error(str(error))
        self.passphrase.setFocus()
