"""A run with a plan over OpenSSH's own server: what goes and what is written down."""

from __future__ import annotations

import hashlib
import threading
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.exchange import (
    CANCELLED,
    CONFIRMED,
    DONE,
    FAILED,
    ITSELF,
    STAGED,
    Event,
)
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    connections,
    exports,
    record_status,
    sync_begun,
    sync_kinds,
    synchronize,
)
from navigator_app.store import exchange_writes
from tests.services import exchange_told, loops
from tests.services.exchange_desk import (
    NAME,
    NOVEMBER,
    ZONE,
    Desk,
    roster,
)
from tests.sshd import needed

pytestmark = needed


def test_a_built_month_goes_and_is_marked_sent(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    row = desk.sync()
    assert (row.state, row.trouble, row.files_out, row.files_in) == (DONE, "", 1, 0)
    content = desk.sent()[NAME]
    assert list(desk.sent()) == [NAME]
    [file] = desk.files()
    assert (file.state, file.sha256) == (CONFIRMED, hashlib.sha256(content).hexdigest())
    assert desk.states(file) == ["waiting", "sending", "uploaded", "sent", "confirmed"]
    assert file.sha256 in file.proof
    [line] = synchronize.lines(desk.ws)
    assert (line.statuses_waiting, line.files_waiting, line.last_sent_name) == (0, 0, NAME)
    [disclosed] = desk.ws.store.query("SELECT what, recipient FROM disclosure")
    assert disclosed == ("status-file", "Bayview")
    again = desk.sync()
    assert (again.state, again.files_out) == (DONE, 0)
    assert list(desk.sent()) == [NAME]


def test_a_month_that_is_not_over_goes_only_when_a_person_says_so(desk: Desk) -> None:
    made = desk.status(1)
    record_status.record(
        desk.ws, made.referral, ReferralStatus.OUTREACH_INITIATED, date(2026, 12, 1)
    )
    desk.build("2026-12")
    assert desk.sync().files_out == 0
    synchronize.send_month(desk.ws, desk.plan, "2026-12")
    assert desk.sync().files_out == 1
    assert list(desk.sent()) == ["CSRTF_1234567893_202612.csv"]
    with pytest.raises(InputRejected):
        synchronize.send_month(desk.ws, desk.plan, "2026-12")


def test_nothing_is_built_by_itself_where_the_plan_is_not_trusted(desk: Desk) -> None:
    desk.status(1)
    assert desk.sync().files_out == 0
    [line] = synchronize.lines(desk.ws)
    assert (line.statuses_waiting, line.files_waiting) == (1, 0)
    connections.set_trusted(desk.ws, desk.plan, True)
    assert desk.sync().files_out == 1
    assert synchronize.lines(desk.ws)[0].statuses_waiting == 0
    assert desk.sync().files_out == 0


def test_a_trusted_plans_month_is_built_once_a_whole_day_has_passed(desk: Desk) -> None:
    desk.status(1)
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.ws.clock = Clock(ZONE, datetime(2026, 12, 1, 23, tzinfo=ZoneInfo(ZONE)))
    assert desk.sync().files_out == 0
    desk.ws.clock = Clock(ZONE, datetime(2026, 12, 2, 1, tzinfo=ZoneInfo(ZONE)))
    assert desk.sync().files_out == 1


def test_through_a_folder_as_over_a_line(desk: Desk) -> None:
    connections.connect_folder(desk.ws, desk.plan, inbox=str(desk.inbox), outbox=str(desk.outbox))
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(1, 2))
    row = desk.sync()
    assert (row.state, row.files_in, row.files_out) == (DONE, 1, 1)
    assert list(desk.sent()) == [NAME]
    assert {one.state for one in desk.files()} == {CONFIRMED, STAGED}
    row = desk.sync()
    assert (row.state, row.files_in, row.files_out) == (DONE, 0, 0)
    desk.empty()
    desk.inbox.rmdir()
    assert desk.sync().trouble_cause == "gone"
    assert desk.members() == 1


