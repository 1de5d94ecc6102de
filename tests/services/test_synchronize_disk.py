"""Our own disk runs full in the middle of a run, at each step of the store in turn."""

from __future__ import annotations

import inspect
import shutil
from itertools import count
from pathlib import Path

import pytest

from navigator_app.domain.exchange import COMMITTED, CONFIRMED, DONE, STAGED
from navigator_app.domain.records import Changes, ImportReview
from navigator_app.errors import DiskFull
from navigator_app.services import audit, connections, import_authorizations, synchronize
from navigator_app.services.sync_steps import STORE, Meeting, Step
from navigator_app.services.workspace import Workspace
from tests.exchange.lines import QUICK
from tests.services.exchange_desk import NAME, Desk, opened_again, roster
from tests.sshd import needed
from tests.store.test_durability import fill_up, small_disk

pytestmark = needed

__all__ = ["small_disk"]

WRITING = {"begin", "due", "begin_sending", "about_to_go", "gone", "keep", "take", "end"}
"""The steps that must have met the full disk, or the test tries nothing."""


@pytest.fixture
def prepared(desk: Desk) -> Path:
    """A closed store with a status to send and a file to take in, of a trusted plan."""
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.status(1)
    desk.drop("asf.csv", roster(1, 2, 3))
    home = desk.ws.home
    desk.ws.close()
    return home


@pytest.mark.parametrize("stays", [True, False], ids=["until the end", "for one step"])
def test_a_full_disk_loses_nothing_and_sends_nothing_twice(
    desk: Desk, prepared: Path, small_disk: Path, stays: bool
) -> None:
    met: set[str] = set()
    for number in count():
        desk.empty()
        desk.drop("asf.csv", roster(1, 2, 3))
        home = small_disk / "home"
        shutil.copytree(prepared, home)
        desk.ws = opened_again(home)
        try:
            struck, refused = one_run(desk, small_disk, number, stays)
            if not struck:
                break
            met |= refused
            (small_disk / "filler").unlink(missing_ok=True)
            goes_on(desk, struck)
        finally:
            desk.ws.close()
        shutil.rmtree(home)
    assert met >= WRITING


def test_full_between_staging_and_taking_in_the_next_run_takes_it_in(
    desk: Desk, prepared: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(prepared, small_disk / "home")
    desk.ws = opened_again(small_disk / "home")
    real = import_authorizations.commit

    def late(ws: Workspace, import_id: str) -> tuple[ImportReview, Changes]:
        ws.store.query("PRAGMA wal_checkpoint(TRUNCATE)")
        fill_up(small_disk)
        return real(ws, import_id)

    try:
        with monkeypatch.context() as patch:
            patch.setattr(import_authorizations, "commit", late)
            with pytest.raises(DiskFull, match="no room left"):
                desk.sync()
        (small_disk / "filler").unlink()
        assert [one.state for one in desk.files("in")] == [STAGED]
        assert desk.members() == 1
        goes_on(desk, "commit")
    finally:
        desk.ws.close()


def one_run(desk: Desk, disk: Path, number: int, stays: bool) -> tuple[str, set[str]]:
    """A run whose store step of that number finds a full disk: its name, and which refused."""
    meeting: Meeting = synchronize.meeting(desk.plan, patience=QUICK)
    at, struck, refused = 0, "", set()
    try:
        while (step := meeting.step) is not None:
            name = ""
            if step.where == STORE:
                name, at = name_of(step), at + 1
                if at == number + 1:
                    struck = name
                    desk.ws.store.query("PRAGMA wal_checkpoint(TRUNCATE)")
                    fill_up(disk)
            try:
                value = step.work(desk.ws) if step.where == STORE else step.work()
            except DiskFull as error:
                refused.add(name)
                meeting.fail(error)
            else:
                meeting.give(value)
            finally:
                if struck and not stays:
                    (disk / "filler").unlink(missing_ok=True)
    except DiskFull:
        pass  # where not even the end of the run could be written down
    return struck, refused


def goes_on(desk: Desk, struck: str) -> None:
    """With room again the next run brings everything, once."""
    sent = desk.sent()
    assert synchronize.running(desk.ws) == "", struck
    for one in desk.files("out"):
        assert one.state != CONFIRMED or NAME in sent, struck
    rows = [desk.sync() for _turn in range(2)]
    assert [(one.state, one.trouble) for one in rows] == [(DONE, "")] * 2, struck
    assert list(desk.sent()) == [NAME], struck
    assert desk.sent()[NAME].count(b"\r\n") == 2, struck
    assert sent.get(NAME, desk.sent()[NAME]) == desk.sent()[NAME], struck
    assert [one.state for one in desk.files("out")] == [CONFIRMED], struck
    assert [one.state for one in desk.files("in")] == [COMMITTED], struck
    assert desk.members() == 4, struck
    for table in ("outbound_event", "disclosure"):
        assert len(desk.ws.store.query(f"SELECT 1 FROM {table}")) == 1, (struck, table)
    assert "running" not in {one.state for one in synchronize.history(desk.ws)}
    assert audit.verify(desk.ws).journal is True


def name_of(step: Step) -> str:
    """What a step of the store does."""
    held = inspect.getclosurevars(step.work).nonlocals
    work = held.get("work")
    if work is not None:
        return str(work.__name__)
    return "begin" if "cause" in held else "content" if "file" in held else "end"
