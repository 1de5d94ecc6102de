"""Signatures drawn on screen, with the form and the document each was sealed with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.consents import Signer
from navigator_app.domain.signatures import Signature
from navigator_app.store.journal import decode, shapes_of

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_COLUMNS = (
    "id", "printed_form_id", "consent_id", "attachment_id", "pdf_sha256", "text_hash", "language",
    "shown_text", "signer", "signer_name", "authority", "witness", "interpreter", "strokes",
    "signed_at", "zone", "user_id",
)  # fmt: skip
_SIGNATURE = (
    "SELECT s.id, s.printed_form_id, coalesce(s.consent_id, ''), s.attachment_id, s.pdf_sha256, "
    "s.text_hash, s.language, s.shown_text, s.signer, s.signer_name, s.authority, s.witness, "
    "s.interpreter, s.strokes, s.signed_at, s.zone, coalesce(u.name, ''), "
    "coalesce(f.member_id, ''), coalesce(f.kind, ''), coalesce(f.version, 0), "
    "coalesce(f.code, ''), coalesce(f.text_hash, ''), coalesce(f.attachment_id, ''), "
    "f.voided_at, coalesce(a.sha256, ''), a.removed_at IS NOT NULL "
    "FROM form_signature s LEFT JOIN printed_form f ON f.id = s.printed_form_id "
    'LEFT JOIN attachment a ON a.id = s.attachment_id LEFT JOIN "user" u ON u.id = s.user_id '
)


def one(store: Store, signature_id: str) -> Signature | None:
    """One signature; None when there is none."""
    row = store.one(_SIGNATURE + "WHERE s.id = ?", (signature_id,))
    return _signature(row) if row else None


def by_bytes(store: Store, sha256: str) -> Signature | None:
    """The signature that a document of these very bytes was sealed with."""
    row = store.one(_SIGNATURE + "WHERE s.pdf_sha256 = ? LIMIT 1", (sha256,))
    return _signature(row) if row else None


def by_code(store: Store, code: str) -> Signature | None:
    """The signature on the form of a code."""
    row = store.one(_SIGNATURE + "WHERE f.code = ? ORDER BY s.id DESC LIMIT 1", (code,))
    return _signature(row) if row else None


def of_member(store: Store, member_id: str) -> list[Signature]:
    """A member's signatures, the latest first."""
    sql = _SIGNATURE + "WHERE f.member_id = ? ORDER BY s.signed_at DESC, s.id DESC"
    return [_signature(row) for row in store.query(sql, (member_id,))]


def of_consent(store: Store, consent_id: str) -> list[Signature]:
    """The signatures that a consent stands or ended by, the latest first."""
    sql = _SIGNATURE + "WHERE s.consent_id = ? ORDER BY s.signed_at DESC, s.id DESC"
    return [_signature(row) for row in store.query(sql, (consent_id,))]


def ids(store: Store) -> Iterator[str]:
    """The ids of all signatures."""
    for (found,) in store.query("SELECT id FROM form_signature ORDER BY id"):
        yield str(found)


def otherwise(store: Store, signature_id: str) -> tuple[str, ...]:
    """The columns of a signature that are not as the journal tells of its one insertion.

    "id" alone where the journal tells of none, or of more than that.
    """
    told = store.query(
        "SELECT operation, changes FROM journal_entry "
        "WHERE record_id = ? AND table_name = 'form_signature' ORDER BY seq",
        (signature_id,),
    )
    if len(told) != 1 or told[0][0] != "insert":
        return ("id",)
    fields = decode(told[0][1], shapes_of(store.connection))
    names = ", ".join(_COLUMNS)
    row = store.one(f"SELECT {names} FROM form_signature WHERE id = ?", (signature_id,))  # noqa: S608
    if row is None:
        return ("id",)
    return tuple(
        name
        for name, value in zip(_COLUMNS[1:], row[1:], strict=True)
        if (fields.get(name, (None, None))[1] or "") != (value or "")
    )


def untold(store: Store) -> tuple[str, ...]:
    """Ids of signatures that the journal tells of and that are not there any more."""
    rows = store.query(
        "SELECT e.record_id FROM journal_entry e LEFT JOIN form_signature s ON s.id = e.record_id "
        "WHERE e.table_name = 'form_signature' AND s.id IS NULL"
    )
    return tuple(str(row[0]) for row in rows)


def consent_attachment(store: Store, consent_id: str) -> str:
    """The document that a consent names, "" for none."""
    row = store.one("SELECT coalesce(attachment_id, '') FROM consent WHERE id = ?", (consent_id,))
    return str(row[0]) if row else ""


def _signature(row: tuple[Any, ...]) -> Signature:
    cells = list(row)
    cells[8] = Signer.from_slug(row[8]) if row[8] in Signer.slugs() else Signer.MEMBER
    cells[14] = datetime.fromisoformat(row[14])
    cells[23] = datetime.fromisoformat(row[23]) if row[23] else None
    cells[25] = bool(row[25])
    return Signature(*cells)
