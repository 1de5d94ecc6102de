"""Forms through the window: a blank in three clicks, one filled in and saved, many and stopped."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from navigator_app.domain.records import CaseloadQuery
from navigator_app.runtime.clock import Clock
from navigator_app.services import caseload, people_checks, print_records, safety, workspace
from navigator_app.services.safety import FlagDraft
from tests import traces
from tests.gui.conftest import caseload_home, start_program  # noqa: F401 - fixtures
from tests.gui.every_page import settle
from ui.places import FormAt
from ui.program import Program
from ui.views.forms import FormsView
from ui.views.forms_bulk import FormBulkView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Somebody at the window; counts the clicks."""

    def __init__(self, program: Program, qtbot: QtBot, folder: Path) -> None:
        self.program, self.qtbot, self.folder = program, qtbot, folder
        self.clicks = 0

    @property
    def inside(self) -> Any:
        """The unlocked window."""
        return self.program.window.workplace

    def settle(self) -> None:
        """Nothing under way any more."""
        settle(self.program, self.qtbot)

    def click(self, button: QAbstractButton) -> None:
        """Press what is in sight and can be pressed."""
        assert button.isVisible() and button.isEnabled(), button.text()
        self.qtbot.mouseClick(button, LEFT)
        self.clicks += 1
        self.settle()

    def click_without_waiting(self, button: QAbstractButton) -> None:
        """Press it, and see what happens meanwhile."""
        self.qtbot.mouseClick(button, LEFT)

    def forms(self) -> FormsView:
        """The page."""
        found = self.inside.view("forms")
        assert isinstance(found, FormsView)
        return found

    def bulk(self) -> FormBulkView:
        """The page for many."""
        found = self.inside.view("form_bulk")
        assert isinstance(found, FormBulkView)
        return found

    def everybody(self) -> FormBulkView:
        """The page for many, with the consent for all of them chosen."""
        self.inside.go("form_bulk", "consent")
        self.settle()
        page = self.bulk()
        page.group.setCurrentIndex(page.group.findData("all"))
        self.settle()
        return page

    def read(self, work: Callable[..., Any]) -> Any:
        """What `work` returns from the store's thread."""
        answers: list[Any] = []
        self.program.tasks.run(work, answers.append, owner=self.program.window)
        self.settle()
        return answers[0]

    def printed(self) -> list[Any]:
        """What is on record as handed out."""
        sql = "SELECT code FROM printed_form ORDER BY printed_at, id"
        codes = self.read(lambda ws: [row[0] for row in ws.store.query(sql)])
        return [self.read(lambda ws, code=code: print_records.get(ws, code)) for code in codes]

    def say_yes(self, name: str) -> Path:
        """Choose in the system's dialog: a printer that lays its pages into this file."""
        (dialog,) = self.inside.findChildren(QPrintDialog)
        printer: QPrinter = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / name))
        QDialog.accept(dialog)
        self.settle()
        return self.folder / name

    def say_where(self, name: str) -> Path:
        """Choose a file in the system's dialog."""
        (dialog,) = self.inside.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(self.folder / name))
        dialog.close()
        self.settle()
        return self.folder / name


@pytest.fixture
def hand(
    start_program: Callable[..., Program],  # noqa: F811
    caseload_home: Path,  # noqa: F811
    tmp_path: Path,
    passphrase: str,
    qtbot: QtBot,
) -> Hand:
    """The program with sixty members, and a folder for what leaves it."""
    home, out = tmp_path / "home", tmp_path / "out"
    shutil.copytree(caseload_home, home)
    out.mkdir()
    program = start_program(home, passphrase)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)
    program.window.resize(1280, 800)
    return Hand(program, qtbot, out)


def sizes(file: Path) -> list[tuple[int, int]]:
    """The pages of a PDF, in whole points."""
    with pypdfium2.PdfDocument(file) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]


