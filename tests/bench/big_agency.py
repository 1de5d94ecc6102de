"""A big agency for the benches of the team: sixty navigators, five years of members and notes.

Written without the journal (what is measured reads only) and in the order of the days, as years of
work would leave it. A folder named in NAVIGATOR_BENCH_STORE keeps it for the next run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import floor

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.services import clocks, workspace
from navigator_app.services.workspace import Workspace

PEOPLE, MEMBERS, NOTES = 60, 100_000, 1_000_000
TODAY = floor.CLOCK.today()
KEPT = "NAVIGATOR_BENCH_STORE"
_PASSPHRASE = "juniper kettle orbit mosaic"
_TEXT = "Met and went through the list of homes; will call again on Tuesday. " * 4
_YEARS = 5 * 365
Row = dict[str, Any]


@contextmanager
def opened(members: int = MEMBERS, notes: int = NOTES) -> Iterator[Workspace]:
    """The store, filled now or kept from an earlier run of the same size."""
    kept = os.environ.get(KEPT)
    with floor.folder() as folder:
        home = Path(kept) / f"{members}-{notes}" if kept else folder / "agency"
        if home.exists():
            ws = workspace.unlock(home, _PASSPHRASE, clock=floor.CLOCK)
        else:
            home.parent.mkdir(parents=True, exist_ok=True)
            ws = floor.new_workspace(home)
            fill(ws, members, notes)
        try:
            yield ws
        finally:
            ws.close()


def fill(ws: Workspace, members: int, notes: int) -> None:
    """Five years: one in five of the newest is still open, of the others one in a hundred."""
    agency = _Agency(ws, members)
    connection = ws.store.connection
    names = ws.store.query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for name, _sql in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("BEGIN")
    for table, rows in agency.tables(notes):
        _many(ws, table, rows)
    connection.execute("COMMIT")
    for _name, sql in names:
        connection.execute(sql)
    with ws.store.scratch(ws.clock) as scratch:
        clocks.recompute(scratch, ws)


class _Agency:
    """Rows of each table, drawn once."""

    def __init__(self, ws: Workspace, members: int) -> None:
        self.rng, self.count = random.Random(11), members
        (self.plan,) = ws.store.query("SELECT id FROM plan")[0]
        self.ids = list(uuid7_many(members))
        self.referrals = list(uuid7_many(members))
        days = sorted(self.rng.randrange(_YEARS) for _one in range(members))
        self.came = [TODAY - timedelta(days) for days in reversed(days)]
        self.open = [self.rng.random() < (0.2 if TODAY - on < timedelta(300) else 0.01)
                     for on in self.came]  # fmt: skip

    def tables(self, notes: int) -> Iterable[tuple[str, Iterator[Row]]]:
        """In an order in which each finds what it names."""
        yield "user", self._users()
        yield "user_profile", self._profiles()
        yield "member", self._members()
        yield "referral", self._referrals()
        yield "authorization", self._authorizations()
        yield "status_event", self._events()
        yield "support_plan", self._plans()
        yield "tenancy", self._homes()
        yield "outreach_attempt", self._attempts(notes // 3)
        yield "eligibility_check", self._checks()
        yield "encounter", self._notes(notes)

    def _users(self) -> Iterator[Row]:
        for n in range(PEOPLE):
            yield {"id": f"u{n}", "name": f"Person {n:02d}", "role": "navigator", "active": 1,
                   "created_at": "2021"}  # fmt: skip

    def _profiles(self) -> Iterator[Row]:
        for n in range(PEOPLE):
            yield {"user_id": f"u{n}", "share": 100, "languages": '["English"]',
                   "most_weight": 6000, "created_at": "2021"}  # fmt: skip

    def _members(self) -> Iterator[Row]:
        rng = self.rng
        for n, key in enumerate(self.ids):
            yield {
                "id": key, "cin": f"9{n:07d}A", "plan_id": self.plan, "first_name": "Ana",
                "last_name": f"Last{n}", "date_of_birth": f"{rng.randint(1940, 2007)}-05-17",
                "language_spoken": rng.choice(("English", "Spanish", "Hmong")),
                "race_ethnicity_code": rng.choice("12345"), "sort_name": f"last{n:06d} ana",
                "navigator_id": f"u{rng.randrange(PEOPLE)}", "created_at": "2021",
            }  # fmt: skip

    def _referrals(self) -> Iterator[Row]:
        for n, key in enumerate(self.referrals):
            came, opened = self.came[n], self.open[n]
            ended = min(TODAY, came + timedelta(self.rng.randrange(30, 500)))
            yield {
                "id": key, "member_id": self.ids[n], "plan_id": self.plan,
                "service": "htss" if n % 5 == 0 else "htns", "received_on": came.isoformat(),
                "authorization_status": "approved", "effective_on": came.isoformat(),
                "ends_on": (came + timedelta(365)).isoformat(), "is_open": int(opened),
                "status": self.rng.choice(("accepted", None)) if opened else "closed",
                "status_on": (came + timedelta(3) if opened else ended).isoformat(),
                "closure_reason": None if opened else self.rng.choices(
                    ("other", "services-received"), (9, 1)
                )[0],
                "created_at": came.isoformat(),
            }  # fmt: skip

    def _authorizations(self) -> Iterator[Row]:
        for key, came in zip(self.referrals, self.came, strict=True):
            yield {"id": key, "referral_id": key, "status": "approved",
                   "effective_on": came.isoformat(),
                   "ends_on": (came + timedelta(365)).isoformat(),
                   "created_at": "2021"}  # fmt: skip

    def _events(self) -> Iterator[Row]:
        for n, key in enumerate(self.referrals):
            yield {"id": key, "referral_id": key, "plan_id": self.plan,
                   "member_cin": f"9{n:07d}A", "status": "accepted",
                   "on_date": (self.came[n] + timedelta(3)).isoformat(),
                   "recorded_at": "2021", "zone": floor.ZONE}  # fmt: skip

    def _plans(self) -> Iterator[Row]:
        for n in range(0, self.count, 2):
            signed = n % 3 > 0
            began = self.came[n] + timedelta(20)
            yield {
                "id": self.ids[n], "member_id": self.ids[n], "version": 1,
                "state": "signed" if signed else "draft", "state_on": began.isoformat(),
                "started_on": began.isoformat(), "created_at": "2021",
                "review_on": (began + timedelta(180)).isoformat() if signed else None,
            }  # fmt: skip

    def _homes(self) -> Iterator[Row]:
        for n in range(0, self.count, 3):
            moved = self.came[n] + timedelta(90)
            lost = moved + timedelta(200) if n % 5 == 0 else None
            yield {"id": self.ids[n], "member_id": self.ids[n], "address": "1 Quay St",
                   "move_in_on": moved.isoformat(), "created_at": "2021",
                   "ended_on": lost.isoformat() if lost and lost <= TODAY else None}  # fmt: skip

    def _attempts(self, count: int) -> Iterator[Row]:
        for key, (on, n) in zip(uuid7_many(count), self._days(count, 120), strict=True):
            yield {
                "id": key, "member_id": self.ids[n], "at_utc": f"{on}T18:00:00.000+00:00",
                "zone": floor.ZONE, "on_date": on.isoformat(), "mode": "phone",
                "outcome": self.rng.choice(("reached", "not-found", "message-left")),
                "note": _TEXT[:70], "user_id": None, "recorded_at": on.isoformat(),
            }  # fmt: skip

    def _checks(self) -> Iterator[Row]:
        for n in range(0, self.count, 2):
            on = min(TODAY, self.came[n] + timedelta(30))
            yield {
                "id": self.ids[n], "member_id": self.ids[n],
                "checked_at": f"{on}T18:00:00.000+00:00", "zone": floor.ZONE, "how": "portal",
                "medi_cal": "lapsed" if n % 40 == 0 else "active", "plan_name": "", "note": "",
                "created_at": "2021",
            }  # fmt: skip

    def _notes(self, count: int) -> Iterator[Row]:
        for key, (on, n) in zip(uuid7_many(count), self._days(count, 400), strict=True):
            yield {
                "id": key, "member_id": self.ids[n], "service": "htss" if n % 5 == 0 else "htns",
                "component": "search", "at_utc": f"{on}T18:00:00.000+00:00", "zone": floor.ZONE,
                "on_date": on.isoformat(), "minutes": 30, "mode": "in-person", "narrative": _TEXT,
                "payable": self.rng.choice((0, 1, None)), "recorded_at": on.isoformat(),
            }  # fmt: skip

    def _days(self, count: int, span: int) -> list[tuple[date, int]]:
        """So many (day, number of a member) in the order of the days."""
        drawn = []
        for _one in range(count):
            n = self.rng.randrange(self.count)
            drawn.append((min(TODAY, self.came[n] + timedelta(self.rng.randrange(span))), n))
        return sorted(drawn)


def _many(ws: Workspace, table: str, rows: Iterator[Row]) -> None:
    first = next(rows)
    sql = f'INSERT INTO "{table}" ({", ".join(first)}) VALUES ({", ".join("?" * len(first))})'
    ws.store.connection.execute(sql, tuple(first.values()))
    ws.store.connection.executemany(sql, (tuple(row.values()) for row in rows))
