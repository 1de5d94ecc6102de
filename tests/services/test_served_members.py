"""A loop closed because services are received is told to the plan, not over: its authorization
still ends some day, and a lapse still stops its payment."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.ending import EndReason
from navigator_app.domain.ledger import Band
from navigator_app.domain.vocabulary import ClosureReason, ReferralStatus
from navigator_app.services import authorizations, discontinue, eligibility, forecast, record_status
from navigator_app.services.discontinue import Ending
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.test_authorizations import authorize

TODAY = date(2026, 11, 20)


def close(ws: Workspace, made: loops.Made, reason: ClosureReason) -> None:
    for status in (ReferralStatus.ACCEPTED, ReferralStatus.OUTREACH_INITIATED):
        record_status.record(ws, made.referral, status, date(2026, 11, 18))
    record_status.record(ws, made.referral, ReferralStatus.CLOSED, TODAY, reason=reason)
    assert loops.state(ws, made.referral)["is_open"] == 0


@pytest.fixture
def served(workspace: Workspace) -> loops.Made:
    """Served, the loop closed; the authorization ends on 4 December 2026, in two weeks."""
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    authorize(workspace, made.referral, "2025-12-05", "2026-12-04")
    close(workspace, made, ClosureReason.SERVICES_RECEIVED)
    return made


def lapse(ws: Workspace, made: loops.Made) -> None:
    day = date(2026, 11, 1)
    draft = CheckDraft(made.member, MediCal.LAPSED, How.PORTAL, TODAY, lapsed_on=day)
    eligibility.record(ws, draft)


def test_the_wave_holds_it_and_names_the_member(workspace: Workspace, served: loops.Made) -> None:
    found = forecast.forecast(workspace)
    assert found.ending == 1
    week = next(week for week in found.weeks if week.ending)
    behind = forecast.behind(workspace, week.first, week.last)
    assert [one.member_id for one in behind] == [served.member]


def test_the_countdown_and_the_packet_run_on(workspace: Workspace, served: loops.Made) -> None:
    (one,) = authorizations.of_member(workspace, served.member)
    assert (one.is_open, one.runs) == (False, True)
    assert one.countdown.band is Band.DAYS_14
    assert one.packet is not None


def test_it_is_listed_among_those_that_end(workspace: Workspace, served: loops.Made) -> None:
    found = authorizations.listing(workspace, within=30)
    assert [one.referral_id for one in found] == [served.referral]


def test_a_lapse_puts_it_in_doubt_and_stops_its_payment(
    workspace: Workspace, served: loops.Made
) -> None:
    lapse(workspace, served)
    assert [row.member_id for row in eligibility.in_doubt(workspace)] == [served.member]
    alerts = eligibility.diary(workspace, served.member).alerts
    assert [(one.kind, bool(one.authorization_id)) for one in alerts] == [
        ("lapsed", False),
        ("stopped", True),
        ("uncovered", False),
    ]


def assert_over(ws: Workspace, made: loops.Made) -> None:
    lapse(ws, made)
    (one,) = authorizations.of_member(ws, made.member)
    assert not one.runs
    assert one.packet is None
    assert authorizations.listing(ws, within=30) == []
    assert forecast.forecast(ws).ending == 0
    assert eligibility.in_doubt(ws) == []
    kinds = [one.kind for one in eligibility.diary(ws, made.member).alerts]
    assert "lapsed" in kinds
    assert "stopped" not in kinds


def test_a_service_that_was_ended_runs_no_more(workspace: Workspace, served: loops.Made) -> None:
    discontinue.end(workspace, Ending(served.referral, EndReason.MEMBER_WISH, TODAY))
    assert_over(workspace, served)


def test_a_loop_closed_without_services_runs_no_more(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    authorize(workspace, made.referral, "2025-12-05", "2026-12-04")
    close(workspace, made, ClosureReason.OTHER)
    assert_over(workspace, made)
