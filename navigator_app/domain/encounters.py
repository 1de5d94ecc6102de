"""Whether a service can be billed, judged when it is written down, with every reason.

Recorded facts in, a verdict out. What nobody recorded makes the verdict "not known"; it is never
guessed. Sources of the reasons come with them: the limits' own from the policy packs, the others
from `resources/services.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from navigator_app.domain.eligibility import Check, MediCal
from navigator_app.domain.encounter_facts import (
    EncounterFacts,
    Judgement,
    Overlap,
    Payable,
    Reason,
    ReferralStands,
    Span,
)
from navigator_app.domain.guard_facts import GuardResult, Verdict
from navigator_app.domain.saying import N_, saying
from navigator_app.domain.service_codes import Code

GUARDED = frozenset(
    {
        "no-duplicate-program",
        "exclusions",
        "incarceration",
        "htss-lifetime",
        "deposits-lifetime",
        "deposits-navigation-first",
        "deposits-support-plan",
        "deposits-conditions",
        "deposits-no-rent",
    }
)
"""Limits of the packs that a service's payment hangs on."""

_VERDICTS = {
    Verdict.REFUSE: Payable.NO,
    Verdict.UNKNOWN: Payable.UNKNOWN,
    Verdict.WARN: Payable.YES,
    Verdict.OK: Payable.YES,
}


def judge(facts: EncounterFacts, sources: Mapping[str, str]) -> Judgement:
    """The verdict on one service; `sources` cites each reason by the name of its check."""
    found = [_authorized(facts), *_limits(facts), _covered(facts), _coded(facts)]
    found += [_guard(one) for one in facts.guards if one.rule_id in GUARDED]
    found += [_crossed(one) for one in facts.overlaps]
    reasons = sorted(
        (_cited(one, sources) for one in found if one is not None),
        key=lambda one: one.payable.rank,
    )
    return Judgement(min((one.payable for one in reasons), key=_rank), tuple(reasons))


def judge_attempt(code: Code | None, sources: Mapping[str, str]) -> Judgement:
    """An outreach attempt: reported whether it succeeds or fails, paid where the plan chooses to.

    No plan's choice is known, so that the verdict is never yes.
    """
    if code is None:
        text = N_("Reportable; how an attempt of this kind is coded is not confirmed.")
        return _one(Reason("outreach", Payable.UNKNOWN, saying(text)), sources)
    text = N_("Reportable as {code}; whether this plan pays for attempts is not known.")
    return _one(Reason("outreach", Payable.UNKNOWN, saying(text, code=code.key)), sources)


def _one(reason: Reason, sources: Mapping[str, str]) -> Judgement:
    return Judgement(reason.payable, (_cited(reason, sources),))


def _rank(payable: Payable) -> int:
    return payable.rank


def _cited(reason: Reason, sources: Mapping[str, str]) -> Reason:
    if reason.source:
        return reason
    return Reason(reason.check, reason.payable, reason.says, sources.get(reason.check, ""))


def _no(check: str, text: str, **fields: object) -> Reason:
    return Reason(check, Payable.NO, saying(text, **fields))


def _unknown(check: str, text: str, **fields: object) -> Reason:
    return Reason(check, Payable.UNKNOWN, saying(text, **fields))


def _yes(check: str, text: str, **fields: object) -> Reason:
    return Reason(check, Payable.YES, saying(text, **fields))


# --- the authorization --------------------------------------------------------------------------


def _authorized(facts: EncounterFacts) -> Reason:
    check, referral = "authorized", facts.referral
    if referral is None:
        text = N_("There is no referral for {service}, so that nothing authorizes it.")
        return _no(check, text, service=facts.service.short)
    if referral.ended_on is not None and facts.on > referral.ended_on:
        return _no(check, N_("The referral ended on {day}."), day=referral.ended_on)
    span = referral.span_of(facts.on)
    if span is not None:
        return _yes(check, N_("Authorized {first} to {last}."), first=span.first, last=span.last)
    return _outside(referral, facts.on)


