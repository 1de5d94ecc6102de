"""Giving somebody another role, or the administrator's rights."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

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


def _read(user_id: str, ws: Workspace) -> Person:
    from navigator_app.services import users

    return next(one for one in users.people(ws) if one.id == user_id)


def _change(user_id: str, role: str, administers: bool, ws: Workspace) -> tuple[Person, Changes]:
    from navigator_app.services import users

    return users.change_role(ws, user_id, Role.from_slug(role), administers=administers)


class UserRoleDialog(UserDialog):
    """The form."""

    draft_key = "user_role"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the user's id."""
        super().__init__(context, _("Role"), _("Save"), parent)
        self._id = str(about or "")
        self.role, self.does = choice_field(user_words.role_choices()), Small()
        self.administers = QCheckBox(_("Also administers: people, agency, plans"))
        self.add("user", _("Role"), self.role)
        self.below["user"] = [self.does, self.administers]
        self.assemble(self.rows(), 520, 380)
        self.role.currentIndexChanged.connect(self._say)
        self.save_button.setEnabled(False)
        read = partial(_read, self._id)
        self.context.tasks.run(read, self._show, owner=self, failed=self.refused)

    def save(self) -> None:
        """Write it."""
        role = str(self.role.currentData())
        work = partial(_change, self._id, role, self.administers.isChecked())
        self.write(work, self._changed)

    def _show(self, person: Person) -> None:
        self.whose.setText(person.name)
        choose(self.role, person.role.slug)
        self.administers.setChecked(person.administers)
        self._say()
        self.save_button.setEnabled(True)

    def _changed(self, made: tuple[Person, Changes]) -> None:
        person, changes = made
        said = _("{name}: {role}").format(name=person.name, role=user_words.role_of(person))
        self.finish(changes, said)

    def _say(self) -> None:
        self.does.setText(_(user_words.DOES[Role.from_slug(str(self.role.currentData()))]))
