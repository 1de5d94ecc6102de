"""What a plan sent and nobody could use stands on Today until somebody looked after it."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.responses import DISCARD
from navigator_app.services import quarantine, today
from navigator_app.services.workspace import Workspace
from tests.services import answers, loops
from ui.models import due_list, settling

DAY = date(2026, 11, 20)


@pytest.fixture
def waiting(workspace: Workspace) -> list[str]:
    """Two files of one plan; the second is nobody's work yet."""
    loops.add_plan(workspace)
    files = [answers.came(workspace, b"x%d" % n, f"odd{n}.csv") for n in (1, 2)]
    found = [quarantine.put(workspace, "bayview", one, "Nobody can read it.") for one in files]
    quarantine.assign(workspace, found[0], workspace.user.id)
    return found


def lines(ws: Workspace, navigator_id: str = "") -> list[tuple[str, int, str]]:
    rows = today.due(ws, on=DAY, navigator_id=navigator_id)
    return [(one.plan, one.days_left, one.why) for one in rows if one.rule == "quarantine"]


def test_one_line_for_each_plan_and_person(workspace: Workspace, waiting: list[str]) -> None:
    said = lines(workspace)
    assert [one[:2] for one in said] == [("bayview", 0)] * 2
    assert sum("the work of Ana Ruiz" in one[2] for one in said) == 1
    assert len(lines(workspace, navigator_id=workspace.user.id)) == 1


def test_it_grows_old_and_goes_when_it_is_settled(workspace: Workspace, waiting: list[str]) -> None:
    later = answers.at(workspace, "2026-11-23T10:00")
    rows = [one for one in today.due(later, on=date(2026, 11, 23)) if one.rule == "quarantine"]
    assert {(one.days_left, one.state) for one in rows} == {(-3, "overdue")}
    assert due_list.action(rows[0]) == "Look at it"
    assert rows[0].action in settling._FORMS
    for key in waiting:
        quarantine.settle(later, key, DISCARD, "of another agency")
    assert lines(later) == []
