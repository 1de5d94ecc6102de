"""Names that a server shows: shown, told apart, never followed."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from navigator_app.exchange import transport
from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Login, Patience
from navigator_app.exchange.transport_errors import FolderGone, StillGrowing, TooLarge, UnsafeName
from tests.exchange.lines import over
from tests.exchange.odd_server import serving
from tests.sshd import Sshd, needed

pytestmark = needed


def test_each_kind_is_told_apart_and_only_plain_files_are_fetched(
    server: Sshd, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not for us")
    (server.inbox / "asf.csv").write_bytes(b"rows")
    (server.inbox / "old").mkdir()
    (server.inbox / "link.csv").symlink_to(secret)
    (server.inbox / "dangling.csv").symlink_to(tmp_path / "nowhere")
    (server.inbox / ".asf.csv.filepart").write_bytes(b"half")
    os.mkfifo(server.inbox / "pipe.csv")
    with over(server) as line:
        kinds = {one.name: (one.kind, one.usable) for one in line.list()}
        assert kinds == {
            "asf.csv": (transport.FILE, True),
            "old": (transport.FOLDER, False),
            "link.csv": (transport.LINK, False),
            "dangling.csv": (transport.LINK, False),
            ".asf.csv.filepart": (transport.FILE, False),
            "pipe.csv": (transport.OTHER, False),
        }
        for one in line.list():
            sink = io.BytesIO()
            if one.name == "asf.csv":
                line.fetch(one, sink)
                assert sink.getvalue() == b"rows"
                continue
            with pytest.raises(UnsafeName):
                line.fetch(one, sink)
            assert sink.getvalue() == b""


def test_a_file_that_became_a_link_is_not_followed(server: Sshd, tmp_path: Path) -> None:
    (server.inbox / "asf.csv").write_bytes(b"rows")
    (tmp_path / "secret").write_bytes(b"rows")
    with over(server) as line:
        [listed] = line.list()
        (server.inbox / "asf.csv").unlink()
        (server.inbox / "asf.csv").symlink_to(tmp_path / "secret")
        sink = io.BytesIO()
        with pytest.raises(UnsafeName):
            line.fetch(listed, sink)
    assert sink.getvalue() == b""


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"autorizaci\xf3n.csv", "autorización.csv"),
        ("autorización.csv".encode(), "autorización.csv"),
        ("autorizacio\u0301n.csv".encode(), "autorización.csv"),
        ("授权.csv".encode(), "授权.csv"),
        (b"with space.csv", "with space.csv"),
    ],
)
def test_names_in_other_encodings_are_shown_and_fetched(
    server: Sshd, raw: bytes, shown: str
) -> None:
    with open(os.path.join(os.fsencode(server.inbox), raw), "wb") as file:
        file.write(b"rows")
    with over(server) as line:
        [one] = line.list()
        assert (one.name, one.raw_name, one.usable) == (shown, raw, True)
        sink = io.BytesIO()
        line.fetch(one, sink)
    assert sink.getvalue() == b"rows"


@pytest.mark.parametrize(
    "raw",
    [
        b"..\\..\\evil.csv",
        b"C:evil.csv",
        b"new\nline.csv",
        b"bell\x07.csv",
        b"\x1b[2Jscreen.csv",
        "evil\u202evsc.exe".encode(),
        "zero\u200bwidth.csv".encode(),
    ],
)
def test_names_that_deceive_are_named_and_not_fetched(server: Sshd, raw: bytes) -> None:
    with open(os.path.join(os.fsencode(server.inbox), raw), "wb") as file:
        file.write(b"rows")
    with over(server) as line:
        [one] = line.list()
        assert (one.kind, one.usable) == (transport.UNSAFE, False)
        assert not any(ord(letter) < 32 for letter in one.name)
        with pytest.raises(UnsafeName):
            line.fetch(one, io.BytesIO())


HOSTILE = [
    (b"../../etc/passwd", 4),
    (b"/etc/passwd", 4),
    (b"a/../../b", 4),
    (b"", 4),
    (b"nul\0byte", 4),
    (b"x" * 4000, 4),
    (b"good.csv", 4),
]


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[SftpTransport]:
    """A server that no file system bounds: it lists what it likes."""

    import asyncssh

    class Liar(asyncssh.SFTPServer):
        async def scandir(self, path):  # type: ignore[no-untyped-def]
            for name, size in HOSTILE:
                attrs = asyncssh.SFTPAttrs(
                    size=size, permissions=stat.S_IFREG | 0o644, atime=0, mtime=10**9
                )
                yield asyncssh.SFTPName(name, attrs=attrs)
            if b"endless" in path:
                for number in range(transport.MOST_LISTED):
                    yield asyncssh.SFTPName(b"%d" % number, attrs=attrs)

        def lstat(self, path):  # type: ignore[no-untyped-def]
            return asyncssh.SFTPAttrs(
                size=4, permissions=stat.S_IFREG | 0o644, atime=0, mtime=10**9
            )

        fstat = lstat

        def open(self, path, pflags, attrs):  # type: ignore[no-untyped-def]
            return io.BytesIO(b"much more than was said")

    with serving(tmp_path, Liar) as (port, key):
        login = Login("127.0.0.1", port, "x", key, password="x")
        # This server is slow, and shares a busy computer with us: no hang is looked for here.
        with SftpTransport(login, inbox="in", outbox="out", patience=Patience()) as line:
            yield line


def test_a_server_that_lies_about_names(hostile: SftpTransport) -> None:
    names = hostile.list()
    assert len(names) == len(HOSTILE)
    assert [one.name for one in names if one.usable] == ["good.csv"]
    for one in names:
        with pytest.raises((UnsafeName, StillGrowing)):
            hostile.fetch(one, io.BytesIO())


def test_a_server_that_lists_without_end(hostile: SftpTransport) -> None:
    with pytest.raises(TooLarge):
        hostile.list("endless")


def test_a_folder_of_a_name_that_no_server_knows(server: Sshd) -> None:
    with over(server) as line, pytest.raises(FolderGone):
        line.list("/no/such/folder")
