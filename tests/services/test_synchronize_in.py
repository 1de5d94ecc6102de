"""What comes over the line: known or new, odd or not, taken in or left to a person."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from navigator_app.domain.exchange import (
    CANCELLED,
    COMMITTED,
    DONE,
    QUARANTINED,
    SETTLED,
    STAGED,
    TAKEN,
    Event,
)
from navigator_app.domain.responses import DISCARD
from navigator_app.domain.vocabulary import Role
from navigator_app.services import (
    connections,
    import_authorizations,
    quarantine,
    sync_kinds,
    synchronize,
)
from navigator_app.store import exchange_writes
from tests.services import exchange_told, team
from tests.services.exchange_desk import (
    FIRST,
    SECOND,
    Desk,
    roster,
)
from tests.sshd import needed

pytestmark = needed


def test_what_came_waits_for_a_review(desk: Desk) -> None:
    desk.sample(FIRST)
    row = desk.sync()
    assert (row.state, row.files_in) == (DONE, 1)
    [file] = desk.files()
    assert (file.state, file.kind, file.name) == (STAGED, "authorizations", FIRST)
    assert desk.members() == 0
    [line] = synchronize.lines(desk.ws)
    assert [one.id for one in line.to_review] == [file.id]
    assert "to review" in line.text
    import_authorizations.commit(desk.ws, file.inbound_file_id)
    assert desk.files()[0].state == COMMITTED
    assert desk.sync().files_in == 0
    assert desk.states(file) == ["fetched", "staged", "committed"]
    assert synchronize.lines(desk.ws)[0].to_review == ()


def test_a_file_that_a_person_threw_away_does_not_come_again(desk: Desk) -> None:
    desk.sample(FIRST)
    desk.sync()
    import_authorizations.discard(desk.ws, desk.files()[0].inbound_file_id)
    assert desk.sync().files_in == 0
    assert desk.files()[0].state == SETTLED


def test_the_same_file_under_another_name_is_known(desk: Desk) -> None:
    desk.sample(FIRST)
    desk.sync()
    desk.sample(FIRST, at="renamed.csv")
    desk.sample(FIRST, age=90)  # laid there anew: other time, same bytes
    row = desk.sync()
    assert (row.files_in, len(desk.files())) == (0, 1)


def test_another_file_under_the_same_name_is_new(desk: Desk) -> None:
    desk.sample(FIRST)
    desk.sync()
    desk.sample(SECOND, at=FIRST)
    assert desk.sync().files_in == 1
    assert len({one.sha256 for one in desk.files()}) == 2


def test_a_file_that_was_read_in_by_hand_is_not_staged_again(desk: Desk) -> None:
    path = desk.sample(FIRST)
    layouts = import_authorizations.layouts_for(desk.ws, desk.plan)
    parsed = import_authorizations.read(path, layouts)
    staged = import_authorizations.stage(desk.ws, parsed, desk.plan)
    desk.sync()
    assert desk.files()[0].inbound_file_id == staged.id
    assert len(desk.ws.store.query("SELECT 1 FROM inbound_file")) == 1


def test_a_trusted_plans_file_is_taken_in_alone(desk: Desk) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.drop("asf.csv", roster(*range(20)))
    desk.sync()
    [file] = desk.files()
    assert (file.state, desk.members()) == (COMMITTED, 20)
    assert "trusted" in file.proof
    steps = synchronize.life(desk.ws, file.id)
    assert {one.run_id for one in steps} == {synchronize.history(desk.ws)[0].id}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("few gone", roster(*range(18)), ""),
        ("many gone", roster(*range(17)), "leaves out 3 of 20"),
        ("no rows", roster(), "no rows"),
        ("a bad row", roster(*range(20)).replace(b"01/02/1980", b"99/99/1980", 1), "1 row"),
    ],
)
def test_what_is_odd_waits_for_a_person(desk: Desk, name: str, content: bytes, why: str) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.drop("asf-1.csv", roster(*range(20)))
    desk.sync()
    desk.drop("asf-2.csv", content)
    desk.sync()
    file = desk.files()[0]
    assert file.state == (STAGED if why else COMMITTED), name
    assert why in file.proof


@pytest.mark.parametrize(("left", "why"), [(16, "leaves out 4 of 20 known members"), (18, "")])
def test_members_are_counted_and_not_only_their_referrals(desk: Desk, left: int, why: str) -> None:
    """Who has three referrals is no three members: 4 of 52 rows are a fifth of the people."""
    connections.set_trusted(desk.ws, desk.plan, True)

    def content(members: int) -> bytes:
        heading, *rows = roster(*range(members)).splitlines(keepends=True)
        service = b"Housing Transition Navigation Services"
        others = (b"Housing Tenancy and Sustaining Services", b"Housing Deposits")
        more = [one.replace(service, other) for one in rows[:16] for other in others]
        return b"".join([heading, *rows, *more])

    desk.drop("asf-1.csv", content(20), age=7200)
    desk.sync()
    desk.drop("asf-2.csv", content(left))
    desk.sync()
    file = desk.files()[0]
    assert (file.name, file.state) == ("asf-2.csv", STAGED if why else COMMITTED)
    assert why in file.proof


def test_an_emptied_or_strange_folder_takes_nothing_away(desk: Desk) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    desk.drop("asf.csv", roster(*range(20)))
    desk.sync()
    desk.empty()
    assert desk.sync().state == DONE
    desk.drop("holiday.txt", b"Dear all,\n\nwe are closed on Friday.\n")
    desk.drop("picture.csv", bytes(range(256)) * 40)
    assert desk.sync().state == DONE
    [open_rows] = desk.ws.store.query("SELECT count(*) FROM referral WHERE is_open = 1")
    assert (desk.members(), open_rows[0]) == (20, 20)
    assert [one.state for one in desk.files()] == [QUARANTINED, QUARANTINED, COMMITTED]
    assert all(one.reason for one in desk.files()[:2])
    assert synchronize.lines(desk.ws)[0].in_quarantine == 2


def test_odd_names_are_put_aside_once_and_hold_nothing_up(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(roster(1))
    (desk.inbox / "link.csv").symlink_to(tmp_path / "secret.csv")
    desk.drop("..\\up.csv", roster(2))
    (desk.inbox / "archive").mkdir()
    desk.drop(".half.csv", roster(3))
    with desk.drop("huge.csv", b"").open("r+b") as huge:
        huge.truncate(2 << 30)
    odd = desk.inbox / b"asf-\xe9t\xe9.csv".decode("utf-8", "surrogateescape")
    odd.write_bytes(roster(4))
    desk.drop("zz-good.csv", roster(5))
    desk.sync()
    states = {one.name: one.state for one in desk.files()}
    assert states == {
        "link.csv": QUARANTINED,
        "..\\up.csv": QUARANTINED,
        "huge.csv": QUARANTINED,
        "asf-été.csv": STAGED,
        "zz-good.csv": STAGED,
    }
    assert desk.sync().files_in == 0
    assert len(desk.files()) == 5


def test_a_file_too_large_that_grows_on_is_one_work_and_not_one_a_run(desk: Desk) -> None:
    huge = desk.drop("huge.csv", b"")
    for more in range(3):
        with huge.open("r+b") as opened:
            opened.truncate((2 << 30) + more)
        desk.sync()
    assert [one.name for one in desk.files()] == ["huge.csv"]
    [waits] = quarantine.waiting(desk.ws)
    quarantine.settle(desk.ws, waits.id, DISCARD, "their log")
    assert desk.sync().files_in == 0
    with huge.open("r+b") as opened:
        opened.truncate((2 << 30) + 9)
    desk.sync()
    assert len(quarantine.waiting(desk.ws)) == 1


def test_a_file_that_still_grows_waits(desk: Desk) -> None:
    whole = roster(*range(20))
    grow = desk.drop("asf.csv", whole[:900], age=0)

    def tell(event: Event) -> None:
        if event.phase == "looking":
            grown.start()

    grown = threading.Timer(1.0, grow.write_bytes, (whole,))
    row = desk.sync(tell=tell)
    grown.join()
    assert (row.state, row.files_in, desk.files()) == (DONE, 0, [])
    assert desk.sync().files_in == 1
    assert desk.files()[0].size == len(whole)


def test_a_fresh_file_that_does_not_grow_comes_with_the_same_run(desk: Desk) -> None:
    desk.drop("asf.csv", roster(1), age=0)
    assert desk.sync().files_in == 1


def test_more_files_than_one_run_takes_come_with_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(203):
        desk.drop(f"note-{number:03d}.txt", f"note {number}\n".encode())
    first = desk.sync()
    assert (first.files_in, first.trouble_cause) == (200, "more")
    assert (desk.sync().files_in, desk.sync().files_in) == (3, 0)


def test_stopped_while_a_file_is_compared_it_is_looked_into_again(desk: Desk) -> None:
    desk.drop("asf.csv", roster(*range(300)))
    cancel = threading.Event()

    def tell(event: Event) -> None:
        if event.phase == "taking":
            cancel.set()

    assert desk.sync(tell=tell, cancel=cancel).state == CANCELLED
    assert desk.files()[0].state == "fetched"
    assert desk.ws.store.query("SELECT 1 FROM inbound_file") == []
    assert desk.sync().files_in == 0
    assert desk.files()[0].state == STAGED


def test_a_response_goes_to_whoever_reads_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_kinds, "READERS", {"response": "tests.services.exchange_told"})
    told: list[tuple[str, str]] = []
    exchange_told.TOLD = told
    desk.drop("answer.csv", b"Row,Verdict\r\n1,rejected\r\n")
    desk.drop("asf.csv", roster(1))
    desk.sync()
    assert {one.name: one.state for one in desk.files()} == {
        "answer.csv": TAKEN,
        "asf.csv": STAGED,
    }
    assert told == [("take", desk.files("in")[-1].id)]
    assert desk.files("in")[-1].proof == "1 rejected"


def test_ten_thousand_known_files_are_passed_over_quickly(desk: Desk) -> None:
    rows = []
    for number in range(10_000):
        file = desk.drop(f"asf-{number:05d}.csv", b"x")
        rows.append((file.name, 1, int(file.stat().st_mtime), "f" * 64))
    with desk.ws.store.scratch(desk.ws.clock) as tx:
        exchange_writes.seen(tx, desk.plan_id, rows)
    begun = time.process_time()
    row = desk.sync()
    assert (row.state, row.files_in) == (DONE, 0)
    assert time.process_time() - begun < 10


def test_the_exchange_runs_beside_an_administrator_too(desk: Desk) -> None:
    connections.set_trusted(desk.ws, desk.plan, True)
    team.full(desk.ws)
    desk.status(1)
    desk.drop("asf.csv", roster(*range(20)))
    own, away = desk.ws, team.join(desk.ws, "Fay Wong", Role.ADMINISTRATOR)
    desk.ws = team.seat(own, away)
    row = desk.sync()
    assert (row.state, row.files_in, row.files_out) == (DONE, 1, 1)
    assert [one.state for one in desk.files("in")] == [COMMITTED]
    desk.ws = own
    assert desk.sync().files_out == 0
