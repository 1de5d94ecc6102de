"""From which day an authorization should count: the toolkit's recommendation, by path.

A rule of kind list names the facts (`items`), of which the earliest known is the start. A path
with a recommendation of its own has a rule for it (`paths`); any other takes the general one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from navigator_app.domain.facts import Fact, Facts, day_of
from navigator_app.domain.rules import Kind, Rule, Stack
from navigator_app.domain.saying import N_, Saying, saying

START = "authorization-start"
"""The general rule; rules for single paths have ids that begin with it."""


@dataclass(frozen=True, slots=True)
class Start:
    """The first day an authorization should cover.

    `on` is None while none of the facts is known. `missing` are facts that could still make it
    earlier. `other` is the general rule where it would give another day.
    """

    rule: Rule
    on: date | None
    counted_from: Fact | None
    missing: tuple[Fact, ...]
    said: tuple[Saying, ...]
    other: Rule | None = None


def authorization_start(stack: Stack, facts: Facts, zone: tzinfo) -> Start | None:
    """The day to ask for, with its rule; None when no rule of the stack speaks of it."""
    asked = facts.get(Fact.SUBMITTED)
    on = day_of(asked, zone) if asked is not None else stack.on
    rules = [
        rule for rule in _rules(stack, facts, on) if not rule.paths or facts.path in rule.paths
    ]
    if not rules:
        return None
    rule = min(rules, key=lambda rule: not rule.paths)
    general = next((rule for rule in rules if not rule.paths), None)
    found, missing = _earliest(rule, facts, zone)
    said = [_counted(found)]
    if missing:
        said.append(saying(N_("Not known: {fact}."), fact=missing[0].term))
    other = None
    if general is not None and general is not rule:
        elsewhere, _unknown = _earliest(general, facts, zone)
        if elsewhere is not None and (found is None or elsewhere[1] != found[1]):
            other = general
            said.append(
                saying(
                    N_("{section} would go back to {day}."),
                    section=general.section,
                    day=elsewhere[1],
                )
            )
    return Start(
        rule=rule,
        on=found[1] if found else None,
        counted_from=found[0] if found else None,
        missing=missing,
        said=tuple(said),
        other=other,
    )


def _rules(stack: Stack, facts: Facts, on: date) -> list[Rule]:
    ids = (rule_id for rule_id in stack.ids if rule_id.startswith(START))
    spoken = (stack.rule(rule_id, facts.service, on) for rule_id in ids)
    return [rule for rule in spoken if rule is not None and rule.kind is Kind.LIST]


def _earliest(
    rule: Rule, facts: Facts, zone: tzinfo
) -> tuple[tuple[Fact, date] | None, tuple[Fact, ...]]:
    wanted = [Fact.named(name) for name in rule.items]
    known = [(fact, day_of(when, zone)) for fact in wanted if (when := facts.get(fact)) is not None]
    missing = tuple(fact for fact in wanted if facts.get(fact) is None)
    return min(known, key=lambda pair: pair[1], default=None), missing


def _counted(found: tuple[Fact, date] | None) -> Saying:
    if found is None:
        return saying(N_("No day yet from which it could count."))
    return saying(N_("Goes back to {fact}, {day}."), fact=found[0].term, day=found[1])
