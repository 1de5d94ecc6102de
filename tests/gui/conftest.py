"""A real caseload for the pages: the first sample file, taken in once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from navigator_app.domain.records import CaseloadQuery, Changes
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, caseload, import_authorizations, workspace
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from ui import theme
from ui.context import Context, Section, View
from ui.tasks import Tasks

V = TypeVar("V", bound=View | Section)
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"


@dataclass
class Daily:
    """An open store behind a window's context, and what the context was told."""

    context: Context
    qtbot: QtBot
    asked: dict[str, list[Any]] = field(default_factory=dict)
    changes: list[Changes] = field(default_factory=list)

    def settle(self) -> None:
        """Until nothing is under way; an answer may ask again."""
        for _turn in range(4):
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)
            QApplication.processEvents()

    def read(self, work: Callable[[Workspace], Any]) -> Any:
        """What `work` returns from the store thread."""
        answers: list[Any] = []
        self.context.tasks.run(work, answers.append, owner=self.context.ways)
        self.settle()
        return answers[0]

    def show(self, view: V, width: int = 1100, height: int = 700) -> V:
        """Show a page or a part of one in so many pixels; it hears of writes as in the window."""
        self.qtbot.addWidget(view)
        self.context.tasks.changed.connect(view.on_changes)
        view.resize(width, height)
        view.show()
        return view

    def remember(self, name: str, *values: object) -> None:
        """Keep what a signal of `Ways` said."""
        self.asked.setdefault(name, []).append(values[0] if len(values) == 1 else values)


@pytest.fixture(scope="session")
def caseload_home(
    built_home: Path, passphrase: str, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store with the 60 members of the first sample file. Copy it, never open it."""
    home = tmp_path_factory.mktemp("caseload") / "home"
    shutil.copytree(built_home, home)
    ws = workspace.unlock(home, passphrase, clock=clock)
    agency.add_plan(ws, "bayview", name="Bayview Health Plan", layout="bayview")
    layouts = import_authorizations.layouts_for(ws, "bayview")
    parsed = import_authorizations.read(SAMPLES / "bayview_csasf_2026-11-15.csv", layouts)
    staged = import_authorizations.stage(ws, parsed, "bayview")
    import_authorizations.commit(ws, staged.id)
    ws.close()
    return home


def _first_member(ws: Workspace) -> str:
    return caseload.page(ws, CaseloadQuery(), limit=1).rows[0].id


def _watched(context: Context, daily: Daily) -> None:
    ways = context.ways
    for name in (
        "open_member",
        "open_caseload",
        "open_import",
        "log_attempt",
        "record_status",
        "notice",
        "refused",
        "search",
    ):
        signal = getattr(ways, name)
        signal.connect(lambda *values, name=name: daily.remember(name, *values))
    context.tasks.changed.connect(daily.changes.append)


def _daily(home: Path, passphrase: str, clock: Clock, qtbot: QtBot) -> Iterator[Daily]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light"))
    tasks = Tasks()
    context = Context(tasks, clock)
    daily = Daily(context, qtbot)
    crashed: list[BaseException] = []
    tasks.crashed.connect(crashed.append)
    _watched(context, daily)

    def opened() -> None:
        tasks.workspace = workspace.unlock(home, passphrase, clock=clock)

    tasks.run_closed(opened, lambda _none: None, owner=context.ways)
    daily.settle()
    yield daily
    tasks.close()
    assert not crashed, crashed


@pytest.fixture
def daily(
    caseload_home: Path, passphrase: str, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> Iterator[Daily]:
    """A context over a store with 60 members, 20 November 2026, ten in the morning."""
    home = tmp_path / "caseload"
    shutil.copytree(caseload_home, home)
    yield from _daily(home, passphrase, clock, qtbot)


@pytest.fixture
def member(daily: Daily) -> str:
    """The first member of the caseload."""
    return str(daily.read(_first_member))


@pytest.fixture
def asked(daily: Daily) -> list[tuple[str, object]]:
    """What forms were asked for."""
    found: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: found.append((form, about)))
    return found


@pytest.fixture
def empty_daily(home: Path, passphrase: str, clock: Clock, qtbot: QtBot) -> Iterator[Daily]:
    """A context over a store as first run leaves it: nobody in it."""
    yield from _daily(home, passphrase, clock, qtbot)


@pytest.fixture
def start_program(qtbot: QtBot, clock: Clock) -> Iterator[Callable[..., Any]]:
    """`start_program(home, passphrase="", page="")`: the program with its window shown; taken
    down in its own order after the test."""
    from ui.app import Start
    from ui.program import Program

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    running: list[Program] = []

    def start(home: Path, passphrase: str = "", page: str = "") -> Program:
        program = Program(Start(home, passphrase, page), clock, app)
        running.append(program)
        with qtbot.waitSignal(program.window.painted, timeout=10_000):
            program.open_window()
        qtbot.waitUntil(lambda: not program.tasks.busy, timeout=10_000)
        return program

    yield start
    for program in running:
        program.close()
        program.window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # or they are dressed anew
    theme.apply(app, Settings(theme="light"))
    app.processEvents()
