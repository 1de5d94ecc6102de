"""The support plan in the window: begun, written field by field, sent, returned, signed, read."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from navigator_app.domain.support_plan import Move
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.services import (
    support_plan,
    support_plan_edit,
)
from navigator_app.services.workspace import Workspace
from tests.gui.every_page import settle
from tests.gui.plans_shown import SIZE, anyone, editor, plan_of, turn, words_of
from tests.services import plan_maker
from ui.places import PlanAt
from ui.views.member_plan import MemberPlan
from ui.views.plan_editor import PlanEditorView
from ui.widgets.plan_finish import FinishPanel
from ui.widgets.plan_panel import PlanPanel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def type_into(one: Any, text: str) -> None:
    one.widget.setFocus()
    QTest.keyClicks(one.widget, text)


def leave(one: Any) -> None:
    """The field is left by the keyboard."""
    QTest.keyClick(one.widget, Qt.Key.Key_Tab)


def test_the_section_offers_the_first_step_and_begins_the_plan(daily: Any) -> None:
    asked: list[object] = []
    daily.context.ways.open_plan.connect(asked.append)
    member = daily.read(anyone)
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    daily.settle()
    assert section.empty.isVisible()
    section.empty.button.click()
    daily.settle()
    assert not section.empty.isVisible()
    assert section.head.isVisible()
    plan_id = daily.read(lambda ws: support_plan.page(ws, member)).plan.id
    assert asked == [PlanAt(member, plan_id)]


def test_a_field_is_kept_when_it_is_left_and_said_so(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.begun, member_id=member))
    view = editor(daily, member)
    field = view.panel.inputs["where"]
    type_into(field, "Oakland near the clinic")
    leave(field)
    daily.settle()
    assert plan_of(daily, plan_id).answer("where") == "Oakland near the clinic"
    assert view.kept.text() == "Kept at 10:00 AM"
    assert view.keeper.typed == {}
    before = view.nav.buttons["wishes"].text()
    kind = view.panel.inputs["kind-of-home"]
    type_into(kind, "Own studio")
    leave(kind)
    daily.settle()
    view.keeper.tell()
    daily.settle()
    assert before != view.nav.buttons["wishes"].text() == "Wishes"


def test_right_to_left_and_emoji_and_two_hundred_pages_stay_whole(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.begun, member_id=member))
    view = editor(daily, member)
    texts = {"own-words": "باب أستطيع إغلاقه 🏠👨‍👩‍👧", "where": "A street\n" * 20_000}
    for key, text in texts.items():
        field = view.panel.inputs[key]
        field.box.setPlainText(text)
        field.flush()
    daily.settle()
    plan = plan_of(daily, plan_id)
    assert {key: plan.answer(key) for key in texts} == {k: t.strip() for k, t in texts.items()}
    assert view.panel.inputs["where"].height() < 500, "a long text scrolls in its box"


def test_what_is_refused_stays_typed_with_its_reason_and_over_a_lock(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.begun, member_id=member))
    daily.read(lambda ws: support_plan_edit.add_barrier(ws, plan_id, common="no-papers"))
    barrier = plan_of(daily, plan_id).barriers[0].id
    view = editor(daily, member)
    turn(daily, view, "barriers")
    key = f"{barrier}/short_by_on"
    for typed, said in (("11/01/2026", "before this version was begun"), ("soon", "no day")):
        field = view.panel.inputs[key]
        field.line.setText(typed)
        field.flush()
        daily.settle()
        assert said in field.error.text()
        assert plan_of(daily, plan_id).barriers[0].short_by is None
    assert view.panel.inputs[key].line.text() == "soon"
    draft = view.draft()
    again = daily.show(PlanEditorView(daily.context), *SIZE)
    again.restore_draft(draft)
    again.activate()
    daily.settle()
    assert again.panel.inputs[key].line.text() == "soon"
    field = again.panel.inputs[key]
    field.line.setText("12/24/2026")
    field.flush()
    daily.settle()
    assert str(plan_of(daily, plan_id).barriers[0].short_by) == "2026-12-24"
    assert not field.error.isVisible()


def test_barriers_and_steps_come_and_go_and_come_back(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.begun, member_id=member))
    view = editor(daily, member)
    turn(daily, view, "barriers")
    view.panel.common.setCurrentIndex(view.panel.common.findData("late-rent"))
    view.panel.add.click()
    daily.settle()
    assert plan_of(daily, plan_id).barriers[0].barrier == "Rent may be late"
    card = view.panel.cards[0]
    assert card.fields["barrier"].widget.hasFocus()
    card.add_step.click()
    daily.settle()
    step = view.panel.cards[0].steps[0]
    assert step.what.widget.hasFocus()
    type_into(step.what, "Set up autopay")
    leave(step.what)
    daily.settle()
    assert plan_of(daily, plan_id).barriers[0].steps[0].what == "Set up autopay"
    view.panel.cards[0].remove.click()
    daily.settle()
    assert plan_of(daily, plan_id).barriers == ()
    _text, (_label, undo) = daily.asked["notice"][-1]
    undo()
    daily.settle()
    [row] = plan_of(daily, plan_id).barriers
    assert row.steps[0].what == "Set up autopay"
    assert len(view.panel.cards) == 1


def test_what_is_missing_is_listed_and_leads_to_its_place(daily: Any) -> None:
    member = daily.read(anyone)
    plan_id = daily.read(partial(plan_maker.filled, member_id=member))
    barrier = plan_of(daily, plan_id).barriers[0].id
    daily.read(lambda ws: support_plan_edit.set_barrier(ws, barrier, {"long_measure": ""}))
    view = editor(daily, member)
    turn(daily, view, "finish")
    assert isinstance(view.panel, FinishPanel)
    [place] = view.panel.places
    assert "cannot be measured" in words_of(view.panel)
    view.panel.moves.buttons[Move.SUBMIT].click()
    daily.settle()
    assert "cannot be measured" in view.panel.error.text()
    place.click()
    daily.settle()
    assert isinstance(view.panel, PlanPanel)
    field = view.panel.inputs[f"{barrier}/long_measure"]
    assert field.widget.hasFocus()
    assert "cannot be measured" in field.error.text()


def test_what_it_is_ready_for_stands_there_and_unfolds(daily: Any) -> None:
    member = daily.read(anyone)
    daily.read(partial(plan_maker.signed, member_id=member))
    section = daily.show(MemberPlan(daily.context), *SIZE)
    section.show_member(member)
    daily.settle()
    assert set(section.ready.buttons) == {Purpose.DEPOSITS, Purpose.TRANSITIONAL_RENT}
    button = section.ready.buttons[Purpose.TRANSITIONAL_RENT]
    assert "long run" not in words_of(section.ready)
    button.setFocus()
    button.click()
    daily.settle()
    assert "Rent they can pay, and how it will be paid in the long run" in words_of(section.ready)
    assert "Health Net provider manual" in words_of(section.ready)
    assert section.ready.buttons[Purpose.TRANSITIONAL_RENT].hasFocus()


def test_half_typed_text_comes_back_after_the_lock(
    start_program: Any, caseload_home: Path, tmp_path: Path, passphrase: str, qtbot: Any
) -> None:
    home = tmp_path / "lock"
    shutil.copytree(caseload_home, home)
    program = start_program(home, passphrase)
    window: Any = program.window
    qtbot.waitUntil(lambda: window.opened is not None, timeout=15_000)
    made: list[tuple[str, str]] = []
    refused: list[object] = []
    program.tasks.refused.connect(refused.append)

    def begin(ws: Workspace) -> tuple[str, str]:
        member = anyone(ws)
        return member, plan_maker.begun(ws, member)

    program.tasks.run(begin, made.append, owner=window)
    settle(program, qtbot)
    member, plan_id = made[0]
    window.workplace.open_plan(PlanAt(member, plan_id))
    settle(program, qtbot)
    field = window.workplace.view("plan").panel.inputs["where"]
    field.box.setFocus()
    QTest.keyClicks(field.box, "Half a sent")
    window.lock()
    settle(program, qtbot)
    locked = window.workplace
    assert locked is None
    window.open_with(passphrase)
    qtbot.waitUntil(lambda: window.opened is not None, timeout=15_000)
    settle(program, qtbot)
    assert window.workplace.place.key == "plan"
    assert window.workplace.view("plan").panel.inputs["where"].value() == "Half a sent"
    kept: list[str] = []
    program.tasks.run(
        lambda ws: support_plan.one(ws, plan_id).answer("where"), kept.append, owner=window
    )
    settle(program, qtbot)
    assert kept == ["Half a sent"]
    assert refused == []


def test_the_parts_follow_one_another_by_key_and_button(daily: Any) -> None:
    member = daily.read(anyone)
    daily.read(partial(plan_maker.begun, member_id=member))
    view = editor(daily, member)
    assert view.next.text() == "Next: History"
    view.next.click()
    daily.settle()
    assert view.nav.buttons["history"].isChecked()
    view._turn_back()
    daily.settle()
    assert view.nav.buttons["wishes"].isChecked()
    turn(daily, view, "finish")
    assert not view.next.isVisible()
