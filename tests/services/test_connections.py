"""How each plan is reached: kept, confirmed, tried; in the service and on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from navigator_app.domain.connections import Address, Connection, Secrets, Shown, read_address
from navigator_app.errors import InputRejected, NotFound
from navigator_app.exchange.transport_errors import HostKeyChanged, Refused
from navigator_app.services import agency, connections, connections_line
from navigator_app.services.connections import Sftp
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_connections
from tests.services.cli_runs import Run
from tests.sshd import Sshd, make_key, needed

FOREIGN = "SHA256:" + "x" * 43


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    """The plan's server."""
    one = Sshd(tmp_path / "plan")
    yield one
    one.stop()


@pytest.fixture
def ws(home: Path, open_workspace: Callable[..., Workspace]) -> Iterator[Workspace]:
    """A store with a plan."""
    one = open_workspace(home)
    agency.add_plan(one, "bayview", name="Bayview Health", layout="bayview")
    yield one
    one.close()


def asked(server: Sshd, **other: object) -> Sftp:
    """What somebody enters."""
    given = Sftp(
        server.address,
        str(server.inbox),
        str(server.outbox),
        secrets=Secrets(identity=server.identity.read_text("utf-8")),
    )
    return replace(given, **other)  # type: ignore[arg-type]


def tried(ws: Workspace):
    """The test of the plan's connection."""
    kept = connections.known(ws, "bayview")
    return connections_line.test(connections_line.opener(ws, "bayview"), kept, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana@sftp.plan.org", Address("ana", "sftp.plan.org", 22)),
        (" ana@sftp.plan.org:2222 ", Address("ana", "sftp.plan.org", 2222)),
        ("ana@[::1]:22", Address("ana", "::1", 22)),
    ],
)
def test_how_an_address_is_written(text: str, found: Address) -> None:
    assert read_address(text) == found
    assert read_address(str(found)) == found


@pytest.mark.parametrize(
    "text", ["", "host", "a@", "a@b:0", "a@b:99999", "a@b/c", "a@-oProxy", "a@b c", "a@::1"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(text) + "$|invalid"):
        read_address(text)


@needed
def test_first_use_shows_the_key_and_goes_on_only_once_it_is_confirmed(
    ws: Workspace, server: Sshd
) -> None:
    kept = connections.connect_sftp(ws, "bayview", asked(server))
    assert (kept.host_key, kept.ready) == ("", False)
    with pytest.raises(HostKeyChanged):
        tried(ws)
    shown = connections_line.probe(ws, "bayview")()
    assert shown == Shown(server.host_key)
    kept = connections.confirm(ws, "bayview", shown)
    assert (kept.host_key, kept.ready) == (server.host_key, True)
    assert kept.pinned_at
    (server.inbox / "asf.csv").write_bytes(b"x")
    (server.inbox / "old").mkdir()
    found = tried(ws)
    assert (found.inbox_files, found.inbox_others) == (1, 1)
    assert list(server.outbox.iterdir()) == []


@needed
def test_a_changed_key_is_refused_until_a_person_confirms_it(ws: Workspace, server: Sshd) -> None:
    connections.connect_sftp(ws, "bayview", asked(server, host_key=server.host_key))
    tried(ws)
    server.new_host_key()
    with pytest.raises(HostKeyChanged) as caught:
        tried(ws)
    assert caught.value.shown == server.host_key
    connections.connect_sftp(ws, "bayview", asked(server))
    with pytest.raises(HostKeyChanged):
        tried(ws)  # entering it again does not confirm anything
    connections.confirm(ws, "bayview", Shown(server.host_key))
    tried(ws)


@needed
def test_another_server_has_no_confirmed_key(ws: Workspace, server: Sshd) -> None:
    connections.connect_sftp(ws, "bayview", asked(server, host_key=server.host_key))
    moved = connections.connect_sftp(ws, "bayview", asked(server, address="x@other.example"))
    assert (moved.host_key, moved.pinned_at) == ("", "")


@needed
def test_a_key_behind_a_jump_host_is_asked_for_in_turn(
    ws: Workspace, server: Sshd, tmp_path: Path
) -> None:
    jump = Sshd(tmp_path / "jump")
    try:
        secrets = Secrets(
            identity=server.identity.read_text("utf-8"),
            jump_identity=jump.identity.read_text("utf-8"),
        )
        connections.connect_sftp(ws, "bayview", asked(server, jump=jump.address, secrets=secrets))
        shown = connections_line.probe(ws, "bayview")()
        assert shown == Shown("", jump.host_key)
        connections.confirm(ws, "bayview", Shown(server.host_key, jump.host_key))
        assert connections_line.probe(ws, "bayview")() == Shown(server.host_key, jump.host_key)
        tried(ws)
    finally:
        jump.stop()


def test_secrets_are_kept_encrypted_outside_the_journal_and_go_when_replaced(
    ws: Workspace, tmp_path: Path
) -> None:
    password = "orbit-kettle-4711"
    given = Sftp("ana@sftp.plan.org", "/in", "/out", secrets=Secrets(password=password))
    kept = connections.connect_sftp(ws, "bayview", given)
    assert reads_connections.secrets(ws.store, kept.id).password == password
    assert password not in repr(kept)
    assert password not in repr(given)
    for (text,) in ws.store.query("SELECT changes FROM journal_entry"):
        assert password not in str(text)
    again = connections.connect_sftp(ws, "bayview", replace(given, secrets=Secrets()))
    assert reads_connections.secrets(ws.store, again.id).password == password
    other = replace(given, address="eva@sftp.plan.org", secrets=Secrets())
    with pytest.raises(InputRejected) as caught:
        connections.connect_sftp(ws, "bayview", other)
    assert caught.value.field == "identity"
    connections.connect_hand(ws, "bayview")
    assert reads_connections.secrets(ws.store, kept.id) == Secrets()
    for file in ws.home.rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"address": "sftp.plan.org"}, "sftp"),
        ({"inbox": " "}, "inbox"),
        ({"outbox": "a\nb"}, "outbox"),
        ({"host_key": "MD5:aa"}, "host_key"),
        ({"jump": "x"}, "jump"),
        ({"proxy": "ftp://x"}, "proxy"),
        ({"proxy": "http://ana:secret@p:1"}, "proxy"),
        ({"secrets": Secrets(identity="ssh-ed25519 AAAA x")}, "identity"),
        ({"secrets": Secrets(password="x", jump_host_key="y")}, "jump_host_key"),
    ],
)
def test_what_is_refused_names_its_field(
    ws: Workspace, change: dict[str, object], field: str
) -> None:
    given = Sftp("ana@sftp.plan.org", "/in", "/out", secrets=Secrets(password="x"))
    with pytest.raises(InputRejected) as caught:
        connections.connect_sftp(ws, "bayview", replace(given, **change))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert connections.of_plan(ws, "bayview") is None


