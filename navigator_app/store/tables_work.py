"""The tables of revision 3: the housing support plan, services and papers.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

# --- the housing support plan -------------------------------------------------------------------

_STANDS = text("undone_at IS NULL")


class SupportPlan(SQLModel, table=True):
    """One version of a member's housing support plan. A signed one is locked; a revision copies.

    Distinct from a managed care plan, which is `plan`.
    """

    __tablename__: ClassVar[str] = "support_plan"
    __table_args__ = (
        UniqueConstraint("member_id", "version"),
        Index("ix_support_plan_review_on", "review_on", sqlite_where=text("state = 'signed'")),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    referral_id: str | None = Field(default=None, foreign_key="referral.id")
    version: int  # 1, 2, … in the order they were begun
    previous_id: str | None = Field(default=None, foreign_key="support_plan.id")
    state: str  # draft, in-review, returned, approved, signed
    state_on: str = ""  # the day it came into that state
    why: str = ""  # why this version was begun
    started_on: str
    review_on: str | None = None
    signed_on: str | None = None  # the day the last needed signature came: locked from here
    content_sha256: str = ""  # of what was signed, in the order of the form
    reviewer_id: str | None = Field(default=None, foreign_key="user.id")
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class SupportPlanAnswer(SQLModel, table=True):
    """One field of the screening, assessment or crisis plan; the fields are data."""

    __tablename__: ClassVar[str] = "support_plan_answer"
    __table_args__ = (UniqueConstraint("support_plan_id", "field"),)
    id: str = Field(primary_key=True)
    support_plan_id: str = Field(foreign_key="support_plan.id")
    field: str  # id in the form's definition
    value: str = ""


class SupportPlanBarrier(SQLModel, table=True):
    """A barrier to getting or keeping a home, with the goals set against it."""

    __tablename__: ClassVar[str] = "support_plan_barrier"
    __table_args__ = (Index("ix_support_plan_barrier_plan", "support_plan_id", "position"),)
    id: str = Field(primary_key=True)
    support_plan_id: str = Field(foreign_key="support_plan.id")
    copied_from_id: str | None = Field(default=None, foreign_key="support_plan_barrier.id")
    position: int = 0
    phase: str = ""  # getting, keeping
    barrier: str = ""
    short_goal: str = ""
    short_measure: str = ""
    short_by_on: str | None = None
    long_goal: str = ""
    long_measure: str = ""
    long_by_on: str | None = None
    approach: str = ""
    other_providers: str = ""
    medi_cal_pays: int | None = None  # the other providers; None: not known
    progress: str = ""  # not-started, under-way, met, stopped; from here on also after signing
    progress_note: str = ""
    met_on: str | None = None  # both goals
    short_met_on: str | None = None
    long_met_on: str | None = None
    created_at: str


class SupportPlanStep(SQLModel, table=True):
    """One step toward a barrier's goals; `done_on` alone may change after signing."""

    __tablename__: ClassVar[str] = "support_plan_step"
    __table_args__ = (Index("ix_support_plan_step_barrier", "barrier_id", "position"),)
    id: str = Field(primary_key=True)
    barrier_id: str = Field(foreign_key="support_plan_barrier.id")
    position: int = 0
    what: str = ""
    owner: str = ""  # member, navigator, or who else in words
    due_on: str | None = None
    done_on: str | None = None
    created_at: str


class SupportPlanComment(SQLModel, table=True):
    """A reviewer's remark beside a part of the plan."""

    __tablename__: ClassVar[str] = "support_plan_comment"
    __table_args__ = (Index("ix_support_plan_comment_plan", "support_plan_id"),)
    id: str = Field(primary_key=True)
    support_plan_id: str = Field(foreign_key="support_plan.id")
    about: str = ""  # a field's id, a barrier's id, or "" for the whole
    comment: str
    resolved_at: str | None = None
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class SupportPlanSignature(SQLModel, table=True):
    """Who put a name under which version, how and when."""

    __tablename__: ClassVar[str] = "support_plan_signature"
    __table_args__ = (Index("ix_support_plan_signature_plan", "support_plan_id"),)
    id: str = Field(primary_key=True)
    support_plan_id: str = Field(foreign_key="support_plan.id")
    role: str  # member, guardian, navigator, supervisor
    name: str
    how: str  # paper, screen, verbal
    signed_on: str
    witness: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


# --- services and encounters --------------------------------------------------------------------


