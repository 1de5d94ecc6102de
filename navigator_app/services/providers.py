"""The agency's kept list of providers, and who of them should serve a member."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.domain.records import Changes, MemberRow
from navigator_app.domain.rules import Rule
from navigator_app.domain.selection import Candidate, Ranked
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import guards, read_reasons, selection
from navigator_app.services.capacity import MOST_SLOTS
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_guards, reads_ledger, reads_member

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

LIST = "providers"
TIES = "provider-ties/"  # followed by the member's id
EXCEPTIONS = "provider-selection-exceptions"
MOST = 200
"""Providers of a list."""

LONGEST = 120
"""Characters of a name or of one of the lists of words."""

MOST_YEARS = 120
"""Years of an age."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider the agency knows. `slots` is its open capacity, None when nobody knows; `ages`
    is the youngest and the oldest it serves; an empty list of words says nothing is known."""

    name: str
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    slots: int | None = None
    wants_more: bool = False
    closed_for_quality: bool = False
    own_members_only: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds a provider and one member: the wish, the referral, work that goes on."""

    preferred: bool = False
    referred: bool = False
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The ranked candidates for one referral with the rules that say so."""

    referral_id: str
    member_id: str
    member: str
    service: Service
    plan_name: str
    providers: tuple[Provider, ...]
    ties: tuple[tuple[str, Tie], ...]
    ranked: tuple[Ranked, ...]
    rule: Rule | None
    exceptions_rule: Rule | None


def kept(ws: Workspace) -> tuple[Provider, ...]:
    """The agency's list, by name."""
    return tuple(_provider(one) for one in _read(ws, LIST, []))


def ties(ws: Workspace, member_id: str) -> dict[str, Tie]:
    """What binds the providers and a member, by the provider's name."""
    read_reasons.need(ws, member_id)
    return {name: Tie(**one) for name, one in _read(ws, TIES + member_id, {}).items()}


def suggest(ws: Workspace, referral_id: str) -> Suggestion:
    """Who should serve a referral, of the agency's list; NotFound when there is no such referral.
    Needs are met where the member's language, town or age is among what a provider names."""
    read_reasons.need_record(ws, "referral", referral_id)
    base = reads_guards.gather(ws.store, [referral_id]).base.get(referral_id)
    if base is None:
        raise guards.no_referral()
    member = reads_member.member(ws.store, base.member_id)
    if member is None:
        raise guards.no_referral()
    today = ws.clock.today()
    known, bound = kept(ws), ties(ws, base.member_id)
    found = [_candidate(one, bound.get(one.name, Tie()), member, today) for one in known]
    ranked, rule = selection.suggest(found, base.policy, today, base.service)
    return Suggestion(
        referral_id=referral_id,
        member_id=base.member_id,
        member=f"{member.first_name} {member.last_name}".strip(),
        service=base.service,
        plan_name=base.plan_name,
        providers=known,
        ties=tuple(sorted(bound.items())),
        ranked=tuple(ranked),
        rule=rule,
        exceptions_rule=packs.stack(base.policy, today).rule(EXCEPTIONS, base.service),
    )


def keep(ws: Workspace, member_id: str, provider: Provider, tie: Tie, was: str = "") -> Changes:
    """Keep a provider in the list and what binds it and a member. `was` is the name it had, empty
    for a new one.

    InputRejected names the field: a name that is missing or taken, ages or slots that cannot be.
    """
    one = _checked(provider)
    tie = Tie(tie.preferred, tie.referred, _words("relationship", tie.relationship))
    others = [known for known in kept(ws) if known.name != was]
    if any(known.name.casefold() == one.name.casefold() for known in others):
        raise InputRejected(
            "name", _("A provider of that name is in the list."), _("Choose it there to amend it.")
        )
    if len(others) >= MOST:
        raise InputRejected("name", _("The list holds at most {most}.").format(most=MOST))
    bound = {name: known for name, known in ties(ws, member_id).items() if name != was}
    bound[one.name] = tie
    with ws.transaction("keep_provider") as tx:
        _write_list(tx, ws, [*others, one])
        _write(tx, ws, TIES + member_id, {name: asdict(tie) for name, tie in bound.items()})
        if was and was != one.name:
            _rename(tx, ws, was, one.name, TIES + member_id)
    return Changes(members=frozenset({member_id}), settings=True)


