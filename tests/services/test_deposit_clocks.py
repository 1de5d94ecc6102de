"""A deposit request starts and settles the clocks of its referral."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.clocks import ClockState
from navigator_app.domain.deposits import Request
from navigator_app.domain.facts import Fact, Path
from navigator_app.services import clocks, deposit_steps, deposits, facts, intake
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.deposit_maker import Made, draft, made

TODAY = date(2026, 11, 20)
MOVED = date(2026, 11, 1)
LAST = date(2026, 12, 1)


@pytest.fixture
def one(workspace: Workspace) -> Made:
    return made(workspace, "health-net-2025")


def known(ws: Workspace, one: Made) -> tuple[object, object]:
    found = facts.of(ws, [one.referral])[one.referral]
    return found.get(Fact.MOVE_IN), found.get(Fact.DEPOSIT_REQUESTED)


def kept(ws: Workspace, one: Made) -> list[str]:
    """The day of the window's clock as it is kept for the lists, while it runs."""
    rows = ws.store.query(
        "SELECT due_on FROM running_clock WHERE referral_id = ? AND rule_id = 'deposit-items'",
        (one.referral,),
    )
    return [row[0] for row in rows]


def save(ws: Workspace, asked: Request) -> Request:
    return deposits.request(ws, deposit_steps.save(ws, asked)[0])


def test_the_request_for_the_referral_asked_for_no_items(workspace: Workspace, one: Made) -> None:
    assert known(workspace, one) == (None, None)


def test_a_move_in_written_with_another_referral_starts_the_window(
    workspace: Workspace, one: Made
) -> None:
    [(plan,)] = workspace.store.query("SELECT plan_id FROM referral WHERE id = ?", (one.referral,))
    other = loops.add_referral(workspace, plan, one.member, service="htns")
    settle_move(workspace, other)
    assert known(workspace, one) == (MOVED, None)
    assert kept(workspace, one) == [LAST.isoformat()]


def settle_move(ws: Workspace, referral: str) -> None:
    """The move-in as somebody writes it on the referral that looked for the home."""
    intake.change(ws, referral, {"identified_on": "2026-11-02"}, path=Path.BOTTOM_UP)
    intake.note_later(ws, referral, {"move_in_on": MOVED.isoformat()})


def test_a_draft_starts_the_window_and_sending_it_settles_it(
    workspace: Workspace, one: Made
) -> None:
    asked = save(workspace, draft(one, 180000, move_in_on=MOVED))
    assert known(workspace, one) == (MOVED, None)
    assert kept(workspace, one) == [LAST.isoformat()]
    sent, _changes = deposit_steps.send(workspace, asked, TODAY)
    assert known(workspace, one) == (MOVED, TODAY)
    assert kept(workspace, one) == []
    deposit_steps.go_back(workspace, replace(sent, state=asked.state, submitted_on=None))
    assert kept(workspace, one) == [LAST.isoformat()]


def test_another_move_in_moves_the_window(workspace: Workspace, one: Made) -> None:
    asked = save(workspace, draft(one, 180000, move_in_on=MOVED))
    save(workspace, replace(asked, move_in_on=date(2026, 11, 11)))
    assert kept(workspace, one) == ["2026-12-11"]


def test_a_request_taken_back_asks_for_nothing(workspace: Workspace, one: Made) -> None:
    asked = save(workspace, draft(one, 180000, move_in_on=MOVED))
    deposit_steps.withdraw(workspace, asked.id)
    assert known(workspace, one) == (None, None)
    assert kept(workspace, one) == []


def test_a_denied_one_was_asked_for(workspace: Workspace, one: Made) -> None:
    asked = save(workspace, draft(one, 180000, move_in_on=MOVED))
    deposit_steps.send(workspace, asked, TODAY)
    deposit_steps.answer(workspace, asked.id, deposit_steps.Answer(False, TODAY))
    assert known(workspace, one)[1] == TODAY


def test_the_states_of_the_clock_are_told_when_somebody_looks(
    workspace: Workspace, one: Made
) -> None:
    save(workspace, draft(one, 180000, move_in_on=MOVED))
    [state] = [
        found
        for found in clocks.of_referral(workspace, one.referral)
        if found.rule.id == "deposit-items"
    ]
    assert isinstance(state, ClockState)
    assert state.due == LAST
