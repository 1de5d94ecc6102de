"""A record that was put right: what stood there before, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

ENDING = "discontinuation"
CHECK = "eligibility_check"
REQUEST = "authorization_request"
MEMBER = "member"
ABOUT = (ENDING, CHECK, REQUEST, MEMBER)
"""The tables whose records can be corrected."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction: of which record, why, by whom, when (UTC), and what stood there before.

    `taken_back` is True where the record should never have been made and is gone.
    """

    id: str
    member_id: str
    about: str
    record_id: str
    taken_back: bool
    reason: str
    by: str
    at: datetime
    was: dict[str, object] = field(hash=False)