def first_member(ws: Any) -> Any:
    """The first of the caseload."""
    return caseload.page(ws, CaseloadQuery(), limit=1).rows[0]


def test_a_blank_lies_in_the_printer_after_three_clicks(hand: Hand) -> None:
    hand.inside.go("homes")
    hand.settle()
    hand.clicks = 0
    hand.click(hand.inside.rail_buttons["forms"])
    hand.click(hand.forms().list.choices["consent"])
    desk = hand.forms().desk
    assert desk.print.text() == "Print blank…"
    hand.click(desk.print)
    assert hand.clicks == 3
    file = hand.say_yes("consent.pdf")
    pages = sizes(file)
    assert len(pages) == desk.preview.pages
    assert set(pages) == {(612, 792)}  # Letter, its margins not scaled
    (row,) = hand.printed()
    assert (row.kind, row.how, row.member_id) == ("consent", "printed", "")


def test_what_is_printed_can_be_made_void(hand: Hand) -> None:
    hand.inside.go("forms", FormAt("consent"))
    hand.settle()
    hand.click(hand.forms().desk.print)
    hand.say_yes("consent.pdf")
    assert "Its code is" in hand.inside.banner.words.text()
    hand.click(hand.inside.banner.action)
    (row,) = hand.printed()
    assert row.voided_at


def test_cancelled_in_the_dialog_nothing_is_on_record(hand: Hand) -> None:
    hand.inside.go("forms", FormAt("consent"))
    hand.settle()
    hand.click(hand.forms().desk.print)
    (dialog,) = hand.inside.findChildren(QPrintDialog)
    dialog.reject()
    hand.settle()
    assert hand.printed() == []
    assert hand.forms().desk.print.isEnabled()


def test_a_form_is_filled_in_here_saved_with_a_warning_and_nowhere_else(
    hand: Hand, tmp_path: Path
) -> None:
    member = hand.read(first_member)
    hand.inside.go("forms", FormAt("release", member.id))
    hand.settle()
    desk = hand.forms().desk
    field = desk.points.fields["release.recipient"].widget
    field.setPlainText("Doctor Quillfeather Okonkwo")  # type: ignore[attr-defined]
    with hand.qtbot.waitSignal(desk.drawn, timeout=10_000):
        pass
    hand.settle()
    assert not desk.preview.drawn().isEmpty()
    hand.click(desk.save)
    assert desk.leaving.isVisible()
    assert not hand.printed()
    hand.click(desk.go_on)
    file = hand.say_where("release.pdf")
    with pypdfium2.PdfDocument(file) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "Quillfeather" in text
    (row,) = hand.printed()
    assert (row.how, row.member_id) == ("saved", member.id)
    needles = {"Quillfeather", member.cin, member.last_name}
    elsewhere = [one for one in tmp_path.rglob("*") if one.is_dir() and one != hand.folder]
    assert traces.traces(elsewhere, needles) == []


def test_where_the_file_cannot_be_written_the_record_goes_again(hand: Hand) -> None:
    hand.inside.go("forms", FormAt("consent"))
    hand.settle()
    hand.click(hand.forms().desk.save)
    hand.say_where("no such folder/consent.pdf")
    assert hand.printed() == []
    assert hand.inside.banner.isVisible()
    assert hand.forms().desk.save.isEnabled()


def test_many_in_one_file_each_in_their_own_language(hand: Hand) -> None:
    page = hand.everybody()
    going = [line for line in page.model.lines if not line.reason]
    assert len(going) > 20
    assert len({line.language for line in going}) > 1
    hand.click(page.save)
    file = hand.say_where("all.pdf")
    rows = hand.printed()
    assert len(rows) == len(going)
    assert len({row.batch_id for row in rows}) == 1
    assert {row.member_id: row.language for row in rows} == {
        line.member_id: line.language for line in going
    }
    assert len(sizes(file)) == sum(row.pages for row in rows)
    assert list(hand.folder.iterdir()) == [file]


