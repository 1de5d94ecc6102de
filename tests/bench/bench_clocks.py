"""All clocks of 20,000 open referrals, and Today for one navigator among 100,000 members.

    python tests/bench/bench_clocks.py

Recomputing is measured against reading the very same facts by SQL, Today against its own
statements run raw, in the same run. Exit status 1 when over a bar.
"""

from __future__ import annotations

import random
import statistics
import sys
from datetime import date, timedelta
from pathlib import Path

import floor
from figures import Figure, tell

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.services import clocks, today
from navigator_app.services.facts import Evaluator
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_facts

OPEN, MEMBERS, MINE = 20_000, 100_000, 400
ROUNDS, CLOCKS_BAR, TODAY_BAR = 5, 3.0, 2.0
TODAY = date(2026, 11, 20)
STATUSES = ("pending", "accepted", "outreach-initiated")


def fill(ws: Workspace, members: int, open_referrals: int, mine: int = 0) -> None:
    """Members with one referral each, of which so many are open, in every stage of a case.

    Dates are spread over a year. `mine` of the members belong to the store's navigator.
    """
    rng = random.Random(5)
    plan = ws.store.query("SELECT id FROM plan")[0][0]
    with ws.transaction("bench") as tx:
        for place, (member, referral) in enumerate(
            zip(uuid7_many(members), uuid7_many(members), strict=True)
        ):
            sent = TODAY - timedelta(days=rng.randint(0, 330))
            values = {
                "id": member, "cin": f"9{place:07d}A", "plan_id": plan, "first_name": "Ana",
                "last_name": f"Last{place}", "date_of_birth": "1980-01-01",
                "navigator_id": ws.user.id if place % (members // mine or 1) == 0 else None,
                "sort_name": f"last{place:06d} ana", "created_at": tx.now,
            } if mine else {
                "id": member, "cin": f"9{place:07d}A", "plan_id": plan, "first_name": "Ana",
                "last_name": f"Last{place}", "date_of_birth": "1980-01-01",
                "sort_name": f"last{place:06d} ana", "created_at": tx.now,
            }  # fmt: skip
            tx.insert("member", values)
            _add_referral(tx, rng, plan, member, referral, sent, place < open_referrals)


def _add_referral(tx, rng, plan, member, referral, sent, is_open) -> None:  # type: ignore[no-untyped-def]
    stage = rng.randint(0, 4)
    begun = sent - timedelta(days=rng.randint(0, 20))
    approved = stage > 0
    status = STATUSES[min(stage - 2, 2)] if stage > 1 else None
    tx.insert("referral", {
        "id": referral, "member_id": member, "plan_id": plan,
        "service": rng.choice(("htns", "htss")),
        "requested_on": (begun - timedelta(days=4)).isoformat(),
        "sent_to_provider_on": sent.isoformat(), "received_on": sent.isoformat(),
        "authorization_status": "approved" if approved else "under-review",
        "effective_on": begun.isoformat() if approved else None,
        "ends_on": (begun + timedelta(days=364)).isoformat() if approved else None,
        "is_open": int(is_open), "status": status if is_open else "closed",
        "status_on": sent.isoformat(), "closure_reason": None if is_open else "other",
        "created_at": tx.now,
    })  # fmt: skip
    if status is None or not is_open:
        return
    on = min(sent + timedelta(days=rng.randint(0, 9)), TODAY)
    key = f"{referral}-e"
    tx.insert("status_event", {
        "id": key, "referral_id": referral, "plan_id": plan, "member_cin": "x", "status": status,
        "on_date": on.isoformat(), "recorded_at": tx.now, "zone": "UTC",
    })  # fmt: skip
    for number in range(rng.randint(1, 4) if status == STATUSES[2] else 0):
        tried = min(on + timedelta(days=3 * number), TODAY)
        tx.insert("outreach_attempt", {
            "id": f"{key}{number}", "member_id": member, "referral_id": referral,
            "at_utc": f"{tried}T18:00:00.000+00:00", "zone": "UTC", "on_date": tried.isoformat(),
            "mode": "phone", "outcome": rng.choice(("not-found", "message-left", "reached")),
            "recorded_at": tx.now,
        })  # fmt: skip


def check_coverage(ws: Workspace) -> None:
    """A check for everybody with an open referral; one of twenty finds no coverage."""
    with ws.transaction("bench") as tx:
        rows = ws.store.query("SELECT member_id FROM referral WHERE is_open = 1 ORDER BY id")
        for place, (member,) in enumerate(rows):
            tx.insert("eligibility_check", {
                "id": f"{member}-c", "member_id": member, "zone": "UTC", "how": "portal",
                "checked_at": "2026-11-10T18:00:00.000+00:00", "plan_name": "", "note": "",
                "medi_cal": "active" if place % 20 else "lapsed", "created_at": tx.now,
            })  # fmt: skip


def recompute(ws: Workspace) -> None:
    """All clocks, in a transaction of its own."""
    with ws.store.scratch(ws.clock) as tx:
        clocks.recompute(tx, ws)


def bench_clocks(folder: Path) -> list[Figure]:
    """All at once, as on a new day; into an empty table it is printed beside."""
    ws = floor.new_workspace(folder / "clocks")
    try:
        fill(ws, OPEN, OPEN)
        needed = Evaluator(ws, ws.store).needed()
        reads, first, again = [], [], []
        reads_facts.read(ws.store, needed)
        for _round in range(ROUNDS):
            with ws.store.scratch(ws.clock) as tx:
                tx.execute("DELETE FROM running_clock")
                tx.execute("UPDATE referral SET clock_rule = NULL, clock_due_on = NULL")
            reads.append(floor.timed(lambda: reads_facts.read(ws.store, needed)))
            first.append(floor.timed(lambda: recompute(ws)))
            reads.append(floor.timed(lambda: reads_facts.read(ws.store, needed)))
            again.append(floor.timed(lambda: recompute(ws)))
        kept = ws.store.query("SELECT count(*) FROM running_clock")[0][0]
    finally:
        ws.close()
    read = statistics.median(reads)
    written = statistics.median(first)
    print(f"{kept} clocks run; all written into an empty table: {written * 1e3:.0f} ms, "
          f"{written / read:.2f} times the reading")  # fmt: skip
    return [
        Figure(f"all clocks of {OPEN:,} open referrals recomputed", statistics.median(again), read,
               CLOCKS_BAR, floor_is="reading the same facts"),
    ]  # fmt: skip


def bench_today(folder: Path) -> list[Figure]:
    """Today of one navigator, and of the whole agency."""
    ws = floor.new_workspace(folder / "today")
    try:
        fill(ws, MEMBERS, OPEN, MINE)
        check_coverage(ws)
        recompute(ws)
        return [
            _today(ws, "Today for one navigator", ws.user.id),
            _today(ws, "Today for the agency", ""),
        ]
    finally:
        ws.close()


def _today(ws: Workspace, name: str, navigator: str) -> Figure:
    told = today.today(ws, navigator_id=navigator)
    statements: list[str] = []
    ws.store.connection.set_trace_callback(statements.append)
    today.today(ws, navigator_id=navigator)
    ws.store.connection.set_trace_callback(None)
    selects = [text for text in statements if text.lstrip().upper().startswith("SELECT")]
    raw, ours = [], []
    for _round in range(ROUNDS * 3):
        raw.append(floor.timed(lambda: [_rows(ws, text) for text in selects]))
        ours.append(floor.timed(lambda: today.today(ws, navigator_id=navigator)))
    print(f"{name}: {len(told.due)} of {told.total} cases, {len(selects)} statements")
    return Figure(
        f"{name}, {MEMBERS:,} members", statistics.median(ours), statistics.median(raw), TODAY_BAR,
        floor_is="its statements run raw",
    )  # fmt: skip


def _rows(ws: Workspace, statement: str) -> int:
    """Run a statement as far as Today reads it: two hundred cases."""
    return len(ws.store.connection.execute(statement).fetchmany(400))


def main() -> int:
    """Measure, print, judge."""
    with floor.folder() as folder:
        figures = [*bench_clocks(folder), *bench_today(folder)]
    return 0 if all([tell(figure).held for figure in figures]) else 1


if __name__ == "__main__":
    sys.exit(main())
