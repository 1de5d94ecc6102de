"""Exceptions in the window: every number says how it is counted and opens as many members."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.journeys.team_desk import TeamDesk, rows
from ui.places import member_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


def all_rows(desk: TeamDesk, tab: Any) -> list[list[str]]:
    """The members behind the number that is chosen, to the last."""
    while tab.more.isVisible():
        desk.press(tab.more)
    return rows(tab.members) if tab.members.isVisible() else []


def test_every_number_opens_as_many_members_and_says_how_it_is_counted(
    year: TeamDesk,
) -> None:
    year.sit("Carla Nguyen")
    tab = year.team("exceptions")
    numbers = rows(tab.figures)
    assert len(numbers) >= 10
    said = set()
    year.click(tab.figures, 0)
    for place, (count, title, *_weight) in enumerate(numbers):
        if place:
            year.qtbot.keyClick(tab.figures, Qt.Key.Key_Down)
            year.settle()
        assert tab.heading.text() == title
        assert tab.definition.text().startswith("How it is counted: ")
        said.add(tab.definition.text())
        assert len(all_rows(year, tab)) == int(count.replace(",", "")), title
        assert tab.nobody.isVisible() == (count == "0")
    assert len(said) == len(numbers), "each has words of its own"
    assert sum(count != "0" for count, *_rest in numbers) >= 8, "the year shows too little"


def test_a_member_behind_a_number_is_opened_with_the_keys(year: TeamDesk) -> None:
    year.sit("Carla Nguyen")
    tab = year.team("exceptions")
    year.click(tab.figures, year.row(tab.figures, "Support plan not signed"))
    name = rows(tab.members)[0][0]
    year.enter(tab.figures)
    assert tab.members.hasFocus()
    year.enter(tab.members)
    assert year.inside.place.key == "member"
    first = name.strip("\u2068\u2069").split()[0]
    assert first in year.page_says("member")
    assert member_of(year.inside.place.target)


def test_a_navigator_sees_the_own_caseload_alone(team: TeamDesk) -> None:
    team.sit("Carla Nguyen")
    tab = team.team("exceptions")
    whole = {title: int(count) for count, title, *_weight in rows(tab.figures)}
    team.named(tab.whose, "Ben Ochoa")
    his = {title: int(count) for count, title, *_weight in rows(tab.figures)}
    assert whole != his
    assert all(his[title] <= whole[title] for title in whole)

    team.sit("Ben Ochoa")
    tab = team.team("exceptions")
    assert not tab.whose.isVisible()
    assert {title: int(count) for count, title, *_weight in rows(tab.figures)} == his
    team.click(tab.figures, next(n for n, row in enumerate(rows(tab.figures)) if row[0] != "0"))
    behind = {row[3].strip("\u2068\u2069") for row in all_rows(team, tab)}
    assert behind == {"Ben Ochoa"}
