"""Every clock of one referral, from its facts: pure, so that the same facts give the same dates.

A clock is met once what settles it has happened, however late; later facts never undo that. An
attempt that failed starts no clock anew. What is not known is named, and nothing is filled in
without saying so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from navigator_app.domain.business_days import Calendar
from navigator_app.domain.engines import add_months, due_from, month_end
from navigator_app.domain.facts import Fact, Facts, Problem, When, day_of, impossible
from navigator_app.domain.rules import Kind, Rule, Stack, Unit
from navigator_app.domain.saying import N_, Saying, saying


class State(StrEnum):
    """Where a clock stands."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    MET = "met"
    MOOT = "moot"


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock of one referral.

    `due` is a day, or an aware moment for hours; None while what starts the clock is not known, and
    then `missing` names it. `late` is True when it was met after it fell due. `chase` is True when
    the plan owes it. `said` holds the sentences that explain it, assumptions among them;
    `problems` the orders of dates that cannot be and that touch it.
    """

    rule: Rule
    state: State
    due: When | None
    started: When | None = None
    counted_from: Fact | None = None
    met_on: When | None = None
    late: bool = False
    missing: tuple[Fact, ...] = ()
    said: tuple[Saying, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def chase(self) -> bool:
        """True when the date is one to ask after, not one to keep."""
        return self.rule.chase

    @property
    def running(self) -> bool:
        """True while something is still owed and its date is known."""
        return self.due is not None and self.state not in (State.MET, State.MOOT)

    @property
    def why(self) -> str:
        """The explanation in plain English; `said` has it for translation."""
        problems = (problem.why for problem in self.problems)
        return " ".join(str(one) for one in (*self.said, *problems))


def evaluate(
    stack: Stack, facts: Facts, now: datetime, calendar: Calendar, zone: tzinfo
) -> list[ClockState]:
    """Every clock that the stack has for this referral, in the order of the packs.

    `now` is aware. For each rule the version speaks that is in force on the day its clock starts
    (today, while it has not started). Raises nothing for facts that cannot be: they are named.
    """
    today = now.astimezone(zone).date()
    problems = impossible(facts, today, zone)
    found = []
    for rule_id in stack.ids:
        rule = speaking(stack, rule_id, facts, today, zone)
        if rule is not None:
            found.append(_state_of(rule, facts, now, calendar, zone, problems))
    return found


def state_of(
    rule: Rule, facts: Facts, now: datetime, calendar: Calendar, zone: tzinfo
) -> ClockState:
    """The state of one clock, whether or not another rule speaks in its place."""
    problems = impossible(facts, now.astimezone(zone).date(), zone)
    return _state_of(rule, facts, now, calendar, zone, problems)


def speaking(stack: Stack, rule_id: str, facts: Facts, today: date, zone: tzinfo) -> Rule | None:
    """The version of a clock that speaks for these facts, or None."""
    for rule in stack.versions(rule_id):
        if rule.kind is not Kind.CLOCK or not _applies(rule, facts):
            continue
        _fact, start = _started(rule, facts)
        on = today if start is None else day_of(start, zone)
        if rule.holds(on, facts.service):
            return rule
    return None


def _applies(rule: Rule, facts: Facts) -> bool:
    if rule.urgent is not None and rule.urgent is not bool(facts.urgent):
        return False
    if not rule.paths or facts.path in rule.paths:
        return True
    # Where nobody said how the member arrived, what started the clock tells it.
    return facts.path is None and _started(rule, facts)[1] is not None


def _started(rule: Rule, facts: Facts) -> tuple[Fact | None, When | None]:
    for fact in rule.trigger:
        when = facts.get(fact)
        if when is not None:
            return fact, when
    return None, None


def _state_of(
    rule: Rule,
    facts: Facts,
    now: datetime,
    calendar: Calendar,
    zone: tzinfo,
    problems: Sequence[Problem],
) -> ClockState:
    today = now.astimezone(zone).date()
    counted_from, start = _started(rule, facts)
    met_on = None if rule.repeats else _met(rule, facts, today, zone)
    last = _latest(rule, facts, today, zone) if rule.repeats else None
    due = _due(rule, facts, start, last, calendar, zone)
    said = _said(rule, facts, counted_from, start, due)
    over = _known(rule.moot_by, facts, today, zone) or _instead(rule, facts)
    covered = rule.repeats and rule.unit is Unit.MONTHS and last is not None
    if covered and last is not None and due is not None and day_of(due, zone) > month_end(today):
        met_on, due = last, month_end(today)
    if met_on is not None:
        state = State.MET
        said += (saying(N_("Done on {day}."), day=met_on),)
    elif over is not None:
        state = State.MOOT
        said += (saying(N_("No longer asked: {fact}, {day}."), fact=over[0].term, day=over[1]),)
    else:
        state = State.UPCOMING if due is None else _running_state(due, now, today, zone)
    return ClockState(
        rule=rule,
        state=state,
        due=due,
        started=start,
        counted_from=counted_from,
        met_on=met_on,
        late=met_on is not None and due is not None and _after(met_on, due, zone),
        missing=rule.trigger if start is None else (),
        said=said,
        problems=touching(rule, problems),
    )


def touching(rule: Rule, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of a referral's problems that concern a fact of this rule."""
    if not problems:
        return ()
    settling = (fact for group in rule.met_by for fact in group)
    facts = {*rule.trigger, *rule.moot_by, *settling, rule.due_fact}
    return tuple(problem for problem in problems if facts.intersection(problem.facts))


