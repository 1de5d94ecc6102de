"""Whom to ask at a plan, for which program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ECM, CS, ANY = "ecm", "cs", ""
SERVICES = ("htns", "htss", "deposits")
"""Slugs of `domain.vocabulary.Service`: an agency may know somebody for one of them alone."""
PROGRAMS = (CS, *SERVICES, ECM, ANY)


@dataclass(frozen=True, slots=True)
class ShippedPlan:
    """A plan of the shipped book; `match` are parts of names and keys that stand for it."""

    id: str
    name: str
    match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShippedContact:
    """One line of the shipped book, as its source prints it."""

    id: str
    plan: str
    program: str
    role: str
    phone: str
    email: str
    web: str
    note: str
    source: str
    section: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A line as somebody types it. `plan_name` is the plan's name where it is not in the store."""

    plan_name: str
    program: str
    role: str
    phone: str = ""
    email: str = ""
    web: str = ""
    note: str = ""
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the book."""

    id: str  # of the agency's own line, else of the shipped one
    plan_key: str  # of the plan of the store that it belongs to, "" where there is none
    plan_name: str
    program: str
    role: str
    phone: str
    email: str
    web: str
    note: str
    source: str
    as_of: date
    old: bool  # to be looked at again
    shipped: str  # the shipped line that it is, or stands for; "" for one of our own
    own: bool
    removed: bool
    before: str = ""  # of a shipped line that was amended: what the book says
