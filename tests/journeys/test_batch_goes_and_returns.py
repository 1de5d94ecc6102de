"""A batch through the window: ten members, two not ready, one passed, attested, built, answered
with one sent back, and the revised batch."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from navigator_app.runtime.clock import Clock
from navigator_app.services import authorizations, batches, gate
from navigator_app.services import workspace as workspaces
from navigator_app.store import reads_exchange
from tests.gui.conftest import start_program  # noqa: F401 - a fixture
from tests.gui.every_page import (
    PASSPHRASE,
    cut,
    nameless,
    outside,
    scaled,
    settle,
    too_small,
)
from tests.services import batch_maker
from tests.services.batch_maker import WORDS
from tests.services.loops import Made
from ui.program import Program
from ui.views.batch import BatchView
from ui.views.batches import BatchesView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


class Desk:
    """The program over a store with ten members, and the hands at it."""

    def __init__(self, program: Program, made: list[Made], qtbot: QtBot) -> None:
        self.program, self.made, self.qtbot = program, made, qtbot

    def settle(self) -> None:
        settle(self.program, self.qtbot)

    def dialog(self) -> QDialog:
        """The one form that is open."""
        inside = self.program.window.workplace
        assert inside is not None
        (found,) = (one for one in inside.findChildren(QDialog) if one.isVisible())
        return found

    def page(self) -> BatchView:
        """The page of the batch."""
        inside = self.program.window.workplace
        assert inside is not None
        found = inside.view("batch")
        assert isinstance(found, BatchView)
        return found

    def save(self, **typed: str) -> None:
        """Fill the open form in and save it; it closes."""
        form = self.dialog()
        form.put_back(typed)  # type: ignore[attr-defined]
        self.settle()
        form.save_button.click()  # type: ignore[attr-defined]
        self.settle()
        inside = self.program.window.workplace
        assert inside is not None
        left = [one for one in inside.findChildren(QDialog) if one.isVisible()]
        assert not left, left[0].problem.text()  # type: ignore[attr-defined]

    def words(self) -> list[str]:
        """The first column of the members' table."""
        model = self.page().table.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def desk(
    start_program: Callable[..., Program],  # noqa: F811
    built_home: Path,
    clock: Clock,
    tmp_path: Path,
    qtbot: QtBot,
) -> Desk:
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, PASSPHRASE, clock=clock)
    plan_id = batch_maker.plan(ws)
    made = [batch_maker.ready(ws, plan_id, n) for n in range(1, 9)]
    made.append(batch_maker.ready(ws, plan_id, 9, opted=None))
    made.append(batch_maker.ready(ws, plan_id, 10, checked=date(2026, 10, 28)))
    ws.close()
    program = start_program(home, PASSPHRASE)
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    settle(program, qtbot)
    return Desk(program, made, qtbot)


def begun(desk: Desk) -> BatchView:
    """A batch with all ten, begun by the buttons."""
    inside = desk.program.window.workplace
    assert inside is not None
    inside.go("batches", None)
    desk.settle()
    listed = inside.view("batches")
    assert isinstance(listed, BatchesView)
    listed.new.click()
    desk.settle()
    desk.save(starts="2026-12-01", ends="2027-11-30", title="December")
    page = desk.page()
    page.people.click()
    desk.settle()
    desk.save()
    return page


