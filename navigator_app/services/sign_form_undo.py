"""A signature on the screen taken back at once: the consent ends, the form is void, the signature
and its document stay, for it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain.records import Changes
from navigator_app.domain.signatures import Signed
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import clocks, consents
from navigator_app.store import form_writes, reads_tenancy, signature_writes, take_back

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace


def undo(ws: Workspace, signed: Signed) -> Changes:
    """Take it back. InputRejected when it was taken back already, or the consent has been ended
    or something left under it since."""
    if reads_tenancy.intention(ws.store, signed.undo) != "sign_form":
        raise InputRejected("undo", _("There is nothing to take back."))
    wrote = take_back.entries(ws.store, signed.undo)
    made = any(one.table == "consent" and one.operation == "insert" for one in wrote)
    found = consents.to_take_back(ws, signed.consent_id, signed.undo)
    if made and (found.revoked_on is not None or found.invalid_on is not None):
        raise InputRejected("undo", _("The consent has been ended since."))
    if not made and found.revoked_on is None:
        raise InputRejected("undo", _("The consent stands already."))
    why = _("Signed on the screen by mistake; taken back at once.")
    with ws.transaction("undo_sign_form") as tx:
        take_back.take_back(tx, [one for one in wrote if one.table == "intake"])
        if made:
            today = ws.clock.today().isoformat()
            signature_writes.end_consent(tx, signed.consent_id, today, why)
        else:
            signature_writes.consent_stands(tx, signed.consent_id)
        form_writes.void(tx, signed.printed_form_id, why)
        clocks.recompute(tx, ws, signed.changes.referrals)
    return signed.changes
