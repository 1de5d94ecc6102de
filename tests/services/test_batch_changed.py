"""A plan that answers a batch's member otherwise than before."""

from __future__ import annotations

import pytest

from navigator_app.domain.batches import APPROVED, DENIED, SENT_BACK, Answered
from navigator_app.domain.responses import DISCARD, RETRY
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    authorizations,
    batch_changed,
    batch_responses,
    batches,
    quarantine,
)
from navigator_app.services.workspace import Workspace
from tests.services import batch_maker
from tests.services.batch_maker import BACK, NO, YES, answered, sent
from tests.services.loops import Made

LATER = ("Approved", "", "A77", "12/01/2026", "05/31/2027", "11/20/2026")


class Desk:
    """One member in a batch that the plan answers again and again."""

    def __init__(self, workspace: Workspace) -> None:
        self.ws = workspace
        plan_id = batch_maker.plan(workspace)
        self.made: Made = batch_maker.ready(workspace, plan_id, 1)
        self.key = batch_maker.batch(workspace, self.made)
        self.text = sent(workspace, self.key)
        self.files = 0

    def answer(self, outcome: tuple[str, ...]) -> Answered:
        """The plan's next file, never the same bytes."""
        self.files += 1
        content = answered(self.text, {"1": outcome}) + b"\r\n" * self.files
        name = f"{self.files}.csv"
        return batch_responses.answer_bytes(self.ws, "bayview", name, content)[0]

    @property
    def outcome(self) -> str:
        """What stands."""
        return batches.sheet(self.ws, self.key).rows[0].outcome

    def ledger(self) -> tuple[str, str, str, str]:
        """Decision, first and last day, note of the only request."""
        [row] = self.ws.store.query(
            "SELECT decision, coalesce(effective_on, ''), coalesce(ends_on, ''), note "
            "FROM authorization_request"
        )
        return row

    def waits(self) -> list[str]:
        """What a person is asked about."""
        return [one.id for one in batch_changed.waiting(self.ws, self.key)]


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    return Desk(workspace)


def test_a_changed_answer_waits_and_writes_nothing(desk: Desk) -> None:
    for outcome in (BACK, YES, (*YES, "")):
        assert desk.answer(outcome).changed == 0
    before = desk.ledger()
    found = desk.answer(NO)
    assert (found.changed, found.unmatched, found.again) == (1, 0, 0)
    assert "for 1 member the plan changed its answer" in batch_responses.told(found)
    assert (desk.outcome, desk.ledger()) == (APPROVED, before)
    [row] = batches.sheet(desk.ws, desk.key).rows
    assert row.change is not None
    assert (row.change.before, row.change.outcome) == (APPROVED, DENIED)
    assert batches.one(desk.ws, desk.key).changed == 1
    [waiting] = quarantine.waiting(desk.ws)
    assert waiting.changed
    assert "denied; before: approved" in waiting.reason
    assert row.name not in waiting.reason


def test_it_is_taken_in_by_one_act_and_taken_back(desk: Desk) -> None:
    desk.answer(YES)
    desk.answer(NO)
    before = desk.ledger()
    [key] = desk.waits()
    said, settled, changes = batch_changed.take(desk.ws, key)
    assert "denied" in said
    assert desk.made.member in changes.members
    assert desk.made.referral in changes.referrals
    decision, first, last, note = desk.ledger()
    assert (decision, first, last) == ("denied", "", "")
    assert note.startswith("No need shown The plan changed its answer; before: approved")
    assert "A77" in note
    assert "Nov 30, 2027" in note
    assert desk.outcome == DENIED
    assert not authorizations.of_referral(desk.ws, desk.made.referral).is_open
    assert (desk.waits(), quarantine.waiting(desk.ws)) == ([], [])
    with pytest.raises(NotFound, match="No changed answer"):
        batch_changed.take(desk.ws, key)
    batch_changed.undo(desk.ws, settled.undo)
    assert (desk.ledger(), desk.outcome, desk.waits()) == (before, APPROVED, [key])
    assert authorizations.of_referral(desk.ws, desk.made.referral).is_open
    with pytest.raises(InputRejected):
        batch_changed.undo(desk.ws, settled.undo)
    with pytest.raises(NotFound):
        batch_changed.undo(desk.ws, "nobody")


