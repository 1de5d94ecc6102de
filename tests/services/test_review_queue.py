"""The review queue on a real store: asked, commented, returned, mended, approved, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from navigator_app.domain import review
from navigator_app.domain.ending import EndReason
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import ReferralStatus, Role, Service
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.policy import review_rules
from navigator_app.services import (
    batches,
    correct_ending,
    discontinue,
    guards,
    record_status,
    review_queue,
    review_queue_moves,
    support_plan_moves,
    today,
)
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from tests.services import loops, plan_maker, team

RULE = "reservation"


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace, "bayview"), 1)


@pytest.fixture
def people(workspace: Workspace, made: loops.Made) -> dict[Role, UserRow]:
    return team.full(workspace)


@pytest.fixture
def sit(workspace: Workspace, people: dict[Role, UserRow]) -> Callable[[Role], Workspace]:
    return lambda role: team.seat(workspace, people[role])


def ended(ws: Workspace, made: loops.Made) -> str:
    """An ending of that referral; its id."""
    record_status.record(ws, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 17))
    row, _changes = discontinue.end(
        ws, Ending(made.referral, EndReason.MEMBER_WISH, date(2026, 11, 18), note="Said so.")
    )
    return row.id


def passed(ws: Workspace, made: loops.Made) -> str:
    """A limit passed with a reason; its id."""
    with ws.transaction("override_guard") as tx:
        guards.write_override(tx, ws, made.referral, RULE, "The plan said yes by telephone.")
    return str(ws.store.query("SELECT id FROM guard_override")[-1][0])


def kinds(ws: Workspace, state: str = review.WAITING) -> list[str]:
    return [one.about for one in review_queue.listing(ws, state)]


def test_a_lone_user_asks_nobody(workspace: Workspace, made: loops.Made) -> None:
    ended(workspace, made)
    passed(workspace, made)
    assert review_queue.listing(workspace, "") == []


def test_endings_and_overrides_wait_by_rule(made, sit) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    ending, limit = ended(ben, made), passed(ben, made)
    found = review_queue.listing(carla)
    assert [(one.about, one.about_id, one.asker) for one in found] == [
        ("discontinuation", ending, "Ben Ochoa"),
        ("guard_override", limit, "Ben Ochoa"),
    ]
    assert {one.member_id for one in found} == {made.member}
    sheet = review_queue.sheet(carla, ending)
    assert sheet.may_decide
    assert {"reason", "on", "note", "plan"} <= {part.place for part in sheet.parts}
    assert "Said so." in [part.text for part in sheet.parts]
    assert "by telephone" in " ".join(p.text for p in review_queue.sheet(carla, limit).parts)


def test_returned_mended_approved_and_both_journalled(made, sit) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    ended(ben, made)
    [item] = review_queue.listing(carla)
    review_queue_moves.comment(carla, item.id, "Who heard it?", "note")
    review_queue_moves.return_with(carla, item.id, "Name who heard it.")
    [mine] = review_queue.listing(ben, review.RETURNED)
    assert (mine.decider, mine.note, mine.open_comments) == (
        "Carla Nguyen",
        "Name who heard it.",
        1,
    )
    [line] = [row for row in today.due(ben, navigator_id=ben.user.id) if row.action == "review"]
    assert line.subject == item.id
    assert "Name who heard it." in line.why
    [part] = [one for one in review_queue.sheet(ben, item.id).parts if one.place == "note"]
    review_queue_moves.settle(ben, item.id, part.comments[0].id)
    review_queue_moves.ask_again(ben, item.id, "Her sister did.")
    assert not [r for r in today.due(ben, navigator_id=ben.user.id) if r.action == "review"]
    assert [r.subject for r in today.due(carla, navigator_id=carla.user.id) if r.rule ==
            "review-waiting"] == [item.id]  # fmt: skip
    review_queue_moves.approve(carla, item.id, "Good.")
    assert review_queue.one(ben, item.id).state == review.APPROVED
    told = {r[0] for r in carla.store.query("SELECT intention FROM journal_transaction")}
    assert {"review_ask", "review_comment", "review_return", "review_approve"} <= told


def test_an_ending_corrected_after_its_approval_waits_again(made, sit) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    key = ended(ben, made)
    review_queue_moves.approve(carla, key)
    other = Ending(made.referral, EndReason.MEMBER_WISH, date(2026, 11, 17), note="Said so.")
    correct_ending.correct(ben, key, other, "It was the day before")
    [item] = review_queue.listing(carla)
    assert (item.about_id, item.state, item.asker) == (key, review.WAITING, "Ben Ochoa")
    assert review_queue.one(carla, key).id == item.id
    [said] = [one for part in review_queue.sheet(carla, key).parts for one in part.comments]
    assert "It was the day before" in said.text
    told = replace(other, plan_told_on=date(2026, 11, 19))
    review_queue_moves.approve(carla, item.id)
    correct_ending.correct(ben, key, told, "They were told")  # nothing that was decided about
    assert review_queue.listing(carla) == []
    assert [one.state for one in review_queue.listing(carla, "")] == [review.APPROVED] * 2


def test_the_askers_own_word_does_not_say_what_is_to_be_changed(workspace, made, sit) -> None:
    ben, carla, dana = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR), sit(Role.CLERK)
    batch, _changes = batches.start(dana, plan="bayview", service=Service.HTNS)
    review_queue_moves.ask(dana, review.BATCH, batch, "Please look at the days.")
    plan = plan_maker.filled(ben, made.member)
    review_queue_moves.ask(ben, review.PLAN, plan, "She signs on Friday.")
    for key in (batch, plan):
        with pytest.raises(InputRejected, match="what is to be changed"):
            review_queue_moves.return_with(carla, key)
        review_queue_moves.comment(carla, key, "Which days?")
        review_queue_moves.return_with(carla, key)
        assert review_queue.one(carla, key).state == review.RETURNED


def test_a_dropped_batch_waits_no_more(made, sit) -> None:
    carla, dana = sit(Role.SUPERVISOR), sit(Role.CLERK)
    batch, _changes = batches.start(dana, plan="bayview", service=Service.HTNS)
    review_queue_moves.ask(dana, review.BATCH, batch)
    batches.drop(dana, batch)
    assert review_queue.listing(carla) == []
    with pytest.raises(NotFound):
        review_queue_moves.approve(carla, batch)
    batches.take_up(dana, batch)
    assert [one.about_id for one in review_queue.listing(carla)] == [batch]


def test_a_batch_that_is_changed_after_its_approval_waits_anew(made, sit) -> None:
    carla, dana = sit(Role.SUPERVISOR), sit(Role.CLERK)
    batch, _changes = batches.start(dana, plan="bayview", service=Service.HTNS)
    batches.change(dana, batch, title="November")
    assert review_queue.listing(carla) == []  # nobody was asked, so nobody is asked again
    review_queue_moves.ask(dana, review.BATCH, batch)
    review_queue_moves.approve(carla, batch)
    batches.change(dana, batch, title="December")
    batches.change(dana, batch, title="December, second")
    [item] = review_queue.listing(carla)
    assert (item.about_id, item.state) == (batch, review.WAITING)
    [said] = [one for part in review_queue.sheet(carla, batch).parts for one in part.comments]
    assert said.text == "The batch was changed after it was approved."


def test_what_was_decided_last_stands_first(made, sit) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    limit, ending = passed(ben, made), ended(ben, made)
    review_queue_moves.approve(carla, limit)
    late = replace(carla.clock, fixed=carla.clock.now() + timedelta(hours=1))
    review_queue_moves.approve(replace(carla, clock=late), ending)
    found = review_queue.listing(carla, review.APPROVED)
    assert [one.about_id for one in found] == [ending, limit]


def test_nobody_decides_about_their_own(workspace, made, sit) -> None:
    carla = sit(Role.SUPERVISOR)
    ended(carla, made)
    [item] = review_queue.listing(carla)
    other = team.seat(workspace, team.join(workspace, "Fay Ito", Role.SUPERVISOR))
    assert not review_queue.sheet(carla, item.id).may_decide
    with pytest.raises(InputRejected, match="own work"):
        review_queue_moves.approve(carla, item.id, "It is urgent.")
    with pytest.raises(InputRejected, match="own work"):
        review_queue_moves.return_with(carla, item.id, "No.")
    review_queue_moves.approve(other, item.id)
    assert review_queue.one(carla, item.id).decider == "Fay Ito"


def test_nobody_approves_their_own_plan(workspace, made, sit) -> None:
    carla = sit(Role.SUPERVISOR)
    plan = plan_maker.filled(carla, made.member)
    review_queue_moves.ask(carla, review.PLAN, plan)
    fay = team.join(workspace, "Fay Ito", Role.SUPERVISOR)
    with pytest.raises(InputRejected, match="own work"):
        review_queue_moves.approve(carla, plan, "It is urgent.")
    with pytest.raises(InputRejected, match="own work"):
        support_plan_moves.approve(carla, plan, "It is urgent.")
    review_queue_moves.approve(team.seat(workspace, fay), plan)


@pytest.mark.parametrize("about", [review.PLAN, review.ENDING])
def test_an_only_supervisor_decides_about_their_own_with_a_reason_that_is_kept(
    workspace, made, sit, about: str
) -> None:
    carla = sit(Role.SUPERVISOR)
    if about == review.PLAN:
        key = plan_maker.filled(carla, made.member)
        review_queue_moves.ask(carla, review.PLAN, key)
    else:
        ended(carla, made)
        key = review_queue.listing(carla)[0].id
    sheet = review_queue.sheet(carla, key)
    assert sheet.may_decide
    assert "say in the note why" in sheet.why_not
    with pytest.raises(InputRejected, match="say in the note why") as caught:
        review_queue_moves.approve(carla, key)
    assert caught.value.field == "note"
    review_queue_moves.approve(carla, key, "The member moves in on Monday.")
    kept = repr(carla.store.query("SELECT changes FROM journal_entry ORDER BY seq DESC LIMIT 8"))
    assert "No second supervisor: The member moves in on Monday." in kept


def test_where_the_rule_refuses_an_only_supervisor_is_told_whom_to_ask(
    made, sit, monkeypatch
) -> None:
    strict = replace(review_rules.shipped(), own_work=review.REFUSED)
    monkeypatch.setattr(review_rules, "shipped", lambda: strict)
    carla = sit(Role.SUPERVISOR)
    ended(carla, made)
    [item] = review_queue.listing(carla)
    assert not review_queue.sheet(carla, item.id).may_decide
    with pytest.raises(InputRejected, match="administrator"):
        review_queue_moves.approve(carla, item.id, "It is urgent.")


@pytest.mark.parametrize("role", [Role.NAVIGATOR, Role.CLERK, Role.ADMINISTRATOR])
def test_who_does_not_review_is_refused(made, sit, role: Role) -> None:
    ended(sit(Role.SUPERVISOR), made)
    [item] = review_queue.listing(sit(Role.SUPERVISOR))
    them = sit(role)
    assert review_queue.listing(them) == []
    with pytest.raises(NotAllowed):
        review_queue_moves.approve(them, item.id)
    with pytest.raises(NotAllowed):
        review_queue_moves.return_with(them, item.id, "No.")
    with pytest.raises(NotFound):
        review_queue.one(them, item.id)


def test_a_support_plan_goes_its_own_way(made, sit) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    plan = plan_maker.filled(ben, made.member)
    review_queue_moves.ask(ben, review.PLAN, plan, "Please look at the barriers.")
    [item] = review_queue.listing(carla)
    assert (item.id, item.about, item.asker, item.age) == (plan, review.PLAN, "Ben Ochoa", 0)
    sheet = review_queue.sheet(carla, plan)
    place = sheet.parts[0].place
    review_queue_moves.comment(carla, plan, "Say more.", place)
    review_queue_moves.return_with(carla, plan)
    assert kinds(ben, review.RETURNED) == [review.PLAN]
    assert [r.subject for r in today.due(ben, navigator_id=ben.user.id) if r.action == "review"]
    review_queue_moves.ask_again(ben, plan)
    saved = review_queue_moves.approve(carla, plan, "Well done.")
    assert review_queue.one(ben, plan).state == review.APPROVED
    review_queue_moves.undo(carla, saved.undo, made.member)
    assert review_queue.one(ben, plan).state == review.WAITING


def test_asked_by_hand_withdrawn_and_undone(workspace, made, sit) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    batch, _changes = batches.start(ben, plan="bayview", service=Service.HTNS)
    saved = review_queue_moves.ask(ben, review.BATCH, batch, "First one.")
    assert kinds(carla) == [review.BATCH]
    with pytest.raises(InputRejected, match="already"):
        review_queue_moves.ask(ben, review.BATCH, batch)
    review_queue_moves.withdraw(ben, saved.id)
    assert kinds(carla) == []
    again = review_queue_moves.ask(ben, review.BATCH, batch)
    review_queue_moves.undo(ben, again.undo)
    assert kinds(carla) == []
    review_queue_moves.ask(ben, review.BATCH, batch)
    [item] = review_queue.listing(carla)
    done = review_queue_moves.approve(carla, item.id)
    with pytest.raises(NotAllowed):
        review_queue_moves.undo(ben, done.undo)
    review_queue_moves.undo(carla, done.undo)
    assert kinds(carla) == [review.BATCH]
    batches.drop(ben, batch)
    with pytest.raises(NotFound):
        review_queue_moves.ask(ben, review.BATCH, "nothing")
    with pytest.raises(InputRejected):
        review_queue_moves.ask(ben, "letters", batch)


def test_what_waits_by_rule_is_not_taken_out(made, sit) -> None:
    ben = sit(Role.NAVIGATOR)
    ended(ben, made)
    [item] = review_queue.listing(ben)
    with pytest.raises(InputRejected, match="own rule"):
        review_queue_moves.withdraw(ben, item.id)


def test_a_return_says_what_is_to_be_done(made, sit) -> None:
    ended(sit(Role.NAVIGATOR), made)
    carla = sit(Role.SUPERVISOR)
    [item] = review_queue.listing(carla)
    with pytest.raises(InputRejected, match="what is to be changed"):
        review_queue_moves.return_with(carla, item.id)
    with pytest.raises(InputRejected, match="no such part"):
        review_queue_moves.comment(carla, item.id, "Where?", "nowhere")
    with pytest.raises(InputRejected, match="longer than"):
        review_queue_moves.comment(carla, item.id, "x" * 5000, "note")


def test_it_waits_for_who_covers_while_the_supervisor_is_away(workspace, made, sit, people) -> None:
    ben, carla = sit(Role.NAVIGATOR), sit(Role.SUPERVISOR)
    fay = team.join(workspace, "Fay Ito", Role.SUPERVISOR)
    admin = workspace
    with admin.store.transaction("x", clock=admin.clock, user=admin.user) as tx:
        tx.execute(
            "UPDATE user_profile SET supervisor_id = ? WHERE user_id = ?",
            (people[Role.SUPERVISOR].id, ben.user.id),
        )
    ended(ben, made)
    assert [one.for_name for one in review_queue.listing(carla)] == ["Carla Nguyen"]
    theirs = replace(workspace, user=fay)
    assert not [r for r in today.due(theirs, navigator_id=fay.id) if r.rule == "review-waiting"]
    with admin.store.transaction("x", clock=admin.clock, user=admin.user) as tx:
        tx.insert(
            "leave",
            {"id": "l1", "user_id": carla.user.id, "from_on": "2026-11-19",
             "until_on": "2026-11-30", "cover_id": fay.id, "why": "", "created_at": tx.now},
        )  # fmt: skip
    assert [one.for_name for one in review_queue.listing(carla)] == ["Fay Ito"]
    assert [r for r in today.due(theirs, navigator_id=fay.id) if r.rule == "review-waiting"]
    assert not [r for r in today.due(carla, navigator_id=carla.user.id)
                if r.rule == "review-waiting"]  # fmt: skip
