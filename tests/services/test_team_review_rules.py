"""What an agency sets of its reviews: by rule or on demand, own work, questions; taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from navigator_app.domain import review
from navigator_app.domain.ending import EndReason
from navigator_app.domain.review import Answer
from navigator_app.domain.review_policy import own_id
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.services import (
    capacity_board,
    chart_review,
    chart_review_read,
    discontinue,
    review_queue,
    team_review_rules,
    team_settings,
)
from navigator_app.services.discontinue import Ending
from navigator_app.services.workspace import Workspace
from tests.services import loops, team

MOVE = "Was the move spoken about?"


@pytest.fixture
def made(workspace: Workspace) -> list[loops.Made]:
    plan = loops.add_plan(workspace, "bayview")
    return [loops.add_member(workspace, plan, n) for n in range(1, 5)]


@pytest.fixture
def sit(workspace: Workspace, made: list[loops.Made]) -> Callable[[Role], Workspace]:
    people = team.full(workspace)
    with workspace.store.transaction("x", clock=workspace.clock, user=workspace.user) as tx:
        tx.execute("UPDATE member SET navigator_id = ?", (people[Role.NAVIGATOR].id,))
    return lambda role: team.seat(workspace, people[role])


def end(ws: Workspace, one: loops.Made) -> None:
    ending = Ending(one.referral, EndReason.DECEASED, date(2026, 11, 19), note="His sister rang.")
    discontinue.end(ws, ending)


def test_the_shipped_rules_hold_and_stay(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    assert team_review_rules.policy(carla) == team_review_rules.shipped()
    wanted = replace(team_review_rules.shipped(), own_work=review.REFUSED, own=(MOVE,))
    team_review_rules.set_policy(carla, wanted)
    assert team_review_rules.policy(carla) == wanted
    assert team_review_rules.shipped().own == ()
    assert team_review_rules.shipped().own_work == review.REASON
    told = capacity_board.last_set(carla)
    assert told is not None
    assert told[1] == carla.user.name


def test_a_kind_waits_by_rule_only_while_the_agency_says_so(sit, made) -> None:
    carla, ben = sit(Role.SUPERVISOR), sit(Role.NAVIGATOR)
    held = team_review_rules.policy(carla)
    saved = team_review_rules.set_policy(
        carla, replace(held, waits=tuple(set(held.waits) - {review.ENDING}))
    )
    end(ben, made[0])
    assert review_queue.listing(carla) == []
    team_settings.undo(carla, saved.undo)
    assert team_review_rules.policy(carla) == team_review_rules.shipped()
    end(ben, made[1])
    [item] = review_queue.listing(carla)
    assert (item.about, item.member_id) == (review.ENDING, made[1].member)


def test_an_own_question_is_asked_and_its_answers_outlive_it(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    came = team_review_rules.shipped()
    first, second = came.asked[:2]
    wanted = replace(came, asked=(first, second), own=(f"  {MOVE} ",))
    team_review_rules.set_policy(carla, wanted)
    sample = chart_review.draw(carla, review.RANDOM, 1).id
    [chart] = chart_review.charts(carla, sample)
    own = own_id(MOVE)
    assert [one.id for one in team_review_rules.questions(carla)] == [first, second, own]
    yes = Answer(review.YES)
    chart_review_read.answer_all(carla, chart.id, {first: yes, second: yes})
    assert chart_review.left(carla, chart_review.one(carla, chart.id)) == 1
    chart_review_read.answer_all(carla, chart.id, {first: yes, second: yes, own: yes})
    read = chart_review.one(carla, chart.id)
    assert chart_review.is_read(read)

    team_review_rules.set_policy(carla, replace(wanted, own=("Was the move planned?",)))
    told = {one.question: one for one in chart_review.results(carla)}
    assert (told[own].yes, told[own_id("Was the move planned?")].yes) == (1, 0)
    asked = [one.title for one in team_review_rules.questions_of(carla, read)]
    assert MOVE in asked
    assert "Was the move planned?" in asked
    other = next(iter(set(came.asked) - {first, second}))
    with pytest.raises(InputRejected, match="no such question"):
        chart_review_read.answer(carla, chart.id, "nothing", review.YES)
    assert other not in told


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"waits": (review.PLAN,)}, "waits"),
        ({"own_work": "never"}, "own_work"),
        ({"asked": ("nothing",)}, "asked"),
        ({"asked": (), "own": (" ",)}, "asked"),
        ({"own": ("x" * 301,)}, "own"),
        ({"own": (MOVE, MOVE.upper())}, "own"),
        ({"own": ("Do the notes say what was done, where and for how long?",)}, "own"),
        ({"own": tuple(f"Question {n}?" for n in range(31))}, "own"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(sit, change, field) -> None:
    carla = sit(Role.SUPERVISOR)
    with pytest.raises(InputRejected) as refused:
        team_review_rules.set_policy(carla, replace(team_review_rules.shipped(), **change))
    assert refused.value.field == field
    assert team_review_rules.policy(carla) == team_review_rules.shipped()


def test_who_may_not_set_it_may_not_undo_it(sit) -> None:
    carla, clerk = sit(Role.SUPERVISOR), sit(Role.CLERK)
    wanted = replace(team_review_rules.shipped(), own=(MOVE,))
    with pytest.raises(NotAllowed):
        team_review_rules.set_policy(clerk, wanted)
    saved = team_review_rules.set_policy(carla, wanted)
    with pytest.raises(NotAllowed):
        team_settings.undo(clerk, saved.undo)
    assert team_review_rules.policy(carla) == wanted
    again = team_review_rules.set_policy(carla, wanted)
    assert again.undo == "", "nothing was changed, so nothing was written"


def test_a_change_is_undone_once_and_not_over_a_later_one(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    first = capacity_board.set_figures(carla, {"team-weight-new": 150})
    second = capacity_board.set_figures(carla, {"team-weight-new": 175})
    with pytest.raises(InputRejected, match="changed again"):
        team_settings.undo(carla, first.undo)
    team_settings.undo(carla, second.undo)
    assert capacity_board.figures(carla)["team-weight-new"] == 150
    with pytest.raises(NotFound):
        team_settings.undo(carla, "nothing")
