"""Limits in days and months that hang on the dates of stays, of the move and of joining a plan.

Transitional rent: DHCS, January 2026. [P] Partnership policy MCAP7003 §F.8.c (personal care),
§F.10.d (day habilitation), §G.3.e (continuity of care). Where a limit hangs on what nobody records
here, the verdict is `unknown` and says what to find out.
"""

from __future__ import annotations

from datetime import date, timedelta

from navigator_app.domain.engines import period_end
from navigator_app.domain.guard_facts import GuardFacts, Judged, Stay, Verdict
from navigator_app.domain.programs import Program
from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, saying

_ONE_DAY = timedelta(days=1)


def transitional_rent(facts: GuardFacts, rule: Rule) -> Judged:
    """`value` months at most. One unbroken run beyond it is refused; several runs that pass it only
    together are a warning, since the source does not say over which time they count."""
    stays = [stay for stay in facts.stays if stay.program is Program.TRANSITIONAL_RENT]
    dated = [stay for stay in stays if stay.starts_on is not None]
    runs = _runs(_days(dated, facts.on))
    over = [(first, last) for first, last in runs if last > period_end(first, rule.value)]
    if over:
        return Verdict.REFUSE, saying(
            N_("{first} to {last} is more than {months} months."),
            first=over[0][0],
            last=over[0][1],
            months=rule.value,
        )
    unclear = len(stays) - len(dated)
    days = sum((last - first).days + 1 for first, last in runs)
    if unclear:
        return Verdict.UNKNOWN, saying(
            N_("{days} days are recorded, and {n} stays without a first day; {months} months are "
               "the most."),
            days=days, n=unclear, months=rule.value,
        )  # fmt: skip
    if runs and days > (period_end(runs[0][0], rule.value) - runs[0][0]).days + 1:
        return Verdict.WARN, saying(
            N_("{days} days in {n} stays: together more than {months} months. Ask the plan whether "
               "earlier stays count."),
            days=days, n=len(runs), months=rule.value,
        )  # fmt: skip
    return Verdict.OK, saying(
        N_("{days} days are recorded; {months} months are the most."), days=days, months=rule.value
    )


def personal_care_days(facts: GuardFacts, rule: Rule) -> Judged:
    """`value` days where the member cannot have IHSS. Whether they can is not recorded here, so
    that more days are a question and no refusal."""
    stays = [stay for stay in facts.stays if stay.program is Program.PERSONAL_CARE]
    days = len(_days(stays, facts.on, open_end=False))
    unclear = sum(stay.starts_on is None for stay in stays)
    fields = {"days": days, "most": rule.value}
    if days > rule.value:
        return Verdict.UNKNOWN, saying(
            N_("{days} days are recorded. Without IHSS {most} are the most, and whether the member "
               "can have IHSS is not known here."),
            **fields,
        )  # fmt: skip
    if unclear:
        return Verdict.UNKNOWN, saying(
            N_("{days} of {most} days, and {n} entries without a first day."), n=unclear, **fields
        )
    return Verdict.OK, saying(
        N_("{days} days are recorded; without IHSS {most} are the most."), **fields
    )


def since_housed(facts: GuardFacts, rule: Rule) -> Judged:
    """Within `value` months since homelessness ended in housing. Later, only who is homeless or at
    risk of it can have it, which somebody has to look at."""
    if facts.moved_in is None:
        return Verdict.UNKNOWN, saying(
            N_("The move into housing is not recorded here; within {months} months of it this is "
               "open to the member."),
            months=rule.value,
        )  # fmt: skip
    last = period_end(facts.moved_in, rule.value)
    fields = {"moved": facts.moved_in, "last": last, "months": rule.value}
    if facts.moved_in > facts.on:
        return Verdict.OK, saying(N_("The move is on {moved}."), moved=facts.moved_in)
    if facts.on > last:
        return Verdict.WARN, saying(
            N_("Moved in on {moved}; {months} months ended on {last}. Now only for who is homeless "
               "or at risk of homelessness or an institution."),
            **fields,
        )  # fmt: skip
    return Verdict.OK, saying(N_("Moved in on {moved}; {months} months end on {last}."), **fields)


def not_offered(facts: GuardFacts, rule: Rule) -> Judged:
    """Continuity of care: what the new plan does not offer runs on for `value` months from the
    transition. Whether the plan offers it is not recorded here."""
    if facts.joined_on is None:
        return Verdict.UNKNOWN, saying(
            N_("When the member joined this plan is not recorded; a service that it does not offer "
               "runs on for {months} months from then."),
            months=rule.value,
        )  # fmt: skip
    last = period_end(facts.joined_on, rule.value)
    fields = {"joined": facts.joined_on, "last": last, "months": rule.value}
    if facts.on > last:
        return Verdict.WARN, saying(
            N_("Joined on {joined}. If this plan does not offer the service, the {months} months "
               "ended on {last}; more is reviewed case by case."),
            **fields,
        )  # fmt: skip
    return Verdict.UNKNOWN, saying(
        N_("Joined on {joined}. If this plan does not offer the service, it runs on to {last}; "
           "whether it does is not known here."),
        **fields,
    )  # fmt: skip


def _days(stays: list[Stay], on: date, *, open_end: bool = True) -> set[date]:
    """The days of stays up to a day; without an end, a stay runs on (or is one day)."""
    found: set[date] = set()
    for stay in stays:
        if stay.starts_on is None:
            continue
        last = stay.ends_on or (on if open_end else stay.starts_on)
        span = (min(last, on) - stay.starts_on).days + 1
        found.update(stay.starts_on + timedelta(days=n) for n in range(span))
    return found


def _runs(days: set[date]) -> list[tuple[date, date]]:
    """First and last day of each unbroken run, the earliest first."""
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and runs[-1][1] + _ONE_DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
