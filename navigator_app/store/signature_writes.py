"""Signatures drawn on screen, written; nothing of one is ever changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from navigator_app.store.tx import Tx


def insert(tx: Tx, values: Mapping[str, object]) -> None:
    """Write one signature: it is append-only."""
    tx.insert("form_signature", values)


def end_consent(tx: Tx, consent_id: str, on: str, why: str) -> None:
    """A consent, or a refusal, does not hold: what was signed was taken back at once."""
    tx.update("consent", consent_id, {"invalid_on": on, "invalid_why": why})


def consent_stands(tx: Tx, consent_id: str) -> None:
    """A consent is not revoked after all."""
    tx.update("consent", consent_id, {"revoked_on": None, "revoked_how": ""})
