"""A support plan past its writing: reviewed, signed, its goals met, versions beside one another."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.services import (
    support_plan,
    support_plan_edit,
)
from tests.gui.plans_shown import SIZE, anyone, editor, plan_of, turn, words_of
from tests.services import plan_maker
from ui.dialogs.plan_comment import PlanCommentDialog
from ui.dialogs.plan_signature import PlanSignatureDialog
from ui.places import PlansBeside
from ui.views.member_plan import MemberPlan
from ui.views.plan_versions import PlanVersionsView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def test_sent_returned_with_a_comment_beside_the_text_and_approved(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.filled, member_id=member))
    asked: list[tuple[str, Any]] = []
    daily.context.ways.ask.connect(lambda key, about: asked.append((key, about)))
    view = editor(daily, member)
    turn(daily, view, "finish")
    view.panel.moves.buttons[Move.SUBMIT].click()
    daily.settle()
    assert plan_of(daily, plan_id).state is PlanState.IN_REVIEW
    turn(daily, view, "wishes")
    assert not view.panel.inputs, "nothing is written while it is reviewed"
    view.panel.remarks["where"].add.click()
    assert asked[-1] == ("plan_comment", [member, plan_id, "where"])
    dialog = PlanCommentDialog(daily.context, asked[-1][1])
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    dialog.save()
    daily.settle()
    assert dialog.fields["comment"].error.text(), "a comment says something"
    dialog.text.setPlainText("Which bus line?")
    dialog.save()
    daily.settle()
    assert "Which bus line?" in words_of(view.panel)
    turn(daily, view, "finish")
    view.panel.moves.buttons[Move.RETURN].click()
    back = PlanCommentDialog(daily.context, asked[-1][1])
    daily.qtbot.addWidget(back)
    back.open()
    daily.settle()
    back.save()
    daily.settle()
    assert plan_of(daily, plan_id).state is PlanState.RETURNED
    turn(daily, view, "wishes")
    assert "Which bus line?" in words_of(view.panel)
    assert "where" in view.panel.inputs
    turn(daily, view, "finish")
    for move in (Move.SUBMIT, Move.APPROVE):
        view.panel.moves.buttons[move].click()
        daily.settle()
    assert plan_of(daily, plan_id).state is PlanState.APPROVED


def test_signed_by_both_it_is_locked_and_offers_a_revision(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.approved, member_id=member))
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    daily.settle()
    for role in ("member", "navigator"):
        dialog = PlanSignatureDialog(daily.context, [member, plan_id])
        daily.qtbot.addWidget(dialog)
        dialog.open()
        daily.settle()
        assert dialog.role.currentData() == role, "the next who must sign is offered"
        assert dialog.name.text()
        dialog.how.setCurrentIndex(dialog.how.findData("verbal"))
        dialog.save()
        daily.settle()
        assert dialog.fields["witness"].error.text()
        dialog.witness.setText("Sam Okoro")
        dialog.save()
        daily.settle()
    assert plan_of(daily, plan_id).state is PlanState.SIGNED
    assert "heard by Sam Okoro" in words_of(section)
    section.moves.buttons[Move.REVISE].click()
    daily.settle()
    rows = daily.read(lambda ws: support_plan.page(ws, member)).versions
    assert [row.version for row in rows] == [2, 1]
    assert "Version 1 holds until this one is signed." in words_of(section)


def test_goals_are_ticked_on_the_members_page_and_unticked_by_undo(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.signed, member_id=member))
    barrier = plan_of(daily, plan_id).barriers[0]
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    daily.settle()
    box = section.goals.boxes[f"{barrier.id}/short"].box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    daily.settle()
    assert plan_of(daily, plan_id).barriers[0].short_met is not None
    assert "1 of 4 goals met" in words_of(section)
    assert section.goals.boxes[f"{barrier.id}/short"].box.hasFocus()
    _text, (_label, undo) = daily.asked["notice"][-1]
    undo()
    daily.settle()
    assert plan_of(daily, plan_id).barriers[0].short_met is None
    step = section.goals.boxes[barrier.steps[0].id].box
    QTest.mouseClick(step, Qt.MouseButton.LeftButton, pos=step.rect().center())
    daily.settle()
    assert plan_of(daily, plan_id).barriers[0].steps[0].done is not None


def test_why_a_version_was_begun_is_kept_from_the_second_on(daily: Any) -> None:
    member = daily.read(anyone)
    first = daily.read(partial(plan_maker.signed, member_id=member))
    second = daily.read(lambda ws: support_plan.revise(ws, first)).id
    view = editor(daily, member)
    turn(daily, view, "finish")
    view.panel.why.line.setText("Moved in with a cousin")
    view.panel.why.flush()
    daily.settle()
    assert plan_of(daily, second).why == "Moved in with a cousin"
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    daily.settle()
    assert "Moved in with a cousin" in words_of(section)


def test_two_versions_stand_side_by_side(daily: Any) -> None:
    member = daily.read(anyone)
    first = daily.read(partial(plan_maker.signed, member_id=member))
    second = daily.read(lambda ws: support_plan.revise(ws, first)).id
    daily.read(lambda ws: support_plan_edit.answer(ws, second, "where", "Berkeley"))
    view = daily.show(PlanVersionsView(daily.context), *SIZE)
    view.open(PlansBeside(member, first, second))
    view.activate()
    daily.settle()
    labels = [row.label for row, _pair in view.pairs]
    assert labels == ["Where they want to live, and what must be near", "Next review"]
    assert "Berkeley" in words_of(view)
    assert "About where, version 1" in words_of(view)
    view.only.click()
    assert len(view.pairs) > 20
