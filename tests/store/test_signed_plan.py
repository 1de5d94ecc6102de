"""A signed housing support plan is locked in the store itself: past the services too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.services import audit, support_plan
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker

LOCKED = {
    "the state": "UPDATE support_plan SET state = 'draft' WHERE id = :plan",
    "the review day": "UPDATE support_plan SET review_on = '2030-01-01' WHERE id = :plan",
    "the fingerprint": "UPDATE support_plan SET content_sha256 = '' WHERE id = :plan",
    "the version": "DELETE FROM support_plan WHERE id = :plan",
    "an answer": "UPDATE support_plan_answer SET value = 'x' WHERE support_plan_id = :plan",
    "no answer": "DELETE FROM support_plan_answer WHERE support_plan_id = :plan",
    "a new answer": "INSERT INTO support_plan_answer(id, support_plan_id, field, value) "
    "VALUES ('new', :plan, 'health', 'x')",
    "an answer moved in": "UPDATE support_plan_answer SET support_plan_id = :plan, "
    "field = 'health' WHERE support_plan_id = :draft AND field = 'where'",
    "a goal": "UPDATE support_plan_barrier SET short_goal = 'x' WHERE support_plan_id = :plan",
    "a day": "UPDATE support_plan_barrier SET long_by_on = NULL WHERE support_plan_id = :plan",
    "no barrier": "DELETE FROM support_plan_barrier WHERE support_plan_id = :plan",
    "a new barrier": "INSERT INTO support_plan_barrier(id, support_plan_id, created_at) "
    "VALUES ('new', :plan, '2026')",
    "a barrier moved in": "UPDATE support_plan_barrier SET support_plan_id = :plan "
    "WHERE support_plan_id = :draft",
    "a step": "UPDATE support_plan_step SET what = 'x' WHERE barrier_id IN "
    "(SELECT id FROM support_plan_barrier WHERE support_plan_id = :plan)",
    "no step": "DELETE FROM support_plan_step WHERE barrier_id IN "
    "(SELECT id FROM support_plan_barrier WHERE support_plan_id = :plan)",
    "a new step": "INSERT INTO support_plan_step(id, barrier_id, created_at) SELECT 'new', id, "
    "'2026' FROM support_plan_barrier WHERE support_plan_id = :plan LIMIT 1",
    "a signature": "UPDATE support_plan_signature SET name = 'x' WHERE support_plan_id = :plan",
    "no signature": "DELETE FROM support_plan_signature WHERE support_plan_id = :plan",
    "a late signature": "INSERT INTO support_plan_signature(id, support_plan_id, role, name, how, "
    "signed_on, created_at) VALUES ('new', :plan, 'supervisor', 'x', 'paper', '2026', '2026')",
}
OPEN = {
    "how a goal goes": "UPDATE support_plan_barrier SET progress = 'under-way', "
    "short_met_on = '2026-11-20' WHERE support_plan_id = :plan",
    "a step is done": "UPDATE support_plan_step SET done_on = '2026-11-20' WHERE barrier_id IN "
    "(SELECT id FROM support_plan_barrier WHERE support_plan_id = :plan)",
    "another member": "UPDATE support_plan SET member_id = :other WHERE id = :plan",
    "a remark": "INSERT INTO support_plan_comment(id, support_plan_id, comment, created_at) "
    "VALUES ('new', :plan, 'x', '2026-11-20T18:00:00.000+00:00')",
    "the revision": "UPDATE support_plan_answer SET value = 'x' WHERE support_plan_id = :draft",
}


@pytest.fixture
def ids(workspace: Workspace) -> dict[str, str]:
    """A signed version, its revision in writing, and another member."""
    plan = loops.add_plan(workspace)
    made, other = (loops.add_member(workspace, plan, number) for number in (1, 2))
    signed = plan_maker.signed(workspace, made.member)
    draft = support_plan.revise(workspace, signed).id
    return {"plan": signed, "draft": draft, "other": other.member}


@pytest.mark.parametrize("what", LOCKED)
def test_what_was_signed_is_refused_by_the_store(
    workspace: Workspace, ids: dict[str, str], what: str
) -> None:
    before = support_plan.one(workspace, ids["plan"])
    with (
        pytest.raises(sqlcipher.IntegrityError, match="was signed"),
        workspace.transaction("t") as tx,
    ):
        tx.execute(LOCKED[what], ids)
    assert support_plan.one(workspace, ids["plan"]) == before
    assert support_plan.intact(before)


@pytest.mark.parametrize("what", OPEN)
def test_what_happens_afterwards_is_still_told(
    workspace: Workspace, ids: dict[str, str], what: str
) -> None:
    with workspace.transaction("t") as tx:
        assert tx.execute(OPEN[what], ids).rowcount > 0
    assert support_plan.intact(support_plan.one(workspace, ids["plan"]))


def test_a_text_changed_past_the_guards_is_noticed(
    workspace: Workspace, ids: dict[str, str], open_workspace: Callable[..., Workspace]
) -> None:
    workspace.store.connection.execute("DROP TRIGGER guard_support_plan_answer_update")
    with workspace.transaction("t") as tx:
        tx.execute(LOCKED["an answer"], ids)
    assert not support_plan.intact(support_plan.one(workspace, ids["plan"]))
    assert not audit.verify(workspace).journal, "and the missing guard too"
