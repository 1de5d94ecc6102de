"""Records that may be one person, looked at side by side in the window."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import caseload, duplicates
from navigator_app.services.workspace import Workspace
from tests.services import loops
from ui.dialogs.merge_members import MergeMembersDialog
from ui.views.duplicates import DuplicatesView
from ui.widgets.merged_card import MergedCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

PERSON: dict[str, Any] = {
    "first_name": "Maria",
    "last_name": "Lopez",
    "date_of_birth": "1980-04-07",
}


def add_two(ws: Workspace) -> tuple[str, str]:
    """One person twice: by name in another order, the second without a CIN."""
    plan = ws.store.query("SELECT id FROM plan")[0][0]
    one = loops.add_member(ws, plan, 1, **PERSON, phone="4155550101")
    swapped: dict[str, Any] = {**PERSON, "first_name": "Lopez", "last_name": "Maria"}
    other = loops.add_member(
        ws, plan, 2, **swapped, cin="NO-CIN-0001", phone="4155550102", preferred_name="Mari",
        service="htss",
    )  # fmt: skip
    return one.member, other.member


def page(daily: Any) -> DuplicatesView:
    view = DuplicatesView(daily.context)
    daily.qtbot.addWidget(view)
    view.resize(1100, 800)
    view.show()
    view.activate()
    daily.settle()
    return view


def test_a_pair_says_why_and_is_told_apart_with_undo(daily: Any) -> None:
    daily.read(add_two)
    view = page(daily)
    look, apart, _open = view.buttons
    assert look.pair.likeness.reasons
    apart.click()
    daily.settle()
    assert daily.read(duplicates.suggestions) == []
    _text, (_label, undo) = daily.asked["notice"][-1]
    undo()
    daily.settle()
    assert len(daily.read(duplicates.suggestions)) == 1


def test_the_dialog_makes_one_of_two_and_undo_makes_two(daily: Any) -> None:
    one, other = daily.read(add_two)
    dialog = MergeMembersDialog(daily.context, [one, other])
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    assert set(dialog._groups) >= {"first_name", "last_name", "cin", "phone"}
    dialog._groups["phone"].button(1).setChecked(True)
    dialog.fields["reason"].widget.setText("same card")  # type: ignore[attr-defined]
    assert dialog.draft()["taken"] == ["phone"]
    dialog.save_button.click()
    daily.settle()
    member = daily.read(partial(_member, one))
    assert (member.phone, member.preferred_name) == ("4155550102", "Mari")
    card = MergedCard(daily.context)
    daily.qtbot.addWidget(card)
    card.show_member(one)
    daily.settle()
    [button] = card.buttons
    button.click()
    daily.settle()
    assert daily.read(partial(_member, one)).phone == "4155550101"
    assert daily.read(partial(_member, other)).first_name == "Lopez"


def test_what_was_chosen_comes_back_after_a_lock(daily: Any) -> None:
    one, other = daily.read(add_two)
    dialog = MergeMembersDialog(daily.context, [one, other])
    daily.qtbot.addWidget(dialog)
    dialog.restore_draft({"about": [one, other], "reason": "same card", "taken": ["cin"]})
    dialog.open()
    daily.settle()
    assert dialog._groups["cin"].checkedId() == 1
    assert dialog.draft() == {"about": [one, other], "reason": "same card", "taken": ["cin"]}
    dialog.swap_button.click()
    daily.settle()
    assert dialog.draft()["about"] == [other, one]


def _member(member_id: str, ws: Workspace) -> Any:
    return caseload.member_page(ws, member_id).member


def test_the_caseload_shows_one_of_them_after_a_merge(daily: Any) -> None:
    before = daily.read(_count)
    one, other = daily.read(add_two)
    daily.read(partial(_merge, one, other))
    assert daily.read(_count) == before + 1


def _count(ws: Workspace) -> int:
    return caseload.page(ws, CaseloadQuery()).total


def _merge(one: str, other: str, ws: Workspace) -> object:
    return duplicates.merge(ws, one, other)
