"""The support plan's pages as a hand, a screen reader, large text and odd words meet them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from navigator_app.services import support_plan, support_plan_edit, support_plan_moves
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.gui.plans_shown import SIZE, anyone, editor, turn
from tests.services import plan_maker
from ui import theme
from ui.dialogs.plan_comment import PlanCommentDialog
from ui.dialogs.plan_signature import PlanSignatureDialog
from ui.places import PlansBeside
from ui.views.member_plan import MemberPlan
from ui.views.plan_versions import PlanVersionsView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def test_words_without_a_blank_never_widen_a_page(daily: Any) -> None:
    endless = "https://example.org/" + "way/" * 90
    member = daily.read(anyone)

    def write(ws: Workspace) -> None:
        plan_id = plan_maker.filled(ws, member)
        barrier = support_plan.one(ws, plan_id).barriers[0]
        support_plan_edit.set_barrier(
            ws, barrier.id, {"barrier": endless, "short_goal": endless, "approach": endless}
        )
        support_plan_edit.set_step(ws, barrier.steps[0].id, {"what": endless, "owner": endless})
        support_plan_edit.answer(ws, plan_id, "where", endless)
        support_plan_moves.submit(ws, plan_id)
        support_plan_moves.comment(ws, plan_id, endless, "where")

    daily.read(write)
    view = editor(daily, member)
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    versions = daily.show(PlanVersionsView(daily.context), *SIZE)
    versions.open(PlansBeside(member))
    versions.activate()
    versions.only.click()
    for part in ("wishes", "barriers", "finish"):
        turn(daily, view, part)
        assert not outside(view), part
        assert view.page.widget().width() <= view.page.viewport().width()
    assert section.width() <= 1180
    assert section.minimumSizeHint().width() <= 1180
    assert versions.page.widget().width() <= versions.page.viewport().width()


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def reviewed(ws: Workspace) -> tuple[str, str]:
    """A member whose plan is in review, with a comment, beside its signed version."""
    member = anyone(ws)
    first = plan_maker.signed(ws, member)
    second = support_plan.revise(ws, first, "Moved in with a cousin").id
    support_plan_edit.answer(ws, second, "where", "Berkeley")
    plan_maker.filled(ws, member, second)
    support_plan_moves.submit(ws, second)
    support_plan_moves.comment(ws, second, "Say which street.", "where")
    return member, first


def test_everything_has_a_name_room_and_whole_words(daily: Any, scale: int) -> None:
    member, first = daily.read(reviewed)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    versions = daily.show(PlanVersionsView(daily.context), *SIZE)
    versions.open(PlansBeside(member))
    versions.activate()
    view = editor(daily, member)
    seen: list[tuple[str, QWidget]] = [("section", section), ("versions", versions)]
    second = view.shown.plan.id
    for state in ("in review", "draft"):
        for part in view.nav.buttons:
            turn(daily, view, part)
            for name, widget in [*seen, (f"{part} {state}", view)]:
                found = nameless(widget) + too_small(widget) + cut(widget) + outside(widget)
                assert not found, (name, found)
            seen = []
        if state == "in review":
            daily.read(lambda ws: support_plan_moves.take_back(ws, second))
            view.activate()
            daily.settle()
    for make, about in (
        (PlanSignatureDialog, [member, first]),
        (PlanCommentDialog, [member, first, "where"]),
    ):
        dialog = make(daily.context, about)
        daily.qtbot.addWidget(dialog)
        dialog.open()
        daily.settle()
        assert not nameless(dialog) + too_small(dialog) + cut(dialog), make.__name__
