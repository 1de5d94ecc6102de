"""The search's stages, last days, money and matching, without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain import housing, housing_match
from navigator_app.domain.housing import Household, Income, Stage, Step
from navigator_app.domain.housing_match import Wants
from navigator_app.domain.housing_rows import PreferenceRow, SubsidyRow, UnitRow

TODAY = date(2026, 11, 20)
UNIT = UnitRow(
    id="u", landlord_id=None, landlord="", landlord_phone="", takes_subsidies=None,
    address="12 Oak Street", unit_number="3", city="Santa Rosa", zip="95401", kind="apartment",
    bedrooms=1, rent_cents=150_000, deposit_cents=None, fee_cents=None, utilities="",
    features=("elevator",), subsidies="", pets=None, most_people=2, state="available",
    available=date(2026, 12, 1), checked=TODAY, note="",
)  # fmt: skip
WISH = PreferenceRow(
    member_id="m", areas="Santa Rosa, Rohnert Park", avoid="", kinds=("apartment",), bedrooms=1,
    most_rent_cents=60_000, move_by=date(2026, 12, 15), features=("elevator", "grab-bars"),
    pets=True, near="", note="",
)  # fmt: skip
VOUCHER = SubsidyRow(
    "s", "m", "hcv", "", "", 1, 100_000, "issued", None, date(2026, 10, 1), date(2027, 1, 1), None,
    "",
)  # fmt: skip
WANTS = Wants(WISH, Household(), Income(100_000, (("ssi", 100_000),)), (VOUCHER,), TODAY, 30)


def said(sayings: tuple[object, ...]) -> list[str]:
    return [str(one) for one in sayings]


def test_every_stage_can_be_reached_and_left() -> None:
    reached = {Stage.LOOKING}
    for stage in Stage:
        after = {housing.stage_after(stage, step) for step in housing.steps(stage)}
        assert after, stage
        assert None not in after
        reached |= {one for one in after if one is not None}
    assert reached == set(Stage)


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (Stage.LOOKING, Step.APPROVED),
        (Stage.SHOWING, Step.MOVED_IN),
        (Stage.DENIED, Step.APPROVED),
        (Stage.APPLIED, Step.APPEALED),
        (Stage.MOVED_IN, Step.APPLIED),
        (Stage.ENDED, Step.APPROVED),
    ],
)
def test_a_step_that_skips_others_leads_nowhere(stage: Stage, step: Step) -> None:
    assert housing.stage_after(stage, step) is None


def test_a_note_and_a_fee_leave_the_stage() -> None:
    for stage in Stage:
        assert housing.stage_after(stage, Step.NOTE) is stage
        assert housing.stage_after(stage, Step.FEE) is stage


def test_a_denial_is_turned_by_an_appeal() -> None:
    stage = Stage.APPLIED
    for step in (Step.DENIED, Step.APPEALED, Step.APPEAL_GRANTED):
        following = housing.stage_after(stage, step)
        assert following is not None
        stage = following
    assert stage is Stage.APPROVED


@pytest.mark.parametrize(
    ("day", "left", "mark"),
    [
        (date(2027, 2, 1), 73, None),
        (date(2027, 1, 19), 60, 60),
        (date(2026, 12, 20), 30, 30),
        (date(2026, 12, 19), 29, 30),
        (date(2026, 12, 4), 14, 14),
        (TODAY, 0, 14),
        (date(2026, 11, 19), -1, 14),
    ],
)
def test_a_last_day_comes_under_the_nearest_reminder(
    day: date, left: int, mark: int | None
) -> None:
    found = housing.runout(day, TODAY, (60, 30, 14))
    assert (found.days_left, found.mark, found.passed) == (left, mark, left < 0)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1,250", 125_000), ("$1,250.5", 125_050), ("0", 0), ("", None), (" 12.34 ", 1234),
     ("-3", -300)],
)  # fmt: skip
def test_money_is_read_as_it_is_written(text: str, cents: int | None) -> None:
    assert housing.read_money(text) == cents


@pytest.mark.parametrize("text", ["twelve", "1.234", "1.2.3", "١٢", "9" * 12, "--1"])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="money"):
        housing.read_money(text)


def test_money_is_shown_with_cents_only_where_there_are_any() -> None:
    assert [housing.money(c) for c in (125_000, 125_050, 5, -300)] == [
        "$1,250", "$1,250.50", "$0.05", "-$3",
    ]  # fmt: skip


def test_the_share_of_the_income_is_counted_and_says_how() -> None:
    income = Income(120_000, (("ssi", 120_000),))
    found = housing.rent_share(150_000, 110_000, income, own_percent=30)
    assert (found.share_cents, found.percent, found.over_own) == (40_000, 33, True)
    assert str(found.how) == "$1,500 less $1,100 paid leaves $400 of $1,200 a month."
    assert not housing.rent_share(150_000, 110_000, income).over_own


def test_what_is_missing_is_said_and_never_counted() -> None:
    nothing, some = Income(), Income(120_000, (("ssi", 120_000),))
    assert housing.rent_share(None, 0, some).percent is None
    found = housing.rent_share(90_000, 0, nothing)
    assert (found.share_cents, found.percent) == (90_000, None)
    assert "No income" in str(found.how)
    unsure = housing.rent_share(90_000, None, some)
    assert unsure.percent == 75
    assert "not recorded" in str(unsure.how)
    assert housing.rent_share(90_000, 0, Income(0, (("none", 0),))).percent is None


def test_a_home_is_held_against_every_wish() -> None:
    found = housing_match.matched(UNIT, WANTS, {"apartment": "Apartment", "elevator": "Elevator"})
    assert said(found.fits) == [
        "In Santa Rosa",
        "Apartment, as wished",
        "Bedrooms: 1, wished 1",
        "Own share $500, at most $600 wished",
        "Elevator",
        "Free in time, on 2026-12-01",
    ]
    assert said(found.against) == []
    assert said(found.unknown) == [
        "grab-bars: nobody recorded it",
        "Whether pets may come along",
        "Whether the landlord takes the voucher",
    ]


def test_reasons_against_are_told() -> None:
    unit = replace(
        UNIT, city="Petaluma", kind="room", bedrooms=0, rent_cents=300_000, pets=False,
        most_people=1, available=date(2027, 2, 1), takes_subsidies=False,
    )  # fmt: skip
    found = housing_match.matched(unit, replace(WANTS, household=Household(2, 1)), {})
    assert said(found.against) == [
        "Not in Santa Rosa / Rohnert Park",
        "room, not a kind that was wished",
        "Bedrooms: 0, wished 1",
        "Own share $2,000, at most $600 wished",
        "No pets",
        "Free only on 2027-02-01, wished by 2026-12-15",
        "2 people move in; the landlord allows 1",
        "The landlord said no to subsidies",
    ]
    assert "Whether 1 more of the household move in" in said(found.unknown)


def test_an_avoided_place_and_a_voucher_too_small_speak_against() -> None:
    wish = replace(WISH, avoid="santa rosa")
    wants = replace(WANTS, preference=wish)
    found = housing_match.matched(replace(UNIT, bedrooms=3), wants, {})
    assert "In santa rosa, which the member avoids" in said(found.against)
    assert "Bedrooms: the voucher is for 1, this has 3" in said(found.against)


def test_nothing_known_is_said_to_be_unknown() -> None:
    bare = replace(
        UNIT, city="", zip="", kind="", bedrooms=None, rent_cents=None, features=(),
        most_people=None, available=None, checked=None,
    )  # fmt: skip
    found = housing_match.matched(bare, replace(WANTS, household=Household(3)), {})
    assert found.fits == ()
    assert found.against == ()
    assert len(found.unknown) == 11


def test_an_old_word_of_a_home_is_doubted_after_the_agencys_days() -> None:
    old = replace(UNIT, checked=date(2026, 10, 1))
    assert housing_match.is_stale(old, TODAY, 30)
    assert not housing_match.is_stale(old, TODAY, 50)
    found = housing_match.matched(old, WANTS, {})
    assert "Whether it is still free: last known 2026-10-01" in said(found.unknown)


def test_the_best_home_stands_first() -> None:
    dear = replace(UNIT, id="dear", rent_cents=190_000)
    far = replace(UNIT, id="far", city="Ukiah", zip="95482")
    cheap = replace(UNIT, id="cheap", rent_cents=140_000)
    order = [one.unit.id for one in housing_match.ranked([far, dear, UNIT, cheap], WANTS)]
    assert order == ["cheap", "u", "far", "dear"] or order == ["cheap", "u", "dear", "far"]
    assert order[:2] == ["cheap", "u"]


def test_names_from_right_to_left_are_matched_too() -> None:
    unit = replace(UNIT, city="الناصرة", zip="")
    wish = replace(WISH, areas="الناصرة")
    found = housing_match.matched(unit, replace(WANTS, preference=wish), {})
    assert "In الناصرة" in said(found.fits)
