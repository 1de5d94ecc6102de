"""A hundred thousand rows answered at once; and months of sending, answering and mending at random,
in which no status is accepted twice or lost."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.vocabulary import ReferralStatus
from navigator_app.errors import InputRejected
from navigator_app.services import record_status, responses
from navigator_app.services.workspace import Workspace
from navigator_app.store.referral_state import STANDING
from navigator_app.store.sent_events import NOT_SENT
from tests.services import answers, loops

S = ReferralStatus
MEMBERS, DAYS = 4_000, 25


def others(ws: Workspace, table: str, own: str) -> str:
    """The columns of a table but its keys and one more."""
    names = ws.store.query("SELECT name FROM pragma_table_info(?)", (table,))
    return ", ".join(name for (name,) in names if name not in ("pk", "id", own))


def fill(ws: Workspace, plan: str) -> None:
    """A hundred thousand statuses of November, written straight into the store."""
    made = [loops.add_member(ws, plan, 1)]
    with ws.transaction("test") as tx:
        for number in range(2, MEMBERS + 1):
            made.append(loops.Made(uuid7(), uuid7(), f"9{number:07d}A"))
        same = others(ws, "member", "cin")
        tx.executemany(
            f"INSERT INTO member(id, cin, {same}) SELECT ?, ?, {same} FROM member WHERE id = ?",
            [(one.member, one.cin, made[0].member) for one in made[1:]],
        )
        columns = [
            row[0] for row in ws.store.query("SELECT name FROM pragma_table_info('referral')")
        ]
        same = ", ".join(name for name in columns if name not in ("pk", "id", "member_id"))
        tx.executemany(
            f"INSERT INTO referral(id, member_id, {same}) SELECT ?, ?, {same} FROM referral "
            "WHERE id = ?",
            [(one.referral, one.member, made[0].referral) for one in made[1:]],
        )
        tx.executemany(
            "INSERT INTO status_event(id, referral_id, plan_id, member_cin, status, on_date, note, "
            "recorded_at, zone) VALUES (?, ?, ?, ?, 'accepted', ?, '', ?, 'UTC')",
            [
                (uuid7(), one.referral, plan, one.cin, f"2026-11-{day:02d}", tx.now)
                for one in made
                for day in range(1, DAYS + 1)
            ],
        )


def test_a_hundred_thousand_rows(workspace: Workspace, tmp_path: Path) -> None:
    fill(workspace, loops.add_plan(workspace))
    sent, rows = answers.send(workspace, tmp_path, "2026-11")
    assert len(rows) == MEMBERS * DAYS
    wrong = {at: ("R01", "CIN not found") for at in range(0, len(rows), 1000)}
    said = answers.answer(rows, wrong)
    random.Random(7).shuffle(said)
    data = answers.csv_of(said)
    key = answers.came(workspace, data)
    before = workspace.store.one("SELECT count(*) FROM journal_entry")
    assert responses.take_in(workspace, key, data) == "99900 accepted, 100 rejected"
    after = workspace.store.one("SELECT count(*) FROM journal_entry")
    assert before is not None and after is not None
    assert after[0] - before[0] < 200  # what is alike is said once
    found = responses.open_rows(workspace)
    assert len(found) == 100 and found[0].alike == 99
    responses.release(workspace, responses.alike(workspace, found[0].id))
    assert responses.of_plan(workspace, "bayview").again == 100
    assert responses.standing(workspace, sent).rejected == 100


class Months:
    """A plan and an agency over many months, with what the plan holds on its side."""

    def __init__(self, ws: Workspace, out: Path, seed: int) -> None:
        self.ws, self.out = ws, out
        self.random = random.Random(seed)
        self.plan = loops.add_plan(ws)
        self.cases: list[loops.Made] = []
        self.on = date(2026, 11, 1)
        self.waiting: list[tuple[str, list[answers.Row], list[str]]] = []
        self.given: list[bytes] = []
        self.accepted: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.dropped: set[str] = set()

    def now(self) -> Workspace:
        return answers.at(self.ws, f"{self.on + timedelta(27)}T10:00")

    def record(self) -> None:
        made = loops.add_member(
            self.ws, self.plan, len(self.cases) + 1, sent=self.on, requested=self.on
        )
        self.cases.append(made)
        when = self.on + timedelta(self.random.randrange(20))
        record_status.record(self.now(), made.referral, S.ACCEPTED, when)

    def correct(self) -> None:
        found = self.ws.store.query(
            f"SELECT e.id, e.referral_id FROM status_event e WHERE {STANDING.format(e='e')} "
            "AND e.on_date >= ?",
            (self.on.isoformat(),),
        )
        if found:
            event, referral = self.random.choice(found)
            day = self.on + timedelta(20 + self.random.randrange(6))
            with suppress(InputRejected):  # the loop's own rules may forbid it
                record_status.record(self.now(), referral, S.PENDING, day, corrects=event)

    def send(self) -> None:
        if self.ws.store.one("SELECT 1 FROM outbound_file WHERE period = ?", (self.period(),)):
            return
        sent, rows = answers.send(self.now(), self.out, self.period())
        events = [
            row[0]
            for row in self.ws.store.query(
                "SELECT event_id FROM outbound_event WHERE file_id = ? ORDER BY row_no", (sent,)
            )
        ]
        assert len(events) == len(rows)
        for event in events:
            assert not self.accepted[event], "what was accepted went again"
            self.sent[event] += 1
        if rows:
            self.waiting.append((sent, rows, events))
        year, month = divmod(self.on.year * 12 + self.on.month, 12)
        self.on = date(year, month + 1, 1)

    def period(self) -> str:
        return self.on.isoformat()[:7]

    def respond(self) -> None:
        if not self.waiting:
            return
        sent, rows, events = self.waiting.pop(self.random.randrange(len(self.waiting)))
        wrong = {at: ("R01", "CIN") for at in range(len(rows)) if self.random.random() < 0.4}
        self.accepted.update(event for at, event in enumerate(events) if at not in wrong)
        said = answers.answer(rows, wrong)
        self.random.shuffle(said)
        [name] = self.ws.store.query("SELECT name FROM outbound_file WHERE id = ?", (sent,))
        data = answers.csv_of(
            [{**row, "File Name": name[0]} for row in said], (*answers.COLUMNS, "File Name")
        )
        self.given.append(data)
        responses.take_in(self.now(), answers.came(self.ws, data, "r.csv"), data)

    def respond_again(self) -> None:
        if self.given:
            data = self.random.choice(self.given) + b"\r\n" * self.random.randrange(1, 4)
            responses.take_in(self.now(), answers.came(self.ws, data, "again.csv"), data)

    def release(self) -> None:
        found = responses.open_rows(self.now())
        if found:
            some = self.random.sample(found, self.random.randint(1, len(found)))
            done, _changes = responses.release(self.now(), [row.id for row in some])
            if self.random.random() < 0.3:
                responses.undo(self.now(), done.undo)

    def drop(self) -> None:
        found = responses.open_rows(self.now())
        if found and self.random.random() < 0.3:
            row = self.random.choice(found)
            responses.drop(self.now(), [row.id], "settled by phone")
            self.dropped.add(row.event_id)

    def check(self) -> None:
        """Every status that stands is with the plan, on its way, or visibly somebody's work."""
        assert max(self.accepted.values(), default=0) <= 1
        store = self.ws.store
        everything = {
            row[0]
            for row in store.query(f"SELECT id FROM status_event e WHERE {STANDING.format(e='e')}")
        }
        pending = {row[0] for row in store.query(f"SELECT id FROM status_event e WHERE {NOT_SENT}")}
        work = {row.event_id for row in responses.open_rows(self.ws)}
        unanswered = {event for _sent, _rows, events in self.waiting for event in events}
        places = (pending & everything, work, unanswered, set(self.accepted), self.dropped)
        for event in everything:
            assert sum(event in place for place in places) == 1, event


@pytest.mark.parametrize("seed", range(6))
def test_no_status_is_accepted_twice_or_lost(
    workspace: Workspace, tmp_path: Path, seed: int
) -> None:
    months = Months(workspace, tmp_path, seed)
    steps = [
        *[months.record] * 4, months.correct, months.send, *[months.respond] * 2,
        months.respond_again, *[months.release] * 2, months.drop,
    ]  # fmt: skip
    for _turn in range(100):
        months.random.choice(steps)()
        months.check()
    assert months.accepted and max(months.sent.values()) > 1  # some went a second time
