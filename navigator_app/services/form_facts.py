"""What a form may say: facts of the agency, a member and whatever a form is about.

Each kind of form has a gatherer in the module of those it is for; it is loaded when a form of that
kind is prepared. Dangers are never a fact, and what a danger hides is left out of every paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.records import MemberRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, read_reasons, safety
from navigator_app.store import reads_forms, reads_member

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

Cell = str | date
Fact = Cell | Sequence[Cell] | Sequence[Sequence[Cell]]

SOURCE_LANGUAGE = "en"

_SPOKEN = {
    "english": "en", "spanish": "es", "chinese": "zh_Hant", "cantonese": "zh_Hant",
    "mandarin": "zh_Hans", "vietnamese": "vi", "korean": "ko", "tagalog": "tl",
    "filipino": "tl", "armenian": "hy", "russian": "ru", "farsi": "fa", "persian": "fa",
    "arabic": "ar", "cambodian": "km", "khmer": "km", "hmong": "hmn",
}  # fmt: skip
"""How plans write the languages that forms are printed in."""

_MODULES = {
    "member": "form_facts_member",
    "plan": "form_facts_plan",
    "staff": "form_facts_staff",
}
"""Where the gatherers of an audience's forms lie: each module has its own `GATHERERS` by kind."""

_OWN_MODULES = {
    "disclosures": "form_facts_disclosures",
    "capacity_board": "form_facts_board",
    "monday": "form_facts_team",
    "exceptions": "form_facts_exceptions",
    "trends": "form_facts_trends",
}
"""Kinds whose gatherer lies elsewhere."""


_NO_MEMBERS = frozenset({"plan", "user"})
"""What a form may be about that is no member's record."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what a form is filled in from; all empty for a blank.

    `about` is the table of the record it is about ("consent", "support_plan", "deposit", …) with
    its `about_id`; `user_id` whose sheet it is, `day` and `period` ("YYYY-MM") what it is for.
    """

    member_id: str = ""
    referral_id: str = ""
    about: str = ""
    about_id: str = ""
    user_id: str = ""
    day: date | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a gatherer found: facts by source, options to tick, the language and size of the reader.

    `recipient` is who gets the paper, where the gate asks; `categories` is the information that
    these very facts hold beyond what the definition names (ids of resources/consents.toml).
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    language: str = ""
    large: bool = False
    recipient: str = ""
    categories: tuple[str, ...] = ()


Gatherer = Callable[["Workspace", Subject], Gathered]


def gather(ws: Workspace, kind: str, subject: Subject) -> Gathered:
    """The facts of one form; NotFound for a member, or a record it is about, that is not there.

    A kind without a gatherer of its own has the facts of the agency and the member.
    """
    return (gatherer(kind) or common)(ws, subject)


def resolved(ws: Workspace, subject: Subject) -> Subject:
    """The same with the member, and the table it is about, read from what it names.

    So nobody's facts stand on a form that is kept as a blank, and a record that went into another
    one is not printed without what that one knows. NotFound for a record that is not
    there; InputRejected (`referral`, `about`) for one of another member.
    """
    about = subject.about
    owner = reads_member.kept_id(ws.store, subject.member_id) if subject.member_id else ""
    if subject.referral_id:
        told = reads_forms.member_of_referral(ws.store, subject.referral_id)
        if told is None:
            raise NotFound(_("Not found"), _("There is no referral with that id."))
        owner = _same("referral", owner, told)
    if subject.about_id and about not in _NO_MEMBERS:
        found = reads_forms.whose(ws.store, about, subject.about_id)
        if found is None:
            raise NotFound(_("Not found"), _("What the form is about is not on record."))
        about, told = found
        owner = _same("about", owner, told)
    return replace(subject, member_id=owner, about=about)


def _same(field_: str, owner: str, told: str) -> str:
    if owner and told and owner != told:
        raise InputRejected(field_, _("That is another member’s."))
    return owner or told


