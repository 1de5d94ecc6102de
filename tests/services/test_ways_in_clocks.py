"""Clocks of the ways in that ask for no talk, denials written by hand, and days that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import IntakeRow, NewMember
from navigator_app.domain.ledger import Kind
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus, Service
from navigator_app.errors import InputRejected
from navigator_app.services import (
    authorizations,
    clocks,
    corrections,
    intake,
    record_status,
    today,
)
from navigator_app.services.authorizations import Decision, Request
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_facts
from tests.services import loops

TODAY = date(2026, 11, 20)
NORA = NewMember("Nora", "Vale", "1975-04-02")
CLINIC = {"referrer_organization": "Bay Clinic"}
JAIL = {"facility": "County jail", "release_on": "2026-12-01"}


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    loops.add_plan(workspace, "bayview", "partnership-mcap7003")
    return workspace


def take_in(ws: Workspace, path: Path, **values: str) -> IntakeRow:
    return intake.create(
        ws, plan="bayview", service=Service.HTNS, path=path, values=values, member=NORA
    )[0]


def running(ws: Workspace, referral: str) -> dict[str, str]:
    rows = ws.store.query(
        "SELECT rule_id, substr(due_on, 1, 10) FROM running_clock WHERE referral_id = ?",
        (referral,),
    )
    return {rule: due for rule, due in rows}


@pytest.mark.parametrize(
    ("path", "more"),
    [
        (Path.PARTNER, CLINIC),
        (Path.CORRECTIONAL, JAIL),
        (Path.PRESUMPTIVE, {"services_began_on": "2026-11-17"}),
        (
            Path.CONTINUITY,
            {
                "previous_plan": "Coastal",
                "last_service_on": "2026-10-30",
                "plan_joined_on": "2026-11-01",
            },
        ),
    ],
    ids=lambda one: one.value if isinstance(one, Path) else "",
)
def test_a_yes_starts_the_time_to_send_the_request(
    ws: Workspace, path: Path, more: dict[str, str]
) -> None:
    row = take_in(ws, path, opted_in_on="2026-11-17", **more)
    assert running(ws, row.referral_id)["referral-submitted"] == "2026-11-20"
    intake.change(ws, row.referral_id, {"submitted_on": "2026-11-18"})
    assert "referral-submitted" not in running(ws, row.referral_id)


def test_what_the_plan_has_sent_already_is_not_asked_for(ws: Workspace) -> None:
    row = take_in(
        ws, Path.PARTNER, opted_in_on="2026-11-17", sent_to_provider_on="2026-11-18", **CLINIC
    )
    assert "referral-submitted" not in running(ws, row.referral_id)


def test_a_presumptive_request_that_is_missing_stands_on_today(ws: Workspace) -> None:
    row = take_in(ws, Path.PRESUMPTIVE, services_began_on="2026-11-18")
    [line] = [one for one in today.due(ws) if one.rule == "presumptive-request"]
    assert (line.referral_id, line.due) == (row.referral_id, date(2026, 11, 18))
    assert "Presumptive Authorization" in line.source
    intake.change(ws, row.referral_id, {"submitted_on": "2026-11-19"})
    assert "presumptive-request" not in running(ws, row.referral_id)


def test_a_service_of_a_referral_from_a_file_asks_for_no_presumptive_request(
    ws: Workspace,
) -> None:
    plan = loops.add_plan(ws, "coastal", "dhcs")
    made = loops.add_member(ws, plan, 3, requested=None)
    intake_facts_put(ws, made.referral)
    assert "presumptive-request" not in running(ws, made.referral)


def intake_facts_put(ws: Workspace, referral: str) -> None:
    """A first service, as it is written down from Today."""
    with ws.transaction("test") as tx:
        intake_facts.put(tx, referral, "services_began_on", date(2026, 11, 18))
        clocks.recompute(tx, ws, [referral])


def denied(ws: Workspace) -> tuple[str, str]:
    row = take_in(ws, Path.BOTTOM_UP, identified_on="2026-11-02", submitted_on="2026-11-10")
    asked = Request(row.referral_id, Kind.INITIAL, date(2026, 11, 10))
    request, _changes = authorizations.record_request(ws, asked)
    answer = Decision(AuthorizationStatus.DENIED, date(2026, 11, 13))
    authorizations.record_decision(ws, request, answer)
    return row.referral_id, request


def test_a_denial_written_by_hand_closes_the_loop(ws: Workspace) -> None:
    referral, _request = denied(ws)
    state = loops.state(ws, referral)
    assert (state["is_open"], state["closure_reason"]) == (0, "authorization-denied")
    assert set(running(ws, referral)) <= {"provider-told", "member-told", "referrer-told"}
    assert running(ws, referral)["referrer-told"] == "2026-11-17"
    with pytest.raises(InputRejected):
        record_status.record(ws, referral, ReferralStatus.ACCEPTED, TODAY)


def test_a_denial_put_right_or_asked_anew_opens_it_again(ws: Workspace) -> None:
    referral, request = denied(ws)
    corrections.take_back(ws, "authorization_request", request, "Another member's letter")
    state = loops.state(ws, referral)
    assert (state["is_open"], state["closure_reason"]) == (1, None)
    other, _changes = authorizations.record_request(
        ws, Request(referral, Kind.INITIAL, date(2026, 11, 14))
    )
    answer = Decision(AuthorizationStatus.DENIED, date(2026, 11, 16))
    authorizations.record_decision(ws, other, answer)
    assert loops.state(ws, referral)["is_open"] == 0
    authorizations.record_request(ws, Request(referral, Kind.INITIAL, date(2026, 11, 18)))
    assert loops.state(ws, referral)["is_open"] == 1


def test_the_plans_file_stays_the_authority(ws: Workspace) -> None:
    made = loops.add_member(ws, loops.add_plan(ws, "coastal"), 3)  # approved by its file
    request, _changes = authorizations.record_request(
        ws, Request(made.referral, Kind.INITIAL, date(2026, 11, 13))
    )
    answer = Decision(AuthorizationStatus.DENIED, date(2026, 11, 13))
    authorizations.record_decision(ws, request, answer)
    assert loops.state(ws, made.referral)["is_open"] == 1


@pytest.mark.parametrize("path", [Path.BOTTOM_UP, Path.DATA_MINING])
def test_a_yes_and_a_no_on_one_day_are_refused(ws: Workspace, path: Path) -> None:
    needed = {
        Path.BOTTOM_UP: {"identified_on": "2026-11-02"},
        Path.DATA_MINING: {"prospect_received_on": "2026-11-02"},
    }[path]
    both = dict.fromkeys(("opted_in_on", "refused_on"), "2026-11-17")
    with pytest.raises(InputRejected, match="same day") as caught:
        take_in(ws, path, **needed, **both)
    assert caught.value.field == "refused_on"


def test_a_release_long_past_is_no_referral_from_inside(ws: Workspace) -> None:
    with pytest.raises(InputRejected, match="has passed") as caught:
        take_in(ws, Path.CORRECTIONAL, facility="County jail", release_on="2020-03-01")
    assert caught.value.field == "release_on"
    late = {"release_on": "2026-11-10", "opted_in_on": "2026-11-12"}
    with pytest.raises(InputRejected, match="has passed"):
        take_in(ws, Path.CORRECTIONAL, facility="County jail", **late)
    row = take_in(
        ws,
        Path.CORRECTIONAL,
        facility="County jail",
        release_on="2026-11-10",
        submitted_on="2026-11-05",
    )
    # What came after the release may still be written down.
    intake.change(ws, row.referral_id, {"note": "Met at the gate"})
