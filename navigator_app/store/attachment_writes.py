"""Attachments into the store, a piece at a time; their bytes never lie anywhere else.

The pieces come before the row that names them, so that the journal has the row once, with the hash
of all its bytes. Foreign keys wait for the commit; a transaction that ends early leaves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from navigator_app.store.tx import Tx


def write_chunks(tx: Tx, attachment_id: str, chunks: Iterable[bytes]) -> int:
    """Write the pieces in order and return how many there were."""
    tx.execute("PRAGMA defer_foreign_keys = ON")  # until this transaction ends
    number = 0
    for chunk in chunks:
        tx.execute(
            "INSERT INTO attachment_chunk(attachment_id, number, content) VALUES (?, ?, ?)",
            (attachment_id, number, chunk),
        )
        number += 1
    return number


def write_row(tx: Tx, values: Mapping[str, object]) -> None:
    """Write the row that names the pieces."""
    tx.insert("attachment", values)


def remove_bytes(tx: Tx, attachment_id: str, why: str) -> None:
    """Delete the bytes; the row stays with the reason."""
    tx.execute("DELETE FROM attachment_chunk WHERE attachment_id = ?", (attachment_id,))
    tx.update("attachment", attachment_id, {"removed_at": tx.now, "removed_why": why})
