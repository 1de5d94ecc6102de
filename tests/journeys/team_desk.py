"""A team at one window: each sits down with an own passphrase, and works with clicks and keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from navigator_app.domain.identifiers import fold
from navigator_app.domain.records import AttemptDraft, UserRow
from navigator_app.domain.vocabulary import Mode, Outcome, Role
from navigator_app.runtime.clock import Clock
from navigator_app.services import caseload, record_outreach, users
from navigator_app.services import workspace as workspaces
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from navigator_app.store.keys import Kdf
from tests import team_year
from tests.journeys import at_the_desk
from tests.journeys.at_the_desk import Desk, errors
from tests.services import loops
from ui import theme
from ui.app import Start
from ui.program import Program
from ui.views.team import TeamView
from ui.views.unlock import UnlockView
from ui.widgets.figure_tile import FigureTile
from ui.widgets.pill import StatusPill

OWN = {
    "Ana Ruiz": "juniper kettle orbit mosaic",
    "Ben Ochoa": "velvet anchor thistle",
    "Fay Lund": "maple cipher harbor",
    "Carla Nguyen": "copper lantern willow",
    "Dana Park": "basket onyx ferry",
}
"""Who works with the store, and their passphrases. Ana made it and administers."""

ROLES = {
    "Ben Ochoa": Role.NAVIGATOR,
    "Fay Lund": Role.NAVIGATOR,
    "Carla Nguyen": Role.SUPERVISOR,
    "Dana Park": Role.CLERK,
}
NOTE = "Said he sleeps behind the bakery on Fulton"
DANGER = "Two dogs off the leash"
"""What stands in the record of the first member, who is Ben's."""

FORMULA = "=1+1"
"""A language that somebody typed, in the year's store."""

ON_TIME = 10_000
LOCK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


