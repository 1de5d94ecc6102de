"""The tables of revision 15: a team that shares the store: leave, cover, assignment, review.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class UserProfile(SQLModel, table=True):
    """What a supervisor needs to know of somebody who carries a caseload."""

    __tablename__: ClassVar[str] = "user_profile"
    user_id: str = Field(primary_key=True, foreign_key="user.id")
    administers: int = 0  # 1: has the administrator's rights beside those of the role
    supervisor_id: str | None = Field(default=None, foreign_key="user.id")
    share: int = 100  # staffing share, percent of a full post
    languages: str = "[]"  # JSON: as members' languages are written
    areas: str = "[]"  # JSON: places where they work
    most_weight: int | None = None  # own limit of the weighted caseload, in hundredths
    open_any: int = 0  # slots open to any new member
    open_own: int = 0  # slots open only to members we refer ourselves
    phone: str = ""
    left_on: str | None = None
    note: str = ""
    passphrase_at: str = ""  # when an administrator let the person set another, and who did
    passphrase_by: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class Leave(SQLModel, table=True):
    """Days on which somebody is away, and who watches meanwhile."""

    __tablename__: ClassVar[str] = "leave"
    __table_args__ = (Index("ix_leave_user_id", "user_id", "from_on"),)
    id: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user.id")
    from_on: str
    until_on: str  # the last day away
    cover_id: str | None = Field(default=None, foreign_key="user.id")
    why: str = ""
    ended_on: str | None = None  # back earlier, or taken back
    by_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class Assignment(SQLModel, table=True):
    """A member given to somebody: by whom, from whom, why. Append-only but for its undoing."""

    __tablename__: ClassVar[str] = "assignment"
    __table_args__ = (
        Index("ix_assignment_member_id", "member_id", "at"),
        Index("ix_assignment_to_id", "to_id", "at"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    from_id: str | None = Field(default=None, foreign_key="user.id")
    to_id: str | None = Field(default=None, foreign_key="user.id")
    why: str = ""
    override_reason: str = ""  # over the limit, on leave: why all the same
    batch_id: str = ""  # of many at once
    hand_over_id: str | None = Field(default=None, foreign_key="hand_over.id")
    by_id: str | None = Field(default=None, foreign_key="user.id")
    at: str
    undone_at: str | None = None


class ReadReason(SQLModel, table=True):
    """Why somebody opened the record of a member outside their caseload. Append-only."""

    __tablename__: ClassVar[str] = "read_reason"
    __table_args__ = (
        Index("ix_read_reason_member_id", "member_id", "at"),
        Index("ix_read_reason_user_id", "user_id", "at"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    user_id: str = Field(foreign_key="user.id")
    reason: str
    glass: int = 0  # 1: broken to see what the role may not
    at: str
    zone: str
    until: str  # the moment it stops holding
    seen_by: str | None = None  # who looked at it afterwards
    seen_at: str | None = None


class ReviewItem(SQLModel, table=True):
    """Something that waits for a supervisor's word: plan, discontinuation, override or batch."""

    __tablename__: ClassVar[str] = "review_item"
    __table_args__ = (
        Index("ix_review_item_state", "state", "asked_at"),
        Index("ix_review_item_about", "about", "about_id"),
    )
    id: str = Field(primary_key=True)
    about: str  # support_plan, discontinuation, guard_override, batch
    about_id: str
    member_id: str | None = Field(default=None, foreign_key="member.id")
    asked_by: str | None = Field(default=None, foreign_key="user.id")
    asked_at: str
    state: str = "waiting"  # waiting, returned, approved, withdrawn
    decided_by: str | None = Field(default=None, foreign_key="user.id")
    decided_at: str | None = None
    decision_note: str = ""


class ReviewComment(SQLModel, table=True):
    """A word beside the text under review."""

    __tablename__: ClassVar[str] = "review_comment"
    __table_args__ = (Index("ix_review_comment_item_id", "item_id", "at"),)
    id: str = Field(primary_key=True)
    item_id: str = Field(foreign_key="review_item.id")
    place: str = ""  # the part of the text it stands beside
    text: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    at: str
    settled_at: str | None = None


class ChartReview(SQLModel, table=True):
    """One member's chart that was drawn for review, and what was found."""

    __tablename__: ClassVar[str] = "chart_review"
    __table_args__ = (
        UniqueConstraint("sample_id", "member_id"),
        Index("ix_chart_review_member_id", "member_id"),
    )
    id: str = Field(primary_key=True)
    sample_id: str  # drawn together
    drawn_on: str
    how: str  # random, by-risk
    seed: int  # draws the same sample again
    weight: int = 0  # in hundredths, for a draw by risk
    member_id: str = Field(foreign_key="member.id")
    navigator_id: str | None = Field(default=None, foreign_key="user.id")
    answers: str = "{}"  # JSON: id of the question → yes, no, not applicable, and a note
    state: str = "drawn"  # drawn, read
    user_id: str | None = Field(default=None, foreign_key="user.id")
    read_at: str | None = None


class ChartFinding(SQLModel, table=True):
    """Something a chart review found, whose it is to mend and until when."""

    __tablename__: ClassVar[str] = "chart_finding"
    __table_args__ = (Index("ix_chart_finding_review_id", "review_id"),)
    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="chart_review.id")
    question: str = ""
    text: str
    owner_id: str | None = Field(default=None, foreign_key="user.id")
    due_on: str | None = None
    settled_at: str | None = None
    settled_how: str = ""
    created_at: str


class Escrow(SQLModel, table=True):
    """A code in a safe that opens the store: the row of its slot in the key file."""

    __tablename__: ClassVar[str] = "escrow"
    id: str = Field(primary_key=True)  # the slot's
    label: str = ""  # where it is kept
    made_by: str = Field(foreign_key="user.id")
    made_at: str
    ended_at: str | None = None
    ended_by: str | None = Field(default=None, foreign_key="user.id")


class EscrowUse(SQLModel, table=True):
    """A time that an escrow code opened the store."""

    __tablename__: ClassVar[str] = "escrow_use"
    id: str = Field(primary_key=True)
    escrow_id: str = Field(foreign_key="escrow.id")
    user_id: str = Field(foreign_key="user.id")  # who set a new passphrase with it
    at: str
    zone: str
    seen_by: str = "[]"  # JSON: ids of the supervisors who have read of it
