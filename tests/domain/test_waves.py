"""The wave: work that does not fit moves to earlier weeks, and nothing is lost on the way."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain import waves

MONDAY = date(2026, 11, 16)


def test_a_wave_is_worked_off_before_it_breaks() -> None:
    made = waves.wave({2: (6, 0)}, MONDAY, 4, per_packet=2.0, per_week=5.0)
    assert [week.ending for week in made.weeks] == [0, 0, 6, 0]
    assert [week.early for week in made.weeks] == [0.0, 2.0, 7.0, 0.0]
    assert [week.over for week in made.weeks] == [False, False, True, False]
    assert made.short == 0.0


def test_what_is_asked_for_takes_no_more_hours() -> None:
    made = waves.wave({0: (3, 3)}, MONDAY, 1, per_packet=2.0, per_week=5.0)
    assert made.weeks[0].hours == 0.0


def test_hours_that_no_longer_fit_are_said() -> None:
    assert waves.wave({0: (5, 0)}, MONDAY, 2, per_packet=2.0, per_week=4.0).short == 6.0


def test_weeks_begin_on_monday_and_follow_one_another() -> None:
    assert waves.monday(date(2026, 11, 22)) == MONDAY
    made = waves.wave({}, MONDAY, 3, per_packet=1.0, per_week=1.0)
    assert [str(week.first) for week in made.weeks] == ["2026-11-16", "2026-11-23", "2026-11-30"]
    assert made.weeks[0].last == date(2026, 11, 22)


@given(
    st.dictionaries(st.integers(0, 9), st.integers(0, 40), max_size=10),
    st.integers(1, 20),
)
def test_no_hour_is_lost(ends: dict[int, int], per_week: int) -> None:
    made = waves.wave(
        {week: (n, 0) for week, n in ends.items()}, MONDAY, 10, per_packet=1.0, per_week=per_week
    )
    worked, due = 0.0, 0.0
    for week, after in zip(made.weeks, [*made.weeks[1:], None], strict=True):
        due = week.hours + (after.early if after else 0.0)
        worked += min(due, per_week)
        assert week.early == max(0.0, due - per_week)
    assert worked + made.short == sum(ends.values())
