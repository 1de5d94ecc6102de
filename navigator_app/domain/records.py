"""What services hand out: frozen rows, never a table object.

Dates are `date`; moments are aware `datetime` in UTC with the zone they happened in beside them.
A status, reason, mode or outcome is its member of `domain.vocabulary`; None where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
    Role,
    Service,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write touched, so that views refresh only what they show."""

    members: frozenset[str] = frozenset()
    referrals: frozenset[str] = frozenset()
    plans: bool = False
    files: bool = False
    settings: bool = False
    directory: bool = False  # homes and landlords
    team: bool = False  # who works here, profiles, leave, who has whom


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """The provider organization whose store this is; its words stand on every status line."""

    name: str
    npi: str
    phone: str


@dataclass(frozen=True, slots=True)
class UserRow:
    """Somebody who works with this store."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A managed care plan, its file layout and its policy pack."""

    id: str
    key: str
    name: str
    layout: str
    policy: str


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One line of the caseload; `next_due` is the earliest open date of the member's referrals."""

    id: str
    first_name: str
    last_name: str
    preferred_name: str
    cin: str
    plan: str
    date_of_birth: date
    phone: str
    language: str
    navigator: str
    services: tuple[Service, ...]
    status: ReferralStatus | None
    authorization_status: AuthorizationStatus | None
    authorization_end: date | None
    last_attempt: date | None
    next_due: date | None
    next_due_rule: str
    homeless: bool
    alert: bool  # a safety flag is set: do not leave word, or fleeing violence


