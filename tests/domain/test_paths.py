"""The forms of the ways in: whole, in order, and strict about what cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.facts import Fact, Path
from navigator_app.domain.path_asks import Form, Kind
from navigator_app.domain.paths import FACTS, OptIn, checked, facts, form, forms
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import packs
from navigator_app.store.reads_intake import COLUMNS

TODAY = date(2026, 11, 20)
ZONE = ZoneInfo("America/Los_Angeles")
GOOD = {
    Kind.DAY: "2026-11-02",
    Kind.TEXT: "Words",
    Kind.FLAG: "1",
    Kind.NPI: "1234567893",
    Kind.PHONE: "(415) 555-0100",
    Kind.EMAIL: "a@example.org",
}


def needed(asked: Form) -> dict[str, str]:
    return {ask.name: GOOD[ask.kind] for ask in asked.asks if ask.required}


@pytest.mark.parametrize("asked", forms(), ids=lambda one: one.path.value + one.opt_in)
def test_every_form_is_whole(asked: Form) -> None:
    names = [ask.name for ask in asked.asks]
    assert len(set(names)) == len(names)
    assert asked.title and asked.sentence.endswith(".") and asked.source
    for ask in asked.asks:
        assert ask.label
        assert ask.name in {*COLUMNS, "urgent", "sent_to_provider_on"}, "kept nowhere"
        assert ask.kind is not Kind.DAY or ask.name in FACTS, "a day that no clock can know"
        assert ask.missing or not ask.required
    normal, refused = checked(asked, needed(asked), TODAY, ZONE)
    assert refused is None
    assert set(normal) == set(names)


def test_every_way_has_its_form() -> None:
    assert {one.path for one in forms()} == set(Path)
    assert form(Path.DATA_MINING).opt_in == OptIn.BEFORE
    assert form(Path.DATA_MINING, OptIn.AFTER).opt_in == OptIn.AFTER
    assert form(Path.PARTNER).referrer and not form(Path.BOTTOM_UP).referrer


@pytest.mark.parametrize("asked", forms(), ids=lambda one: one.path.value + one.opt_in)
def test_a_clock_of_the_way_starts_from_what_its_form_asks(asked: Form) -> None:
    """Every clock that is for one way alone can be started by that way's form."""
    known = {FACTS[ask.name] for ask in asked.asks if ask.name in FACTS}
    stack = packs.stack("toolkit-2025", TODAY)
    for rule in stack.rules:
        if asked.path in rule.paths and rule.trigger:
            assert known & set(rule.trigger), rule.id


@pytest.mark.parametrize("asked", forms(), ids=lambda one: one.path.value + one.opt_in)
def test_only_the_release_and_the_joining_may_lie_ahead(asked: Form) -> None:
    for ask in asked.asks:
        if ask.kind is not Kind.DAY:
            continue
        values = {**needed(asked), ask.name: (TODAY + timedelta(days=1)).isoformat()}
        _normal, refused = checked(asked, values, TODAY, ZONE)
        if ask.name in ("release_on", "plan_joined_on"):
            assert refused is None
        else:
            assert refused is not None and refused.field == ask.name


def test_wrong_values_are_named_and_the_right_ones_made_one_way() -> None:
    asked = form(Path.PARTNER)
    normal, refused = checked(
        asked,
        {"referrer_organization": "  Bay   Clinic ", "referrer_phone": "1-415-555-0100"},
        TODAY,
        ZONE,
    )
    assert refused is None
    assert normal["referrer_organization"] == "Bay Clinic"
    assert (normal["referrer_phone"], normal["urgent"]) == ("4155550100", "0")
    for name, text in (
        ("referrer_npi", "1234567890"),
        ("referrer_phone", "12"),
        ("referrer_email", "a b"),
        ("referrer_relationship", "cousin"),
        ("opted_in_on", "2026-02-29"),
        ("facility", "Jail"),
    ):
        _normal, refused = checked(asked, {"referrer_organization": "Bay", name: text}, TODAY, ZONE)
        assert refused is not None and refused.field == name, name


def test_what_nobody_recorded_stays_unknown() -> None:
    told = facts(Path.BOTTOM_UP, Service.HTNS, {"identified_on": "2026-11-02"})
    assert dict(told.dates) == {Fact.IDENTIFIED: date(2026, 11, 2)}
    assert told.urgent is None
    assert facts(None, Service.HTNS, {"urgent": "0"}).urgent is False
    listed = {"sent_to_provider_on": "2026-11-02", "opt_in_order": "after"}
    mined = facts(Path.DATA_MINING, Service.HTNS, listed)
    assert mined.get(Fact.AUTHORIZATION_RECEIVED) == date(2026, 11, 2)


DAYS = st.dates(date(2022, 1, 1), date(2035, 12, 31))


@given(one=DAYS, two=DAYS, today=DAYS)
def test_accepted_days_are_in_order_and_not_ahead(one: date, two: date, today: date) -> None:
    values = {
        "identified_on": min(one, two).isoformat(),
        "conversation_on": one.isoformat(),
        "opted_in_on": two.isoformat(),
    }
    _normal, refused = checked(form(Path.BOTTOM_UP), values, today, ZONE)
    assert (refused is None) is (one <= two <= today)
