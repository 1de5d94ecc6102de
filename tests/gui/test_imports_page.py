"""The Import page on a real store: from a file to what it changed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, workspace
from ui.context import Context
from ui.dialogs.map_columns import MapColumns
from ui.models.import_rows import WINDOW
from ui.tasks import Tasks
from ui.views.imports import ImportsView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
FIRST = SAMPLES / "bayview_csasf_2026-11-15.csv"
SECOND = SAMPLES / "bayview_csasf_2026-11-29.csv"


@pytest.fixture
def context(home: Path, passphrase: str, clock: Clock, qapp: Any) -> Iterator[Context]:
    """A context over an open store with two plans; crashes fail the test."""
    ws = workspace.unlock(home, passphrase, clock=clock)
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    agency.add_plan(ws, "sierra", name="Sierra", layout="sierra")
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
def page(context: Context, qtbot: QtBot) -> ImportsView:
    """The page, shown."""
    view = ImportsView(context)
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    view.activate()
    settle(qtbot, context)
    return view


def settle(qtbot: QtBot, context: Context) -> None:
    """Until nothing is under way, twice: an answer may ask again."""
    for _turn in range(3):
        qtbot.waitUntil(lambda: not context.tasks.busy, timeout=10_000)


def take(page: ImportsView, qtbot: QtBot, path: Path) -> None:
    page.take_file(path)
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=10_000)
    settle(qtbot, page.context)


def texts(page: ImportsView, column: int) -> list[str]:
    model = page.review.rows
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_the_plan_is_worked_out_and_figures_open_their_rows(
    page: ImportsView, qtbot: QtBot
) -> None:
    assert page.start.plan_key() == ""
    take(page, qtbot, FIRST)
    assert page.review.review is not None
    assert page.review.review.plan == "bayview"
    assert page.review.chips.tile("new").figure == 60
    assert page.review.commit.text() == "Take in 60 rows"
    qtbot.mouseClick(page.review.commit, Qt.MouseButton.LeftButton)
    settle(qtbot, page.context)
    assert page.review.review.state == "committed"
    take(page, qtbot, SECOND)
    figures = {key: page.review.chips.tile(key).figure for key in ("new", "changed", "unchanged")}
    assert figures == {"new": 5, "changed": 6, "unchanged": 51}
    assert page.review.chips.tile("disappeared").figure == 3
    assert page.review.chips.current == "changed"
    assert texts(page, 3) == [
        "90100002F",
        "90100005K",
        "90100012W",
        "90100021F",
        "90100030V",
        "90100037C",
    ]
    assert "Phone: (530) 454-4839 → (916) 555-0100" in texts(page, 5)[0]
    detail = page.review.detail.toPlainText()
    assert "(530) 454-4839" in detail
    assert "Member Residential Address" in detail


def test_rejected_rows_say_row_column_and_reason_and_can_be_handed_back(
    page: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    page.start.plan.setCurrentIndex(page.start.plan.findData("bayview"))
    take(page, qtbot, SAMPLES / "bad_rows.csv")
    assert page.review.chips.current == "rejected"
    assert texts(page, 0) == ["3", "4", "5", "8", "9", "10", "12"]
    assert "Medi-Cal Member Client Index Number (CIN)" in page.review.detail.toPlainText()
    page.review.rejects_asked.emit("save-cells")
    saved = tmp_path / "back.csv"
    page.findChildren(QFileDialog)[-1].reject()
    page.rejects.save_to(str(saved))
    settle(qtbot, page.context)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert len(table) == 8
    assert "Harpreet" in table[1]
    assert not [cell for line in table for cell in line if cell.startswith(("=", "+", "@"))]
    assert [name.name for name in tmp_path.iterdir() if ".part" in name.name] == []


def test_copied_rejects_hold_no_member(page: ImportsView, qtbot: QtBot) -> None:
    page.start.plan.setCurrentIndex(page.start.plan.findData("bayview"))
    take(page, qtbot, SAMPLES / "bad_rows.csv")
    page.review.rejects_asked.emit("copy")
    settle(qtbot, page.context)
    copied = QGuiApplication.clipboard().text()
    assert copied.count("\n") == 8
    assert "Gill" not in copied
    QGuiApplication.clipboard().clear()


def test_discarding_keeps_that_the_file_came_and_nothing_of_it(
    page: ImportsView, qtbot: QtBot
) -> None:
    take(page, qtbot, FIRST)
    qtbot.mouseClick(page.review.discard, Qt.MouseButton.LeftButton)
    settle(qtbot, page.context)
    assert page.start.files.rowCount() == 1
    assert page.start.files.index(0, 2).data() == "Discarded"
    page.start.past.acted.emit(0)
    settle(qtbot, page.context)
    assert page.review.rows.rowCount() == 0
    assert not page.review.commit.isVisible()


def test_the_same_file_again_says_when_it_was_taken_in(page: ImportsView, qtbot: QtBot) -> None:
    take(page, qtbot, FIRST)
    page.review.commit_asked.emit()
    settle(qtbot, page.context)
    take(page, qtbot, FIRST)
    assert page.review.banner.isVisible()
    assert "Nov 20, 2026" in page.review.banner.words.text()
    assert page.review.chips.tile("unchanged").figure == 60


def test_stopping_leaves_nothing_to_review(page: ImportsView, qtbot: QtBot) -> None:
    page.take_file(FIRST)
    qtbot.waitUntil(lambda: page.reading.job is not None, timeout=10_000)
    page.reading.stop()
    settle(qtbot, page.context)
    assert page.review.review is None
    assert page.start.zone.isVisible()


@pytest.mark.parametrize("name", ["bad_empty.csv", "bad_not_a_roster.csv"])
def test_a_file_that_is_none_is_refused_in_words(
    page: ImportsView, qtbot: QtBot, name: str
) -> None:
    said: list[Any] = []
    page.context.ways.refused.connect(said.append)
    page.start.plan.setCurrentIndex(page.start.plan.findData("bayview"))
    take(page, qtbot, SAMPLES / name)
    wizard = page.findChild(MapColumns)
    assert said or wizard is not None
    if said:
        assert said[0].next_step
        assert page.start.zone.isVisible()
    if wizard is not None:
        assert not wizard.forward.isEnabled()
        wizard.reject()


def test_a_dropped_file_is_read(page: ImportsView, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FIRST))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.start.zone.dropEvent(event)
    settle(qtbot, page.context)
    assert page.review.review is not None
    assert page.review.review.new == 60


def test_a_long_file_is_read_by_windows(
    page: ImportsView, qtbot: QtBot, big_file: Callable[[int], Path]
) -> None:
    take(page, qtbot, big_file(WINDOW + 50))
    model = page.review.rows
    assert model.rowCount() == WINDOW + 50
    assert model.row_at(WINDOW - 1) is not None
    assert model.row_at(WINDOW + 1) is None  # asked for now
    qtbot.waitUntil(lambda: model.row_at(WINDOW + 1) is not None, timeout=10_000)


@pytest.fixture
def big_file(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a Bayview file with so many rows."""

    def make(rows: int) -> Path:
        with FIRST.open(encoding="utf-8-sig", newline="") as source:
            table = list(csv.reader(source))
        path = tmp_path / "big.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(table[0])
            for number in range(rows):
                line = list(table[1])
                line[2] = f"8{number:07d}A"
                line[3] = f"{number:09d}"
                writer.writerow(line)
        return path

    return make


def test_every_control_has_a_name(page: ImportsView, qtbot: QtBot) -> None:
    take(page, qtbot, FIRST)
    for widget in (page.review.table, page.review.detail, page.start.plan, page.start.past):
        assert widget.accessibleName()
    assert page.review.chips.tile("new").accessibleName() == "New: 60 rows"


def test_the_review_in_hand_comes_back_after_a_lock(
    page: ImportsView, qtbot: QtBot, context: Context
) -> None:
    take(page, qtbot, FIRST)
    kept = page.draft()
    again = ImportsView(context)
    qtbot.addWidget(again)
    again.restore_draft(kept)
    settle(qtbot, context)
    assert again.review.review is not None
    assert page.review.review is not None
    assert again.review.review.id == page.review.review.id