@dataclass(frozen=True, slots=True)
class CaseloadQuery:
    """What the caseload should show. Text and filters add up; all work in SQL."""

    text: str = ""
    plan: str = ""  # plan key
    service: Service | None = None
    status: str = ""  # a ReferralStatus slug, "none" for unanswered, "open" for not closed,
    # "running" for open or served and still authorized
    authorization: str = ""  # an AuthorizationStatus slug
    navigator: str = ""  # user id, "none" for nobody
    language: str = ""
    due: str = ""  # "overdue", "week", "unreached", "no-status", "coverage"
    stage: str = ""  # one of domain.board.STAGES; of members who are carried
    sort: str = "name"  # name, cin, plan, due, status, authorization_end, last_attempt
    descending: bool = False


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """A window of the caseload. `total` counts all rows of the query."""

    rows: tuple[CaseloadRow, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class StatusEventRow:
    """One dated status of a referral. `corrected_by` names the event that replaced it."""

    id: str
    referral_id: str
    status: ReferralStatus
    on: date
    reason: ClosureReason | None
    note: str
    by: str
    recorded_at: datetime
    corrects: str | None
    corrected_by: str | None
    file_period: str  # the month's file it left with, "" while it has not


@dataclass(frozen=True, slots=True)
class AuthorizationRow:
    """One authorization of a referral as the plan wrote it."""

    id: str
    referral_id: str
    number: str
    status: AuthorizationStatus
    requested: date | None
    decided: date | None
    effective: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One service a member was referred to, with its loop and its latest authorization."""

    id: str
    member_id: str
    cin: str
    plan: str
    service: Service
    referral_type: str
    requested: date | None
    sent_to_provider: date | None
    status: ReferralStatus | None
    status_date: date | None
    closure_reason: ClosureReason | None
    authorization_status: AuthorizationStatus | None
    effective: date | None
    end: date | None
    authorization_number: str
    disappeared_on: date | None
    previous_referral_id: str | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One outreach attempt, reached or not."""

    id: str
    member_id: str
    referral_id: str | None
    at: datetime
    zone: str
    mode: Mode
    outcome: Outcome
    place: str
    with_whom: str
    note: str
    next_step: str
    by: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One field of one changed record."""

    at: datetime
    by: str
    device: str
    intention: str
    table: str
    record_id: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member whole, as the member page and the command line show it."""

    id: str
    cin: str
    plan: str
    plan_name: str
    plan_member_id: str
    first_name: str
    last_name: str
    preferred_name: str
    date_of_birth: date
    phone: str
    alternate_phone: str
    address: str
    email: str
    language_spoken: str
    language_written: str
    written_format: str
    gender_code: str
    race_ethnicity_code: str
    homeless: bool
    guardian_name: str
    guardian_phone: str
    navigator: str
    navigator_id: str | None
    do_not_leave_word: bool
    fleeing_violence: bool
    safety_note: str
    last_seen_place: str
    last_seen_on: date | None
    disappeared_on: date | None
    as_received: tuple[tuple[str, str], ...]  # heading and cell of the last file, verbatim


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Everything the member page shows at once."""

    member: MemberRow
    referrals: tuple[ReferralRow, ...]
    events: tuple[StatusEventRow, ...]  # newest first
    authorizations: tuple[AuthorizationRow, ...]
    attempts: tuple[AttemptRow, ...]  # newest first
    due: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something due, with the rule that speaks and its source.

    What is owed for no member (open slots to be told) has neither member, referral nor service: the
    plan's name stands for the member's, and `subject` is the record that it is about.
    """

    member_id: str
    referral_id: str
    member_name: str
    plan: str
    service: Service | None
    rule: str  # the rule's id
    title: str
    due: date
    days_left: int  # negative when overdue
    state: str  # "overdue", "due", "upcoming"
    why: str
    source: str
    required: bool  # False where the source only recommends
    action: str  # what settles it, as the rule names it: "answer", "outreach", "status", …
    basis: str = ""  # the rule in short: the pack's title and the value with its unit
    business_days_left: int | None = None  # where the rule counts so; negative when overdue
    chase: bool = False  # the plan owes it: a date to ask after
    stake: str = ""  # what is lost, a word of `rules.Stake`
    more: int = 0  # other lines of the same case, where one speaks for all
    value: str = ""  # the rule's value with its unit, empty where it has none
    section: str = ""  # where in the source; the end of `source`
    spoke_on: date | None = None  # the day whose rule speaks: the clock's first
    subject: str = ""  # id of the record that settles it, where it is no referral

    @property
    def service_short(self) -> str:
        """The service's abbreviation, empty where the line is for none."""
        return self.service.short if self.service else ""


@dataclass(frozen=True, slots=True)
class Today:
    """The home screen: what is due, counted by kind, most urgent first."""

    on: date
    due: tuple[DueRow, ...]  # at most `limit` of them
    total: int
    overdue: int
    unanswered: int  # new referrals not yet answered
    unreached: int  # approved members nobody has begun outreach for
    without_status: int  # open referrals that the plan has, with no status dated in this month
    in_doubt: int  # members with a running referral whose coverage is lapsed or in doubt
    members: int
    attempts_this_week: int


@dataclass(frozen=True, slots=True)
class AttemptDraft:
    """An attempt as somebody typed it. `at` is local and naive, in `zone`."""

    member_id: str
    mode: Mode
    outcome: Outcome
    at: datetime
    referral_id: str | None = None
    place: str = ""
    with_whom: str = ""
    note: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class AttemptRecorded:
    """What recording did: the attempts, and the referrals it moved to Outreach Initiated."""

    attempts: tuple[AttemptRow, ...]
    moved: tuple[ReferralRow, ...]
    undo: str  # the transaction to hand to `record_outreach.undo`
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field a file would change; `kept` where `old` was put right here, and stands."""

    field: str
    old: str
    new: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row of a staged file. `row` counts the heading as row 1, as a spreadsheet shows it."""

    row: int
    verdict: str  # "new", "changed", "unchanged", "disappeared", "rejected"
    name: str
    cin: str
    service: str
    column: str  # of a rejected row
    reason: str  # of a rejected row
    changes: tuple[FieldChange, ...]
    raw: tuple[tuple[str, str], ...]  # heading and cell as received
    member_id: str | None


@dataclass(frozen=True, slots=True)
class ImportReview:
    """A file compared with what is known, before or after it was committed."""

    id: str
    file: str
    sha256: str
    plan: str
    layout: str
    rows: int
    new: int
    changed: int
    unchanged: int
    disappeared: int
    rejected: int
    state: str  # "staged", "committed", "discarded"
    staged_at: datetime
    committed_at: datetime | None
    seen_before: date | None  # the day the very same file was committed
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One row of the Return Transmission File."""

    event_id: str
    referral_id: str
    member_id: str
    member_name: str
    cells: tuple[str, ...]
    late: bool  # dated in an earlier month whose file had already been sent


@dataclass(frozen=True, slots=True)
class NotReady:
    """A referral that the month's file is missing something for."""

    referral_id: str
    member_id: str
    member_name: str
    service: Service
    reason: str
    # or "incomplete" (a cell is missing), "waiting" (for another file), "uncovered" (something was
    # done on a day without coverage)
    kind: str = "no-status"


@dataclass(frozen=True, slots=True)
class StatusFile:
    """A month's status file, built or about to be."""

    plan: str
    period: str
    headings: tuple[str, ...]
    lines: tuple[StatusLine, ...]  # at most `limit` of them when previewed
    rows: int
    referrals: int
    not_ready: tuple[NotReady, ...]
    file: str  # path once written, else the name it will have
    sha256: str
    state: str  # "new", "built", "sent"
    built_at: datetime | None = None
    sent_at: datetime | None = None
    warnings: tuple[str, ...] = ()  # what a person should know of the file just written
    again: int = 0  # rows that the plan rejected before, and that go again with this file
    rejected: int = 0  # rows of files sent before that still wait for somebody


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the data stands, for the status bar."""

    unsent: int  # status events that no sent file carries
    unsent_since: date | None
    plans: tuple[str, ...]  # keys of the plans they are for
    staged_files: int
    files_waiting: int = 0  # to go over the line, beside status files