@dataclass
class TeamDesk(Desk):
    """The window that they share, one after the other."""

    folder: Path = field(default_factory=Path)
    left: bool = False

    def sit(self, name: str) -> None:
        """Whoever is there locks; this one unlocks with their passphrase, and it is them."""
        self.try_to_unlock(OWN[name])
        opened = self.program.window.opened
        assert opened is not None, words_of(self.program.window)
        assert opened.user.name == name

    def try_to_unlock(self, passphrase: str) -> None:
        """Lock if it is open, type a passphrase and press Enter."""
        window = self.program.window
        if window.opened is not None:
            window.activateWindow()
            self.qtbot.waitUntil(window.isActiveWindow, timeout=ON_TIME)
            with self.qtbot.waitSignal(window.locked, timeout=ON_TIME):
                self.qtbot.keyClick(window, Qt.Key.Key_L, modifier=LOCK)
            self.settle()
        page = self.shown(UnlockView, window)
        self.write(page.passphrase, passphrase)
        self.qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        self.settle()

    def beside(self, name: str, work: Callable[[Workspace], T]) -> T:
        """Somebody else does something in the same store while this one looks at the window."""

        def seated(ws: Workspace) -> T:
            [found] = [one for one in users.people(ws) if one.name == name]
            return work(replace(ws, user=UserRow(found.id, found.name, found.role)))

        answer: T = self.read(seated)
        return answer

    def shown(self, kind: type[W], root: QWidget | None = None) -> W:
        """The one widget of a kind in sight."""
        found = [one for one in (root or self.inside).findChildren(kind) if one.isVisible()]
        assert len(found) == 1, [kind.__name__, *found]
        return found[0]

    def reachable(self, widget: QWidget) -> None:
        """It is in sight, it can be used, and no form lies over the page that it stands on."""
        assert widget.isVisible() and widget.isEnabled(), getattr(widget, "text", str)()
        modal = QApplication.activeModalWidget()
        assert modal is None or modal is widget.window(), "a form lies over it"

    def press(self, button: QAbstractButton) -> None:
        """A click with the mouse."""
        self.reachable(button)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def button(self, words: str, root: QWidget | None = None) -> QAbstractButton:
        """The one button in sight with these words, or this name for a screen reader."""
        found = [
            one
            for one in (root or self.inside).findChildren(QAbstractButton)
            if one.isVisible() and words in (one.text(), one.accessibleName())
        ]
        assert len(found) == 1, [words, *(one.text() for one in found)]
        return found[0]

    def write(self, widget: QWidget, text: str) -> None:
        """Clear a field and type into it."""
        self.reachable(widget)
        widget.setFocus()
        self.qtbot.keyClick(widget, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClick(widget, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(widget, text)

    def choose(self, box: QComboBox, data: object) -> None:
        """Choose from a list with the arrow keys."""
        self.reachable(box)
        place = box.findData(data)
        assert place >= 0, [data, *(box.itemText(n) for n in range(box.count()))]
        box.setFocus()
        key = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
        while box.currentIndex() != place:
            before = box.currentIndex()
            self.qtbot.keyClick(box, key)
            assert box.currentIndex() != before, "the key moves nothing"
        self.settle()

    def named(self, box: QComboBox, words: str) -> None:
        """Choose what stands there with these words in it."""
        [place] = [n for n in range(box.count()) if words in box.itemText(n)]
        self.choose(box, box.itemData(place))

    def click(
        self,
        table: QAbstractItemView,
        row: int,
        column: int = 0,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """A click on a cell, with a key held."""
        self.reachable(table)
        index = table.model().index(row, column)
        assert index.isValid(), row
        table.scrollTo(index)
        place = table.visualRect(index).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, place)
        self.settle()

    def enter(self, table: QAbstractItemView) -> None:
        """Enter on the current row."""
        self.reachable(table)
        table.setFocus()
        self.qtbot.keyClick(table, Qt.Key.Key_Return)
        self.settle()

    def row(self, table: QAbstractItemView, words: str) -> int:
        """The one row in which these words stand."""
        found = [n for n, cells in enumerate(rows(table)) if any(words in cell for cell in cells)]
        assert len(found) == 1, [words, *rows(table)]
        return found[0]

    def rail(self, key: str) -> Any:
        """A page by its button at the side."""
        self.press(self.inside.rail_buttons[key])
        assert self.inside.place.key == key
        return self.inside.view(key)

    def team(self, key: str) -> Any:
        """A tab of the page Team, by clicks."""
        page = self.rail("team")
        assert isinstance(page, TeamView)
        place = [spec.key for spec in page.specs].index(key)
        self.turn(page.tabs, place)
        assert page.current() == key
        return page.tab(key)

    def turn(self, bar: QTabBar, place: int) -> None:
        """A click on a tab."""
        self.reachable(bar)
        at = bar.tabRect(place).center()
        self.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=at)
        self.settle()
        assert bar.currentIndex() == place

    def staff(self) -> Any:
        """The page of people, from the settings."""
        settings = self.rail("settings")
        self.press(self.button("People and roles", settings))
        return self.inside.view("staff")

    def find(self, text: str) -> None:
        """Look somebody up in the search field and open the first with Enter."""
        self.write(self.inside.search, text)
        self.qtbot.keyClick(self.inside.search, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.inside.place.key == "member", timeout=ON_TIME)
        self.settle()

    def page_says(self, key: str) -> str:
        """All words in sight on a page."""
        return words_of(self.inside.view(key))

    def form_says(self) -> str:
        """All words in sight on the open form."""
        return words_of(self.dialog())

    def saves(self) -> None:
        """Press the button of the open form; it must close."""
        form = self.dialog()
        self.press(form.save_button)
        open_still = [one for one in self.inside.findChildren(QDialog) if one.isVisible()]
        assert form not in open_still, errors(form)

    def refuses(self) -> str:
        """Press the button of the open form; it must stay, and say why."""
        form = self.dialog()
        self.press(form.save_button)
        said = "\n".join(text for _kind, text in errors(self.dialog()))
        assert said
        return said

    def save_as(self, file: Path) -> Path:
        """Type a name into the window that asks where to, and press Enter."""
        [chooser] = [one for one in self.inside.findChildren(QFileDialog) if one.isVisible()]
        line = self.shown(QLineEdit, chooser)
        line.setText(str(file))  # typed, it would ask the platform for a list of names
        self.qtbot.keyClick(line, Qt.Key.Key_Return)
        self.qtbot.waitUntil(file.exists, timeout=ON_TIME)
        self.settle()
        return file

    def leave(self) -> None:
        """Close the program, once."""
        if not self.left:
            self.left = True
            self.program.close()
            self.program.window.deleteLater()

    def undo(self) -> None:
        """Press what the notice at the foot of the page offers."""
        self.press(self.button("Undo"))


def words_of(root: QWidget) -> str:
    """All words that stand on a page: labels, lines of its lists, pills and figures."""
    drawn = [*root.findChildren(StatusPill), *root.findChildren(FigureTile)]
    said = [one.accessibleName() for one in drawn if one.isVisible()]
    return "\n".join([at_the_desk.words_of(root), *said])


def rows(table: QAbstractItemView) -> list[list[str]]:
    """What stands in a table."""
    model = table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount(QModelIndex()))
    ]


