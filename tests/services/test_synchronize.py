"""A run with a plan over OpenSSH's own server: what goes, what comes, what is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from navigator_app.domain.exchange import COMMITTED, CONFIRMED, DONE, STAGED
from navigator_app.services import import_authorizations, synchronize
from navigator_app.services.workspace import Workspace
from tests.services import exchange_desk
from tests.services.exchange_desk import DECEMBER, FIRST, NAME, Desk
from tests.sshd import Sshd, needed

pytestmark = needed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    made = Sshd(tmp_path_factory.mktemp("sshd"))
    yield made
    made.stop()


@pytest.fixture
def ws(home: Path, open_workspace: Callable[..., Workspace]) -> Workspace:
    return open_workspace(home, clock=DECEMBER)


@pytest.fixture
def desk(ws: Workspace, server: Sshd, tmp_path: Path) -> Desk:
    return exchange_desk.desk(ws, server, tmp_path / "plan")


def test_a_built_month_goes_and_is_marked_sent(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    row = desk.sync()
    assert (row.state, row.trouble, row.files_out, row.files_in) == (DONE, "", 1, 0)
    content = desk.sent()[NAME]
    assert list(desk.sent()) == [NAME]
    [file] = desk.files()
    assert (file.state, file.sha256) == (CONFIRMED, hashlib.sha256(content).hexdigest())
    assert desk.states(file) == ["waiting", "sending", "uploaded", "sent", "confirmed"]
    assert file.sha256 in file.proof
    [line] = synchronize.lines(desk.ws)
    assert (line.statuses_waiting, line.files_waiting, line.last_sent_name) == (0, 0, NAME)
    [disclosed] = desk.ws.store.query("SELECT what, recipient FROM disclosure")
    assert disclosed == ("status-file", "Bayview")
    again = desk.sync()
    assert (again.state, again.files_out) == (DONE, 0)
    assert list(desk.sent()) == [NAME]


def test_what_came_waits_for_a_review(desk: Desk) -> None:
    desk.sample(FIRST)
    row = desk.sync()
    assert (row.state, row.files_in) == (DONE, 1)
    [file] = desk.files()
    assert (file.state, file.kind, file.name) == (STAGED, "authorizations", FIRST)
    assert desk.members() == 0
    [line] = synchronize.lines(desk.ws)
    assert [one.id for one in line.to_review] == [file.id]
    assert "to review" in line.text
    import_authorizations.commit(desk.ws, file.inbound_file_id)
    assert desk.files()[0].state == COMMITTED
    assert desk.sync().files_in == 0
    assert desk.states(file) == ["fetched", "staged", "committed"]
    assert synchronize.lines(desk.ws)[0].to_review == ()
