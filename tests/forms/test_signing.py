"""A signature drawn on screen stands on its line as it was drawn, with name, moment and words."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from navigator_app.errors import InputRejected
from navigator_app.forms import hand, reading
from navigator_app.forms.catalogue import LANGUAGES, Texts
from navigator_app.forms.definition import Kind
from navigator_app.forms.hand import Ink
from navigator_app.forms.layout import Fact
from navigator_app.forms.render import Order, render
from tests.forms.pdf_lines import Lines, collisions
from tests.forms.pdf_reader import squeezed

AT = datetime(2026, 3, 9, 14, 5, tzinfo=ZoneInfo("America/Los_Angeles"))
WAVE = [[(100, 100), (300, 20), (500, 280), (700, 100), (900, 280)], [(200, 250), (201, 250)]]
FORM = reading.form("consent")
PLACE = str(next(at for at, block in enumerate(FORM.blocks) if block.kind is Kind.SIGNATURE))
_PEN = re.compile(rb"q 1\.2 w 1 J 1 j\n(.*?)\nS Q", re.DOTALL)
_POINT = re.compile(rb"([\d.]+) ([\d.]+) [ml]")


def ink(strokes: object = None, **more: object) -> Ink:
    return Ink(WAVE if strokes is None else strokes, "María Hernández", AT, **more)  # type: ignore[arg-type]


def signed(facts: dict[str, Fact], drawn: Ink, language: str = "en", **how: object) -> Lines:
    order = Order(FORM, language, facts, ink={PLACE: drawn}, **how)  # type: ignore[arg-type]
    return Lines(render(order).pdf)


def points(lines: Lines) -> tuple[int, list[tuple[float, float]]]:
    """The page of the hand, and its points."""
    for page in range(lines.pages):
        if found := _PEN.search(lines.contents(page)):
            return page, [(float(x), float(y)) for x, y in _POINT.findall(found[1])]
    raise AssertionError("no hand is drawn")


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hand_is_drawn_in_its_field(language: str, large: bool, facts: dict[str, Fact]) -> None:
    lines = signed(facts, ink(), language, large=large)
    page, drawn = points(lines)
    texts = Texts(language)
    body = lines.body()
    for told in (texts.word("signed_on_screen"), texts.moment(AT), "María Hernández"):
        assert squeezed(told) in body
    xs, ys = [x for x, _y in drawn], [y for _x, y in drawn]
    frame = next(f for f in lines.frames(page) if f[2] > 400 and f[1] < min(ys) < f[1] + f[3])
    half = frame[0] + frame[2] / 2
    if language in ("ar", "fa"):
        assert half <= min(xs) < max(xs) <= frame[0] + frame[2] - 8
    else:
        assert frame[0] + 8 <= min(xs) < max(xs) <= half
    assert collisions(lines) == []
    over = [
        o.text
        for o in lines.lines(page)
        if min(ys) < o.y < max(ys) and o.x < max(xs) < o.x + o.width
    ]
    assert over == []


@pytest.mark.parametrize(
    "strokes",
    [
        WAVE,
        [[(0, 0), (1000, 5)]],
        [[(500, 0), (501, 320)]],
        [[(10, 10), (40, 300)], [(400, 0), (990, 310)]],
    ],
    ids=["wave", "flat", "upright", "wide"],
)
def test_it_is_never_out_of_proportion_nor_out_of_its_field(strokes) -> None:
    fitted = hand.fitted(ink(strokes), 200, 34)
    flat = [point for stroke in strokes for point in stroke]
    told = [point for stroke in fitted for point in stroke]
    assert len(told) == len(flat)
    assert all(-0.01 <= x <= 200.01 and -0.01 <= y <= 34.01 for x, y in told)
    (x0, y0), (x1, y1) = flat[0], flat[-1]
    (u0, v0), (u1, v1) = told[0], told[-1]
    assert (u1 - u0) * (y1 - y0) == pytest.approx((v1 - v0) * (x1 - x0), abs=0.01)


def test_a_field_measured_by_its_height_keeps_its_shape() -> None:
    same = hand.fitted(ink([[(0, 0), (300, 100)]]), 200, 30)
    other = hand.fitted(ink([[(0, 0), (300, 300)]], aspect=3.0), 200, 30)
    assert same[0][1] == pytest.approx(other[0][1]) == (90, 30)


def test_a_dot_stays_a_dot() -> None:
    [[(x, y)]] = hand.fitted(ink([[(500, 500)]]), 200, 30)
    assert 0 <= x <= 200
    assert 0 <= y <= 30


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[]],
        [[(float("nan"), 1)]],
        [[(1, float("inf"))]],
        [[("a", 1)]],
        [[(1,)]],
        [[(1e9, 1)]],
        [[None]],
        [[(1, 2)] * 30_000],
    ],
)
def test_a_broken_hand_is_named(strokes, facts: dict[str, Fact]) -> None:
    with pytest.raises(InputRejected, match="drawn signature cannot be read"):
        signed(facts, ink(strokes))


def test_who_signs_for_a_member_is_told(facts: dict[str, Fact]) -> None:
    body = signed(facts, ink(authority="Conservator")).body()
    assert "Conservator" in body
    lines = signed(facts, ink())
    texts = {line.text for page in range(lines.pages) for line in lines.lines(page)}
    assert "—" in texts, "nobody signs for them: said, not left to fill in"


def test_the_hash_of_the_words_is_the_same_signed_or_not(facts: dict[str, Fact]) -> None:
    drawn = render(Order(FORM, "en", facts, ink={PLACE: ink()})).stamp
    assert drawn == render(Order(FORM, "en", facts)).stamp
