"""Reads one policy pack from its file, every field checked; a pack with any fault is refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path as File
from typing import TypeVar

from navigator_app.domain.facts import Fact, Path
from navigator_app.domain.rules import (
    CLOCK_UNITS,
    NO_DAY,
    Kind,
    Level,
    Owes,
    Rule,
    Stake,
    Unit,
)
from navigator_app.domain.vocabulary import OtherService, Service, any_service
from navigator_app.errors import NavigatorError
from navigator_app.policy.toml import Table, read_toml

ACTIONS = (
    *("answer", "outreach", "status", "submit", "find-enrolment", "tell-plan", "update-plan"),
    *("capacity", "deposit", "extension", "chase-decision", "chase-notice", "chase-referral"),
    *("chase-answer", "chase-closure", "chase-service"),
)
"""The words for what settles a clock; the screens know a form or a note for each."""

PER = ("day", "week", "calendar-year", "rolling-12-months", "lifetime", "occasion", "room")
"""What a limit is counted over."""

MOST_TIME = 9999
"""Days, hours or months of a clock at most: beyond it no calendar has a date."""

_FACTS = tuple(str(fact.value) for fact in Fact)
_SERVICES = (*Service.slugs(), *OtherService.slugs())
_EVERY = frozenset(any_service(slug) for slug in _SERVICES)
_PACK_FIELDS = frozenset(("key", "title", "level", "plan", "base", "calendar", "rule"))
_ALWAYS = frozenset(
    ("id", "title", "kind", "owes", "services", "required", "source", "section", "quote", "note")
    + ("effective_from", "effective_to", "unconfirmed", "consequence", "action", "plan", "paths")
)
_CLOCK = frozenset(
    ("value", "at_once", "unit", "trigger", "met_by", "moot_by", "unless", "due_fact", "repeats")
    + ("period", "urgency")
)
_FIELDS = {
    Kind.CLOCK: _ALWAYS | _CLOCK,
    Kind.LIMIT: _ALWAYS | {"value", "value_to", "unit", "per"},
    Kind.GUARD: _ALWAYS | {"items"},
    Kind.LIST: _ALWAYS | {"items"},
}


class PackRefused(NavigatorError):
    """A policy pack that cannot be trusted; the message names file, rule, line and field."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A policy pack as it lies in its file; `base` is the pack below it, or empty."""

    key: str
    title: str
    level: Level
    plan: str
    base: str
    calendar: str
    rules: tuple[Rule, ...]


def read_pack(path: File) -> Pack:
    """Read a pack from a file; PackRefused names the line and the field that is wrong."""
    return pack_of(read_toml(path, PackRefused))


def pack_of(table: Table) -> Pack:
    """The same of a file that is read; every field is checked here."""
    table.only(_PACK_FIELDS)
    head = Pack(
        key=table.text("key"),
        title=table.text("title"),
        level=Level(table.text("level", choices=_values(Level))),
        plan=table.text("plan", ""),
        base=table.text("base", ""),
        calendar=table.text("calendar"),
        rules=(),
    )
    rules: list[Rule] = []
    for item in table.tables("rule"):
        rule = _rule(item, head)
        _check_versions(rule, rules, item)
        rules.append(rule)
    return Pack(head.key, head.title, head.level, head.plan, head.base, head.calendar, tuple(rules))


def _rule(table: Table, pack: Pack) -> Rule:
    kind = Kind(table.text("kind", choices=_values(Kind)))
    table.only(_FIELDS[kind])
    unit = _unit(table, kind)
    clock = kind is Kind.CLOCK
    rule = Rule(
        id=table.text("id"),
        title=table.text("title"),
        kind=kind,
        owes=Owes(table.text("owes", choices=_values(Owes))),
        services=_services(table),
        source=table.text("source"),
        section=table.text("section"),
        required=table.flag("required"),
        effective_from=_begins(table),
        effective_to=table.day("effective_to") if "effective_to" in table else None,
        value=_value(table, kind),
        value_to=table.number("value_to", least=1) if "value_to" in table else None,
        unit=unit,
        per=table.text("per", choices=PER) if "per" in table else "",
        items=tuple(table.words("items", default=[] if kind is not Kind.LIST else None)),
        trigger=_facts(table, "trigger") if clock else (),
        met_by=_groups(table) if clock else (),
        moot_by=_facts(table, "moot_by") if "moot_by" in table else (),
        unless=_facts(table, "unless") if "unless" in table else (),
        due_fact=Fact.named(table.text("due_fact", choices=_FACTS))
        if "due_fact" in table
        else None,
        repeats=table.flag("repeats", False),
        period=table.flag("period", False),
        paths=frozenset(Path(slug) for slug in table.words("paths", _values(Path), [])),
        urgent=_urgency(table),
        stake=Stake(table.text("consequence", choices=_values(Stake))),
        action=table.text("action", choices=ACTIONS) if clock else table.text("action", ""),
        plan=table.text("plan", pack.plan),
        pack=pack.key,
        level=pack.level,
        quote=table.text("quote", ""),
        note=table.text("note", ""),
        unconfirmed=table.flag("unconfirmed", False),
    )
    _check(rule, table)
    return rule


