"""The capacity board in the window: shares and slots set, the plan told within its days, numbers
that open their members, and what would be with more referrals or without somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.journeys.team_desk import TeamDesk, words_of
from ui.models.board_table import KEYS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def cell(tab: Any, name: str, key: str) -> str:
    """What stands on the board for somebody."""
    model = tab.grid.model()
    [row] = [
        n for n in range(model.rowCount()) if name in str(model.index(n, KEYS.index("name")).data())
    ]
    return str(model.index(row, KEYS.index(key)).data() or "")


def stand_on(desk: TeamDesk, tab: Any, name: str, key: str) -> None:
    """A click on somebody's number."""
    desk.click(tab.grid, desk.row(tab.grid, name), KEYS.index(key))


def test_share_and_slots_are_set_and_a_number_opens_its_members(
    team: TeamDesk,
) -> None:
    team.sit("Carla Nguyen")
    tab = team.team("board")
    assert cell(tab, "Ben Ochoa", "members") == "3"
    stand_on(team, tab, "Ben Ochoa", "share")
    team.enter(tab.grid)
    form = team.dialog()
    for key, text in (("share", "fifty"), ("limit", "2"), ("open_any", "1"), ("open_own", "2")):
        team.write(form.fields[key].widget, text)
    assert "whole number" in team.refuses()
    team.write(form.fields["share"].widget, "50")
    team.saves()
    assert cell(tab, "Ben Ochoa", "share") == "50 %"
    assert (cell(tab, "Ben Ochoa", "any"), cell(tab, "Ben Ochoa", "own")) == ("1", "2")
    assert "over" in cell(tab, "Ben Ochoa", "load")
    assert "Over the limit: 1" in words_of(tab)

    stand_on(team, tab, "Ben Ochoa", "members")
    assert "How it is counted." in words_of(tab)
    team.enter(tab.grid)
    assert team.inside.place.key == "caseload"
    assert team.inside.view("caseload")._model.rowCount() == 3

    team.sit("Ben Ochoa")
    tab = team.team("board")
    assert not tab.figures.isVisible(), "weights are the supervisor's"
    stand_on(team, tab, "Fay Lund", "members")
    assert not tab.profile.isVisible()
    stand_on(team, tab, "Ben Ochoa", "members")
    team.press(tab.profile)
    fields = team.dialog().fields
    assert not fields["share"].isVisible() and not fields["open_any"].isVisible()
    team.write(fields["languages"].widget, "English, Tagalog")
    team.saves()
    assert "Tagalog" in cell(tab, "Ben Ochoa", "about")


def test_the_plan_is_told_of_slots_within_its_days(team: TeamDesk) -> None:
    team.sit("Carla Nguyen")
    tab = team.team("board")
    assert "was never told" in words_of(tab.plans) and "Nothing told" in words_of(tab.plans)
    team.press(tab.tell)
    form = team.dialog()
    team.choose(form.plan, "north")
    team.write(form.any, "4")
    team.saves()
    told = words_of(tab.plans)
    assert "not told yet, since Nov 20: 4 and 0" in told
    assert "to be told by" in told
    team.on(date(2026, 12, 10))
    tab = team.team("board")
    assert "Overdue" in words_of(tab.plans), "the days are over"

    today = team.rail("today")
    model = today._list.model()
    said = [model.index(n, 0).data(SPOKEN) or "" for n in range(model.rowCount())]
    [place] = [n for n, words in enumerate(said) if words.endswith("Enter: The plan knows")]
    today._list.setCurrentIndex(model.index(place, 0))
    team.enter(today._list)
    assert "The plan has been told" in team.form_says()
    team.saves()
    tab = team.team("board")
    told = words_of(tab.plans)
    assert "was told on Dec 10: 4 for any new member" in told
    assert "Overdue" not in told and "to be told by" not in told

    team.sit("Dana Park")
    tab = team.team("board")
    team.press(tab.tell)
    team.write(team.dialog().any, "9")
    assert "Ask Ana Ruiz, Carla Nguyen." in team.refuses()


def test_what_if_is_tried_beside_the_board_and_never_written(
    team: TeamDesk,
) -> None:
    team.sit("Carla Nguyen")
    before = team.read(lambda ws: ws.store.query("SELECT count(*) FROM journal_transaction"))
    tab = team.team("board")
    card = tab.what_if
    team.write(card.count, "0")
    team.press(card.add)
    assert "Try 1 to 500 referrals." in card.fields["count"].error.text()
    team.write(card.count, "20")
    team.press(card.add)
    assert "20 members would find somebody" in card.said.text()
    gained = {name: int(cell(tab, name, "gained") or 0) for name in ("Ben Ochoa", "Fay Lund")}
    assert sum(gained.values()) == 20
    assert gained["Fay Lund"] > gained["Ben Ochoa"], "who carries less is given more"
    assert cell(tab, "Ben Ochoa", "members") == "3", "the board itself stays"

    team.named(card.person, "Ben Ochoa")
    team.press(card.lose)
    assert cell(tab, "Ben Ochoa", "then") == "not there"
    assert cell(tab, "Fay Lund", "gained") == "+23", "one on top of the other"
    team.press(card.back)
    assert tab.grid.isColumnHidden(KEYS.index("then"))
    after = team.read(lambda ws: ws.store.query("SELECT count(*) FROM journal_transaction"))
    assert after == before