def test_a_file_that_is_lost_at_the_end_leaves_no_record(hand: Hand) -> None:
    page = hand.everybody()
    hand.click_without_waiting(page.save)
    (dialog,) = hand.inside.findChildren(QFileDialog)
    page.save_to(str(hand.folder / "all.pdf"))
    dialog.close()
    hand.qtbot.waitUntil(lambda: page.run is not None and page.run.handed_out >= 1, timeout=20_000)
    (hand.folder / "all.pdf").mkdir()
    (hand.folder / "all.pdf" / "in the way").touch()
    hand.qtbot.waitUntil(lambda: page.run is None, timeout=30_000)
    hand.settle()
    assert hand.printed() == []
    assert [one.name for one in hand.folder.iterdir()] == ["all.pdf"], "no half, under any name"


def test_a_run_is_stopped_and_what_was_printed_stays(hand: Hand) -> None:
    page = hand.everybody()
    hand.click(page.print)
    (dialog,) = hand.inside.findChildren(QPrintDialog)
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(hand.folder / "some.pdf"))
    QDialog.accept(dialog)
    run = page.run
    assert run is not None
    hand.qtbot.waitUntil(lambda: run.handed_out >= 2, timeout=20_000)
    assert page.cancel.isVisible() and not page.print.isEnabled()
    hand.qtbot.mouseClick(page.cancel, LEFT)
    hand.qtbot.waitUntil(lambda: page.run is None, timeout=20_000)
    hand.settle()
    rows = hand.printed()
    assert 2 <= len(rows) < len(page.model.lines)
    assert len(sizes(hand.folder / "some.pdf")) == sum(row.pages for row in rows)
    assert page.print.isEnabled()


def test_nobody_is_written_to_where_word_must_not_be_left(hand: Hand) -> None:
    member = hand.read(first_member)
    kinds = hand.read(lambda ws: [one.id for one in people_checks.lists().dangers])
    for kind in kinds:
        draft = FlagDraft(kind=kind, starts=hand.program.context.clock.today())
        hand.read(lambda ws, draft=draft: safety.save(ws, member.id, draft))
    hand.inside.go("form_bulk", "tried_to_reach")
    hand.settle()
    page = hand.bulk()
    page.form.setCurrentIndex(page.form.findData("tried_to_reach"))
    page.group.setCurrentIndex(page.group.findData("all"))
    hand.settle()
    line = next(one for one in page.model.lines if one.member_id == member.id)
    assert line.reason
    assert page.model.lines[0].reason  # who is left out comes first
    assert "left out" in page.summary.text()


def test_locked_in_the_middle_of_a_run_leaves_no_half_of_a_file(hand: Hand) -> None:
    page = hand.everybody()
    hand.click_without_waiting(page.save)
    (dialog,) = hand.inside.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(hand.folder / "all.pdf"))
    dialog.close()
    del page, dialog
    hand.qtbot.waitUntil(lambda: hand.bulk().run.handed_out >= 2, timeout=20_000)  # type: ignore[union-attr]
    hand.program.window.lock()
    hand.settle()
    gc.collect()
    assert list(hand.folder.iterdir()) == []


def test_a_run_that_ends_with_the_lock_has_nothing_on_record(
    hand: Hand, passphrase: str, clock: Clock
) -> None:
    page = hand.everybody()
    page.save_to(str(hand.folder / "all.pdf"))
    del page
    hand.qtbot.waitUntil(lambda: hand.bulk().run.handed_out >= 3, timeout=20_000)  # type: ignore[union-attr]
    hand.program.window.lock()
    hand.settle()
    gc.collect()
    ws = workspace.unlock(hand.folder.parent / "home", passphrase, clock=clock)
    try:
        for table in ("printed_form", "disclosure"):
            row = ws.store.one(f"SELECT count(*) FROM {table}")
            assert row == (0,), "no record says that somebody has a sheet of it"
    finally:
        ws.close()
