"""Attachments go in whole or not at all, come out as they went in, and leave for good."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.attachments import CHUNK, Attachment
from navigator_app.errors import InputRejected, NavigatorError, NotFound
from navigator_app.policy import retention as rules
from navigator_app.services import attachments, audit, caseload
from navigator_app.services.workspace import Workspace
from tests.services import loops, pictures
from tests.traces import files_below

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    return loops.add_member(workspace, loops.add_plan(workspace), 1)


def add(
    ws: Workspace, member: str, data: bytes, title: str = "Lease", **more: object
) -> Attachment:
    source = io.BytesIO(data)
    return attachments.add(ws, member, source, title=title, **more)[0]  # type: ignore[arg-type]


def rows(ws: Workspace) -> tuple[int, int]:
    """Attachments and pieces that the store has."""
    found = ws.store.one(
        "SELECT (SELECT count(*) FROM attachment), (SELECT count(*) FROM attachment_chunk)"
    )
    assert found is not None
    return found[0], found[1]


def refused(ws: Workspace, member: str, data: bytes) -> InputRejected:
    with pytest.raises(InputRejected) as caught:
        add(ws, member, data)
    assert caught.value.field == "file"
    assert caught.value.next_step
    return caught.value


def test_it_comes_out_as_it_went_in(workspace: Workspace, made: loops.Made) -> None:
    data = pictures.pdf(4, 3 * CHUNK)
    found = add(workspace, made.member, data, "  Lease  2026 ", class_id="housing")
    assert rows(workspace) == (1, 4)
    assert (found.title, found.media_type, found.pages) == ("Lease 2026", "application/pdf", 4)
    assert (found.size, found.by, found.keep_until) == (len(data), "Ana Ruiz", None)
    assert attachments.of_member(workspace, made.member) == [found]
    taken: list[bytes] = []
    assert attachments.read_out(workspace, found.id, taken.append) == found
    assert max(map(len, taken)) == CHUNK
    assert b"".join(taken) == attachments.content(workspace, found.id) == data
    told = caseload.history(workspace, found.id)
    assert {row.field: row.new for row in told if row.old is None}["sha256"] == found.sha256
    assert all(row.old is None for row in told), "written once"
    assert audit.verify(workspace).journal


def test_a_pipe_that_gives_little_at_a_time_makes_whole_pieces(
    workspace: Workspace, made: loops.Made
) -> None:
    class Drops(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 1000))

    data = pictures.pdf(1, CHUNK)
    attachments.add(workspace, made.member, Drops(data), title="scan")
    assert rows(workspace) == (1, 2)


def test_what_is_refused_leaves_nothing(workspace: Workspace, made: loops.Made) -> None:
    head = pictures.jpeg_head(800, 600)
    assert "program" in str(refused(workspace, made.member, b"MZ" + b"\0" * CHUNK))
    assert "missing" in str(refused(workspace, made.member, head + b"\0" * 3 * CHUNK))
    assert "25 MB" in str(refused(workspace, made.member, head + bytes(26 * 1024 * 1024)))
    assert "million dots" in str(refused(workspace, made.member, pictures.jpeg(60_000, 60_000)))
    assert rows(workspace) == (0, 0)
    add(workspace, made.member, pictures.png())
    assert "“Lease”" in str(refused(workspace, made.member, pictures.png()))
    assert rows(workspace) == (1, 1)


def test_a_drive_pulled_out_half_way_leaves_nothing(workspace: Workspace, made: loops.Made) -> None:
    class Pulled(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= CHUNK:
                raise OSError(5, "Input/output error")
            return super().read(size)

    with pytest.raises(InputRejected, match="still there"):
        attachments.add(workspace, made.member, Pulled(pictures.pdf(1, 5 * CHUNK)), title="x")
    assert rows(workspace) == (0, 0)


def test_a_full_store_says_so(workspace: Workspace, made: loops.Made) -> None:
    with workspace.transaction("test") as tx:
        row = {"id": "attachments.store_bytes", "value": "3000", "created_at": tx.now}
        tx.insert("agency_setting", row)
    add(workspace, made.member, pictures.pdf(1, 1500))
    assert "no room" in str(refused(workspace, made.member, pictures.pdf(2, 1500)))
    assert attachments.room(workspace).most == 3000
    assert rows(workspace) == (1, 1)


def test_removed_bytes_are_gone_and_the_reason_stays(
    workspace: Workspace, made: loops.Made
) -> None:
    found = add(workspace, made.member, pictures.png())
    with pytest.raises(InputRejected):
        attachments.remove(workspace, found.id, " ")
    attachments.remove(workspace, found.id, "Not hers")
    assert rows(workspace) == (1, 0)
    assert attachments.of_member(workspace, made.member) == []
    [kept] = attachments.of_member(workspace, made.member, removed=True)
    assert (kept.removed_why, kept.sha256) == ("Not hers", found.sha256)
    with pytest.raises(NotFound, match="Not hers"):
        attachments.content(workspace, found.id)
    assert attachments.room(workspace).used == 0
    add(workspace, made.member, pictures.png())  # may come again


def test_changed_bytes_are_not_given_out_as_the_papers(
    workspace: Workspace, made: loops.Made
) -> None:
    found = add(workspace, made.member, pictures.png())
    with workspace.store.scratch(workspace.clock) as tx:
        tx.execute("UPDATE attachment_chunk SET content = x'00'")
    with pytest.raises(NavigatorError, match="not those that were saved"):
        attachments.content(workspace, found.id)


def test_the_agencys_own_period_counts_from_the_day_it_was_added(
    workspace: Workspace, made: loops.Made
) -> None:
    assert all(one.years is None or one.section for one in rules.shipped().classes)
    attachments.set_years(workspace, "housing", 7)
    kept = attachments.retention(workspace).named("housing")
    assert kept is not None
    assert (kept.years, kept.own) == (7, True)
    found = add(workspace, made.member, pictures.png(), class_id="housing")
    assert found.keep_until == date(2033, 11, 20)
    attachments.amend(workspace, found.id, title="Keys", class_id="other")
    moved = attachments.get(workspace, found.id)
    assert (moved.title, moved.retention, moved.keep_until) == ("Keys", "other", None)
    attachments.set_years(workspace, "housing", None)
    assert attachments.retention(workspace).named("housing") == rules.shipped().named("housing")


def test_killed_half_way_nothing_is_left(
    workspace: Workspace,
    home: Path,
    passphrase: str,
    made: loops.Made,
    open_workspace: Callable[[Path], Workspace],
) -> None:
    workspace.close()
    script = Path(__file__).with_name("attachment_child.py")
    words = [str(home), passphrase, made.member, pictures.jpeg_head(90, 90).hex()]
    child = subprocess.Popen(
        [sys.executable, str(script), *words], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "half\n"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    ws = open_workspace(home)
    assert rows(ws) == (0, 0)
    assert audit.verify(ws).journal
    add(ws, made.member, pictures.png())
    assert b"HARBORSTREET" not in b"".join(path.read_bytes() for path in files_below([home]))


def test_no_bytes_lie_in_the_clear(workspace: Workspace, home: Path, made: loops.Made) -> None:
    data = pictures.pdf(1, 0).replace(b"%x", b"%HARBORSTREET" * 30_000)
    add(workspace, made.member, data, "Lease of Harborstreet")
    lying = b"".join(path.read_bytes() for path in files_below([home]))
    for needle in (b"HARBORSTREET", b"Harborstreet", b"%PDF-1.4", b"%%EOF"):
        assert needle not in lying
