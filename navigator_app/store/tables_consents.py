"""The tables of revision 10: consents, and what left the store on which ground.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Consent(SQLModel, table=True):
    """What a member allowed or refused; ended by a day, a revocation or a fault, never deleted."""

    __tablename__: ClassVar[str] = "consent"
    __table_args__ = (
        Index("ix_consent_member_id", "member_id", "on_date"),
        Index("ix_consent_expires_on", "expires_on"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="member.id")
    kind: str  # id in the list of kinds
    decision: str  # given, refused
    how: str  # verbal, paper, e-signed
    on_date: str
    discloser: str = ""
    recipient: str = ""
    recipient_class: int = 0  # 1: a class of recipients, not one by name
    categories: str = "[]"  # JSON: ids
    purpose: str = ""
    expires_on: str | None = None
    expires_event: str = ""
    signer: str = "member"
    signer_name: str = ""
    authority: str = ""
    witness: str = ""
    interpreter: str = ""
    language: str = ""
    form: str = ""  # code, version and hash of the form that was signed
    attachment_id: str | None = Field(default=None, foreign_key="attachment.id")
    note: str = ""
    revoked_on: str | None = None
    revoked_how: str = ""
    invalid_on: str | None = None
    invalid_why: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class Disclosure(SQLModel, table=True):
    """Information of one member, or of a whole sent file's members, that left the store."""

    __tablename__: ClassVar[str] = "disclosure"
    __table_args__ = (
        Index("ix_disclosure_member_id", "member_id", "at"),
        Index("ix_disclosure_file_id", "file_id"),
    )
    id: str = Field(primary_key=True)
    member_id: str | None = Field(default=None, foreign_key="member.id")
    file_id: str | None = Field(default=None, foreign_key="outbound_file.id")
    at: str
    zone: str
    what: str  # slug of the way out
    detail: str = ""
    recipient: str
    purpose: str
    categories: str = "[]"  # JSON: ids that left
    ground: str
    consent_id: str | None = Field(default=None, foreign_key="consent.id")
    override_reason: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
