"""Questions to a plan: in one file or one by one, chased after a business day, answered."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.plan_reports import BUILT, LETTER, QUESTIONS, SENT, XLSX
from navigator_app.errors import InputRejected
from navigator_app.services import (
    gate,
    plan_inquiries,
    plan_reports,
    plan_reports_due,
    today,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_exchange
from tests.services import loops
from tests.services.plan_reports_made import PARTNERSHIP, TODAY, lines, table


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace, "partnership", PARTNERSHIP)


def written(ws: Workspace, text: str, **given: str) -> str:
    return plan_inquiries.ask(ws, "partnership", text, "file", **given).id  # type: ignore[arg-type]


def test_questions_go_together_and_are_asked_when_their_file_is_there(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    first = written(workspace, "=Is it approved?", referral_id=made.referral)
    second = written(workspace, "Where is the November file?")
    assert plan_inquiries.waiting(workspace) == []
    assert lines(workspace, "inquiry-answered") == []
    assert gate.disclosures(workspace, made.member) == []
    [owed] = [one for one in plan_reports_due.owed(workspace) if one.kind == QUESTIONS]
    assert (owed.count, owed.report_id) == (2, "")
    file = plan_reports.build(workspace, "partnership", QUESTIONS)
    rows = table(plan_reports.content(workspace, file.id))
    assert [row["Question"] for row in rows] == ["'=Is it approved?", "Where is the November file?"]
    assert [row["Question Id"] for row in rows] == [first, second]
    assert [bool(row["Member CIN"]) for row in rows] == [True, False]
    assert rows[0]["Rule On The Answer"].endswith("II.B.2")
    [owed] = [one for one in plan_reports_due.owed(workspace) if one.kind == QUESTIONS]
    assert owed.report_id == file.id
    for refuse in (plan_reports.drop, lambda ws, key: plan_reports.sent(ws, key, "phone")):
        with pytest.raises(InputRejected):  # the plan would be asked twice
            refuse(workspace, first)
    with pytest.raises(InputRejected):
        plan_reports.build(workspace, "partnership", QUESTIONS)
    plan_reports.queue(workspace, file.id)
    [going] = reads_exchange.in_state(workspace.store, plan, "out", "waiting")
    for _again in range(2):
        with workspace.transaction("test") as tx:
            plan_reports.left(workspace, tx, going)
    asked = plan_reports.one(workspace, first)
    assert (asked.state, asked.sent_how, asked.chase) == (SENT, "line", date(2026, 11, 23))
    assert {one.id for one in plan_inquiries.waiting(workspace)} == {first, second}
    assert len([one for one in today.due(workspace) if one.rule == "inquiry-answered"]) == 2
    told = gate.disclosures(workspace, made.member)
    assert [(one.what, one.recipient) for one in told] == [("status-inquiry", "Partnership")]
    again = plan_inquiries.ask_again(workspace, first, asked.sent_how)
    assert plan_reports.one(workspace, again.id).state == BUILT
    with pytest.raises(InputRejected):
        plan_reports.answered(workspace, file.id, "Yes")
    plan_reports.answered(workspace, second, "On Monday.")


def test_a_file_of_questions_set_aside_frees_them_and_one_by_hand_is_taken_back(
    workspace: Workspace, plan: str
) -> None:
    made = loops.add_member(workspace, plan, 1)
    key = written(workspace, "Is it approved?", referral_id=made.referral)
    file = plan_reports.build(workspace, "partnership", QUESTIONS, form=XLSX)
    plan_reports.drop(workspace, file.id)
    file = plan_reports.build(workspace, "partnership", QUESTIONS)
    gone = plan_reports.sent(workspace, file.id, "portal")
    assert plan_reports.one(workspace, key).state == SENT
    plan_reports.undo(workspace, gone)
    assert plan_reports.one(workspace, key).state == BUILT
    assert [one for one in today.due(workspace) if one.rule == "inquiry-answered"] == []
    plan_reports.drop(workspace, file.id)
    plan_reports.sent(workspace, key, "phone")  # or somebody asks by phone after all
    row = plan_reports.one(workspace, key)
    assert (row.sent_how, row.chase) == ("phone", date(2026, 11, 23))
    assert [one.what for one in gate.disclosures(workspace, made.member)] == ["status-inquiry"]
    with pytest.raises(InputRejected) as refused:
        plan_reports.build(workspace, "partnership", QUESTIONS)
    assert refused.value.field == "plan"
    with pytest.raises(InputRejected) as refused:
        plan_reports.build(workspace, "partnership", QUESTIONS, form=LETTER)
    assert refused.value.field == "form"


def test_a_question_with_its_own_day_keeps_it_but_never_before_it_went(
    workspace: Workspace, plan: str
) -> None:
    key = plan_inquiries.ask(
        workspace, "partnership", "When?", "file", chase_on=date(2026, 11, 30)
    ).id
    file = plan_reports.build(workspace, "partnership", QUESTIONS)
    plan_reports.sent(workspace, file.id, "email")
    assert plan_reports.one(workspace, key).chase == date(2026, 11, 30)


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
