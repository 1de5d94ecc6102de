"""The tables of revision 13: what was printed, signed on screen, reviewed, in whose words, and
which records tell of substance-use treatment.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class PrintedForm(SQLModel, table=True):
    """One form that was printed, saved or signed: its code stands on the paper and brings it home.

    The bytes are not kept (a signed one's are, as an attachment): the same order prints the same.
    """

    __tablename__: ClassVar[str] = "printed_form"
    __table_args__ = (
        Index("ix_printed_form_member_id", "member_id", "printed_at"),
        Index("ix_printed_form_batch_id", "batch_id"),
        Index("ix_printed_form_consent_id", "consent_id"),
    )
    id: str = Field(primary_key=True)
    code: str = Field(unique=True)  # what stands on the sheet, letters and digits
    number: int = 0  # of a numbered sheet, within its kind
    member_id: str | None = Field(default=None, foreign_key="member.id")
    about: str = ""  # table of the record it was filled from
    about_id: str = ""
    consent_id: str | None = Field(default=None, foreign_key="consent.id")
    kind: str
    version: int
    text_hash: str
    language: str
    large: int = 0
    paper: str = "letter"
    pages: int = 0
    how: str  # printed, saved, signed
    batch_id: str = ""
    filled: str = "{}"  # JSON: what was typed in for this sheet
    user_id: str | None = Field(default=None, foreign_key="user.id")
    printed_at: str
    zone: str
    attachment_id: str | None = Field(default=None, foreign_key="attachment.id")
    returned_at: str | None = None  # the paper came home, all of it
    returned_pages: str = ""  # JSON: the pages that have come home, by attachment
    returned_how: str = ""  # scan, by hand, destroyed
    voided_at: str | None = None  # spoiled: it must not be signed any more
    voided_why: str = ""


class FormSignature(SQLModel, table=True):
    """One signature drawn on screen, and the document that was sealed with it. Append-only."""

    __tablename__: ClassVar[str] = "form_signature"
    __table_args__ = (Index("ix_form_signature_printed_form_id", "printed_form_id"),)
    id: str = Field(primary_key=True)
    printed_form_id: str = Field(foreign_key="printed_form.id")
    consent_id: str | None = Field(default=None, foreign_key="consent.id")
    attachment_id: str = Field(foreign_key="attachment.id")
    pdf_sha256: str
    text_hash: str
    language: str
    shown_text: str  # the words that stood on the screen, in their language
    signer: str  # Signer slug
    signer_name: str
    authority: str = ""
    witness: str = ""
    interpreter: str = ""
    strokes: str  # JSON: lines of [x, y] of the drawn hand, in thousandths of the field
    signed_at: str
    zone: str
    user_id: str | None = Field(default=None, foreign_key="user.id")


class FormReview(SQLModel, table=True):
    """The agency has had the translation of one form checked, as its words stood then."""

    __tablename__: ClassVar[str] = "form_review"
    __table_args__ = (UniqueConstraint("kind", "language", "text_hash"),)
    id: str = Field(primary_key=True)
    kind: str
    version: int
    language: str
    text_hash: str
    reviewer: str  # who checked it
    reviewed_on: str
    note: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class AgencyText(SQLModel, table=True):
    """The agency's own words for a place that the program has none for."""

    __tablename__: ClassVar[str] = "agency_text"
    __table_args__ = (UniqueConstraint("block", "language"),)
    id: str = Field(primary_key=True)
    block: str  # id of the block in the forms' definitions
    language: str
    text: str
    source: str = ""  # where the agency has it from
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str


class Part2Mark(SQLModel, table=True):
    """Somebody marked a record as one of substance-use treatment (42 CFR Part 2): no way out lets
    it go without a consent that names such records. Taking the mark off removes the row."""

    __tablename__: ClassVar[str] = "part_2_mark"
    __table_args__ = (UniqueConstraint("about", "about_id"),)
    id: str = Field(primary_key=True)
    about: str  # the record's table
    about_id: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
