"""Reports to plans and the book of contacts on the window, from what is owed to the answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from navigator_app.domain.ending import EndReason
from navigator_app.domain.plan_contacts import ContactDraft
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    capacity,
    discontinue,
    gate,
    plan_contacts,
    plan_inquiries,
    plan_reports,
    today,
)
from navigator_app.services import workspace as workspaces
from navigator_app.services.discontinue import Ending
from tests.gui.every_page import PASSPHRASE, cut, nameless, outside, scaled, settle, too_small
from tests.services import loops
from ui.models import settling
from ui.program import Program

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


@pytest.fixture(scope="session")
def owing_home(
    built_home: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    """A plan that is owed an update, a notice of capacity and one of an ending."""
    home = tmp_path_factory.mktemp("owing") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, PASSPHRASE, clock=clock)
    plan = loops.add_plan(ws, "partnership", "partnership-mcap7003")
    made = [loops.add_member(ws, plan, number) for number in range(1, 6)]
    capacity.report(ws, date(2026, 11, 10), any_member=2, own_members=1, plan="partnership")
    discontinue.end(ws, Ending(made[4].referral, EndReason.DECEASED, date(2026, 11, 19)))
    ws.close()
    return home, [made[0].member, made[0].referral]


@pytest.fixture
def program(
    start_program: Callable[..., Program],
    owing_home: tuple[Path, list[str]],
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> Program:
    """The program at that store."""
    home = tmp_path / "owing"
    shutil.copytree(owing_home[0], home)
    found = start_program(home, passphrase)
    qtbot.waitUntil(lambda: found.window.opened is not None, timeout=15_000)
    settle(found, qtbot)
    return found


def store(program: Program, qtbot: QtBot, work: Callable[..., Any]) -> Any:
    found: list[Any] = []
    program.tasks.run(work, found.append, owner=program.window)
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    settle(program, qtbot)
    return found[0]


def page(program: Program, qtbot: QtBot, key: str, target: object = None) -> Any:
    inside = program.window.workplace
    assert inside is not None
    inside.go(key, target)
    settle(program, qtbot)
    return inside.view(key)


def dialog(program: Program, qtbot: QtBot) -> Any:
    settle(program, qtbot)
    inside = program.window.workplace
    assert inside is not None
    [found] = [one for one in inside.findChildren(QDialog) if one.isVisible()]
    return found


def test_an_update_is_made_sent_and_taken_back(program: Program, qtbot: QtBot) -> None:
    view = page(program, qtbot, "plan_reports")
    assert [one.about[:2] for one in view.card.asks if one.form == "plan_report"] == [
        ["partnership", "capacity"],
        ["partnership", "not-engaged"],
        ["partnership", "discontinuation"],
    ]
    [make] = [one for one in view.card.asks if one.about[1:2] == ["not-engaged"]]
    make.click()
    form = dialog(program, qtbot)
    assert form.table.model().rowCount() == 4
    assert "4 members are not yet engaged." in form.told.text()
    form.save_button.click()
    settle(program, qtbot)
    [row] = store(program, qtbot, plan_reports.listing)
    assert (row.state, row.rows, row.name[-4:]) == ("built", 4, ".csv")
    assert [one.step for one in view.card.steps] == ["save", "queue", "drop"]
    [went] = [one for one in view.card.asks if one.form == "plan_report_sent"]
    went.click()
    form = dialog(program, qtbot)
    form.fields["on"].widget.setText("11/30/2026")
    form.save_button.click()
    settle(program, qtbot)
    assert form.isVisible()  # refused at its field
    form.fields["on"].widget.setText("t")
    form.save_button.click()
    settle(program, qtbot)
    [row] = store(program, qtbot, plan_reports.listing)
    assert (row.state, row.sent_how) == ("sent", "portal")
    lines = store(program, qtbot, today.due)
    assert [one.due for one in lines if one.rule == "weekly-update" and not one.member_id] == [
        date(2026, 11, 27)
    ]


def test_a_letter_is_drawn_off_the_window_and_saved(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    view = page(program, qtbot, "plan_reports", "partnership")
    [make] = [one for one in view.card.asks if one.about[1:2] == ["capacity"]]
    make.click()
    form = dialog(program, qtbot)
    assert form.fields["form"].isHidden()
    form.save_button.click()
    qtbot.waitUntil(lambda: bool(view.card.steps), timeout=15_000)
    [row] = store(program, qtbot, plan_reports.listing)
    view.card._saving = row.id
    view.card.save_to(str(tmp_path / "notice.pdf"))
    settle(program, qtbot)
    assert (tmp_path / "notice.pdf").read_bytes().startswith(b"%PDF")


def test_a_question_is_asked_of_a_member_and_answered_from_today(
    program: Program, owing_home: tuple[Path, list[str]], qtbot: QtBot
) -> None:
    member, referral = owing_home[1]
    program.context.ways.ask.emit("plan_inquiry", ["", referral, member])
    form = dialog(program, qtbot)
    assert "Nov 23" in form.rule.text()
    form.save_button.click()
    settle(program, qtbot)
    assert form.fields["question"].error.text() != ""
    form.fields["question"].widget.setPlainText("Is it approved?")
    form.save_button.click()
    settle(program, qtbot)
    [asked] = store(program, qtbot, plan_inquiries.waiting)
    assert (asked.about_id, asked.sent_how) == (referral, "portal")
    [line] = [one for one in store(program, qtbot, today.due) if one.rule == "inquiry-answered"]
    view = page(program, qtbot, "today")
    settling.settle(program.context, view, line)
    form = dialog(program, qtbot)
    assert "Is it approved?" in form.question.text()
    form.fields["answer"].widget.setPlainText("Approved today.")
    form.save_button.click()
    settle(program, qtbot)
    assert store(program, qtbot, plan_inquiries.waiting) == []
    left = store(program, qtbot, lambda ws: gate.disclosures(ws, member))
    assert [one.what for one in left] == ["status-inquiry"]


def test_questions_wait_for_one_file_and_one_prints_as_a_letter(
    program: Program, owing_home: tuple[Path, list[str]], qtbot: QtBot
) -> None:
    member, referral = owing_home[1]
    liaison = ContactDraft("Partnership", "htns", "Our liaison", phone="(707) 555-0100")
    store(program, qtbot, lambda ws: plan_contacts.save(ws, liaison))
    program.context.ways.ask.emit("plan_inquiry", ["", referral, member])
    form = dialog(program, qtbot)
    assert "(707) 555-0100" in form.whom.text()
    assert form.letter.isVisible()
    form.referral.setCurrentIndex(0)
    assert not form.letter.isVisible()  # a letter is about a referral
    form.referral.setCurrentIndex(1)
    form.how.setCurrentIndex(form.how.findData("file"))
    assert "when the file is there" in form.rule.text()
    form.fields["question"].widget.setPlainText("Is it approved?")
    form.letter.setChecked(True)
    form.save_button.click()
    settle(program, qtbot)
    inside = program.window.workplace
    assert inside is not None
    assert inside.view("forms").isVisible()
    assert store(program, qtbot, plan_inquiries.waiting) == []
    view = page(program, qtbot, "plan_reports")
    [make] = [one for one in view.card.asks if one.about[1:2] == ["questions"]]
    make.click()
    form = dialog(program, qtbot)
    assert form.table.model().rowCount() == 1
    form.save_button.click()
    settle(program, qtbot)
    file = next(row for row in store(program, qtbot, plan_reports.listing) if row.name)
    assert (file.kind, file.rows, file.state) == ("questions", 1, "built")
    assert [one.step for one in view.card.steps] == ["save", "queue", "drop"]
    store(program, qtbot, lambda ws: plan_reports.sent(ws, file.id, "portal"))
    [asked] = store(program, qtbot, plan_inquiries.waiting)
    assert (asked.carried_by, asked.sent_how) == (file.id, "portal")


def test_the_book_is_searched_copied_amended_and_confirmed(program: Program, qtbot: QtBot) -> None:
    view = page(program, qtbot, "plan_contacts")
    view.search.setText("kaiser regional")
    qtbot.waitUntil(lambda: len(view.asks) == 1, timeout=5_000)
    [phone, mail] = [one for one in view.steps if one.step == "copy"]
    phone.click()
    assert QGuiApplication.clipboard().text() == "1-866-551-9619"
    mail.click()
    assert QGuiApplication.clipboard().text() == "RegCareCoordCaseMgmt@kp.org"
    [right] = [one for one in view.steps if one.step == "right"]
    right.click()
    qtbot.waitUntil(lambda: all(one.step != "right" for one in view.steps), timeout=5_000)
    [amend] = view.asks
    amend.click()
    form = dialog(program, qtbot)
    assert form.words("phone") == "1-866-551-9619"
    form.fields["phone"].widget.setText("call")
    form.save_button.click()
    settle(program, qtbot)
    assert "This is no phone number." in form.fields["phone"].error.text()
    form.fields["phone"].widget.setText("1-866-555-0100")
    form.save_button.click()
    settle(program, qtbot)
    assert [one.copied for one in view.steps if one.step == "copy"][0] == "1-866-555-0100"
    [gone] = [one for one in view.steps if one.step == "remove"]
    gone.click()
    qtbot.waitUntil(lambda: not view.steps, timeout=5_000)
    view.removed.setChecked(True)
    qtbot.waitUntil(lambda: [one.step for one in view.steps][-1:] == ["restore"], timeout=5_000)


@pytest.mark.parametrize("scale", [100, 200])
def test_both_pages_can_be_named_touched_and_read(
    program: Program, qtbot: QtBot, scale: int
) -> None:
    store(program, qtbot, lambda ws: plan_reports.build(ws, "partnership", "not-engaged"))
    scaled(program, scale, qtbot)
    for key in ("plan_reports", "plan_contacts"):
        root = page(program, qtbot, key)
        assert program.window.width() == 1280
        assert nameless(root) + too_small(root) + cut(root) + outside(root) == []
