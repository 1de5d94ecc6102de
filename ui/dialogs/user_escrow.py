"""A code for the safe: made, renewed or revoked; shown this once."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.users_escrow import Made
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.user_code import CodeDialog

RENEW, REVOKE = "renew", "revoke"


def _make(label: str, own: str, ws: Workspace) -> tuple[Made | None, str, Changes]:
    from navigator_app.services import agency, users_escrow

    made, changes = users_escrow.make(ws, label, own=own)
    return made, agency.agency(ws).name, changes


def _renew(key: str, own: str, ws: Workspace) -> tuple[Made | None, str, Changes]:
    from navigator_app.services import agency, users_escrow

    made, changes = users_escrow.renew(ws, key, own=own)
    return made, agency.agency(ws).name, changes


def _revoke(key: str, own: str, ws: Workspace) -> tuple[Made | None, str, Changes]:
    from navigator_app.services import users_escrow

    return None, "", users_escrow.revoke(ws, key, own=own)


class UserEscrowDialog(CodeDialog):
    """Asks for the passphrase, then shows the code once."""

    draft_key = "user_escrow"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is None for a new code, else "renew:ID" or "revoke:ID"."""
        self._act, _colon, self._id = str(about or "").partition(":")
        title, save = {
            RENEW: (_("Renew the code"), _("Make a new code")),
            REVOKE: (_("Revoke the code"), _("Revoke it")),
        }.get(self._act, (_("Code for the safe"), _("Make a code")))
        super().__init__(context, title, save, parent)
        self.says.setText(_about(self._act))
        if not self._act:
            hint = _("A bank box, the director’s safe: never beside this computer.")
            self.add("label", _("Where it will be kept"), QLineEdit(), hint)
        self.add_own()
        self.lay_out(600, 560)
        self.whose.hide()

    def begin_work(self) -> None:
        """Make, renew or revoke."""
        own = self.text("own")
        label = "" if self._act else self.text("label")
        work = {
            RENEW: partial(_renew, self._id, own),
            REVOKE: partial(_revoke, self._id, own),
        }.get(self._act, partial(_make, label, own))
        self.write(work, self._written)

    def _written(self, found: tuple[Made | None, str, Changes]) -> None:
        made, agency, changes = found
        if made is None:
            self.finish(changes, _("The code opens nothing any more: destroy the paper"))
            return
        said = _("Shown this once. Print it, seal it, and keep it at: {label}.")
        self.show_code(said.format(label=made.label), made.code, agency, changes)


def _about(act: str) -> str:
    if act == REVOKE:
        return _("From now on this code opens nothing. Destroy the paper.")
    if act == RENEW:
        return _("A new code takes the place of this one, which then opens nothing any more.")
    return _(
        "It opens the store when every passphrase is lost, or whoever could unlock it is away. "
        "Whoever uses it sets a new passphrase for somebody named; it stands in the history, and "
        "whoever supervises or administers is told."
    )
