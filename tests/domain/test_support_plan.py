"""The rules of a support plan by themselves: moves, what is missing, progress, what was signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain.support_plan import (
    FROM,
    TO,
    BarrierRow,
    Move,
    PlanState,
    SignatureRow,
    StepRow,
    SupportPlanRow,
    content_sha256,
    may_review,
    moves,
    signatures_complete,
)
from navigator_app.domain.support_plan_checks import lacks, progress
from navigator_app.domain.support_plan_compare import beside
from navigator_app.domain.support_plan_form import (
    Check,
    Form,
    FormField,
    Need,
    Part,
    Purpose,
    Told,
)
from navigator_app.domain.vocabulary import Role

TODAY = date(2026, 11, 20)
TOLD = Told("A source", "1")
FORM = Form(
    parts=(Part("p", "Part", "About", (FormField("a", "First", "", TOLD),
                                       FormField("b", "Second", "", TOLD))),),
    needs=tuple(
        Need(str(check), str(check), frozenset({Purpose.REVIEW}), check,
             ("a",) if check is Check.ANSWERED else (), frozenset(), True, TOLD)
        for check in Check
    ),
    common=(),
)  # fmt: skip
BARRIER = BarrierRow(
    id="x", root="x", phase="getting", barrier="No papers", short_goal="ID", short_measure="Seen",
    short_by=date(2026, 12, 20), long_goal="All", long_measure="List", long_by=date(2027, 5, 1),
    approach="Alone", other_providers="none",
    steps=(StepRow("s", "x", "Go to the DMV", "member", date(2026, 12, 1), None),),
)  # fmt: skip
PLAN = SupportPlanRow(
    id="plan", member_id="m", referral_id=None, version=1, previous_id=None,
    state=PlanState.SIGNED, state_on=TODAY, started=TODAY, review=date(2027, 2, 1), signed=TODAY,
    why="", sha256="", author="", reviewer="", answers={"a": "Words"}, barriers=(BARRIER,),
)  # fmt: skip


def missing(plan: SupportPlanRow) -> list[str]:
    return [lack.about for lack in lacks(FORM, plan, Purpose.REVIEW, (), TODAY)]


def barred(**changes: object) -> SupportPlanRow:
    return replace(PLAN, barriers=(replace(BARRIER, **changes),))  # type: ignore[arg-type]


def test_a_whole_plan_lacks_nothing() -> None:
    assert missing(PLAN) == []


@pytest.mark.parametrize(
    ("plan", "about"),
    [
        (replace(PLAN, answers={"a": "  "}), ["a"]),
        (replace(PLAN, barriers=()), ["barriers"]),
        (barred(barrier=""), ["x/barrier"]),
        (barred(short_goal=""), ["x/short_goal"]),
        (barred(long_goal=""), ["x/long_goal"]),
        (barred(short_measure=""), ["x/short_measure"]),
        (barred(short_by=None), ["x/short_by_on"]),
        (barred(long_measure=""), ["x/long_measure"]),
        (barred(long_by=None), ["x/long_by_on"]),
        (barred(approach=""), ["x/approach"]),
        (barred(other_providers=""), ["x/other_providers"]),
        (barred(other_providers="IHSS"), ["x/medi_cal_pays"]),
        (barred(steps=()), ["x/steps"]),
        (barred(steps=(replace(BARRIER.steps[0], owner=""),)), ["x/steps"]),
        (replace(PLAN, review=None), ["review_on"]),
        (replace(PLAN, review=date(2026, 11, 19)), ["review_on"]),
        (replace(PLAN, state=PlanState.DRAFT), ["signatures"]),
        (replace(PLAN, state=PlanState.APPROVED), ["signatures"]),
    ],
)
def test_each_gap_is_named_at_its_place(plan: SupportPlanRow, about: list[str]) -> None:
    assert missing(plan) == about


def test_a_paid_provider_is_enough_and_none_asks_for_nobody() -> None:
    assert missing(barred(other_providers="IHSS", medi_cal_pays=False)) == []
    assert missing(barred(other_providers="None.")) == []


def test_the_plans_own_word_goes_before_everybodys() -> None:
    need = Need("n", "", frozenset({Purpose.DEPOSITS}), Check.SIGNED, (), frozenset(), False, TOLD)
    own = replace(need, required=True, policies=frozenset({"here"}))
    for order in ((need, own), (own, need)):
        form = replace(FORM, needs=order)
        assert form.needed(Purpose.DEPOSITS, ("here", "base")) == (own,)
        assert form.needed(Purpose.DEPOSITS, ("there",)) == (need,)
        assert form.needed(Purpose.REVIEW, ("here",)) == ()


def test_progress_counts_goals_and_names_what_comes_next() -> None:
    far = progress(PLAN)
    assert (far.goals, far.met, far.steps, far.done) == (2, 0, 1, 0)
    assert (far.next_what, far.next_on) == ("Go to the DMV", date(2026, 12, 1))
    done = (replace(BARRIER.steps[0], done=TODAY),)
    far = progress(barred(steps=done, short_met=TODAY))
    assert (far.met, far.done, far.next_what) == (1, 1, "All")
    assert progress(barred(progress="met", met=TODAY, steps=done)).met == 2
    stopped = progress(barred(progress="stopped"))
    assert (stopped.goals, stopped.next_what) == (0, "")


@pytest.mark.parametrize("state", list(PlanState))
def test_every_state_has_a_way_on_and_no_move_leads_from_signed_back(state: PlanState) -> None:
    mine = moves(state, Role.SUPERVISOR, 1)
    assert mine
    if state is PlanState.SIGNED:
        assert mine == (Move.REVISE,)
    for move in mine:
        assert state in FROM[move]
        assert TO.get(move) is not PlanState.SIGNED, "only signatures lock a plan"


def test_who_may_review() -> None:
    assert may_review(Role.SUPERVISOR, 1)
    assert not may_review(Role.NAVIGATOR, 1)
    assert may_review(Role.NAVIGATOR, 0)
    assert not may_review(Role.CLERK, 0)
    assert moves(PlanState.IN_REVIEW, Role.NAVIGATOR, 1) == (Move.TAKE_BACK,)


def test_who_must_sign() -> None:
    assert not signatures_complete(["member"])
    assert not signatures_complete(["navigator", "supervisor"])
    assert signatures_complete(["guardian", "navigator"])


def test_the_fingerprint_is_of_what_was_agreed_and_not_of_how_it_goes() -> None:
    order = ["a", "b"]
    print_of = content_sha256(PLAN, order)
    same = [
        barred(short_met=TODAY, progress="under-way", progress_note="x"),
        barred(steps=(replace(BARRIER.steps[0], done=TODAY),)),
        replace(PLAN, signatures=(SignatureRow("i", "member", "N", "paper", TODAY),)),
        replace(PLAN, answers={"a": "Words", "b": ""}),
        replace(PLAN, member_id="merged", version=3),
    ]
    other = [
        replace(PLAN, answers={"a": "Words."}),
        replace(PLAN, answers={"b": "Words"}),
        replace(PLAN, review=None),
        barred(long_measure="Lists"),
        barred(medi_cal_pays=False),
        barred(steps=()),
    ]
    assert {content_sha256(one, order) for one in same} == {print_of}
    prints = {content_sha256(one, order) for one in other}
    assert len(prints) == len(other)
    assert print_of not in prints


def test_side_by_side_follows_a_barrier_through_its_copies() -> None:
    copy = replace(BARRIER, id="y", long_goal="All papers")
    new = replace(BARRIER, id="z", root="z", barrier="Stairs")
    later = replace(PLAN, id="two", answers={"b": "New"}, barriers=(copy, new))
    rows = beside(FORM, PLAN, later)
    changed = {(row.label, row.whose, row.left, row.right) for row in rows if row.changed}
    assert ("First", "", "Words", "") in changed
    assert ("Second", "", "", "New") in changed
    assert ("Long-term goal", "No papers", "All", "All papers") in changed
    assert ("Barrier", "Stairs", None, "Stairs") in changed
    assert not [row for row in rows if row.whose == "No papers" and row.left is None]
