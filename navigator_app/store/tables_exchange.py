"""The tables of revision 14: how each plan is reached, what went over the line, what came back.

The manners of `tables` hold. Bytes stand outside the journal, covered by a journalled hash.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class PlanConnection(SQLModel, table=True):
    """How files go to one plan and come from it."""

    __tablename__: ClassVar[str] = "plan_connection"
    id: str = Field(primary_key=True)
    plan_id: str = Field(unique=True, foreign_key="plan.id")
    kind: str  # sftp, folder, hand
    host: str = ""
    port: int = 22
    user_name: str = ""
    host_key: str = ""  # SHA256:… of the key that was pinned
    pinned_at: str | None = None
    inbox: str = ""  # where the plan leaves files for us
    outbox: str = ""  # where ours go
    jump: str = ""  # USER@HOST:PORT of a host between
    proxy: str = ""  # socks5://HOST:PORT or http://HOST:PORT
    trusted: int = 0  # a file with nothing odd is taken in without a person
    paused: int = 0
    created_at: str


class ConnectionSecret(SQLModel, table=True):
    """What opens a connection. Outside the journal: a secret that is changed must be gone."""

    __tablename__: ClassVar[str] = "connection_secret"
    connection_id: str = Field(primary_key=True, foreign_key="plan_connection.id")
    identity: str = ""  # private key, OpenSSH or PEM
    identity_passphrase: str = ""
    password: str = ""
    jump_identity: str = ""
    jump_host_key: str = ""
    proxy_password: str = ""


class ExchangeRun(SQLModel, table=True):
    """One meeting with a plan's server."""

    __tablename__: ClassVar[str] = "exchange_run"
    __table_args__ = (Index("ix_exchange_run_plan_id", "plan_id", "started_at"),)
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    started_at: str
    ended_at: str | None = None
    zone: str
    cause: str  # itself, button, command
    state: str  # running, done, failed, cancelled, cut
    trouble: str = ""  # one plain sentence
    trouble_cause: str = ""  # its word, by which it is decided whether to try again
    files_in: int = 0
    files_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    skew_seconds: int | None = None  # the server's clock against ours
    user_id: str | None = Field(default=None, foreign_key="user.id")


class ExchangeFile(SQLModel, table=True):
    """The life of one file that went or came."""

    __tablename__: ClassVar[str] = "exchange_file"
    __table_args__ = (
        Index("ix_exchange_file_plan_id", "plan_id", "direction", "sha256"),
        Index("ix_exchange_file_outbound_file_id", "outbound_file_id"),
        Index("ix_exchange_file_state", "state"),
    )
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    direction: str  # in, out
    kind: str  # authorizations, statuses, response, batch, batch-response, report, unknown
    name: str  # as shown: what the name meant, cleaned
    remote_name: str = ""
    sha256: str
    size: int = 0
    state: str  # fetched, staged, committed, quarantined, settled; waiting, sending, sent,
    # confirmed, acknowledged, refused
    inbound_file_id: str | None = Field(default=None, foreign_key="inbound_file.id")
    outbound_file_id: str | None = Field(default=None, foreign_key="outbound_file.id")
    batch_id: str | None = Field(default=None, foreign_key="batch.id")
    report_id: str | None = Field(default=None, foreign_key="plan_report.id")
    answers_id: str | None = Field(default=None, foreign_key="exchange_file.id")
    dated: str = ""  # YYYY-MM-DD or YYYY-MM that its own words above the headings say it is of
    created_at: str
    at: str  # of its newest step


class ExchangeStep(SQLModel, table=True):
    """One step in a file's life, with its proof. Append-only."""

    __tablename__: ClassVar[str] = "exchange_step"
    __table_args__ = (Index("ix_exchange_step_file_id", "file_id", "at"),)
    id: str = Field(primary_key=True)
    file_id: str = Field(foreign_key="exchange_file.id")
    run_id: str | None = Field(default=None, foreign_key="exchange_run.id")
    at: str
    zone: str
    state: str
    proof: str = ""  # what was seen: size and hash read back, who marked it by hand
    user_id: str | None = Field(default=None, foreign_key="user.id")


class ExchangeContent(SQLModel, table=True):
    """The bytes of a file that came or waits to go, compressed with zlib; outside the journal."""

    __tablename__: ClassVar[str] = "exchange_content"
    file_id: str = Field(primary_key=True, foreign_key="exchange_file.id")
    content: bytes


class RemoteSeen(SQLModel, table=True):
    """What lay on a plan's server when we last looked; a help against fetching twice, derived."""

    __tablename__: ClassVar[str] = "remote_seen"
    plan_id: str = Field(primary_key=True, foreign_key="plan.id")
    name: str = Field(primary_key=True)
    size: int
    modified: int
    sha256: str = ""  # "" while it is still growing


class Quarantine(SQLModel, table=True):
    """A file or a row that nobody could use yet: why, whose it is, since when."""

    __tablename__: ClassVar[str] = "quarantine"
    __table_args__ = (
        Index("ix_quarantine_file_id", "file_id"),
        Index("ix_quarantine_settled_at", "settled_at", "raised_at"),
    )
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    file_id: str | None = Field(default=None, foreign_key="exchange_file.id")
    row_no: int = 0  # 0: the file as a whole
    reason: str
    owner_id: str | None = Field(default=None, foreign_key="user.id")
    raised_at: str
    settled_at: str | None = None
    settled_how: str = ""


