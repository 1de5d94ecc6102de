"""The dated facts of referrals, as rows for very many and as `Facts` for one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain.bulk import Program, parsed
from navigator_app.domain.business_days import Calendar
from navigator_app.domain.facts import Fact, Facts, Path, Problem, impossible
from navigator_app.domain.rules import Rule, Stack
from navigator_app.domain.vocabulary import AuthorizationStatus, Service
from navigator_app.policy import packs
from navigator_app.services.own_calendars import Calendars
from navigator_app.store import reads_facts
from navigator_app.store.clock_state import Clock
from navigator_app.store.tx import utc_text

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

MONTHLY_STATUS = "monthly-status"
"""Told apart from the others: it is asked of every open referral each month, so that it is read
from the newest status instead of being kept as a clock of each."""

ATTEMPTS = "attempts-before-unreachable"
_PLACE = {fact: place for place, fact in enumerate(reads_facts.FACTS)}
_ASKED = (AuthorizationStatus.UNDER_REVIEW.slug, AuthorizationStatus.NEED_INFORMATION.slug)

Values = tuple[str | None, ...]
"""Facts as texts, in the order of `reads_facts.FACTS`."""


class Evaluator:
    """Turns facts into the clocks that run, for one moment; make a new one after it."""

    def __init__(self, ws: Workspace, fetch: Store | Tx) -> None:
        """Read the plans' own calendars and what each plan calls unreached."""
        self.today = ws.clock.today()
        self._now: datetime = ws.clock.now()
        self._zone = ws.clock.tz
        self._calendars = Calendars(fetch)
        self._policies = dict(reads_facts.plans(fetch))
        self._programs: dict[tuple[object, ...], Program] = {}
        self._found: dict[tuple[Clock, ...], tuple[Clock, ...]] = {}
        self._starts: dict[Rule, list[tuple[int, str]]] = {}
        self._clocks: dict[tuple[object, ...], Clock] = {}

    def needed(self) -> dict[str, tuple[int, int]]:
        """By plan id and service, the attempts after which a member counts as unreached, and
        whether they count by the day; only where the plan's packs say."""
        found = {}
        for plan, policy in self._policies.items():
            for service in Service:
                rule = self.stack(policy).rule(ATTEMPTS, service)
                if rule is not None:
                    found[f"{plan}|{service.slug}"] = (rule.value, int(rule.per == "day"))
        return found

    def stack(self, policy: str) -> Stack:
        """The rules of a pack as they speak today."""
        return packs.stack(policy, self.today)

    def calendar(self, plan_id: str, policy: str) -> Calendar:
        """The calendar of a plan: its pack's, with its own closures and openings."""
        return self._calendars.of(plan_id, policy)

    def clocks(
        self,
        plan_id: str,
        service: str,
        path: str | None,
        urgent: int | None,
        values: Values,
    ) -> tuple[Clock, ...]:
        """The clocks that run from such facts, sorted by rule; equal ones are the same object."""
        kind = (plan_id, service, path, urgent)
        program = self._programs.get(kind)
        if program is None:
            program = self._programs[kind] = self._program(plan_id, service, path, urgent)
        clocks = [self._clock(rule, due, values) for rule, due in program.running(values)]
        if len(clocks) > 1:
            clocks.sort()
        key = tuple(clocks)
        return self._found.setdefault(key, key)

    def _program(self, plan_id: str, service: str, path: str | None, urgent: int | None) -> Program:
        policy = self._policies[plan_id]
        return Program(
            self.stack(policy),
            reads_facts.FACTS,
            self._now,
            self.calendar(plan_id, policy),
            self._zone,
            service=Service.from_slug(service),
            path=Path(path) if path else None,
            urgent=None if urgent is None else bool(urgent),
            without=(MONTHLY_STATUS,),
        )

    def _clock(self, rule: Rule, due: date | datetime, values: Values) -> Clock:
        places = self._starts.get(rule)
        if places is None:
            places = self._starts[rule] = [
                (_PLACE[fact], fact.value) for fact in rule.trigger if fact in _PLACE
            ]
        name = started = ""
        for place, fact_name in places:
            if when := values[place]:
                name, started = fact_name, when
                break
        if rule.due_fact is not None and (when := values[_PLACE[rule.due_fact]]):
            name, started = rule.due_fact.value, started or when
        key = (rule, due, name, started)
        known = self._clocks.get(key)
        if known is None:
            known = self._clocks[key] = self._new_clock(rule, due, name, started)
        return known

    def _new_clock(self, rule: Rule, due: date | datetime, name: str, started: str) -> Clock:
        moment = due if isinstance(due, datetime) else None
        day = due if moment is None else moment.astimezone(self._zone).date()
        return Clock(
            rule_id=rule.id,
            started_on=started,
            counted_from=name,
            due_on=day.isoformat(),
            due_at=utc_text(moment) if moment else None,
            chase=int(rule.chase),
            rank=rule.stake.rank,
        )


def of_new(
    service: str,
    status: str | None,
    *,
    requested: str | None,
    effective: str | None,
    ends: str | None,
    sent: str | None,
    received: str,
) -> Values:
    """The facts of a referral that a file names for the first time, before it is written; the
    same that `reads_facts` reads afterwards."""
    known: dict[Fact, str | None] = {
        Fact.SENT_TO_PROVIDER: sent,
        Fact.RECEIVED: received,
        Fact.EFFECTIVE: effective,
        Fact.ENDS: ends,
    }
    if status in (None, AuthorizationStatus.APPROVED.slug):
        known[Fact.AUTHORIZATION_RECEIVED] = sent or received
    if status in _ASKED:
        known[Fact.SUBMITTED] = requested
    return tuple(known.get(fact) for fact in reads_facts.FACTS)


def of(ws: Workspace, ids: Collection[str] | None = None) -> dict[str, Facts]:
    """The facts of some referrals, or of all whose clocks can run, by referral id."""
    rows = reads_facts.read(ws.store, Evaluator(ws, ws.store).needed(), ids)
    return {row[0]: facts_of(row) for row in rows}


def problems(ws: Workspace, ids: Collection[str]) -> dict[str, list[Problem]]:
    """By referral id what cannot be in its dates; only those of which something cannot."""
    if not ids:
        return {}
    today, zone = ws.clock.today(), ws.clock.tz
    rows = reads_facts.read(ws.store, Evaluator(ws, ws.store).needed(), ids)
    found = {row[0]: impossible(facts_of(row), today, zone) for row in rows}
    return {key: wrong for key, wrong in found.items() if wrong}


def facts_of(row: reads_facts.Row) -> Facts:
    """The facts of one row as the domain takes them."""
    service, path, urgent = row[4:7]
    values = row[reads_facts.HEAD :]
    dates = {
        fact: parsed(text) for fact, text in zip(reads_facts.FACTS, values, strict=True) if text
    }
    return Facts(
        Service.from_slug(service),
        dates,
        Path(path) if path else None,
        None if urgent is None else bool(urgent),
    )
