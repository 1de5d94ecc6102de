"""Every guard at its boundaries, with the values of the packs that carry them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.guard_deposits import conditions
from navigator_app.domain.guard_facts import (
    Check,
    GuardFacts,
    GuardResult,
    Stay,
    Step,
    Try,
    Use,
    Verdict,
)
from navigator_app.domain.guards import GUARDS, judge, passed, stops
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import packs

TODAY = date(2026, 11, 20)
OK, WARN, REFUSE, UNKNOWN = Verdict.OK, Verdict.WARN, Verdict.REFUSE, Verdict.UNKNOWN


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def results(
    facts: GuardFacts, step: Step = Step.REVIEW, pack: str = "partnership-mcap7003"
) -> list[GuardResult]:
    return judge(facts, step, packs.stack(pack, facts.on).rule)


def one(
    rule_id: str, facts: GuardFacts, step: Step = Step.REVIEW, pack: str = "partnership-mcap7003"
) -> GuardResult:
    [found] = [result for result in results(facts, step, pack) if result.rule_id == rule_id]
    assert found.source
    assert found.title
    assert str(found.why)
    assert found.overridable is (found.verdict is not OK)
    return found


def facts(service: Service = Service.HTNS, **known: object) -> GuardFacts:
    return replace(GuardFacts(service, TODAY), **known)  # type: ignore[arg-type]


def stays(*given_stays: Stay) -> GuardFacts:
    return facts(stays=given_stays)


@pytest.mark.parametrize("service", [Service.HTSS, Service.DEPOSITS])
@pytest.mark.parametrize(
    ("earlier", "changed", "verdict"),
    [
        (0, "", OK),
        (1, "", REFUSE),
        (1, "  ", REFUSE),
        (1, "sober since May", OK),
        (2, "yes", REFUSE),
    ],
)
def test_once_and_once_more_with_what_changed(
    service: Service, earlier: int, changed: str, verdict: Verdict
) -> None:
    rule = "htss-lifetime" if service is Service.HTSS else "deposits-lifetime"
    uses = tuple(Use(service, ago(900 - n), what_changed=changed) for n in range(earlier))
    found = one(rule, facts(service, uses=uses), Step.AUTHORIZE)
    assert found.verdict is verdict
    assert "MCAP7003" in found.source


def test_the_latest_of_several_uses_speaks_and_other_services_do_not_count() -> None:
    uses = (Use(Service.HTNS, ago(10)), Use(Service.HTSS, None), Use(Service.DEPOSITS, ago(5)))
    found = one("htss-lifetime", facts(Service.HTSS, uses=uses))
    assert found.verdict is REFUSE
    assert "a day nobody recorded" in str(found.why)


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, REFUSE), (29, REFUSE), (30, WARN), (59, WARN), (60, OK), (400, OK)]
)
def test_a_deposit_wants_thirty_to_sixty_days_of_navigation(days: int, verdict: Verdict) -> None:
    known = facts(Service.DEPOSITS, navigation_began=ago(days))
    assert one("deposits-navigation-first", known, Step.DEPOSIT).verdict is verdict


def test_navigation_of_unknown_length_is_named() -> None:
    found = one("deposits-navigation-first", facts(Service.DEPOSITS))
    assert found.verdict is UNKNOWN
    assert "not recorded" in str(found.why)


@pytest.mark.parametrize(("signed", "verdict"), [(None, UNKNOWN), (True, OK), (False, REFUSE)])
def test_a_deposit_wants_a_signed_plan(signed: bool | None, verdict: Verdict) -> None:
    known = facts(Service.DEPOSITS, support_plan_signed=signed)
    assert one("deposits-support-plan", known).verdict is verdict


LA = "la-care-2025"


@pytest.mark.parametrize(
    ("items", "verdict"),
    [
        (None, UNKNOWN),
        ((), OK),
        (("security-deposit", "first-last-rent"), OK),
        (("security-deposit", "rent"), REFUSE),
        (("room-and-board",), REFUSE),
    ],
)
def test_a_deposit_never_pays_ongoing_rent(items: tuple[str, ...] | None, verdict: Verdict) -> None:
    found = one("deposits-no-rent", facts(Service.DEPOSITS, deposit_items=items), Step.DEPOSIT)
    assert found.verdict is verdict
    assert "MCAP7003" in found.source


def test_every_condition_of_a_deposit_is_asked_and_what_is_missing_is_named() -> None:
    def judged(**known: object) -> GuardResult:
        known = {"navigation_began": ago(40), "moved_in": ago(-3), **known}
        return one("deposits-conditions", facts(Service.DEPOSITS, **known), Step.DEPOSIT, LA)

    assert judged().verdict is OK
    assert "enrolled in housing navigation, moving into" in str(judged().why)
    unknown = judged(navigation_began=None, moved_in=None)
    assert unknown.verdict is UNKNOWN
    assert "enrolled" in str(unknown.why)
    assert "not living there already" in str(unknown.why)
    assert "duplicative" not in str(unknown.why)
    assert judged(navigation_began=ago(-1)).verdict is REFUSE
    assert judged(moved_in=ago(1)).verdict is REFUSE
    assert judged(moved_in=ago(1), asked_on=ago(1)).verdict is OK
    beside = judged(stays=(Stay(Program.COUNTY_ICMS, ago(9)),), moved_in=None)
    assert beside.verdict is REFUSE
    assert "County ICMS" in str(beside.why)


def test_a_condition_that_no_fact_answers_is_named_not_passed() -> None:
    known = facts(Service.DEPOSITS, navigation_began=ago(40), moved_in=TODAY)
    rule = packs.stack(LA, TODAY).rule("deposits-conditions", Service.DEPOSITS)
    assert rule is not None
    verdict, why = conditions(known, replace(rule, items=(*rule.items, "a letter of the bank")))
    assert verdict is UNKNOWN
    assert str(why) == "Not recorded here: a letter of the bank."


@pytest.mark.parametrize(
    "program", [Program.COUNTY_ICMS, Program.STATE_PROGRAM, Program.HOUSING_PROGRAM]
)
def test_a_program_that_does_the_same_is_refused_on_its_days_alone(program: Program) -> None:
    for service in (Service.HTNS, Service.HTSS):
        known = facts(service, stays=(Stay(program, ago(30), ago(0)),))
        assert one("no-duplicate-program", known, Step.SERVE, LA).verdict is REFUSE
    gone = facts(stays=(Stay(program, ago(30), ago(1)),))
    assert one("no-duplicate-program", gone, Step.SERVE, LA).verdict is OK
    coming = facts(stays=(Stay(program, ago(-1)),))
    assert one("no-duplicate-program", coming, Step.SERVE, LA).verdict is OK
    undated = facts(stays=(Stay(program),))
    assert one("no-duplicate-program", undated, Step.SERVE, LA).verdict is REFUSE


def test_ecm_beside_is_allowed_and_said() -> None:
    known = facts(stays=(Stay(Program.ECM, ago(30)),))
    assert one("ecm-beside", known, pack=LA).verdict is OK
    assert one("no-duplicate-program", known, pack=LA).verdict is OK
    assert not [r for r in results(facts(), pack=LA) if r.rule_id == "ecm-beside"]


def test_exclusions_of_the_county_faq() -> None:
    assert one("exclusions", facts(), pack=LA).verdict is OK
    care = facts(stays=(Stay(Program.HIGHER_CARE, ago(3)),))
    assert one("exclusions", care, pack=LA).verdict is REFUSE
    assert one("exclusions", facts(declined_on=TODAY), pack=LA).verdict is REFUSE
    assert one("exclusions", facts(declined_on=ago(-1)), pack=LA).verdict is OK


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (None, UNKNOWN),
        (Check(ago(3), "active", True), OK),
        (Check(ago(3), "active", None), WARN),
        (Check(ago(3), "active", False), REFUSE),
        (Check(ago(3), "lapsed", True, ago(20)), REFUSE),
        (Check(ago(3), "lapsed"), REFUSE),
        (Check(ago(3), "suspended"), WARN),
        (Check(ago(3), "unknown"), UNKNOWN),
    ],
)
def test_active_managed_care_is_needed(check: Check | None, verdict: Verdict) -> None:
    assert one("active-managed-care", facts(check=check), pack=LA).verdict is verdict


def tries(*days: int, contact: bool = False) -> tuple[Try, ...]:
    return tuple(Try(ago(day), contact) for day in days)


@pytest.mark.parametrize(("made", "verdict"), [(0, REFUSE), (2, REFUSE), (3, OK), (7, OK)])
def test_three_attempts_before_unable_to_reach(made: int, verdict: Verdict) -> None:
    known = facts(tries=tries(*range(made, 0, -1)))
    found = one("attempts-before-unreachable", known, Step.UNREACHABLE)
    assert found.verdict is verdict
    assert f"{made} of 3" in str(found.why)


def test_a_contact_starts_the_count_anew_and_later_attempts_do_not_count() -> None:
    known = facts(tries=(*tries(9, 8, 7), Try(ago(6), True), *tries(5, 4)))
    assert one("attempts-before-unreachable", known, Step.UNREACHABLE).verdict is REFUSE
    ahead = facts(tries=tries(2, 1, -1))
    assert one("attempts-before-unreachable", ahead, Step.UNREACHABLE).verdict is REFUSE


def test_distinct_days_where_the_plan_counts_by_the_day() -> None:
    rule = packs.stack("partnership-mcap7003", TODAY).rule(
        "attempts-before-unreachable", Service.HTNS
    )
    assert rule is not None
    daily = replace(rule, per="day")
    same_day = facts(tries=tries(1, 1, 1))

    def speaks(rule_id: str, _service: object) -> object:
        return daily if rule_id == rule.id else None

    [found] = judge(same_day, Step.UNREACHABLE, speaks)  # type: ignore[arg-type]
    assert found.verdict is REFUSE
    assert "1 of 3 days" in str(found.why)
    [found] = judge(facts(tries=tries(3, 2, 1)), Step.UNREACHABLE, speaks)  # type: ignore[arg-type]
    assert found.verdict is OK
    assert one("attempts-before-unreachable", same_day, Step.UNREACHABLE).verdict is OK


def test_the_plan_is_told_at_once_after_the_last_attempt() -> None:
    known = facts(tries=tries(5, 4, 3))
    assert one("unreached-told", known, Step.UNREACHABLE).verdict is WARN
    early = replace(known, plan_told_on=ago(4))
    assert one("unreached-told", early, Step.UNREACHABLE).verdict is WARN
    told = replace(known, plan_told_on=ago(3))
    assert one("unreached-told", told, Step.UNREACHABLE).verdict is OK
    few = facts(tries=tries(5, 4))
    assert "unreached-told" not in {r.rule_id for r in results(few, Step.UNREACHABLE)}


def test_too_few_attempts_refuse_only_who_wants_to_close() -> None:
    found = one("attempts-before-unreachable", facts(tries=tries(1)))
    assert found.verdict is WARN
    ids = {r.rule_id for r in results(facts(tries=tries(1), is_open=False))}
    assert "attempts-before-unreachable" not in ids


@pytest.mark.parametrize(("days", "verdict"), [(0, WARN), (30, WARN), (31, REFUSE)])
def test_custody_over_thirty_days(days: int, verdict: Verdict) -> None:
    known = stays(Stay(Program.INCARCERATION, ago(days)))
    assert one("incarceration", known).verdict is verdict


def test_custody_that_ended_or_has_no_first_day() -> None:
    assert one("incarceration", stays(Stay(Program.INCARCERATION, ago(90), ago(1)))).verdict is OK
    assert one("incarceration", stays(Stay(Program.INCARCERATION))).verdict is UNKNOWN


def test_no_waitlist_without_consent() -> None:
    assert one("no-waitlist", facts(), Step.WAITLIST).verdict is REFUSE
    full = facts(slots=0, answered=False)
    assert one("no-waitlist", full).verdict is WARN
    for other in (replace(full, slots=1), replace(full, slots=None), replace(full, answered=True)):
        assert one("no-waitlist", other).verdict is OK


def test_not_again_until_the_member_engages() -> None:
    found = one("member-must-engage", facts(unengaged_since=ago(40)), Step.AUTHORIZE)
    assert found.verdict is REFUSE


@pytest.mark.parametrize(
    ("hours", "verdict"), [(335.5, OK), (336, WARN), (336.25, REFUSE), (None, UNKNOWN)]
)
def test_respite_hours_in_a_calendar_year(hours: float | None, verdict: Verdict) -> None:
    known = stays(
        Stay(Program.RESPITE, date(2026, 1, 1), date(2026, 12, 31), hours),
        Stay(Program.RESPITE, date(2025, 12, 1), date(2025, 12, 31), 300),
    )
    assert one("respite-hours", known).verdict is verdict


def test_respite_across_the_year_end_is_not_split_by_a_guess() -> None:
    known = stays(Stay(Program.RESPITE, date(2025, 12, 30), date(2026, 1, 2), 40))
    assert one("respite-hours", known).verdict is UNKNOWN


@pytest.mark.parametrize(("hours", "verdict"), [(3.5, OK), (4, WARN), (4.5, REFUSE)])
def test_personal_care_hours_a_day_are_added_up(hours: float, verdict: Verdict) -> None:
    known = stays(
        Stay(Program.PERSONAL_CARE, TODAY, TODAY, hours - 1),
        Stay(Program.PERSONAL_CARE, TODAY, None, 1),
    )
    assert one("personal-care-day", known).verdict is verdict


@pytest.mark.parametrize(("hours", "verdict"), [(3, OK), (4, WARN), (4.25, REFUSE)])
def test_personal_care_hours_a_week(hours: float, verdict: Verdict) -> None:
    monday = date(2026, 11, 16)
    week = [Stay(Program.PERSONAL_CARE, monday + timedelta(n), None, hours) for n in range(5)]
    assert one("personal-care-week", stays(*week)).verdict is verdict
    spread = stays(Stay(Program.PERSONAL_CARE, monday, monday + timedelta(13), 41))
    assert one("personal-care-week", spread).verdict is REFUSE  # in one of the two weeks
    unclear = stays(Stay(Program.PERSONAL_CARE, monday, monday + timedelta(13), 30))
    assert one("personal-care-week", unclear).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("hours", "verdict"), [(23.75, OK), (24, REFUSE), (30, REFUSE), (None, UNKNOWN)]
)
def test_sobering_under_a_day(hours: float | None, verdict: Verdict) -> None:
    assert (
        one("sobering-hours", stays(Stay(Program.SOBERING, ago(1), None, hours))).verdict is verdict
    )


@pytest.mark.parametrize(
    ("days", "verdict"), [(181, OK), (182, WARN), (184, WARN), (185, REFUSE), (365, REFUSE)]
)
def test_six_months_together_in_a_rolling_twelve(days: int, verdict: Verdict) -> None:
    known = stays(Stay(Program.RECUPERATIVE, ago(days - 1), TODAY))
    assert one("combined-stay", known, pack="health-net-2025").verdict is verdict


def test_shared_days_count_once_and_old_ones_not() -> None:
    known = stays(
        Stay(Program.POST_HOSPITAL, ago(100), ago(1)),
        Stay(Program.TRANSITIONAL_RENT, ago(100)),
        Stay(Program.RECUPERATIVE, ago(600), ago(365)),
    )
    found = one("combined-stay", known, pack="health-net-2025")
    assert found.verdict is OK
    assert "101 days" in str(found.why)
    undated = stays(Stay(Program.RECUPERATIVE))
    assert one("combined-stay", undated, pack="health-net-2025").verdict is UNKNOWN


def test_a_rule_that_no_pack_has_says_nothing() -> None:
    assert results(facts(Service.HTSS), pack="empty")[0].rule_id == "htss-lifetime"
    assert not [r for r in results(facts(), pack="empty") if r.rule_id == "incarceration"]


def test_every_guard_is_carried_by_a_pack() -> None:
    known = {rule.id for key in packs.names() for rule in packs.load(key).rules}
    assert {guard.rule_id for guard in GUARDS} <= known


def test_gravest_first_and_an_override_needs_words() -> None:
    known = facts(
        Service.HTSS, uses=(Use(Service.HTSS, ago(900)),), stays=(Stay(Program.INCARCERATION),)
    )
    found = results(known)
    assert [r.verdict.rank for r in found] == sorted(r.verdict.rank for r in found)
    assert [r.rule_id for r in stops(found)] == ["htss-lifetime"]
    assert passed(found, {}) == passed(found, {"htss-lifetime": " "}) == stops(found)
    assert passed(found, {"htss-lifetime": "the plan agreed by phone"}) == []


@given(
    st.lists(st.tuples(st.integers(-3, 40), st.booleans()), max_size=12),
    st.integers(0, 40),
)
def test_one_more_failed_attempt_never_loses_the_right_to_close(
    made: list[tuple[int, bool]], extra: int
) -> None:
    ordered = tuple(Try(ago(day), contact) for day, contact in sorted(made, reverse=True))
    before = one("attempts-before-unreachable", facts(tries=ordered), Step.UNREACHABLE)
    more = tuple(sorted((*ordered, Try(ago(extra), False)), key=lambda one_try: one_try.on))
    after = one("attempts-before-unreachable", facts(tries=more), Step.UNREACHABLE)
    assert not (before.verdict is OK and after.verdict is REFUSE)


@given(st.lists(st.tuples(st.integers(0, 800), st.integers(0, 200)), max_size=8))
def test_more_stays_never_free_months(spans: list[tuple[int, int]]) -> None:
    some = [Stay(Program.RECUPERATIVE, ago(start), ago(start - length)) for start, length in spans]
    ranks = [
        one("combined-stay", stays(*some[:n]), pack="health-net-2025").verdict.rank
        for n in range(1, len(some) + 1)
    ]
    assert ranks == sorted(ranks, reverse=True)
