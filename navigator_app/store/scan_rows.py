"""Printed forms as a scan of them needs them, and what coming home writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from navigator_app.domain.scans import ScanRecord

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_ROW = (
    "SELECT p.id, p.code, p.kind, p.version, p.text_hash, p.language, p.pages, "
    "coalesce(p.member_id, ''), coalesce(m.first_name || ' ' || m.last_name, ''), "
    "coalesce(p.consent_id, ''), p.about, p.about_id, coalesce(p.attachment_id, ''), "
    "p.returned_pages, coalesce(p.returned_at, ''), p.printed_at, coalesce(p.voided_at, ''), "
    "p.voided_why FROM printed_form p LEFT JOIN member m ON m.id = p.member_id "
)


def by_code(store: Store, code: str) -> ScanRecord | None:
    """The form with that code on it, however its letters are written."""
    row = store.one(f"{_ROW} WHERE p.code IN (?, ?, ?)", (code, code.lower(), code.upper()))
    return _record(row) if row else None


def by_id(store: Store, key: str) -> ScanRecord | None:
    """One printed form."""
    row = store.one(f"{_ROW} WHERE p.id = ?", (key,))
    return _record(row) if row else None


def filled(store: Store, key: str) -> dict[str, str]:
    """What was typed in for a sheet."""
    row = store.one("SELECT filled FROM printed_form WHERE id = ?", (key,))
    given = json.loads(row[0]) if row and row[0] else {}
    return {str(k): str(v) for k, v in given.items()} if isinstance(given, dict) else {}


def consent_of(store: Store, key: str) -> str:
    """The consent that was recorded of a printed form, by its code or by its scan; "" for none."""
    row = store.one(
        "SELECT c.id FROM printed_form p JOIN consent c ON c.member_id = p.member_id "
        "WHERE p.id = ?1 AND (c.id = p.consent_id OR c.attachment_id IN "
        "(SELECT a.id FROM attachment a WHERE a.about = 'printed_form' AND a.about_id = ?1) "
        "OR instr(upper(c.form), ':' || upper(p.code) || ':') > 0) LIMIT 1",
        (key,),
    )
    return str(row[0]) if row else ""


def come_home(
    tx: Tx, record: ScanRecord, attachment_id: str, pages: Sequence[int], *, whole: bool
) -> None:
    """Write which pages came; with `whole` none is missing any more. A consent that was printed on
    the form and has no paper yet gets this one."""
    came = {key: list(numbers) for key, numbers in record.came}
    came[attachment_id] = list(pages)
    values: dict[str, object] = {"returned_pages": json.dumps(came)}
    if attachment_id and not record.attachment_id:
        values["attachment_id"] = attachment_id
    if whole:
        values |= {"returned_at": tx.now, "returned_how": "scan"}
    tx.update("printed_form", record.id, values)


def sign(tx: Tx, consent_id: str, attachment_id: str) -> None:
    """Tie a consent without a paper to its signed one."""
    row = tx.execute("SELECT attachment_id FROM consent WHERE id = ?", (consent_id,)).fetchone()
    if row is not None and row[0] is None:
        tx.update("consent", consent_id, {"attachment_id": attachment_id})


def unlink(tx: Tx, attachment_id: str) -> None:
    """The paper is taken out of the store again: its form is not home any more."""
    row = tx.execute(
        f"{_ROW} JOIN attachment a ON a.about = 'printed_form' AND a.about_id = p.id "
        "WHERE a.id = ?",
        (attachment_id,),
    ).fetchone()
    record = _record(row) if row else None
    if record is None or attachment_id not in dict(record.came):
        return
    came = {key: list(pages) for key, pages in record.came if key != attachment_id}
    first = next((key for key in came if key), None)
    values: dict[str, object] = {
        "returned_pages": json.dumps(came) if came else "",
        "returned_at": None,
        "returned_how": "",
        "attachment_id": first,
    }
    tx.update("printed_form", record.id, values)
    for (consent_id,) in tx.execute(
        "SELECT id FROM consent WHERE attachment_id = ?", (attachment_id,)
    ).fetchall():
        tx.update("consent", consent_id, {"attachment_id": None})


def go_out(tx: Tx, record_id: str) -> None:
    """A sheet of nobody's own is out again."""
    values = {"returned_pages": "", "returned_at": None, "returned_how": ""}
    tx.update("printed_form", record_id, values)


def _record(r: tuple[Any, ...]) -> ScanRecord:
    given = json.loads(r[13]) if r[13] else {}
    came = tuple((str(key), tuple(int(one) for one in pages)) for key, pages in given.items())
    return ScanRecord(
        id=r[0], code=r[1], kind=r[2], version=r[3], text_hash=r[4], language=r[5], pages=r[6],
        member_id=r[7], member_name=r[8].strip(), consent_id=r[9], about=r[10], about_id=r[11],
        attachment_id=r[12], came=came, returned_at=r[14], printed_at=r[15], voided_at=r[16],
        voided_why=r[17],
    )  # fmt: skip
