"""Ending somebody's work with the store: what will happen, then the new recovery code."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services.users import Leaving, Revoked
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.user_code import CodeDialog


def _read(user_id: str, ws: Workspace) -> tuple[Leaving, str]:
    from navigator_app.services import agency, users

    return users.leaving(ws, user_id), agency.agency(ws).name


def _revoke(user_id: str, own: str, ws: Workspace) -> tuple[Revoked, Changes]:
    from navigator_app.services import users

    return users.revoke(ws, user_id, own=own)


class UserRevokeDialog(CodeDialog):
    """Says what will happen, asks for the passphrase, then shows the new code once."""

    draft_key = "user_revoke"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the user's id."""
        super().__init__(context, _("Revoke"), _("Revoke and change the key"), parent)
        self._id, self._agency = str(about or ""), ""
        self.add_own()
        self.lay_out(600, 620)
        self.save_button.setEnabled(False)
        read = partial(_read, self._id)
        self.context.tasks.run(read, self._show, owner=self, failed=self.refused)

    def begin_work(self) -> None:
        """Revoke."""
        self.write(partial(_revoke, self._id, self.text("own")), self._revoked)

    def _show(self, found: tuple[Leaving, str]) -> None:
        leaving, self._agency = found
        self.whose.setText(leaving.person.name)
        if leaving.refused:
            self.problem.show_error(leaving.refused)
            self.fields["own"].hide()
            return
        self.says.setText("\n".join(_will(leaving)))
        self.save_button.setEnabled(True)

    def _revoked(self, made: tuple[Revoked, Changes]) -> None:
        revoked, changes = made
        lines = [
            _("{name} is out, and the store has its new key.").format(name=revoked.name),
            _("This is the new recovery code, shown this once. Destroy the old page."),
        ]
        if revoked.reset:
            names = ", ".join(revoked.reset)
            lines.append(_("These need a new passphrase: {names}.").format(names=names))
        self.show_code("\n".join(lines), revoked.recovery_code, self._agency, changes)


def _will(leaving: Leaving) -> list[str]:
    name = leaving.person.name
    count = leaving.members
    lines = [
        _("• The passphrase of {name} opens nothing any more, at once.").format(name=name),
        _("• The store gets a new key. Everybody else unlocks as before."),
        _("• The printed recovery code ends; you get a new one to print."),
        _("• What {name} wrote stays, under that name.").format(name=name),
        _("• A copy of the store that somebody took away before stays readable to them."),
    ]
    if count:
        waits = ngettext(
            "• {n} member waits to be assigned.", "• {n} members wait to be assigned.", count
        )
        lines.insert(1, waits.format(n=count))
    return lines
