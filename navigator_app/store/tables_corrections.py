"""The tables of revision 7: what was recorded wrongly and put right, and who is not whom.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Correction(SQLModel, table=True):
    """A record that was put right, or taken back: why, by whom, and what stood there before.

    The record itself holds what counts now; one that was taken back is gone. The journal tells
    every field as well; this row keeps the reason beside the record.
    """

    __tablename__: ClassVar[str] = "correction"
    __table_args__ = (
        Index("ix_correction_record_id", "record_id"),
        Index("ix_correction_member_id", "member_id"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    about: str  # the record's table
    record_id: str
    taken_back: int = 0
    was: str  # JSON: the record's columns as they stood
    reason: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class NotSamePerson(SQLModel, table=True):
    """Somebody said that a member here without a CIN is not the one a plan's file names."""

    __tablename__: ClassVar[str] = "not_same_person"
    __table_args__ = (UniqueConstraint("member_id", "cin"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    cin: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
