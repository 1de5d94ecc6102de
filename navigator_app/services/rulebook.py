"""The rules of a plan as people ask for them: which speaks, which yielded, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.rules import Rule, Stack, only_for
from navigator_app.domain.saying import Saying
from navigator_app.domain.vocabulary import AnyService, OtherService, Service
from navigator_app.policy import packs
from navigator_app.services import agency
from navigator_app.services.workspace import Workspace

DEFAULT_PACK = "toolkit-2025"
"""What speaks where the store has no plan yet."""


@dataclass(frozen=True, slots=True)
class YieldedRow:
    """A rule that does not speak, the title of its pack, and why."""

    rule: Rule
    pack: str
    why: Saying


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of a plan, for the services it speaks of. `plan` is empty where there is none yet.

    `speaks` is False for what no text confirms and for what another plan says alone: it is shown,
    never applied; `silent` says why the latter.
    """

    plan: str
    rule: Rule
    pack: str
    speaks: bool
    services: tuple[AnyService, ...]
    yielded: tuple[YieldedRow, ...]
    silent: Saying | None = None


def rules(ws: Workspace, *, plan: str = "", on: date | None = None) -> list[RuleRow]:
    """Every rule that speaks on a day (today), of one plan or of all; NotFound for no such plan.

    In the order of the packs, nearest first, then what is not confirmed and what speaks only for
    another plan.
    """
    on = on or ws.clock.today()
    rows = [agency.plan(ws, plan)] if plan else agency.plans(ws)
    known = [(row.key, row.policy) for row in rows] or [("", DEFAULT_PACK)]
    return [row for key, policy in known for row in of_stack(packs.stack(policy, on), key)]


def of_stack(stack: Stack, plan: str = "") -> list[RuleRow]:
    """The same for one stack of packs."""
    every: tuple[AnyService, ...] = (*Service, *OtherService)
    found: dict[Rule, tuple[list[AnyService], tuple[YieldedRow, ...]]] = {}
    for service in every:
        for rule, yielded in stack.spoken(service):
            silent = tuple(YieldedRow(one, title(one.pack), why) for one, why in yielded)
            services, before = found.setdefault(rule, ([], ()))
            services.append(service)
            if not before:
                found[rule] = (services, silent)
    spoken = [
        RuleRow(plan, rule, title(rule.pack), True, tuple(found[rule][0]), found[rule][1])
        for rule in stack.rules
        if rule in found
    ]
    unsaid = [
        (rule, None)
        for rule in stack.rules
        if rule.unconfirmed and rule.in_time(stack.on) and rule in set(stack.versions(rule.id))
    ]
    shown = {one.rule for _services, rows in found.values() for one in rows}
    others = [
        (rule, only_for(rule))
        for rule in stack.of_other_plans()
        if rule.in_time(stack.on) and rule not in shown
    ]
    return spoken + [
        RuleRow(
            *(plan, rule, title(rule.pack), False),
            services=tuple(service for service in every if service in rule.services),
            yielded=(),
            silent=why,
        )
        for rule, why in (*unsaid, *others)
    ]


def title(pack: str) -> str:
    """The title of a pack."""
    return packs.load(pack).title
