"""Plans' servers that do less than they should, for one file or for all: the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from navigator_app.domain.exchange import CONFIRMED, DONE, SENDING, STAGED, WAITING
from navigator_app.exchange.sftp_line import Patience
from tests.exchange import odd_server
from tests.exchange.odd_server import FAULTS
from tests.services.exchange_desk import NAME, Desk, roster
from tests.sshd import Sshd, needed

pytestmark = needed


@pytest.fixture
def odd(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The desk, its plan reached over a server that fails where it is told to."""
    with odd_server.serving(tmp_path) as (port, key):
        desk.connect(port=port, host_key=key)
        desk.status(1)
        desk.build()
        desk.drop("asf.csv", roster(2))
        yield desk


def sync(desk: Desk):  # type: ignore[no-untyped-def]
    return desk.sync(patience=Patience())  # that server is slow: no hang is looked for


def test_a_name_that_cannot_be_given_keeps_nothing_from_coming(odd: Desk) -> None:
    FAULTS.add("rename")
    row = sync(odd)
    assert (row.state, row.trouble_cause) == (DONE, "failed")
    assert (row.files_out, row.files_in) == (0, 1)
    assert [one.state for one in odd.files("out")] == [SENDING]
    FAULTS.clear()
    assert sync(odd).files_out == 1
    assert list(odd.sent()) == [NAME]


def test_what_a_server_changes_on_its_disk_is_never_sent_and_keeps_nothing_from_coming(
    odd: Desk,
) -> None:
    FAULTS.add("grow")
    row = sync(odd)
    assert (row.state, row.trouble_cause) == (DONE, "garbled")
    assert (row.files_out, row.files_in) == (0, 1)
    assert NAME not in odd.sent()
    FAULTS.clear()
    assert sync(odd).files_out == 1


def test_a_file_that_cannot_be_read_holds_up_no_other(odd: Desk) -> None:
    odd.drop("a-bad.csv", roster(3), age=7200)
    FAULTS.add("a-bad")
    row = sync(odd)
    assert (row.state, row.trouble_cause, row.files_in) == (DONE, "failed", 1)
    assert "a-bad.csv" in row.trouble
    assert [one.name for one in odd.files("in")] == ["asf.csv"]
    FAULTS.clear()
    assert sync(odd).files_in == 1


def served(desk: Desk, tmp_path: Path, sftp: str) -> Sshd:
    server = Sshd(tmp_path / "other", sftp=sftp)
    desk.server = server
    desk.connect()
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(2))
    return server


def test_a_quota_that_is_used_up_keeps_nothing_from_coming(desk: Desk, tmp_path: Path) -> None:
    helper = next((one for one in Path("/usr").glob("lib*/**/sftp-server") if one.is_file()), None)
    if helper is None:
        pytest.skip("no sftp-server apart from sshd here")
    wrapper = tmp_path / "limited"
    # What goes over the limit fails, and the disk itself has room: as with a quota.
    wrapper.write_text(f"#!/bin/sh\ntrap '' XFSZ\nulimit -f 0\nexec {helper}\n", "utf-8")
    wrapper.chmod(0o700)
    server = served(desk, tmp_path, str(wrapper))
    try:
        row = desk.sync()
        assert (row.state, row.trouble_cause) == (DONE, "failed")
        assert (row.files_out, row.files_in) == (0, 1)
        assert [one.state for one in desk.files("out")] == [WAITING]
    finally:
        server.stop()


def test_a_place_where_files_may_be_laid_and_not_read(desk: Desk, tmp_path: Path) -> None:
    server = served(desk, tmp_path, "internal-sftp -P read")
    try:
        row = desk.sync()
        assert (row.files_out, row.files_in, row.trouble_cause) == (1, 0, "no-permission")
        [file] = desk.files("out")
        assert file.state == CONFIRMED
        assert "size seen" in file.proof
        assert list(desk.sent()) == [NAME]
    finally:
        server.stop()


def test_a_place_where_nothing_may_be_removed(desk: Desk, tmp_path: Path) -> None:
    server = served(desk, tmp_path, "internal-sftp -P remove")
    try:
        row = desk.sync()
        assert (row.files_out, row.files_in, row.trouble) == (1, 1, "")
        assert [one.state for one in desk.files("in")] == [STAGED]
        assert NAME in desk.sent()
    finally:
        server.stop()


def test_an_outbox_that_is_gone_when_a_name_is_looked_for(odd: Desk) -> None:
    FAULTS.add("rename")
    sync(odd)
    FAULTS.clear()
    kept = odd.outbox.rename(odd.outbox.with_name("elsewhere"))
    odd.drop("later.csv", roster(4))
    row = sync(odd)
    assert (row.state, row.trouble_cause, row.files_in) == (DONE, "gone", 1)
    assert row.trouble
    kept.rename(odd.outbox)
    assert sync(odd).files_out == 1
