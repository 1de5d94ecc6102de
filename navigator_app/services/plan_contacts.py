"""The book of plans' contacts: the shipped lines with the agency's own over them.

A shipped line that somebody amends, finds still right or removes is kept as a copy of the agency's
own; the shipped one stays as it came. Nothing of a member is here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import fold, uuid7
from navigator_app.domain.plan_contacts import (
    ANY,
    CS,
    PROGRAMS,
    SERVICES,
    Contact,
    ContactDraft,
    ShippedContact,
    ShippedPlan,
)
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import N_, _
from navigator_app.policy import contact_book
from navigator_app.services import agency
from navigator_app.store import reads_contacts
from navigator_app.store import take_back as taking

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

TITLES = {
    "cs": N_("Community Supports"),
    "htns": N_("Housing Transition Navigation Services"),
    "htss": N_("Housing Tenancy and Sustaining Services"),
    "deposits": N_("Housing Deposits"),
    "ecm": N_("Enhanced Care Management"),
    "": N_("Every program"),
}
"""The programs of the book."""

LONGEST = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[0-9+()./ -]*[0-9][0-9+()./ -]*(?:(?:x|ext\.?) ?[0-9]+)?", re.IGNORECASE)


def book(ws: Workspace, plan_key: str = "", *, removed: bool = False) -> list[Contact]:
    """Every line by plan (those of the store first), program and role; of one plan of the store
    where its key is given. Lines that were removed come with `removed` alone. NotFound for an
    unknown plan."""
    if plan_key:
        agency.plan(ws, plan_key)
    found = [one for one in _all(ws) if removed or not one.removed]
    if plan_key:
        found = [one for one in found if one.plan_key == plan_key]
    order = {program: place for place, program in enumerate(PROGRAMS)}
    return sorted(
        found,
        key=lambda one: (
            not one.plan_key,  # the plans of this store first
            fold(one.plan_name),
            order.get(one.program, len(order)),
            fold(one.role),
        ),
    )


def one(ws: Workspace, contact_id: str) -> Contact:
    """One line by its id, or by the id of the shipped one that it stands for."""
    found = next((one for one in _all(ws) if contact_id in (one.id, one.shipped)), None)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such line in the book."))
    return found


def to_ask(ws: Workspace, plan_key: str, service: str = "") -> list[Contact]:
    """Whom one would ask of a plan about a service (slug), the nearest first: a line of that very
    service, then of Community Supports, then of every program; those with a phone, an address or a
    page before notes, and those of our own before shipped ones. Without a service those of each
    come after Community Supports. NotFound for an unknown plan.
    """
    wanted = [service, CS, ANY] if service else [CS, *SERVICES, ANY]
    found = [one for one in book(ws, plan_key) if one.program in wanted]
    return sorted(
        found,
        key=lambda one: (
            wanted.index(one.program), not (one.phone or one.email or one.web), not one.own,
        ),
    )  # fmt: skip


def plan_names(ws: Workspace) -> list[tuple[str, str]]:
    """Key and name of the plans of the store, then the names of those of the book alone."""
    plans = agency.plans(ws)
    own = [(plan.key, plan.name) for plan in plans]
    here = {one.id for plan in plans if (one := _shipped_plan(plan)) is not None}
    others = [("", one.name) for one in contact_book.shipped().plans if one.id not in here]
    return [*own, *others]


def save(ws: Workspace, draft: ContactDraft, contact_id: str = "") -> Written:
    """Add a line, or amend one; a shipped one is amended by a copy. InputRejected names the field;
    NotFound for an unknown line."""
    values = _checked(ws, draft)
    known = one(ws, contact_id) if contact_id else None
    return _write(ws, known, values, "amend_plan_contact" if known else "add_plan_contact")


def still_right(ws: Workspace, contact_id: str, on: date | None = None) -> Written:
    """Say that a line was found right on a day (today). InputRejected for a day ahead."""
    on = on or ws.clock.today()
    if on > ws.clock.today():
        raise InputRejected("as_of", _("That day is in the future."))
    known = one(ws, contact_id)
    values = {**_values(known), "as_of": on.isoformat()}
    return _write(ws, known, values, "confirm_plan_contact")


def remove(ws: Workspace, contact_id: str) -> Written:
    """Take a line out of the book; it is kept and can come back."""
    known = one(ws, contact_id)
    if known.removed:
        raise InputRejected("contact", _("That line was removed already."))
    return _write(ws, known, _values(known), "remove_plan_contact", removed=True)


def restore(ws: Workspace, contact_id: str) -> Written:
    """Put a removed line back."""
    known = one(ws, contact_id)
    if not known.removed:
        raise InputRejected("contact", _("That line is in the book."))
    return _write(ws, known, _values(known), "restore_plan_contact")


def undo(ws: Workspace, written: Written) -> Changes:
    """Take back one step. InputRejected where something was recorded on it since."""
    found = [one for one in taking.entries(ws.store, written.undo) if one.table == "plan_contact"]
    if not found or any(taking.written_since(ws.store, one, written.undo) for one in found):
        raise InputRejected("undo", _("Something has been recorded on it since."))
    with ws.transaction("undo_plan_contact") as tx:
        taking.take_back(tx, found)
    return written.changes


def _all(ws: Workspace) -> list[Contact]:
    """The shipped lines with own copies in their place, then the agency's own."""
    shipped, plans = contact_book.shipped(), agency.plans(ws)
    own = [_own(ws, row, plans) for row in reads_contacts.lines(ws.store)]
    printed = {one.id: one for one in shipped.contacts}
    copies = {
        one.shipped: replace(one, before=_printed(printed[one.shipped], one))
        for one in own
        if one.shipped in printed
    }
    known = printed.keys()
    found = [copies.get(one.id) or _shipped(ws, one, plans) for one in shipped.contacts]
    return found + [one for one in own if one.shipped not in known]


