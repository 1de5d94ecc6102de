"""The hand on the screen: what is kept of it, and what is no signature."""

from __future__ import annotations

import math

import pytest

from navigator_app.domain import ink
from navigator_app.domain.ink import Flaw

WAVE = [(100 + at * 2, 150 + 80 * math.sin(at / 20)) for at in range(350)]


def test_a_wave_keeps_its_shape_with_far_fewer_points() -> None:
    (line,) = ink.settled([WAVE])
    assert len(line) < 80
    assert line[0] == (100, 150)
    for x, y in WAVE:  # no point lies further from the kept line than was allowed, and rounding
        near = min(
            ink._away((round(x), round(y)), *pair) for pair in zip(line, line[1:], strict=False)
        )
        assert near <= ink.LOOSE + 0.01


def test_a_straight_line_is_its_ends_and_a_dot_on_an_i_stays() -> None:
    assert ink.settled([[(x, 100) for x in range(100, 500)], [(300, 60)]]) == (
        ((100, 100), (499, 100)),
        ((300, 60),),
    )


def test_what_slipped_over_the_edge_comes_back_to_it() -> None:
    assert ink.settled([[(-40, 10), (1500, 900)]]) == (((0, 10), (ink.WIDTH, ink.HEIGHT)),)


def test_ten_thousand_points_are_thinned_without_going_deep() -> None:
    zigzag = [(at % 1000, at % 2 * 300) for at in range(10_000)]
    assert ink.flaw(ink.settled([zigzag])) is Flaw.TOO_MUCH


@pytest.mark.parametrize(
    ("strokes", "flaw"),
    [
        ((), Flaw.EMPTY),
        ((((500, 100),),), Flaw.DOT),
        ((((500, 100), (510, 104)),), Flaw.DOT),
        ((((100, 100), (160, 100)),), None),
        ((((100, 100), (1200, 100)),), Flaw.OUTSIDE),
        (tuple(((at, 10), (at, 300)) for at in range(201)), Flaw.TOO_MUCH),
    ],
)
def test_what_is_no_signature(strokes: ink.Strokes, flaw: Flaw | None) -> None:
    assert ink.flaw(strokes) is flaw


def test_the_store_gives_back_what_it_was_given() -> None:
    strokes = ink.settled([WAVE, [(1, 2)]])
    assert ink.read(ink.told(strokes)) == strokes


@pytest.mark.parametrize(
    "text", ["", "{", "[[1]]", '[[["a",1]]]', "[[[1.5,2]]]", "7", "[" * 50_000]
)
def test_a_text_that_holds_no_strokes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        ink.read(text)
