"""Gathers what a service is judged by: referral, authorization, coverage, code, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from navigator_app.domain import eligibility, ledger
from navigator_app.domain.encounter_facts import (
    Allowance,
    EncounterFacts,
    Overlap,
    ReferralStands,
    Span,
)
from navigator_app.domain.guard_facts import GuardResult, Step
from navigator_app.domain.ledger import Entry
from navigator_app.domain.rules import Rule
from navigator_app.domain.service_codes import Code, Units, units_of
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import packs, service_catalog
from navigator_app.services import guards
from navigator_app.services.encounter_checks import component_of, moment
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger, reads_services, service_writes
from navigator_app.store.reads_services import Head

CODES = "service-codes"
"""The rule of a plan's pack that names the codes it wants for a service."""

ROUNDING = "quarter-hour-rounding"
"""The rule of a plan's pack that says from how many minutes on a begun 15 count as a unit. No pack
that comes with the program has it: no text was read."""


class Coding(NamedTuple):
    """The code of a service: `allowed` to choose from, `chosen` where it was remembered."""

    code: Code | None
    allowed: tuple[Code, ...]
    chosen: bool
    remembered: str
    rounding: Rule | None = None  # the plan's, if its pack has one

    def units(self, minutes: int) -> Units:
        """The units of a service of so many minutes."""
        rule = self.rounding
        if rule is None:
            return units_of(self.code, minutes)
        return units_of(self.code, minutes, rule.value, rule.cited)


class Gathered(NamedTuple):
    """All that is known of a draft."""

    facts: EncounterFacts
    coding: Coding
    plan: str


@lru_cache(maxsize=1)
def sources() -> Mapping[str, str]:
    """What each check cites."""
    bases = service_catalog.shipped().bases
    cited = {key: basis.cited for key, basis in bases.items()}
    return cited | dict.fromkeys(("units", "overlap"), cited["recorded"])


def no_member() -> NotFound:
    """There is no member of that id."""
    return NotFound(
        _("No such member"),
        _("There is no member with that id."),
        _("Look the member up by name or CIN first."),
    )


def overlaps(ws: Workspace, draft: NoteDraft, but: str = "") -> list[Overlap]:
    """Notes of this user whose time the draft crosses."""
    if draft.minutes <= 0:
        return []
    begins = moment(ws, draft)
    ends = begins + timedelta(minutes=draft.minutes)
    return reads_services.overlapping(ws.store, ws.user.id, draft.member_id, begins, ends, but)


def gather(
    ws: Workspace, draft: NoteDraft, crossed: Sequence[Overlap] = (), but: str = ""
) -> Gathered:
    """What is known of a draft; `but` is a note left out, which this one corrects.

    NotFound for an unknown member, InputRejected for a referral that is not theirs.
    """
    plan = reads_services.plan_of(ws.store, draft.member_id)
    if plan is None:
        raise no_member()
    on = draft.at.date()
    heads = reads_services.heads(ws.store, draft.member_id, draft.service.slug)
    stands = _stands(ws, heads)
    head = _head(draft, heads, stands)
    key, policy = (head.plan, head.policy) if head else plan
    coding = _coding(ws, draft, key, policy)
    referral = stands[head.id][0] if head else None
    if head is not None and referral is not None:
        allowance = _allowance(ws, draft, head, stands[head.id][1], coding, but)
        referral = ReferralStands(
            referral.id, referral.status, referral.spans, referral.asked, referral.ended_on,
            allowance,
        )  # fmt: skip
    checks = tuple(reads_ledger.checks(ws.store, draft.member_id))
    flags = eligibility.flagged([on], checks)
    facts = EncounterFacts(
        service=draft.service,
        on=on,
        minutes=draft.minutes,
        referral=referral,
        code=coding.code,
        many_codes=len(coding.allowed) > 1,
        checks=checks,
        flag=flags[0] if flags else None,
        guards=_limits(ws, draft, head),
        overlaps=tuple(crossed),
    )
    return Gathered(facts, coding, key)


def _head(
    draft: NoteDraft,
    heads: Sequence[Head],
    stands: Mapping[str, tuple[ReferralStands, list[Entry]]],
) -> Head | None:
    """The referral named, else the one authorized on the day, else the first of the open ones."""
    if draft.referral_id:
        named = [head for head in heads if head.id == draft.referral_id]
        if not named:
            raise InputRejected(
                "referral_id",
                _("That referral is not one of this member's for this service."),
                _("Choose one of the member's referrals, or leave it empty."),
            )
        return named[0]
    on = draft.at.date()
    holding = (head for head in heads if stands[head.id][0].span_of(on) is not None)
    return next(holding, heads[0] if heads else None)


