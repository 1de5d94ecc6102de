"""A housing support plan through the services: written, reviewed, signed, revised, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from navigator_app.domain.records import UserRow
from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    audit,
    authorizations,
    support_plan,
    support_plan_edit,
    support_plan_moves,
    support_plan_progress,
    support_plan_ready,
    support_plan_undo,
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
