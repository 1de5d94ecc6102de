"""Guards: recorded facts and rules in, verdicts out, each with why and source.

Which rules speak and their values come from the policy packs; which step a rule guards stands in
the table below. A rule that no pack of the plan has says nothing. Nothing is judged from a guess:
a missing fact is named and the verdict is `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from navigator_app.domain.facts import Path
from navigator_app.domain.guard_checks import (
    asks_to_wait,
    attempts,
    custody,
    ecm_beside,
    exclusions,
    failed_tries,
    managed_care,
    must_engage,
    navigation_first,
    no_duplicate,
    once,
    support_plan,
    told_at_once,
    waitlist,
)
from navigator_app.domain.guard_deposits import conditions, no_rent
from navigator_app.domain.guard_facts import (
    GuardFacts,
    GuardResult,
    Judged,
    Step,
    Verdict,
)
from navigator_app.domain.guard_hours import (
    combined_stay,
    hours_a_day,
    hours_a_week,
    hours_a_year,
    hours_an_occasion,
)
from navigator_app.domain.guard_spans import (
    not_offered,
    personal_care_days,
    since_housed,
    transitional_rent,
)
from navigator_app.domain.programs import Program
from navigator_app.domain.rules import Rule
from navigator_app.domain.vocabulary import AnyService, OtherService

ATTEMPTS = "attempts-before-unreachable"
UNREACHED_TOLD = "unreached-told"


class Guard(NamedTuple):
    """One line of the table: the rule, how it is judged, when, and for which service it is read.

    `reads` names the service whose rule is looked up, where that is not the referral's own.
    `only_when` says whether there is anything to judge, so that nobody reads about what the member
    never had.
    """

    rule_id: str
    judge: Callable[[GuardFacts, Rule], Judged]
    steps: frozenset[Step]
    reads: AnyService | None = None
    only_when: Callable[[GuardFacts], bool] = lambda _facts: True


def _has(*programs: Program) -> Callable[[GuardFacts], bool]:
    return lambda facts: any(stay.program in programs for stay in facts.stays)


_BEFORE = frozenset((Step.REVIEW, Step.AUTHORIZE, Step.SERVE))
_ASKING = frozenset((Step.REVIEW, Step.AUTHORIZE, Step.DEPOSIT))
_REVIEW = frozenset((Step.REVIEW,))
_COMBINED = (Program.POST_HOSPITAL, Program.RECUPERATIVE, Program.TRANSITIONAL_RENT)

GUARDS = (
    Guard("htss-lifetime", once, _ASKING),
    Guard("deposits-lifetime", once, _ASKING),
    Guard("deposits-navigation-first", navigation_first, _ASKING),
    Guard("deposits-support-plan", support_plan, _ASKING),
    Guard("deposits-conditions", conditions, _ASKING),
    Guard("deposits-no-rent", no_rent, _ASKING),
    Guard("no-duplicate-program", no_duplicate, _BEFORE),
    Guard("ecm-beside", ecm_beside, _BEFORE, only_when=_has(Program.ECM)),
    Guard("exclusions", exclusions, _BEFORE),
    Guard("active-managed-care", managed_care, _BEFORE),
    Guard("member-must-engage", must_engage, frozenset((Step.REVIEW, Step.AUTHORIZE)),
          only_when=lambda facts: facts.unengaged_since is not None),
    Guard("incarceration", custody, _BEFORE, only_when=_has(Program.INCARCERATION)),
    Guard(ATTEMPTS, attempts, frozenset((Step.UNREACHABLE,))),
    Guard("no-waitlist", waitlist, _REVIEW),
    Guard("no-waitlist", asks_to_wait, frozenset((Step.WAITLIST,))),
    Guard("respite-hours", hours_a_year, _REVIEW, OtherService.RESPITE, _has(Program.RESPITE)),
    Guard("personal-care-day", hours_a_day, _REVIEW, OtherService.PERSONAL_CARE,
          _has(Program.PERSONAL_CARE)),
    Guard("personal-care-week", hours_a_week, _REVIEW, OtherService.PERSONAL_CARE,
          _has(Program.PERSONAL_CARE)),
    Guard("sobering-hours", hours_an_occasion, _REVIEW, OtherService.SOBERING,
          _has(Program.SOBERING)),
    Guard("combined-stay", combined_stay, _REVIEW, OtherService.TRANSITIONAL_RENT,
          _has(*_COMBINED)),
    Guard("transitional-rent-months", transitional_rent, _REVIEW, OtherService.TRANSITIONAL_RENT,
          _has(Program.TRANSITIONAL_RENT)),
    Guard("personal-care-without-ihss", personal_care_days, _REVIEW, OtherService.PERSONAL_CARE,
          _has(Program.PERSONAL_CARE)),
    Guard("day-habilitation-since-housed", since_housed, _REVIEW, OtherService.DAY_HABILITATION,
          _has(Program.DAY_HABILITATION)),
    Guard("continuity-not-offered", not_offered, _REVIEW,
          only_when=lambda facts: facts.path is Path.CONTINUITY),
)  # fmt: skip
"""Every guard. A rule without a line here is shown with the rules, not judged."""

Speaks = Callable[[str, AnyService], Rule | None]
"""Which rule of an id speaks for a service: `Stack.rule`."""


def judge(facts: GuardFacts, step: Step, speaks: Speaks) -> list[GuardResult]:
    """Every guard that has something to say on a step, gravest first."""
    found = []
    for guard in GUARDS:
        rule = speaks(guard.rule_id, guard.reads or facts.service)
        if step in guard.steps and rule is not None and guard.only_when(facts):
            found.append(_result(rule, guard.judge(facts, rule)))
    found += _unreached(facts, step, speaks)
    return sorted(found, key=lambda result: result.verdict.rank)


def stops(results: list[GuardResult]) -> list[GuardResult]:
    """Those that refuse."""
    return [result for result in results if result.verdict is Verdict.REFUSE]


def _unreached(facts: GuardFacts, step: Step, speaks: Speaks) -> list[GuardResult]:
    """Once the attempts are made: has the plan been told. While reviewing also how many there
    are, which then is no refusal: nobody asked to close."""
    rule = speaks(ATTEMPTS, facts.service)
    if rule is None or step not in (Step.REVIEW, Step.UNREACHABLE) or not failed_tries(facts):
        return []
    if step is Step.REVIEW and not facts.is_open:
        return []
    found = []
    verdict, why = attempts(facts, rule)
    if step is Step.REVIEW:
        found.append(_result(rule, (Verdict.OK if verdict is Verdict.OK else Verdict.WARN, why)))
    told = speaks(UNREACHED_TOLD, facts.service)
    if verdict is Verdict.OK and told is not None:
        found.append(_result(told, told_at_once(facts, told)))
    return found


def _result(rule: Rule, judged: Judged) -> GuardResult:
    verdict, why = judged
    return GuardResult(
        rule_id=rule.id,
        title=rule.title,
        verdict=verdict,
        why=why,
        source=rule.cited,
        required=rule.required,
        overridable=verdict is not Verdict.OK,
        value=rule.value,
        value_to=rule.value_to,
        unit=rule.unit if rule.value else None,
    )


def passed(results: list[GuardResult], overrides: Mapping[str, str]) -> list[GuardResult]:
    """The refusals that nobody has passed; `overrides` holds reasons by rule id."""
    return [result for result in stops(results) if not overrides.get(result.rule_id, "").strip()]
