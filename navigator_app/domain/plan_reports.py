"""What is told to a plan beside its status files: reports, notices and questions.

Words of kinds, forms and states are slugs, kept in the store; `services.plan_report_words` says
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

# kinds
NOT_ENGAGED, CAPACITY = "not-engaged", "capacity"
DISCONTINUATION, INQUIRY = "discontinuation", "inquiry"
QUESTIONS = "questions"
"""A file of inquiries: those of one plan that wait to be asked."""
MADE = (NOT_ENGAGED, CAPACITY, DISCONTINUATION, QUESTIONS)
KINDS = (*MADE, INQUIRY)

# forms
CSV, XLSX, LETTER = "csv", "xlsx", "letter"
FORMS = (CSV, XLSX, LETTER)

# the life of a report
DRAFT, BUILT, SENT, ANSWERED, DROPPED = "draft", "built", "sent", "answered", "dropped"
GONE = (SENT, ANSWERED)

# how a report went
LINE = "line"
HOWS = ("portal", "email", "phone", "fax", "mail", "meeting")
"""By hand; MCAP7003 VI.E.2 names e-mail, phone calls and meetings."""
FILE = "file"
"""How a question is asked that waits for the next file of questions."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report, notice or question, as it stands."""

    id: str
    plan_key: str
    plan_name: str
    kind: str
    form: str  # CSV, XLSX, LETTER; "" for a question
    state: str
    period: str  # of a weekly update: the Monday of its week
    due: date | None
    name: str  # of the built file
    sha256: str
    rows: int  # referrals that it names
    sent_at: datetime | None  # UTC
    sent_how: str  # LINE or one of HOWS
    line: str  # state of its file on the line to the plan, "" where it does not go there
    chase: date | None  # when to ask again
    answered: date | None
    question: str
    answer: str
    member_id: str
    member: str
    about: str
    about_id: str
    replaces_id: str
    replaced_by: str
    carried_by: str  # the file of questions, made or sent, that a question is in
    by: str
    created_at: datetime

    @property
    def gone(self) -> bool:
        """Whether the plan has it."""
        return self.state in GONE

    @property
    def on_its_way(self) -> bool:
        """Whether it waits for the line, or is on it."""
        return self.line in ("waiting", "sending")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a plan has not been told yet, with the rule that asks for it."""

    kind: str
    plan_key: str
    plan_name: str
    due: date | None  # None where the rule names no day
    count: int  # members of a weekly update, else 1
    about: str
    about_id: str
    member_id: str
    title: str
    text: str
    source: str
    report_id: str = ""  # built for it already, or the question that is open


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt, as a plan is told of it: neither where nor with whom."""

    on: date
    mode: str
    outcome: str


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One member who is not yet engaged, as the weekly update tells of them."""

    referral_id: str
    member_id: str
    member: str
    first_name: str
    last_name: str
    cin: str
    plan_member_id: str
    service: str
    received: date | None
    days: int | None
    status: str
    tried: tuple[Tried, ...]  # oldest first
    next_step: str


@dataclass(frozen=True, slots=True)
class Update:
    """A weekly update as it would be built now."""

    plan_key: str
    plan_name: str
    period: str
    due: date | None
    source: str
    quote: str
    rows: tuple[UpdateRow, ...]
    left_out: tuple[str, ...]  # why rows stay back, in sentences
