"""The eligibility diary: what checks say, what a lapse does, which services' days are flagged."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from navigator_app.domain import eligibility
from navigator_app.domain.eligibility import Check, How, MediCal, State
from navigator_app.domain.ledger import Entry, Kind
from navigator_app.domain.vocabulary import AuthorizationStatus

TODAY = date(2026, 11, 20)
M = MediCal


def day(text: str) -> date:
    return date.fromisoformat(text)


def check(on: str, result: MediCal = M.ACTIVE, **more: object) -> Check:
    at = datetime.combine(day(on), time(18), UTC)
    made: dict[str, object] = {"how": How.PORTAL, "plan": "", **more}
    return Check(
        f"c{on}{result.slug}",
        "m1",
        at,
        "America/Los_Angeles",
        day(on),
        result=result,
        **made,  # type: ignore[arg-type]
    )


OPEN = Entry(
    "a1",
    "r1",
    Kind.INITIAL,
    AuthorizationStatus.APPROVED,
    effective=day("2026-01-01"),
    end=day("2026-12-31"),
)
ENDED = Entry(
    "a0",
    "r0",
    Kind.INITIAL,
    AuthorizationStatus.APPROVED,
    effective=day("2025-01-01"),
    end=day("2025-12-31"),
)


@pytest.mark.parametrize(
    ("checks", "state"),
    [
        ([], State.NEVER),
        ([check("2026-11-02")], State.ACTIVE),
        ([check("2026-10-31")], State.STALE),
        ([check("2025-11-02")], State.STALE),
        ([check("2026-11-02"), check("2026-11-10", M.UNKNOWN)], State.STALE),
        ([check("2026-11-10", M.UNKNOWN)], State.UNKNOWN),
        ([check("2026-11-02"), check("2026-11-10", M.LAPSED)], State.LAPSED),
        ([check("2026-08-02", M.LAPSED)], State.LAPSED),
        ([check("2026-11-10", M.LAPSED), check("2026-11-12")], State.ACTIVE),
        ([check("2026-11-10", M.SUSPENDED)], State.SUSPENDED),
        ([check("2026-11-02"), check("2026-11-25", M.LAPSED)], State.ACTIVE),
    ],
)
def test_what_may_be_said_today(checks: list[Check], state: State) -> None:
    assert eligibility.coverage(checks, TODAY).state is state


def test_the_order_of_recording_does_not_matter_but_the_day_does() -> None:
    checks = [check("2026-11-12"), check("2026-11-10", M.LAPSED)]
    assert eligibility.coverage(checks, TODAY) == eligibility.coverage(checks[::-1], TODAY)


def test_a_lapse_of_unknown_day_is_not_given_one() -> None:
    checks = [check("2026-10-02"), check("2026-11-10", M.LAPSED)]
    now = eligibility.coverage(checks, TODAY)
    assert (now.since, now.not_before) == (None, day("2026-10-02"))
    alert = eligibility.alerts(checks, [], TODAY)[0]
    assert "2026-10-02" in str(alert.do)


def test_a_lapse_stops_payment_of_every_authorization_that_still_runs() -> None:
    checks = [check("2026-11-10", M.LAPSED, lapsed_on=day("2026-11-01"))]
    found = eligibility.alerts(checks, [OPEN, ENDED], TODAY)
    assert [(a.kind, a.authorization_id) for a in found] == [("lapsed", ""), ("stopped", "a1")]
    assert found[0].basis == eligibility.NEEDED


def test_a_suspension_keeps_the_referral_and_asks_to_plan_for_release() -> None:
    found = eligibility.alerts([check("2026-11-10", M.SUSPENDED)], [OPEN], TODAY)
    assert [a.kind for a in found] == ["suspended", "stopped"]
    assert "release" in str(found[0].do)


def test_a_plan_change_asks_the_new_plan_to_go_on() -> None:
    checks = [
        check("2026-10-05", plan="Coastal", other_plan=True),
        check("2026-11-10", plan="Coastal", other_plan=True),
    ]
    now = eligibility.coverage(checks, TODAY)
    assert (now.other_plan, now.other_since) == ("Coastal", day("2026-10-05"))
    found = eligibility.alerts(checks, [OPEN, ENDED], TODAY)
    assert [(a.kind, a.authorization_id) for a in found] == [
        ("plan-changed", ""),
        ("plan-changed", "a1"),
    ]
    back = [*checks, check("2026-11-15", plan="Bayview")]
    assert eligibility.coverage(back, TODAY).other_plan == ""


def test_a_planned_check_that_was_not_made_is_an_alert() -> None:
    late = [check("2026-11-02", next_on=day("2026-11-19"))]
    assert [a.kind for a in eligibility.alerts(late, [], TODAY)] == ["check"]
    in_time = [check("2026-11-02", next_on=day("2026-11-20"))]
    assert eligibility.alerts(in_time, [], TODAY) == ()


def test_checks_that_cannot_both_be_right_are_named() -> None:
    checks = [check("2026-11-05"), check("2026-11-10", M.LAPSED, lapsed_on=day("2026-11-01"))]
    kinds = [a.kind for a in eligibility.alerts(checks, [], TODAY)]
    assert "contradiction" in kinds


LAPSE = [
    check("2026-10-05"),
    check("2026-11-10", M.LAPSED, lapsed_on=day("2026-11-01")),
    check("2026-11-18"),
]


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        ("2026-10-31", None),
        ("2026-11-01", "after-lapse"),
        ("2026-11-17", "after-lapse"),
        ("2026-11-18", None),
    ],
)
def test_services_dated_after_a_lapse_are_flagged(when: str, kind: str | None) -> None:
    found = eligibility.flagged([day(when)], LAPSE)
    assert [flag.kind for flag in found] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("when", "kind"),
    [("2026-10-05", None), ("2026-10-06", "in-doubt"), ("2026-11-10", "after-lapse")],
)
def test_days_before_a_lapse_of_unknown_day_are_in_doubt(when: str, kind: str | None) -> None:
    checks = [check("2026-10-05"), check("2026-11-10", M.LAPSED)]
    found = eligibility.flagged([day(when)], checks)
    assert [flag.kind for flag in found] == ([kind] if kind else [])


def test_a_known_lapse_goes_before_a_doubt() -> None:
    checks = [
        check("2026-10-05"),
        check("2026-11-10", M.LAPSED),
        check("2026-11-12", M.LAPSED, lapsed_on=day("2026-11-01")),
    ]
    assert [f.kind for f in eligibility.flagged([day("2026-11-05")], checks)] == ["after-lapse"]


def test_services_under_another_plan_and_in_suspension_are_flagged_once_a_day() -> None:
    checks = [
        check("2026-10-01", M.SUSPENDED),
        check("2026-11-01", plan="Coastal", other_plan=True),
    ]
    days = [day("2026-10-15"), day("2026-10-15"), day("2026-11-02")]
    found = eligibility.flagged(days, checks)
    assert [(str(f.on), f.kind) for f in found] == [
        ("2026-10-15", "suspended"),
        ("2026-11-02", "other-plan"),
    ]