def _printed(shipped: ShippedContact, own: Contact) -> str:
    """What the book says in place of an own line, "" where that is the same."""
    told = (shipped.phone, shipped.email, shipped.web)
    if told == (own.phone, own.email, own.web):
        return ""
    return ", ".join(filter(None, told)) or (_(shipped.note) if shipped.note else _(shipped.role))


def _shipped(ws: Workspace, one: ShippedContact, plans: list[PlanRow]) -> Contact:
    plan = next((p for p in plans if getattr(_shipped_plan(p), "id", "") == one.plan), None)
    printed = next(p.name for p in contact_book.shipped().plans if p.id == one.plan)
    return Contact(
        id=one.id, plan_key=plan.key if plan else "", plan_name=plan.name if plan else printed,
        program=one.program, role=_(one.role), phone=one.phone, email=one.email, web=one.web,
        note=_(one.note) if one.note else "", source=f"{one.source}, {one.section}",
        as_of=one.as_of, old=_old(ws, one.as_of), shipped=one.id, own=False, removed=False,
    )  # fmt: skip


def _own(ws: Workspace, row: tuple[Any, ...], plans: list[PlanRow]) -> Contact:
    key, plan_id, name, program, role, phone, email, web, note, shipped, as_of, source, gone = row
    day = date.fromisoformat(as_of)
    plan = next((one for one in plans if one.id == plan_id), None)
    plan = plan or next((one for one in plans if fold(one.name) == fold(name)), None)
    return Contact(
        id=key, plan_key=plan.key if plan else "", plan_name=name, program=program, role=role,
        phone=phone, email=email, web=web, note=note, source=source, as_of=day, old=_old(ws, day),
        shipped=shipped, own=True, removed=gone is not None,
    )  # fmt: skip


def _shipped_plan(plan: PlanRow) -> ShippedPlan | None:
    return contact_book.shipped().plan_of(plan.key, plan.name)


def _old(ws: Workspace, as_of: date) -> bool:
    return as_of < ws.clock.today() - timedelta(contact_book.shipped().check_after_days)


def _values(known: Contact) -> dict[str, Any]:
    return {
        "plan_name": known.plan_name,
        "program": known.program,
        "role": known.role,
        "phone": known.phone,
        "email": known.email,
        "web": known.web,
        "note": known.note,
        "source": known.source,
        "as_of": known.as_of.isoformat(),
    }


def _write(
    ws: Workspace,
    known: Contact | None,
    values: dict[str, Any],
    intention: str,
    *,
    removed: bool = False,
) -> Written:
    plans = {fold(plan.name): plan.id for plan in agency.plans(ws)}
    with ws.transaction(intention) as tx:
        row = {
            **values,
            "plan_id": plans.get(fold(values["plan_name"])),
            "removed_at": tx.now if removed else None,
            "user_id": ws.user.id,
        }
        if known is not None and known.own:
            key = known.id
            tx.update("plan_contact", key, row)
        else:
            key = uuid7()
            shipped = known.shipped if known else ""
            tx.insert("plan_contact", {"id": key, "shipped": shipped, "created_at": tx.now, **row})
        return Written(key, Changes(plans=True), tx.id)


def _checked(ws: Workspace, draft: ContactDraft) -> dict[str, Any]:
    told = {
        "plan_name": draft.plan_name, "role": draft.role, "phone": draft.phone,
        "email": draft.email, "web": draft.web, "source": draft.source, "note": draft.note,
    }  # fmt: skip
    values: dict[str, Any] = {name: " ".join(text.split()) for name, text in told.items()}
    for name, text in values.items():
        if len(text) > LONGEST * (5 if name == "note" else 1):
            raise InputRejected(name, _("This is too long."))
    for name, needed in (("plan_name", _("Say which plan.")), ("role", _("Say who that is."))):
        if not values[name]:
            raise InputRejected(name, needed)
    if draft.program not in PROGRAMS:
        raise InputRejected("program", _("There is no such program."))
    _check_ways(values)
    if not any(values[name] for name in ("phone", "email", "web", "note")):
        raise InputRejected("phone", _("Give a phone, an e-mail address, a page or a note."))
    as_of = draft.as_of or ws.clock.today()
    if as_of > ws.clock.today():
        raise InputRejected("as_of", _("That day is in the future."))
    return {**values, "program": draft.program, "as_of": as_of.isoformat()}


def _check_ways(values: dict[str, Any]) -> None:
    """How the plan is reached must look like what it says it is."""
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        raise InputRejected("email", _("This is no e-mail address."))
    if values["phone"] and not _PHONE.fullmatch(values["phone"]):
        raise InputRejected("phone", _("This is no phone number."))
    if values["web"] and not re.match(r"https?://[^\s/]+", values["web"]):
        raise InputRejected("web", _("A page on the web begins with https://."))
