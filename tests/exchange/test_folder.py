"""Files through a folder that both sides see."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from navigator_app.exchange import transport
from navigator_app.exchange.folder import FolderTransport
from navigator_app.exchange.transport_errors import (
    Cancelled,
    FolderGone,
    NameTaken,
    NoSpace,
    StillGrowing,
    TooLarge,
    UnsafeName,
)
from tests.exchange.lines import After, fetched, found

ROWS = b"1,90000001A,Housing,Accepted\r\n" * 20_000
NAME = "RTF_2026-11.csv"


class Drive:
    """Two folders."""

    def __init__(self, at: Path) -> None:
        self.inbox, self.outbox = at / "in", at / "out"
        self.inbox.mkdir()
        self.outbox.mkdir()

    def line(self) -> FolderTransport:
        return FolderTransport(inbox=str(self.inbox), outbox=str(self.outbox))

    def lies(self) -> list[str]:
        return sorted(os.listdir(self.outbox))


@pytest.fixture
def drive(tmp_path: Path) -> Drive:
    return Drive(tmp_path)


def test_sent_whole_with_its_proof_once(drive: Drive) -> None:
    told: list[int] = []
    sha256 = hashlib.sha256(ROWS).hexdigest()
    with drive.line() as line:
        proof = line.send(NAME, ROWS, progress=lambda done, _of: told.append(done))
        again = line.send(NAME, io.BytesIO(ROWS))
    assert proof == transport.Proof(
        len(ROWS), sha256, len(ROWS), NAME, sha256, "read-back", 0, True, False
    )
    assert again.how == "already-there"
    assert (drive.outbox / NAME).read_bytes() == ROWS
    assert drive.lies() == [NAME]
    assert told[-1] == len(ROWS)


def test_another_file_of_that_name_stays(drive: Drive, tmp_path: Path) -> None:
    (drive.outbox / NAME).write_bytes(b"theirs")
    (tmp_path / "victim").write_bytes(ROWS)
    (drive.outbox / "link.csv").symlink_to(tmp_path / "victim")
    with drive.line() as line:
        for name in (NAME, "link.csv"):
            with pytest.raises(NameTaken):
                line.send(name, ROWS)
    assert (drive.outbox / NAME).read_bytes() == b"theirs"
    assert drive.lies() == sorted([NAME, "link.csv"])


def test_leftovers_of_a_kill_go(drive: Drive) -> None:
    part = transport.part_name(NAME, hashlib.sha256(ROWS).hexdigest())
    (drive.outbox / part).write_bytes(b"half")
    (drive.outbox / transport.part_name(NAME, "0" * 64)).write_bytes(b"half")
    with drive.line() as line:
        line.send(NAME, ROWS)
    assert drive.lies() == [NAME]
    os.link(drive.outbox / NAME, drive.outbox / part)  # killed between naming and removing
    with drive.line() as line:
        assert line.send(NAME, ROWS).how == "already-there"
    assert drive.lies() == [NAME]


def test_a_drive_without_links_never_overwrites_either(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with drive.line() as line:
        line.send(NAME, ROWS)
        with pytest.raises(NameTaken):
            line.send(NAME, b"other")
    assert (drive.outbox / NAME).read_bytes() == ROWS
    assert drive.lies() == [NAME]


def test_a_drive_that_is_gone(drive: Drive) -> None:
    drive.outbox.rmdir()
    with pytest.raises(FolderGone), drive.line():
        pass
    drive.outbox.mkdir()
    with drive.line() as line:
        drive.outbox.rmdir()
        drive.inbox.rmdir()
        with pytest.raises(FolderGone):
            line.send(NAME, ROWS)
        with pytest.raises(FolderGone):
            line.list()
        with pytest.raises(FolderGone):
            line.clock()


def test_what_is_no_plain_file_is_named_and_not_fetched(drive: Drive, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"not for us")
    (drive.inbox / "link.csv").symlink_to(tmp_path / "secret")
    (drive.inbox / "old").mkdir()
    os.mkfifo(drive.inbox / "pipe.csv")
    (drive.inbox / "evil\u202e.csv").write_bytes(b"x")
    (drive.inbox / ".half").write_bytes(b"x")
    with drive.line() as line:
        names = line.list()
        assert {one.kind for one in names} == {"link", "folder", "other", "unsafe", "file"}
        for one in names:
            with pytest.raises(UnsafeName):
                line.fetch(one, io.BytesIO())


def test_fetched_unless_it_grows_or_is_too_large(drive: Drive) -> None:
    file = drive.inbox / "asf.csv"
    file.write_bytes(ROWS)
    with drive.line() as line:
        assert fetched(line, "asf.csv") == ROWS
        with pytest.raises(TooLarge):
            fetched(line, "asf.csv", limit=100)
        listed = found(line, "asf.csv")
        with file.open("ab") as more:
            more.write(b"x")
        with pytest.raises(StillGrowing):
            line.fetch(listed, io.BytesIO())
        file.unlink()
        with pytest.raises(FolderGone):
            line.fetch(listed, io.BytesIO())


def test_cancelled_leaves_nothing(drive: Drive) -> None:
    after = After()
    with drive.line() as line:
        with pytest.raises(Cancelled):
            line.send(NAME, ROWS, progress=lambda _d, _o: after.event.set(), cancel=after)
        (drive.inbox / "a").write_bytes(ROWS)
        with pytest.raises(Cancelled):
            line.list(cancel=after)
    assert drive.lies() == []


def test_the_clock_of_the_drive(drive: Drive) -> None:
    with drive.line() as line:
        skew = line.clock()
    assert abs(skew.seconds) <= skew.uncertain
    assert drive.lies() == []


def test_a_full_drive(drive: Drive, small_disk: Path) -> None:
    with drive.line() as line, pytest.raises(NoSpace):
        line.send(NAME, ROWS * 4, folder=str(small_disk))
    assert os.listdir(small_disk) == []
