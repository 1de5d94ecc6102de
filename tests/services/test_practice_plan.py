"""The plan to practise with."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import psutil
import pytest

from navigator_app.domain.batches import APPROVED, SENT_BACK
from navigator_app.errors import InputRejected, TransferFailed
from navigator_app.exchange import batches, response_layouts, responses
from navigator_app.exchange.sftp import SftpTransport
from navigator_app.exchange.sftp_line import Login
from navigator_app.services import practice_plan_server
from navigator_app.services.practice_plan import FILES, PracticePlan, Way, answered, determined
from tests.services.cli_runs import ROOT
from tests.sshd import free_port, needed

STATUS = b"CIN,Referral Status\r\n" + b"".join(b"9000000%dA,Accepted\r\n" % n for n in range(5))


def line(way: Way) -> SftpTransport:
    """The line to it."""
    user, _at, where = way.address.partition("@")
    host, _colon, port = where.rpartition(":")
    login = Login(host, int(port), user, way.host_key, way.identity.read_text("utf-8"))
    return SftpTransport(login, inbox=str(way.inbox), outbox=str(way.outbox))


def rows(content: bytes) -> list[dict[str, str]]:
    """An answer's rows."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize(("reject", "turned_down"), [(0, 0), (2, 2), (9, 4)])
def test_each_row_is_answered(reject: int, turned_down: int) -> None:
    found = rows(answered(STATUS, reject))
    assert [row["Row"] for row in found] == ["2", "3", "4", "5", "6"]
    assert [row["CIN"] for row in found] == [f"9000000{n}A" for n in range(5)]
    assert sum(row["Result"] == "Rejected" for row in found) == turned_down
    assert all(bool(row["Reason"]) == (row["Result"] == "Rejected") for row in found)


def test_a_batch_is_answered_in_its_own_layout() -> None:
    """Each row approved for the days asked for, the last of several sent back."""
    layout = batches.layout_of("bayview")
    asked = {"reference": "B0123456789", "starts_on": "2026-12-01", "ends_on": "2027-11-30"}
    told = [{**asked, "row_no": str(number)} for number in (1, 2, 3)]
    found = batches.read(determined(batches.render(layout, told)), "bayview")
    assert [one.outcome for one in found] == [APPROVED, APPROVED, SENT_BACK]
    assert [one.problem for one in found] == ["", "", ""]
    assert found[0].end == date(2027, 11, 30)
    [alone] = batches.read(determined(batches.render(layout, told[:1])), "bayview")
    assert alone.outcome == APPROVED
    assert determined(STATUS) == determined(b"") == b""


def test_its_answer_is_a_response_of_its_layout() -> None:
    service = "Housing Transition Navigation Services"
    status = "Medi-Cal Member Client Index Number (CIN),Referred Service,Referral Status,"
    status += "Date of Referral Status Update\r\n"
    status += "".join(f"9000000{n}A,{service},Accepted,11/20/2026\r\n" for n in range(5))
    read = responses.read(answered(status.encode(), 2), [response_layouts.shipped()["bayview"]])
    assert read.unread == []
    found = [(one.place, one.cin, one.verdict, one.code) for one in read.answers]
    assert found == [
        (n + 1, f"9000000{n}A", "rejected" if n < 2 else "accepted", "R01" if n < 2 else "")
        for n in range(5)
    ]


def test_what_comes_again_mended_is_accepted() -> None:
    heading = b"CIN,First,Last,Status,Day\r\n"
    before = [["90000001A", "Ana", "Diaz", "Accepted", "11/20/2026"]]
    again = b"90000007A,Ana,Diaz,Accepted,11/20/2026\r\n"  # its CIN was wrong
    other = b"90000002A,Bo,Lee,Accepted,11/20/2026\r\n90000003A,Cy,Ng,Accepted,11/20/2026\r\n"
    found = rows(answered(heading + again + other, 1, before))
    assert [row["Result"] for row in found] == ["Accepted", "Rejected", "Accepted"]
    found = rows(answered(heading + again, 2, before))
    assert [row["Result"] for row in found] == ["Accepted"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'"open', b"heading only\r\n"])
def test_what_is_no_table_is_answered_without_a_row(content: bytes) -> None:
    assert rows(answered(content, 2)) == []


