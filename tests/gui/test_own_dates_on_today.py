"""A plan's review and a paper's date on Today: whose date they say, and where they lead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from navigator_app.domain.documents import Paper, State
from navigator_app.services import documents, support_plan_edit, support_plan_moves
from navigator_app.services.workspace import Workspace
from tests.gui.papers_shown import anybody
from tests.services import plan_maker
from ui.models import due_list, settling
from ui.places import MemberAt
from ui.views.today import TodayView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
SOON = date(2026, 11, 20) + timedelta(9)


def dated(ws: Workspace) -> str:
    """A member with a signed plan to review and a paper that ends, both soon."""
    member = anybody(ws)
    plan = plan_maker.filled(ws, member)
    support_plan_edit.set_review(ws, plan, SOON)
    support_plan_moves.submit(ws, plan)
    support_plan_moves.approve(ws, plan)
    for role in ("member", "navigator"):
        support_plan_moves.sign(ws, plan, plan_maker.signature(ws, role))
    documents.record(ws, member, Paper("photo-id", state=State.HAVE, expires_on=SOON))
    return member


def test_own_dates_stand_on_today_and_lead_to_their_part_of_the_page(daily: Any) -> None:
    member = daily.read(dated)
    view = TodayView(daily.context)
    daily.qtbot.addWidget(view)
    view.activate()
    daily.settle()
    model = view._model
    rows = [model.index(n).data(due_list.DUE_ROLE) for n in range(model.rowCount())]
    found = {row.action: row for row in rows if row.action in ("plan", "papers")}
    said = {action: due_list.rule_line(row) for action, row in found.items()}
    assert said == {
        "plan": "review by Nov 29, 2026 (the plan’s own review date)",
        "papers": "ends Nov 29, 2026 (the paper’s own date)",
    }
    assert due_list.action(found["plan"]) == "Open the plan"
    assert due_list.action(found["papers"]) == "Open the papers"
    for action, stays in (("plan", "newer version"), ("papers", "paper is here")):
        settling.settle(daily.context, view, found[action])
        assert daily.asked["open_member"][-1] == MemberAt(member, action)
        settling.put_off(daily.context, view, found[action])
        assert stays in daily.asked["notice"][-1][0]
