"""Trends in the window: each drawn with its table behind, by group with small groups hidden, and
saved as a table that no spreadsheet runs."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from navigator_app.services import trend_words, trends
from tests.journeys.team_desk import FORMULA, TeamDesk, rows

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
HIDDEN = "hidden: too few"
KINDS = set(trend_words.DIMENSION_TITLES.values())


def numbers(cells: list[str]) -> list[float]:
    """What stands in cells that are numbers, with or without their unit."""
    firsts = [cell.replace(",", "").replace("%", " ").split() for cell in cells]
    return [float(one[0]) for one in firsts if one and one[0].replace(".", "", 1).isdecimal()]


def test_each_figure_is_drawn_with_its_table_behind(year: TeamDesk) -> None:
    year.sit("Carla Nguyen")
    tab = year.team("trends")
    keys = [tab.figure.itemData(n) for n in range(tab.figure.count())]
    assert len(keys) >= 9
    for key in keys:
        year.choose(tab.figure, key)
        assert tab.chart.accessibleName(), key
        assert tab.counted.text().startswith("How it is counted: ")
        table = rows(tab.table)
        assert table, key
        said = tab.chart.current_words()
        assert said and tab.said.text() == said
        tab.chart.setFocus()
        year.qtbot.keyClick(tab.chart, Qt.Key.Key_Left)
        year.qtbot.keyClick(tab.chart, Qt.Key.Key_Right)
        assert tab.chart.current_words() == said, "there and back"
        assert numbers([cell for row in table for cell in row[1:]]), key


def test_small_groups_are_hidden_and_how_small_is_said(year: TeamDesk) -> None:
    year.sit("Carla Nguyen")
    least = trends.small_cell()
    tab = year.team("trends")
    year.turn(tab.tabs, 1)
    assert tab.groups_note.isVisible()
    assert str(least) in tab.groups_note.text()
    hidden = shown = 0
    for key in ("closures", "accept", "contact", "kept"):
        year.choose(tab.figure, key)
        groups = rows(tab.table)
        assert {row[0] for row in groups} == KINDS
        for row in groups:
            if row[2] == "–":
                hidden += 1
                assert not numbers([row[3]]), row
            else:
                shown += 1
                assert int(row[2].replace(",", "")) == 0 or int(row[2].replace(",", "")) >= least
    assert hidden and shown


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_all_of_it_is_saved_and_nothing_in_it_runs(
    year: TeamDesk,
    tmp_path: Path,
    ending: str,
) -> None:
    year.sit("Carla Nguyen")
    tab = year.team("trends")
    year.choose(tab.figure, "accept")
    by_month = {row[0]: row for row in rows(tab.table)}
    year.press(tab.save)
    file = year.save_as(tmp_path / f"trends{ending}")
    if ending == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as source:
            table = list(csv.reader(source))
    else:
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        table = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert len(table) > 100
    assert not [cell for row in table for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert any(f"'{FORMULA}" == cell for row in table for cell in row), "it stands there as text"

    least = trends.small_cell()
    groups = [row for row in table if row[1] in KINDS]
    assert any(row[3] == HIDDEN for row in groups)
    for row in groups:
        assert row[3] == HIDDEN or int(row[3]) == 0 or int(row[3]) >= least, row
    whole = [row for row in table if row[0] == "Days until accepted" and row[1] == "Month"]
    assert len(whole) == len(by_month)
    on_screen = sorted(numbers([row[1] for row in by_month.values()]))
    assert on_screen


def test_who_may_not_see_the_team_gets_no_file(year: TeamDesk) -> None:
    for name in ("Ben Ochoa", "Dana Park"):
        year.sit(name)
        tab = year.team("trends")
        assert tab.table.model() is None or not rows(tab.table)
