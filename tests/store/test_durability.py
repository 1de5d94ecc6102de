"""What was acknowledged stays: over kill -9, over a full disk, over a failing write."""

import subprocess
from pathlib import Path

import pytest

from navigator_app import errors
from navigator_app.domain.vocabulary import Role
from navigator_app.services import workspace as workspaces
from navigator_app.store import files, journal_read, keys
from tests.store.kill_rounds import kill_rounds
from tests.store.samples import member_row, plan


def test_nothing_acknowledged_is_lost_when_killed(home, passphrase):
    key, _slot = keys.open_with_passphrase(keys.read(home), passphrase)
    assert kill_rounds(home, key, rounds=20) > 20


@pytest.fixture
def small_disk(tmp_path):
    """A file system of four megabytes; skipped where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True
    )
    if mounting.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def create(home: Path, clock, quick_kdf):
    return workspaces.create(
        home, agency="Harbor Homes", npi="1234567893", user="Ana Ruiz", role=Role.NAVIGATOR,
        passphrase="juniper kettle orbit mosaic", clock=clock, kdf=quick_kdf,
    )[0]  # fmt: skip


def fill_up(folder: Path, leave: int = 0) -> Path:
    """Use up a disk but for `leave` bytes, and return the file that does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while out.write(bytes(4096)):
                pass
        except OSError:
            out.truncate(max(0, out.tell() - leave))
    return filler


def many_members(ws, first=100, count=3000):
    with ws.transaction("bulk") as tx:
        for number in range(first, first + count):
            tx.insert("member", member_row(number, tx.now))


def check_nothing_changed_and_usable(ws, free):
    """The refused write left nothing; with room again the very same write goes through."""
    assert ws.store.query("SELECT count(*) FROM member") == [(1,)]
    assert journal_read.verify(ws.store)[1] == ""
    free()
    many_members(ws)
    assert ws.store.query("SELECT count(*) FROM member") == [(3001,)]
    assert journal_read.verify(ws.store)[1] == ""


def test_a_full_disk_refuses_and_keeps_the_store(small_disk, clock, quick_kdf):
    ws = create(small_disk / "home", clock, quick_kdf)
    try:
        with ws.transaction("fill") as tx:
            plan(tx)
            tx.insert("member", member_row(1, tx.now))
        filler = fill_up(small_disk, leave=64 * 1024)
        with pytest.raises(errors.DiskFull) as caught:
            many_members(ws)
        assert "room" in caught.value.message
        assert ws.store.query("SELECT count(*) FROM member") == [(1,)]
        assert journal_read.verify(ws.store)[1] == ""
        filler.unlink()
        many_members(ws, count=200)
        assert ws.store.query("SELECT count(*) FROM member") == [(201,)]
        assert journal_read.verify(ws.store)[1] == ""
    finally:
        ws.close()


def test_a_full_disk_refuses_a_new_store_and_a_new_passphrase(small_disk, clock, quick_kdf):
    home = small_disk / "home"
    filler = fill_up(small_disk, leave=40 * 1024)
    with pytest.raises(errors.DiskFull):
        create(home, clock, quick_kdf)
    assert not workspaces.exists(home)
    filler.unlink()
    ws = create(home, clock, quick_kdf)
    try:
        before = (home / files.KEYS).read_bytes()
        fill_up(small_disk)
        with pytest.raises(errors.DiskFull):
            workspaces.change_passphrase(ws, "juniper kettle orbit mosaic", "velvet anchor thistle")
        assert (home / files.KEYS).read_bytes() == before
        assert not list(home.glob(".*.tmp"))
    finally:
        ws.close()


def test_a_full_disk_is_named_when_the_store_is_opened(small_disk, clock, quick_kdf):
    home = small_disk / "home"
    create(home, clock, quick_kdf).close()
    filler = fill_up(small_disk)
    with pytest.raises(errors.DiskFull):
        workspaces.unlock(home, "juniper kettle orbit mosaic", clock=clock)
    filler.unlink()
    workspaces.unlock(home, "juniper kettle orbit mosaic", clock=clock).close()


def test_a_store_that_may_not_grow_refuses_and_goes_on(workspace):
    """The same by SQLite's own page limit, where no file system can be mounted."""
    with workspace.transaction("fill") as tx:
        plan(tx)
        tx.insert("member", member_row(1, tx.now))
    pages = workspace.store.one("PRAGMA page_count")[0]
    workspace.store.query(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(errors.DiskFull):
        many_members(workspace)
    check_nothing_changed_and_usable(
        workspace, lambda: workspace.store.query("PRAGMA max_page_count = 1000000")
    )


def test_transactions_do_not_nest_and_close_is_final(workspace):
    def nest():
        with workspace.transaction("one") as tx:
            plan(tx)
            with workspace.transaction("two"):
                pass

    with pytest.raises(RuntimeError, match="nest"):
        nest()
    assert workspace.store.query("SELECT count(*) FROM plan") == [(0,)]
    with workspace.transaction("again") as tx:
        plan(tx)
    workspace.close()
    workspace.close()
    assert not list(workspace.home.glob("*-wal")), "everything is in the one file"


def test_no_temporary_file_is_ever_made(workspace, tmp_path, monkeypatch):
    """A sort larger than the cache stays in memory (temp_store)."""
    folder = tmp_path / "sqlite-temp"
    folder.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    with workspace.transaction("fill") as tx:
        plan(tx)
    many_members(workspace)
    before = {path.name for path in workspace.home.iterdir()}
    folder.chmod(0o500)
    workspace.store.query("PRAGMA cache_size = 10")
    found = workspace.store.query("SELECT changes FROM journal_entry ORDER BY changes DESC")
    assert len(found) > 3000
    assert {path.name for path in workspace.home.iterdir()} == before
    assert list(folder.iterdir()) == []
