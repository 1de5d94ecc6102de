"""Who read the record of somebody outside their own caseload, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One reason that was given. `glass`: to see what the role does not. Moments are UTC."""

    id: str
    member_id: str
    member: str
    user_id: str
    user: str
    reason: str
    glass: bool
    at: datetime
    until: datetime
    seen_by: str = ""
    seen_at: datetime | None = None