def drop(ws: Workspace, name: str) -> Changes:
    """Take a provider off the list, with what bound it to any member (the journal keeps both);
    InputRejected when it is not in it."""
    known = kept(ws)
    left = [one for one in known if one.name != name]
    if len(left) == len(known):
        raise InputRejected("name", _("That provider is not in the list."))
    with ws.transaction("drop_provider") as tx:
        _write_list(tx, ws, left)
        members = _untie(tx, ws, name)
    return Changes(members=members, settings=True)


def parts(text: str) -> tuple[str, ...]:
    """Words between commas, each once."""
    found = (" ".join(part.split()) for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def needs_met(one: Provider, member: MemberRow, on: date) -> tuple[str, ...]:
    """What of a member's needs a provider meets: near, language, age."""
    found = []
    address = f" {_plain(member.address)} "
    area = next((area for area in one.areas if f" {_plain(area)} " in address), "")
    if area:
        found.append(_("near ({area})").format(area=area))
    spoken = _plain(member.language_spoken)
    language = next((word for word in one.languages if spoken and _plain(word) == spoken), "")
    if language:
        found.append(_("language ({language})").format(language=language))
    years = _years(member.date_of_birth, on)
    if one.ages is not None and one.ages[0] <= years <= one.ages[1]:
        found.append(_("age group ({least} to {most})").format(least=one.ages[0], most=one.ages[1]))
    return tuple(found)


def _candidate(one: Provider, tie: Tie, member: MemberRow, on: date) -> Candidate:
    return Candidate(
        name=one.name,
        preferred=tie.preferred,
        referred=tie.referred,
        relationship=tie.relationship,
        needs_met=needs_met(one, member, on),
        slots=one.slots,
        wants_more=one.wants_more,
        closed_for_quality=one.closed_for_quality,
        own_members_only=one.own_members_only,
    )


def _checked(given: Provider) -> Provider:
    name = _words("name", given.name)
    if not name:
        raise InputRejected("name", _("Name the provider."))
    for field in ("languages", "areas"):
        _words(field, ", ".join(getattr(given, field)))
    if given.ages is not None and not 0 <= given.ages[0] <= given.ages[1] <= MOST_YEARS:
        raise InputRejected(
            "ages", _("Those ages cannot be."), _("Give the youngest and the oldest, as 18-24.")
        )
    if given.slots is not None and not 0 <= given.slots <= MOST_SLOTS:
        raise InputRejected("slots", _("Open slots are 0 to {most}.").format(most=MOST_SLOTS))
    values = {field.name: getattr(given, field.name) for field in fields(given)}
    return Provider(**{**values, "name": name})


def _words(field: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise InputRejected(field, _("At most {most} characters.").format(most=LONGEST))
    return words


def _provider(one: dict[str, Any]) -> Provider:
    ages = one.get("ages")
    lists = {key: tuple(one.get(key, ())) for key in ("languages", "areas")}
    return Provider(**{**one, **lists, "ages": (ages[0], ages[1]) if ages else None})


def _plain(text: str) -> str:
    """Words in lower case without marks between them, to compare."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _read(ws: Workspace, name: str, empty: Any) -> Any:
    text = reads_ledger.setting(ws.store, name)
    return json.loads(text) if text else empty


def _write_list(tx: Tx, ws: Workspace, providers: Iterable[Provider]) -> None:
    ordered = sorted(providers, key=lambda one: one.name.casefold())
    _write(tx, ws, LIST, [asdict(one) for one in ordered])


def _write(tx: Tx, ws: Workspace, name: str, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    if reads_ledger.setting(ws.store, name) is None:
        tx.insert("agency_setting", {"id": name, "value": text, "created_at": tx.now})
    else:
        tx.update("agency_setting", name, {"value": text})


def _rename(tx: Tx, ws: Workspace, was: str, name: str, written: str) -> None:
    """Other members' ties follow a provider to its new name."""
    for (key,) in ws.store.query("SELECT id FROM agency_setting WHERE id LIKE ?", (TIES + "%",)):
        bound = _read(ws, key, {})
        if key != written and was in bound:
            bound[name] = bound.pop(was)
            _write(tx, ws, key, bound)


def _untie(tx: Tx, ws: Workspace, name: str) -> frozenset[str]:
    """Take a provider out of every member's ties; returns whose they were. A later provider of the
    same name must not inherit them."""
    found = set()
    for (key,) in ws.store.query("SELECT id FROM agency_setting WHERE id LIKE ?", (TIES + "%",)):
        bound = _read(ws, key, {})
        if bound.pop(name, None) is not None:
            _write(tx, ws, key, bound)
            found.add(str(key).removeprefix(TIES))
    return frozenset(found)
