"""A run in which something breaks: the line, the server, this program; what the next one does."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from navigator_app.domain.exchange import (
    CANCELLED,
    CONFIRMED,
    CUT,
    DONE,
    FAILED,
    ITSELF,
    QUARANTINED,
    SENDING,
    STAGED,
    WAITING,
    Event,
)
from navigator_app.errors import InputRejected, NavigatorError
from navigator_app.exchange import transport_errors
from navigator_app.services import exports, sync_begun, sync_in, sync_kinds, synchronize
from navigator_app.services.sync_steps import LINE, STORE, Meeting
from tests.conftest import PASSPHRASE
from tests.exchange.lines import QUICK
from tests.line import Line
from tests.services.exchange_desk import NAME, NOVEMBER, Desk, roster
from tests.sshd import needed

pytestmark = needed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def between(desk: Desk) -> Iterator[Line]:
    line = Line(desk.server.port)
    desk.connect(port=line.port)
    yield line
    line.close()


def until(meeting: Meeting, desk: Desk, stop: str) -> None:
    """Run a meeting up to the line's step of that name, which is not run."""
    while (step := meeting.step) is not None:
        if step.where == LINE and getattr(step.work, "func", step.work).__name__ == stop:
            return
        meeting.give(step.work(desk.ws) if step.where == STORE else step.work())
    raise AssertionError(f"no step {stop}")


def killed(desk: Desk, meeting: Meeting) -> None:
    """As if this program had been killed: what it held is gone, nothing more is written."""
    inspect.getgeneratorlocals(meeting._steps)["run"].line.close()
    meeting._steps.close()
    sync_begun.release(str(desk.ws.home))


def test_words_of_causes_that_a_person_must_mend() -> None:
    from navigator_app.domain.exchange import NOT_BY_ITSELF

    causes = {
        one.cause
        for one in vars(transport_errors).values()
        if isinstance(one, type) and issubclass(one, transport_errors.LineError) and not one.again
    }
    assert causes == NOT_BY_ITSELF


def test_killed_before_the_first_byte(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "upload")
    killed(desk, meeting)
    assert desk.files()[0].state == SENDING
    assert "cut short" in synchronize.lines(desk.ws)[0].trouble
    assert synchronize.summary(desk.ws).state == "cut"
    with pytest.raises(InputRejected, match="on its way"):
        desk.build()
    assert desk.sync().files_out == 1
    assert list(desk.sent()) == [NAME]
    assert [one.state for one in synchronize.history(desk.ws)] == [DONE, CUT]


def test_killed_before_the_rename(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "publish")
    killed(desk, meeting)
    assert [name[0] for name in desk.sent()] == ["."]
    assert desk.sync().files_out == 1
    assert list(desk.sent()) == [NAME]


def renamed_only(desk: Desk) -> None:
    """A file that has its name over there, and a program that ended before it wrote that down."""
    desk.status(1)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "publish")
    assert meeting.step is not None
    meeting.step.work()
    killed(desk, meeting)


