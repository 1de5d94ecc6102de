"""What left the store about a member."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One time information left: when, what, to whom, what for, on which ground."""

    id: str
    at: str  # UTC, ISO
    zone: str
    what: str
    detail: str
    recipient: str
    purpose: str
    categories: tuple[str, ...]
    ground: str
    consent_id: str
    override_reason: str
    by: str
