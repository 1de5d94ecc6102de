"""The Status file page on a real store: readiness, the rows, saving, sending."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from navigator_app.domain.records import StatusFile, StatusLine
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, import_authorizations, record_status, workspace
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models.status_lines import StatusLines
from ui.tasks import Tasks
from ui.views.status_file import StatusFileView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

FIRST = Path(__file__).resolve().parents[1] / "data" / "samples" / "bayview_csasf_2026-11-15.csv"
ANSWERED = 3
SAID_ON = date(2026, 11, 20)


def open_referrals(ws: Workspace) -> list[str]:
    """Ids of the open referrals in the order of their members' CINs."""
    found = ws.store.query(
        "SELECT referral.id FROM referral JOIN member ON member.id = member_id "
        "WHERE is_open = 1 ORDER BY cin"
    )
    return [str(row[0]) for row in found]


@pytest.fixture
def context(home: Path, passphrase: str, clock: Clock, qapp: Any) -> Iterator[Context]:
    """A store with Bayview's file taken in and three referrals accepted this month."""
    ws = workspace.unlock(home, passphrase, clock=clock)
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    parsed = import_authorizations.read(FIRST, import_authorizations.layouts_for(ws, "bayview"))
    staged = import_authorizations.stage(ws, parsed, "bayview")
    import_authorizations.commit(ws, staged.id)
    for referral in open_referrals(ws)[:ANSWERED]:
        record_status.record(ws, referral, ReferralStatus.ACCEPTED, SAID_ON)
    ws.close()
    tasks = Tasks()
    shared = Context(tasks, clock)
    crashed: list[BaseException] = []
    tasks.crashed.connect(crashed.append)
    tasks.run_closed(
        lambda: setattr(tasks, "workspace", workspace.unlock(home, passphrase, clock=clock)),
        _nothing,
        owner=shared.ways,
    )
    yield shared
    tasks.close()
    assert not crashed


def _nothing(_value: object) -> None:
    """Nothing waits for it."""


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> StatusFileView:
    view = StatusFileView(context)
    qtbot.addWidget(view)
    context.tasks.changed.connect(view.on_changes)
    view.resize(1100, 900)
    view.show()
    view.show_plan("bayview")
    settle(qtbot, context)
    return view


def settle(qtbot: QtBot, context: Context) -> None:
    for _turn in range(4):
        qtbot.waitUntil(lambda: not context.tasks.busy, timeout=10_000)


def test_readiness_counts_and_names_who_has_no_status(page: StatusFileView, qtbot: QtBot) -> None:
    assert page.month.currentText() == "November 2026"
    lacking = page.ready.missing.rowCount()
    assert f"{lacking} referrals still lack" in page.ready.words.text()
    assert page.ready.bar.value() == ANSWERED
    assert page.ready.bar.maximum() == ANSWERED + lacking
    assert page.card.lines.rowCount() == ANSWERED
    assert page.card.lines.index(0, 0).data() == "90100001E"


