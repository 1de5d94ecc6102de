"""Who is in service stays on a caseload: watched, listed and counted the same everywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import CaseloadQuery, UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.services import (
    assignment_suggest,
    capacity_board,
    caseload,
    chart_review,
    consents_due,
    cover,
    exceptions,
    form_facts_notices,
    papers_due,
    plans_due,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_assignment, reads_cover, reads_review
from tests.services import loops, team

TODAY = date(2026, 11, 20)
DAY = timedelta(1)
WEEK = timedelta(7)
SERVED = {"is_open": 0, "status": "closed", "closure_reason": "services-received"}


def write(ws: Workspace, table: str, **row: object) -> str:
    key = uuid7()
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        tx.insert(table, {"id": key, "created_at": tx.now, **row})
    return key


def change(ws: Workspace, table: str, key: str, **row: object) -> None:
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        tx.update(table, key, row)


def served(ws: Workspace, plan: str, number: int, ben: UserRow, ends: date | None) -> loops.Made:
    """A member of Ben's whose loop was closed because services are received."""
    made = loops.add_member(ws, plan, number, navigator_id=ben.id)
    change(ws, "referral", made.referral, **SERVED, ends_on=ends.isoformat() if ends else None)
    return made


def counts(ws: Workspace, ben: UserRow) -> dict[str, int]:
    """How many members Ben carries, asked of everything that says so."""
    plan = form_facts_notices._staff(ws, "bayview")["capacity.members"]
    row = capacity_board.read(ws).row(ben.id)
    today = ws.clock.today()
    return {
        "board": row.members if row else 0,
        "leave": next(
            one.members for one in reads_cover.staff(ws.store, today) if one.id == ben.id
        ),
        "assignment": len(reads_assignment.waiting(ws.store, today, ben.id)),
        "caseload": caseload.page(ws, CaseloadQuery(navigator=ben.id, status="running")).total,
        "charts": len(reads_review.charts_carried(ws.store, "nobody", today)),
        "told to the plan": int(str(plan)),
    }


