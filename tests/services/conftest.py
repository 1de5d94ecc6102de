"""Fixtures of the command line's tests, and of those over a plan's line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from navigator_app.cli import main
from navigator_app.domain.records import UserRow
from navigator_app.domain.vocabulary import Role
from navigator_app.services import users
from navigator_app.services.workspace import Workspace
from navigator_app.store.keys import Kdf
from tests.services import exchange_desk, team
from tests.services.cli_runs import FIRST, SAMPLES, Ran, Run, known, on_the_day
from tests.sshd import Sshd


@pytest.fixture
def run(
    home: Path,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command in this process on a store of this test's own, on 20 November 2026."""
    on_the_day(monkeypatch)
    before = known(home, tmp_path, passphrase)

    def run(*words: object) -> Ran:
        status = main([*before, *map(str, words)])
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def people(workspace: Workspace) -> dict[Role, UserRow]:
    """One of each role beside the founder."""
    return team.full(workspace)


@pytest.fixture
def ben(people: dict[Role, UserRow]) -> UserRow:
    """A navigator."""
    return people[Role.NAVIGATOR]


@pytest.fixture
def carla(workspace: Workspace, people: dict[Role, UserRow]) -> Workspace:
    """The store with the supervisor at work."""
    return team.seat(workspace, people[Role.SUPERVISOR])


@pytest.fixture
def staffed(workspace: Workspace, quick_kdf: Kdf) -> Workspace:
    """Ana, who administers; Ben, a navigator, and Carla, a supervisor, each with a slot."""
    for role, words in ((Role.NAVIGATOR, team.BENS), (Role.SUPERVISOR, team.CARLAS)):
        users.add(workspace, team.NAMES[role], role, passphrase=words, own=team.OWN, kdf=quick_kdf)
    return workspace


@pytest.fixture
def bayview(run: Run) -> Run:
    """The same with the plan bayview and its first file taken in."""
    assert run("plan", "add", "bayview", "--name", "Bayview", "--layout", "bayview").status == 0
    assert run("import-asf", SAMPLES / FIRST, "--plan", "bayview").status == 0
    return run


@pytest.fixture(scope="module")
def plan_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """An OpenSSH server of this module's own."""
    made = Sshd(tmp_path_factory.mktemp("sshd"))
    yield made
    made.stop()


@pytest.fixture
def desk(
    home: Path,
    open_workspace: Callable[..., Workspace],
    plan_server: Sshd,
    tmp_path: Path,
) -> exchange_desk.Desk:
    """A store on 2 December 2026 whose plan is reached over that server."""
    ws = open_workspace(home, clock=exchange_desk.DECEMBER)
    return exchange_desk.desk(ws, plan_server, tmp_path / "plan")
