"""What each guard judges, rule by rule: recorded facts and one rule in, a verdict and why out.

[P] Partnership policy MCAP7003, [T] the HTNS/HTSS toolkit, [L] the LA County FAQ of April 2022.
"""

from __future__ import annotations

from datetime import date

from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import GuardFacts, Judged, Try, Verdict
from navigator_app.domain.programs import DUPLICATIVE, Program
from navigator_app.domain.rules import Rule
from navigator_app.domain.saying import N_, Term, saying


def once(facts: GuardFacts, rule: Rule) -> Judged:
    """`value` times freely, up to `value_to` times with what has changed ([P] §F.2, §F.3.b; [T]).

    `facts.uses` holds only earlier times, not the one asked for now.
    """
    earlier = [use for use in facts.uses if use.service in rule.services]
    most = rule.value_to or rule.value
    if len(earlier) < rule.value:
        return Verdict.OK, saying(
            N_("No earlier time is recorded here. The plan may know of one: ask if in doubt.")
        )
    if len(earlier) >= most:
        return Verdict.REFUSE, saying(
            N_("Had {times} times already; {most} is the most in a lifetime."),
            times=len(earlier),
            most=most,
        )
    latest = max(earlier, key=lambda use: (use.starts_on or date.min, use.provider))
    documented = latest.what_changed.strip()
    when = latest.starts_on or Term(N_("a day nobody recorded"))
    if documented:
        return Verdict.OK, saying(
            N_("Had before, from {when}. What has changed is recorded: {changed}"),
            when=when,
            changed=documented,
        )
    return Verdict.REFUSE, saying(
        N_("Had before, from {when}. Once more needs what has changed and why it would work now."),
        when=when,
    )


def failed_tries(facts: GuardFacts) -> tuple[Try, ...]:
    """The attempts without an answer since the member was last in contact, up to the day."""
    known = [one for one in facts.tries if one.on <= facts.on]
    last = max((place for place, one in enumerate(known) if one.contact), default=-1)
    return tuple(known[last + 1 :])


def counted_tries(facts: GuardFacts, rule: Rule) -> int:
    """How many attempts count: one a day where the plan counts by the day (`per` day)."""
    failed = failed_tries(facts)
    return len({one.on for one in failed}) if rule.per == "day" else len(failed)


def attempts(facts: GuardFacts, rule: Rule) -> Judged:
    """At least `value` attempts before a member counts as unreachable ([P] §D.1.c).

    Only a plan that asks for them refuses; where they are a recommendation it is a warning.
    """
    made = counted_tries(facts, rule)
    enough = made >= rule.value
    if rule.per == "day":
        text = N_("{made} of {wanted} days with an attempt and no answer are recorded.")
    else:
        text = N_("{made} of {wanted} attempts without an answer are recorded.")
    return (
        Verdict.OK if enough else Verdict.REFUSE if rule.required else Verdict.WARN,
        saying(text, made=made, wanted=rule.value),
    )


def told_at_once(facts: GuardFacts, _rule: Rule) -> Judged:
    """After the last attempt the plan is contacted at once for direction ([P] §D.1.c)."""
    last = max((one.on for one in failed_tries(facts)), default=facts.on)
    if facts.plan_told_on is not None and facts.plan_told_on >= last:
        return Verdict.OK, saying(N_("The plan was told on {day}."), day=facts.plan_told_on)
    return Verdict.WARN, saying(
        N_("No answer since {day}: contact the plan at once for direction, and record the day."),
        day=last,
    )


def navigation_first(facts: GuardFacts, rule: Rule) -> Judged:
    """A deposit wants `value` to `value_to` days of housing navigation before ([P] §F.2.a.2)."""
    if facts.navigation_began is None:
        return Verdict.UNKNOWN, saying(
            N_("The first day of housing navigation is not recorded; {days} days are wanted."),
            days=rule.value,
        )
    days = (facts.on - facts.navigation_began).days
    fields = {"days": days, "least": rule.value, "most": rule.value_to or rule.value}
    if days < rule.value:
        return Verdict.REFUSE, saying(
            N_("{days} days of housing navigation; {least} to {most} come first."), **fields
        )
    if days < (rule.value_to or rule.value):
        return Verdict.WARN, saying(
            N_("{days} days of housing navigation; the plan may wait for {most}."), **fields
        )
    return Verdict.OK, saying(N_("{days} days of housing navigation."), **fields)


def support_plan(facts: GuardFacts, _rule: Rule) -> Judged:
    """A housing support plan must be there ([P] §F.2.a.2)."""
    if facts.support_plan_signed is None:
        return Verdict.UNKNOWN, saying(
            N_("Whether there is a signed housing support plan is not recorded: look first.")
        )
    if facts.support_plan_signed:
        return Verdict.OK, saying(N_("The housing support plan is signed."))
    return Verdict.REFUSE, saying(N_("There is no signed housing support plan yet."))