def answered(desk: Desk, page: BatchView, out: Path) -> Path:
    """The plan's answer: one denied, one sent back, the rest approved."""
    with (out / next(out.glob("*.csv")).name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([*rows[0], "Determination", "Determination Reason", "Authorization Number",
                     "Authorization Start", "Authorization End"])  # fmt: skip
    for number, row in enumerate(rows[1:]):
        said = ["Approved", "", f"A{number}", "12/01/2026", "11/30/2027"]
        if number == 0:
            said = ["Denied", "Criteria not met", "", "", ""]
        if number == 1:
            said = ["Returned", "Housing status missing", "", "", ""]
        writer.writerow([*row, *said])
    file_ = out / "answer.csv"
    file_.write_text(buffer.getvalue(), "utf-8")
    return file_


def mended(desk: Desk, page: BatchView) -> None:
    """One who was not asked is taken out, one whose check is stale is passed."""
    page.unready.setChecked(True)
    desk.settle()
    assert desk.words() == ["Mend", "Mend"]
    page.table.selectRow(0)
    desk.settle()
    assert page.checks.pass_button.isHidden()  # a yes that nobody wrote down cannot be passed
    page.checks.out_button.click()
    desk.settle()
    assert desk.words() == ["Mend"]
    page.checks.pass_button.click()
    desk.settle()
    desk.save(reason="The portal was down all month; asked by phone")
    assert desk.words() == []
    page.unready.setChecked(False)
    assert desk.words() == ["Passed", *["Ready"] * 8]


def sent(desk: Desk, page: BatchView, out: Path) -> None:
    """Attested, built, saved, brought to the plan."""
    page.attest.click()
    desk.settle()
    desk.save(attestation=WORDS)
    page.build.click()
    desk.settle()
    page.save_into(str(out))
    desk.settle()
    page.sent.click()
    desk.settle()
    assert page.pill.text() == "Sent"


def test_ten_members_go_and_one_comes_back(desk: Desk, tmp_path: Path) -> None:
    page = begun(desk)
    assert len(desk.words()) == 10
    assert not page.attest.isEnabled()
    mended(desk, page)
    page.tabs.setCurrentIndex(1)
    desk.settle()
    assert "9 authorizations of this batch would end on the same day" in page.wave.said.text()
    assert "November 2027" in page.wave.chart.words()
    page.tabs.setCurrentIndex(0)
    sent(desk, page, tmp_path)
    page.take_answer(str(answered(desk, page, tmp_path)))
    desk.settle()
    assert page.pill.text() == "Answered"
    assert desk.words()[:3] == ["Denied", "Sent back", "Approved"]
    page.revise.click()
    desk.settle()
    page = desk.page()
    assert page.page.heading.text() == "December, revised"
    assert desk.words() == ["Ready"]
    assert _kept(desk) == [8, 1]


def test_a_changed_answer_is_taken_in_and_back(desk: Desk, tmp_path: Path) -> None:
    page = begun(desk)
    mended(desk, page)
    sent(desk, page, tmp_path)
    answer = answered(desk, page, tmp_path)
    page.take_answer(str(answer))
    desk.settle()
    other = tmp_path / "other.csv"
    other.write_text(answer.read_text("utf-8").replace("Approved,,A2", "Denied,Moved away,"))
    page.take_answer(str(other))
    desk.settle()
    assert "1 answer changed" in page.told.text()
    assert desk.words()[:2] == ["Changed", "Denied"]  # what asks for a person stands first
    page.table.selectRow(0)
    desk.settle()
    assert page.table.model().index(0, 4).data() == (
        "The plan changed its answer. Now: Denied (Moved away). Before: Approved."
    )
    faults = [*nameless(desk.program.window), *cut(desk.program.window), *too_small(page)]
    assert faults == []
    page.checks.keep_button.click()
    desk.settle()
    form = desk.dialog()
    assert form.save_button.text() == "Take the new answer in"  # type: ignore[attr-defined]
    form.close()
    desk.settle()
    page.checks.take_button.click()
    desk.settle()
    assert desk.words().count("Denied") == 2
    assert "Changed" not in desk.words()
    assert page.checks.take_button.isHidden()
    inside = desk.program.window.workplace
    assert inside is not None
    inside.banner.action.click()
    desk.settle()
    assert desk.words()[0] == "Changed"


def _kept(desk: Desk) -> list[int]:
    """How many disclosures of the batch there are in all, and how many rows the file kept."""
    found: list[list[int]] = []

    def count(ws: workspaces.Workspace) -> list[int]:
        gone = sum(
            bool(gate.disclosures(ws, one.member)) and
            authorizations.of_referral(ws, one.referral).entries[-1].status is not None
            for one in desk.made
        )  # fmt: skip
        newest = batches.listing(ws)[0]
        assert reads_exchange.content(ws.store, batches.listing(ws)[1].file_id)
        return [gone - 1, newest.members]  # the denied one has its answer, too

    desk.program.tasks.run(count, found.append, owner=desk.program.window)
    desk.settle()
    return found[0]


def test_a_lock_in_the_middle_keeps_what_was_typed(desk: Desk) -> None:
    """The attestation half written is there again after unlocking."""
    page = begun(desk)
    page.unready.setChecked(True)
    desk.settle()
    for _number in range(2):
        page.checks.out_button.click()
        desk.settle()
    page.attest.click()
    desk.settle()
    form = desk.dialog()
    form.put_back({"attestation": "Each of th"})  # type: ignore[attr-defined]
    draft = form.draft()  # type: ignore[attr-defined]
    assert draft["kept"] == {"attestation": "Each of th"}
    form.close()
    desk.settle()
    page.attest.click()
    desk.settle()
    again = desk.dialog()
    again.restore_draft(draft)  # type: ignore[attr-defined]
    assert again.words("attestation") == "Each of th"  # type: ignore[attr-defined]
    again.close()
    desk.settle()


@pytest.mark.parametrize("scale", [100, 200])
def test_the_page_of_a_batch_can_be_named_touched_and_read(desk: Desk, scale: int) -> None:
    page = begun(desk)
    window = desk.program.window
    window.resize(1280, 800)
    scaled(desk.program, scale, desk.qtbot)
    for tab in (1, 0):
        page.tabs.setCurrentIndex(tab)
        desk.settle()
        faults = [*nameless(window), *cut(window), *outside(window), *too_small(page)]
        assert faults == [], tab
