"""Whose status a month wants: referrals that the plan has, and by every way of asking the same."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.clocks import State
from navigator_app.domain.facts import Path
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.ledger import Kind
from navigator_app.domain.paths import OptIn
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.services import (
    agency,
    authorizations,
    caseload,
    clocks,
    exports,
    intake,
    record_status,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import intake_facts
from tests.services import loops

MONTHLY = clocks.MONTHLY_STATUS
NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")


@pytest.fixture(params=["toolkit-2025", "partnership-mcap7003"])
def ws(workspace: Workspace, request: pytest.FixtureRequest) -> Workspace:
    agency.add_plan(workspace, "bayview", name="Bayview", layout="canonical", policy=request.param)
    return workspace


def taken_in(
    ws: Workspace,
    path: Path = Path.BOTTOM_UP,
    opt_in: OptIn | None = None,
    member: NewMember | str = NORA,
    **values: str,
) -> str:
    given = {"identified_on": "2026-11-02", **values} if path is Path.BOTTOM_UP else values
    row, _changes = intake.create(
        ws, plan="bayview", service=Service.HTNS, path=path, opt_in=opt_in, values=given,
        member=member,
    )  # fmt: skip
    return row.referral_id


def asked(ws: Workspace) -> set[str]:
    """The referrals that November wants a status of; every place says the same."""
    listed = {row.referral_id for row in today.due(ws) if row.rule == MONTHLY}
    missing = exports.preview(ws, "bayview", "2026-11").not_ready
    assert {row.referral_id for row in missing if row.kind == "no-status"} == listed
    assert today.today(ws).without_status == len(listed)
    rows = caseload.page(ws, CaseloadQuery(due="no-status")).rows
    owners = {one.member_id for one in caseload.referrals(ws) if one.id in listed}
    assert {row.id for row in rows} == owners
    for one in caseload.referrals(ws):
        states = [found for found in clocks.of_referral(ws, one.id) if found.rule.id == MONTHLY]
        runs = any(found.running for found in states)
        assert runs == (one.id in listed), (one.id, states)
    return listed


def test_nothing_is_asked_before_the_request_was_sent(ws: Workspace) -> None:
    referral = taken_in(ws)
    assert asked(ws) == set()
    [row] = caseload.page(ws, CaseloadQuery()).rows
    assert row.next_due_rule != MONTHLY
    [state] = [one for one in clocks.of_referral(ws, referral) if one.rule.id == MONTHLY]
    assert (state.state, state.started) == (State.UPCOMING, None)
    with ws.transaction("test") as tx:
        intake_facts.put(tx, referral, "submitted_on", date(2026, 11, 19))
        clocks.recompute(tx, ws, [referral])
    assert asked(ws) == {referral}
    record_status.record(ws, referral, ReferralStatus.PENDING, date(2026, 11, 20))
    assert today.today(ws).without_status == 0


def test_a_request_of_the_form_hands_it_on(ws: Workspace) -> None:
    assert asked(ws) == set()
    referral = taken_in(ws, submitted_on="2026-11-10")
    assert asked(ws) == {referral}


def test_a_request_to_the_plan_is_enough(ws: Workspace) -> None:
    referral = taken_in(ws)
    authorizations.record_request(
        ws,
        authorizations.Request(referral, Kind.INITIAL, date(2026, 11, 18)),
    )
    assert asked(ws) == {referral}


def test_what_the_plan_sent_or_authorized_first_is_asked(ws: Workspace) -> None:
    sent = taken_in(ws, Path.TOP_DOWN, sent_to_provider_on="2026-11-18")
    assert asked(ws) == {sent}
    other = NewMember("Omar", "West", "1975-04-03", "90000002A", "4155550124")
    before = taken_in(ws, Path.DATA_MINING, OptIn.BEFORE, other, prospect_received_on="2026-11-18")
    assert before not in asked(ws)


def test_a_referral_of_a_file_is_asked_with_facts_of_its_own(ws: Workspace) -> None:
    [(plan,)] = ws.store.query("SELECT id FROM plan")
    made = loops.add_member(ws, plan, 1)
    with ws.transaction("test") as tx:
        intake_facts.put(tx, made.referral, "plan_updated_on", date(2026, 11, 18))
        clocks.recompute(tx, ws, [made.referral])
    assert asked(ws) == {made.referral}


def test_a_month_before_the_request_is_not_asked(ws: Workspace) -> None:
    taken_in(ws, submitted_on="2026-11-10")
    assert exports.preview(ws, "bayview", "2026-10").not_ready == ()
