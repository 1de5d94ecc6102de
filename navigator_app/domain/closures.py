"""A day on which the office is closed, or open after all, as somebody is shown it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Origin(Enum):
    """Who set a day; of two for the same day the later one listed here speaks."""

    STATE = "state"
    AGENCY = "agency"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One day of a calendar.

    `id` is empty for a day of the state's calendar, which cannot be removed. `plan` is the plan's
    key, empty for all plans. `overruled` is True where a nearer calendar says otherwise.
    """

    id: str
    day: date
    name: str
    origin: Origin
    plan: str = ""
    closed: bool = True
    overruled: bool = False
