"""Support plans under review and signed: who reviews, what locks, what is met and revised after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from navigator_app.domain.records import UserRow
from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected
from navigator_app.services import (
    support_plan,
    support_plan_edit,
    support_plan_moves,
    support_plan_progress,
)
from navigator_app.services.support_plan_moves import SignatureDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker
from tests.services.loops import Made


@pytest.fixture
def made(workspace: Workspace) -> Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def state(ws: Workspace, plan_id: str) -> PlanState:
    return support_plan.one(ws, plan_id).state


def test_nothing_is_written_while_somebody_reviews(workspace: Workspace, made: Made) -> None:
    plan_id = plan_maker.filled(workspace, made.member)
    support_plan_moves.submit(workspace, plan_id)
    with pytest.raises(InputRejected, match="not open to change"):
        support_plan_edit.answer(workspace, plan_id, "where", "Elsewhere")
    support_plan_moves.take_back(workspace, plan_id)
    support_plan_edit.answer(workspace, plan_id, "where", "Elsewhere")


def supervisor(ws: Workspace, name: str = "Sam Okoro") -> UserRow:
    row = UserRow(f"user-{name}", name, Role.SUPERVISOR)
    with ws.transaction("test") as tx:
        tx.insert(
            "user",
            {"id": row.id, "name": name, "role": "supervisor", "active": 1, "created_at": tx.now},
        )
    return row


def test_with_a_supervisor_only_they_review(workspace: Workspace, made: Made) -> None:
    navigator = workspace.user
    boss = supervisor(workspace)
    plan_id = plan_maker.filled(workspace, made.member)
    support_plan_moves.submit(workspace, plan_id)
    page = support_plan.page(workspace, made.member)
    assert page.moves == (Move.TAKE_BACK,)
    assert not page.alone
    with pytest.raises(InputRejected, match="supervisor"):
        support_plan_moves.approve(workspace, plan_id)
    workspace.user = boss
    with pytest.raises(InputRejected) as caught:
        support_plan_moves.return_with(workspace, plan_id)
    assert caught.value.field == "comment"
    support_plan_moves.comment(workspace, plan_id, "Which lines?", "where")
    support_plan_moves.return_with(workspace, plan_id, "Nearly there.")
    plan = support_plan.one(workspace, plan_id)
    assert plan.state is PlanState.RETURNED
    assert plan.reviewer == "Sam Okoro"
    assert [(c.about, c.comment, c.by) for c in plan.comments] == [
        ("where", "Which lines?", "Sam Okoro"),
        ("", "Nearly there.", "Sam Okoro"),
    ]
    workspace.user = navigator
    support_plan_edit.answer(workspace, plan_id, "where", "Near the 22 and the 14")
    support_plan_moves.resolve(workspace, plan_id, plan.comments[0].id)
    assert support_plan.one(workspace, plan_id).comments[0].resolved is not None
    support_plan_moves.submit(workspace, plan_id)


def test_a_navigator_alone_reviews_their_own_and_a_clerk_never(
    workspace: Workspace, made: Made
) -> None:
    plan_id = plan_maker.filled(workspace, made.member)
    support_plan_moves.submit(workspace, plan_id)
    page = support_plan.page(workspace, made.member)
    assert page.alone
    assert Move.APPROVE in page.moves
    workspace.user = replace(workspace.user, role=Role.CLERK)
    with pytest.raises(InputRejected):
        support_plan_moves.approve(workspace, plan_id)


def test_signatures_are_checked_and_the_second_one_locks(workspace: Workspace, made: Made) -> None:
    plan_id = plan_maker.approved(workspace, made.member)
    today = workspace.clock.today()
    good = SignatureDraft("member", "First1 Last00001", "paper", today)
    wrong = {
        "role": replace(good, role="neighbor"),
        "name": replace(good, name="  "),
        "how": replace(good, how="wink"),
        "on": replace(good, on=today + timedelta(days=1)),
        "witness": replace(good, how="verbal"),
    }
    for field, draft in wrong.items():
        with pytest.raises(InputRejected) as caught:
            support_plan_moves.sign(workspace, plan_id, draft)
        assert caught.value.field == field
    with pytest.raises(InputRejected) as caught:
        support_plan_moves.sign(workspace, plan_id, replace(good, on=date(2026, 1, 1)))
    assert caught.value.field == "on"
    support_plan_moves.sign(workspace, plan_id, good)
    assert state(workspace, plan_id) is PlanState.APPROVED
    with pytest.raises(InputRejected) as caught:
        support_plan_moves.sign(workspace, plan_id, replace(good, role="guardian"))
    assert caught.value.field == "role"
    support_plan_moves.sign(workspace, plan_id, replace(good, role="navigator", name="Ana Ruiz"))
    page = support_plan.page(workspace, made.member)
    assert page.plan is not None
    assert page.plan.state is PlanState.SIGNED
    assert page.plan.signed == today
    assert len(page.plan.sha256) == 64
    assert page.intact
    assert page.in_force == plan_id
    assert page.moves == (Move.REVISE,)


def test_a_plan_that_lost_something_while_approved_is_not_signed(
    workspace: Workspace, made: Made
) -> None:
    plan_id = plan_maker.approved(workspace, made.member)
    with workspace.transaction("test") as tx:
        tx.execute("DELETE FROM support_plan_answer WHERE field = 'income'")
    with pytest.raises(InputRejected) as caught:
        support_plan_moves.sign(workspace, plan_id, plan_maker.signature(workspace, "member"))
    assert caught.value.field == "income"


def test_changing_an_approved_plan_again_takes_its_signatures(
    workspace: Workspace, made: Made
) -> None:
    plan_id = plan_maker.approved(workspace, made.member)
    support_plan_moves.sign(workspace, plan_id, plan_maker.signature(workspace, "member"))
    support_plan_moves.reopen(workspace, plan_id)
    plan = support_plan.one(workspace, plan_id)
    assert plan.state is PlanState.DRAFT
    assert plan.signatures == ()


def test_goals_are_met_after_signing_and_a_revision_knows(workspace: Workspace, made: Made) -> None:
    first = plan_maker.signed(workspace, made.member)
    one, other = support_plan.one(workspace, first).barriers
    today = workspace.clock.today()
    far = support_plan.page(workspace, made.member)
    assert far.says.startswith("0 of 4 goals met; next: First step of no-papers, by Nov 27, 2026")
    second = support_plan.revise(workspace, first, "Moved in").id
    support_plan_progress.mark_goal(workspace, one.id, "short", today)
    support_plan_progress.mark_step(workspace, one.steps[0].id, today)
    support_plan_progress.set_progress(workspace, other.id, "stopped", "No rent to pay yet")
    for plan_id in (first, second):
        rows = support_plan.one(workspace, plan_id).barriers
        assert rows[0].short_met == today
        assert rows[0].progress == "under-way"
        assert rows[0].steps[0].done == today
        assert (rows[1].progress, rows[1].progress_note) == ("stopped", "No rent to pay yet")
    assert support_plan.page(workspace, made.member, first).says.startswith("1 of 2 goals met")
    assert support_plan.page(workspace, made.member, first).intact
    support_plan_progress.mark_goal(workspace, one.id, "long", today)
    row = support_plan.one(workspace, first).barriers[0]
    assert (row.progress, row.met) == ("met", today)
    support_plan_progress.mark_goal(workspace, one.id, "long", None)
    row = support_plan.one(workspace, first).barriers[0]
    assert (row.progress, row.met, row.short_met, row.long_met) == ("under-way", None, today, None)
    with pytest.raises(InputRejected) as caught:
        support_plan_progress.mark_goal(workspace, one.id, "long", today + timedelta(days=1))
    assert caught.value.field == "met"


def test_a_revision_copies_forward_and_both_are_read_side_by_side(
    workspace: Workspace, made: Made
) -> None:
    first = plan_maker.signed(workspace, made.member)
    second = support_plan.revise(workspace, first, "New income").id
    support_plan_edit.answer(workspace, second, "income", "SSI 1,182 dollars")
    kept = support_plan.one(workspace, second).barriers
    support_plan_edit.remove_barrier(workspace, kept[1].id)
    support_plan_edit.add_barrier(workspace, second, barrier="Stairs")
    rows = support_plan.compare(workspace, first, second)
    changed = {(row.label, row.whose) for row in rows if row.changed}
    assert ("Income and benefits a month", "") in changed
    assert any(row.whose == kept[1].barrier and row.right is None for row in rows)
    assert any(row.whose == "Stairs" and row.left is None for row in rows)
    assert not [row for row in rows if row.whose == kept[0].barrier and row.changed]
    with pytest.raises(InputRejected, match="later version"):
        support_plan.revise(workspace, first)
    with pytest.raises(InputRejected, match="not signed"):
        support_plan.revise(workspace, second)
    assert support_plan.one(workspace, first).answer("income").startswith("About income")
