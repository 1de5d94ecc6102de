"""The table of revision 9: the packs of rules that the agency took in itself.

The manners of `tables` hold.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field, SQLModel


class OwnPack(SQLModel, table=True):
    """A policy pack from a file of the agency's, as TOML text; it was read whole before it came
    in."""

    __tablename__: ClassVar[str] = "own_pack"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    toml: str
    user_id: str | None = Field(default=None, foreign_key="user.id")
    created_at: str
