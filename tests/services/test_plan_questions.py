"""Questions to a plan: together in one file, asked once it is there, or one by one by hand."""

from __future__ import annotations

from datetime import date

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
from tests.services.plan_reports_made import PARTNERSHIP, lines, table


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
