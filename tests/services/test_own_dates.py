"""A support plan's review and the dates of papers among what is due: whose, from when, how long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from navigator_app.domain.documents import Paper, State
from navigator_app.domain.records import DueRow
from navigator_app.services import (
    documents,
    support_plan,
    support_plan_edit,
    support_plan_moves,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_own_dates
from tests.services import loops, plan_maker

TODAY = date(2026, 11, 20)
DAY = timedelta(1)


@pytest.fixture
def member(workspace: Workspace) -> str:
    return loops.add_member(workspace, loops.add_plan(workspace), 1).member


def lines(ws: Workspace, action: str, **asked: Any) -> list[DueRow]:
    return [row for row in today.due(ws, **asked) if row.action == action]


def reviewed(ws: Workspace, member: str, days: int, plan_id: str = "") -> str:
    """A signed plan whose review is in so many days; its id."""
    key = plan_maker.approved(ws, member, plan_id)
    with ws.transaction("test") as tx:
        tx.update("support_plan", key, {"review_on": (TODAY + days * DAY).isoformat()})
    for role in ("member", "navigator"):
        support_plan_moves.sign(ws, key, plan_maker.signature(ws, role))
    return key


def close(ws: Workspace, member: str) -> None:
    with ws.transaction("test") as tx:
        tx.execute("UPDATE referral SET is_open = 0 WHERE member_id = ?", (member,))


@pytest.mark.parametrize(
    ("days", "state"), [(31, ""), (30, "upcoming"), (0, "due"), (-1, "overdue"), (-99, "overdue")]
)
def test_a_review_stands_from_30_days_before_and_stays(
    workspace: Workspace, member: str, days: int, state: str
) -> None:
    key = reviewed(workspace, member, 90)
    rows = lines(workspace, "plan", on=TODAY + (90 - days) * DAY)
    found = [(row.subject, row.days_left, row.state) for row in rows]
    assert found == ([(key, days, state)] if state else [])


def test_a_review_speaks_by_the_plans_own_date(workspace: Workspace, member: str) -> None:
    key = reviewed(workspace, member, 9)
    before = today.today(workspace)
    (row,) = (one for one in before.due if one.action == "plan")
    assert (row.member_id, row.subject, row.referral_id, row.due) == (
        member, key, "", TODAY + 9 * DAY,
    )  # fmt: skip
    assert row.value == "review by Nov 29, 2026 (the plan’s own review date)"
    assert row.source == "", "no plan's rule is claimed"
    assert before.total == len(before.due)
    assert lines(workspace, "plan", within=5) == []
    assert lines(workspace, "plan", navigator_id="nobody") == []
    assert lines(workspace, "plan", member_id=member) == [row]


def test_only_a_newer_signed_version_settles_a_review(workspace: Workspace, member: str) -> None:
    first = reviewed(workspace, member, 3)
    second = support_plan.revise(workspace, first).id
    assert [row.subject for row in lines(workspace, "plan")] == [first]
    reviewed(workspace, member, 90, second)
    assert lines(workspace, "plan") == []


def test_a_draft_has_no_review_to_keep(workspace: Workspace, member: str) -> None:
    draft = plan_maker.begun(workspace, member)
    support_plan_edit.set_review(workspace, draft, TODAY + DAY)
    assert lines(workspace, "plan") == []


def test_nobody_is_told_of_members_whose_referrals_are_closed(
    workspace: Workspace, member: str
) -> None:
    reviewed(workspace, member, 5)
    documents.record(workspace, member, ending(5))
    assert len(lines(workspace, "plan") + lines(workspace, "papers")) == 2
    close(workspace, member)
    assert lines(workspace, "plan") + lines(workspace, "papers") == []


def ending(days: int, state: State = State.HAVE) -> Paper:
    return Paper("photo-id", state=state, expires_on=TODAY + days * DAY)


def expected(days: int, state: State = State.REQUESTED) -> Paper:
    asked = TODAY - 40 * DAY
    return Paper(
        "birth-certificate",
        state=state,
        requested_on=asked,
        requested_from="County recorder",
        expected_on=TODAY + days * DAY,
    )


@pytest.mark.parametrize(
    ("paper", "state"),
    [
        (ending(31), ""),
        (ending(30), "upcoming"),
        (ending(0), "due"),
        (ending(-1), "overdue"),
        (ending(-1, State.NOT_NEEDED), ""),
        (expected(0), ""),
        (expected(-1), "overdue"),
        (expected(-1, State.HAVE), ""),
        (expected(-1, State.NOT_NEEDED), ""),
    ],
)
def test_a_paper_stands_by_its_own_dates(
    workspace: Workspace, member: str, paper: Paper, state: str
) -> None:
    documents.record(workspace, member, paper)
    assert [row.state for row in lines(workspace, "papers")] == ([state] if state else [])


def test_papers_say_what_they_are_and_by_whose_date(workspace: Workspace, member: str) -> None:
    documents.record(workspace, member, ending(9))
    documents.record(workspace, member, expected(-2))
    late, soon = lines(workspace, "papers")
    assert (late.rule, late.title) == ("paper-expected", "Ask again for a paper")
    assert late.why == "Birth certificate. Asked of County recorder."
    assert late.value == "expected by Nov 18, 2026 (the paper’s own date)"
    assert (soon.rule, soon.title, soon.why) == ("paper-ends", "Renew a paper", "Photo ID.")
    assert soon.value == "ends Nov 29, 2026 (the paper’s own date)"
    assert soon.subject == documents.one(workspace, member, "", "photo-id").id
    assert (late.source, soon.source) == ("", ""), "no plan's rule is claimed"
    assert lines(workspace, "papers", navigator_id="nobody") == []
    documents.have(workspace, member, "", "birth-certificate")
    assert lines(workspace, "papers") == [soon]


def test_papers_of_those_who_left_the_household_are_silent(
    workspace: Workspace, member: str
) -> None:
    person = "01890000-0000-7000-8000-000000000001"
    with workspace.transaction("test") as tx:
        row = {"id": person, "member_id": member, "name": "Rosa", "created_at": tx.now}
        tx.insert("household_person", row)
    paper = Paper("photo-id", person_id=person, state=State.HAVE, expires_on=TODAY)
    documents.record(workspace, member, paper)
    assert [row.why for row in lines(workspace, "papers")] == ["Photo ID of Rosa."]
    with workspace.transaction("test") as tx:
        tx.update("household_person", person, {"left_on": TODAY.isoformat()})
    assert lines(workspace, "papers") == []


def test_a_home_quiets_the_papers_until_it_ends(workspace: Workspace, member: str) -> None:
    documents.record(workspace, member, ending(9))
    home = "01890000-0000-7000-8000-000000000002"
    with workspace.transaction("test") as tx:
        row = {"id": home, "member_id": member, "address": "1 Oak Street", "created_at": tx.now}
        tx.insert("tenancy", {**row, "move_in_on": TODAY.isoformat()})
    assert lines(workspace, "papers") == []
    with workspace.transaction("test") as tx:
        tx.update("tenancy", home, {"ended_on": TODAY.isoformat()})
    assert len(lines(workspace, "papers")) == 1


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        (reads_own_dates.REVIEWS, ["ix_support_plan_review_on"]),
        (
            reads_own_dates.PAPERS,
            ["ix_member_document_expected_on", "ix_member_document_expires_on"],
        ),
        (
            reads_own_dates.DATED,
            ["ix_member_document_expected_on", "ix_member_document_expires_on"],
        ),
    ],
)
def test_each_read_begins_at_the_index_of_its_dates(
    workspace: Workspace, sql: str, wanted: list[str]
) -> None:
    asked = {name: "" for name in ("today", "last", "late", "navigator", "member")}
    used = [row[3] for row in workspace.store.query(f"EXPLAIN QUERY PLAN {sql}", asked)]
    assert [line for line in used if line.startswith("SCAN") and "CONSTANT" not in line] == []
    for index in wanted:
        assert any(index in line for line in used), used
