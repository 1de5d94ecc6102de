"""A rule of a policy pack as the domain sees it, and which of several rules speaks.

A rule is data: value, unit, who owes it, what starts and settles it, its document and section, and
the days it holds. Nothing here knows a value; `resources/policies/*.toml` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from navigator_app.domain.facts import Fact, Path
from navigator_app.domain.saying import N_, Saying, Term, saying
from navigator_app.domain.vocabulary import AnyService


class Kind(StrEnum):
    """What a rule is: a clock that runs, a number not to pass, a condition, a set of words."""

    CLOCK = "clock"
    LIMIT = "limit"
    GUARD = "guard"
    LIST = "list"


class Owes(StrEnum):
    """Who has to do it."""

    PROVIDER = "provider"
    PLAN = "plan"
    REFERRER = "referrer"
    MEMBER = "member"


class Unit(StrEnum):
    """What a value counts."""

    BUSINESS_DAYS = "business-days"
    CALENDAR_DAYS = "calendar-days"
    CLOCK_HOURS = "clock-hours"
    MONTHS = "months"
    COUNT = "count"
    AMOUNT = "amount"
    HOURS = "hours"
    PERCENT = "percent"


CLOCK_UNITS = (Unit.BUSINESS_DAYS, Unit.CALENDAR_DAYS, Unit.CLOCK_HOURS, Unit.MONTHS)
"""Units that an engine turns into a date."""


class Stake(StrEnum):
    """What is lost when nobody acts, gravest first."""

    LOSS = "authorization-or-payment-lost"
    MEMBER = "member-waiting"
    PLAN = "plan-owed"
    UPKEEP = "housekeeping"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Stake).index(self)


class Level(StrEnum):
    """How near a pack stands to the plan, nearest first; the nearest pack speaks."""

    AGENCY = "agency"
    PLAN = "plan"
    COUNTY = "county"
    STATE = "state"
    RECOMMENDATION = "recommendation"

    @property
    def rank(self) -> int:
        """0 is the nearest."""
        return list(Level).index(self)

    @property
    def term(self) -> Term:
        """Its words, as they stand inside a sentence."""
        return Term(_LEVELS[self])


_LEVELS = {
    Level.AGENCY: N_("the agency's own rule"),
    Level.PLAN: N_("the plan's own policy"),
    Level.COUNTY: N_("the county's agreement"),
    Level.STATE: N_("the state's guidance"),
    Level.RECOMMENDATION: N_("a recommendation"),
}


NO_DAY = date.min
"""Where nobody knows since when a rule holds; only what is unconfirmed has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One clock, limit, guard or list.

    `effective_to` is the last day it holds, None while it still does. `required` is False where the
    source only recommends. `unconfirmed` marks what no text read confirms: shown, never applied.

    A clock starts with the first known fact of `trigger` and is settled by any group of `met_by`
    that is known whole; a fact of `moot_by` ends it unsettled. With `repeats` it runs anew from the
    latest settling fact (in months: once in every calendar month). While a fact of `unless` is
    known, even one that lies ahead, nobody asks. With `period` the value is the length of a span
    and the due day its last day. `due_fact`, when known, is the due day itself. `value` 0 means at
    once. `value_to` is the upper end where a source names a span. `per` says
    what a limit is counted over. A rule object stands for itself: two are equal only if the same.
    """

    id: str
    title: str
    kind: Kind
    owes: Owes
    services: frozenset[AnyService]
    source: str
    section: str
    required: bool
    effective_from: date
    effective_to: date | None = None
    value: int = 0
    value_to: int | None = None
    unit: Unit | None = None
    per: str = ""
    items: tuple[str, ...] = ()
    trigger: tuple[Fact, ...] = ()
    met_by: tuple[tuple[Fact, ...], ...] = ()
    moot_by: tuple[Fact, ...] = ()
    unless: tuple[Fact, ...] = ()
    due_fact: Fact | None = None
    repeats: bool = False
    period: bool = False
    paths: frozenset[Path] = frozenset()
    urgent: bool | None = None
    stake: Stake = Stake.UPKEEP
    action: str = ""
    plan: str = ""
    pack: str = ""
    level: Level = Level.PLAN
    quote: str = ""
    note: str = ""
    unconfirmed: bool = False

    def in_time(self, on: date) -> bool:
        """True on the days between `effective_from` and `effective_to`, both included."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def holds(self, on: date, service: AnyService) -> bool:
        """True when the rule is in force on that day for that service."""
        return not self.unconfirmed and service in self.services and self.in_time(on)

    @property
    def chase(self) -> bool:
        """True when it is not ours to do, so that its date is one to ask after."""
        return self.owes is Owes.PLAN

    @property
    def cited(self) -> str:
        """The source with its section, as shown beside a date."""
        return f"{self.source}, {self.section}" if self.section else self.source


