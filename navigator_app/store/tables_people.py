"""The tables of revision 3, second half: people and places, merging, handing over.

The manners of `tables` hold. Amounts of money are whole cents.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# --- people and places --------------------------------------------------------------------------


class HouseholdPerson(SQLModel, table=True):
    """Somebody who lives, or will live, with the member."""

    __tablename__: ClassVar[str] = "household_person"
    __table_args__ = (Index("ix_household_person_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    name: str
    relationship: str = ""
    date_of_birth: str | None = None
    moves_in: int | None = None  # None: not known
    other_member_id: str | None = Field(default=None, foreign_key="member.id")
    note: str = ""
    left_on: str | None = None
    created_at: str


class Income(SQLModel, table=True):
    """A household's income or benefit, a month."""

    __tablename__: ClassVar[str] = "income"
    __table_args__ = (Index("ix_income_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    person_id: str | None = Field(default=None, foreign_key="household_person.id")
    source: str  # slug
    cents: int  # a month
    starts_on: str | None = None
    ends_on: str | None = None
    verified_on: str | None = None
    note: str = ""
    created_at: str


class CarePerson(SQLModel, table=True):
    """One of the people around a member: lead care manager, PCP, probation, landlord and others."""

    __tablename__: ClassVar[str] = "care_person"
    __table_args__ = (Index("ix_care_person_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    role: str  # slug
    name: str
    organization: str = ""
    phone: str = ""
    email: str = ""
    fax: str = ""
    note: str = ""
    starts_on: str | None = None
    ends_on: str | None = None
    created_at: str


class ContactMethod(SQLModel, table=True):
    """A way to reach a member, and whether word may be left there."""

    __tablename__: ClassVar[str] = "contact_method"
    __table_args__ = (Index("ix_contact_method_member_id", "member_id", "position"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    position: int = 0
    kind: str  # phone, text, email, mail, person, place, other
    value: str
    whose: str = ""  # the member's own when empty
    safe_to_leave_word: int | None = None  # None: nobody asked; treated as no
    best_time: str = ""
    works: int | None = None
    checked_on: str | None = None
    note: str = ""
    ended_on: str | None = None
    created_at: str


class PlaceSeen(SQLModel, table=True):
    """A place a member was seen or stays, with how sure that is."""

    __tablename__: ClassVar[str] = "place_seen"
    __table_args__ = (Index("ix_place_seen_member_id", "member_id", "seen_on"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    place: str
    seen_on: str
    when_there: str = ""  # "mornings", "Tuesdays at the meal"
    confidence: str = ""  # sure, likely, hearsay
    seen_by: str = ""
    note: str = ""
    attempt_id: str | None = Field(default=None, foreign_key="outreach_attempt.id")
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class LocateCheck(SQLModel, table=True):
    """A source looked through to find a member (LA County FAQ, question 9)."""

    __tablename__: ClassVar[str] = "locate_check"
    __table_args__ = (Index("ix_locate_check_member_id", "member_id", "checked_on"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    source: str  # id in the list of sources
    checked_on: str
    found: str = ""  # found, nothing, no-access
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class SafetyFlag(SQLModel, table=True):
    """A danger that rules what screens show first and what print leaves out."""

    __tablename__: ClassVar[str] = "safety_flag"
    __table_args__ = (Index("ix_safety_flag_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    kind: str  # slug
    note: str = ""
    starts_on: str
    review_on: str | None = None
    ended_on: str | None = None
    ended_why: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


# --- one person twice, one navigator after another ----------------------------------------------


class DuplicateVerdict(SQLModel, table=True):
    """Two records that somebody looked at: two people after all."""

    __tablename__: ClassVar[str] = "duplicate_verdict"
    __table_args__ = (UniqueConstraint("member_id", "other_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")  # the smaller id of the two
    other_id: str = Field(foreign_key="member.id")
    reason: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class MemberMerge(SQLModel, table=True):
    """Two records made one; what was moved and chosen is kept, so that it can be undone."""

    __tablename__: ClassVar[str] = "member_merge"
    __table_args__ = (Index("ix_member_merge_kept_id", "kept_id"),)
    id: str = Field(primary_key=True)
    kept_id: str = Field(foreign_key="member.id")
    merged_id: str = Field(foreign_key="member.id")
    moved: str  # JSON: {table: [ids]} and the fields as they were
    reason: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
    undone_at: str | None = None


class Promise(SQLModel, table=True):
    """Something promised to a member, a landlord or a plan, so that it outlives who promised."""

    __tablename__: ClassVar[str] = "promise"
    __table_args__ = (Index("ix_promise_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    what: str
    to_whom: str = ""
    due_on: str | None = None
    kept_on: str | None = None
    dropped_why: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class HandOver(SQLModel, table=True):
    """A member given from one navigator to another."""

    __tablename__: ClassVar[str] = "hand_over"
    __table_args__ = (Index("ix_hand_over_member_id", "member_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    from_id: str | None = Field(default=None, foreign_key="user.id")
    to_id: str = Field(foreign_key="user.id")
    note: str = ""
    read_at: str | None = None  # when the new navigator read the pack
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
