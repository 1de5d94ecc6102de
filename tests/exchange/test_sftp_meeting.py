"""Reaching a server, proving that it is the one, and getting in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from navigator_app.errors import InputRejected
from navigator_app.exchange.sftp_line import Patience, check_identity
from navigator_app.exchange.sftp_proxy import Proxy, read_proxy
from navigator_app.exchange.transport_errors import (
    HostKeyChanged,
    LineCut,
    LineError,
    NotAFileServer,
    Refused,
    Unreachable,
)
from tests.exchange.lines import login, over
from tests.line import Http, Line, Socks
from tests.sshd import Sshd, fingerprint, free_port, make_key, needed

pytestmark = needed


def refused(line) -> LineError:
    """What is said when it is opened."""
    with pytest.raises(LineError) as caught, line:
        pass
    error: LineError = caught.value
    assert error.message
    assert error.next_step
    assert not any(word in str(error) for word in ("Traceback", "asyncssh", "Errno"))
    return error


def test_a_key_that_nobody_confirmed_is_shown_and_nothing_is_told(server: Sshd) -> None:
    error = refused(over(server, host_key=""))
    assert isinstance(error, HostKeyChanged)
    assert (error.expected, error.shown) == ("", server.host_key)
    assert server.host_key in error.message
    log = (server.folder / "sshd.log").read_text("utf-8")
    assert "Accepted" not in log
    assert server.user + " from" not in log


def test_a_changed_key_is_refused_with_both(server: Sshd) -> None:
    old = server.host_key
    with over(server) as line:
        line.list()
    server.new_host_key()
    error = refused(over(server, host_key=old))
    assert isinstance(error, HostKeyChanged)
    assert (error.expected, error.shown) == (old, server.host_key)
    assert old in error.message
    assert server.host_key in error.message
    assert not error.again


def test_the_confirmed_key_may_be_any_of_the_servers(tmp_path: Path) -> None:
    rsa, ecdsa = make_key(tmp_path / "rsa", "rsa"), make_key(tmp_path / "ecdsa", "ecdsa")
    server = Sshd(tmp_path / "plan", more=f"HostKey {rsa}\nHostKey {ecdsa}\n")
    try:
        for key in (server.host_key, fingerprint(rsa), fingerprint(ecdsa)):
            with over(server, host_key=key) as line:
                assert line.list() == []
        foreign = fingerprint(make_key(tmp_path / "foreign"))
        error = refused(over(server, host_key=foreign))
        assert isinstance(error, HostKeyChanged)
        assert error.expected == foreign
    finally:
        server.stop()


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_our_key_may_be_of_any_kind(server: Sshd, tmp_path: Path, kind: str) -> None:
    ours = make_key(tmp_path / kind, kind, passphrase="orbit mosaic")
    with (server.folder / "authorized_keys").open("a") as file:
        file.write((tmp_path / f"{kind}.pub").read_text("utf-8"))
    text = ours.read_text("utf-8")
    assert check_identity(text, "orbit mosaic") == fingerprint(ours)
    with over(server, identity=text, passphrase="orbit mosaic") as line:
        line.list()
    for wrong in ("", "another"):
        with pytest.raises(InputRejected):
            check_identity(text, wrong)


def test_a_key_that_the_server_does_not_know(server: Sshd, tmp_path: Path) -> None:
    stranger = make_key(tmp_path / "stranger").read_text("utf-8")
    error = refused(over(server, identity=stranger))
    assert isinstance(error, Refused)
    assert not error.again


def test_what_lies_in_the_home_folder_is_not_used(
    server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "user" / ".ssh"
    ssh.mkdir(parents=True)
    (ssh / "id_ed25519").write_bytes(server.identity.read_bytes())
    (ssh / "id_ed25519").chmod(0o600)
    public = server.host_key_file.with_suffix(".pub").read_text("utf-8")
    (ssh / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {public}", "utf-8")
    (ssh / "config").write_text("Host *\n  Port 1\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    assert isinstance(refused(over(server, identity="", password="x")), Refused)
    assert isinstance(refused(over(server, host_key="")), HostKeyChanged)


def test_nobody_listens() -> None:
    class Nobody:
        port, user, host_key = free_port(), "x", "SHA256:" + "x" * 43
        identity = inbox = outbox = Path("/dev/null")

    error = refused(over(Nobody(), identity="", password="x"))  # type: ignore[arg-type]
    assert isinstance(error, Unreachable)
    assert error.again


def test_a_name_that_nobody_knows(server: Sshd) -> None:
    assert isinstance(refused(over(server, host="no-such-host.invalid")), Unreachable)


def test_a_server_without_files(tmp_path: Path) -> None:
    server = Sshd(tmp_path / "plan", sftp="")
    try:
        assert isinstance(refused(over(server)), NotAFileServer)
    finally:
        server.stop()


@contextmanager
def answering(words: bytes) -> Iterator[int]:
    """A port that says these words to whoever calls, and hangs up when they are gone."""
    listening = socket.create_server(("127.0.0.1", 0))
    end = threading.Event()

    def serve() -> None:
        listening.settimeout(0.1)
        while not end.is_set():
            with suppress(OSError):
                near, _where = listening.accept()
                with near:
                    near.settimeout(1)
                    near.sendall(words)
                    while words and not end.is_set() and near.recv(1000):
                        pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        end.set()
        thread.join(10)
        listening.close()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n" * 200, (NotAFileServer, LineCut)),
        (b"SSH-1.5-old\r\n", (NotAFileServer, LineCut)),
        (b"SSH-2.0-x\r\n" + bytes(range(256)) * 20, (NotAFileServer, LineCut)),
        (b"", (LineCut,)),
    ],
)
def test_something_else_answers(server: Sshd, words: bytes, kinds: tuple[type, ...]) -> None:
    with answering(words) as port:
        assert isinstance(refused(over(server, port=port)), kinds)


def test_through_a_jump_host_whose_key_counts_too(server: Sshd, tmp_path: Path) -> None:
    jump = Sshd(tmp_path / "jump")
    try:
        with over(server, jump=login(jump)) as line:
            assert line.list() == []
        unknown = refused(over(server, jump=login(jump, host_key="")))
        assert isinstance(unknown, HostKeyChanged)
        assert (unknown.shown, unknown.port) == (jump.host_key, jump.port)
        changed = refused(over(server, jump=login(jump), host_key="SHA256:" + "x" * 43))
        assert isinstance(changed, HostKeyChanged)
        assert (changed.shown, changed.port) == (server.host_key, server.port)
        server.stop()
        assert refused(over(server, jump=login(jump))).cause in ("unreachable", "not-a-server")
    finally:
        jump.stop()


@pytest.mark.parametrize("user", ["", "ana"])
def test_through_a_socks_proxy(server: Sshd, user: str) -> None:
    proxy = Socks(server.port)
    proxy.login = (user, "se:cret") if user else None
    try:
        way = Proxy("socks5", "127.0.0.1", proxy.port, user, "se:cret" if user else "")
        with over(server, host="localhost", proxy=way) as line:
            assert line.list() == []
        assert proxy.asked == ("localhost", server.port)
        if user:
            wrong = Proxy("socks5", "127.0.0.1", proxy.port, user, "wrong")
            assert isinstance(refused(over(server, proxy=wrong)), Refused)
    finally:
        proxy.close()


def test_through_an_http_proxy(server: Sshd) -> None:
    proxy = Http(server.port)
    way = Proxy("http", "127.0.0.1", proxy.port, "ana", "secret")
    try:
        with over(server, proxy=way) as line:
            assert line.list() == []
        assert proxy.asked.startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n")
        assert "Proxy-Authorization: Basic YW5hOnNlY3JldA==" in proxy.asked
        proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
        assert isinstance(refused(over(server, proxy=way)), Refused)
        proxy.answer = b"HTTP/1.1 502 Bad Gateway\r\n\r\n"
        assert isinstance(refused(over(server, proxy=way)), Unreachable)
        proxy.answer = b"x" * 20_000
        assert isinstance(refused(over(server, proxy=way)), Unreachable)
    finally:
        proxy.close()


def test_a_proxy_that_is_down_or_silent(server: Sshd) -> None:
    down = Proxy("socks5", "127.0.0.1", free_port())
    assert isinstance(refused(over(server, proxy=down)), Unreachable)
    silent = Line(server.port)
    silent.stall()
    try:
        for kind in ("socks5", "http"):
            way = Proxy(kind, "127.0.0.1", silent.port)
            line = over(server, proxy=way, patience=Patience(connect=0.5))
            assert isinstance(refused(line), Unreachable)
    finally:
        silent.close()


def test_how_a_proxy_is_written() -> None:
    assert read_proxy(" ") is None
    assert read_proxy("socks5://p.example") == Proxy("socks5", "p.example", 1080)
    found = read_proxy("http://ana:a%40b@[::1]:8080/")
    assert found == Proxy("http", "::1", 8080, "ana", "a@b")
    assert "a@b" not in repr(found)
    for wrong in ("p.example", "ftp://p.example", "http://", "http://p:x", "http://p/path"):
        with pytest.raises(InputRejected):
            read_proxy(wrong)


def test_no_secret_is_in_a_repr(server: Sshd) -> None:
    shown = repr(login(server, password="orbit", passphrase="mosaic"))
    assert "PRIVATE KEY" not in shown
    assert "orbit" not in shown
    assert "mosaic" not in shown