class Yielded(NamedTuple):
    """A rule of the same id that does not speak, and why in plain words."""

    rule: Rule
    why: Saying


class Spoken(NamedTuple):
    """The rule that speaks, and those that yielded to it."""

    rule: Rule
    yielded: tuple[Yielded, ...]


@dataclass(frozen=True, eq=False)
class Stack:
    """The packs of a plan, nearest first, on a day.

    `rules` holds every version of every rule, nearest pack first, newest version first. `calendar`
    is the key of the nearest pack's calendar. `plans` names the plans that its packs are for: a
    rule that names another plan is carried, and speaks for nobody here.
    """

    key: str
    title: str
    on: date
    calendar: str
    packs: tuple[str, ...]
    rules: tuple[Rule, ...]
    plans: frozenset[str] = frozenset()
    _by_id: dict[str, tuple[Rule, ...]] = field(init=False, repr=False)
    _foreign: dict[str, tuple[Rule, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the versions by rule, those of other plans apart."""
        own = [rule for rule in self.rules if not rule.plan or rule.plan in self.plans]
        foreign = [rule for rule in self.rules if rule.plan and rule.plan not in self.plans]
        object.__setattr__(self, "_by_id", _by_id(own))
        object.__setattr__(self, "_foreign", _by_id(foreign))

    @property
    def ids(self) -> tuple[str, ...]:
        """Every rule id of the stack, speaking or not."""
        return tuple(self._by_id)

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """Every version of a rule in every pack that may speak here, nearest first."""
        return self._by_id.get(rule_id, ())

    def of_other_plans(self) -> list[Rule]:
        """The rules of its packs that name a plan which none of them is for."""
        return [rule for versions in self._foreign.values() for rule in versions]

    def rule(self, rule_id: str, service: AnyService, on: date | None = None) -> Rule | None:
        """The rule that speaks for a service, or None; the quick half of `speaks`."""
        on = on or self.on
        return next((r for r in self.versions(rule_id) if r.holds(on, service)), None)

    def speaks(self, rule_id: str, service: AnyService, on: date | None = None) -> Spoken | None:
        """The rule that speaks for a service on a day (the stack's own), and who yielded and why.

        None when no version in force speaks of that service.
        """
        on = on or self.on
        speaker = self.rule(rule_id, service, on)
        if speaker is None:
            return None
        others = (r for r in self.versions(rule_id) if r is not speaker)
        yielded = [Yielded(r, _why_silent(r, speaker, on, service)) for r in others]
        foreign = [Yielded(r, only_for(r)) for r in self._foreign.get(rule_id, ())]
        return Spoken(speaker, (*yielded, *foreign))

    def spoken(self, service: AnyService, kinds: Iterable[Kind] = Kind) -> list[Spoken]:
        """Everything that speaks for a service on the stack's day, of some kinds."""
        wanted = frozenset(kinds)
        found = (self.speaks(rule_id, service) for rule_id in self._by_id)
        return [one for one in found if one is not None and one.rule.kind in wanted]

    def unconfirmed(self, service: AnyService) -> list[Rule]:
        """What is carried for a service and not applied, to be shown as such."""
        own = (r for versions in self._by_id.values() for r in versions)
        return [r for r in own if r.unconfirmed and service in r.services]


def only_for(rule: Rule) -> Saying:
    """Why a rule of another plan is silent."""
    return saying(N_("Speaks only for {plan}."), plan=rule.plan)


def _by_id(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.id, []).append(rule)
    return {key: tuple(versions) for key, versions in found.items()}


def _why_silent(rule: Rule, speaker: Rule, on: date, service: AnyService) -> Saying:
    if rule.unconfirmed:
        return saying(N_("Not confirmed by any text that was read: shown, not applied."))
    if service not in rule.services:
        return saying(N_("Does not speak of {service}."), service=service.value)
    if on < rule.effective_from:
        return saying(N_("Not in force before {day}."), day=rule.effective_from)
    if rule.effective_to is not None and on > rule.effective_to:
        return saying(N_("Ended on {day}."), day=rule.effective_to)
    if rule.level is speaker.level:
        return saying(N_("Another pack of the same standing was laid over it."))
    return saying(
        N_("It is {far}, and {near} stands nearer to the plan."),
        far=rule.level.term,
        near=speaker.level.term,
    )
