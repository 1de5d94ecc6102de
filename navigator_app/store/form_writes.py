"""Printed forms written: the record of one, its return, its end."""

from __future__ import annotations

from collections.abc import Mapping

from navigator_app.store.tx import Tx


def insert(tx: Tx, values: Mapping[str, object]) -> None:
    """Write one form's record."""
    tx.insert("printed_form", values)


def void(tx: Tx, form_id: str, why: str) -> None:
    """Mark a form as spoiled."""
    tx.update("printed_form", form_id, {"voided_at": tx.now, "voided_why": why})


def returned(tx: Tx, form_id: str, how: str) -> None:
    """Mark a form as home."""
    tx.update("printed_form", form_id, {"returned_at": tx.now, "returned_how": how})