class ResponseRow(SQLModel, table=True):
    """What the plan said of one row that we sent."""

    __tablename__: ClassVar[str] = "response_row"
    __table_args__ = (
        UniqueConstraint("file_id", "row_no"),
        Index("ix_response_row_event_id", "event_id"),
        Index("ix_response_row_outbound_file_id", "outbound_file_id"),
        Index("ix_response_row_open", "verdict", "settled_at"),
    )
    id: str = Field(primary_key=True)
    file_id: str = Field(foreign_key="exchange_file.id")  # the response
    row_no: int
    outbound_file_id: str | None = Field(default=None, foreign_key="outbound_file.id")
    event_id: str | None = Field(default=None, foreign_key="status_event.id")
    batch_member_id: str | None = Field(default=None, foreign_key="batch_member.id")
    verdict: str  # accepted, rejected, unmatched
    code: str = ""
    reason: str = ""
    settled_at: str | None = None
    settled_how: str = ""  # resent, corrected, dropped: why


class Batch(SQLModel, table=True):
    """Many members put to a plan at once, for a service, in one file."""

    __tablename__: ClassVar[str] = "batch"
    __table_args__ = (Index("ix_batch_plan_id", "plan_id", "created_at"),)
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    service: str  # Service slug
    title: str = ""
    state: str = "draft"  # draft, attested, built, sent, answered, dropped
    subcontractor: str = ""
    starts_on: str | None = None  # asked for
    ends_on: str | None = None
    attestation: str = ""
    attested_by: str | None = Field(default=None, foreign_key="user.id")
    attested_at: str | None = None
    revises_id: str | None = Field(default=None, foreign_key="batch.id")
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class BatchMember(SQLModel, table=True):
    """One member of a batch, what was checked, and what the plan answered."""

    __tablename__: ClassVar[str] = "batch_member"
    __table_args__ = (
        UniqueConstraint("batch_id", "member_id"),
        Index("ix_batch_member_member_id", "member_id"),
    )
    id: str = Field(primary_key=True)
    batch_id: str = Field(foreign_key="batch.id")
    member_id: str = Field(foreign_key="member.id")
    referral_id: str | None = Field(default=None, foreign_key="referral.id")
    kind: str  # new, extension
    row_no: int = 0
    override_reason: str = ""
    passed: str = ""  # the checks that the reason passes, with blanks between
    outcome: str = ""  # approved, denied, sent-back
    outcome_reason: str = ""
    outcome_on: str | None = None
    created_at: str


class PlanReport(SQLModel, table=True):
    """A notice, report or question to a plan: why it was owed, when it went, what was answered."""

    __tablename__: ClassVar[str] = "plan_report"
    __table_args__ = (
        Index("ix_plan_report_plan_id", "plan_id", "created_at"),
        Index("ix_plan_report_due_on", "due_on"),
    )
    id: str = Field(primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    kind: str  # not-engaged, capacity, discontinuation, questions, inquiry
    member_id: str | None = Field(default=None, foreign_key="member.id")
    about: str = ""
    about_id: str = ""
    period: str = ""  # of the week: its Monday
    due_on: str | None = None
    form: str = "file"  # file, letter
    name: str = ""
    sha256: str = ""
    rows: int = 0
    state: str = "draft"  # draft, built, sent, answered, dropped
    sent_at: str | None = None
    sent_how: str = ""
    chase_on: str | None = None
    answered_on: str | None = None
    answer: str = ""
    question: str = ""
    replaces_id: str | None = Field(default=None, foreign_key="plan_report.id")
    carried_by: str | None = Field(default=None, foreign_key="plan_report.id")  # of an inquiry
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class PlanReportRow(SQLModel, table=True):
    """Whose referrals a built report names, in its order."""

    __tablename__: ClassVar[str] = "plan_report_row"
    __table_args__ = (Index("ix_plan_report_row_referral_id", "referral_id"),)
    report_id: str = Field(primary_key=True, foreign_key="plan_report.id")
    row_no: int = Field(primary_key=True)
    referral_id: str = Field(foreign_key="referral.id")


class PlanReportContent(SQLModel, table=True):
    """The bytes of a built report, compressed with zlib; outside the journal."""

    __tablename__: ClassVar[str] = "plan_report_content"
    report_id: str = Field(primary_key=True, foreign_key="plan_report.id")
    content: bytes


class PlanContact(SQLModel, table=True):
    """Whom to call at a plan, for which program; the shipped book's line is changed by a copy."""

    __tablename__: ClassVar[str] = "plan_contact"
    __table_args__ = (Index("ix_plan_contact_plan_id", "plan_id"),)
    id: str = Field(primary_key=True)
    plan_id: str | None = Field(default=None, foreign_key="plan.id")
    plan_name: str
    program: str = ""
    role: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    note: str = ""
    shipped: str = ""  # the line of the shipped book that this one stands for
    as_of: str
    source: str = ""
    removed_at: str | None = None
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