def joined(ws: Workspace, names: tuple[str, ...], kdf: Kdf) -> dict[str, str]:
    """These people, let in by Ana; their ids."""
    for name in names:
        users.add(ws, name, ROLES[name], passphrase=OWN[name], own=OWN["Ana Ruiz"], kdf=kdf)
    return {one.name: one.id for one in users.people(ws)}


Copied = Callable[[str], Workspace]


@pytest.fixture(scope="session")
def copied(built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Copied:
    """`copied(name)`: Ana's store in a folder of that name, unlocked by her."""

    def copy(name: str) -> Workspace:
        home = tmp_path_factory.mktemp(name) / "home"
        shutil.copytree(built_home, home)
        return workspaces.unlock(home, OWN["Ana Ruiz"], clock=clock)

    return copy


@pytest.fixture(scope="session")
def team_home(copied: Copied, quick_kdf: Kdf) -> Path:
    """All five and eight members: three are Ben's, one is Fay's, four came and are nobody's.

    Copy it, never open it.
    """
    ws = copied("team")
    ids = joined(ws, tuple(ROLES), quick_kdf)
    plan = loops.add_plan(ws)
    loops.add_plan(ws, "north", "partnership-mcap7003")
    whose = [ids["Ben Ochoa"]] * 3 + [ids["Fay Lund"]] + [None] * 4
    made = [
        loops.add_member(
            ws, plan, number, navigator_id=user,
            language_spoken="Spanish" if number % 2 else "English",
            search_text=fold(f"Last{number:05d} First{number} 9{number:07d}A"),
        )
        for number, user in enumerate(whose, 1)
    ]  # fmt: skip
    caseload.update_contact(ws, made[0].member, safety_note=DANGER)
    said = AttemptDraft(
        made[0].member, Mode.IN_PERSON, Outcome.REACHED, datetime(2026, 11, 19, 11),
        referral_id=made[0].referral, note=NOTE,
    )  # fmt: skip
    record_outreach.record(ws, [said])
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        sql = "UPDATE user_profile SET most_weight = ?, languages = ? WHERE user_id = ?"
        tx.execute(sql, [5000, '["English"]', ids["Ben Ochoa"]])
        tx.execute(sql, [5000, '["English", "Spanish"]', ids["Fay Lund"]])
        tx.execute(sql, [0, "[]", ids["Carla Nguyen"]])
        tx.execute(sql, [0, "[]", ids["Ana Ruiz"]])
    ws.close()
    return ws.home


@pytest.fixture(scope="session")
def year_home(copied: Copied, quick_kdf: Kdf) -> Path:
    """A small agency's year; Carla supervises it, Ben is a new navigator, Dana a clerk.

    Copy it, never open it.
    """
    ws = copied("year")
    team_year.build(ws, people=16, members=240)
    joined(ws, ("Ben Ochoa", "Carla Nguyen", "Dana Park"), quick_kdf)
    with ws.store.transaction("test", clock=ws.clock, user=ws.user) as tx:
        sql = "UPDATE member SET language_spoken = ? WHERE language_spoken = 'Tagalog'"
        tx.execute(sql, [FORMULA])
    ws.close()
    return ws.home


Opener = Callable[[Path], TeamDesk]


@pytest.fixture
def open_desk(clock: Clock, tmp_path: Path, qtbot: QtBot) -> Iterator[Opener]:
    """`open_desk(home)`: the window over a copy of that store, locked."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desks: list[TeamDesk] = []
    crashed: list[BaseException] = []

    def open_one(home: Path) -> TeamDesk:
        copy = tmp_path / "home"
        shutil.copytree(home, copy)
        program = Program(Start(copy, "", ""), clock, app)
        program.tasks.crashed.connect(crashed.append)
        program.window.resize(1280, 800)
        with qtbot.waitSignal(program.window.painted, timeout=ON_TIME):
            program.open_window()
        desk = TeamDesk(program, qtbot, folder=copy)
        desks.append(desk)
        desk.settle()
        return desk

    yield open_one
    for desk in desks:
        desk.leave()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # or they are dressed anew
    theme.apply(app, Settings(theme="light"))
    app.processEvents()
    assert not crashed, crashed


@pytest.fixture
def team(open_desk: Opener, team_home: Path) -> TeamDesk:
    """The window over the small team's store."""
    return open_desk(team_home)


@pytest.fixture
def year(open_desk: Opener, year_home: Path) -> TeamDesk:
    """The window over a small agency's year."""
    return open_desk(year_home)