def test_each_missing_row_is_settled_by_keyboard(page: StatusFileView, qtbot: QtBot) -> None:
    asked: list[object] = []
    opened: list[object] = []
    page.context.ways.record_status.connect(asked.append)
    page.context.ways.open_member.connect(opened.append)
    page.ready.list.setFocus()
    qtbot.keyClick(page.ready.list, Qt.Key.Key_Down)
    item = page.ready.current()
    assert item is not None
    qtbot.keyClick(page.ready.list, Qt.Key.Key_Return)
    qtbot.keyClick(page.ready.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == [item.referral_id]
    assert opened == [item.member_id]


def test_a_settled_referral_leaves_the_list_and_the_place_is_kept(
    page: StatusFileView, qtbot: QtBot
) -> None:
    before = page.ready.missing.rowCount()
    page.ready.list.selectRow(4)
    item = page.ready.current()
    assert item is not None
    referral = item.referral_id
    answer: list[Any] = []
    page.context.tasks.run(
        lambda ws: record_status.record(ws, referral, ReferralStatus.ACCEPTED, SAID_ON),
        answer.append,
        owner=page,
    )
    settle(qtbot, page.context)
    page.context.tasks.announce(answer[0][1])
    settle(qtbot, page.context)
    assert page.ready.missing.rowCount() == before - 1
    assert page.ready.missing.row_of(referral) == -1
    assert page.ready.list.currentIndex().row() == 4
    assert page.card.lines.rowCount() == ANSWERED + 1


def test_saved_sent_and_closed(page: StatusFileView, qtbot: QtBot, tmp_path: Path) -> None:
    page.save_into(str(tmp_path))
    settle(qtbot, page.context)
    saved = list(tmp_path.glob("CSRTF_*"))
    assert [file.name for file in saved] == ["CSRTF_1234567893_202611.csv"]
    digest = hashlib.sha256(saved[0].read_bytes()).hexdigest()
    assert digest[:16] in page.card.facts.text()
    assert str(saved[0]) in page.card.path.text()
    assert page.card.state.text() == "Saved, not marked as sent"
    qtbot.mouseClick(page.card.mark, Qt.MouseButton.LeftButton)
    assert page.card.question.isVisible()
    qtbot.mouseClick(page.card.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, page.context)
    assert page.card.state.text() == "Sent"
    assert not page.ready.isVisible()
    assert page.past.files.index(0, 2).data() == "Sent"
    again = tmp_path / "again"
    again.mkdir()
    page.save_into(str(again))
    settle(qtbot, page.context)
    copy = again / saved[0].name
    assert copy.read_bytes() == saved[0].read_bytes()


def test_not_yet_sent_is_taken_back(page: StatusFileView, qtbot: QtBot, tmp_path: Path) -> None:
    page.save_into(str(tmp_path))
    settle(qtbot, page.context)
    qtbot.mouseClick(page.card.mark, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.card.not_yet, Qt.MouseButton.LeftButton)
    assert not page.card.question.isVisible()
    assert page.card.mark.isVisible()
    assert page.card.state.text() == "Saved, not marked as sent"


def test_a_saved_file_that_is_behind_says_so(
    page: StatusFileView, qtbot: QtBot, tmp_path: Path
) -> None:
    page.save_into(str(tmp_path))
    settle(qtbot, page.context)
    assert not page.card.stale.isVisible()
    item = page.ready.missing.item_at(0)
    assert item is not None
    referral = item.referral_id
    page.context.tasks.run(
        lambda ws: record_status.record(ws, referral, ReferralStatus.ACCEPTED, SAID_ON),
        _nothing,
        owner=page,
    )
    settle(qtbot, page.context)
    page.activate()
    settle(qtbot, page.context)
    assert page.card.stale.isVisible()


def test_a_folder_that_refuses_is_said_and_the_button_comes_back(
    page: StatusFileView, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[Any] = []
    page.context.ways.refused.connect(said.append)
    file = tmp_path / "a file, no folder"
    file.write_text("x")
    page.save_into(str(file))
    settle(qtbot, page.context)
    assert said[0].next_step
    assert page.card.save.isEnabled()


def test_a_month_without_statuses_says_what_will_stand_there(
    page: StatusFileView, qtbot: QtBot
) -> None:
    page.month.setCurrentIndex(1)
    page.month.activated.emit(1)
    settle(qtbot, page.context)
    assert page.card.lines.rowCount() == 0
    assert not page.card.save.isEnabled()
    assert "No status is dated in this month" in page.card.more.text()


def test_plan_and_month_come_back_after_a_lock(page: StatusFileView) -> None:
    page.month.setCurrentIndex(2)
    kept = page.draft()
    again = StatusFileView(page.context)
    again.restore_draft(kept)
    assert again.month.currentIndex() == 2
    again.deleteLater()


def test_a_late_line_carries_a_sign_at_its_number() -> None:
    line = StatusLine("e", "r", "m", "Ana", ("90100001E", "11/02/2026"), late=True)
    file = StatusFile("bayview", "2026-12", ("CIN", "On"), (line,), 1, 1, (), "f.csv", "", "new")
    model = StatusLines()
    model.show_file(file)
    assert model.headerData(0, Qt.Orientation.Vertical) == "1 ◂"
    tip = model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert "earlier month" in str(tip)
    assert model.index(0, 1).data() == "11/02/2026"