@lru_cache(maxsize=64)
def gatherer(kind: str) -> Gatherer | None:
    """The gatherer of a kind, its module loaded; None where it has none of its own."""
    from navigator_app.forms import reading

    module = _OWN_MODULES.get(kind) or _MODULES[str(reading.form(kind).audience)]
    try:
        loaded = import_module(f"navigator_app.services.{module}")
    except ModuleNotFoundError as missing:
        if missing.name != f"navigator_app.services.{module}":
            raise
        return None
    found: Gatherer | None = loaded.GATHERERS.get(kind)
    return found


def common(ws: Workspace, subject: Subject) -> Gathered:
    """Agency, who is at work, the day, and the member where there is one."""
    facts = agency_facts(ws)
    if not subject.member_id:
        return Gathered(facts)
    member = member_of(ws, subject.member_id)
    return Gathered(
        {**facts, **facts_of(ws, member)},
        language=language_of(member),
        large=reads_large(member),
    )


def agency_facts(ws: Workspace) -> dict[str, Fact]:
    """`agency.name`, `agency.npi`, `agency.phone`, `staff.name` and `form.day` (today)."""
    ours = agency.agency(ws)
    return known(
        {
            "agency.name": ours.name,
            "agency.npi": ours.npi,
            "agency.phone": show_phone(ours.phone),
            "staff.name": ws.user.name,
            "form.day": ws.clock.today(),
        }
    )


def member_facts(ws: Workspace, member_id: str) -> dict[str, Fact]:
    """`member.*`, `plan.name` and `navigator.name`; NotFound when there is no such member."""
    read_reasons.need(ws, member_id)
    return facts_of(ws, member_of(ws, member_id))


def member_of(ws: Workspace, member_id: str) -> MemberRow:
    """The member's record; NotFound when there is none."""
    found = reads_member.member(ws.store, member_id)
    if found is None:
        raise NotFound(_("No such member"), _("There is no member with that id."))
    return found


def facts_of(ws: Workspace, member: MemberRow) -> dict[str, Fact]:
    """What paper may say of a member: only what is on record, without what a danger hides."""
    rules = safety.for_print(ws, member.id)
    told = known(
        {
            "member.name": f"{member.first_name} {member.last_name}",
            "member.first_name": member.preferred_name or member.first_name,
            "member.last_name": member.last_name,
            "member.preferred_name": member.preferred_name,
            "member.cin": member.cin,
            "member.plan_id": member.plan_member_id,
            "member.date_of_birth": member.date_of_birth,
            "member.language": member.language_spoken or member.language_written,
            "member.guardian": member.guardian_name,
            "plan.name": member.plan_name,
            "navigator.name": member.navigator,
        }
    )
    if rules.may_print("address"):
        told |= known({"member.address": member.address})
    if rules.may_print("phone"):
        told |= known(
            {"member.phone": show_phone(member.phone or ""), "member.email": member.email}
        )
    return told


def known(facts: Mapping[str, Fact | None]) -> dict[str, Fact]:
    """The facts that are there: texts without their empty ends, nothing that is empty."""
    found: dict[str, Fact] = {}
    for source, fact in facts.items():
        value = fact.strip() if isinstance(fact, str) else fact
        if value:
            found[source] = value
    return found


def language_of(member: MemberRow) -> str:
    """The language of forms that the member reads, "" where no form is printed in it."""
    for told in (member.language_written, member.language_spoken):
        if told and told.strip():
            return _SPOKEN.get(told.strip().lower(), "")
    return ""


def unread(ws: Workspace, member_id: str) -> str:
    """The language of a member that no form is printed in, as the plan wrote it; else ""."""
    member = member_of(ws, member_id)
    told = (member.language_written or "").strip() or (member.language_spoken or "").strip()
    return "" if language_of(member) else told


def reads_large(member: MemberRow) -> bool:
    """True where the member asked the plan for large print."""
    return "large" in member.written_format.lower()


def with_facts(found: Gathered, more: Mapping[str, Fact | None]) -> Gathered:
    """The same with more facts; those that are empty are left out."""
    return replace(found, facts={**found.facts, **known(more)})