def no_duplicate(facts: GuardFacts, _rule: Rule) -> Judged:
    """No second housing navigation or tenancy program at the same time ([L] Q1)."""
    found = facts.running(DUPLICATIVE)
    if found:
        return Verdict.REFUSE, saying(
            N_("{program} runs on this day and does the same. End one of them first."),
            program=Term(found[0].program.value),
        )
    return Verdict.OK, saying(N_("No program that does the same is recorded."))


def ecm_beside(facts: GuardFacts, _rule: Rule) -> Judged:
    """ECM together with either is fine ([L] Q1)."""
    text = N_("The member has ECM too, which is allowed: share the work with its care manager.")
    if not facts.running((Program.ECM,)):
        text = N_("ECM would be allowed beside it.")
    return Verdict.OK, saying(text)


def exclusions(facts: GuardFacts, _rule: Rule) -> Judged:
    """Higher care, and a member who declines ([L] Q6, 4 and 5).

    Duplicates (Q6, 1 and 2) and earlier tenancy services (Q6, 6) have guards of their own; rent
    (Q6, 3) is a matter of what is billed, not of whom to serve.
    """
    if facts.running((Program.HIGHER_CARE,)):
        return Verdict.REFUSE, saying(
            N_("Recorded: cannot live independently in housing, or needs higher care.")
        )
    if facts.declined_on is not None and facts.declined_on <= facts.on:
        return Verdict.REFUSE, saying(
            N_("The member declined on {day}, and no yes is recorded since."), day=facts.declined_on
        )
    return Verdict.OK, saying(N_("Nothing recorded excludes the member. Rent is never paid."))


def managed_care(facts: GuardFacts, _rule: Rule) -> Judged:
    """Active Medi-Cal managed care ([L] Q5), by the latest look-up on or before the day."""
    check = facts.check
    if check is None:
        return Verdict.UNKNOWN, saying(
            N_("Nobody has recorded a look-up of Medi-Cal and plan for this member.")
        )
    if check.medi_cal == "lapsed":
        return Verdict.REFUSE, saying(
            N_("Medi-Cal lapsed on {day}; services after it are not paid."),
            day=check.lapsed_on or check.on,
        )
    if check.medi_cal == "suspended":
        return Verdict.WARN, saying(
            N_("Medi-Cal was suspended when looked up on {day}."), day=check.on
        )
    if check.medi_cal != "active":
        return Verdict.UNKNOWN, saying(N_("The look-up of {day} gave no answer."), day=check.on)
    if check.same_plan is False:
        return Verdict.REFUSE, saying(
            N_("On {day} the member was with another plan."), day=check.on
        )
    if check.same_plan is None:
        return Verdict.WARN, saying(
            N_("Medi-Cal was active on {day}; the plan was not noted."), day=check.on
        )
    return Verdict.OK, saying(N_("Active with this plan when looked up on {day}."), day=check.on)


def custody(facts: GuardFacts, rule: Rule) -> Judged:
    """In custody for more than `value` days ends the service ([P] §D.1.g); entry is day 0.

    Whoever is referred ahead of release is not served yet (CLR guidance, use case 3).
    """
    inside = facts.running((Program.INCARCERATION,))
    if not inside:
        return Verdict.OK, saying(N_("No custody is recorded."))
    starts = [stay.starts_on for stay in inside if stay.starts_on is not None]
    if not starts:
        return Verdict.UNKNOWN, saying(N_("In custody; since when is not recorded."))
    days = (facts.on - min(starts)).days
    if facts.path is Path.CORRECTIONAL and days > rule.value:
        return Verdict.WARN, saying(
            N_(
                "In custody for {days} days; referred ahead of release, so services begin that day."
            ),
            days=days,
        )
    if days > rule.value:
        return Verdict.REFUSE, saying(
            N_("In custody for {days} days: beyond {most} the service is ended with the plan."),
            days=days,
            most=rule.value,
        )
    return Verdict.WARN, saying(
        N_("In custody for {days} days; beyond {most} the service ends."),
        days=days,
        most=rule.value,
    )


def waitlist(facts: GuardFacts, _rule: Rule) -> Judged:
    """Nobody waits on a list without the plan's express consent ([P] §E.5)."""
    if facts.slots == 0 and not facts.answered and facts.is_open:
        return Verdict.WARN, saying(
            N_(
                "No open slot is reported and this referral waits unanswered: accept it, or tell "
                "the plan that you are full. Keeping it waiting is a waitlist."
            )
        )
    return Verdict.OK, saying(N_("Not kept waiting."))


def asks_to_wait(_facts: GuardFacts, _rule: Rule) -> Judged:
    """Putting a member on a waitlist is refused; the plan's consent is the reason to pass it."""
    return Verdict.REFUSE, saying(
        N_("A waitlist needs the plan's express consent: record who gave it, when and how.")
    )


def must_engage(facts: GuardFacts, _rule: Rule) -> Judged:
    """After an end without response: not again until the member engages ([P] §C.5.a)."""
    if facts.unengaged_since is None:
        return Verdict.OK, saying(N_("No service ended for want of an answer."))
    return Verdict.REFUSE, saying(
        N_(
            "A service ended on {day} because the member did not respond. Record that the member "
            "was found again and is willing."
        ),
        day=facts.unengaged_since,
    )