def test_killed_between_rename_and_mark(desk: Desk) -> None:
    renamed_only(desk)
    before = (desk.outbox / NAME).stat()
    assert synchronize.lines(desk.ws)[0].statuses_waiting == 1
    row = desk.sync()
    assert (row.files_out, row.trouble) == (1, "")
    after = (desk.outbox / NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert "lay there already" in desk.files()[0].proof
    assert synchronize.lines(desk.ws)[0].statuses_waiting == 0


@pytest.mark.parametrize("went", [True, False])
def test_taken_by_the_plan_before_we_could_look_is_for_a_person(desk: Desk, went: bool) -> None:
    renamed_only(desk)
    (desk.outbox / NAME).unlink()
    for _turn in range(2):
        row = desk.sync()
        assert (row.files_out, row.trouble_cause) == (0, "unsure")
        assert desk.sent() == {}
    line = synchronize.lines(desk.ws)[0]
    assert (line.unsure, line.statuses_waiting) == (1, 1)
    file = synchronize.settle_unsure(desk.ws, desk.files()[0].id, went)
    assert file.state == (CONFIRMED if went else WAITING)
    assert desk.sync().files_out == int(not went)
    assert list(desk.sent()) == ([] if went else [NAME])
    assert synchronize.lines(desk.ws)[0].statuses_waiting == 0
    with pytest.raises(InputRejected):
        synchronize.settle_unsure(desk.ws, file.id, True)


def test_marked_by_hand_while_it_is_on_its_way(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "publish")
    exports.mark_sent(desk.ws, desk.plan, NOVEMBER)
    while (step := meeting.step) is not None:
        meeting.give(step.work(desk.ws) if step.where == STORE else step.work())
    assert meeting.row is not None
    assert (meeting.row.state, list(desk.sent())) == (DONE, [NAME])
    assert len(desk.ws.store.query("SELECT 1 FROM disclosure")) == 1
    assert len(desk.ws.store.query("SELECT 1 FROM outbound_event")) == 1


def test_killed_before_staging_needs_no_server_to_go_on(desk: Desk) -> None:
    desk.drop("asf.csv", roster(1, 2))
    meeting = synchronize.meeting(desk.plan, patience=QUICK)
    until(meeting, desk, "say")
    killed(desk, meeting)
    assert desk.files()[0].state == "fetched"
    desk.server.stop()
    try:
        assert desk.sync().state == FAILED
    finally:
        desk.server.start()
    assert desk.files()[0].state == STAGED


def test_cut_in_the_middle_of_a_file_that_comes_it_comes_next_time(
    desk: Desk, between: Line
) -> None:
    desk.drop("asf.csv", roster(*range(400)))
    between.cut_down = 20_000
    row = desk.sync()
    assert (row.state, row.files_in, row.again, desk.files()) == (FAILED, 0, True, [])
    between.mend()
    assert desk.sync().files_in == 1
    assert desk.files()[0].state == STAGED


def test_cut_in_the_middle_of_a_file_it_goes_on(desk: Desk, between: Line) -> None:
    for number in range(3):
        desk.status(number)
    desk.build()
    between.cut_up = 4_000
    row = desk.sync()
    assert (row.state, row.again) == (FAILED, True)
    assert NAME not in desk.sent()
    assert synchronize.lines(desk.ws)[0].trouble
    between.mend()
    between.up = 0
    row = desk.sync()
    assert (row.state, row.files_out) == (DONE, 1)
    assert list(desk.sent()) == [NAME]


def test_a_laptop_that_sleeps_in_the_middle_goes_on_when_it_wakes(
    desk: Desk, between: Line
) -> None:
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(1))

    def tell(event: Event) -> None:
        if event.phase == "sending":
            between.stall()

    row = desk.sync(tell=tell)
    assert (row.state, row.again) == (FAILED, True)
    between.mend()
    row = desk.sync()
    assert (row.state, row.files_in, row.files_out) == (DONE, 1, 1)
    assert list(desk.sent()) == [NAME]
    [file] = desk.files("out")
    assert desk.states(file).count(CONFIRMED) == 1


def test_damage_on_the_way_is_never_taken_for_sent(desk: Desk, between: Line) -> None:
    desk.status(1)
    desk.build()
    between.damage_up = 3_500
    assert desk.sync().files_out == 0
    assert NAME not in desk.sent()
    between.mend()
    assert desk.sync().files_out == 1


def test_a_changed_host_key_stops_everything(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(1))
    desk.connect(host_key="SHA256:" + "A" * 43)
    row = desk.sync()
    assert (row.state, row.trouble_cause, row.again) == (FAILED, "host-key", False)
    assert desk.sent() == {}
    assert [one.direction for one in desk.files()] == []
    assert synchronize.next_run(desk.ws, Random(1)) is None
    assert synchronize.summary(desk.ws).state == "trouble"


