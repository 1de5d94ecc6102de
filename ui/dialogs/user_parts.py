"""What the dialogs on people share: passphrases that are typed twice and never kept."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.errors import InputRejected, WrongPassphrase
from navigator_app.i18n import _
from ui.context import Context
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.fields import LabelledField, PassphraseField
from ui.widgets.strength import Strength


class UserDialog(AskingDialog):
    """A form that asks for the passphrase of whoever is at work. Passphrases are in no draft."""

    def __init__(
        self, context: Context, title: str, save: str, parent: QWidget | None = None
    ) -> None:
        """`save` is the word on the button."""
        super().__init__(context, title, save, parent)
        self.strength = Strength()
        self.below: dict[str, list[QWidget]] = {"passphrase": [self.strength]}

    def add(self, key: str, label: str, widget: QWidget, hint: str = "") -> None:
        """Add a field below the others."""
        self.fields[key] = LabelledField(label, widget, hint)

    def add_own(self) -> None:
        """The passphrase of whoever is at work."""
        name = _("Your own passphrase")
        self.add("own", name, PassphraseField(name), _("So that nobody does this at your desk."))

    def add_theirs(self) -> None:
        """The other person's, twice, with its strength."""
        name, again = _("Their passphrase"), _("Their passphrase once more")
        first = PassphraseField(name)
        hint = _("They type it themselves. It opens the store and says who is at work.")
        self.add("passphrase", name, first, hint)
        self.add("again", again, PassphraseField(again))
        first.textChanged.connect(self.strength.follow)

    def rows(self) -> list[QWidget]:
        """The fields in their order, each with what stands below it."""
        made: list[QWidget] = []
        for key, field in self.fields.items():
            made += [field, *self.below.get(key, [])]
        return made

    def text(self, key: str) -> str:
        """What stands in a line."""
        widget = self.fields[key].widget
        return widget.text() if isinstance(widget, QLineEdit) else ""

    def complete(self) -> bool:
        """Check what can be checked here; False when something is said beside a field."""
        for field in self.fields.values():
            field.show_error("")
        name = self.fields.get("user")
        if (
            name is not None
            and isinstance(name.widget, QLineEdit)
            and not self.text("user").strip()
        ):
            self.show_error("user", _("The user needs a name."))
        elif "passphrase" in self.fields and not self.text("passphrase"):
            self.show_error("passphrase", _("Type the passphrase."))
        elif "own" in self.fields and not self.text("own"):
            self.show_error("own", _("Type your passphrase."))
        elif "again" in self.fields and self.text("passphrase") != self.text("again"):
            self.show_error("again", _("The two are not the same."))
        else:
            return True
        return False

    def refused(self, error: BaseException) -> None:
        """A wrong own passphrase stands beside its field, too."""
        if isinstance(error, WrongPassphrase):
            error = InputRejected("own", error.message, error.next_step)
        super().refused(error)
