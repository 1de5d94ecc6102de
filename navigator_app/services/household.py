"""Who lives with a member, what they live on, and who stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.housing_rows import Written
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import people_checks
from navigator_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """Somebody of the household as somebody enters it."""

    name: str
    relationship: str = ""
    born: date | None = None
    moves_in: bool | None = None
    note: str = ""
    left: date | None = None


@dataclass(frozen=True, slots=True)
class IncomeDraft:
    """An income a month; `person_id` "" for the member's own."""

    source: str
    cents: int | None
    person_id: str = ""
    starts: date | None = None
    ends: date | None = None
    verified: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CareDraft:
    """One of the care team as somebody enters it."""

    role: str
    name: str
    organization: str = ""
    phone: str = ""
    email: str = ""
    fax: str = ""
    note: str = ""
    starts: date | None = None
    ends: date | None = None


def save_person(ws: Workspace, member_id: str, draft: PersonDraft, person_id: str = "") -> Written:
    """Add somebody to the household, or write them anew. InputRejected for no name, a birth date
    ahead, or somebody who left before being born."""
    relations = [one.id for one in people_checks.lists().relationships]
    checks.past(ws, "left", draft.left)
    people_checks.in_order("left", draft.born, draft.left)
    values = {
        "name": checks.line("name", draft.name, _("Give a name, if only “baby”.")),
        "relationship": checks.one_of("relationship", draft.relationship, relations, empty=True),
        "date_of_birth": people_checks.born(ws, "born", draft.born),
        "moves_in": checks.flag_of(draft.moves_in),
        "note": checks.note(draft.note),
        "left_on": checks.text_of(draft.left),
    }
    return people_checks.save(ws, "household_person", member_id, values, person_id)


def save_income(ws: Workspace, member_id: str, draft: IncomeDraft, income_id: str = "") -> Written:
    """Add an income, or write it anew. InputRejected for no amount, an end before the start, or
    somebody of another household."""
    sources = [one.id for one in people_checks.lists().income_sources]
    amount = checks.cents("cents", draft.cents)
    if amount is None:
        raise InputRejected("cents", _("Give the amount a month."))
    people_checks.in_order("ends", draft.starts, draft.ends)
    for field, day in (("starts", draft.starts), ("ends", draft.ends)):
        checks.near(ws, field, day)
    checks.past(ws, "verified", draft.verified)
    if draft.person_id:
        people_checks.known(ws, "household_person", draft.person_id, member_id)
    values = {
        "source": checks.one_of("source", draft.source, sources),
        "cents": amount,
        "person_id": draft.person_id or None,
        "starts_on": checks.text_of(draft.starts),
        "ends_on": checks.text_of(draft.ends),
        "verified_on": checks.text_of(draft.verified),
        "note": checks.note(draft.note),
    }
    return people_checks.save(ws, "income", member_id, values, income_id)


def save_care(ws: Workspace, member_id: str, draft: CareDraft, care_id: str = "") -> Written:
    """Add one of the care team, or write them anew. InputRejected for a phone or fax that has not
    ten digits, no e-mail address, or an end before the start."""
    roles = [one.id for one in people_checks.lists().care_roles]
    people_checks.in_order("ends", draft.starts, draft.ends)
    for field, day in (("starts", draft.starts), ("ends", draft.ends)):
        checks.near(ws, field, day)
    values = {
        "role": checks.one_of("role", draft.role, roles),
        "name": checks.line("name", draft.name),
        "organization": checks.line("organization", draft.organization),
        "phone": people_checks.phone("phone", draft.phone),
        "email": people_checks.email("email", draft.email),
        "fax": people_checks.phone("fax", draft.fax),
        "note": checks.note(draft.note),
        "starts_on": checks.text_of(draft.starts),
        "ends_on": checks.text_of(draft.ends),
    }
    if not values["name"] and not values["organization"]:
        raise InputRejected("name", _("Give a name, or the organization."))
    return people_checks.save(ws, "care_person", member_id, values, care_id)
