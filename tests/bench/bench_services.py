"""Keeping a note, judging it while it is typed, and a member's services after five years.

    python tests/bench/bench_services.py

A note is kept beside one durable commit of the bare row in a file of the same settings; the
member's page beside its own statements run raw. Exit status 1 when over a bar, or when a note is
not one transaction.
"""

from __future__ import annotations

import os
import statistics
import sys
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import floor
from figures import Figure, tell

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.identifiers import uuid7, uuid7_many
from navigator_app.domain.service_rows import NoteDraft
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.services import eligibility, record_encounter, service_month
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.workspace import Workspace
from navigator_app.store.connection import connect

YEARS, OTHERS, ROUNDS = 5, 200, 40
SAVE_BAR, JUDGE_BAR, PAGE_BAR = 12.0, 5.0, 2.0
TODAY = date(2026, 11, 20)
TEXT = "Looked at two rooms on Third Street; the owner takes vouchers. " * 6


def fill(ws: Workspace) -> str:
    """Five years of daily notes of one member among others with a year of weekly ones."""
    (plan,) = ws.store.query("SELECT id FROM plan")[0]
    members = list(uuid7_many(OTHERS))
    with ws.transaction("bench") as tx:
        for number, member in enumerate(members):
            referral = uuid7()
            tx.insert("member", {
                "id": member, "cin": f"9{number:07d}A", "plan_id": plan, "first_name": "Ana",
                "last_name": f"Last{number}", "date_of_birth": "1980-01-01",
                "sort_name": f"last{number:05d} ana", "created_at": tx.now,
            })  # fmt: skip
            tx.insert("referral", {
                "id": referral, "member_id": member, "plan_id": plan, "service": "htns",
                "requested_on": "2021-11-01", "sent_to_provider_on": "2021-11-02",
                "received_on": "2021-11-02", "authorization_status": "approved",
                "effective_on": "2021-11-01", "ends_on": "2027-10-31", "is_open": 1,
                "created_at": tx.now,
            })  # fmt: skip
            step, count = (1, YEARS * 365) if number == 0 else (7, 52)
            for turn, key in enumerate(uuid7_many(count), 1):
                _add(tx, ws, member, referral, key, TODAY - timedelta(days=turn * step))
    eligibility.record(ws, CheckDraft(members[0], MediCal.ACTIVE, How.PORTAL, TODAY))
    return members[0]


def _add(tx, ws, member, referral, key, on) -> None:  # type: ignore[no-untyped-def]
    tx.insert("encounter", {
        "id": key, "member_id": member, "referral_id": referral, "service": "htns",
        "component": "htns-search", "at_utc": f"{on}T18:00:00.000+00:00", "zone": floor.ZONE,
        "on_date": on.isoformat(), "minutes": 45, "mode": "in-person", "narrative": TEXT,
        "code": "H2016", "modifiers": "U6", "unit": "per-diem", "units": 1, "payable": 1,
        "user_id": ws.user.id, "recorded_at": tx.now,
    })  # fmt: skip


def note(member: str, minute: int) -> NoteDraft:
    """A note of that minute after midnight."""
    at = datetime(2026, 11, 20) + timedelta(minutes=minute)
    return NoteDraft(
        member, Service.HTNS, "htns-search", at, 1, Mode.IN_PERSON, code="H2016 U6",
        narrative=TEXT,
    )  # fmt: skip


def bare(path: Path) -> list[float]:
    """Seconds of durable commits of one bare row each."""
    connection = connect(path, os.urandom(32))
    try:
        connection.execute("CREATE TABLE note (id TEXT PRIMARY KEY, a, b, c, d, e, f, text)")
        found = []
        for key in uuid7_many(ROUNDS):
            row = (key, "a", "b", "c", "d", "e", "f", TEXT)

            def keep(row: tuple[str, ...] = row) -> None:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO note VALUES (?,?,?,?,?,?,?,?)", row)
                connection.execute("COMMIT")

            found.append(floor.timed(keep))
        return found
    finally:
        connection.close()


def traced(ws: Workspace, work) -> list[str]:  # type: ignore[no-untyped-def]
    """The statements that some work runs."""
    found: list[str] = []
    ws.store.connection.set_trace_callback(found.append)
    work()
    ws.store.connection.set_trace_callback(None)
    return found


def bench_save(ws: Workspace, member: str, folder: Path) -> tuple[list[Figure], bool]:
    """Keeping a note, and judging one."""
    record_encounter.record(ws, note(member, 0))
    commits = traced(ws, lambda: record_encounter.record(ws, note(member, 1))).count("COMMIT")
    print(f"one note: {commits} commit")
    kept, judged = [], []
    for turn in range(2, ROUNDS + 2):
        draft = note(member, turn)
        judged.append(floor.timed(partial(record_encounter.preview, ws, draft)))
        kept.append(floor.timed(partial(record_encounter.record, ws, draft)))
    raw = statistics.median(bare(folder / "bare.db"))
    figures = [
        Figure("a note kept, with its verdict, clocks and journal", statistics.median(kept), raw,
               SAVE_BAR, floor_is="one durable commit of the bare row"),
        Figure("a note judged while it is typed", statistics.median(judged), raw, JUDGE_BAR,
               floor_is="one durable commit of the bare row"),
    ]  # fmt: skip
    return figures, commits == 1


def bench_page(ws: Workspace, member: str) -> list[Figure]:
    """A member's services after five years of daily notes."""
    statements = traced(ws, lambda: service_month.member_services(ws, member))
    ours, raw = [], []
    for _round in range(ROUNDS):
        raw.append(floor.timed(lambda: [ws.store.query(one) for one in statements]))
        ours.append(floor.timed(lambda: service_month.member_services(ws, member)))
    print(f"{len(statements)} statements")
    return [
        Figure(f"services of a member, {YEARS} years of daily notes", statistics.median(ours),
               statistics.median(raw), PAGE_BAR, floor_is="its statements run raw"),
    ]  # fmt: skip


def main() -> int:
    """Measure, print, judge."""
    with floor.folder() as folder:
        ws = floor.new_workspace(folder / "services")
        try:
            member = fill(ws)
            figures, once = bench_save(ws, member, folder)
            figures += bench_page(ws, member)
        finally:
            ws.close()
    return 0 if once and all([tell(figure).held for figure in figures]) else 1


if __name__ == "__main__":
    sys.exit(main())