def _outside(referral: ReferralStands, on: date) -> Reason:
    check = "authorized"
    if not referral.spans:
        return _undecided(referral)
    before = max((span for span in referral.spans if span.last < on), key=_last, default=None)
    if before is None:
        first = min(span.first for span in referral.spans)
        return _no(check, N_("Before the authorization, which begins {first}."), first=first)
    after = min((span.first for span in referral.spans if span.first > on), default=None)
    if after is not None:
        text = N_("Between two authorizations: one ended {last}, the next begins {first}.")
        return _no(check, text, last=before.last, first=after)
    if referral.asked:
        text = N_("After the authorization, which ended {last}; an extension is not decided.")
        return _unknown(check, text, last=before.last)
    return _no(check, N_("After the authorization, which ended {last}."), last=before.last)


def _last(span: Span) -> date:
    return span.last


def _undecided(referral: ReferralStands) -> Reason:
    check = "authorized"
    if referral.status == "denied":
        return _no(check, N_("The plan denied the authorization."))
    if referral.status == "approved":
        return _unknown(check, N_("Approved, but its first and last day are not recorded."))
    return _unknown(check, N_("The plan has not decided; its days may reach back to this one."))


def _limits(facts: EncounterFacts) -> list[Reason]:
    """The units that the authorization names, if it names any."""
    allowed = facts.referral.allowance if facts.referral else None
    if allowed is None or facts.referral is None or facts.referral.span_of(facts.on) is None:
        return []
    fields = {"most": allowed.units, "unit": allowed.unit}
    if allowed.used is None or allowed.this is None:
        text = N_("{most} {unit} are authorized; how many are used cannot be counted from here.")
        return [_unknown("units", text, **fields)]
    total = allowed.used + allowed.this
    if total > allowed.units:
        text = N_("With this one {total} of {most} authorized {unit}: over the limit.")
        return [_no("units", text, total=f"{total:g}", **fields)]
    text = N_("With this one {total} of {most} authorized {unit}.")
    return [_yes("units", text, total=f"{total:g}", **fields)]


# --- coverage -----------------------------------------------------------------------------------


def _covered(facts: EncounterFacts) -> Reason:
    """By the eligibility diary: a lapse, a doubt, another plan; else a look-up of that month."""
    if facts.flag is not None:
        kind = Payable.UNKNOWN if facts.flag.kind == "in-doubt" else Payable.NO
        return Reason("coverage", kind, facts.flag.says)
    telling = [one for one in facts.checks if one.result is not MediCal.UNKNOWN]
    if not telling:
        return _unknown("coverage", N_("Nobody has looked up Medi-Cal for this member yet."))
    found = _found_active(telling, facts.on)
    if found is not None:
        return _yes("coverage", N_("Medi-Cal was active when looked up {day}."), day=found)
    before = [one.on for one in telling if one.result is MediCal.ACTIVE and one.on <= facts.on]
    if before:
        text = N_("Medi-Cal was last found active {day}; it can change once a month.")
        return _unknown("coverage-stale", text, day=before[-1])
    return _unknown("coverage", N_("Medi-Cal was not looked up for the month of this day."))


def _found_active(telling: list[Check], on: date) -> date | None:
    """A look-up in the month of the day that found Medi-Cal active: it changes once a month."""
    month = (on.year, on.month)
    days = [
        one.on
        for one in telling
        if one.result is MediCal.ACTIVE and (one.on.year, one.on.month) == month
    ]
    return max(days, default=None)


# --- code, limits, time -------------------------------------------------------------------------


def _coded(facts: EncounterFacts) -> Reason | None:
    if facts.code is None:
        text = N_("No code is chosen.")
        if facts.many_codes:
            text = N_("Which code this plan wants is not known: choose one, it is remembered.")
        return _unknown("code", text)
    if facts.code.effective_from > facts.on:
        text = N_("{code} is in use from {day} on.")
        return _unknown("code", text, code=facts.code.key, day=facts.code.effective_from)
    return None


def _guard(result: GuardResult) -> Reason | None:
    payable = _VERDICTS[result.verdict]
    if payable is Payable.YES:
        return None
    return Reason(result.rule_id, payable, result.why, result.source)


def _crossed(other: Overlap) -> Reason:
    text = N_("Crosses a note of yours from {at} ({minutes} minutes) with another member.")
    if other.same_member:
        text = N_("Crosses a note of yours from {at} ({minutes} minutes) with this member.")
    at = other.begins.strftime("%H:%M")
    return _unknown("overlap", text, at=at, minutes=other.minutes)
