"""Questions to a plan: chased after a business day, answered, refused."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from navigator_app.errors import InputRejected
from navigator_app.services import (
    gate,
    plan_inquiries,
    plan_reports,
    plan_reports_due,
    today,
)
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.plan_reports_made import PARTNERSHIP, TODAY, lines


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace, "partnership", PARTNERSHIP)


def test_a_question_is_chased_after_a_business_day_and_answered(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    asked = plan_inquiries.ask(
        workspace, "partnership", "Is it approved?", "phone", referral_id=made.referral
    )
    row = plan_reports.one(workspace, asked.id)
    assert (row.chase, row.member_id, row.question) == (
        date(2026, 11, 23), made.member, "Is it approved?",
    )  # fmt: skip
    [clock] = [one for one in today.due(workspace) if one.rule == "inquiry-answered"]
    assert (clock.due, clock.referral_id, clock.chase) == (date(2026, 11, 23), made.referral, True)
    assert [one.what for one in gate.disclosures(workspace, made.member)] == ["status-inquiry"]
    again = plan_inquiries.ask_again(workspace, asked.id, "email")
    assert [one.id for one in plan_inquiries.waiting(workspace)] == [again.id]
    assert plan_reports.one(workspace, asked.id).replaced_by == again.id
    back = plan_reports.answered(workspace, again.id, " Approved on Friday. ")
    done = plan_reports.one(workspace, again.id)
    assert (done.state, done.answer, done.answered) == ("answered", "Approved on Friday.", TODAY)
    assert [one for one in today.due(workspace) if one.rule == "inquiry-answered"] == []
    plan_reports.undo(workspace, back)
    assert len([one for one in today.due(workspace) if one.rule == "inquiry-answered"]) == 1


def test_a_question_about_no_member_has_its_own_line(workspace: Workspace, plan: str) -> None:
    asked = plan_inquiries.ask(workspace, "partnership", "Where is the November file?", "email")
    [line] = lines(workspace, "inquiry-answered")
    assert (line.due, line.action, line.subject, line.chase) == (
        date(2026, 11, 23), plan_reports_due.ANSWER, asked.id, True,
    )  # fmt: skip
    assert line.why == "Asked Nov 20, 2026: Where is the November file?"
    assert line.source.endswith("II.B.2")
    assert line.business_days_left == 1
    plan_reports.answered(workspace, asked.id, "It comes on Monday.")
    assert lines(workspace, "inquiry-answered") == []


def test_questions_refuse_what_cannot_be(workspace: Workspace, plan: str) -> None:
    made = loops.add_member(workspace, plan, 1)
    loops.add_plan(workspace)
    for field, words in (
        ("question", {"question": " "}),
        ("question", {"question": "x" * 2001}),
        ("how", {"how": "pigeon"}),
        ("plan", {"plan_key": "bayview", "referral_id": made.referral}),
        ("plan", {"plan_key": "bayview", "member_id": made.member}),
        ("chase_on", {"chase_on": date(2026, 11, 19)}),
        ("at", {"at": datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("UTC"))}),
    ):
        given = {"plan_key": "partnership", "question": "When?", "how": "phone", **words}
        with pytest.raises(InputRejected) as refused:
            plan_inquiries.ask(workspace, **given)  # type: ignore[arg-type]
        assert refused.value.field == field
    assert plan_inquiries.waiting(workspace) == []