def test_a_folder_and_by_hand(ws: Workspace, tmp_path: Path) -> None:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    with pytest.raises(InputRejected):
        connections.connect_folder(ws, "bayview", inbox=str(tmp_path / "in"), outbox="/no/such")
    with pytest.raises(InputRejected):
        connections.connect_folder(
            ws, "bayview", inbox=str(tmp_path / "in"), outbox=str(tmp_path / "in")
        )
    kept = connections.connect_folder(
        ws, "bayview", inbox=str(tmp_path / "in"), outbox=str(tmp_path / "out")
    )
    assert kept.ready
    assert tried(ws).inbox_files == 0
    assert connections.set_trusted(ws, "bayview", True).trusted
    assert connections.set_paused(ws, "bayview", True).paused
    hand = connections.connect_hand(ws, "bayview")
    assert (hand.kind, hand.inbox, hand.ready) == ("hand", "", False)
    with pytest.raises(NotFound):
        connections_line.opener(ws, "bayview")
    assert [one.plan_key for one in connections.listing(ws)] == ["bayview"]


def test_a_plan_that_nobody_connected(ws: Workspace) -> None:
    assert connections.of_plan(ws, "bayview") is None
    with pytest.raises(NotFound):
        connections_line.opener(ws, "bayview")
    with pytest.raises(NotFound):
        connections.of_plan(ws, "nobody")


# -- the command line ---------------------------------------------------------------------------


@pytest.fixture
def plan(run: Run) -> Run:
    """The command line with a plan."""
    run("plan", "add", "bayview", "--name", "Bayview Health", "--layout", "bayview")
    return run


def words(server: Sshd) -> list[object]:
    """How it is connected."""
    return [
        "plan", "connect", "bayview", "--sftp", server.address, "--identity", server.identity,
        "--inbox", server.inbox, "--outbox", server.outbox,
    ]  # fmt: skip


@needed
def test_connect_and_test_with_the_key_in_hand(plan: Run, server: Sshd) -> None:
    found = plan(*words(server), "--host-key", server.host_key, "--json").json
    assert (found["plan"], found["kind"], found["ready"]) == ("bayview", "sftp", True)
    assert (found["host"], found["port"], found["user"]) == (
        "127.0.0.1",
        server.port,
        server.user,
    )
    assert "PRIVATE" not in str(found)
    (server.inbox / "asf.csv").write_bytes(b"x")
    tested = plan("plan", "test", "bayview", "--json").json
    assert (tested["inbox_files"], tested["host_key"]) == (1, server.host_key)
    assert plan("plan", "list", "--json").json[0]["connection"] == "sftp"
    assert "over SFTP" in plan("plan", "list").out
    assert "It works" in plan("plan", "test", "bayview").out


