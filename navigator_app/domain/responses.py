"""What plans answered to status files, and what nobody could use yet, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus, Service

# what became of a row that we sent
ACCEPTED, REJECTED, UNMATCHED = "accepted", "rejected", "unmatched"
CHANGED = "changed"
"""Of a batch's member: the plan said otherwise before."""

# how a rejected row was settled: the first word of `response_row.settled_how`
RESENT, DROPPED, SUPERSEDED = "resent", "dropped", "superseded"
"""`superseded`: a later response of the same file said otherwise."""

# what a rejection asks to be mended
CIN, BIRTH, NAME, SERVICE = "cin", "date_of_birth", "name", "service"
STATUS, DATE, DUPLICATE, AGENCY = "status", "date", "duplicate", "agency"

# how something in quarantine is settled
RETRY, DISCARD = "retry", "discard"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A status that a plan sent back, until it is settled."""

    id: str
    plan_key: str
    plan_name: str
    member_id: str
    member_name: str
    cin: str
    referral_id: str
    event_id: str
    service: Service
    status: ReferralStatus
    on: date
    closure: ClosureReason | None
    code: str  # the plan's
    reason: str  # the plan's words
    fix: str  # what is to be mended, "" where the plan's words do not say
    file: str  # ours that it was in
    response: str  # name of the plan's file
    row: int  # of the response
    came_at: datetime
    owner: str  # name of the member's navigator, "" where there is none
    alike: int  # other open rows of the same response with the same code and reason


@dataclass(frozen=True, slots=True)
class Counts:
    """A plan's rejected rows."""

    open: int  # wait for somebody
    again: int  # mended, and to go with the next file


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of the rows of one status file that was sent."""

    rows: int
    accepted: int
    rejected: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows that were settled; `undo` goes to `responses.undo`."""

    undo: str
    rows: int


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file, or a row of one, that nobody could use yet."""

    id: str
    plan_key: str
    plan_name: str
    file_id: str
    file: str  # its name
    kind: str  # a kind of `domain.exchange`
    row: int  # 0: the file as a whole
    reason: str
    owner_id: str
    owner: str  # "" while it is nobody's: then a supervisor's
    raised_at: datetime
    days: int  # since then
    can_retry: bool  # its bytes are here
    settled_at: datetime | None
    settled_how: str
    changed: bool = False  # the plan says otherwise than the answer that stands
