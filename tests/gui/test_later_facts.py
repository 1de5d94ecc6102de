"""What is known later: a program amended, who was told of an ending, open slots reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from navigator_app.domain.ending import EndReason
from navigator_app.domain.programs import Program
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import capacity, discontinue, programs
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.dialogs_shown import closed, opened
from tests.gui.every_page import cut, nameless, too_small
from tests.gui.test_guards_card import TODAY, page, shown, told
from ui import theme
from ui.dialogs.amend_program import AmendProgramDialog
from ui.dialogs.report_capacity import CapacityToldDialog, ReportCapacityDialog
from ui.dialogs.who_was_told import WhoWasToldDialog
from ui.models import capacity_words
from ui.views.settings import SettingsView
from ui.widgets.capacity_card import CapacityCard, NoticeButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def add_program(member: str, ws: Workspace) -> str:
    draft = programs.ProgramDraft(
        member, Program.RECUPERATIVE, date(2026, 10, 1), provider="Lighthouse", note="Room 4"
    )
    programs.add_program(ws, draft)
    return told(ws, member).programs[0].id


def end(referral: str, ws: Workspace) -> str:
    ending = discontinue.Ending(referral, EndReason.MEMBER_WISH, date(2026, 11, 18))
    return discontinue.end(ws, ending)[0].id


def program_of(daily: Any) -> tuple[str, str]:
    member = daily.read(page).member.id
    return member, daily.read(partial(add_program, member))


def test_a_program_is_ended_by_keyboard_and_keeps_the_rest(daily: Any) -> None:
    member, key = program_of(daily)
    dialog = opened(daily, AmendProgramDialog, key)
    assert "Lighthouse" in dialog.whose.text()
    assert dialog.form.note.toPlainText() == "Room 4"
    assert dialog.draft() == {}
    dialog.form.ends.choose("2026-11-10")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    daily.settle()
    assert closed(dialog)
    row = daily.read(partial(told, member=member)).programs[0]
    assert (row.ends_on, row.starts_on) == (date(2026, 11, 10), date(2026, 10, 1))
    assert (row.provider, row.note) == ("Lighthouse", "Room 4")


def test_an_end_before_the_start_stands_beside_its_field(daily: Any) -> None:
    member, key = program_of(daily)
    dialog = opened(daily, AmendProgramDialog, key)
    dialog.form.ends.choose("2026-09-01")
    dialog.save()
    daily.settle()
    assert dialog.fields["ends_on"].error.isVisibleTo(dialog)
    assert daily.read(partial(told, member=member)).programs[0].ends_on is None


def test_a_program_that_is_gone_cannot_be_saved(daily: Any) -> None:
    dialog = opened(daily, AmendProgramDialog, "nothing")
    assert "no such program" in dialog.problem.text()
    assert not dialog.save_button.isEnabled()


def test_half_amended_comes_back_over_what_is_known(daily: Any) -> None:
    _member, key = program_of(daily)
    dialog = opened(daily, AmendProgramDialog, key)
    dialog.form.starts.box.setChecked(False)
    dialog.form.note.setPlainText("")
    dialog.form.provider.setText("Harbor")
    draft = dialog.draft()
    again = AmendProgramDialog(daily.context, draft["about"])
    daily.qtbot.addWidget(again)
    again.restore_draft(draft)
    assert again.draft() == draft  # kept even when it is locked again before the store answers
    again.open()
    daily.settle()
    assert again.draft() == draft
    assert again.form.starts.day() is None
    assert again.form.note.toPlainText() == ""


def test_who_was_told_is_asked_refused_and_recorded(daily: Any) -> None:
    found = daily.read(page)
    key = daily.read(partial(end, found.referrals[0].id))
    dialog = opened(daily, WhoWasToldDialog, key)
    dialog.save()
    assert dialog.fields["plan_told_on"].error.isVisibleTo(dialog)
    dialog.plan_told.choose("2026-11-17")  # before it ended
    dialog.save()
    daily.settle()
    assert "before the service ends" in dialog.fields["plan_told_on"].error.text()
    dialog.plan_told.choose("2026-11-19")
    draft = dialog.draft()
    dialog.save()
    daily.settle()
    assert closed(dialog)
    row = daily.read(partial(told, member=found.member.id)).endings[0]
    assert (row.plan_told, row.team_told) == (date(2026, 11, 19), None)
    again = opened(daily, WhoWasToldDialog, draft["about"])
    assert again.plan_told.day() == date(2026, 11, 19)
    again.restore_draft({**draft, "team": "2026-11-20"})
    assert again.draft() == {**draft, "team": "2026-11-20"}


def test_the_card_leads_to_both_forms(daily: Any) -> None:
    member, program = program_of(daily)
    referral = daily.read(partial(told, member=member)).can_end[0][0]
    ending = daily.read(partial(end, referral))
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    card = shown(daily, member)
    for button in card.asks:
        button.click()
    assert ("amend_program", program) in asked
    assert ("who_was_told", ending) in asked


def test_slots_are_reported_with_the_plans_clock(daily: Any) -> None:
    daily.read(page)  # under Partnership's rules
    dialog = opened(daily, ReportCapacityDialog, "")
    assert dialog.plan.currentData() == "bayview"
    assert "Dec 1, 2026" in dialog.due.text()  # five business days, Thanksgiving and its Friday off
    assert "5 business days" in dialog.rule.text()
    dialog.any.setValue(3)
    dialog.own.setValue(1)
    draft = dialog.draft()
    again = opened(daily, ReportCapacityDialog, draft["about"])
    again.restore_draft(draft)
    assert again.draft() == draft
    again.save()
    daily.settle()
    assert closed(again)
    row = daily.read(capacity.reports)[0]
    assert (row.plan, row.any_member, row.own_members, row.told) == ("bayview", 3, 1, None)


def test_the_agencys_own_count_has_no_clock(daily: Any) -> None:
    daily.read(page)
    dialog = opened(daily, ReportCapacityDialog, "")
    dialog.plan.setCurrentIndex(0)
    assert not dialog.due.isVisibleTo(dialog)
    assert not dialog.fields["told_on"].isVisibleTo(dialog)


def test_a_day_ahead_is_refused_beside_its_field(daily: Any) -> None:
    daily.read(page)
    dialog = opened(daily, ReportCapacityDialog, "bayview")
    dialog.on.setDate(dialog.on.date().addDays(1))
    dialog.save()
    daily.settle()
    assert "in the future" in dialog.fields["changed_on"].error.text()
    assert daily.read(capacity.reports) == []


def report(ws: Workspace) -> str:
    return capacity.report(ws, date(2026, 11, 2), any_member=2, plan="bayview")[0].id


def test_the_settings_card_says_what_is_late_and_takes_the_answer(daily: Any) -> None:
    daily.read(page)
    key = daily.read(report)
    card = CapacityCard(daily.context)
    daily.qtbot.addWidget(card)
    card.show()
    card.reload()
    daily.settle()
    assert [button.report_id for button in card.told] == [key]
    row = daily.read(capacity.reports)[0]
    assert capacity_words.standing(row, TODAY)[0] == "danger"  # type: ignore[index]
    dialog = opened(daily, CapacityToldDialog, key)
    assert "2 slots for any member" in dialog.whose.text()
    dialog.save()
    daily.settle()
    assert closed(dialog)
    assert card.told == []
    assert daily.read(capacity.reports)[0].told == TODAY


def test_tab_on_the_settings_page_follows_the_card(daily: Any) -> None:
    daily.read(page)
    view = SettingsView(daily.context)
    daily.qtbot.addWidget(view)
    view.show()
    view.activate()
    daily.settle()
    daily.read(report)
    view.capacity.reload()
    daily.settle()
    [told_button] = view.capacity.told
    [notice] = view.capacity.findChildren(NoticeButton)
    report_button = view.capacity.report
    ahead = {told_button: notice, notice: report_button}
    for here, expected in ahead.items():
        there = here.nextInFocusChain()
        while there is not None and not there.focusPolicy() & Qt.FocusPolicy.TabFocus:
            there = there.nextInFocusChain()
        assert there is expected


def test_nothing_is_found_under_a_wrong_id(workspace: Workspace) -> None:
    draft = programs.ProgramDraft("m", Program.ECM)
    with pytest.raises(NotFound):
        programs.amend_program(workspace, "none", draft)
    with pytest.raises(NotFound):
        discontinue.ending(workspace, "none")


def test_hours_that_cannot_be_are_refused_on_amending(daily: Any) -> None:
    member, key = program_of(daily)
    draft = programs.ProgramDraft(member, Program.RESPITE, amount=-1)

    def amend(ws: Workspace) -> str:
        with pytest.raises(InputRejected) as caught:
            programs.amend_program(ws, key, draft)
        return caught.value.field

    assert daily.read(amend) == "amount"


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def test_everything_has_a_name_room_and_whole_words(daily: Any, scale: int) -> None:
    member, program = program_of(daily)
    ending = daily.read(partial(end, daily.read(partial(told, member=member)).can_end[0][0]))
    key = daily.read(report)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    shown_parts = [
        opened(daily, AmendProgramDialog, program),
        opened(daily, WhoWasToldDialog, ending),
        opened(daily, ReportCapacityDialog, "bayview"),
        opened(daily, CapacityToldDialog, key),
    ]
    shown_parts[1].plan_told.box.setChecked(False)
    shown_parts[1].save()
    settings = SettingsView(daily.context)
    daily.qtbot.addWidget(settings)
    settings.resize(1180, 800)
    settings.show()
    settings.activate()
    daily.settle()
    for part in (*shown_parts, settings):
        what = type(part).__name__
        assert not nameless(part), what
        assert not too_small(part), what
        assert not cut(part), what