def test_the_truth_for_the_status_bar(desk: Desk) -> None:
    assert synchronize.summary(desk.ws).state == "idle"
    desk.status(1)
    desk.build()
    assert synchronize.summary(desk.ws).waiting == 1
    assert synchronize.summary(desk.ws, online=False).text == "Offline, 1 waits"
    desk.drop("asf.csv", roster(1, 2))
    desk.sync()
    found = synchronize.summary(desk.ws)
    assert (found.state, found.waiting, found.to_review, found.text) == ("idle", 0, 1, "")
    (desk.outbox / "capacity.csv").write_bytes(b"another one")
    with desk.ws.transaction("test") as tx:
        exchange_writes.put_waiting(
            tx, desk.plan_id, kind="report", name="capacity.csv", content=b"ours",
            sha256=hashlib.sha256(b"ours").hexdigest(), zone="UTC",
        )  # fmt: skip
    desk.sync()
    found = synchronize.summary(desk.ws)
    assert (found.state, found.waiting) == ("trouble", 1)
    assert "capacity.csv" in found.trouble
    assert found.text == "Trouble with Bayview, 1 waits"


def test_a_trusted_plans_file_that_lacks_something_waits_for_a_person(desk: Desk) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    made = desk.status(1)
    with desk.ws.transaction("test") as tx:
        tx.update("member", made.member, {"plan_member_id": ""})
    row = desk.sync()
    assert (row.files_out, row.trouble_cause) == (0, "lacking")
    desk.build()  # a person looked, and wants it so
    assert desk.sync().files_out == 1


