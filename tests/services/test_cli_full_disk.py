"""Commands on a disk that runs full: refused in plain words, nothing acknowledged lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from navigator_app.cli import main
from navigator_app.runtime.clock import system_clock
from navigator_app.services import workspace
from navigator_app.services.workspace import Workspace
from navigator_app.store import journal_read
from tests.conftest import PASSPHRASE
from tests.services.cli_runs import SAMPLES, SECOND, Ran, Run, open_referral
from tests.sshd import KEYGEN, make_key
from tests.store.test_durability import fill_up, small_disk

__all__ = ["small_disk"]

ROOM = (0, 40, 72, 136, 300)
"""Kilobytes that are left: too few to open, to begin, to end, ... and at last enough for most."""

LONG_AGO = 1_700_000_000


@dataclass
class Drive:
    """A store on a small disk, and folders on another."""

    disk: Path
    prepared: Path
    out: Path
    inbox: Path
    referral: dict[str, str]
    key: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def home(self) -> Path:
        return self.disk / "home"

    def anew(self, room: int) -> None:
        """The store as it was prepared, and so many kilobytes left beside it."""
        self.free()
        shutil.rmtree(self.home, ignore_errors=True)
        for one in self.out.iterdir():
            one.unlink()
        shutil.copytree(self.prepared, self.home)
        fill_up(self.disk, leave=room * 1024)

    def free(self) -> None:
        (self.disk / "filler").unlink(missing_ok=True)

    def run(self, words: list[object]) -> Ran:
        secret = self.prepared.parent / "passphrase"
        given = ["--home", str(self.home), "--passphrase-file", str(secret)]
        status = main([*given, *map(str, words)])
        return Ran(status, *self.capsys.readouterr())

    def seen(self) -> tuple[int, int]:
        """How many changes the store's journal holds, and how many runs were written down."""
        ws = workspace.unlock(self.home, PASSPHRASE, clock=system_clock())
        try:
            assert journal_read.verify(ws.store)[1] == ""
            return _count(ws, "journal_entry"), _count(ws, "exchange_run")
        finally:
            ws.close()


def _count(ws: Workspace, table: str) -> int:
    row = ws.store.one(f"SELECT count(*) FROM {table}")
    assert row is not None
    return int(row[0])


@pytest.fixture
def drive(
    bayview: Run, home: Path, small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Drive:
    """A plan with its first file taken in, a status to send, and its second file in the inbox."""
    if not KEYGEN:
        pytest.skip("no ssh-keygen here")
    inbox, outbox, out = (tmp_path / name for name in ("in", "to-plan", "out"))
    for one in (inbox, outbox, out):
        one.mkdir()
    shutil.copy(SAMPLES / SECOND, inbox / SECOND)
    os.utime(inbox / SECOND, (LONG_AGO, LONG_AGO))
    referral = open_referral(bayview)
    for words in (
        ("status", referral["id"], "accepted", "--on", "2026-11-19"),
        ("plan", "connect", "bayview", "--folder", "--inbox", inbox, "--outbox", outbox),
    ):
        assert bayview(*words).status == 0
    key = make_key(tmp_path / "identity")
    return Drive(small_disk, home, out, inbox, referral, key, capsys)


Words = Callable[[Drive], list[object]]
COMMANDS: dict[str, Words] = {
    "status": lambda at: ["status", at.referral["id"], "outreach-initiated", "--on", "2026-11-20"],
    "outreach": lambda at: [
        "outreach", at.referral["member_id"], "--mode", "phone", "--outcome", "reached",
        "--at", "2026-11-20T09:00",
    ],
    "import-asf": lambda at: ["import-asf", at.inbox / SECOND, "--plan", "bayview"],
    "plan connect": lambda at: [
        "plan", "connect", "bayview", "--sftp", "u@127.0.0.1:22", "--identity", at.key,
        "--inbox", "/in", "--outbox", "/out",
    ],
    "export-rtf": lambda at: [
        "export-rtf", "--plan", "bayview", "--period", "2026-11", "--out", at.out,
    ],
    "form": lambda at: [
        "form", "authorization_request", "--member", at.referral["member_id"],
        "--referral", at.referral["id"], "--override", "told by phone", "--out", at.out / "a.pdf",
    ],
    "sync": lambda _at: ["sync", "--json"],
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_refused_in_plain_words_and_loses_nothing(drive: Drive, name: str) -> None:
    words = COMMANDS[name](drive)
    before = journal_of(drive)
    refused = 0
    for room in ROOM:
        drive.anew(room)
        got = drive.run(words)
        drive.free()
        changes, runs = drive.seen()
        if got.status == 0:
            assert changes > before, room  # what it said was done is there
            continue
        refused += 1
        assert got.status == 1
        assert "no room left" in got.err and got.err.strip().endswith((".", "exchange."))
        assert "Traceback" not in got.err and len(got.err.strip().splitlines()) == 1
        assert got.out == "" or name == "sync"
        if name != "sync":
            assert runs == 0
            assert name == "import-asf" or changes == before, room
        assert not list(drive.out.iterdir()), room  # nothing lies about that is not on record
        again = drive.run(words)
        assert again.status == 0, again.err
        assert drive.seen()[0] > before
    assert refused


def journal_of(drive: Drive) -> int:
    drive.anew(1000)
    drive.free()
    return drive.seen()[0]


def test_a_file_of_before_stands_again_where_the_new_one_could_not_be_kept(drive: Drive) -> None:
    words = COMMANDS["export-rtf"](drive)
    target = drive.out / "CSRTF_1234567893_202611.csv"
    refused = 0
    for room in (40, 56, 72):
        drive.anew(room)
        target.write_bytes(b"built yesterday\r\n")
        if drive.run(words).status == 1:
            refused += 1
            assert target.read_bytes() == b"built yesterday\r\n"
            assert [one.name for one in drive.out.iterdir()] == [target.name]
    assert refused
