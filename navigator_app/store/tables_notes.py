"""The table of revision 8: which record a text of the full-text index belongs to.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class NoteIndex(SQLModel, table=True):
    """One text in the index. Derived, hence outside the journal: see `store.note_index`."""

    __tablename__: ClassVar[str] = "note_index"
    __table_args__ = (Index("ix_note_index_member_id", "member_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)  # made of the moment it is about
    member_id: str
    kind: str  # the record's table
    record_id: str = Field(unique=True)


class NoteWord(SQLModel, table=True):
    """One long word that some text has or had. Derived: see `store.note_index`."""

    __tablename__: ClassVar[str] = "note_word"
    __table_args__ = ({"sqlite_with_rowid": False},)
    word: str = Field(primary_key=True)
