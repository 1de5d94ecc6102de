"""The schema at its newest revision, as SQLModel tables. They never leave `store`.

Ids are UUIDv7 text made here; dates are ISO text; moments are ISO text in UTC with the zone beside
them, so that rows read by plain SQL need no conversion. Table classes do not validate: values are
checked at the edge (`domain`, `exchange`). Importing this module costs about half a second, so the
hot reads (`store.reads_*`) do without it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from sqlalchemy import CheckConstraint, DefaultClause, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING
metadata: MetaData = SQLModel.metadata


class Agency(SQLModel, table=True):
    """The one provider organization of this store."""

    __tablename__: ClassVar[str] = "agency"
    id: str = Field(primary_key=True)
    name: str
    npi: str
    phone: str = "0000000000"
    lock_minutes: int = 10  # idle minutes until the window locks
    created_at: str


class User(SQLModel, table=True):
    """Somebody who works with this store."""

    __tablename__: ClassVar[str] = "user"
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    role: str  # Role slug
    active: int = 1
    created_at: str


class Plan(SQLModel, table=True):
    """A managed care plan."""

    __tablename__: ClassVar[str] = "plan"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    layout: str  # key of a shipped or learned layout
    policy: str  # key of a policy pack
    created_at: str


class LearnedLayout(SQLModel, table=True):
    """A layout that somebody mapped once in the wizard, as TOML text."""

    __tablename__: ClassVar[str] = "learned_layout"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    toml: str
    created_at: str


_STANDS = text("undone_at IS NULL")
_SHOWN, _MERGED = text("merged_into_id IS NULL"), text("merged_into_id IS NOT NULL")


class Member(SQLModel, table=True):
    """A Medi-Cal member, known by CIN; `pk` is the stable row number the search index uses."""

    __tablename__: ClassVar[str] = "member"
    __table_args__ = (
        Index("ix_member_sort_name", "sort_name", "id", sqlite_where=_SHOWN),
        Index("ix_member_merged_into_id", "merged_into_id", sqlite_where=_MERGED),
        Index("ix_member_plan_id", "plan_id"),
        Index("ix_member_navigator_id", "navigator_id"),
        Index("ix_member_language_spoken", "language_spoken"),
    )
    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    cin: str = Field(unique=True)
    plan_id: str = Field(foreign_key="plan.id")
    plan_member_id: str = ""
    first_name: str
    last_name: str
    preferred_name: str = ""
    date_of_birth: str
    phone: str = "0000000000"
    alternate_phone: str = "0000000000"
    address: str = ""
    email: str = ""
    language_spoken: str = ""
    language_written: str = ""
    written_format: str = ""
    gender_code: str = ""
    race_ethnicity_code: str = ""
    homeless: int = 0
    guardian_first_name: str = ""
    guardian_last_name: str = ""
    guardian_phone: str = "0000000000"
    navigator_id: str | None = Field(default=None, foreign_key="user.id")
    do_not_leave_word: int = 0
    fleeing_violence: int = 0
    safety_note: str = ""
    last_seen_place: str = ""
    last_seen_on: str | None = None
    disappeared_on: str | None = None
    created_at: str
    # derived, not journalled: see store.triggers.DERIVED
    sort_name: str = ""
    search_text: str = ""
    last_attempt_on: str | None = None
    # since revision 3, journalled: this record went into that one and is shown no more
    merged_into_id: str | None = None


class Referral(SQLModel, table=True):
    """One service a member was referred to: one loop."""

    __tablename__: ClassVar[str] = "referral"
    __table_args__ = (
        Index("ix_referral_member_id", "member_id"),
        Index("ix_referral_plan_service", "plan_id", "service"),
        Index("ix_referral_open_clock", "is_open", "clock_due_on"),
        Index("ix_referral_open_status", "is_open", "status_on"),
        Index("ix_referral_served", "closure_reason", "ends_on"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    plan_id: str = Field(foreign_key="plan.id")
    service: str  # Service slug
    referral_type: str = ""
    requested_on: str | None = None  # Date Received Request for Authorization
    sent_to_provider_on: str | None = None
    received_on: str  # the day the first file with it was committed, or it was entered
    authorization_status: str | None = None  # AuthorizationStatus slug
    previous_referral_id: str | None = Field(default=None, foreign_key="referral.id")
    disappeared_on: str | None = None
    created_at: str
    # derived from events; journalled, so that a status set past them is seen
    is_open: int = 1  # 0 once closed, declined or denied by the plan
    status: str | None = None  # slug of the newest standing event
    status_on: str | None = None
    closure_reason: str | None = None
    # derived from authorizations and policy, not journalled: see store.triggers.DERIVED
    effective_on: str | None = None
    ends_on: str | None = None
    authorization_number: str = ""
    clock_rule: str | None = None  # the rule that runs now (answer or begin outreach), if any
    clock_due_on: str | None = None
    last_file_id: str | None = None  # the plan's last committed file that had it


class Authorization(SQLModel, table=True):
    """One authorization as the plan wrote it. A later start makes a new one."""

    __tablename__: ClassVar[str] = "authorization"
    __table_args__ = (
        UniqueConstraint("referral_id", "effective_on"),
        Index("ix_authorization_ends_on", "ends_on"),
    )
    id: str = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")
    number: str = ""
    status: str  # AuthorizationStatus slug
    requested_on: str | None = None
    decided_on: str | None = None
    effective_on: str | None = None
    ends_on: str | None = None
    created_at: str


class StatusEvent(SQLModel, table=True):
    """One dated status of a referral. Append-only: triggers refuse UPDATE and DELETE."""

    __tablename__: ClassVar[str] = "status_event"
    __table_args__ = (
        Index("ix_status_event_referral_id", "referral_id", "seq"),
        Index("ix_status_event_plan_on", "plan_id", "on_date", "member_cin", "seq"),
        Index("ix_status_event_corrects_id", "corrects_id"),
        Index("ix_status_event_on_date", "on_date", "status"),
    )
    seq: int | None = Field(default=None, primary_key=True)  # order of entry
    id: str = Field(unique=True)
    referral_id: str = Field(foreign_key="referral.id")
    plan_id: str = Field(foreign_key="plan.id")
    member_cin: str  # the status file's second sort key
    status: str  # ReferralStatus slug
    on_date: str
    reason: str | None = None  # ClosureReason slug
    note: str = ""
    corrects_id: str | None = Field(default=None, foreign_key="status_event.id")
    recorded_at: str
    zone: str
    user_id: str | None = Field(default=None, foreign_key="user.id")


class StatusVoid(SQLModel, table=True):
    """An event taken back (undo) before it left in a sent file. Append-only."""

    __tablename__: ClassVar[str] = "status_void"
    event_id: str = Field(primary_key=True, foreign_key="status_event.id")
    voided_at: str


class OutreachAttempt(SQLModel, table=True):
    """One attempt to reach a member, successful or not. Undone ones keep their row."""

    __tablename__: ClassVar[str] = "outreach_attempt"
    __table_args__ = (
        Index("ix_outreach_attempt_member_id", "member_id", "at_utc"),
        Index("ix_outreach_attempt_on_date", "on_date"),
        Index(
            "ix_outreach_attempt_met",
            "member_id",
            "on_date",
            "outcome",
            "mode",
            sqlite_where=_STANDS,
        ),  # fmt: skip
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    referral_id: str | None = Field(default=None, foreign_key="referral.id")
    at_utc: str
    zone: str
    on_date: str  # the local day it happened
    mode: str  # Mode slug
    outcome: str  # Outcome slug
    place: str = ""
    with_whom: str = ""
    note: str = ""
    next_step: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    recorded_at: str
    undone_at: str | None = None


class InboundFile(SQLModel, table=True):
    """One authorization file that came in."""

    __tablename__: ClassVar[str] = "inbound_file"
    __table_args__ = (
        Index("ix_inbound_file_sha256", "plan_id", "sha256"),
        CheckConstraint("state in ('staged', 'committed', 'discarded')", name="state"),
    )
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    name: str
    sha256: str
    layout: str
    headings: str = "[]"  # JSON: as received, in the file's order
    state: str
    rows: int = 0
    new_rows: int = 0
    changed_rows: int = 0
    unchanged_rows: int = 0
    disappeared_rows: int = 0
    rejected_rows: int = 0
    warnings: str = "[]"  # JSON: sentences about the file as a whole
    basis: int = 0  # the journal's last entry when it was compared
    staged_at: str
    committed_at: str | None = None


class InboundRow(SQLModel, table=True):
    """One row as received, and what it would do.

    Evidence, not a record: never changed once committed (a trigger refuses), outside the journal,
    covered by the file's journalled hash. A discarded file's rows are deleted.
    """

    __tablename__: ClassVar[str] = "inbound_row"
    __table_args__ = (
        Index("ix_inbound_row_verdict", "file_id", "verdict", "row_no"),
        Index("ix_inbound_row_member", "member_id", "file_id"),
    )
    file_id: str = Field(primary_key=True, foreign_key="inbound_file.id")
    row_no: int = Field(primary_key=True)
    verdict: str  # new, changed, unchanged, disappeared, rejected
    raw: str  # JSON list of the cells, in the order of the file's headings
    typed: str = ""  # the values in the order of exchange.fields.FIELDS, joined by U+001F
    baseline: str | None = None  # what the plan last said, where it differs from `typed`
    column_name: str = ""
    reason: str = ""
    changes: str = ""  # JSON: [[field, old, new], …]
    member_id: str | None = None
    referral_id: str | None = None


class OutboundFile(SQLModel, table=True):
    """A status file of one plan and month. Once sent, its rows stand."""

    __tablename__: ClassVar[str] = "outbound_file"
    __table_args__ = (UniqueConstraint("plan_id", "period"),)
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    period: str  # YYYY-MM
    name: str
    sha256: str
    rows: int
    referrals: int
    state: str  # built, sent
    built_at: str
    sent_at: str | None = None


class OutboundEvent(SQLModel, table=True):
    """Which status events a sent file carries, in its order."""

    __tablename__: ClassVar[str] = "outbound_event"
    __table_args__ = (Index("ix_outbound_event_event_id", "event_id"),)
    file_id: str = Field(primary_key=True, foreign_key="outbound_file.id")
    row_no: int = Field(primary_key=True)
    event_id: str = Field(foreign_key="status_event.id")


class OutboundContent(SQLModel, table=True):
    """The bytes of a built or sent file, so that a sent month can be given again unchanged.

    Outside the journal, like inbound rows: covered by the file's journalled hash.
    """

    __tablename__: ClassVar[str] = "outbound_content"
    file_id: str = Field(primary_key=True, foreign_key="outbound_file.id")
    content: bytes  # the file, compressed with zlib
    events: bytes  # JSON list of status_event.seq in the file's order, compressed with zlib


class Draft(SQLModel, table=True):
    """Half-typed text kept over a lock, encrypted like everything else; outside the journal."""

    __tablename__: ClassVar[str] = "draft"
    user_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)  # which form
    payload: str  # JSON
    saved_at: str


class JournalTransaction(SQLModel, table=True):
    """One write: who, when, on which device, with what intention."""

    __tablename__: ClassVar[str] = "journal_transaction"
    id: str = Field(primary_key=True)
    at: str
    zone: str
    user_id: str | None = None
    user_name: str = ""
    device: str
    intention: str


class JournalShape(SQLModel, table=True):
    """The fields that an inserted row's values in the journal stand for. Append-only."""

    __tablename__: ClassVar[str] = "journal_shape"
    id: int | None = Field(default=None, primary_key=True)
    names: str = Field(unique=True)  # with commas