def test_the_quarantine_takes_it_in_too_or_lets_the_old_answer_stand(desk: Desk) -> None:
    desk.answer(NO)
    desk.answer(YES)
    [key] = desk.waits()
    _said, settled, _c = quarantine.settle(desk.ws, key, DISCARD, "a slip, says the plan")
    assert (desk.waits(), desk.outcome, batches.one(desk.ws, desk.key).changed) == ([], DENIED, 0)
    quarantine.undo(desk.ws, settled.undo)
    assert desk.waits() == [key]
    _said, settled, _c = quarantine.settle(desk.ws, key, RETRY)
    assert (desk.outcome, desk.ledger()[:3]) == (APPROVED, ("approved", "2026-12-01", "2027-11-30"))
    assert authorizations.of_referral(desk.ws, desk.made.referral).is_open
    quarantine.undo(desk.ws, settled.undo)
    assert (desk.outcome, desk.waits()) == (DENIED, [key])


def test_a_later_answer_takes_the_place_of_one_that_waits(desk: Desk) -> None:
    desk.answer(YES)
    desk.answer(NO)
    first = desk.waits()
    desk.answer(BACK)
    second = desk.waits()
    assert len(second) == 1
    assert second != first
    assert desk.answer(YES).again == 1  # the plan took it all back
    assert (desk.waits(), desk.outcome) == ([], APPROVED)
    assert "took its place" in quarantine.settled(desk.ws)[0].settled_how


def test_other_days_of_an_approval_are_a_changed_answer(desk: Desk) -> None:
    desk.answer(YES)
    assert desk.answer(LATER).changed == 1
    [waiting] = quarantine.waiting(desk.ws)
    assert "other days or number" in waiting.reason
    [change] = batch_changed.waiting(desk.ws)
    assert change.reason == "Dec 1, 2026 – May 31, 2027, number A77"
    _said, settled, _c = batch_changed.take(desk.ws, desk.waits()[0])
    assert desk.ledger()[:3] == ("approved", "2026-12-01", "2027-05-31")
    assert desk.answer(LATER).again == 1
    batch_changed.undo(desk.ws, settled.undo)
    assert desk.ledger()[2] == "2027-11-30"


def test_days_that_a_person_mended_are_no_change_of_the_plan(desk: Desk) -> None:
    desk.answer(YES)
    with desk.ws.transaction("test") as tx:
        tx.execute("UPDATE authorization_request SET ends_on = '2027-10-31'")
    assert desk.answer(YES).again == 1
    assert desk.answer(LATER).changed == 1


def test_an_approval_that_is_sent_back_is_open_again(desk: Desk) -> None:
    desk.answer(YES)
    desk.answer(BACK)
    batch_changed.take(desk.ws, desk.waits()[0])
    assert desk.outcome == SENT_BACK
    assert desk.ledger()[:3] == ("need-information", "", "")
    assert batches.revise(desk.ws, desk.key)


def test_a_ledger_without_that_answer_is_left_alone(desk: Desk) -> None:
    desk.answer(YES)
    desk.answer(NO)
    with desk.ws.transaction("test") as tx:
        tx.execute("UPDATE authorization_request SET decision = 'under-review'")
    with pytest.raises(InputRejected, match="no answer of the plan"):
        batch_changed.take(desk.ws, desk.waits()[0])
    assert desk.outcome == APPROVED
    assert desk.waits()


def test_what_was_taken_in_twice_is_said_once(desk: Desk) -> None:
    """A crash between the answer and the file's life: nothing waits twice."""
    desk.answer(YES)
    desk.answer(NO)
    [file] = desk.ws.store.query("SELECT id FROM exchange_file WHERE name = '2.csv'")
    content = answered(desk.text, {"1": NO}) + b"\r\n" * 2
    assert batch_responses.take_in(desk.ws, file[0], content).startswith("0 approved")
    assert len(desk.waits()) == 1
