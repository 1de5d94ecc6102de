"""`navigator sync` from the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from navigator_app.domain.exchange import CANCELLED
from navigator_app.services import connections, synchronize
from tests.conftest import PASSPHRASE
from tests.services import exchange_desk, loops
from tests.services.cli_runs import Run
from tests.services.exchange_desk import NAME, Desk, roster
from tests.services.test_synchronize_faults import renamed_only
from tests.sshd import needed

pytestmark = needed


@pytest.fixture
def sync(desk: Desk, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on the desk's store, on 2 December; the desk itself is closed."""

    def one(*words: object):
        desk.ws.close()
        monkeypatch.setenv("NAVIGATOR_TODAY", "2026-12-02T10:00")
        return run("sync", *words)

    return one


def test_what_went_and_what_came(desk: Desk, sync: Run) -> None:
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(4, 5))
    [said] = sync("--plan", "bayview", "--json").json
    assert (said["plan"], said["state"], said["trouble"]) == ("bayview", "done", None)
    [out], [came] = said["out"], said["in"]
    assert (out["name"], out["state"], out["period"]) == (NAME, "confirmed", "2026-11")
    assert out["sha256"] in out["proof"]
    assert (came["kind"], came["state"]) == ("authorizations", "staged")
    assert came["import_id"]
    assert (said["statuses_waiting"], said["to_review"], said["in_quarantine"]) == (0, 1, 0)
    again = sync("--json").json
    assert (again[0]["in"], again[0]["out"]) == ([], [])


def test_said_to_a_person(desk: Desk, sync: Run) -> None:
    desk.status(1)
    desk.build()
    said = sync()
    assert said.status == 0
    assert NAME in said.out
    assert "no status waits, last sent" in said.out
    assert "Nothing went and nothing came" in sync().out


def test_a_line_that_fails_is_status_one_and_still_a_document(desk: Desk, sync: Run) -> None:
    desk.connect(port=1)
    said = sync("--json")
    assert said.status == 1
    assert "Traceback" not in said.err
    assert "Bayview: " in said.err
    assert '"state": "failed"' in said.out
    assert '"trouble_cause": "unreachable"' in said.out


def test_one_plan_that_fails_does_not_keep_the_others(desk: Desk, sync: Run) -> None:
    loops.add_plan(desk.ws, "acme")
    desk.connect(port=1)
    connections.connect_folder(desk.ws, "acme", inbox=str(desk.inbox), outbox=str(desk.outbox))
    desk.drop("asf.csv", roster(1))
    said = sync()
    assert said.status == 1
    assert "asf.csv" in said.out


def test_how_it_stands_opens_nothing(desk: Desk, sync: Run) -> None:
    desk.status(1)
    desk.server.stop()
    try:
        [said] = sync("--state", "--json").json
        assert (said["plan"], said["statuses_waiting"], said["ready"]) == ("bayview", 1, True)
        assert "1 status waits" in sync("--state").out
    finally:
        desk.server.start()


def test_nothing_is_connected_or_known(bayview: Run) -> None:
    assert "plan connect" in bayview("sync").refused()
    assert "There is no plan nowhere" in bayview("sync", "--plan", "nowhere").refused()
    assert "There is no plan nowhere" in bayview("sync", "--state", "--plan", "nowhere").refused()


LONG = 300.0
"""Seconds after which a program hangs; a busy computer takes its time to start one."""


@pytest.mark.skipif(os.name != "posix", reason="SIGINT to one process is POSIX's")
def test_ctrl_c_ends_it_in_good_order(desk: Desk, tmp_path: Path) -> None:
    desk.status(1)
    desk.build()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    home = desk.ws.home
    desk.ws.close()
    desk.server.pause()
    try:
        program = subprocess.Popen(
            [sys.executable, "-m", "navigator_app", "--home", str(home),
             "--passphrase-file", str(secret), "sync"],
            cwd=Path(__file__).resolve().parents[2], stderr=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, env=os.environ | {"NAVIGATOR_TODAY": "2026-12-02T10:00"},
            preexec_fn=may_be_stopped,
        )  # fmt: skip
        end = time.monotonic() + LONG
        while not open_lines(program.pid):
            assert program.poll() is None, "it ended before it was stopped"
            assert time.monotonic() < end
            time.sleep(0.02)
        program.send_signal(signal.SIGINT)
        _out, err = program.communicate(timeout=LONG)
    finally:
        desk.server.go_on()
    assert program.returncode == 1
    assert "Stopped" in err
    ws = exchange_desk.opened_again(home)
    assert [one.state for one in synchronize.history(ws)] == [CANCELLED]
    ws.close()


def may_be_stopped() -> None:
    """A shell lets what it runs in the background ignore Ctrl+C, and so would the program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def open_lines(pid: int) -> list[object]:
    """The sockets of a process that are connected."""
    import psutil

    try:
        return [one for one in psutil.Process(pid).net_connections() if one.raddr]
    except psutil.Error:
        return []


@pytest.mark.parametrize("word", ["--arrived", "--not-arrived"])
def test_what_the_plan_says_of_a_file_that_may_have_gone(desk: Desk, sync: Run, word: str) -> None:
    renamed_only(desk)
    (desk.outbox / NAME).unlink()  # the plan took it before anybody could look
    [said] = sync("--json").json
    assert said["unsure"] == 1
    file = sync(word, said["out"][0]["id"], "--json").json
    assert file["state"] == ("confirmed" if word == "--arrived" else "waiting")
    refused = sync(word, said["out"][0]["id"])
    assert refused.status == 1 and "It is known what became of this file" in refused.err
    [again] = sync("--json").json
    assert (again["unsure"], again["statuses_waiting"]) == (0, 0)
    assert list(desk.sent()) == ([] if word == "--arrived" else [NAME])
