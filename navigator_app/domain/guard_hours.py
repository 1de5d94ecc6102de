"""Limits of the other Community Supports, counted from the entries that somebody made.

[P] §F.7.f (respite), §F.8.g (personal care), §F.9.h (sobering); the combined six months in a
rolling twelve is a plan's own rule (Health Net's provider manual). An entry that cannot be counted
(no hours, no start, hours over a span that a limit cuts through) is named, never estimated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from navigator_app.domain.engines import add_months
from navigator_app.domain.guard_facts import GuardFacts, Judged, Stay, Verdict
from navigator_app.domain.programs import Program
from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, saying


def hours_a_year(facts: GuardFacts, rule: Rule) -> Judged:
    """Hours in the calendar year of the day."""
    first, last = date(facts.on.year, 1, 1), date(facts.on.year, 12, 31)
    hours, unclear = 0.0, 0
    for stay in _of(facts, Program.RESPITE):
        start, end = stay.starts_on, stay.ends_on or stay.starts_on
        if start is None or end is None or stay.amount is None:
            unclear += 1
        elif end < first or start > last:
            continue
        elif start < first or end > last:
            unclear += 1
        else:
            hours += stay.amount
    return _weighed(hours, rule.value, unclear)


def hours_a_day(facts: GuardFacts, rule: Rule) -> Judged:
    """Hours on the fullest day; an entry over many days is refused only if it must exceed."""
    days: dict[date, float] = defaultdict(float)
    most, unclear = 0.0, 0
    for stay in _of(facts, Program.PERSONAL_CARE):
        span = _days(stay)
        if span is None or stay.amount is None:
            unclear += 1
        elif len(span) == 1:
            days[span[0]] += stay.amount
        else:
            most = max(most, stay.amount / len(span))
            unclear += stay.amount > rule.value  # on one of its days it may lie
    return _weighed(max(most, *days.values(), 0.0), rule.value, unclear)


def hours_a_week(facts: GuardFacts, rule: Rule) -> Judged:
    """Hours in the fullest calendar week, Monday to Sunday."""
    weeks: dict[date, float] = defaultdict(float)
    most, unclear = 0.0, 0
    for stay in _of(facts, Program.PERSONAL_CARE):
        span = _days(stay)
        if span is None or stay.amount is None:
            unclear += 1
            continue
        touched = sorted({day - timedelta(days=day.weekday()) for day in span})
        if len(touched) == 1:
            weeks[touched[0]] += stay.amount
        else:
            most = max(most, stay.amount / len(touched))
            unclear += stay.amount > rule.value
    return _weighed(max(most, *weeks.values(), 0.0), rule.value, unclear)


def hours_an_occasion(facts: GuardFacts, rule: Rule) -> Judged:
    """Less than `value` hours each time."""
    stays = _of(facts, Program.SOBERING)
    hours = [stay.amount for stay in stays if stay.amount is not None]
    longest = max(hours, default=0.0)
    if longest >= rule.value:
        return Verdict.REFUSE, saying(
            N_("{hours} hours in one stay; only less than {most} are covered."),
            hours=_short(longest),
            most=rule.value,
        )
    if len(hours) < len(stays):
        return Verdict.UNKNOWN, saying(
            N_("The hours of {n} of {all} stays are not recorded."),
            n=len(stays) - len(hours),
            all=len(stays),
        )
    return Verdict.OK, saying(
        N_("{hours} hours in the longest stay; less than {most} are covered."),
        hours=_short(longest),
        most=rule.value,
    )


def combined_stay(facts: GuardFacts, rule: Rule) -> Judged:
    """`value` months of the three together in the twelve months that end on the day.

    Counted in days, one that two of them share once. Six months are 181 to 184 days: up to the
    shortest is fine, beyond the longest is refused, between them is a warning.
    """
    since = add_months(facts.on, -12) + timedelta(days=1)
    days: set[date] = set()
    unclear = 0
    programs = (Program.POST_HOSPITAL, Program.RECUPERATIVE, Program.TRANSITIONAL_RENT)
    for stay in _of(facts, *programs):
        if stay.starts_on is None:
            unclear += 1
            continue
        first, last = max(stay.starts_on, since), min(stay.ends_on or facts.on, facts.on)
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    shortest, longest = _span(rule.value)
    fields = {"days": len(days), "months": rule.value, "since": since}
    if len(days) > longest:
        return Verdict.REFUSE, saying(
            N_("{days} days since {since}: more than {months} months together."), **fields
        )
    if unclear:
        return Verdict.UNKNOWN, saying(
            N_("{days} days since {since}, and {n} stays without a first day."),
            n=unclear,
            **fields,
        )
    if len(days) > shortest:
        return Verdict.WARN, saying(
            N_("{days} days since {since}: {months} months are used up, by one way of counting."),
            **fields,
        )
    return Verdict.OK, saying(
        N_("{days} days since {since}; {months} months together are the most."), **fields
    )


def _of(facts: GuardFacts, *programs: Program) -> list[Stay]:
    return [stay for stay in facts.stays if stay.program in programs]


def _days(stay: Stay) -> list[date] | None:
    """The days of an entry; one day where no end is written. None without a start."""
    if stay.starts_on is None:
        return None
    end = stay.ends_on or stay.starts_on
    return [stay.starts_on + timedelta(days=n) for n in range((end - stay.starts_on).days + 1)]


def _weighed(hours: float, most: int, unclear: int) -> Judged:
    fields = {"hours": _short(hours), "most": most}
    if hours > most:
        return Verdict.REFUSE, saying(N_("{hours} hours; {most} are the most."), **fields)
    if unclear:
        return Verdict.UNKNOWN, saying(
            N_(
                "{hours} of {most} hours, and {n} entries that cannot be counted: hours or days "
                "are missing, or they cross the limit's own span."
            ),
            n=unclear,
            **fields,
        )
    if hours == most:
        return Verdict.WARN, saying(N_("All {most} hours are used."), **fields)
    return Verdict.OK, saying(N_("{hours} of {most} hours."), **fields)


def _span(months: int) -> tuple[int, int]:
    """The shortest and the longest that so many months in a row can be, in days."""
    lengths: Iterable[int] = {
        (add_months(date(2023 + year, month, 1), months) - date(2023 + year, month, 1)).days
        for year in range(2)
        for month in range(1, 13)
    }
    return min(lengths), max(lengths)


def _short(hours: float) -> str:
    return f"{hours:g}"
