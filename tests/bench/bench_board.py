"""The capacity board of a big agency, and opening the members behind its numbers.

    python tests/bench/bench_board.py

A store of 60 navigators, 100,000 members ever, 1,000,000 notes (`big_agency`). The board's
floor is the same figures asked of sqlcipher3 in two plain
statements; that of a number is the plain statement that lists its members. Exit status 1 when over
a bar.
"""

from __future__ import annotations

import gc
import statistics
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import big_agency
import floor
from figures import Figure, tell

from navigator_app.domain.board import STAGES
from navigator_app.services import capacity_board, caseload
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_board

ROUNDS, BAR = 15, 2.0
WINDOW = 100  # rows that a page of the caseload asks for

_RAW_PEOPLE = 'SELECT u.id, u.name, p.* FROM "user" u LEFT JOIN user_profile p ON p.user_id = u.id'
_RAW_LIST = (
    "SELECT m.* FROM member m WHERE m.navigator_id = ? AND m.merged_into_id IS NULL AND EXISTS "
    "(SELECT 1 FROM referral r WHERE r.member_id = m.id AND (r.is_open = 1 OR "
    "(r.closure_reason = 'services-received' AND r.ends_on >= '2026-11-20'))) ORDER BY m.sort_name"
)
_RUNS = "(r.is_open = 1 OR (r.closure_reason = 'services-received' AND r.ends_on >= '2026-11-20'))"
_RAW_STAGE = (
    "SELECT m.* FROM member m WHERE m.navigator_id = ?1 AND m.merged_into_id IS NULL AND EXISTS "
    f"(SELECT 1 FROM referral r WHERE r.member_id = m.id AND r.service = 'htns' AND {_RUNS}) "
    "AND NOT EXISTS (SELECT 1 FROM tenancy t WHERE t.member_id = m.id "
    "AND t.move_in_on <= '2026-11-20' AND t.ended_on IS NULL) AND EXISTS "
    "(SELECT 1 FROM encounter e WHERE e.member_id = m.id AND e.undone_at IS NULL AND e.at_utc >= "
    f"(SELECT min(r.received_on) FROM referral r WHERE r.member_id = m.id AND {_RUNS})) "
    "ORDER BY m.sort_name"
)


def side_by_side(ours: Callable[[], Any], plain: Callable[[], Any]) -> tuple[float, float]:
    """The middle of many rounds of both, turn by turn."""
    ours()
    plain()
    times = [(floor.timed(ours), floor.timed(plain)) for _round in range(ROUNDS)]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


def raw_board(ws: Workspace) -> None:
    """The board's figures, asked plainly and left as tuples."""
    days = {"today": "2026-11-20", "housed_after": "2026-08-22"}
    ws.store.connection.execute(_RAW_PEOPLE).fetchall()
    ws.store.connection.execute(reads_board.CELLS, days).fetchall()


def raw_members(ws: Workspace, sql: str, user_id: str) -> None:
    """The members behind a number, whole and in order."""
    ws.store.connection.execute(sql, (user_id,)).fetchall()


def open_number(ws: Workspace, user_id: str, stage: str) -> None:
    """What the caseload's page reads when a number is opened, nothing kept from before."""
    caseload._orders.clear()
    caseload.page(ws, capacity_board.members(user_id, stage=stage), limit=WINDOW)


def main() -> int:
    """Measure, print, judge."""
    gc.disable()  # as the program does while it reads
    with big_agency.opened() as ws:
        board = capacity_board.read(ws)
        print(f"{len(board.rows)} people, {board.totals.members} members on the board")
        whole = side_by_side(partial(capacity_board.read, ws), partial(raw_board, ws))
        figures = [tell(Figure("The capacity board", *whole, BAR,
                                   floor_is="its two statements, raw"))]  # fmt: skip
        for stage, sql in (("", _RAW_LIST), (STAGES[1], _RAW_STAGE)):
            times = side_by_side(
                partial(open_number, ws, "u7", stage), partial(raw_members, ws, sql, "u7")
            )
            name = f"Members behind a number of the board{', of a stage' if stage else ''}"
            figures.append(tell(Figure(name, *times, BAR, floor_is="one plain statement")))
        return 0 if all(one.held for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
