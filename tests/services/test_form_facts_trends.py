"""The printed trends and exceptions say what the window says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NotAllowed
from navigator_app.runtime.clock import Clock
from navigator_app.services import exceptions, forecast, print_desk, trends, workspace
from navigator_app.services.form_facts import Subject, gather
from navigator_app.services.form_facts_exceptions import MOST
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
    weeks = [one for one in forecast.forecast(year).weeks if one.ending]
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
