"""Dates that a member's own records name: a support plan's next review, a paper's answer or end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REVIEW_DAYS = 30
"""Days before a support plan's review from which it stands among what is due."""


@dataclass(frozen=True, slots=True)
class Review:
    """The day on which the signed support plan of a member is to be reviewed."""

    id: str  # of the version
    member_id: str
    member: str
    plan: str  # key of the managed care plan
    version: int
    on: date


@dataclass(frozen=True, slots=True)
class PaperDate:
    """A paper that was expected by a day, or that ends on one (`ends`)."""

    id: str
    member_id: str
    member: str
    plan: str
    kind: str  # id in the list of papers
    person: str  # of the household, whose paper it is; "" for the member
    asked_of: str
    ends: bool
    on: date
