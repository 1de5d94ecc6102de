"""A question to a plan and the letter that carries it are one leaving, its line says both."""

from __future__ import annotations

import pytest

from navigator_app.errors import InputRejected
from navigator_app.services import gate, plan_inquiries, plan_reports, print_desk
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from tests.services import answers, loops

DAY = "2026-11-20T{}"


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def told(ws: Workspace, made: loops.Made) -> list[str]:
    """The lines of the accounting, the oldest first."""
    return [one.detail for one in gate.disclosures(ws, made.member)][::-1]


def ask(ws: Workspace, made: loops.Made, hour: str, how: str = "mail") -> str:
    at = answers.at(ws, DAY.format(hour))
    written = plan_inquiries.ask(
        at, "bayview", "Is the request decided?", how, referral_id=made.referral
    )
    return str(written.id)


def prepared(ws: Workspace, made: loops.Made) -> print_desk.Prepared:
    subject = Subject(made.member, made.referral)
    return print_desk.prepare(ws, "plan_question", subject)


def letter(ws: Workspace, made: loops.Made, hour: str) -> None:
    at = answers.at(ws, DAY.format(hour))
    print_desk.issue(at, prepared(at, made), "printed")


def test_the_letter_of_a_question_is_no_second_leaving(
    workspace: Workspace, made: loops.Made
) -> None:
    ask(workspace, made, "09:00")
    letter(workspace, made, "09:05")
    [line] = told(workspace, made)
    assert line.startswith("Question to the plan; ") and "(" in line
    letter(workspace, made, "09:10")  # a further sheet is one
    assert len(told(workspace, made)) == 2


def test_another_day_or_another_referral_is_its_own(workspace: Workspace, made: loops.Made) -> None:
    ask(workspace, made, "09:00")
    next_day = answers.at(workspace, "2026-11-21T09:00")
    print_desk.issue(next_day, prepared(next_day, made), "printed")
    assert len(told(workspace, made)) == 2
    [(plan,)] = workspace.store.query("SELECT id FROM plan")
    other = loops.add_referral(workspace, plan, made.member, service="htss")
    ask(workspace, loops.Made(made.member, other, made.cin), "10:00")
    assert len(told(workspace, made)) == 3


def test_a_letter_that_was_not_printed_after_all_leaves_the_question(
    workspace: Workspace, made: loops.Made
) -> None:
    ask(workspace, made, "09:00")
    at = answers.at(workspace, DAY.format("09:05"))
    _printed, entered = print_desk.enter(at, prepared(at, made), "printed")
    assert "(" in told(workspace, made)[0]
    print_desk.take_back(at, entered)
    assert told(workspace, made) == ["Question to the plan"]


def test_a_question_whose_letter_left_is_not_undone(workspace: Workspace, made: loops.Made) -> None:
    at = answers.at(workspace, DAY.format("09:00"))
    written = plan_inquiries.ask(
        at, "bayview", "Is the request decided?", "mail", referral_id=made.referral
    )
    letter(workspace, made, "09:05")
    with pytest.raises(InputRejected):
        plan_reports.undo(at, written)
    assert len(told(workspace, made)) == 1
