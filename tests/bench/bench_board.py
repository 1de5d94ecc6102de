"""The capacity board of a big agency, and opening the members behind its numbers.

    python tests/bench/bench_board.py

A store of 60 navigators, 100,000 members ever (one in fifty still open), 1,000,000 notes, written
by the database itself. The board's floor is the same figures asked of sqlcipher3 in two plain
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

import floor
from figures import Figure, tell

from navigator_app.domain.board import STAGES
from navigator_app.services import capacity_board, caseload
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_board

PEOPLE, MEMBERS, NOTES, OPEN_EVERY, ROUNDS, BAR = 60, 100_000, 1_000_000, 50, 15, 2.0
WINDOW = 100  # rows that a page of the caseload asks for

_NUMBERS = "WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n + 1 < {count}) "
_PEOPLE = (
    _NUMBERS + "INSERT INTO \"user\"(id, name, role, active, created_at) SELECT 'u' || n, "
    "'Person ' || n, 'navigator', 1, :now FROM k"
)
_MEMBERS = (
    _NUMBERS + "INSERT INTO member(id, cin, plan_id, first_name, last_name, date_of_birth, "
    "language_spoken, navigator_id, created_at, sort_name, search_text, plan_member_id, "
    "preferred_name, phone, alternate_phone, address, email, language_written, written_format, "
    "gender_code, race_ethnicity_code, homeless, guardian_first_name, guardian_last_name, "
    "guardian_phone, do_not_leave_word, fleeing_violence, safety_note, last_seen_place) "
    "SELECT 'm' || n, printf('%08dA', n), :plan, 'First' || (n % 977), 'Last' || (n % 1009), "
    "'1970-01-01', (CASE n % 3 WHEN 0 THEN 'Spanish' ELSE 'English' END), "
    "'u' || ((n / :every + n) % :people), :now, 'last' || (n % 1009) || ' ' || n, '', '', '', '', "
    "'', '', '', '', '', '', '', 1, '', '', '', 0, 0, '', '' FROM k"
)
_REFERRALS = (
    _NUMBERS + "INSERT INTO referral(id, member_id, plan_id, service, referral_type, received_on, "
    "created_at, is_open, status, status_on, authorization_number) SELECT 'r' || n, 'm' || n, "
    ":plan, (CASE n % 10 WHEN 0 THEN 'deposits' WHEN 1 THEN 'htss' ELSE 'htns' END), '', "
    "'2026-03-01', :now, n % :every = 0, (CASE WHEN n % :every = 0 THEN 'accepted' ELSE 'closed' "
    "END), '2026-04-01', '' FROM k"
)
_HOMES = (
    _NUMBERS + "INSERT INTO tenancy(id, member_id, address, move_in_on, ended_why, ended_to, note, "
    "created_at) SELECT 't' || n, 'm' || (n * 7), '', date('2026-11-20', '-' || (n % 400) || "
    "' days'), '', '', '', :now FROM k"
)
_NOTES = (
    _NUMBERS + "INSERT INTO encounter(id, member_id, service, component, at_utc, zone, on_date, "
    "minutes, mode, place, with_whom, narrative, code, modifiers, unit, reasons, recorded_at) "
    "SELECT 'e' || n, 'm' || (n % :members), 'htns', 'search', d || 'T18:00:00.000+00:00', 'UTC', "
    "d, 30, 'phone', '', '', '', '', '', '', '[]', :now FROM (SELECT n, "
    "date('2026-11-20', '-' || (n / :members * 37 + n % 37) || ' days') AS d FROM k)"
)

_RAW_PEOPLE = 'SELECT u.id, u.name, p.* FROM "user" u LEFT JOIN user_profile p ON p.user_id = u.id'
_RAW_LIST = (
    "SELECT m.* FROM member m WHERE m.navigator_id = ? AND m.merged_into_id IS NULL AND EXISTS "
    "(SELECT 1 FROM referral r WHERE r.member_id = m.id AND r.is_open = 1) ORDER BY m.sort_name"
)
_RAW_STAGE = (
    "SELECT m.* FROM member m WHERE m.navigator_id = ?1 AND m.merged_into_id IS NULL AND EXISTS "
    "(SELECT 1 FROM referral r WHERE r.member_id = m.id AND r.is_open = 1) AND NOT EXISTS "
    "(SELECT 1 FROM tenancy t WHERE t.member_id = m.id AND t.ended_on IS NULL) AND EXISTS "
    "(SELECT 1 FROM encounter e WHERE e.member_id = m.id AND e.undone_at IS NULL AND e.at_utc >= "
    "(SELECT min(r.received_on) FROM referral r WHERE r.member_id = m.id AND r.is_open = 1)) "
    "ORDER BY m.sort_name"
)


def fill(ws: Workspace) -> None:
    """Write the agency, statement by statement, past the journal: nothing here reads it."""
    connection = ws.store.connection
    (plan,) = ws.store.query("SELECT id FROM plan")[0]
    names = {
        "now": "2026-11-20T18:00:00.000+00:00", "plan": plan, "every": OPEN_EVERY,
        "people": PEOPLE, "members": MEMBERS,
    }  # fmt: skip
    triggers = ws.store.query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for name, _sql in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("BEGIN IMMEDIATE")
    for sql, count in (
        (_PEOPLE, PEOPLE), (_MEMBERS, MEMBERS), (_REFERRALS, MEMBERS),
        (_HOMES, MEMBERS // 14), (_NOTES, NOTES),
    ):  # fmt: skip
        connection.execute(sql.format(count=count), names)
    connection.execute("COMMIT")
    for _name, sql in triggers:
        connection.execute(sql)


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
    with floor.folder() as folder:
        ws = floor.new_workspace(folder / "board")
        try:
            fill(ws)
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
        finally:
            ws.close()


if __name__ == "__main__":
    sys.exit(main())
