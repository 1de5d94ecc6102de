"""Everything about one member in one line in time, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

GROUPS: dict[str, tuple[str, ...]] = {
    "outreach": ("outreach_attempt", "place_seen", "locate_check"),
    "services": ("encounter",),
    "referral": ("status_event", "discontinuation"),
    "authorization": ("authorization", "authorization_request", "eligibility_check"),
    "plan": ("support_plan", "support_plan_signature", "support_plan_comment"),
    "search": (
        "housing_application", "housing_event", "accommodation_request", "subsidy",
        "coordinated_entry",
    ),
    "home": ("tenancy", "tenancy_event", "repayment_plan", "housing_facts"),
    "papers": ("member_document", "attachment", "printed_form", "deposit_request"),
    "people": ("promise", "hand_over", "safety_flag"),
    "consent": ("consent", "disclosure"),
}  # fmt: skip
"""What can be chosen to be seen, and the tables behind each choice."""

GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """What to show of a member; empty narrows nothing. Both days are included."""

    groups: tuple[str, ...] = ()
    text: str = ""
    first: date | None = None
    last: date | None = None
    user_id: str = ""  # who recorded it


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last line seen, where the next page begins."""

    at: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line: `title` says what happened, `body` what was written of it."""

    id: str  # of the record
    kind: str  # the record's table
    what: str  # which of the record's days it is: "", "received", "signed", …
    group: str
    on: date
    at: datetime | None  # None where only the day is known
    zone: str
    by: str
    title: str
    body: str = ""
    tone: str = "neutral"  # good, warning, danger, info, neutral
    struck: bool = False  # corrected since
    longer: bool = False  # the body is only the beginning of what was written
    marks: tuple[tuple[int, int], ...] = ()  # places in `body` of the words searched for


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Some of a member's lines, newest first. `cursor` is None at the end."""

    rows: tuple[TimelineRow, ...]
    cursor: Cursor | None = None
    enough: bool = True  # False: too little was typed to look for
