"""A housing support plan through the services: written, reviewed, signed, revised, undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain.support_plan import PlanState
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    audit,
    authorizations,
    support_plan,
    support_plan_edit,
    support_plan_moves,
    support_plan_ready,
    support_plan_undo,
)
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker
from tests.services.loops import Made


@pytest.fixture
def made(workspace: Workspace) -> Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def state(ws: Workspace, plan_id: str) -> PlanState:
    return support_plan.one(ws, plan_id).state


def test_a_member_without_a_plan_has_an_empty_page_and_a_stranger_none(
    workspace: Workspace, made: Made
) -> None:
    page = support_plan.page(workspace, made.member)
    assert page.plan is None
    assert page.versions == ()
    assert page.member_name == "First1 Last00001"
    with pytest.raises(NotFound):
        support_plan.page(workspace, "nobody")


def test_each_field_is_kept_by_itself_and_only_once(workspace: Workspace, made: Made) -> None:
    plan_id = plan_maker.begun(workspace, made.member)
    support_plan_edit.answer(workspace, plan_id, "own-words", "A door that I can lock")
    support_plan_edit.answer(workspace, plan_id, "own-words", "A door I can lock 🗝 وباب")
    assert support_plan.one(workspace, plan_id).answers == {"own-words": "A door I can lock 🗝 وباب"}
    with pytest.raises(InputRejected) as caught:
        support_plan_edit.answer(workspace, plan_id, "no-such-field", "x")
    assert caught.value.field == "no-such-field"
    with pytest.raises(InputRejected, match="already"):
        support_plan.start(workspace, made.member)


def test_two_hundred_pages_are_kept_and_a_thousand_are_named(
    workspace: Workspace, made: Made
) -> None:
    plan_id = plan_maker.begun(workspace, made.member)
    pages = "Une longue histoire, סיפור ארוך 🏠\n" * 15_000
    support_plan_edit.answer(workspace, plan_id, "housing-history", pages)
    assert support_plan.one(workspace, plan_id).answer("housing-history") == pages.strip()
    for text in ("x" * (support_plan_edit.LONGEST + 1), "half a letter \ud83c"):
        with pytest.raises(InputRejected) as caught:
            support_plan_edit.answer(workspace, plan_id, "housing-history", text)
        assert caught.value.field == "housing-history"
    assert support_plan.one(workspace, plan_id).answer("housing-history") == pages.strip()


def test_days_that_cannot_be_are_refused_at_their_field(workspace: Workspace, made: Made) -> None:
    plan_id = plan_maker.begun(workspace, made.member)
    barrier = support_plan_edit.add_barrier(workspace, plan_id, common="no-papers").id
    today = workspace.clock.today()
    cases: list[tuple[str, date]] = [
        ("short_by_on", today - timedelta(days=1)),
        ("long_by_on", date(2126, 1, 1)),
    ]
    for field, day in cases:
        with pytest.raises(InputRejected) as caught:
            support_plan_edit.set_barrier(workspace, barrier, {field: day})
        assert caught.value.field == field
    support_plan_edit.set_barrier(workspace, barrier, {"short_by_on": today + timedelta(days=40)})
    with pytest.raises(InputRejected) as caught:
        support_plan_edit.set_barrier(
            workspace, barrier, {"long_by_on": today + timedelta(days=20)}
        )
    assert caught.value.field == "long_by_on"
    with pytest.raises(InputRejected) as caught:
        support_plan_edit.set_review(workspace, plan_id, today - timedelta(days=1))
    assert caught.value.field == "review_on"
    with pytest.raises(InputRejected) as caught:
        support_plan_edit.add_step(workspace, barrier, "Go", due=today - timedelta(days=3))
    assert caught.value.field == "due_on"


def test_a_common_barrier_brings_goals_to_start_from(workspace: Workspace, made: Made) -> None:
    plan_id = plan_maker.begun(workspace, made.member)
    for common in support_plan.form().common:
        support_plan_edit.add_barrier(workspace, plan_id, common=common.id)
    rows = support_plan.one(workspace, plan_id).barriers
    assert [row.barrier for row in rows] == [one.barrier for one in support_plan.form().common]
    assert all(len(row.goals) == 2 and row.short_measure and row.long_measure for row in rows)


def test_an_incomplete_plan_is_not_sent_and_the_place_is_named(
    workspace: Workspace, made: Made
) -> None:
    plan_id = plan_maker.filled(workspace, made.member)
    barrier = support_plan.one(workspace, plan_id).barriers[1]
    support_plan_edit.set_barrier(workspace, barrier.id, {"short_measure": ""})
    with pytest.raises(InputRejected) as caught:
        support_plan_moves.submit(workspace, plan_id)
    assert caught.value.field == f"{barrier.id}/short_measure"
    assert barrier.barrier in caught.value.message
    assert state(workspace, plan_id) is PlanState.DRAFT
    support_plan_edit.set_barrier(workspace, barrier.id, {"short_measure": "Six receipts"})
    support_plan_moves.submit(workspace, plan_id)
    assert state(workspace, plan_id) is PlanState.IN_REVIEW


def test_what_was_just_done_is_taken_back_and_the_journal_keeps_both(
    workspace: Workspace, made: Made
) -> None:
    plan_id = plan_maker.filled(workspace, made.member)
    before = support_plan.one(workspace, plan_id)
    removed = support_plan_edit.remove_barrier(workspace, before.barriers[0].id)
    assert len(support_plan.one(workspace, plan_id).barriers) == 1
    support_plan_undo.undo(workspace, removed.undo, made.member)
    assert support_plan.one(workspace, plan_id) == before
    answered = support_plan_edit.answer(workspace, plan_id, "where", "A")
    support_plan_edit.answer(workspace, plan_id, "where", "B")
    with pytest.raises(InputRejected, match="changed again"):
        support_plan_undo.undo(workspace, answered.undo, made.member)
    sent = support_plan_moves.submit(workspace, plan_id)
    support_plan_undo.undo(workspace, sent.undo, made.member)
    assert state(workspace, plan_id) is PlanState.DRAFT
    with pytest.raises(NotFound):
        support_plan_undo.undo(workspace, "no-such", made.member)
    found = audit.verify(workspace)
    assert found.problem == ""


def test_undoing_a_beginning_that_was_built_upon_or_a_signature_is_refused(
    workspace: Workspace, made: Made
) -> None:
    begun = support_plan.start(workspace, made.member)
    support_plan_edit.answer(workspace, begun.id, "where", "A")
    with pytest.raises(InputRejected, match="since"):
        support_plan_undo.undo(workspace, begun.undo, made.member)
    plan_maker.approved(workspace, made.member, begun.id)
    mine = support_plan_moves.sign(workspace, begun.id, plan_maker.signature(workspace, "member"))
    support_plan_undo.undo(workspace, mine.undo, made.member)
    support_plan_moves.sign(workspace, begun.id, plan_maker.signature(workspace, "member"))
    last = support_plan_moves.sign(
        workspace, begun.id, plan_maker.signature(workspace, "navigator")
    )
    with pytest.raises(InputRejected, match="signed and locked"):
        support_plan_undo.undo(workspace, last.undo, made.member)


@pytest.mark.parametrize(
    ("policy", "required"), [("health-net-2025", True), ("toolkit-2025", False)]
)
def test_an_extension_is_looked_at_by_the_packet_of_the_plan(
    workspace: Workspace, policy: str, required: bool
) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "some", policy), 4)
    ready = support_plan_ready.for_referral(workspace, made.referral, Purpose.EXTENSION)
    assert ready is not None
    assert ready.says.startswith("No housing support plan")
    plan_id = plan_maker.filled(workspace, made.member)
    ready = support_plan_ready.for_referral(workspace, made.referral, Purpose.EXTENSION)
    assert ready is not None
    [lack] = ready.missing
    assert (lack.need, lack.about, lack.required) == ("signed", "signatures", required)
    plan_maker.signed(workspace, made.member, plan_id)
    ready = support_plan_ready.for_referral(workspace, made.referral, Purpose.EXTENSION)
    assert ready is not None
    assert ready.missing == ()
    assert ready.done == workspace.clock.today()
    support_plan.revise(workspace, plan_id)
    again = support_plan_ready.for_member(workspace, made.member, Purpose.EXTENSION)
    assert again.plan_id == plan_id, "the signed one holds while its revision is written"


def test_deposits_and_rent_ask_for_more(workspace: Workspace) -> None:
    plans = {
        key: loops.add_plan(workspace, key, policy)
        for key, policy in (("north", "partnership-mcap7003"), ("net", "health-net-2025"))
    }
    north = loops.add_member(workspace, plans["north"], 5, service="deposits")
    plan_maker.signed(workspace, north.member)
    ready = support_plan_ready.for_referral(workspace, north.referral, Purpose.DEPOSITS)
    assert ready is not None
    assert [(one.need, one.about) for one in ready.required] == [("expenses", "one-time-expenses")]
    assert "MCAP7003" in ready.required[0].source
    net = loops.add_member(workspace, plans["net"], 6)
    plan_maker.signed(workspace, net.member)
    rent = support_plan_ready.for_member(workspace, net.member, Purpose.TRANSITIONAL_RENT)
    assert [one.need for one in rent.required] == ["funding"]


def test_the_items_of_the_packet_are_read_from_the_plan(workspace: Workspace) -> None:
    made = loops.add_member(workspace, loops.add_plan(workspace, "net", "health-net-2025"), 9)
    with workspace.transaction("test") as tx:
        values = {"id": "a", "referral_id": made.referral, "status": "approved"}
        days = {"effective_on": "2026-01-01", "ends_on": "2026-12-31", "created_at": tx.now}
        tx.insert("authorization", values | days)

    def items() -> dict[str, tuple[date | None, bool, int]]:
        packet = authorizations.of_referral(workspace, made.referral).packet
        assert packet is not None
        return {row.item: (row.done, row.kept, len(row.lacks)) for row in packet.rows}

    today = workspace.clock.today()
    assert items()["plan-goals"] == (None, False, 0), "nothing is kept: a paper plan may be ticked"
    authorizations.set_packet_item(workspace, made.referral, "plan-goals", True)
    assert items()["plan-goals"] == (today, False, 0)
    authorizations.set_packet_item(workspace, made.referral, "plan-goals", False)
    plan_id = plan_maker.filled(workspace, made.member)
    barrier = support_plan.one(workspace, plan_id).barriers[0].id
    support_plan_edit.set_barrier(workspace, barrier, {"long_measure": ""})
    assert items()["plan-goals"] == (None, False, 1)
    assert items()["plan-assessment"] == (today, True, 0)
    assert items()["housing-support-plan"] == (None, False, 1)
    support_plan_edit.set_barrier(workspace, barrier, {"long_measure": "A list"})
    plan_maker.signed(workspace, made.member, plan_id)
    assert items()["plan-goals"] == (today, True, 0)
    assert items()["housing-support-plan"] == (today, True, 0)
    assert items()["progress"] == (None, False, 0)