def _running_state(due: When, now: datetime, today: date, zone: tzinfo) -> State:
    day = day_of(due, zone)
    past = now > due if isinstance(due, datetime) else today > day
    if past:
        return State.OVERDUE
    return State.DUE if day == today else State.UPCOMING


def _due(
    rule: Rule,
    facts: Facts,
    start: When | None,
    last: When | None,
    calendar: Calendar,
    zone: tzinfo,
) -> When | None:
    if rule.due_fact is not None and (given := facts.get(rule.due_fact)) is not None:
        return given
    if start is None:
        return None
    if last is None:
        return due_from(rule, start, calendar, zone)
    if rule.unit is Unit.MONTHS:
        return month_end(add_months(day_of(last, zone).replace(day=1), rule.value))
    return due_from(rule, last, calendar, zone)


def _met(rule: Rule, facts: Facts, today: date, zone: tzinfo) -> When | None:
    """When the first group of settling facts was whole; what is dated ahead has not happened."""
    whole = []
    for group in rule.met_by:
        known = [facts.get(fact) for fact in group]
        dates = [when for when in known if when is not None and day_of(when, zone) <= today]
        if len(dates) == len(group):
            whole.append(max(dates, key=lambda when: _order(when, zone)))
    return min(whole, key=lambda when: _order(when, zone), default=None)


def _latest(rule: Rule, facts: Facts, today: date, zone: tzinfo) -> When | None:
    known = (facts.get(fact) for group in rule.met_by for fact in group)
    past = [when for when in known if when is not None and day_of(when, zone) <= today]
    return max(past, key=lambda when: _order(when, zone), default=None)


def _known(
    wanted: Sequence[Fact], facts: Facts, today: date, zone: tzinfo
) -> tuple[Fact, When] | None:
    for fact in wanted:
        when = facts.get(fact)
        if when is not None and day_of(when, zone) <= today:
            return fact, when
    return None


def _instead(rule: Rule, facts: Facts) -> tuple[Fact, When] | None:
    return next(((f, when) for f in rule.unless if (when := facts.get(f)) is not None), None)


def _order(when: When, zone: tzinfo) -> tuple[date, float]:
    """Sorts days among moments: a day whose hour is not known comes first on that day."""
    return day_of(when, zone), when.timestamp() if isinstance(when, datetime) else 0.0


def _after(met: When, due: When, zone: tzinfo) -> bool:
    if isinstance(met, datetime) and isinstance(due, datetime):
        return met > due
    return day_of(met, zone) > day_of(due, zone)


def _said(
    rule: Rule, facts: Facts, counted_from: Fact | None, start: When | None, due: When | None
) -> tuple[Saying, ...]:
    said: list[Saying] = []
    if start is None or counted_from is None:
        said.append(saying(N_("Not known yet: {fact}."), fact=rule.trigger[0].term))
    else:
        said.append(saying(N_("Counted from {fact}, {day}."), fact=counted_from.term, day=start))
        if counted_from is not rule.trigger[0]:
            said.append(saying(N_("Assumed: {fact} is not known."), fact=rule.trigger[0].term))
    if rule.due_fact is not None and facts.get(rule.due_fact) is not None:
        said = [saying(N_("The date is {fact} itself."), fact=rule.due_fact.term)]
    elif isinstance(due, datetime) and not isinstance(start, datetime):
        said.append(saying(N_("Assumed: the hour is not known, so the end of that day counts.")))
    if rule.urgent is not None and facts.urgent is None:
        said.append(saying(N_("Assumed: routine, since nobody recorded whether it is urgent.")))
    return tuple(said)


def days_left(due: When, today: date, zone: tzinfo) -> int:
    """Whole days until a due date; negative when it has passed."""
    return (day_of(due, zone) - today) // timedelta(days=1)
