"""What a search in notes gives back, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from navigator_app.domain.note_search import Snippet


@dataclass(frozen=True, slots=True)
class NoteQuery:
    """What is looked for; days are those that the texts are about, both ends included."""

    text: str
    member_id: str = ""
    kinds: tuple[str, ...] = ()  # tables of `FoundNote.kind`, all when empty
    first: date | None = None
    last: date | None = None
    navigator_id: str = ""  # of whose members


@dataclass(frozen=True, slots=True)
class FoundNote:
    """One text that holds the words, newest first in its list."""

    id: str  # of the record
    kind: str  # the record's table: encounter, outreach_attempt, …
    member_id: str
    first_name: str
    last_name: str
    on: date  # the day it is about, where it happened
    at: datetime | None  # its moment, None where only the day is known
    by: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class NotesPage:
    """A page of finds. `cursor` is where the next page begins, None at the end; `within` is True
    where members of somebody else's caseload were left out."""

    rows: tuple[FoundNote, ...]
    cursor: int | None = None
    enough: bool = True  # False: too little was typed to look for
    within: bool = False
