"""Opening a member with five years of daily notes: the page, and the line in time.

    python tests/bench/bench_member.py

What the page reads when it opens (the member, the loops, what is due, the ledger, the guards, how
they came) and what a first page of the line in time reads. The floor is the very statements that
this took, run again through sqlcipher3 in the same store and left as tuples. Exit status 1 when
over a bar.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import bench_search
import floor
import many_notes
from figures import Figure, tell

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.services import authorizations, caseload, eligibility, guards, intake, timeline
from navigator_app.services.workspace import Workspace

MEMBERS, DAYS, ROUNDS, BAR = 2_000, 5 * 365, 60, 2.0
FIRST = 31  # attempts that the page asks for
_ATTEMPT = (
    "INSERT INTO outreach_attempt(id, member_id, at_utc, zone, on_date, mode, outcome, note, "
    "recorded_at, place, with_whom, next_step) VALUES (?, ?, ?, ?, ?, 'phone', 'reached', ?, ?, "
    "'', '', '')"
)


class Recorder:
    """Stands before a connection and keeps what it is asked."""

    def __init__(self, connection: Any) -> None:
        """Keep the connection; nothing is asked yet."""
        self.connection = connection
        self.asked: list[tuple[str, Any]] = []

    def execute(self, sql: str, params: Any = ()) -> Any:
        """Ask, and keep the question."""
        self.asked.append((sql, params))
        return self.connection.execute(sql, params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def lived(ws: Workspace) -> str:
    """A member with a note and an attempt on every day of five years; the id."""
    (member,) = ws.store.query("SELECT id FROM member ORDER BY id LIMIT 1")[0]
    many_notes.fill(ws, many_notes.rows(DAYS, [member]))
    start = datetime(2021, 11, 21, 9)
    ids = uuid7_many(DAYS)
    attempts = []
    for number in range(DAYS):
        at = floor.CLOCK.to_utc(start + timedelta(days=number)).isoformat(timespec="milliseconds")
        row = (ids[number], member, at, floor.ZONE, at[:10], f"Spoke with a cousin {number}", at)
        attempts.append(row)
    with ws.transaction("bench") as tx:
        tx.executemany(_ATTEMPT, attempts)
    return str(member)


def read_page(ws: Workspace, member: str) -> None:
    """What the member's page reads when it opens, all of it."""
    caseload.member_page(ws, member, attempts=FIRST)
    eligibility.diary(ws, member)
    authorizations.of_member(ws, member)
    guards.for_member(ws, member)
    intake.of_member(ws, member)


def read_line(ws: Workspace, member: str) -> None:
    """A first page of the line in time."""
    timeline.page(ws, member)


def replayed(ws: Workspace, asked: list[tuple[str, Any]]) -> None:
    """The same questions, asked raw."""
    for sql, params in asked:
        ws.store.connection.execute(sql, params).fetchall()


def measure(
    ws: Workspace, name: str, work: Callable[[Workspace, str], None], member: str
) -> Figure:
    """Seconds of a reading and of its statements alone, side by side, the best of many."""
    work(ws, member)
    connection = ws.store.connection
    recorder = Recorder(connection)
    ws.store.connection = recorder
    work(ws, member)
    ws.store.connection = connection
    ours, plain = [], []
    for _round in range(ROUNDS):
        ours.append(floor.timed(partial(work, ws, member)))
        plain.append(floor.timed(partial(replayed, ws, recorder.asked)))
    print(f"{name}: {len(recorder.asked)} statements")
    return tell(Figure(name, min(ours), min(plain), BAR,
                       floor_is="its statements, raw"))  # fmt: skip


def main() -> int:
    """Measure, print, judge."""
    gc.disable()  # as the program does while it reads
    with floor.folder() as folder:
        ws = bench_search.store_of(folder / "member", bench_search.people(MEMBERS))
        try:
            member = lived(ws)
            figures = [
                measure(ws, "Open a member with 5 years of notes", read_page, member),
                measure(ws, "Their line in time", read_line, member),
            ]
        finally:
            ws.close()
    return 0 if all(one.held for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
