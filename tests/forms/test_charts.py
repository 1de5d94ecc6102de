"""Charts of a form: what stands on paper, and that no series rests on colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from navigator_app.forms import charts, reading
from navigator_app.forms.definition import Block, Form, Kind
from navigator_app.forms.page import MARGIN, Bar, Trace
from navigator_app.forms.render import Order, render
from tests.forms.pdf_lines import Lines, beyond, collisions

ROWS = [["", "Came", "Went"], ["Jan", "12", "3"], ["Feb", "", ""], ["Mar", "7", "25"]]


def _form(kind: Kind) -> Form:
    block = Block(kind, source="some.chart")
    return replace(reading.form("trends"), blocks=(block,))


def _lines(kind: Kind, rows: list[list[str]], *, large: bool = False) -> Lines:
    return Lines(render(Order(_form(kind), facts={"some.chart": rows}, large=large)).pdf)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("kind", [Kind.BARS, Kind.LINES])
def test_series_places_and_axis_are_named(kind: Kind, large: bool) -> None:
    lines = _lines(kind, ROWS, large=large)
    said = lines.body()
    top = "40" if kind is Kind.BARS else "30"  # the highest, rounded up: 7 + 25, or 25
    assert all(word in said for word in ("Came", "Went", "Jan", "Feb", "Mar", top))
    assert collisions(lines) == []
    assert beyond(lines, MARGIN) == []


def test_the_number_of_a_bar_stands_above_it() -> None:
    said = _lines(Kind.BARS, ROWS).body()
    assert "15" in said
    assert "32" in said


@pytest.mark.parametrize("kind", [Kind.BARS, Kind.LINES])
@pytest.mark.parametrize("rows", [[], [["", "Came"], ["Jan", ""], ["Feb", "0"]]])
def test_without_figures_the_axis_stands_alone(kind: Kind, rows: list[list[str]]) -> None:
    said = _lines(kind, rows).body()
    assert "0.5" in said
    assert [row[0] in said for row in rows[1:]] == [True] * len(rows[1:])


def test_every_pattern_differs_in_grey() -> None:
    drawn = {charts.drawn(Bar(0, 0, 20, 30, n), 0, 0) for n in range(charts.PATTERNS)}
    assert len(drawn) == charts.PATTERNS
    assert not [one for one in drawn if " rg" in one or " RG" in one]


def test_every_line_differs_by_its_dash() -> None:
    points = ((0.0, 0.0), (10.0, 5.0))
    assert len({charts.drawn(Trace(0, 0, points, n), 0, 0) for n in range(4)}) == 4
