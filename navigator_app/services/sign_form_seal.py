"""Whether what was signed on the screen still stands as it was sealed.

Looked at are the bytes of the document, whether it is the one that was signed, the hash of the
words, the hand in the document against the hand on record, and the row against its journal entry.
What does not stand is named.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from navigator_app.domain import ink, record_codes
from navigator_app.domain.signatures import (
    CopyState,
    Seal,
    SealCheck,
    SealVerdict,
    Signature,
)
from navigator_app.errors import FileRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import read_reasons
from navigator_app.store import reads_attachments, reads_forms, reads_signatures

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_TEXT = frozenset({"text_hash", "language", "shown_text"})
_DOCUMENT = frozenset({"attachment_id", "pdf_sha256"})


def check(ws: Workspace, signature_id: str) -> SealCheck:
    """Look at one signature; NotFound when there is none."""
    found = reads_signatures.one(ws.store, signature_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such signature on record."))
    return _checked(ws, found)


def check_all(ws: Workspace) -> tuple[list[SealCheck], int]:
    """Look at every signature: those that do not stand, and how many there are in all."""
    broken, count = [], 0
    for signature_id in reads_signatures.ids(ws.store):
        count += 1
        looked = check(ws, signature_id)
        if not looked.sound:
            broken.append(looked)
    return broken, count


def missing(ws: Workspace) -> tuple[str, ...]:
    """Signatures that the journal tells of and that are not there any more."""
    return reads_signatures.untold(ws.store)


def of_member(ws: Workspace, member_id: str) -> list[Signature]:
    """A member's signatures, the latest first."""
    read_reasons.need(ws, member_id)
    return reads_signatures.of_member(ws.store, member_id)


def of_consent(ws: Workspace, consent_id: str) -> list[Signature]:
    """The signatures that a consent stands by, or was ended by, the latest first."""
    read_reasons.need_record(ws, "consent", consent_id)
    return reads_signatures.of_consent(ws.store, consent_id)


def check_copy(ws: Workspace, data: bytes) -> SealVerdict:
    """What a document from outside is: ours and unaltered, ours and altered, or not ours.

    FileRejected for what is no PDF or picture.
    """
    found = reads_signatures.by_bytes(ws.store, hashlib.sha256(data).hexdigest())
    if found is not None:
        looked = _checked(ws, found)
        return SealVerdict(CopyState.OURS, found.code, looked)
    for code in _codes(ws, data):
        found = reads_signatures.by_code(ws.store, code)
        if found is not None:
            return SealVerdict(CopyState.ALTERED, code, _checked(ws, found))
        if reads_forms.by_code(ws.store, code) is not None:
            return SealVerdict(CopyState.UNSIGNED, code)
    return SealVerdict(CopyState.FOREIGN)


def told(ws: Workspace, consent_id: str) -> str:
    """How the seals of a consent's signatures stand, in a sentence or more."""
    found = of_consent(ws, consent_id)
    if not found:
        return _("No signature on the screen is on record for this consent.")
    looked = [_checked(ws, one) for one in found]
    altered = [one for one in looked if not one.sound]
    if altered:
        code = record_codes.shown(altered[0].signature.code)
        what = " ".join(words(part) for part in altered[0].broken)
        return _("Signed form {code}: {what}").format(code=code, what=what)
    last = looked[0].signature
    at = ws.clock.to_local(last.signed_at).date()
    return _("The seal holds: {name} signed form {code} on {day}, and nothing was altered.").format(
        name=last.signer_name, code=record_codes.shown(last.code), day=at.isoformat()
    )


def words(broken: Seal) -> str:
    """What does not stand, in a sentence."""
    return {
        Seal.BYTES: _("The document was altered after it was signed."),
        Seal.SWAPPED: _("Another document stands in place of the one that was signed."),
        Seal.REMOVED: _("The document was removed; only the record of the signature is here."),
        Seal.TEXT: _("The words of the form are not those that were signed."),
        Seal.INK: _("The signature in the document is not the one on record."),
        Seal.STROKES: _("The signature on record was altered."),
        Seal.JOURNAL: _("The record of the signature is not as the journal tells."),
    }[broken]


def _checked(ws: Workspace, found: Signature) -> SealCheck:
    moved = set(reads_signatures.otherwise(ws.store, found.id))
    broken = _document(ws, found, moved)
    if found.text_hash != found.form_hash or moved & _TEXT:
        broken.append(Seal.TEXT)
    if "strokes" in moved:
        broken.append(Seal.STROKES)
    if moved - _TEXT - _DOCUMENT - {"strokes"}:
        broken.append(Seal.JOURNAL)
    return SealCheck(found, tuple(broken), _wording_now(found))


def _document(ws: Workspace, found: Signature, moved: set[str]) -> list[Seal]:
    """What is wrong with the bytes, and with the hand in them where they are the right ones."""
    if found.file_removed:
        return [Seal.REMOVED]
    data = b"".join(reads_attachments.chunks(ws.store, found.attachment_id))
    digest = hashlib.sha256(data).hexdigest()
    elsewhere = {found.form_attachment_id, _of_consent(ws, found)} - {found.attachment_id, ""}
    if moved & _DOCUMENT or elsewhere:
        return [Seal.SWAPPED]
    if digest != found.pdf_sha256:
        return [Seal.SWAPPED if digest == found.file_sha256 else Seal.BYTES]
    return [] if _same_hand(data, found.strokes) else [Seal.INK]


def _of_consent(ws: Workspace, found: Signature) -> str:
    """The document that the consent names; a consent that was only ended by it names its own."""
    if found.kind == "revocation" or not found.consent_id:
        return ""
    return reads_signatures.consent_attachment(ws.store, found.consent_id)


def _same_hand(data: bytes, strokes: str) -> bool:
    from navigator_app.services import sign_form_pdf  # loads PDFium: only where one is looked at

    try:
        return sign_form_pdf.holds(data, ink.read(strokes))
    except ValueError:
        return False


def _wording_now(found: Signature) -> bool:
    """True when the program's own form still has these very words in that language."""
    from navigator_app.services import print_orders

    try:
        return print_orders.words_hash(found.kind, found.language) == found.text_hash
    except NotFound:
        return False


def _codes(ws: Workspace, data: bytes) -> list[str]:
    """The codes of ours on a document, each once."""
    from navigator_app.domain.attachment_types import Flawed
    from navigator_app.forms import scanning
    from navigator_app.services import attachments

    try:
        looked = scanning.look(data, attachments.retention(ws).limits)
    except (Flawed, scanning.Unreadable) as error:
        raise FileRejected(
            _("Not readable"),
            _("This file cannot be read as a signed form."),
            _("Choose the PDF that was saved, or a scan of it."),
        ) from error
    found = [record_codes.normal(stamp.record) for sheet in looked.sheets for stamp in sheet.stamps]
    return [one for one in dict.fromkeys(found) if one]