@needed
def test_connect_and_test_without_it(plan: Run, server: Sshd) -> None:
    said = plan(*words(server))
    assert said.status == 0
    assert "not confirmed" in said.out
    refused = plan("plan", "test", "bayview").refused()
    assert f"plan test bayview --confirm {server.host_key}" in refused
    assert FOREIGN not in plan("plan", "test", "bayview", "--confirm", FOREIGN).refused()
    assert plan("plan", "test", "bayview", "--confirm", server.host_key).status == 0
    assert plan("plan", "test", "bayview").status == 0
    old = server.host_key
    server.new_host_key()
    changed = plan("plan", "test", "bayview").refused()
    assert old in changed
    assert server.host_key in changed


@needed
def test_an_identity_that_others_may_read_is_refused_as_ssh_does(plan: Run, server: Sshd) -> None:
    server.identity.chmod(0o644)
    refused = plan(*words(server)).refused()
    assert "chmod 600" in refused
    server.identity.chmod(0o600)
    assert plan(*words(server)).status == 0


@needed
def test_an_identity_with_a_passphrase(plan: Run, server: Sshd, tmp_path: Path) -> None:
    server.identity = make_key(tmp_path / "own", passphrase="orbit mosaic")
    with (server.folder / "authorized_keys").open("a") as file:
        file.write((tmp_path / "own.pub").read_text("utf-8"))
    (tmp_path / "word").write_text("orbit mosaic\n", "utf-8")
    assert "passphrase" in plan(*words(server)).refused()
    given = ["--identity-passphrase-file", tmp_path / "word", "--host-key", server.host_key]
    assert plan(*words(server), *given).status == 0
    assert plan("plan", "test", "bayview").status == 0


@needed
def test_a_stranger_is_told_why(ws: Workspace, server: Sshd, tmp_path: Path) -> None:
    stranger = Secrets(identity=make_key(tmp_path / "s").read_text("utf-8"))
    given = asked(server, secrets=stranger, host_key=server.host_key)
    connections.connect_sftp(ws, "bayview", given)
    with pytest.raises(Refused):
        tried(ws)


def test_folder_and_hand_on_the_command_line(plan: Run, tmp_path: Path) -> None:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    folders = ["--inbox", tmp_path / "in", "--outbox", tmp_path / "out"]
    found = plan("plan", "connect", "bayview", "--folder", *folders, "--trusted", "yes", "--json")
    assert (found.json["kind"], found.json["trusted"]) == ("folder", True)
    assert plan("plan", "test", "bayview").status == 0
    assert plan("plan", "connect", "bayview", "--hand").status == 0
    assert plan("plan", "test", "bayview", "--json").json["kind"] == "hand"
    assert plan("plan", "list", "--json").json[0]["connection"] == "hand"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--hand", "--proxy", "http://x"],
        ["--folder", "--inbox", "a"],
        ["--sftp", "a@b", "--inbox", "a"],
        ["--inbox", "a", "--outbox", "b"],
        ["--hand", "--folder"],
    ],
)
def test_wrong_usage(plan: Run, wrong: list[str]) -> None:
    ran = plan("plan", "connect", "bayview", *wrong)
    assert (ran.status, ran.out) == (2, "")


def test_a_connection_is_known_without_its_secrets() -> None:
    assert not any("identity" in name or "password" in name for name in Connection.__slots__)


@needed
def test_an_identity_file_that_is_empty_does_not_leave_the_old_key_unsaid(
    plan: Run, server: Sshd, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.touch(0o600)
    said = plan(
        "plan", "connect", "bayview", "--sftp", server.address, "--identity", empty,
        "--inbox", server.inbox, "--outbox", server.outbox,
    )  # fmt: skip
    assert said.status == 1
    assert "is empty" in said.err


@needed
def test_a_server_of_two_names_is_known_by_its_key(plan: Run, server: Sshd) -> None:
    plan("plan", "add", "sierra", "--name", "Sierra Plan", "--layout", "sierra")
    assert plan(*words(server), "--host-key", server.host_key).status == 0
    again = ["sierra" if one == "bayview" else one for one in words(server)]
    address = server.address.replace("127.0.0.1", "localhost")
    again = [address if one == server.address else one for one in again]
    refused = plan(*again, "--host-key", server.host_key).refused()
    assert "Bayview Health lie in that folder" in refused
    assert plan(*again, "--host-key", FOREIGN).status == 0  # another server of that name
