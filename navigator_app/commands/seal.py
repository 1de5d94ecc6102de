"""Signed forms checked: is a document one that was signed on the screen here, and unaltered?"""

from __future__ import annotations

from argparse import Namespace

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.domain import record_codes
from navigator_app.domain.signatures import CopyState, SealVerdict
from navigator_app.i18n import _
from navigator_app.services import scan_intake, sign_form_seal


def seal(args: Namespace) -> int:
    """Look at a document; 1 when it is not a sound copy of what was signed here."""
    data = scan_intake.read_file(args.file)
    with opened(args) as ws:
        found = sign_form_seal.check_copy(ws, data)
    broken = found.check.broken if found.check is not None else ()
    if output.wants_json(args):
        signature = found.check.signature if found.check is not None else None
        output.document(
            {
                "file": args.file.name,
                "state": found.state.value,
                "code": found.code or None,
                "signed_at": signature.signed_at.isoformat() if signature else None,
                "signer": signature.signer_name if signature else None,
                "form": signature.kind if signature else None,
                "record_sound": found.check.sound if found.check is not None else None,
                "broken": [one.value for one in broken],
            }
        )
    else:
        output.facts(
            [
                (_("document"), _said(found)),
                (_("form"), record_codes.shown(found.code) if found.code else ""),
                (_("kept here"), " ".join(sign_form_seal.words(one) for one in broken)),
            ]
        )
    return 0 if found.state is CopyState.OURS and not broken else 1


def _said(found: SealVerdict) -> str:
    return {
        CopyState.OURS: _("signed here, and unaltered"),
        CopyState.ALTERED: _("bears the code of a form signed here, but its bytes are others"),
        CopyState.UNSIGNED: _("bears the code of a form that was not signed on the screen"),
        CopyState.FOREIGN: _("not a form of this store"),
    }[found.state]