class Encounter(SQLModel, table=True):
    """One service given: what, when, how long, where, with whom, and what it counts as.

    Undone ones keep their row. Outreach attempts are `outreach_attempt`.
    """

    __tablename__: ClassVar[str] = "encounter"
    __table_args__ = (
        Index("ix_encounter_member_id", "member_id", "at_utc"),
        Index("ix_encounter_on_date", "on_date"),
        # what the team's figures count, so that no note is opened for its day
        Index("ix_encounter_met", "member_id", "on_date", "service", "mode", sqlite_where=_STANDS),
        Index(
            "ix_encounter_day",
            "on_date",
            "member_id",
            "mode",
            "minutes",
            "payable",
            sqlite_where=_STANDS,
        ),  # fmt: skip
        Index("ix_encounter_user_id", "user_id", "on_date"),
        Index("ix_encounter_corrects_id", "corrects_id"),
        Index("ix_encounter_referral_id", "referral_id", "on_date"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    referral_id: str | None = Field(default=None, foreign_key="referral.id")
    authorization_id: str | None = Field(default=None, foreign_key="authorization.id")
    barrier_id: str | None = Field(default=None, foreign_key="support_plan_barrier.id")
    service: str  # Service slug
    component: str  # id in the service's list of components
    at_utc: str
    zone: str
    on_date: str  # the local day it began
    minutes: int
    mode: str  # Mode slug
    place: str = ""
    with_whom: str = ""
    narrative: str = ""
    miles: float | None = None
    code: str = ""  # HCPCS
    modifiers: str = ""  # with blanks; (code, modifiers) is one key
    unit: str = ""  # per-diem, 15-minutes, month, …
    units: int | None = None  # None: the unit of this code is not confirmed
    payable: int | None = None  # as judged at entry; None: not known
    reasons: str = "[]"  # JSON: [[rule or check, words], …] behind `payable`
    corrects_id: str | None = Field(default=None, foreign_key="encounter.id")
    user_id: str | None = Field(default=None, foreign_key="user.id")
    recorded_at: str
    undone_at: str | None = None


class NoteTemplate(SQLModel, table=True):
    """A note begun for you: the fields it fills in."""

    __tablename__: ClassVar[str] = "note_template"
    id: str = Field(primary_key=True)
    name: str
    service: str
    component: str
    minutes: int = 0
    mode: str = ""
    place: str = ""
    narrative: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")  # None: everybody's
    created_at: str


class WorkTimer(SQLModel, table=True):
    """A running stopwatch of one user with one member; outside the journal."""

    __tablename__: ClassVar[str] = "work_timer"
    user_id: str = Field(primary_key=True)
    member_id: str
    started_at: str
    paused_seconds: int = 0
    paused_at: str | None = None


# --- papers -------------------------------------------------------------------------------------


_ASKED, _HERE = text("state = 'requested'"), text("state = 'have'")


class MemberDocument(SQLModel, table=True):
    """One paper a member needs for housing: had, asked for, or missing."""

    __tablename__: ClassVar[str] = "member_document"
    __table_args__ = (
        Index("ix_member_document_member_id", "member_id", "kind"),
        Index("ix_member_document_expected_on", "expected_on", sqlite_where=_ASKED),
        Index("ix_member_document_expires_on", "expires_on", sqlite_where=_HERE),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    person_id: str | None = Field(default=None, foreign_key="household_person.id")
    kind: str  # id in the list of documents
    state: str  # missing, requested, have, not-needed
    requested_on: str | None = None
    requested_from: str = ""
    expected_on: str | None = None
    received_on: str | None = None
    expires_on: str | None = None
    attachment_id: str | None = Field(default=None, foreign_key="attachment.id")
    note: str = ""
    created_at: str


class Attachment(SQLModel, table=True):
    """A photo or scan kept in the store; its bytes lie in `attachment_chunk`."""

    __tablename__: ClassVar[str] = "attachment"
    __table_args__ = (Index("ix_attachment_member_id", "member_id", "added_at"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    about: str = ""  # the table of what it belongs to, "" for the member
    about_id: str = ""
    title: str
    media_type: str
    size: int  # bytes
    sha256: str
    retention: str  # id of a retention class
    keep_until_on: str | None = None
    user_id: str | None = Field(default=None, foreign_key="user.id")
    added_at: str
    removed_at: str | None = None
    removed_why: str = ""
    width: int | None = None  # pixels, of a picture whose size could be read
    height: int | None = None
    pages: int | None = None  # of a PDF whose pages could be counted


class AttachmentChunk(SQLModel, table=True):
    """A piece of an attachment, in order. Outside the journal: covered by its journalled hash."""

    __tablename__: ClassVar[str] = "attachment_chunk"
    attachment_id: str = Field(primary_key=True, foreign_key="attachment.id")
    number: int = Field(primary_key=True)
    content: bytes
