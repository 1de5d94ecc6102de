"""A housing support plan through the window over a year: written, returned, signed, and revised
three times, with every version still readable as it was signed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.runtime.clock import Clock
from navigator_app.services import audit, support_plan
from navigator_app.services.support_plan import PlanPage
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.services import loops
from ui import theme
from ui.app import Start
from ui.places import MemberAt, PlansBeside
from ui.program import Program
from ui.views.member_plan import MemberPlan
from ui.widgets.note_box import NoteBox
from ui.widgets.plan_inputs import ChoiceInput, DayInput, PlanInput

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)
ZONE = "America/Los_Angeles"


@dataclass
class Navigator:
    """Somebody at the window, on a day."""

    program: Program
    qtbot: QtBot
    member: str = ""

    @property
    def inside(self) -> Any:
        """The unlocked window."""
        return self.program.window.workplace

    def settle(self) -> None:
        """Nothing under way any more."""
        for _turn in range(4):
            self.qtbot.waitUntil(lambda: not self.program.tasks.busy, timeout=20_000)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    def on(self, day: date) -> None:
        """It is that day now."""
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(ZONE))
        clock = Clock(ZONE, moment)
        self.program.context.clock = clock

        def move(ws: Workspace) -> None:
            ws.clock = clock

        self.read(move)

    def read(self, work: Callable[[Workspace], Any]) -> Any:
        """What `work` returns from the store's thread."""
        answers: list[Any] = []
        self.program.tasks.run(work, answers.append, owner=self.program.window)
        self.settle()
        return answers[0]

    def plan(self, plan_id: str = "") -> PlanPage:
        """The plan as it is kept."""
        found: PlanPage = self.read(lambda ws: support_plan.page(ws, self.member, plan_id))
        return found

    def section(self) -> Any:
        """The plan's part of the member's page."""
        self.inside.open_member(MemberAt(self.member, "plan"))
        self.settle()
        return self.inside.view("member").sections.findChild(MemberPlan)

    def part(self, key: str) -> Any:
        """The editor at one part; its panel."""
        view = self.inside.view("plan")
        view.nav.chosen.emit(key)
        self.settle()
        return view.panel

    def fill(self, one: PlanInput, text: str) -> None:
        """Fill a field in and leave it."""
        if isinstance(one, ChoiceInput):
            one.show_value(text)
            one.settled.emit(one)
        elif isinstance(one, DayInput):
            one.line.setText(text)
            one.flush()
        else:
            one.widget.setPlainText(text)  # type: ignore[attr-defined]
            one.flush()
        self.settle()
        assert not one.error.isVisible(), one.error.text()

    def move(self, move: Move) -> None:
        """Press a button of the last part."""
        self.part("finish").moves.buttons[move].click()
        self.settle()

    def dialog(self) -> Any:
        """The form that is open."""
        (found,) = (one for one in self.inside.findChildren(QDialog) if one.isVisible())
        return found

    def sign(self) -> None:
        """Both sign on paper, one after the other."""
        for role in ("member", "navigator"):
            self.move(Move.SIGN)
            form = self.dialog()
            assert form.role.currentData() == role
            form.save()
            self.settle()
        assert self.newest().state is PlanState.SIGNED

    def newest(self) -> Any:
        """The newest version."""
        return self.plan().plan

    def says(self) -> str:
        """What the section says."""
        labels = self.section().findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def navigator(home: Path, tmp_path: Path, passphrase: str, qtbot: QtBot) -> Iterator[Navigator]:
    """The program over a store with one member, on 20 November 2025."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    copy = tmp_path / "journey"
    shutil.copytree(home, copy)
    clock = Clock(ZONE, datetime(2025, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))
    program = Program(Start(copy, passphrase, ""), clock, app)
    program.open_window()
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    who = Navigator(program, qtbot)
    who.settle()
    who.member = who.read(
        lambda ws: loops.add_member(ws, loops.add_plan(ws), 1, sent=None, requested=None).member
    )
    yield who
    program.close()
    program.window.deleteLater()
    theme.apply(app, Settings(theme="light"))
    app.processEvents()


def write_whole(who: Navigator, start: date) -> None:
    """Every part filled in through its fields, with two barriers."""
    for key in ("wishes", "history", "household", "needs", "crisis"):
        panel = who.part(key)
        for one in list(panel.inputs.values()):
            who.fill(one, f"{one.label.text()}: as told on {start}")
    panel = who.part("barriers")
    for one in list(panel.inputs.values()):
        who.fill(one, "From the screening")
    for common in ("no-papers", "late-rent"):
        add_barrier(who, common, start)
    who.fill(who.part("finish").review, f"{start + timedelta(days=90):%m/%d/%Y}")


def add_barrier(who: Navigator, common: str, start: date) -> None:
    """A common barrier from the list, with its days, approach and who else."""
    panel = who.part("barriers")
    panel.common.setCurrentIndex(panel.common.findData(common))
    panel.add.click()
    who.settle()
    fields = who.part("barriers").cards[-1].fields
    who.fill(fields["short_by_on"], f"{start + timedelta(days=30):%m/%d/%Y}")
    who.fill(fields["long_by_on"], f"{start + timedelta(days=180):%m/%d/%Y}")
    who.fill(fields["approach"], "Alone to the first office")
    who.fill(fields["other_providers"], "none")


def revise(who: Navigator, day: date, income: str) -> None:
    """Ninety days later: another version, with another income, sent, approved and signed."""
    who.on(day)
    who.section().moves.buttons[Move.REVISE].click()
    who.settle()
    assert who.newest().state is PlanState.DRAFT
    who.fill(who.part("household").inputs["income"], income)
    for card in list(who.part("barriers").cards):
        for name, days in (("long_by_on", 200), ("short_by_on", 30)):
            field = card.fields[name]
            if field.isVisible():
                who.fill(field, f"{day + timedelta(days=days):%m/%d/%Y}")
    who.fill(who.part("finish").review, f"{day + timedelta(days=90):%m/%d/%Y}")
    for move in (Move.SUBMIT, Move.APPROVE):
        who.move(move)
    who.sign()


def written_returned_and_signed(who: Navigator, start: date) -> None:
    """The first version: begun, refused while empty, written, given back once, signed."""
    who.section().empty.button.click()
    who.settle()
    assert who.inside.place.key == "plan"
    who.move(Move.SUBMIT)
    assert who.newest().state is PlanState.DRAFT, "an empty plan is not sent"
    write_whole(who, start)
    said = [one.words() for one in who.part("finish").findChildren(NoteBox)]
    assert said == ["Nothing required is missing."]

    who.move(Move.SUBMIT)
    who.part("household").remarks["income"].add.click()
    who.settle()
    who.dialog().text.setPlainText("From which month?")
    who.dialog().save()
    who.settle()
    who.move(Move.RETURN)
    who.dialog().text.setPlainText("One question.")
    who.dialog().save()
    who.settle()
    assert who.newest().state is PlanState.RETURNED
    who.fill(who.part("household").inputs["income"], "SSI from November")
    for move in (Move.SUBMIT, Move.APPROVE):
        who.move(move)
    who.sign()


def test_a_plan_revised_three_times_with_history(navigator: Navigator) -> None:
    who, start = navigator, date(2025, 11, 20)
    written_returned_and_signed(who, start)
    prints = [who.newest().sha256]

    who.on(start + timedelta(days=20))
    barrier = who.newest().barriers[0].id
    who.section().goals.boxes[f"{barrier}/short"].box.click()
    who.settle()
    assert "1 of 4 goals met" in who.says()

    incomes = ("SSI and CalFresh", "Part-time wages", "Wages and a voucher")
    for number, income in enumerate(incomes, 1):
        revise(who, start + timedelta(days=90 * number), income)
        prints.append(who.newest().sha256)
        assert "1 of 4 goals met" in who.says(), "what was met stays met"

    page = who.plan()
    assert [row.version for row in page.versions] == [4, 3, 2, 1]
    assert len(set(prints)) == 4
    told = ["SSI from November", *incomes]
    for row, text, fingerprint in zip(reversed(page.versions), told, prints, strict=True):
        old = who.plan(row.id)
        assert old.intact
        assert old.plan is not None
        assert old.plan.sha256 == fingerprint
        assert old.plan.answer("income") == text

    who.inside.open_plan(PlansBeside(who.member, page.versions[-1].id, page.versions[0].id))
    who.settle()
    view = who.inside.view("plan_versions")
    [(pair, _widget)] = [one for one in view.pairs if one[0].label.startswith("Income")]
    assert (pair.left, pair.right) == ("SSI from November", "Wages and a voucher")
    assert all(row.left is not None for row, _pair in view.pairs), "each barrier is followed"
    found = who.read(audit.verify)
    assert found.problem == ""
