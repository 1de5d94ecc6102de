"""Limits that hang on the dates of stays, of the move and of joining a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import GuardFacts, GuardResult, Stay, Step, Verdict
from navigator_app.domain.guards import judge
from navigator_app.domain.programs import Program
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import packs

TODAY = date(2026, 11, 20)
OK, WARN, REFUSE, UNKNOWN = Verdict.OK, Verdict.WARN, Verdict.REFUSE, Verdict.UNKNOWN
P = "partnership-mcap7003"


def found(rule_id: str, pack: str = P, **known: object) -> list[GuardResult]:
    facts = replace(GuardFacts(Service.HTNS, TODAY), **known)  # type: ignore[arg-type]
    results = judge(facts, Step.REVIEW, packs.stack(pack, TODAY).rule)
    return [one for one in results if one.rule_id == rule_id]


def one(rule_id: str, pack: str = P, **known: object) -> GuardResult:
    [result] = found(rule_id, pack, **known)
    assert result.source
    return result


def rent(*spans: tuple[str | None, str | None]) -> tuple[Stay, ...]:
    return tuple(
        Stay(
            Program.TRANSITIONAL_RENT,
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )
        for first, last in spans
    )


@pytest.mark.parametrize(
    ("stays", "verdict"),
    [
        ([("2026-03-01", "2026-08-31")], OK),
        ([("2026-03-01", "2026-09-01")], REFUSE),
        ([("2026-05-21", None)], OK),
        ([("2026-05-20", None)], REFUSE),  # six months ended yesterday, and it runs on
        ([("2026-03-01", "2026-05-31"), ("2026-06-01", "2026-09-01")], REFUSE),
        ([("2025-01-01", "2025-04-30"), ("2026-03-01", "2026-05-31")], WARN),
        ([("2026-03-01", "2026-03-31"), (None, "2026-06-30")], UNKNOWN),
        ([("2026-03-01", "2026-09-01"), (None, None)], REFUSE),
        ([("2027-01-01", "2027-09-01")], OK),  # not begun
    ],
)
def test_transitional_rent_is_six_months_at_most(
    stays: list[tuple[str | None, str | None]], verdict: Verdict
) -> None:
    result = one("transitional-rent-months", pack="dhcs", stays=rent(*stays))
    assert result.verdict is verdict, str(result.why)


def test_nobody_reads_of_what_the_member_never_had() -> None:
    for rule_id in (
        *("transitional-rent-months", "personal-care-without-ihss"),
        *("day-habilitation-since-housed", "continuity-not-offered"),
    ):
        assert found(rule_id) == []
    assert found("continuity-not-offered", path=Path.BOTTOM_UP, joined_on=TODAY) == []


@pytest.mark.parametrize(("days", "verdict"), [(60, OK), (61, UNKNOWN)])
def test_personal_care_beyond_its_days_is_a_question_of_ihss(days: int, verdict: Verdict) -> None:
    stay = Stay(Program.PERSONAL_CARE, TODAY - timedelta(days=days - 1), TODAY, 4)
    result = one("personal-care-without-ihss", stays=(stay,))
    assert result.verdict is verdict
    assert "IHSS" in str(result.why)
    assert ("not known" in str(result.why)) is (verdict is UNKNOWN)


def test_personal_care_days_count_once_and_undated_ones_are_named() -> None:
    same = Stay(Program.PERSONAL_CARE, date(2026, 9, 1), date(2026, 10, 30), 4)
    assert one("personal-care-without-ihss", stays=(same, same)).verdict is OK
    undated = Stay(Program.PERSONAL_CARE, None, None, 4)
    result = one("personal-care-without-ihss", stays=(same, undated))
    assert result.verdict is UNKNOWN
    assert "1 entries" in str(result.why)


@pytest.mark.parametrize(
    ("moved", "verdict"),
    [
        (None, UNKNOWN),
        ("2024-11-20", WARN),
        ("2024-11-21", OK),
        ("2026-12-01", OK),
    ],
)
def test_day_habilitation_within_two_years_of_moving_in(
    moved: str | None, verdict: Verdict
) -> None:
    stays = (Stay(Program.DAY_HABILITATION, date(2026, 11, 1)),)
    moved_in = date.fromisoformat(moved) if moved else None
    result = one("day-habilitation-since-housed", stays=stays, moved_in=moved_in)
    assert result.verdict is verdict, str(result.why)


@pytest.mark.parametrize(
    ("joined", "verdict", "words"),
    [
        (None, UNKNOWN, "not recorded"),
        ("2026-09-01", UNKNOWN, "2027-02-28"),
        ("2026-05-20", WARN, "2026-11-19"),
    ],
)
def test_continuity_of_what_the_plan_does_not_offer(
    joined: str | None, verdict: Verdict, words: str
) -> None:
    joined_on = date.fromisoformat(joined) if joined else None
    result = one("continuity-not-offered", path=Path.CONTINUITY, joined_on=joined_on)
    assert result.verdict is verdict
    assert words in str(result.why)


@given(st.integers(0, 400), st.integers(0, 60))
def test_a_longer_stay_is_never_judged_milder(days: int, more: int) -> None:
    def verdict(length: int) -> int:
        first = TODAY - timedelta(days=length)
        stays = (Stay(Program.TRANSITIONAL_RENT, first, TODAY),)
        return one("transitional-rent-months", pack="dhcs", stays=stays).verdict.rank

    assert verdict(days + more) <= verdict(days)