def _begins(table: Table) -> date:
    """The first day a rule holds. What no text confirms need not have one: nobody read since when;
    it is `NO_DAY` then."""
    if "effective_from" not in table and table.flag("unconfirmed", False):
        return NO_DAY
    return table.day("effective_from")


def _unit(table: Table, kind: Kind) -> Unit | None:
    if kind in (Kind.GUARD, Kind.LIST):
        return None
    choices = CLOCK_UNITS if kind is Kind.CLOCK else tuple(Unit)
    return Unit(table.text("unit", choices=[unit.value for unit in choices]))


def _value(table: Table, kind: Kind) -> int:
    if kind in (Kind.GUARD, Kind.LIST):
        return 0
    if table.flag("at_once", False):
        if "value" in table:
            table.refuse("value", "and at_once exclude each other")
        return 0
    most = MOST_TIME if kind is Kind.CLOCK else None
    return table.number("value", least=1, most=most)


def _services(table: Table) -> frozenset[Service | OtherService]:
    slugs = table.words("services", choices=("every", *_SERVICES))
    return _EVERY if "every" in slugs else frozenset(any_service(slug) for slug in slugs)


def _urgency(table: Table) -> bool | None:
    if "urgency" not in table:
        return None
    return table.text("urgency", choices=("urgent", "routine")) == "urgent"


def _facts(table: Table, field: str) -> tuple[Fact, ...]:
    return tuple(Fact.named(name) for name in table.words(field, choices=_FACTS))


def _groups(table: Table) -> tuple[tuple[Fact, ...], ...]:
    """Alternatives, each a fact or several joined by a plus sign."""
    groups = []
    for text in table.words("met_by"):
        names = [name.strip() for name in text.split("+")]
        for name in names:
            if name not in _FACTS:
                table.refuse("met_by", f"must hold only {', '.join(_FACTS)}")
        groups.append(tuple(Fact.named(name) for name in names))
    return tuple(groups)


def _check(rule: Rule, table: Table) -> None:
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        table.refuse("effective_to", "is before effective_from")
    if rule.value_to is not None and rule.value_to < rule.value:
        table.refuse("value_to", "is below value")
    if rule.period and rule.unit is not Unit.MONTHS:
        table.refuse("period", "needs months")
    if rule.repeats and rule.unit is Unit.CLOCK_HOURS:
        table.refuse("repeats", "cannot be counted in clock-hours")
    if rule.period and rule.repeats:
        table.refuse("period", "and repeats exclude each other")
    settled = {fact for group in rule.met_by for fact in group}
    for fact in rule.trigger:
        if fact in settled or fact in rule.moot_by or fact in rule.unless:
            table.refuse("trigger", f"{fact.value} cannot also end the clock")


def _check_versions(rule: Rule, earlier: Collection[Rule], table: Table) -> None:
    """Refuse two versions of one rule that hold on the same day for the same service."""
    for other in earlier:
        apart = _ends_before(rule, other) or _ends_before(other, rule)
        elsewhere = rule.paths and other.paths and not rule.paths & other.paths
        if other.id == rule.id and not apart and not elsewhere and other.services & rule.services:
            table.refuse("id", f"{rule.id} has two versions for the same days")


def _ends_before(one: Rule, two: Rule) -> bool:
    return one.effective_to is not None and one.effective_to < two.effective_from


W = TypeVar("W", Kind, Level, Owes, Path, Stake)


def _values(words: type[W]) -> list[str]:
    return [str(word.value) for word in words]
