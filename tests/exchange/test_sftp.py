"""Files over SFTP, against OpenSSH's own server."""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from navigator_app.exchange import transport
from navigator_app.exchange.transport_errors import (
    FolderGone,
    NameTaken,
    NoPermission,
    StillGrowing,
    TooLarge,
    UnsafeName,
)
from tests.exchange.lines import fetched, found, over
from tests.sshd import Sshd, needed

pytestmark = needed

ROWS = "".join(f"{n},9{n:07d}A,Housing,Accepted\r\n" for n in range(40_000)).encode()
NAME = "RTF_2026-11.csv"


def test_sent_whole_with_its_proof(server: Sshd) -> None:
    told: list[tuple[int, int]] = []
    with over(server) as line:
        proof = line.send(NAME, ROWS, progress=lambda done, of: told.append((done, of)))
    assert (server.outbox / NAME).read_bytes() == ROWS
    sha256 = hashlib.sha256(ROWS).hexdigest()
    assert proof == transport.Proof(
        len(ROWS), sha256, len(ROWS), NAME, sha256, "read-back", 0, True, False
    )
    assert server.parts() == []
    assert told[-1] == (len(ROWS), len(ROWS))
    assert [done for done, _of in told] == sorted(done for done, _of in told)


@pytest.mark.parametrize("content", [b"", b"x", ROWS])
def test_an_open_file_is_sent_as_bytes_are(server: Sshd, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ours").write_bytes(content)
    with over(server) as line, (tmp_path / "ours").open("rb") as file:
        file.seek(len(content) // 2)
        assert line.send(NAME, file).size == len(content)
    assert (server.outbox / NAME).read_bytes() == content


def test_sent_twice_is_sent_once(server: Sshd) -> None:
    with over(server) as line:
        first = line.send(NAME, ROWS)
        before = (server.outbox / NAME).stat()
        again = line.send(NAME, ROWS)
    assert (first.how, again.how) == ("read-back", "already-there")
    assert again.remote_sha256 == first.sha256
    assert (server.outbox / NAME).stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("other", [b"theirs", b"x" + ROWS[1:]])
def test_another_file_of_that_name_is_never_touched(server: Sshd, other: bytes) -> None:
    (server.outbox / NAME).write_bytes(other)
    with over(server) as line, pytest.raises(NameTaken) as caught:
        line.send(NAME, ROWS)
    assert NAME in caught.value.message
    assert (server.outbox / NAME).read_bytes() == other
    assert server.parts() == []


def test_a_link_of_that_name_is_not_written_through(server: Sshd, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    part = transport.part_name(NAME, hashlib.sha256(ROWS).hexdigest())
    (server.outbox / part).symlink_to(victim)
    with over(server) as line, pytest.raises(NameTaken):
        line.send(NAME, ROWS)
    (server.outbox / part).unlink()
    (server.outbox / NAME).symlink_to(victim)
    with over(server) as line, pytest.raises(NameTaken):
        line.send(NAME, ROWS)
    assert victim.read_bytes() == b"precious"


def test_own_leftovers_of_other_content_go(server: Sshd) -> None:
    old = transport.part_name(NAME, "0" * 64)
    other = transport.part_name("OTHER.csv", "0" * 64)
    (server.outbox / old).write_bytes(b"half")
    (server.outbox / other).write_bytes(b"half")
    with over(server) as line:
        line.send(NAME, ROWS)
    assert server.parts() == [other]


@pytest.mark.parametrize("damage", ["cut", "hole", "tail", "longer"])
def test_goes_on_where_it_was_cut_as_far_as_it_is_ours(server: Sshd, damage: str) -> None:
    half = bytearray(ROWS[: len(ROWS) // 2])
    good = len(half)
    if damage == "hole":
        good = 300_000
        half[good : good + 50_000] = bytes(50_000)
    elif damage == "tail":
        half += b"\0" * 77
    elif damage == "longer":
        half = bytearray(ROWS) + b"more"
        good = len(ROWS)
    part = server.outbox / transport.part_name(NAME, hashlib.sha256(ROWS).hexdigest())
    part.write_bytes(half)
    with over(server) as line:
        proof = line.send(NAME, ROWS)
    assert proof.resumed_from == good
    assert (server.outbox / NAME).read_bytes() == ROWS
    assert server.parts() == []


def test_without_reading_back_the_proof_says_so(server: Sshd) -> None:
    with over(server) as line:
        proof = line.send(NAME, ROWS, read_back=False)
    assert (proof.how, proof.remote_sha256, proof.remote_size) == ("size", "", len(ROWS))


@pytest.mark.parametrize("name", ["../x.csv", "a/b", "", ".", "..", ".hidden", "a\nb", "-x", "c:x"])
def test_a_name_of_ours_that_leads_elsewhere_is_refused(server: Sshd, name: str) -> None:
    with over(server) as line, pytest.raises(UnsafeName):
        line.send(name, b"x")
    assert list(server.outbox.iterdir()) == []


def test_a_folder_that_is_gone(server: Sshd) -> None:
    server.outbox.rmdir()
    server.inbox.rmdir()
    with over(server) as line:
        with pytest.raises(FolderGone):
            line.list()
        with pytest.raises(FolderGone):
            line.send(NAME, ROWS)
        with pytest.raises(FolderGone):
            line.clock()


def test_a_server_that_only_lets_us_read(tmp_path: Path) -> None:
    server = Sshd(tmp_path / "plan", sftp="internal-sftp -R")
    try:
        (server.inbox / "a.csv").write_bytes(b"a")
        with over(server) as line:
            assert fetched(line, "a.csv") == b"a"
            with pytest.raises(NoPermission):
                line.send(NAME, ROWS)
            with pytest.raises(NoPermission):
                line.clock()
    finally:
        server.stop()


def test_fetched_as_it_lies_there(server: Sshd) -> None:
    (server.inbox / "asf.csv").write_bytes(ROWS)
    (server.inbox / "empty.csv").write_bytes(b"")
    with over(server) as line:
        sink = io.BytesIO()
        got = line.fetch(found(line, "asf.csv"), sink)
        assert sink.getvalue() == ROWS
        assert got == transport.Fetched(len(ROWS), hashlib.sha256(ROWS).hexdigest())
        assert fetched(line, "empty.csv") == b""
    assert (server.inbox / "asf.csv").exists()


def test_a_file_over_the_limit_is_not_begun(server: Sshd) -> None:
    with (server.inbox / "huge.csv").open("wb") as file:
        file.truncate(2 * 1024**3)
    sink = io.BytesIO()
    with over(server) as line, pytest.raises(TooLarge) as caught:
        line.fetch(found(line, "huge.csv"), sink)
    assert "2048 MB" in caught.value.message
    assert sink.getvalue() == b""


def test_a_file_that_still_grows_waits(server: Sshd) -> None:
    growing = server.inbox / "asf.csv"
    growing.write_bytes(b"half")
    with over(server) as line:
        listed = found(line, "asf.csv")
        growing.write_bytes(b"half and more")
        with pytest.raises(StillGrowing):
            line.fetch(listed, io.BytesIO())
        os.utime(growing, (1, 1))
        with pytest.raises(StillGrowing):
            line.fetch(found_at(listed, 13), io.BytesIO())


def test_a_file_that_is_being_written_while_we_look_waits(server: Sshd) -> None:
    growing, end = server.inbox / "asf.csv", threading.Event()

    def write() -> None:
        with growing.open("ab", buffering=0) as file:
            while not end.wait(0.02):
                file.write(b"row\r\n")

    growing.write_bytes(b"head\r\n")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        with over(server) as line, pytest.raises(StillGrowing):
            fetched(line, "asf.csv")
    finally:
        end.set()
        writer.join()
    with over(server) as line:
        assert fetched(line, "asf.csv") == growing.read_bytes()


def test_a_file_that_is_gone_when_it_is_fetched(server: Sshd) -> None:
    (server.inbox / "asf.csv").write_bytes(b"x")
    with over(server) as line:
        listed = found(line, "asf.csv")
        (server.inbox / "asf.csv").unlink()
        with pytest.raises(FolderGone):
            line.fetch(listed, io.BytesIO())


def test_the_clock_of_the_server(server: Sshd) -> None:
    with over(server) as line:
        skew = line.clock()
    assert abs(skew.seconds) <= skew.uncertain
    with over(server, now=lambda: time.time() - 600) as line:
        ahead = line.clock()
    assert abs(ahead.seconds - 600) <= ahead.uncertain
    assert list(server.outbox.iterdir()) == []


def test_no_thread_and_no_socket_is_left(server: Sshd) -> None:
    import psutil

    me = psutil.Process()
    threads, sockets = set(threading.enumerate()), len(me.net_connections())
    for _ in range(3):
        with over(server) as line:
            line.send(f"{random.random()}.csv", ROWS)
        line.close()
    assert set(threading.enumerate()) == threads
    assert len(me.net_connections()) == sockets


CHILD = """
import sys
from pathlib import Path
from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Login
port, user, key, identity, outbox, ours = sys.argv[1:]
login = Login("127.0.0.1", int(port), user, key, Path(identity).read_text())
with SftpTransport(login, outbox=outbox) as line, open(ours, "rb") as file:
    print("open", flush=True)
    line.send("RTF_2026-11.csv", file)
"""


def test_kill_9_in_the_middle_and_again_until_it_is_there(
    server: Sshd, between, tmp_path: Path
) -> None:
    content = random.Random(7).randbytes(6_000_000)
    ours = tmp_path / "ours"
    ours.write_bytes(content)
    between.rate = 12_000_000
    resumed = 0
    for _ in range(3):
        words = [between.port, server.user, server.host_key, server.identity, server.outbox, ours]
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, *map(str, words)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        up, start = between.up, time.monotonic()
        while between.up - up < 1_500_000 and time.monotonic() - start < 10:
            assert child.poll() is None
            time.sleep(0.005)
        child.kill()
        child.wait()
        child.stdout.close()
        assert not (server.outbox / NAME).exists()
        assert len(server.parts()) == 1
    between.mend()
    with over(server) as line:
        resumed = line.send(NAME, content).resumed_from
    assert resumed > 1_000_000
    assert (server.outbox / NAME).read_bytes() == content
    assert server.parts() == []


def found_at(listed: transport.RemoteFile, size: int) -> transport.RemoteFile:
    """The same as if it had been listed with that size."""
    return transport.RemoteFile(
        listed.folder, listed.name, listed.raw_name, size, listed.modified, listed.kind
    )
