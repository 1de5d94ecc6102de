"""Changing the passphrase; the store itself is not rewritten."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.fields import LabelledField, PassphraseField
from ui.widgets.strength import Strength
from ui.widgets.text import Heading


class ChangePassphraseDialog(DraftDialog):
    """Asks for the old passphrase and twice for the new one. Never keeps a draft."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the dialog."""
        super().__init__(context, parent)
        self.setWindowTitle(_("Change the passphrase"))
        self.old = PassphraseField(_("Passphrase of now"))
        self.new = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("The new one once more"))
        self.fields = {
            "old": LabelledField(_("Passphrase of now"), self.old),
            "passphrase": LabelledField(_("New passphrase"), self.new),
            "again": LabelledField(_("The new one once more"), self.again),
        }
        self.strength = Strength()
        self.save_button = PrimaryButton(_("Change the passphrase"))
        self.cancel_button = PlainButton(_("Cancel"))
        self._assemble()
        self.new.textChanged.connect(self.strength.follow)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.setDefault(True)

    def _assemble(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S24)
        column.setSpacing(theme.S16)
        column.addWidget(Heading(_("Change the passphrase"), 2))
        column.addWidget(self.fields["old"])
        column.addWidget(self.fields["passphrase"])
        column.addWidget(self.strength)
        column.addWidget(self.fields["again"])
        column.addStretch(1)
        column.addLayout(row)
        self.setMinimumWidth(theme.px(440))

    def save(self) -> None:
        """Check what can be checked here, then rewrap the key."""
        for field in self.fields.values():
            field.show_error("")
        if self.new.text() != self.again.text():
            self.fields["again"].show_error(_("The two are not the same."))
            return
        old, new = self.old.text(), self.new.text()

        def work(ws: Workspace) -> None:
            from navigator_app.services import workspace

            workspace.change_passphrase(ws, old, new)

        self.save_button.setEnabled(False)
        self.context.tasks.run(work, self._done, owner=self, failed=self._refused)

    def _done(self, _nothing: object) -> None:
        self.context.ways.notice.emit(_("The passphrase was changed."), None)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.save_button.setEnabled(True)
        key = "passphrase" if isinstance(error, InputRejected) else "old"
        self.fields[key].show_error(str(error))
        self.fields[key].widget.setFocus()