class JournalEntry(SQLModel, table=True):
    """One changed row: `changes` is {field: [old, new]}, or [shape, value, …] for an inserted one.

    Append-only, hash-chained.

    `hash` is the SHA-256 of the entry before, this entry's own columns and its transaction's.
    """

    __tablename__: ClassVar[str] = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_record_id", "record_id", "seq"),)
    seq: int | None = Field(default=None, primary_key=True)
    transaction_id: str = Field(foreign_key="journal_transaction.id")
    table_name: str
    record_id: str
    operation: str  # insert, update, delete
    changes: str
    hash: str


class JournalHead(SQLModel, table=True):
    """The journal's length and last hash, authenticated by the store's key: one row.

    Without it a tail that was cut off would leave a chain that looks whole.
    """

    __tablename__: ClassVar[str] = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int | None = Field(default=1, primary_key=True)
    entries: int
    hash: str
    mac: str


def _put_defaults_into_the_database(names: Collection[str]) -> None:
    """Give every column with a plain default the same one in SQL, for rows written without ORM."""
    for name in names:
        for column in metadata.tables[name].columns:
            value = getattr(column.default, "arg", None)
            if isinstance(value, str | int) and not column.primary_key:
                quoted = "'" + value.replace("'", "''") + "'" if isinstance(value, str) else value
                column.server_default = DefaultClause(text(str(quoted)))


_put_defaults_into_the_database(list(metadata.tables))


from navigator_app.store import tables_cases as tables_cases  # noqa: E402 - one metadata, more files

_BEFORE = set(metadata.tables)  # the tables of revision 2 went out without defaults in SQL

from navigator_app.store import tables_consents as tables_consents  # noqa: E402
from navigator_app.store import tables_corrections as tables_corrections  # noqa: E402
from navigator_app.store import tables_exchange as tables_exchange  # noqa: E402
from navigator_app.store import tables_forms as tables_forms  # noqa: E402
from navigator_app.store import tables_home as tables_home  # noqa: E402
from navigator_app.store import tables_notes as tables_notes  # noqa: E402
from navigator_app.store import tables_people as tables_people  # noqa: E402
from navigator_app.store import tables_rules as tables_rules  # noqa: E402
from navigator_app.store import tables_team as tables_team  # noqa: E402
from navigator_app.store import tables_work as tables_work  # noqa: E402

_put_defaults_into_the_database(metadata.tables.keys() - _BEFORE)
