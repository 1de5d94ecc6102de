"""The running clocks of very many referrals: what `clocks.evaluate` says, worked out once each.

Which clocks can run depends only on which facts are known, and a due date only on the few facts it
is counted from and on the versions of the rule that may run. Both are remembered, so that a
referral costs a handful of look-ups.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, tzinfo
from itertools import repeat
from operator import is_not, itemgetter

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.clocks import evaluate, speaking, state_of
from navigator_app.domain.facts import PLANNED, Fact, Facts, Path, When
from navigator_app.domain.rules import Kind, Rule, Stack
from navigator_app.domain.vocabulary import AnyService

Row = Sequence[str | None]
"""One referral: its facts as ISO days or moments (with offset), None for what is not known."""

Running = tuple[Rule, When]
"""A clock that runs, and when it runs out."""

_Step = tuple[
    dict[object, Running | None], Callable[[Row], object], Callable[[Row], Running | None]
]


class Program:
    """The running clocks of referrals that share plan, service, path and urgency.

    `columns` names the facts in the order of a row; the rules whose ids are in `without` are left
    out. Holds for one `now`; make a new one after it.
    """

    def __init__(
        self,
        stack: Stack,
        columns: Sequence[Fact],
        now: datetime,
        calendar: Calendar,
        zone: tzinfo,
        *,
        service: AnyService,
        path: Path | None = None,
        urgent: bool | None = None,
        without: Collection[str] = (),
    ) -> None:
        self._stack, self._columns = stack, tuple(columns)
        self._now, self._calendar, self._zone = now, calendar, zone
        self._like = Facts(service, {}, path, urgent)
        self._today = now.astimezone(zone).date()
        self._today_text = self._today.isoformat()
        self._clocks = {
            rule_id: versions
            for rule_id in stack.ids
            if rule_id not in without
            and (versions := [r for r in stack.versions(rule_id) if r.kind is Kind.CLOCK])
        }
        every = [rule for versions in self._clocks.values() for rule in versions]
        ending = {
            fact for rule in every for group in (*rule.met_by, rule.moot_by) for fact in group
        }
        ahead = PLANNED - ending  # these may lie ahead and still count as they are
        self._past = [n for n, fact in enumerate(self._columns) if fact not in ahead]
        self._steps: dict[tuple[bool, ...], list[_Step]] = {}
        self._shared: dict[tuple[object, ...], _Step] = {}

    def running(self, row: Row) -> list[Running]:
        """The clocks that run for one referral: due date known, neither met nor moot."""
        if max(filter(None, [row[place] for place in self._past]), default="") > self._today_text:
            return self._slowly(row)
        known = tuple(map(is_not, row, repeat(None)))
        steps = self._steps.get(known)
        if steps is None:
            steps = self._steps[known] = self._plan(known)
        found = []
        for memo, key_of, compute in steps:
            key = key_of(row)
            try:
                clock = memo[key]
            except KeyError:
                clock = memo[key] = compute(row)
            if clock is not None:
                found.append(clock)
        return found

    def _slowly(self, row: Row) -> list[Running]:
        """The same by the plain way, which knows what is dated ahead."""
        clocks = evaluate(self._stack, self._facts(row), self._now, self._calendar, self._zone)
        return [
            (one.rule, one.due)
            for one in clocks
            if one.running and one.due is not None and one.rule.id in self._clocks
        ]

    def _facts(self, row: Row) -> Facts:
        pairs = zip(self._columns, row, strict=True)
        return self._like.having({fact: parsed(text) for fact, text in pairs if text})

    def _plan(self, known: tuple[bool, ...]) -> list[_Step]:
        """What to look up where these facts are known; sets of them share what they may, since a
        caseload has few rules and very many sets."""
        have = {fact for fact, there in zip(self._columns, known, strict=True) if there}
        steps: list[_Step] = []
        for rule_id, versions in self._clocks.items():
            can = tuple(_may_run(rule, have) for rule in versions)
            if True not in can:
                continue
            wanted = {fact for rule in versions for fact in _counted(rule, have)}
            places = [n for n, fact in enumerate(self._columns) if fact in wanted]
            sign = (rule_id, can, *places)
            step = self._shared.get(sign)
            if step is None:
                step = self._shared[sign] = ({}, itemgetter(*places), self._computer(rule_id))
            steps.append(step)
        return steps

    def _computer(self, rule_id: str) -> Callable[[Row], Running | None]:
        def compute(row: Row) -> Running | None:
            facts = self._facts(row)
            rule = speaking(self._stack, rule_id, facts, self._today, self._zone)
            if rule is None:
                return None
            clock = state_of(rule, facts, self._now, self._calendar, self._zone)
            return (rule, clock.due) if clock.running and clock.due is not None else None

        return compute


def parsed(text: str) -> When:
    """A day, or a moment where there is more than a day."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def _may_run(rule: Rule, have: set[Fact]) -> bool:
    begun = have.intersection(rule.trigger) or rule.due_fact in have
    if not begun or have.intersection(rule.moot_by) or have.intersection(rule.unless):
        return False
    return rule.repeats or not any(have.issuperset(group) for group in rule.met_by)


def _counted(rule: Rule, have: set[Fact]) -> set[Fact]:
    """The facts on which the due date of a clock that is not settled depends."""
    found = {next((fact for fact in rule.trigger if fact in have), rule.trigger[0])}
    if rule.due_fact is not None:
        found.add(rule.due_fact)
    if rule.repeats:
        found |= {fact for group in rule.met_by for fact in group}
    return found & have
