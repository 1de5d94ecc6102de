"""What stands against a deposit request, under the rules of real packs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain import deposit_checks, deposits
from navigator_app.domain.deposits import Beside, Item, Request, State, Terms
from navigator_app.domain.guard_facts import Use, Verdict
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy import deposit_rules, packs
from navigator_app.services import deposits as service
from navigator_app.store.reads_deposits import Whose

TODAY = date(2026, 11, 20)
MOVE_IN = date(2026, 12, 1)
SHIPPED = deposit_rules.shipped()
GOOD = Item("security-deposit", 180000, vendor="Oak Street LLC", vendor_contact="4155550100")


def terms(policy: str) -> Terms:
    return service.terms(Whose("Ana", "9", "p", "Plan", policy), TODAY)


PARTNERSHIP, HEALTH_NET, TOOLKIT = (
    terms(key) for key in ("partnership-mcap7003", "health-net-2025", "toolkit-2025")
)
SIGNED = Beside(plan_signed=True)


def request(*items: Item, **more: object) -> Request:
    values: dict[str, object] = {"move_in_on": MOVE_IN, **more}
    return Request("m", items=items or (GOOD,), **values)  # type: ignore[arg-type]


def stops(
    asked: Request, rules: Terms = PARTNERSHIP, beside: Beside = SIGNED
) -> list[tuple[str, int | None]]:
    found = deposit_checks.judge(asked, rules, beside, SHIPPED.kind, TODAY)
    return [(one.field, one.item) for one in found if one.stops]


def test_a_whole_request_has_nothing_against_it() -> None:
    assert stops(request()) == []
    assert stops(request(), HEALTH_NET) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cents": None}, "cents"),
        ({"cents": 0}, "cents"),
        ({"cents": -1}, "cents"),
        ({"cents": 10**12}, "cents"),
        ({"vendor": "  "}, "vendor"),
        ({"kind": ""}, "kind"),
        ({"kind": "yacht"}, "kind"),
        ({"kind": "ongoing-rent"}, "kind"),
        ({"kind": "goods"}, "kind"),
    ],
)
def test_each_fault_stands_at_its_field(change: dict[str, object], field: str) -> None:
    asked = request(GOOD, replace(GOOD, **change))  # type: ignore[arg-type]
    assert stops(asked) == [(field, 1)]


def test_rent_is_never_paid_and_the_rule_is_cited_even_where_the_plan_is_silent() -> None:
    for rules in (PARTNERSHIP, HEALTH_NET, TOOLKIT):
        [found] = [
            one
            for one in deposit_checks.judge(
                request(replace(GOOD, kind="ongoing-rent")), rules, SIGNED, SHIPPED.kind, TODAY
            )
            if one.field == "kind"
        ]
        assert found.stops
        assert "MCAP7003" in found.cited


def test_a_second_first_month_is_ongoing_rent() -> None:
    rent = replace(GOOD, kind="first-month-rent")
    assert stops(request(rent, rent)) == [("kind", 1)]
    assert stops(request(rent, replace(rent, kind="last-month-rent"))) == []


def test_over_the_cap_stands_at_the_item_that_passes_it() -> None:
    half = replace(GOOD, cents=300000)
    assert stops(request(half, half), HEALTH_NET) == []
    over = request(half, half, replace(GOOD, cents=1))
    assert stops(over, HEALTH_NET) == [("cents", 2)]
    found = deposit_checks.judge(over, HEALTH_NET, SIGNED, SHIPPED.kind, TODAY)
    [why] = [str(one.why) for one in found if one.stops]
    assert "$0.01 over the plan's $6,000.00" in why
    assert deposits.left(over, HEALTH_NET, SIGNED) == -1


def test_what_was_approved_before_counts_toward_a_cap_of_a_lifetime() -> None:
    before = replace(SIGNED, used_cents=500000)
    found = deposit_checks.judge(request(), HEALTH_NET, before, SHIPPED.kind, TODAY)
    [why] = [str(one.why) for one in found if one.stops]
    assert why == "$800.00 over the plan's $6,000.00, of which $5,000.00 were approved before."


def test_a_cap_nobody_knows_is_said_to_be_unknown() -> None:
    found = deposit_checks.judge(request(), PARTNERSHIP, SIGNED, SHIPPED.kind, TODAY)
    [total] = [one for one in found if one.field == "total"]
    assert total.verdict is Verdict.UNKNOWN
    assert deposits.left(request(), PARTNERSHIP, SIGNED) is None


def test_another_plans_list_does_not_refuse_and_is_said_to_be_anothers() -> None:
    assert TOOLKIT.borrowed
    assert not PARTNERSHIP.borrowed
    other = replace(TOOLKIT, allowed=PARTNERSHIP.allowed)
    goods = request(replace(GOOD, kind="goods"))
    assert stops(goods, other) == []
    found = deposit_checks.judge(goods, other, SIGNED, SHIPPED.kind, TODAY)
    told = [(one.field, one.verdict) for one in found if one.field in ("kind", "items")]
    assert told == [("kind", Verdict.UNKNOWN), ("items", Verdict.UNKNOWN)]


@pytest.mark.parametrize(
    ("move_in", "last", "stopped"),
    [
        (None, None, True),
        (date(2026, 10, 21), date(2026, 11, 20), False),
        (date(2026, 10, 20), date(2026, 11, 19), True),
        (date(2027, 11, 21), date(2027, 12, 21), False),
        (date(2027, 11, 22), date(2027, 12, 22), True),
    ],
)
def test_the_move_in_has_its_window(move_in: date | None, last: date | None, stopped: bool) -> None:
    beside = replace(SIGNED, last_day=last)
    found = stops(request(move_in_on=move_in), HEALTH_NET, beside)
    assert found == ([("move_in_on", None)] if stopped else [])


def test_a_second_time_needs_what_changed_and_a_third_is_refused() -> None:
    had = Use(Service.DEPOSITS, date(2024, 1, 5))
    again = replace(SIGNED, times=(had,))
    assert stops(request(), beside=again) == [("what_changed", None)]
    assert stops(request(what_changed="Now has a job"), beside=again) == []
    twice = replace(SIGNED, times=(had, replace(had, starts_on=date(2025, 1, 5))))
    assert stops(request(what_changed="Now has a job"), beside=twice) == [("what_changed", None)]


def test_without_a_signed_support_plan_nothing_goes() -> None:
    for signed in (False, None):
        assert stops(request(), HEALTH_NET, Beside(plan_signed=signed)) == [("support_plan", None)]
    assert stops(request(), TOOLKIT, Beside()) == []


def test_the_packet_says_what_is_missing() -> None:
    asked = request(replace(GOOD, id="i1"), replace(GOOD, id="i2", attachment_id="a"))
    lines = {line.id: line for line in deposits.packet(asked, SHIPPED.packet, HEALTH_NET, SIGNED)}
    assert lines["support-plan"].done
    assert lines["support-plan"].required
    assert "26-538" in lines["support-plan"].cited
    assert lines["quotes"].missing == ("security-deposit",)
    assert lines["what-changed"].done is None
    assert lines["lease"].done is False
    ticked = replace(asked, ticked=frozenset(("lease", "quote:i1")))
    lines = {line.id: line for line in deposits.packet(ticked, SHIPPED.packet, HEALTH_NET, SIGNED)}
    assert lines["lease"].done
    assert lines["quotes"].done


def test_a_request_goes_only_where_it_may() -> None:
    sent = request(state=State.SUBMITTED, submitted_on=TODAY)
    assert "sent on 2026-11-20" in str(deposit_checks.refused_step(sent, State.SUBMITTED))
    assert deposit_checks.refused_step(sent, State.DENIED) is None
    assert deposit_checks.refused_step(request(), State.APPROVED) is not None
    for state in State:
        for to in State:
            free = to in deposit_checks.NEXT[state]
            assert (deposit_checks.refused_step(request(state=state), to) is None) is free


def test_every_phrase_of_the_packs_lists_has_an_item() -> None:
    phrases = {phrase for kind in SHIPPED.items for phrase in kind.phrases}
    named = {
        item
        for key in packs.names()
        for rule in packs.load(key).rules
        if rule.id == "deposits-items"
        for item in rule.items
    }
    assert named == phrases


def test_every_text_is_there_for_translation() -> None:
    texts = {one.title for one in SHIPPED.items} | {one.title for one in SHIPPED.packet}
    assert texts == set(service.TEXTS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('reads = "hand"', 'reads = "tea leaves"'),
        ("never = true", ""),
        ('id = "cleaning"', 'id = "goods"'),
        ('phrases = ["security deposit"]', ""),
    ],
)
def test_a_list_with_a_fault_is_refused_whole(old: str, new: str, tmp_path) -> None:
    text = resource("deposits.toml").read_text("utf-8")
    assert old in text
    broken = tmp_path / "deposits.toml"
    broken.write_text(text.replace(f"\n{old}", f"\n{new}", 1), "utf-8")
    with pytest.raises(NavigatorError, match=r"deposits\.toml"):
        deposit_rules.read(broken)
