"""Letting somebody who lost it set a new passphrase."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.rights import Person
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.user_parts import UserDialog


def _read(user_id: str, ws: Workspace) -> Person:
    from navigator_app.services import users

    return next(one for one in users.people(ws) if one.id == user_id)


def _reset(user_id: str, passphrase: str, own: str, ws: Workspace) -> Changes:
    from navigator_app.services import users

    return users.reset(ws, user_id, passphrase=passphrase, own=own)


class UserResetDialog(UserDialog):
    """The form."""

    draft_key = "user_reset"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the user's id."""
        super().__init__(context, _("New passphrase"), _("Set it"), parent)
        self._id = str(about or "")
        self.add_theirs()
        self.add_own()
        self.assemble(self.rows(), 520, 600)
        read = partial(_read, self._id)
        self.context.tasks.run(read, self._show, owner=self, failed=self.refused)

    def save(self) -> None:
        """Set it."""
        if self.complete():
            work = partial(_reset, self._id, self.text("passphrase"), self.text("own"))
            self.write(work, self._set)

    def _show(self, person: Person) -> None:
        self.whose.setText(
            _("Of {name}; the old one stops working at once. The history keeps who set it.").format(
                name=person.name
            )
        )

    def _set(self, changes: Changes) -> None:
        self.finish(changes, _("The new passphrase works from now on"))
