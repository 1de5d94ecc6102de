"""Members given out and people away, in the window: suggested with reasons, many at once, read by
who took over, undone; leave with a cover and a last day; and what is refused, with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from navigator_app.errors import StoreInUse
from navigator_app.services import assignment
from navigator_app.services import workspace as workspaces
from navigator_app.services.workspace import Workspace
from tests.journeys.team_desk import OWN, TeamDesk, rows

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier


def whose(desk: TeamDesk) -> dict[str, str]:
    """Whose each member is, by their first names."""
    sql = 'SELECT first_name, u.name FROM member m LEFT JOIN "user" u ON u.id = navigator_id'
    found = desk.read(lambda ws: ws.store.query(sql))
    return {first: name or "" for first, name in found}


def key_of(desk: TeamDesk, name: str) -> str:
    """The id of somebody who works there."""
    found = desk.read(lambda ws: ws.store.query('SELECT id FROM "user" WHERE name = ?', (name,)))
    return str(found[0][0])


def test_suggested_given_at_once_undone_and_read_by_who_took_over(
    team: TeamDesk,
) -> None:
    team.sit("Carla Nguyen")
    before = whose(team)
    tab = team.team("assign")
    given = {row[1].split()[0]: (row[2], row[3]) for row in rows(tab.table)}
    assert len(given) == 4
    for first in ("First5", "First7"):  # they speak Spanish
        name, because = given[first]
        assert "Fay Lund" in name
        assert "Spanish" in because
    assert all(because for _name, because in given.values())
    team.click(tab.table, team.row(tab.table, "First8"), held=CONTROL)  # left out
    assert tab.give.text() == "Give 3 as suggested"
    team.press(tab.give)
    assert ["First8" in row[1] for row in rows(tab.table)] == [True]
    after = whose(team)
    assert (after["First5"], after["First7"], after["First8"]) == ("Fay Lund", "Fay Lund", "")
    team.undo()
    assert whose(team) == before
    assert len(rows(tab.table)) == 4

    team.click(tab.table, team.row(tab.table, "First5"))
    team.press(tab.one)
    form = team.dialog()
    assert "Spanish" in form.because.text()
    team.named(form.to, "Fay Lund")
    team.write(form.fields["why"].widget, "Her sister calls on Mondays")
    team.saves()
    assert whose(team) == before | {"First5": "Fay Lund"}

    team.sit("Fay Lund")
    today = team.rail("today")
    assert "First5 Last00005" in today.handed.said.text()
    team.press(today.handed.read)
    said = team.form_says()
    assert "First5 Last00005: what to know" in said
    assert "Her sister calls on Mondays" in said
    assert "Handed over by nobody to Fay Lund" in said
    team.press(team.dialog().save_button)
    team.no_form()
    assert not today.handed.isVisible()

    team.sit("Carla Nguyen")
    assert "First5" not in [row[1].split()[0] for row in rows(team.team("assign").table)]


def leave(desk: TeamDesk, who: str, until: str, cover: str = "", first: str = "") -> None:
    """Fill the form for a leave in, without saving it."""
    desk.press(desk.team("leave").add_leave)
    form = desk.dialog()
    desk.named(form.fields["user"].widget, who)
    if first:
        desk.write(form.fields["first"].widget, first)
    desk.write(form.fields["until"].widget, until)
    if cover:
        desk.named(form.fields["cover"].widget, cover)


def test_the_cover_sees_whom_they_cover_until_the_last_day(team: TeamDesk) -> None:
    team.sit("Carla Nguyen")
    leave(team, "Ben Ochoa", "", "Fay Lund")
    assert "needs a last day" in team.refuses()
    team.write(team.dialog().fields["until"].widget, "11/27/2026")
    team.saves()
    tab = team.inside.view("team").tab("leave")
    assert "Fay Lund watches over 3 members (named as cover)" in tab.detail.text()

    team.sit("Fay Lund")
    today = team.rail("today")
    assert "Ben Ochoa" in today.covers.said.text()
    lines = team.today()
    for first in ("First2", "First3", "First4"):
        assert f"{first} " in lines
    theirs = [one for one in lines.splitlines() if "due Nov 19, 2026. For Ben Ochoa, away" in one]
    assert [one.partition(" ")[0] for one in theirs] == ["First2", "First3"]
    assert "You cover 3 members of Ben Ochoa" in today.covers.said.text()
    team.find("Last00001")
    team.no_form()  # a cover reads without a reason

    team.on(date(2026, 11, 28))
    assert "For Ben Ochoa" not in team.today()
    assert not today.covers.isVisible()
    team.find("Last00001")
    assert "somebody else" in team.form_says()  # and not any longer


def test_nothing_is_unwatched_when_all_are_away(team: TeamDesk) -> None:
    team.sit("Carla Nguyen")
    leave(team, "Ben Ochoa", "11/27/2026", "Fay Lund")
    team.saves()
    leave(team, "Fay Lund", "11/25/2026")
    team.saves()
    lines = team.today()  # the cover is away, too: the supervisor watches over both
    for first in ("First2", "First3", "First4"):
        assert f"{first} " in lines
    assert "For Fay Lund, away until Nov 25" in lines
    leave(team, "Carla Nguyen", "11/24/2026", "Ben Ochoa")
    assert "Ben Ochoa is away" in team.refuses()
    team.named(team.dialog().fields["cover"].widget, "Whoever supervises")
    team.saves()
    team.sit("Ana Ruiz")  # who administers is left
    lines = team.today()
    for first in ("First2", "First3", "First4"):
        assert f"{first} " in lines
    leave(team, "Ana Ruiz", "11/24/2026")
    assert "nobody would watch over" in team.refuses()
    team.qtbot.keyClick(team.dialog(), Qt.Key.Key_Escape)
    team.settle()

    tab = team.team("leave")
    team.click(tab.table, team.row(tab.table, "Carla Nguyen"))
    team.press(tab.back)
    team.sit("Carla Nguyen")
    assert "For Fay Lund" in team.today()


def test_nobody_away_or_full_is_given_anybody(team: TeamDesk) -> None:
    team.sit("Carla Nguyen")
    leave(team, "Ben Ochoa", "11/27/2026")
    team.saves()
    tab = team.team("assign")
    assert {row[2] for row in rows(tab.table)} != set()
    assert not any("Ben Ochoa" in row[2] for row in rows(tab.table))
    team.click(tab.table, team.row(tab.table, "First6"))
    team.press(tab.one)
    form = team.dialog()
    team.named(form.to, "Ben Ochoa")
    assert "Ben Ochoa is away until Nov 27" in form.because.text()
    assert "Ben Ochoa is away until Nov 27" in team.refuses()
    team.named(form.to, "Carla Nguyen")
    assert "Carla Nguyen has 0 of 0 already." in team.refuses()
    assert whose(team)["First6"] == ""
    team.write(form.fields["override"].widget, "She asked for me")
    team.saves()
    assert whose(team)["First6"] == "Carla Nguyen"


def test_who_may_not_assign_is_told_whom_to_ask(team: TeamDesk) -> None:
    for name in ("Ben Ochoa", "Dana Park", "Ana Ruiz"):
        team.sit(name)
        tab = team.team("assign")
        assert "Ask Carla Nguyen." in tab.told.words.text(), name
        assert not tab.table.isVisible() and not tab.give.isVisible()


def test_two_sessions_change_one_assignment(team: TeamDesk) -> None:
    team.sit("Carla Nguyen")
    tab = team.team("assign")
    team.click(tab.table, team.row(tab.table, "First5"))
    team.press(tab.one)
    form = team.dialog()
    ben = key_of(team, "Ben Ochoa")

    def quicker(ws: Workspace, *names: str) -> None:
        for first in names:
            sql = "SELECT id FROM member WHERE first_name = ?"
            assignment.give(ws, ws.store.query(sql, (first,))[0][0], ben)

    with pytest.raises(StoreInUse, match="has this store open"):  # there is no second window
        workspaces.unlock(team.folder, OWN["Fay Lund"], clock=team.program.context.clock)
    team.beside("Carla Nguyen", lambda ws: quicker(ws, "First5"))
    team.named(form.to, "Fay Lund")
    assert "Carla Nguyen gave this member to Ben Ochoa meanwhile." in team.refuses()
    assert whose(team)["First5"] == "Ben Ochoa"
    assert "now with Ben Ochoa" in form.whose.text()
    assert form.to.currentText().startswith("Fay Lund"), "what was chosen stays"
    assert not any("First5" in row[1] for row in rows(tab.table)), "the list behind knows"
    team.qtbot.keyClick(team.dialog(), Qt.Key.Key_Escape)
    team.settle()
    team.beside("Carla Nguyen", lambda ws: quicker(ws, "First6", "First7"))
    team.click(tab.table, team.row(tab.table, "First7"))
    team.press(tab.give)
    assert "gave this member to Ben Ochoa meanwhile." in tab.told.words.text()
    assert whose(team)["First7"] == "Ben Ochoa"
    assert ["First8" in row[1] for row in rows(tab.table)] == [True], "the list is read anew"