@needed
def test_it_drops_files_and_answers_once(tmp_path: Path) -> None:
    plan = PracticePlan(tmp_path / "plan")
    try:
        way = plan.start()
        with line(way) as open_line:
            assert [one.name for one in open_line.list()] == [FILES[0]]
            open_line.send("CSRTF_1_2026-11.csv", STATUS)
            (way.outbox / ".half.csv").write_bytes(b"x")
            assert plan.play() == ["RESPONSE_CSRTF_1_2026-11.csv", FILES[1]]
            assert plan.play() == []
            assert len([one for one in open_line.list() if one.usable]) == 3
    finally:
        plan.stop()
    again = PracticePlan(tmp_path / "plan")
    try:
        assert again.start().host_key == way.host_key
    finally:
        again.stop()


@needed
def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"x")
    with pytest.raises(InputRejected):
        PracticePlan(tmp_path).start()
    assert [one.name for one in tmp_path.iterdir()] == ["precious"]


@needed
def test_the_command_plays_until_it_is_stopped(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "navigator_app", "practice-plan", "--json", "--dir"]
    with subprocess.Popen(
        [*words, str(tmp_path / "plan")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        told = ""
        for one in child.stdout:  # until its document is whole; ends where the child ends
            told += one
            if one == "}\n":
                break
        found = json.loads(told)
        assert f"--sftp {found['address']} --identity {found['identity']}" in found["connect"]
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
        assert child.stdout.read() == ""


CHILD = """
import sys, time
from pathlib import Path
from navigator_app.services import practice_plan, practice_plan_server
if sys.argv[3] == "unwatched":
    practice_plan_server.end_with_us = lambda pid: None
plan = practice_plan.PracticePlan(Path(sys.argv[1]), port=int(sys.argv[2]))
plan.start()
print(plan._server._server.pid, flush=True)
time.sleep(600)
"""


TESTS = """
import sys, time
from pathlib import Path
from tests.sshd import Sshd
server = Sshd(Path(sys.argv[1]))
server.pause()
print(server._running.pid, flush=True)
time.sleep(600)
"""


def killed_child(folder: Path, port: int, how: str, code: str = CHILD) -> psutil.Process:
    """The server of a program that was killed with -9."""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(port), how], cwd=ROOT,
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        server = psutil.Process(int(child.stdout.readline()))
        child.kill()
    return server


def ends(process: psutil.Process, within: float = 30.0) -> bool:
    """Whether it is gone in time; where nobody reaps it, only its number is left."""
    end = time.monotonic() + within
    with suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
    return True


@needed
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_killed_its_server_ends_with_it(tmp_path: Path) -> None:
    server = killed_child(tmp_path / "plan", free_port(), "watched")
    assert ends(server)


@needed
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_a_server_of_killed_tests_ends_with_them_though_it_was_paused(tmp_path: Path) -> None:
    assert ends(killed_child(tmp_path / "server", 0, "", TESTS))


@needed
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_a_server_left_behind_is_ended_by_the_next_start_on_its_port(tmp_path: Path) -> None:
    port = free_port()
    server = killed_child(tmp_path / "plan", port, "unwatched")
    assert not ends(server, 0.5)
    plan = PracticePlan(tmp_path / "plan", port=port)
    try:
        with line(plan.start()) as open_line:
            assert [one.name for one in open_line.list()] == [FILES[0]]
        assert ends(server, 0)
    finally:
        plan.stop()
    assert not (tmp_path / "plan" / practice_plan_server.RECORD).exists()


@needed
def test_a_second_one_in_its_folder_or_on_its_port_is_refused(tmp_path: Path) -> None:
    port = free_port()
    plan = PracticePlan(tmp_path / "plan", port=port)
    try:
        way = plan.start()
        with pytest.raises(InputRejected):
            PracticePlan(tmp_path / "plan", port=free_port()).start()
        with pytest.raises(TransferFailed):
            PracticePlan(tmp_path / "other", port=port).start()
        with line(way) as open_line:
            assert open_line.list()
    finally:
        plan.stop()


@needed
def test_a_record_of_another_process_ends_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        try:
            PracticePlan(folder).stop()
            folder.mkdir()
            (folder / "sshd_config").touch()
            records: tuple[object, ...] = (
                {"server": [other.pid, "long ago"], "owner": [other.pid, "long ago"]},
                {"server": [other.pid]},
                [],
            )
            for kept in records:
                (folder / practice_plan_server.RECORD).write_text(json.dumps(kept), "utf-8")
                plan = PracticePlan(folder)
                plan.start()
                plan.stop()
                assert other.poll() is None
        finally:
            other.communicate(b"\n")


@needed
@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_this_user_enters_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    plan = PracticePlan(folder)
    try:
        way = plan.start()
        for one in (folder, way.inbox, way.outbox, way.identity, folder / "host_key"):
            assert stat.S_IMODE(one.stat().st_mode) & 0o077 == 0, one
    finally:
        plan.stop()
