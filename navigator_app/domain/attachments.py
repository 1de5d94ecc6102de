"""Photos and scans kept in the store, and how long and how large they may be."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

CHUNK = 256 * 1024
"""Bytes of a piece: what is in memory at a time while an attachment goes in or out."""

MOST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What a store takes. `source` says whose choice the figures are."""

    attachment_bytes: int
    store_bytes: int
    pixels: int
    source: str


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A kind of paper with how long it is kept; `years` None: until somebody removes it."""

    id: str
    title: str
    hint: str = ""
    years: int | None = None
    source: str = ""
    section: str = ""
    note: str = ""
    own: bool = False  # the agency set the years

    @property
    def cited(self) -> str:
        """Source and section, as shown beside the class."""
        return f"{self.source}, {self.section}" if self.section else self.source


@dataclass(frozen=True, slots=True)
class Retention:
    """All classes, and the limits."""

    limits: Limits
    classes: tuple[RetentionClass, ...]

    def named(self, key: str) -> RetentionClass | None:
        """The class of that id."""
        return next((one for one in self.classes if one.id == key), None)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One photo or scan; its bytes stay in the store. A removed one has none."""

    id: str
    member_id: str
    about: str  # the table of the record it belongs to, "" for the member
    about_id: str
    title: str
    media_type: str
    size: int  # bytes
    sha256: str
    retention: str
    keep_until: date | None
    added_at: datetime
    by: str
    width: int | None = None  # pixels
    height: int | None = None
    pages: int | None = None
    removed_at: datetime | None = None
    removed_why: str = ""

    @property
    def picture(self) -> bool:
        """True for what can be shown as a picture."""
        return self.media_type in ("image/jpeg", "image/png", "image/webp", "image/tiff")


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a store's share is taken, in bytes."""

    used: int
    most: int


def title_of(name: str) -> str:
    """Return a title made of a file's name: without its ending, and without the marks that turn
    the direction of writing, with which a name can look like another."""
    stem, dot, ending = name.rpartition(".")
    shown = stem if dot and stem and len(ending) <= 5 else name
    plain = (
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in shown.replace("_", " ")
        if unicodedata.category(char) not in ("Cs", "Co") and not _turns(char)
    )
    return " ".join("".join(plain).split())[:MOST_TITLE]


def _turns(char: str) -> bool:
    return char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 28 February for a 29th that the year lacks."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
