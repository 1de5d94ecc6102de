"""The verdict on a service: a table of cases, each with its reason and where it is written."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from navigator_app.domain import encounters
from navigator_app.domain.eligibility import Check, How, MediCal, flagged
from navigator_app.domain.encounter_facts import (
    Allowance,
    EncounterFacts,
    Overlap,
    Payable,
    ReferralStands,
    Span,
)
from navigator_app.domain.guard_facts import GuardResult, Verdict
from navigator_app.domain.saying import saying
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.policy import service_catalog

ON = date(2026, 11, 20)
CATALOG = service_catalog.shipped().catalog
SOURCES = {key: basis.cited for key, basis in service_catalog.shipped().bases.items()}
YEAR = Span(date(2026, 11, 1), date(2027, 10, 31), "a", "AUTH1")


def look_up(on, result=MediCal.ACTIVE, *, lapsed=None, plan="", other=False):
    at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    return Check("c", "m", at, "UTC", on, How.PORTAL, result, plan, other, lapsed)


GOOD = EncounterFacts(
    service=Service.HTNS,
    on=ON,
    minutes=45,
    referral=ReferralStands("r", "approved", (YEAR,)),
    code=CATALOG.code("H2016 U6"),
    checks=(look_up(date(2026, 11, 3)),),
)


def referral(**changes):
    assert GOOD.referral is not None
    return replace(GOOD, referral=replace(GOOD.referral, **changes))


def given_on(day, facts=GOOD):
    return replace(facts, on=day, checks=(look_up(day),))


def checks(*these):
    found = flagged([ON], these)
    return replace(GOOD, checks=these, flag=found[0] if found else None)


def limit(rule, verdict):
    result = GuardResult(rule, rule, verdict, saying("The limit says so."), "A rule, §1")
    return replace(GOOD, guards=(result,))


def crossing(same):
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    return replace(GOOD, overlaps=(Overlap("e", same, at, 60),))


CASES = {
    "all is well": (GOOD, Payable.YES, "", ""),
    "first day": (replace(GOOD, on=YEAR.first), Payable.YES, "", ""),
    "the day before": (
        given_on(date(2026, 10, 31)), Payable.NO, "authorized", "Before the authorization",
    ),
    "the day after": (
        given_on(date(2027, 11, 1)), Payable.NO, "authorized", "After the authorization",
    ),
    "after, extension waits": (
        given_on(date(2027, 11, 1), referral(asked=True)), Payable.UNKNOWN, "authorized",
        "an extension is not decided",
    ),
    "between two": (
        referral(spans=(Span(date(2026, 1, 1), date(2026, 6, 30)),
                        Span(date(2026, 12, 1), date(2027, 5, 31)))),
        Payable.NO, "authorized", "Between two authorizations",
    ),
    "no referral": (replace(GOOD, referral=None), Payable.NO, "authorized", "no referral for HTNS"),
    "denied": (
        referral(status="denied", spans=()), Payable.NO, "authorized", "denied the authorization",
    ),
    "under review": (
        referral(status="under-review", spans=()), Payable.UNKNOWN, "authorized", "not decided",
    ),
    "approved without days": (
        referral(spans=()), Payable.UNKNOWN, "authorized", "not recorded",
    ),
    "ended": (
        referral(ended_on=date(2026, 11, 10)), Payable.NO, "authorized", "The referral ended",
    ),
    "served on its last day": (referral(ended_on=ON), Payable.YES, "", ""),
    "never looked up": (checks(), Payable.UNKNOWN, "coverage", "Nobody has looked up"),
    "looked up last month": (
        checks(look_up(date(2026, 10, 28))), Payable.UNKNOWN, "coverage-stale",
        "can change once a month",
    ),
    "looked up later in the month": (checks(look_up(date(2026, 11, 29))), Payable.YES, "", ""),
    "lapsed before": (
        checks(look_up(date(2026, 11, 25), MediCal.LAPSED, lapsed=date(2026, 11, 1))),
        Payable.NO, "coverage", "lapsed on 2026-11-01",
    ),
    "lapse of unknown day": (
        checks(look_up(date(2026, 11, 5)), look_up(date(2026, 12, 3), MediCal.LAPSED)),
        Payable.UNKNOWN, "coverage", "since when is not known",
    ),
    "restored since": (
        checks(look_up(date(2026, 11, 2), MediCal.LAPSED, lapsed=date(2026, 11, 1)),
               look_up(date(2026, 11, 18))),
        Payable.YES, "", "",
    ),
    "suspended": (
        checks(look_up(date(2026, 11, 12), MediCal.SUSPENDED)), Payable.NO, "coverage", "suspended",
    ),
    "another plan": (
        checks(look_up(date(2026, 11, 4), plan="Sierra", other=True)), Payable.NO, "coverage",
        "this plan will not pay",
    ),
    "looked up in vain": (
        checks(look_up(date(2026, 11, 4), MediCal.UNKNOWN)), Payable.UNKNOWN, "coverage", "",
    ),
    "no code": (replace(GOOD, code=None), Payable.UNKNOWN, "code", "No code"),
    "many codes": (
        replace(GOOD, code=None, many_codes=True), Payable.UNKNOWN, "code", "choose one",
    ),
    "county program beside": (
        limit("no-duplicate-program", Verdict.REFUSE), Payable.NO, "no-duplicate-program", "limit",
    ),
    "lifetime used": (limit("htss-lifetime", Verdict.REFUSE), Payable.NO, "htss-lifetime", ""),
    "support plan unknown": (
        limit("deposits-support-plan", Verdict.UNKNOWN), Payable.UNKNOWN, "deposits-support-plan",
        "",
    ),
    "a warning only": (limit("incarceration", Verdict.WARN), Payable.YES, "", ""),
    "a limit of other steps": (limit("no-waitlist", Verdict.REFUSE), Payable.YES, "", ""),
    "over the units": (
        referral(allowance=Allowance(40, "visits", 40, 1)), Payable.NO, "units", "41 of 40",
    ),
    "the last of the units": (
        referral(allowance=Allowance(40, "visits", 39, 1)), Payable.YES, "", "",
    ),
    "units that cannot be counted": (
        referral(allowance=Allowance(40, "things", None, None)), Payable.UNKNOWN, "units", "",
    ),
    "crosses the same member": (crossing(True), Payable.UNKNOWN, "overlap", "with this member"),
    "crosses another member": (crossing(False), Payable.UNKNOWN, "overlap", "another member"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_verdict(name):
    facts, payable, check, says = CASES[name]
    judged = encounters.judge(facts, SOURCES)
    assert judged.payable is payable
    assert [one.check for one in judged.against] == ([check] if check else [])
    assert all(says in str(one.says) for one in judged.against)
    assert all(one.source for one in judged.against if one.check in SOURCES)


def test_the_gravest_reason_stands_first_and_all_are_told():
    facts = replace(checks(), on=date(2026, 10, 1), code=None)
    judged = encounters.judge(facts, SOURCES)
    assert judged.payable is Payable.NO
    assert [one.check for one in judged.against] == ["authorized", "coverage", "code"]


def test_a_limits_own_source_stands():
    judged = encounters.judge(limit("exclusions", Verdict.REFUSE), SOURCES)
    assert judged.reasons[0].source == "A rule, §1"


@pytest.mark.parametrize("mode", Mode)
def test_an_attempt_is_reportable_and_its_payment_not_known(mode):
    judged = encounters.judge_attempt(CATALOG.outreach_code(mode), SOURCES)
    assert judged.payable is Payable.UNKNOWN
    (reason,) = judged.reasons
    assert str(reason.says).startswith("Reportable")
    assert reason.source.startswith("DHCS HCPCS Coding Guidance")
