"""Letting somebody work with the store, with a passphrase of their own."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.rights import Person
from navigator_app.domain.vocabulary import Role
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.user_parts import UserDialog
from ui.models import user_words
from ui.widgets.asking_dialog import choice_field, choose
from ui.widgets.text import Small


def _add(
    name: str, role: str, administers: bool, passphrase: str, own: str, ws: Workspace
) -> tuple[Person, Changes]:
    from navigator_app.services import users

    return users.add(
        ws, name, Role.from_slug(role), passphrase=passphrase, own=own, administers=administers
    )


class UserAddDialog(UserDialog):
    """The form."""

    draft_key = "user_add"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        super().__init__(context, _("Add a person"), _("Add"), parent)
        self.name, self.role = QLineEdit(), choice_field(user_words.role_choices())
        self.does = Small()
        self.administers = QCheckBox(_("Also administers: people, agency, plans"))
        self.add("user", _("Name"), self.name, _("As it will stand in the history"))
        self.add("role", _("Role"), self.role)
        self.below["role"] = [self.does, self.administers]
        self.add_theirs()
        self.add_own()
        self.assemble(self.rows(), 560, 760)
        self.role.currentIndexChanged.connect(self._say_role)
        self._say_role()

    def draft(self) -> dict[str, object]:
        """The name and the role; a passphrase is never kept."""
        if not self.name.text().strip():
            return {}
        return {"name": self.name.text(), "role": self.role.currentData()}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put them back."""
        self.name.setText(str(payload.get("name", "")))
        choose(self.role, str(payload.get("role", "")))

    def save(self) -> None:
        """Add the person."""
        if self.complete():
            role, also = str(self.role.currentData()), self.administers.isChecked()
            given = (self.name.text(), role, also, self.text("passphrase"), self.text("own"))
            self.write(partial(_add, *given), self._added)

    def _added(self, made: tuple[Person, Changes]) -> None:
        person, changes = made
        self.name.clear()
        self.finish(changes, _("{name} can unlock the store now").format(name=person.name))

    def _say_role(self) -> None:
        self.does.setText(_(user_words.DOES[Role.from_slug(str(self.role.currentData()))]))