CASES: dict[str, tuple[dict[str, Any], int]] = {
    "authorized on": ({"ends": TODAY + WEEK}, 1),
    "on the last day": ({"ends": TODAY}, 1),
    "ended yesterday": ({"ends": TODAY - DAY}, 0),
    "nobody knows until when": ({"ends": None}, 1),
    "approved on by the plan's word": ({"ends": TODAY - DAY, "approved": TODAY + WEEK}, 1),
    "approved by word alone": ({"ends": None, "approved": TODAY}, 1),
    "approved by word, ended since": ({"ends": None, "approved": TODAY - DAY}, 0),
    "asked for, not answered": ({"ends": TODAY - DAY, "decision": ""}, 0),
    "discontinued": ({"ends": TODAY + WEEK, "over": True}, 0),
    "found again": ({"ends": TODAY + WEEK, "over": True, "again": True}, 1),
    "denied": ({"ends": TODAY + WEEK, "authorization_status": "denied"}, 0),
    "closed for another reason": ({"ends": TODAY + WEEK, "closure_reason": "other"}, 0),
    "merged into another": ({"ends": TODAY + WEEK, "merged": True}, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_each_place_counts_the_same(workspace: Workspace, ben: UserRow, case: str) -> None:
    facts, wanted = dict(CASES[case][0]), CASES[case][1]
    plan = loops.add_plan(workspace)
    made = served(workspace, plan, 1, ben, facts.pop("ends"))
    for column in ("authorization_status", "closure_reason"):
        if column in facts:
            change(workspace, "referral", made.referral, **{column: facts[column]})
    if "approved" in facts or "decision" in facts:
        last = facts.get("approved", TODAY + WEEK)
        write(
            workspace, "authorization_request", referral_id=made.referral, kind="extension",
            decision=facts.get("decision", "approved"), ends_on=last.isoformat(),
            unit="", number="", note="",
        )  # fmt: skip
    if "over" in facts:
        write(
            workspace, "discontinuation", referral_id=made.referral, reason="other", note="",
            on_date=TODAY.isoformat(), reengaged_on=TODAY.isoformat() if "again" in facts else None,
        )  # fmt: skip
    if "merged" in facts:
        other = loops.add_member(workspace, plan, 2)
        change(workspace, "member", made.member, merged_into_id=other.member)
        change(workspace, "referral", other.referral, is_open=0)
    found = counts(workspace, ben)
    assert found == dict.fromkeys(found, wanted)


def test_a_served_member_is_watched_while_their_navigator_is_away(
    workspace: Workspace, carla: Workspace, ben: UserRow
) -> None:
    fay = team.seat(workspace, team.join(workspace, "Fay Lund", Role.NAVIGATOR))
    made = served(workspace, loops.add_plan(workspace), 1, ben, TODAY + WEEK)
    cover.add(carla, ben.id, TODAY, TODAY + WEEK, cover_id=fay.user.id)
    [one] = cover.covering(fay)
    assert (one.name, one.members) == ("Ben Ochoa", 1)
    assert cover.covers(fay, fay.user.id, made.member)
    [leave] = cover.leaves(carla)
    assert leave.members == 1
    query = CaseloadQuery(navigator=ben.id, status="running")
    assert [row.id for row in caseload.page(fay, query).rows] == [made.member]


def test_a_served_member_of_one_who_left_waits_and_is_watched(
    workspace: Workspace, carla: Workspace, ben: UserRow
) -> None:
    made = served(workspace, loops.add_plan(workspace), 1, ben, TODAY + WEEK)
    change(workspace, "user", ben.id, active=0)
    assert [one.name for one in cover.covering(carla)] == ["Ben Ochoa"]
    assert [one.id for one in reads_assignment.waiting(workspace.store, TODAY)] == [made.member]
    [told] = assignment_suggest.waiting(carla)
    assert told.member_id == made.member


def test_a_served_members_dates_stand_on_today(workspace: Workspace, ben: UserRow) -> None:
    made = served(workspace, loops.add_plan(workspace), 1, ben, TODAY + WEEK)
    past = (TODAY - DAY).isoformat()
    write(
        workspace, "support_plan", member_id=made.member, version=1, state="signed",
        started_on=past, signed_on=past, review_on=past,
    )  # fmt: skip
    write(
        workspace, "member_document", member_id=made.member, kind="id", state="have",
        expires_on=past,
    )  # fmt: skip
    write(
        workspace, "consent", member_id=made.member, kind="share", recipient="Bayview",
        purpose="", on_date="2026-01-05", decision="given", how="paper", expires_on=past,
    )  # fmt: skip
    for due in (plans_due, papers_due, consents_due):
        lines = due.lines(workspace, TODAY, TODAY + WEEK, navigator_id=ben.id)
        assert [one.member_id for one in lines] == [made.member], due
    [row] = exceptions.members(team.seat(workspace, ben), "plan-review", navigator_id=ben.id).rows
    assert row.member_id == made.member
    change(workspace, "referral", made.referral, ends_on=past)
    for due in (plans_due, papers_due, consents_due):
        assert due.lines(workspace, TODAY, TODAY + WEEK, navigator_id=ben.id) == [], due


def test_charts_of_members_in_service_are_drawn(
    workspace: Workspace, carla: Workspace, ben: UserRow
) -> None:
    made = served(workspace, loops.add_plan(workspace), 1, ben, TODAY + WEEK)
    assert list(chart_review.weights(carla, "random")) == [made.member]


def test_names_alike_are_two_people_and_a_new_name_changes_no_number(
    workspace: Workspace, carla: Workspace, ben: UserRow
) -> None:
    plan = loops.add_plan(workspace)
    other = team.join(workspace, "Fay Lund", Role.NAVIGATOR)
    for number, who in enumerate((ben, ben, other), start=1):
        served(workspace, plan, number, who, TODAY + WEEK)
    for name in ("Ben  Ochoa", "ben ochoa", "Ana Reyes-Lund"):
        change(workspace, "user", other.id, name=name)
        rows = {row.who.id: row for row in capacity_board.read(carla).rows}
        assert (rows[ben.id].members, rows[other.id].members) == (2, 1)
        assert rows[other.id].who.name == name
        one = capacity_board.members(other.id)
        [row] = caseload.page(workspace, one).rows
        assert row.navigator == name
    cover.add(carla, other.id, TODAY, TODAY + DAY, cover_id=ben.id)
    assert [(one.user_id, one.members) for one in cover.covering(team.seat(workspace, ben))] == [
        (other.id, 1)
    ]
