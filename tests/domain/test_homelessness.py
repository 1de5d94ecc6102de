"""HUD and DHCS side by side: boundaries, missing facts, and what nobody confirms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.homelessness import (
    INSTITUTIONS,
    LITERALLY,
    Definition,
    Finding,
    Judgement,
    Situation,
    Thresholds,
    judge,
)
from navigator_app.domain.rules import Rule
from navigator_app.policy import packs

TODAY = date(2026, 11, 20)
YES, NO, UNKNOWN, UNCONFIRMED = Finding.YES, Finding.NO, Finding.UNKNOWN, Finding.UNCONFIRMED


def rule(rule_id: str) -> Rule:
    return next(r for r in packs.load("dhcs").rules if r.id == rule_id)


RULES = Thresholds(
    imminent=rule("hud-imminent-loss"),
    institution=rule("hud-institution-stay"),
    notice=rule("hud-at-risk-notice"),
    income=rule("hud-at-risk-income"),
    moves=rule("hud-at-risk-moves"),
    times=rule("hud-at-risk-move-count"),
    signs=rule("hud-at-risk-signs"),
    other_imminent=rule("dhcs-imminent-loss"),
    other_institution=rule("dhcs-institution-stay"),
    statutes=rule("hud-other-statutes"),
)


def judged(**known: object) -> tuple[Judgement, Judgement]:
    return judge(replace(Situation(TODAY), **known), RULES)  # type: ignore[arg-type]


def findings(judgement: Judgement) -> list[Finding]:
    return [category.finding for category in judgement.categories]


def test_nothing_recorded_is_unknown_under_both() -> None:
    hud, dhcs = judged()
    assert (hud.definition, dhcs.definition) == (Definition.HUD, Definition.DHCS)
    assert hud.finding is dhcs.finding is UNKNOWN
    assert hud.at_risk.finding is UNKNOWN


@pytest.mark.parametrize("code", sorted(LITERALLY))
def test_literally_homeless(code: int) -> None:
    hud, dhcs = judged(living_situation=code)
    assert findings(hud)[0] is findings(dhcs)[0] is YES
    assert hud.finding is dhcs.finding is YES


def test_housed_and_not_fleeing() -> None:
    hud, dhcs = judged(living_situation=410, fleeing=False, losing=False)
    assert hud.finding is dhcs.finding is NO
    assert findings(hud)[2] is UNKNOWN  # nothing of category 3 is recorded


@pytest.mark.parametrize(
    ("facts", "finding", "says"),
    [
        ((None, None, None), UNKNOWN, "not recorded here"),
        ((True, None, None), UNKNOWN, "another federal statute, unstable for long"),
        ((True, True, None), UNKNOWN, "Not recorded: unstable for long."),
        ((False, None, None), NO, "Neither"),
        ((True, False, True), NO, "another federal statute"),
        ((True, True, False), NO, "unstable"),
        ((True, True, True), UNCONFIRMED, "No text"),
    ],
)
def test_youth_and_families_are_never_more_than_unconfirmed(
    facts: tuple[bool | None, ...], finding: Finding, says: str
) -> None:
    names = ("youth_or_family", "other_statute", "long_unstable")
    housed = {"living_situation": 410, "fleeing": False, "losing": False}
    both = judged(**housed, **dict(zip(names, facts, strict=True)))
    for judgement in both:
        category = judgement.categories[2]
        assert category.finding is finding
        assert says in str(category.why)
        assert "Category 3" in category.source
        assert judgement.finding is (UNCONFIRMED if finding is UNCONFIRMED else NO)


def test_category_three_never_outweighs_what_is_known() -> None:
    young = {"youth_or_family": True, "other_statute": True, "long_unstable": True}
    assert judged(living_situation=116, **young)[0].finding is YES
    assert judged(**young)[0].finding is UNCONFIRMED


@pytest.mark.parametrize(
    ("days", "hud", "dhcs"),
    [(0, YES, YES), (90, YES, YES), (91, NO, UNCONFIRMED), (400, NO, UNCONFIRMED)],
)
def test_ninety_days_in_an_institution(days: int, hud: Finding, dhcs: Finding) -> None:
    both = judged(
        living_situation=206,
        prior_situation=116,
        institution_entry_on=TODAY - timedelta(days),
        institution_exit_on=TODAY,
    )
    assert [findings(one)[0] for one in both] == [hud, dhcs]


@pytest.mark.parametrize("prior", [302, 410])
def test_not_homeless_before_the_institution(prior: int) -> None:
    hud, dhcs = judged(living_situation=207, prior_situation=prior)
    assert findings(hud)[0] is findings(dhcs)[0] is NO


def test_an_institution_with_missing_days_is_named() -> None:
    hud, _dhcs = judged(living_situation=207, prior_situation=101, institution_entry_on=TODAY)
    assert findings(hud)[0] is UNKNOWN
    assert "missing" in str(hud.categories[0].why)


@pytest.mark.parametrize(
    ("days", "hud", "dhcs"),
    [(0, YES, YES), (14, YES, YES), (15, NO, UNCONFIRMED), (30, NO, UNCONFIRMED), (31, NO, NO)],
)
def test_imminent_loss(days: int, hud: Finding, dhcs: Finding) -> None:
    both = judged(living_situation=410, loss_expected_on=TODAY + timedelta(days), no_resources=True)
    assert [findings(one)[1] for one in both] == [hud, dhcs]
    assert findings(judged(loss_expected_on=TODAY, no_resources=None)[0])[1] is UNKNOWN
    assert findings(judged(loss_expected_on=TODAY, no_resources=False)[0])[1] is NO


def test_what_rests_on_an_unconfirmed_value_says_so_and_is_never_a_fact() -> None:
    _hud, dhcs = judged(
        living_situation=410,
        loss_expected_on=TODAY + timedelta(20),
        no_resources=True,
        fleeing=False,
    )
    assert dhcs.finding is UNCONFIRMED
    assert "no public text" in str(dhcs.categories[1].why)
    assert "ECM Policy Guide" in dhcs.categories[1].source


@pytest.mark.parametrize(
    ("fleeing", "alone", "finding"),
    [
        (None, True, UNKNOWN),
        (False, None, NO),
        (True, None, UNKNOWN),
        (True, True, YES),
        (True, False, NO),
    ],
)
def test_fleeing(fleeing: bool | None, alone: bool | None, finding: Finding) -> None:
    hud, _dhcs = judged(fleeing=fleeing, no_resources=alone)
    assert findings(hud)[3] is finding


POOR = {"below_30_ami": True, "no_resources": True, "living_situation": 410}
NONE = {**POOR, "moves_60_days": 0, "losing": False, "crowded": False}


def days(count: int) -> date:
    return TODAY + timedelta(count)


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ({}, NO),
        ({"below_30_ami": None}, UNKNOWN),
        ({"no_resources": False}, NO),
        ({"moves_60_days": 1}, NO),
        ({"moves_60_days": 2}, YES),
        ({"moves_60_days": None}, UNKNOWN),
        ({"losing": None}, UNKNOWN),
        ({"crowded": None}, UNKNOWN),
        ({"crowded": True}, YES),
        ({"losing": None, "notice_on": TODAY, "loss_expected_on": days(21)}, YES),
        ({"losing": None, "notice_on": TODAY, "loss_expected_on": days(22)}, NO),
        # Notice was given long ago, and the right to stay ends soon.
        ({"losing": None, "notice_on": days(-60), "loss_expected_on": days(10)}, YES),
        ({"losing": None, "notice_on": days(-260), "loss_expected_on": days(-200)}, NO),
        ({"losing": None, "loss_expected_on": days(10)}, UNKNOWN),
        ({"losing": None, "notice_on": TODAY}, UNKNOWN),
        ({"living_situation": 314}, YES),
        ({"living_situation": 336}, UNKNOWN),
        ({"living_situation": None}, UNKNOWN),
        ({"living_situation": 206, "institution_exit_on": TODAY}, YES),
        ({"living_situation": 206}, UNKNOWN),
    ],
)
def test_at_risk(more: dict[str, object], finding: Finding) -> None:
    hud, _dhcs = judged(**{**NONE, **more})
    assert hud.at_risk.finding is finding


def test_what_is_missing_to_be_at_risk_is_named() -> None:
    why = str(judged(**POOR)[0].at_risk.why)
    for name in ("moved as often", "written notice", "overcrowded"):
        assert name in why
    assert "hotel" not in why  # where the member lives is recorded


def test_the_moves_that_count_come_from_the_rule() -> None:
    facts = replace(Situation(TODAY), **{**NONE, "moves_60_days": 2})  # type: ignore[arg-type]
    three = replace(RULES, times=replace(rule("hud-at-risk-move-count"), value=3))
    assert judge(facts, three)[0].at_risk.finding is NO
    assert judge(facts, replace(RULES, times=None))[0].at_risk.finding is UNKNOWN


def test_a_loss_that_has_passed_is_not_near() -> None:
    for both in (judged(loss_expected_on=days(-200), no_resources=True, living_situation=410),
                 judged(loss_expected_on=days(-1), no_resources=True)):  # fmt: skip
        for judgement in both:
            assert findings(judgement)[1] is NO
            assert "has passed" in str(judgement.categories[1].why)


def test_near_is_counted_from_today_not_from_the_day_it_was_known() -> None:
    facts = replace(
        Situation(days(-40)),
        living_situation=410,
        loss_expected_on=days(10),
        no_resources=True,
    )
    assert findings(judge(facts, RULES)[0])[1] is NO  # 50 days, when it was written down
    assert findings(judge(facts, RULES, TODAY)[0])[1] is YES
    assert findings(judge(facts, RULES, days(11))[0])[1] is NO


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ({"living_situation": 410}, UNKNOWN),
        ({"living_situation": 410, "losing": True}, UNKNOWN),
        ({"living_situation": 410, "losing": False}, NO),
        ({"living_situation": 410, "no_resources": False}, NO),
        ({"living_situation": 116}, NO),
    ],
)
def test_where_no_day_of_a_loss_is_known(more: dict[str, object], finding: Finding) -> None:
    assert findings(judged(**more)[0])[1] is finding


_maybe = st.none() | st.booleans()
_codes = st.none() | st.sampled_from(sorted(LITERALLY | INSTITUTIONS | {335, 314, 410, 99}))
_days = st.none() | st.integers(-40, 200).map(lambda n: TODAY + timedelta(n))


@given(
    st.builds(
        Situation,
        on=st.just(TODAY),
        living_situation=_codes,
        prior_situation=_codes,
        institution_entry_on=_days,
        institution_exit_on=_days,
        loss_expected_on=_days,
        notice_on=_days,
        below_30_ami=_maybe,
        no_resources=_maybe,
        moves_60_days=st.none() | st.integers(0, 5),
        fleeing=_maybe,
        losing=_maybe,
        crowded=_maybe,
    )
)
def test_dhcs_is_never_narrower_and_only_hud_is_ever_sure(situation: Situation) -> None:
    hud, dhcs = judge(situation, RULES)
    order = list(Finding)
    assert UNCONFIRMED not in findings(hud)
    if hud.finding is YES:
        assert dhcs.finding is YES
    for one, other in zip(hud.categories, dhcs.categories, strict=True):
        assert order.index(other.finding) <= order.index(one.finding)
        assert other.finding is one.finding or other.finding in (UNCONFIRMED, UNKNOWN)
        assert one.source and other.source and str(other.why)
