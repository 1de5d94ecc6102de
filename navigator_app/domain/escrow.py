"""Codes that lie in a safe and open the store when nobody who could unlock it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Escrow:
    """A code: where it is kept, who made it and when; `ended_at` once it opens nothing."""

    id: str
    label: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
    used_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """True while it opens the store."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class EscrowUse:
    """A time that one opened the store, and for whom; `seen_by` are the ids of those who know."""

    id: str
    escrow_id: str
    label: str
    name: str
    at: datetime
    seen_by: frozenset[str] = frozenset()