def _stands(ws: Workspace, heads: Sequence[Head]) -> dict[str, tuple[ReferralStands, list[Entry]]]:
    ids = [head.id for head in heads]
    authorized = reads_ledger.authorizations(ws.store, ids)
    asked = reads_ledger.requests(ws.store, ids)
    found = {}
    for head in heads:
        chain = list(ledger.chain(authorized.get(head.id, ()), asked.get(head.id, ())))
        known = {one.id for one in authorized.get(head.id, ())}
        spans = tuple(
            Span(*entry.span, entry.id if entry.id in known else "", entry.number)
            for entry in chain
            if entry.span is not None
        )
        if not spans and head.effective_on and head.ends_on and _approved(head):
            spans = (Span(head.effective_on, head.ends_on, "", head.number),)
        waiting = any(entry.waiting for entry in chain if entry.kind is ledger.Kind.EXTENSION)
        found[head.id] = (
            ReferralStands(head.id, head.status, spans, waiting, head.ended_on),
            chain,
        )
    return found


def _approved(head: Head) -> bool:
    return head.status == AuthorizationStatus.APPROVED.slug


def _coding(ws: Workspace, draft: NoteDraft, plan: str, policy: str) -> Coding:
    """The draft's own code, else the only one the plan wants, else the one chosen before."""
    on, catalog = draft.at.date(), service_catalog.shipped().catalog
    component = component_of(draft)
    keys = [
        key
        for key in catalog.keys(draft.service, on)
        if component is None or key in component.codes
    ]
    rule = packs.stack(policy, on).rule(CODES, draft.service)
    if rule is not None:
        keys = [key for key in keys if key in rule.items] or keys
    allowed = tuple(code for key in keys if (code := catalog.code(key, on)) is not None)
    remembered = service_writes.chosen(ws.store, plan, draft.service.slug)
    if draft.code and draft.code not in keys:
        raise InputRejected(
            "code",
            _("{code} is not a code of this service.").format(code=draft.code),
            _("Choose one of {codes}.").format(codes=", ".join(keys) or _("none yet")),
        )
    wanted = draft.code or (keys[0] if len(keys) == 1 else remembered)
    code = catalog.code(wanted, on) if wanted in keys else None
    rounding = packs.stack(policy, on).rule(ROUNDING, draft.service)
    chosen = bool(remembered) and wanted == remembered
    return Coding(code, allowed, chosen, remembered, rounding)


def _allowance(
    ws: Workspace, draft: NoteDraft, head: Head, chain: list[Entry], coding: Coding, but: str
) -> Allowance | None:
    """The units that the authorization of the day names, and what was used of them."""
    on = draft.at.date()
    held = [entry for entry in chain if entry.span and entry.span[0] <= on <= entry.span[1]]
    entry = next((entry for entry in held if entry.units), None)
    if entry is None or entry.span is None or not entry.units:
        return None
    rows = reads_services.used(ws.store, head.id, *entry.span, but)
    units = coding.units(draft.minutes)
    mine = (on.isoformat(), draft.minutes, units.unit.value if units.unit else "", units.count)
    before = _counted(entry.unit, rows)
    after = _counted(entry.unit, [*rows, mine])
    used = None if before is None else before
    this = None if before is None or after is None else after - before
    return Allowance(entry.units, entry.unit or _("units"), used, this)


def _counted(unit: str, rows: Sequence[tuple[str, int, str, int | None]]) -> float | None:
    """How much of an authorization's unit some services make, by the word the plan used."""
    word = unit.casefold()
    if "hour" in word:
        return sum(minutes for _on, minutes, _unit, _n in rows) / 60
    if "minute" in word and "15" not in word:
        return float(sum(minutes for _on, minutes, _unit, _n in rows))
    if any(part in word for part in ("visit", "contact", "encounter", "session")):
        return float(len(rows))
    if "day" in word or "diem" in word:
        return float(len({on for on, _minutes, _unit, _n in rows}))
    if word in ("", "unit", "units") or "15" in word:
        kinds = {kind for _on, _minutes, kind, _n in rows}
        if len(kinds) > 1 or any(count is None for _on, _minutes, _unit, count in rows):
            return None
        if kinds == {"per-diem"}:
            return float(len({on for on, _minutes, _unit, _n in rows}))
        return float(sum(count or 0 for _on, _minutes, _unit, count in rows))
    return None


def _limits(ws: Workspace, draft: NoteDraft, head: Head | None) -> tuple[GuardResult, ...]:
    """The limits of the plan's packs for that referral on that day, but those passed."""
    if head is None:
        return ()
    rows = guards.check(ws, [head.id], Step.REVIEW, draft.at.date()).get(head.id, [])
    return tuple(row.result for row in rows if row.passed is None)
