"""Every dialog of the window, open about something that is there: named, reached, whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.services import workspace as workspaces
from tests.gui import full_store
from tests.gui.every_page import (
    PASSPHRASE,
    READ,
    cut,
    frame_of,
    nameless,
    outside,
    scaled,
    seen,
    settle,
    told,
    too_small,
)
from tests.gui.full_store import Full
from ui.places import DIALOGS
from ui.program import Program
from ui.widgets.choice_row import ChoiceRow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

ABOUT: dict[str, Callable[[Full], Any]] = {
    "review_comment": lambda at: [at.review, "title"],
    "chart_questions": lambda at: at.chart,
    "chart_finding": lambda at: at.chart,
    "finding_settled": lambda at: at.finding,
    "merge_members": lambda at: [at.member, at.twin],
    "attachment": lambda at: at.attachment,
    "read_note": lambda at: ["outreach_attempt", at.attempt, ""],
    "plan_comment": lambda at: [at.twin, at.unsigned, "income"],
    "plan_signature": lambda at: [at.twin, at.unsigned],
    "log_attempt": lambda at: [at.member],
    "record_status": lambda at: at.referral,
    "new_referral": lambda at: {"member": at.member},
    "prospects": lambda _at: None,
    "eligibility_check": lambda at: at.member,
    "authorization_request": lambda at: at.referral,
    "member_facts": lambda at: at.member,
    "end_service": lambda at: at.referral,
    "override_guard": lambda at: at.limit,
    "found_again": lambda at: at.ending,
    "line_happened": lambda at: at.line,
    "put_off": lambda at: at.line,
    "choose_provider": lambda at: at.referral,
    "who_was_told": lambda at: at.ending,
    "amend_program": lambda at: at.program,
    "calendar_days": lambda at: at.plan,
    "report_capacity": lambda at: at.plan,
    "capacity_told": lambda at: at.report,
    "rule_moves": lambda _at: None,
    "waitlist_consent": lambda at: at.pending,
    "later_days": lambda at: at.referral,
    "same_person": lambda at: at.file,
    "set_cin": lambda at: at.member,
    "correct_member": lambda at: at.member,
    "correct_check": lambda at: at.check,
    "correct_request": lambda at: at.request,
    "correct_ending": lambda at: at.ending,
    "paper": lambda at: [at.member, "", "photo-id", "have"],
    "deposit_request": lambda at: [at.member, ""],
    "deposit_answer": lambda at: at.deposit,
    "deposit_paid": lambda at: at.paid,
    "service_note": lambda at: at.member,
    "service_month": lambda at: {"member": at.member},
    "decline_full": lambda at: at.pending,
    "batch_start": lambda at: at.batch,
    "batch_days": lambda at: at.plan,
    "batch_people": lambda at: at.batch,
    "batch_attest": lambda at: at.batch,
    "batch_pass": lambda at: [at.batch, at.twin],
    "housing_unit": lambda at: at.unit,
    "landlord": lambda at: at.landlord,
    "housing_preference": lambda at: at.member,
    "housing_application": lambda at: [at.member, at.unit],
    "housing_step": lambda at: [at.application, "approved"],
    "subsidy": lambda at: [at.member, at.subsidy],
    "coordinated_entry": lambda at: at.member,
    "accommodation": lambda at: [at.member, at.accommodation],
    "move_in": lambda at: at.member,
    "tenancy_amend": lambda at: at.tenancy,
    "tenancy_end": lambda at: at.tenancy,
    "tenancy_event": lambda at: [at.tenancy, "dispute", "Rosa Diaz"],
    "tenancy_mended": lambda at: [at.fault, "Heat"],
    "tenancy_recertified": lambda at: at.tenancy,
    "tenancy_settle": lambda at: at.sign,
    "tenancy_visit": lambda at: at.tenancy,
    "repayment": lambda at: [at.tenancy, at.sign, "October rent"],
    "repayment_end": lambda at: at.repayment,
    "repayment_paid": lambda at: at.part,
    "housing_figures": lambda _at: None,
    "contact_method": lambda at: [at.member, at.way],
    "place_seen": lambda at: [at.member, at.place],
    "locate": lambda at: at.member,
    "household_person": lambda at: [at.member, at.child],
    "income": lambda at: [at.member, at.income],
    "care_person": lambda at: [at.member, at.carer],
    "safety_flag": lambda at: [at.member, at.danger],
    "end_safety_flag": lambda at: [at.member, "animal"],
    "promise": lambda at: [at.member, at.promise],
    "drop_promise": lambda at: [at.member, at.promise],
    "hand_over": lambda at: [at.member, at.twin],
    "hand_over_pack": lambda at: [at.member],
    "assign": lambda at: at.member,
    "assign_many": lambda at: [at.member],
    "leave": lambda _at: None,
    "sign_form": lambda at: at.member,
    "record_consent": lambda at: at.member,
    "revoke_consent": lambda at: at.consent,
    "disclosures": lambda at: at.member,
    "form_words": lambda _at: ["further_copies", "es"],
    "form_review": lambda _at: ["consent", "es"],
    "scan_papers": lambda at: at.member,
    "user_add": lambda _at: None,
    "user_role": lambda at: at.me,
    "user_reset": lambda at: at.me,
    "user_escrow": lambda _at: None,
    "user_revoke": lambda at: at.colleague,
    "read_reason": lambda at: at.member,
    "break_glass": lambda at: at.member,
    "team_profile": lambda at: at.me,
    "team_figures": lambda _at: None,
    "team_risks": lambda _at: None,
    "team_review_rules": lambda _at: None,
    "team_members": lambda _at: "reached",
    "save_copy": lambda at: at.attachment,
    "plan_report": lambda _at: ["partnership", "not-engaged", "", ""],
    "plan_report_sent": lambda at: at.update,
    "plan_report_answer": lambda at: at.asked,
    "plan_inquiry": lambda at: ["partnership", *at.unengaged],
    "plan_contact": lambda _at: "la-care-cs",
    "plan_connection": lambda at: at.plan,
    "exchange_file": lambda at: at.exchanged,
    "exchange_run": lambda at: at.run,
    "rejected_row": lambda at: at.rejected,
    "quarantine_item": lambda at: at.quarantined,
}
"""What each form is opened about; a form without a line here fails the first test below."""


@pytest.fixture(scope="session")
def full_home(
    built_home: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Full]:
    """A store with something of everything. Copy it, never open it."""
    folder = tmp_path_factory.mktemp("full")
    home = folder / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, PASSPHRASE, clock=clock)
    found = full_store.fill(ws, folder)
    ws.close()
    return home, found


@pytest.fixture
def full(
    start_program: Callable[..., Program],
    full_home: tuple[Path, Full],
    tmp_path: Path,
    qtbot: QtBot,
) -> tuple[Program, Full]:
    """The program over it."""
    home = tmp_path / "full"
    shutil.copytree(full_home[0], home)
    program: Program = start_program(home, PASSPHRASE)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)
    return program, full_home[1]


def walk(program: Program, at: Full, qtbot: QtBot) -> Iterator[tuple[str, QDialog]]:
    """Each form, opened as a button of the window opens it, then closed again."""
    inside = program.window.workplace
    assert inside is not None
    for key, about in ABOUT.items():
        program.context.ways.ask.emit(key, about(at))
        settle(program, qtbot)
        (dialog,) = (one for one in inside.findChildren(QDialog) if one.isVisible())
        yield key, dialog
        dialog.close()
        settle(program, qtbot)


def tab_chain(dialog: QDialog, qtbot: QtBot) -> list[QWidget]:
    """Where Tab leads from the control that has the focus, until it comes round."""
    first = dialog.focusWidget()
    assert first is not None, "nothing of the form has the focus"
    first.setFocus()
    chain = [first]
    for _step in range(120):
        qtbot.keyClick(chain[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is chain[-1]:
            continue  # a day is left part by part
        if now is None or now in chain:
            break
        chain.append(now)
    return chain


def unreached(dialog: QDialog, qtbot: QtBot) -> list[str]:
    """Controls that Tab passes by."""
    chain = tab_chain(dialog, qtbot)
    rows = {row_of(one) for one in chain} - {None}
    return [
        f"Tab passes by {told(one)}"
        for one in seen(dialog, READ)
        if one.isEnabled() and one not in chain and row_of(one) not in rows
    ]


def row_of(one: QWidget) -> QWidget | None:
    """The row or group of choices that a control stands in: arrow keys go along it."""
    if isinstance(one, QRadioButton) or isinstance(one.parentWidget(), ChoiceRow):
        return one.parentWidget()
    return None


def backwards(dialog: QDialog, qtbot: QtBot) -> list[str]:
    """Where Tab jumps up what scrolls, but for the way round from the last to the first."""
    chain = [one for one in tab_chain(dialog, qtbot) if frame_of(one) is not None]
    start = min(range(len(chain)), key=lambda place: height_of(chain[place]), default=0)
    return [
        f"Tab leads up from {told(one)} to {told(two)}"
        for one, two in pairwise(chain[start:] + chain[:start])
        if frame_of(one) is frame_of(two) and height_of(two) < height_of(one) - 60
    ]


def height_of(one: QWidget) -> int:
    """Pixels from the upper edge of what scrolls to the middle of a control on it."""
    frame = frame_of(one)
    assert frame is not None
    return one.mapTo(frame, one.rect().center()).y()


def lines(faults: dict[str, list[str]]) -> str:
    """Each fault with the form it is in."""
    return "\n".join(f"{key}: {fault}" for key, found in faults.items() for fault in found)


def test_every_form_of_the_window_is_walked() -> None:
    assert set(ABOUT) == set(DIALOGS)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_form_can_be_named_touched_and_read(
    full: tuple[Program, Full], scale: int, qtbot: QtBot
) -> None:
    program, at = full
    scaled(program, scale, qtbot)
    faults = {
        key: nameless(form) + too_small(form) + cut(form) + outside(form)
        for key, form in walk(program, at, qtbot)
    }
    assert lines(faults) == ""


def test_tab_reaches_every_control_of_every_form(full: tuple[Program, Full], qtbot: QtBot) -> None:
    program, at = full
    faults = {
        key: unreached(form, qtbot) + backwards(form, qtbot)
        for key, form in walk(program, at, qtbot)
    }
    assert lines(faults) == ""


def test_every_form_finds_what_it_is_about(full: tuple[Program, Full], qtbot: QtBot) -> None:
    program, at = full
    said = {
        key: form.problem.text()
        for key, form in walk(program, at, qtbot)
        if hasattr(form, "problem") and form.problem.isVisible()
    }
    assert said == {}
