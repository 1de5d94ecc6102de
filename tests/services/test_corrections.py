"""What was recorded wrongly is put right with a reason; clocks, status and history follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.corrections import CHECK, ENDING, REQUEST
from navigator_app.domain.eligibility import How, MediCal, State
from navigator_app.domain.ending import EndReason
from navigator_app.domain.ledger import Kind
from navigator_app.domain.vocabulary import AuthorizationStatus, ClosureReason, ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import (
    audit,
    authorizations,
    caseload,
    clocks,
    correct_ending,
    corrections,
    discontinue,
    eligibility,
    guards,
    record_status,
)
from navigator_app.services.authorizations import Decision, Request
from navigator_app.services.corrections import RequestFix
from navigator_app.services.discontinue import Ending
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.test_authorizations import authorize

WHY = "Typed into the wrong line"


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    plan = loops.add_plan(workspace, "partnership", "partnership-mcap7003")
    made = loops.add_member(workspace, plan, 1)
    authorize(workspace, made.referral, "2025-12-05", "2026-12-04")
    return made


def stored_clocks(ws: Workspace) -> list[tuple[object, ...]]:
    return ws.store.query("SELECT * FROM running_clock ORDER BY referral_id, rule_id")


def recomputed(ws: Workspace, referral: str) -> bool:
    """True when the clocks stand as a computation of all of them would leave them."""
    before = stored_clocks(ws)
    with ws.transaction("test") as tx:
        clocks.recompute(tx, ws)
    return stored_clocks(ws) == before


def checked(ws: Workspace, made: loops.Made, **more: object) -> str:
    values: dict[str, object] = {"how": How.PORTAL, "on": day("2026-11-16"), **more}
    row, _changes = eligibility.record(ws, CheckDraft(made.member, MediCal.LAPSED, **values))  # type: ignore[arg-type]
    return row.id


def test_a_check_is_put_right_and_its_alert_goes(workspace: Workspace, made: loops.Made) -> None:
    key = checked(workspace, made, lapsed_on=day("2026-11-01"))
    assert eligibility.diary(workspace, made.member).coverage.state is State.LAPSED
    fixed = CheckDraft(made.member, MediCal.ACTIVE, How.PHONE, day("2026-11-16"))
    correction, changes = corrections.correct_check(workspace, key, fixed, f" {WHY} ")
    assert changes.members == {made.member}
    assert made.referral in changes.referrals
    diary = eligibility.diary(workspace, made.member)
    assert diary.coverage.state is State.ACTIVE
    assert diary.alerts == ()
    assert [(one.id, one.how) for one in diary.checks] == [(key, How.PHONE)]
    row = corrections.of_member(workspace, made.member)[key]
    assert (row.id, row.reason, row.by, row.taken_back) == (correction, WHY, "Ana Ruiz", False)
    assert (row.was["medi_cal"], row.was["lapsed_on"]) == ("lapsed", "2026-11-01")
    said = {(one.field, one.new) for one in caseload.history(workspace, made.member)}
    assert ("reason", WHY) in said
    assert ("medi_cal", "active") in said
    assert audit.verify(workspace).journal
    assert recomputed(workspace, made.referral)


def test_a_correction_of_a_check_is_undone_whole(workspace: Workspace, made: loops.Made) -> None:
    key = checked(workspace, made, lapsed_on=day("2026-11-01"), note="first")
    before = eligibility.diary(workspace, made.member)
    fixed = CheckDraft(made.member, MediCal.ACTIVE, How.PHONE, day("2026-11-17"))
    changed, _changes = corrections.correct_check(workspace, key, fixed, WHY)
    corrections.undo(workspace, changed)
    assert eligibility.diary(workspace, made.member) == before
    assert corrections.of_member(workspace, made.member) == {}
    gone, _changes = corrections.take_back(workspace, CHECK, key, WHY)
    assert eligibility.diary(workspace, made.member).checks == ()
    assert any(
        row.record_id == key for row in corrections.of_member(workspace, made.member).values()
    )
    corrections.undo(workspace, gone)
    assert eligibility.diary(workspace, made.member) == before
    with pytest.raises(InputRejected):
        corrections.undo(workspace, gone)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": day("2026-11-21")}, "on"),
        ({"on": day("2026-11-10"), "next_on": day("2026-11-10")}, "next_on"),
        ({"result": MediCal.ACTIVE, "lapsed_on": day("2026-11-01")}, "lapsed_on"),
        ({"lapsed_on": day("2026-11-17")}, "lapsed_on"),
        ({"lapsed_on": day("2026-11-01")}, "why"),
    ],
)
def test_a_check_that_cannot_be_is_refused(
    workspace: Workspace, made: loops.Made, more: dict[str, object], field: str
) -> None:
    key = checked(workspace, made, lapsed_on=day("2026-11-01"))
    same = CheckDraft(made.member, MediCal.LAPSED, How.PORTAL, day("2026-11-16"))
    with pytest.raises(InputRejected) as caught:
        corrections.correct_check(workspace, key, replace(same, **more), WHY)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert corrections.of_member(workspace, made.member) == {}


def test_a_correction_needs_a_reason_and_a_record(workspace: Workspace, made: loops.Made) -> None:
    key = checked(workspace, made)
    fixed = CheckDraft(made.member, MediCal.ACTIVE, How.PHONE, day("2026-11-16"))
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(InputRejected) as caught:
            corrections.correct_check(workspace, key, fixed, reason)
        assert caught.value.field == "why"
    with pytest.raises(NotFound):
        corrections.correct_check(workspace, "nothing", fixed, WHY)
    with pytest.raises(NotFound):
        corrections.take_back(workspace, REQUEST, "nothing", WHY)


def asked(ws: Workspace, made: loops.Made) -> str:
    key, _changes = authorizations.record_request(
        ws, Request(made.referral, Kind.EXTENSION, day("2026-11-10"), units=6, unit="months")
    )
    return key


def test_a_request_and_its_answer_are_put_right(workspace: Workspace, made: loops.Made) -> None:
    key = asked(workspace, made)
    denied = Decision(AuthorizationStatus.DENIED, day("2026-11-17"))
    authorizations.record_decision(workspace, key, denied)
    fixed = RequestFix(
        day("2026-11-09"), status=AuthorizationStatus.APPROVED, decided=day("2026-11-18"),
        effective=day("2026-12-05"), end=day("2027-06-04"), number="N7",
    )  # fmt: skip
    correction, changes = corrections.correct_request(workspace, key, fixed, WHY)
    assert changes.referrals == {made.referral}
    one = authorizations.of_referral(workspace, made.referral)
    [entry] = [entry for entry in one.entries if entry.request_id == key]
    assert (entry.status, entry.end) == (AuthorizationStatus.APPROVED, day("2027-06-04"))
    assert one.countdown.end == day("2027-06-04")
    assert recomputed(workspace, made.referral)
    corrections.undo(workspace, correction)
    entry = corrections.request(workspace, key)
    assert (entry.status, entry.requested) == (AuthorizationStatus.DENIED, day("2026-11-10"))
    waiting = RequestFix(day("2026-11-10"), units=6, unit="months")
    corrections.correct_request(workspace, key, waiting, "The answer was another member's")
    assert corrections.request(workspace, key).waiting
    corrections.take_back(workspace, REQUEST, key, WHY)
    with pytest.raises(NotFound):
        corrections.request(workspace, key)
    assert recomputed(workspace, made.referral)


@pytest.mark.parametrize(
    ("fixed", "field"),
    [
        (RequestFix(day("2026-11-21")), "requested"),
        (RequestFix(day("2026-11-10"), received=day("2026-11-09")), "received"),
        (RequestFix(day("2026-11-10"), status=AuthorizationStatus.DENIED), "decided"),
        (RequestFix(day("2026-11-10"), decided=day("2026-11-12")), "decision"),
        (
            RequestFix(
                day("2026-11-10"), status=AuthorizationStatus.DENIED, decided=day("2026-11-09")
            ),
            "decided",
        ),
        (
            RequestFix(
                day("2026-11-10"), status=AuthorizationStatus.DENIED, decided=day("2026-11-12"),
                end=day("2027-02-01"),
            ),
            "effective",
        ),
        (
            RequestFix(
                day("2026-11-10"), status=AuthorizationStatus.APPROVED, decided=day("2026-11-12"),
                effective=day("2026-12-05"), end=day("2026-12-04"),
            ),
            "end",
        ),
        (RequestFix(day("2026-11-10"), units=0, unit="months"), "units"),
        (RequestFix(day("2026-11-10"), units=6, unit="months"), "why"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_is_refused_at_its_field(
    workspace: Workspace, made: loops.Made, fixed: RequestFix, field: str
) -> None:
    key = asked(workspace, made)
    with pytest.raises(InputRejected) as caught:
        corrections.correct_request(workspace, key, fixed, WHY)
    assert caught.value.field == field


def ended(
    ws: Workspace, made: loops.Made, reason: EndReason = EndReason.MEMBER_WISH, **more: object
) -> str:
    ending = Ending(made.referral, reason, day("2026-11-18"), **more)  # type: ignore[arg-type]
    return discontinue.end(ws, ending)[0].id


def test_an_ending_takes_the_closed_status_with_it(workspace: Workspace, made: loops.Made) -> None:
    key = ended(workspace, made)
    moved = Ending(made.referral, EndReason.MOVED_AWAY, day("2026-11-17"))
    correct_ending.correct(workspace, key, moved, WHY)
    row = discontinue.ending(workspace, key)
    assert (row.reason, row.on) == (EndReason.MOVED_AWAY, day("2026-11-17"))
    state = loops.state(workspace, made.referral)
    assert state["closure_reason"] == ClosureReason.NO_LONGER_ELIGIBLE.slug
    assert state["status_on"] == "2026-11-17"
    again = replace(moved, on=day("2026-11-19"), plan_told_on=day("2026-11-20"))
    correct_ending.correct(workspace, key, again, "Read the letter once more")
    state = loops.state(workspace, made.referral)
    assert (state["status_on"], state["is_open"]) == ("2026-11-19", 0)
    standing = caseload.member_page(workspace, made.member).referrals[0]
    assert standing.status is ReferralStatus.CLOSED
    rows = corrections.of_member(workspace, made.member)
    assert rows[key].reason == "Read the letter once more"
    assert recomputed(workspace, made.referral)


def test_an_ending_after_services_leaves_the_loop_as_it_is(
    workspace: Workspace, made: loops.Made
) -> None:
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, day("2026-11-17"))
    record_status.record(
        workspace, made.referral, ReferralStatus.CLOSED, day("2026-11-18"),
        reason=ClosureReason.SERVICES_RECEIVED,
    )  # fmt: skip
    key = discontinue.end(workspace, Ending(made.referral, EndReason.GOALS_MET, day("2026-11-20")))[
        0
    ].id
    early = Ending(made.referral, EndReason.MEMBER_WISH, day("2026-11-17"))
    with pytest.raises(InputRejected) as caught:
        correct_ending.correct(workspace, key, early, WHY)
    assert caught.value.field == "on"
    correct_ending.correct(workspace, key, replace(early, on=day("2026-11-19")), WHY)
    state = loops.state(workspace, made.referral)
    assert (state["status_on"], state["closure_reason"]) == ("2026-11-18", "services-received")


def test_an_ending_taken_back_opens_the_loop_again(workspace: Workspace, made: loops.Made) -> None:
    before = stored_clocks(workspace)
    key = ended(workspace, made)
    assert stored_clocks(workspace) != before
    moved = Ending(made.referral, EndReason.MOVED_AWAY, day("2026-11-17"))
    correct_ending.correct(workspace, key, moved, WHY)
    correct_ending.correct(workspace, key, replace(moved, on=day("2026-11-19")), WHY)
    correct_ending.take_back(workspace, key, "Another member's")
    assert loops.state(workspace, made.referral)["is_open"] == 1
    assert stored_clocks(workspace) == before
    found = guards.for_member(workspace, made.member)
    assert found.endings == ()
    assert made.referral in dict(found.can_end)
    rows = corrections.of_member(workspace, made.member)
    assert rows[key].taken_back
    assert (rows[key].about, rows[key].was["reason"]) == (ENDING, "moved-away")
    said = {(one.field, one.new) for one in caseload.history(workspace, made.member)}
    assert ("reason", "Another member's") in said


def test_corrections_of_an_ending_are_undone(workspace: Workspace, made: loops.Made) -> None:
    key = ended(workspace, made, closes=ClosureReason.OTHER, note="as told")
    before = discontinue.ending(workspace, key), loops.state(workspace, made.referral)
    moved = Ending(made.referral, EndReason.MOVED_AWAY, day("2026-11-17"))
    changed, _changes = correct_ending.correct(workspace, key, moved, WHY)
    correct_ending.undo(workspace, changed)
    assert (discontinue.ending(workspace, key), loops.state(workspace, made.referral)) == before
    with pytest.raises(InputRejected):
        correct_ending.undo(workspace, changed)
    gone, _changes = correct_ending.take_back(workspace, key, WHY)
    correct_ending.undo(workspace, gone)
    [again] = guards.for_member(workspace, made.member).endings
    assert replace(again, id=key) == before[0]
    assert loops.state(workspace, made.referral) == before[1]
    assert recomputed(workspace, made.referral)


def test_an_ending_that_something_followed_is_not_taken_back(
    workspace: Workspace, made: loops.Made
) -> None:
    key = ended(workspace, made)
    discontinue.reengage(workspace, key, day("2026-11-19"))
    with pytest.raises(InputRejected) as caught:
        correct_ending.take_back(workspace, key, WHY)
    assert caught.value.field == "take_back"
    late = Ending(made.referral, EndReason.MEMBER_WISH, day("2026-11-20"))
    with pytest.raises(InputRejected) as caught:
        correct_ending.correct(workspace, key, late, WHY)
    assert caught.value.field == "on"


def test_a_reason_with_a_limit_is_judged_when_it_is_put_right_too(
    workspace: Workspace, made: loops.Made
) -> None:
    key = ended(workspace, made, plan_told_on=day("2026-11-19"))
    lost = Ending(
        made.referral, EndReason.UNRESPONSIVE, day("2026-11-18"), plan_told_on=day("2026-11-19")
    )
    with pytest.raises(InputRejected) as caught:
        correct_ending.correct(workspace, key, lost, WHY)
    assert caught.value.field == "override"
    correct_ending.correct(workspace, key, replace(lost, override="Told us so"), WHY)
    told = "SELECT unreached_told_on FROM intake WHERE referral_id = ?"
    assert workspace.store.one(told, (made.referral,)) == ("2026-11-19",)
    wish = Ending(made.referral, EndReason.MEMBER_WISH, day("2026-11-18"))
    correct_ending.correct(workspace, key, wish, WHY)
    assert workspace.store.one(told, (made.referral,)) == (None,)
    assert recomputed(workspace, made.referral)
