"""Charts drawn for review: the draw itself, answers, findings, results, rights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain import review
from navigator_app.domain.review import Answer
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.services import (
    capacity_board,
    chart_review,
    chart_review_read,
    review_figures,
    team_review_rules,
    today,
)
from navigator_app.services.workspace import Workspace
from tests.services import loops, team

WEIGHTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(0, 900))


@given(WEIGHTS, st.integers(0, 12), st.integers(0, 2**31))
def test_the_same_seed_draws_the_same_sample(weights: dict[str, int], n: int, seed: int) -> None:
    found = review.draw(weights, n, seed)
    turned = dict(reversed(list(weights.items())))
    assert found == review.draw(turned, n, seed)
    heavy = {key for key, weight in weights.items() if weight}
    assert len(found) == min(n, len(heavy)) == len(set(found))
    assert set(found) <= heavy


@given(WEIGHTS, st.integers(1, 12), st.integers(0, 2**31))
def test_who_was_not_drawn_does_not_matter(weights: dict[str, int], n: int, seed: int) -> None:
    found = review.draw(weights, n, seed)
    assert review.draw({key: weights[key] for key in found}, n, seed) == found


def test_the_first_drawn_follows_the_weights() -> None:
    weights = {"plain": 100, "flees": 300, "late": 200, "both": 400}
    rounds = 20_000
    first = Counter(review.draw(weights, 1, seed)[0] for seed in range(rounds))
    whole = sum(weights.values())
    for key, weight in weights.items():
        wanted = weight / whole
        spread = (wanted * (1 - wanted) / rounds) ** 0.5
        assert abs(first[key] / rounds - wanted) < 4 * spread, (key, first[key])


def test_two_of_three_follow_the_weights() -> None:
    weights = {"a": 100, "b": 200, "c": 300}
    rounds = 20_000
    found = Counter(key for seed in range(rounds) for key in review.draw(weights, 2, seed))
    for key, own in weights.items():
        others = [w for k, w in weights.items() if k != key]
        whole = sum(weights.values())
        wanted = own / whole + sum(w / whole * own / (whole - w) for w in others)
        spread = (wanted * (1 - wanted) / rounds) ** 0.5
        assert abs(found[key] / rounds - wanted) < 4 * spread, (key, found[key])


@pytest.fixture
def charts(workspace: Workspace) -> list[loops.Made]:
    plan = loops.add_plan(workspace, "bayview")
    return [loops.add_member(workspace, plan, n) for n in range(1, 13)]


@pytest.fixture
def sit(workspace: Workspace, charts: list[loops.Made]) -> Callable[[Role], Workspace]:
    people = team.full(workspace)
    with workspace.store.transaction("x", clock=workspace.clock, user=workspace.user) as tx:
        tx.execute("UPDATE member SET navigator_id = ?", (people[Role.NAVIGATOR].id,))
        tx.execute(
            "UPDATE member SET navigator_id = ? WHERE id = ?",
            (people[Role.SUPERVISOR].id, charts[0].member),
        )
        tx.execute("UPDATE member SET fleeing_violence = 1 WHERE id = ?", (charts[1].member,))
    return lambda role: team.seat(workspace, people[role])


def test_never_ones_own_chart(sit, charts) -> None:
    carla = sit(Role.SUPERVISOR)
    sample = chart_review.draw(carla, review.RANDOM, 200).id
    drawn = {chart.member_id for chart in chart_review.charts(carla, sample)}
    assert drawn == {one.member for one in charts[1:]}


def test_a_sample_is_drawn_again_from_its_seed(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    sample = chart_review.draw(carla, review.BY_RISK, 4, seed=7).id
    kept = {chart.member_id for chart in chart_review.charts(carla, sample)}
    again = chart_review.again(carla, sample)
    assert again.same
    assert set(again.member_ids) == kept
    assert chart_review.samples(carla)[0].seed == 7


def test_signs_add_weight(sit, charts) -> None:
    carla = sit(Role.SUPERVISOR)
    plain = chart_review.weights(carla, review.RANDOM)
    risky = chart_review.weights(carla, review.BY_RISK)
    assert set(plain.values()) == {100}
    flees, other = risky[charts[1].member], risky[charts[2].member]
    assert flees == other + 200


def test_the_agency_sets_its_own_weights(sit, charts) -> None:
    carla = sit(Role.SUPERVISOR)
    assert capacity_board.last_set(carla) is None
    review_figures.set_figures(carla, {"fleeing-violence": 325})
    risky = chart_review.weights(carla, review.BY_RISK)
    assert risky[charts[1].member] == risky[charts[2].member] + 325
    told = capacity_board.last_set(carla)
    assert told is not None
    moment, name = told
    assert moment
    assert name == carla.user.name
    review_figures.set_figures(carla, {"fleeing-violence": 0})
    assert review_figures.figures(carla)["fleeing-violence"] == 0
    with pytest.raises(InputRejected, match="From 0 to"):
        review_figures.set_figures(carla, {"no-contact": -1})
    with pytest.raises(NotAllowed):
        review_figures.set_figures(sit(Role.CLERK), {"no-contact": 100})


def test_a_chart_is_read_and_its_finding_mended(sit) -> None:
    carla, ben = sit(Role.SUPERVISOR), sit(Role.NAVIGATOR)
    sample = chart_review.draw(carla, review.RANDOM, 1, seed=3).id
    [chart] = chart_review.charts(carla, sample)
    first, *rest = [one.id for one in team_review_rules.shipped_questions()]
    with pytest.raises(InputRejected, match="not answered"):
        chart_review_read.finish(carla, chart.id)
    chart_review_read.answer(carla, chart.id, first, review.NO)
    for question in rest:
        chart_review_read.answer(carla, chart.id, question, review.YES)
    with pytest.raises(InputRejected, match="nothing says why"):
        chart_review_read.finish(carla, chart.id)
    found = chart_review_read.find(
        carla, chart.id, "Two visits without a place.", question=first, due=date(2026, 11, 27)
    )
    chart_review_read.finish(carla, chart.id)
    [line] = [r for r in today.due(ben, navigator_id=ben.user.id) if r.rule == "chart-finding"]
    assert (line.due, line.subject, line.member_id) == (
        date(2026, 11, 27), found.id, chart.member_id,
    )  # fmt: skip
    assert [one.id for one in chart_review_read.findings(ben)] == [found.id]
    with pytest.raises(InputRejected, match="how it was settled"):
        chart_review_read.settle(ben, found.id, " ")
    saved = chart_review_read.settle(ben, found.id, "Places written in.")
    assert chart_review_read.findings(ben) == []
    chart_review_read.undo(ben, saved.undo)
    assert len(chart_review_read.findings(ben)) == 1
    told = {one.question: one for one in chart_review.results(carla)}
    assert (told[first].yes, told[first].no, told[first].share) == (0, 1, 0.0)
    assert told[rest[0]].share == 1.0
    assert told[first].month == "2026-11"


def test_a_chart_read_on_the_last_evening_counts_in_that_month(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    evening = datetime(2026, 12, 1, 2, tzinfo=UTC)  # six on 30 November in California
    late = replace(carla, clock=replace(carla.clock, fixed=evening))
    sample = chart_review.draw(late, review.RANDOM, 1, seed=3).id
    [chart] = chart_review.charts(late, sample)
    yes = {one.id: Answer(review.YES) for one in team_review_rules.shipped_questions()}
    chart_review_read.answer_all(late, chart.id, yes)
    assert {one.month for one in chart_review.results(late)} == {"2026-11"}


def test_who_does_not_review_charts_is_refused(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    sample = chart_review.draw(carla, review.RANDOM, 1).id
    [chart] = chart_review.charts(carla, sample)
    for role in (Role.NAVIGATOR, Role.CLERK, Role.ADMINISTRATOR):
        them = sit(role)
        for work in (
            lambda ws: chart_review.samples(ws),
            lambda ws: chart_review.draw(ws, review.RANDOM, 1),
            lambda ws: chart_review.one(ws, chart.id),
            lambda ws: chart_review_read.answer(ws, chart.id, "notes-say-what", review.YES),
        ):
            with pytest.raises(NotAllowed):
                work(them)


def test_what_cannot_be(sit) -> None:
    carla = sit(Role.SUPERVISOR)
    for count in (0, 201):
        with pytest.raises(InputRejected, match="1 to 200"):
            chart_review.draw(carla, review.RANDOM, count)
    with pytest.raises(InputRejected):
        chart_review.draw(carla, "by-mood", 1)
    with pytest.raises(NotFound):
        chart_review.one(carla, "nothing")
    sample = chart_review.draw(carla, review.RANDOM, 1)
    [chart] = chart_review.charts(carla, sample.id)
    with pytest.raises(InputRejected, match="no such question"):
        chart_review_read.answer(carla, chart.id, "mood", review.YES)
    with pytest.raises(InputRejected, match="yes, no"):
        chart_review_read.answer(carla, chart.id, "notes-say-what", "maybe")
    with pytest.raises(InputRejected, match="over"):
        chart_review_read.find(carla, chart.id, "x", due=date(2026, 11, 1))
    chart_review_read.undo(carla, sample.undo)
    assert chart_review.samples(carla) == []
