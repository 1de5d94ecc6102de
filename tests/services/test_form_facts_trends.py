"""The printed trends and exceptions say what the window says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from navigator_app.domain.records import UserRow
from navigator_app.domain.trends import TIMES
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NotAllowed
from navigator_app.policy import team_figures
from navigator_app.runtime.clock import Clock
from navigator_app.services import exceptions, forecast, print_desk, trend_words, trends, workspace
from navigator_app.services.form_facts import Subject, gather
from navigator_app.services.form_facts_exceptions import MOST
from navigator_app.services.form_facts_groups import TOO_FEW
from navigator_app.services.form_facts_trends import WEEKS
from navigator_app.services.workspace import Workspace
from tests import team_year
from tests.conftest import PASSPHRASE
from tests.services import team


@pytest.fixture(scope="module")
def year(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Workspace]:
    """A generated year; whoever is at work supervises."""
    home = tmp_path_factory.mktemp("printed") / "home"
    shutil.copytree(built_home, home)
    ws = workspace.unlock(home, PASSPHRASE, clock=clock)
    team_year.build(ws, members=200)
    yield team.seat(ws, UserRow("u12", "Somebody", Role.SUPERVISOR))
    ws.close()


@pytest.fixture
def later(year: Workspace) -> Workspace:
    """The same a week on, in the same month."""
    return replace(year, clock=Clock(year.clock.zone, year.clock.now() + timedelta(days=7)))


def _rows(ws: Workspace, kind: str, source: str) -> list[tuple[str, ...]]:
    found = gather(ws, kind, Subject()).facts[source]
    assert isinstance(found, list)
    return [tuple(map(str, row)) for row in found]


def test_charts_and_tables_are_the_figures(year: Workspace) -> None:
    found = trends.overview(year)
    chart = _rows(year, "trends", "closures.chart")
    assert [sum(map(float, row[1:])) for row in chart[1:]] == [one.total for one in found.closures]
    assert [row[-1] for row in _rows(year, "trends", "closures.rows")] == [
        f"{one.total:,}" for one in found.closures
    ]
    medians = [row[2] for row in _rows(year, "trends", "contact.chart")[1:]]
    spreads = [one.spreads["contact"] for one in found.times]
    assert medians == [f"{one.mid:g}" if one else "" for one in spreads]
    weeks = [one for one in forecast.forecast(year).weeks[:WEEKS] if one.ending]
    assert [row[1] for row in _rows(year, "trends", "forecast.rows")] == [
        f"{one.ending:,}" for one in weeks
    ]
    assert weeks


def test_each_exception_has_its_number_and_its_members(year: Workspace) -> None:
    shown = exceptions.figures(year)
    assert [row[:2] for row in _rows(year, "exceptions", "exceptions.figures")] == [
        (one.title, f"{one.members:,}") for one in shown
    ]
    rows = _rows(year, "exceptions", "exceptions.members")
    starts = [row[0] for row in rows if row[0]]
    assert starts == [one.title for one in shown if one.members]
    lines = sum(min(one.members, MOST) + (one.members > MOST) for one in shown)
    assert len(rows) == lines
    first = exceptions.members(year, next(one.id for one in shown if one.members)).rows[0]
    assert rows[0][1] == first.member


def test_a_navigator_prints_their_own_exceptions_and_no_trends(year: Workspace) -> None:
    own = team.seat(year, UserRow("u3", "Somebody else", Role.NAVIGATOR))
    assert [row[1] for row in _rows(own, "exceptions", "exceptions.figures")] == [
        f"{one.members:,}" for one in exceptions.figures(own, navigator_id="u3")
    ]
    with pytest.raises(NotAllowed):
        gather(own, "trends", Subject())


@pytest.mark.parametrize("kind", ["trends", "exceptions"])
def test_it_can_be_set_out_as_it_is(year: Workspace, kind: str) -> None:
    prepared = print_desk.prepare(year, kind)
    assert prepared.order.facts


def test_groups_are_those_of_the_window_and_no_hidden_one_has_a_figure(year: Workspace) -> None:
    facts = gather(year, "trends", Subject()).facts
    assert (facts["groups.first"], facts["groups.last"]) == ("Nov 2025", "Oct 2026")
    assert team_figures.shipped().retention == (6, 12), "the columns of the sheet say so"
    found, hidden, shown = trends.equity(year), 0, 0
    for name, measures in (("times", TIMES), ("more", ("kept-6", "kept-12", "reach", "unpaid"))):
        lines = {row[1:3]: row for row in _rows(year, "trends", f"groups.{name}")}
        for place, measure in enumerate(measures, start=3):
            charts = {"kept-6": "kept_first", "kept-12": "kept_last"}
            source = f"groups.{charts.get(measure, measure)}_chart"
            drawn = _rows(year, "trends", source)[1:] if source in facts else []
            bars = {row[0]: row[1] for row in drawn}
            for one in (one for one in found if one.measure == measure):
                for cell in one.cells:
                    dimension = trend_words.DIMENSION_TITLES[one.dimension]
                    line = lines[dimension, trend_words.group(one.dimension, cell.group)]
                    if cell.hidden:
                        hidden += 1
                        assert (line[place], bars.get(line[0], "")) == (TOO_FEW, "")
                    else:
                        shown += 1
                        assert line[place].endswith(f" of {cell.n:,}")
                        middle = "" if cell.mid is None else f"{cell.mid:g}"
                        assert bars[line[0]] == middle or not middle
    assert hidden
    assert shown > 20
    reasons = [one for one in found if one.measure.startswith("closed:")]
    if not any(not cell.hidden for one in reasons for cell in one.cells):
        assert _rows(year, "trends", "groups.closed") == [("", "", "All groups", TOO_FEW, "")]
        return
    for row in _rows(year, "trends", "groups.closed"):
        cells = [
            cell for one in reasons for cell in one.cells
            if trend_words.group(one.dimension, cell.group) == row[2]
            and trend_words.DIMENSION_TITLES[one.dimension] == row[1]
        ]  # fmt: skip
        assert (row[3] == TOO_FEW) == any(cell.hidden for cell in cells)
        assert bool(row[4]) != any(cell.hidden for cell in cells)


def test_two_sheets_cannot_be_subtracted(year: Workspace, later: Workspace) -> None:
    earlier = gather(year, "trends", Subject(period="2026-10")).facts
    assert not [one for one in earlier if one.startswith("groups.")]
    today, after = (gather(ws, "trends", Subject()).facts for ws in (year, later))
    groups = [one for one in today if one.startswith("groups.")]
    assert len(groups) > 8
    for one in groups:
        assert today[one] == after[one], one
    assert later.clock.today() > year.clock.today()