def test_what_is_built_anew_before_it_goes_is_what_goes(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    desk.server.stop()
    try:
        assert desk.sync().state == FAILED
        desk.status(2)
        desk.build()
    finally:
        desk.server.start()
    assert desk.sync().files_out == 1
    assert desk.sent()[NAME].count(b"\r\n") == 3
    assert len(desk.files()) == 1


def test_a_status_that_went_with_another_file_does_not_go_twice(desk: Desk) -> None:
    made = desk.status(1)
    desk.build("2026-10")  # an empty October, sent: what is dated in it is late from now on
    assert desk.sync().files_out == 1
    record_status.record(
        desk.ws, made.referral, ReferralStatus.OUTREACH_INITIATED, date(2026, 11, 4)
    )
    late = loops.add_member(desk.ws, desk.plan_id, 2, requested=date(2026, 9, 1))
    record_status.record(desk.ws, late.referral, ReferralStatus.ACCEPTED, date(2026, 10, 5))
    desk.build("2026-12")  # holds the late one, and so does November's
    desk.build()
    synchronize.send_month(desk.ws, desk.plan, "2026-12")
    first = desk.sync()
    assert first.files_out == 1
    assert "Build it again" in first.trouble
    assert len(desk.ws.store.query("SELECT 1 FROM outbound_event")) == 3
    desk.build("2026-12")
    desk.sync()
    assert not desk.ws.store.query(
        "SELECT event_id FROM outbound_event GROUP BY event_id HAVING count(*) > 1"
    )


def test_cancelled_and_gone_on_from_there(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    cancel = threading.Event()

    def tell(event: Event) -> None:
        if event.phase == "looking":
            cancel.set()

    row = desk.sync(tell=tell, cancel=cancel)
    assert (row.state, row.files_out) == (CANCELLED, 0)
    assert synchronize.running(desk.ws) == ""
    assert desk.sync().files_out == 1
    assert list(desk.sent()) == [NAME]


def test_a_second_run_is_told_of_the_first(desk: Desk) -> None:
    first = synchronize.meeting(desk.plan)
    assert first.step is not None
    first.give(first.step.work(desk.ws))
    with pytest.raises(sync_begun.SyncBusy, match="Bayview is under way"):
        desk.sync()
    assert synchronize.lines(desk.ws)[0].syncing
    assert synchronize.summary(desk.ws).state == "syncing"
    first.fail(KeyboardInterrupt())
    while first.step is not None:
        try:
            value = first.step.work(desk.ws) if first.step.where == "store" else first.step.work()
            first.give(value)
        except KeyboardInterrupt:
            break
    assert desk.sync().state == DONE
    assert [one.state for one in synchronize.history(desk.ws)] == [DONE, CANCELLED]


def test_a_plan_without_a_line_and_by_hand(desk: Desk) -> None:
    loops.add_plan(desk.ws, "sierra")
    with pytest.raises(NotFound):
        synchronize.run(desk.ws, "sierra")
    connections.connect_hand(desk.ws, "sierra")
    with pytest.raises(NotFound, match="by hand"):
        synchronize.run(desk.ws, "sierra")
    assert [one.plan_key for one in synchronize.run(desk.ws)] == ["bayview"]


def test_marked_by_hand_while_it_waits_does_not_go(desk: Desk) -> None:
    desk.status(1)
    desk.build()
    desk.server.stop()
    try:
        desk.sync()
    finally:
        desk.server.start()
    synchronize.send_month(desk.ws, desk.plan, NOVEMBER)
    exports.mark_sent(desk.ws, desk.plan, NOVEMBER)
    assert desk.sync().files_out == 0
    assert desk.sent() == {}
    assert desk.files()[0].state == "sent"


def test_paused_goes_only_by_a_person(desk: Desk) -> None:
    synchronize.pause(desk.ws, desk.plan)
    assert synchronize.run(desk.ws, cause=ITSELF) == []
    assert synchronize.next_run(desk.ws, Random(1)) is None
    assert synchronize.summary(desk.ws).state == "paused"
    assert desk.sync().state == DONE
    synchronize.resume(desk.ws, desk.plan)
    assert len(synchronize.run(desk.ws, cause=ITSELF)) == 1


def test_the_next_time_follows_from_what_was_written_down(desk: Desk) -> None:
    now = desk.ws.clock.now()
    assert synchronize.next_run(desk.ws, Random(1)) == now
    desk.sync()
    at = synchronize.next_run(desk.ws, Random(1))
    assert at is not None
    assert timedelta(minutes=24) <= at - now <= timedelta(minutes=36)
    desk.connect(port=1)
    waits = []
    for _turn in range(3):
        desk.sync()
        at = synchronize.next_run(desk.ws, Random(1))
        assert isinstance(at, datetime)
        waits.append((at - now) / timedelta(minutes=1))
    assert 1.6 <= waits[0] <= 2.4
    assert 3.2 <= waits[1] <= 4.8
    assert 6.4 <= waits[2] <= 9.6
    assert synchronize.summary(desk.ws).state == "unreachable"


def test_another_kind_of_file_goes_and_whoever_put_it_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setitem(sync_kinds.SENT, "report", "tests.services.exchange_told")
    content = b"a report\r\n"
    with desk.ws.transaction("test") as tx:
        exchange_writes.put_waiting(
            tx,
            desk.plan_id,
            kind="report",
            name="capacity.csv",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            zone="UTC",
        )
    assert synchronize.lines(desk.ws)[0].files_waiting == 1
    exchange_told.TOLD = told
    assert desk.sync().files_out == 1
    assert desk.sent() == {"capacity.csv": content}
    assert told == [("report", "capacity.csv")]
    assert desk.sync().files_out == 0


def test_what_falls_over_a_sent_file_holds_nothing_up_and_sends_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_words: object) -> None:
        raise ZeroDivisionError

    with desk.ws.transaction("test") as tx:
        exchange_writes.put_waiting(
            tx, desk.plan_id, kind="report", name="capacity.csv", content=b"ours",
            sha256=hashlib.sha256(b"ours").hexdigest(), zone="UTC",
        )  # fmt: skip
    desk.status(1)
    desk.build()
    desk.drop("asf.csv", roster(1, 2))
    monkeypatch.setattr(sync_kinds, "left", fall)
    with pytest.raises(ZeroDivisionError):
        desk.sync()
    states = {one.name: one.state for one in desk.files()}
    assert states == {NAME: CONFIRMED, "capacity.csv": "sending", "asf.csv": STAGED}
    before = (desk.outbox / "capacity.csv").stat()
    monkeypatch.undo()
    assert desk.sync().files_out == 1
    assert (desk.outbox / "capacity.csv").stat().st_mtime_ns == before.st_mtime_ns