def test_a_server_that_changed_its_key_is_told_nothing(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    before = desk.server.host_key
    desk.server.new_host_key()
    row = desk.sync()
    assert (row.state, row.trouble_cause, row.again) == (FAILED, "host-key", False)
    assert before in row.trouble
    assert desk.server.host_key in row.trouble
    assert desk.sent() == {}
    desk.connect()  # a person confirmed the new one
    assert desk.sync().files_out == 1


def test_a_key_that_is_refused(desk: Desk, tmp_path: Path) -> None:
    allowed = desk.server.folder / "authorized_keys"
    kept = allowed.read_text("utf-8")
    allowed.write_text("", "utf-8")
    try:
        row = desk.sync()
    finally:
        allowed.write_text(kept, "utf-8")
    assert (row.state, row.trouble_cause, row.again) == (FAILED, "refused", False)
    assert desk.sync().state == DONE


def test_a_server_that_hangs_ends_the_run(desk: Desk) -> None:
    begun = time.monotonic()

    def tell(event: Event) -> None:
        if event.phase == "looking":
            desk.server.pause()

    try:
        row = desk.sync(tell=tell)
    finally:
        desk.server.go_on()
    assert (row.state, row.trouble_cause) == (FAILED, "timed-out")
    assert time.monotonic() - begun < 10
    assert desk.sync().state == DONE


def test_cancelled_while_the_server_hangs(desk: Desk) -> None:
    cancel = threading.Event()
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        cancel.set()

    timer = threading.Timer(0.3, press)

    def tell(event: Event) -> None:
        if event.phase == "looking":
            desk.server.pause()
            timer.start()

    try:
        row = desk.sync(tell=tell, cancel=cancel)
    finally:
        desk.server.go_on()
        timer.join()
    assert row.state == CANCELLED
    assert time.monotonic() - pressed[0] < 1.0


def test_a_name_that_is_taken_waits_and_the_rest_goes_on(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    (desk.outbox / NAME).write_bytes(b"somebody else's")
    desk.drop("asf.csv", roster(1))
    row = desk.sync()
    assert (row.state, row.files_out, row.files_in) == (DONE, 0, 1)
    assert row.trouble_cause == "name-taken"
    assert NAME in row.trouble
    assert desk.sent() == {NAME: b"somebody else's"}
    [file] = desk.files("out")
    assert file.state == WAITING
    steps = len(desk.states(file))
    desk.sync()
    assert synchronize.lines(desk.ws)[0].files_waiting == 1
    (desk.outbox / NAME).unlink()
    assert desk.sync().files_out == 1
    assert len(desk.states(file)) > steps


def test_an_outbox_that_is_gone_does_not_keep_files_from_coming(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(1))
    desk.outbox.rmdir()
    row = desk.sync()
    assert (row.files_out, row.files_in, row.trouble_cause) == (0, 1, "gone")
    desk.outbox.mkdir()
    assert desk.sync().files_out == 1


def test_an_inbox_that_is_gone_does_not_keep_files_from_going(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    desk.inbox.rmdir()
    row = desk.sync()
    assert (row.state, row.files_out, row.trouble_cause) == (DONE, 1, "gone")
    assert str(desk.inbox) in row.trouble


def test_no_room_on_the_server(desk: Desk, small_disk: Path) -> None:
    desk.status(1)
    desk.build()
    (small_disk / "old").write_bytes(b"x" * 1_048_576)
    desk.outbox.rmdir()
    desk.outbox.symlink_to(small_disk)
    row = desk.sync()
    assert (row.files_out, row.trouble_cause) == (0, "no-space")
    (small_disk / "old").unlink()
    assert desk.sync().files_out == 1


def test_a_file_that_its_reader_refuses_holds_nothing_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object) -> None:
        raise NavigatorError("Refused", "Nobody can use this.")

    monkeypatch.setattr(sync_in, "_stage", refuse)
    desk.drop("asf-1.csv", roster(1))
    desk.drop("asf-2.csv", roster(2))
    assert desk.sync().state == DONE
    assert [one.state for one in desk.files()] == [QUARANTINED, QUARANTINED]
    assert {one.reason for one in desk.files()} == {"Nobody can use this."}


def test_a_fault_of_the_program_is_told_and_holds_nothing_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sync_kinds.recognise

    def fall(name: str, *words: Any) -> sync_kinds.Known:
        if name == "asf-1.csv":
            raise ZeroDivisionError
        return real(name, *words)

    monkeypatch.setattr(sync_kinds, "recognise", fall)
    desk.drop("asf-1.csv", roster(1))
    desk.drop("asf-2.csv", roster(2))
    with pytest.raises(ZeroDivisionError):
        desk.sync()
    assert synchronize.history(desk.ws)[0].state == FAILED
    assert synchronize.running(desk.ws) == ""
    states = {one.name: one.state for one in desk.files()}
    assert states == {"asf-1.csv": QUARANTINED, "asf-2.csv": STAGED}
    assert desk.sync().state == DONE


def test_two_programs_at_once(desk: Desk, tmp_path: Path) -> None:
    """The second says that the first is there, and touches nothing."""
    desk.status(1)
    desk.build()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    words = ["--home", str(desk.ws.home), "--passphrase-file", str(secret), "sync"]
    ran = subprocess.run(
        [sys.executable, "-m", "navigator_app", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Another running copy" in ran.stderr
    assert desk.sent() == {}
    exports.build(desk.ws, desk.plan, NOVEMBER)
    desk.ws.close()
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "navigator_app", *words, "--json"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"NAVIGATOR_TODAY": "2026-12-02T10:00"},
        )
        for _turn in range(2)
    ]  # fmt: skip
    said = [one.communicate(timeout=60) for one in programs]
    went = [json.loads(out)[0]["out"] for out, _err in said if out]
    assert sum(len(one) for one in went) == 1
    assert list(desk.sent()) == [NAME]


def test_by_itself_goes_only_over_a_confirmed_line(desk: Desk) -> None:
    desk.connect(host_key="")
    with desk.ws.transaction("test") as tx:
        tx.execute("UPDATE plan_connection SET host_key = ''")
    assert synchronize.run(desk.ws, cause=ITSELF) == []
    assert desk.sync().trouble_cause == "host-key"
