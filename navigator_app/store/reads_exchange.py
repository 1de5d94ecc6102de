"""How the exchange with each plan stands, and the lives of its files, as SQL."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.exchange import (
    CLEARED,
    LEFT,
    NOT_BY_ITSELF,
    SENDING,
    STATUSES,
    FileRow,
    RunRow,
    StepRow,
)
from navigator_app.store.referral_state import STANDING
from navigator_app.store.sent_events import NOT_SENT

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

_RUNS = (
    "SELECT r.id, p.key, p.name, r.started_at, r.ended_at, r.cause, r.state, r.trouble, "
    "r.trouble_cause, r.files_in, r.files_out, r.bytes_in, r.bytes_out, r.skew_seconds, "
    "coalesce(u.name, '') FROM exchange_run r JOIN plan p ON p.id = r.plan_id "
    "LEFT JOIN user u ON u.id = r.user_id "
)
_ASIDE = f"'{CLEARED}', '{LEFT}'"
"""Steps that say nothing of where the file is."""

_STATE = (
    "CASE WHEN f.state = 'staged' AND i.state = 'committed' THEN 'committed' "
    "WHEN f.state = 'staged' AND i.state = 'discarded' THEN 'settled' ELSE f.state END"
)
"""A file that a person took in or threw away; its step is written with the next run."""

_FILES = (
    f"SELECT f.id, p.key, f.direction, f.kind, f.name, f.sha256, f.size, {_STATE}, "  # noqa: S608
    "f.created_at, f.at, "
    "coalesce((SELECT s.proof FROM exchange_step s WHERE s.file_id = f.id "
    f"AND s.state NOT IN ({_ASIDE}) ORDER BY s.rowid DESC LIMIT 1), ''), "
    "coalesce((SELECT q.reason FROM quarantine q WHERE q.file_id = f.id AND q.row_no = 0 "
    "AND q.settled_at IS NULL LIMIT 1), ''), "
    "coalesce(o.period, ''), coalesce(f.inbound_file_id, ''), coalesce(f.outbound_file_id, ''), "
    "coalesce(f.batch_id, ''), coalesce(f.report_id, ''), f.dated, "
    "f.state = 'sending' AND coalesce((SELECT s.state FROM exchange_step s WHERE s.file_id = f.id "
    f"AND s.state NOT IN ({_ASIDE}) ORDER BY s.rowid DESC LIMIT 1), '') = 'unsure' "
    "FROM exchange_file f JOIN plan p ON p.id = f.plan_id "
    "LEFT JOIN inbound_file i ON i.id = f.inbound_file_id "
    "LEFT JOIN outbound_file o ON o.id = f.outbound_file_id "
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What lay on a plan's server under a name when we last looked."""

    size: int
    modified: int
    sha256: str


def runs(store: Store, plan_id: str = "", limit: int = 100) -> list[RunRow]:
    """Runs, all or of one plan, the newest first."""
    found = store.query(
        _RUNS + "WHERE ? IN ('', r.plan_id) ORDER BY r.rowid DESC LIMIT ?",
        (plan_id, limit),
    )
    return [_run(row) for row in found]


def run(store: Store, run_id: str) -> RunRow:
    """One run."""
    [row] = store.query(_RUNS + "WHERE r.id = ?", (run_id,))
    return _run(row)


def last_done(store: Store, plan_id: str = "") -> datetime | None:
    """When a run last went well, with any plan or with one. By the order they were written down in:
    a clock that was ahead once is not believed for ever."""
    row = store.one(
        "SELECT ended_at FROM exchange_run WHERE state = 'done' AND ? IN ('', plan_id) "
        "ORDER BY rowid DESC LIMIT 1",
        (plan_id,),
    )
    return _moment(row[0]) if row else None


def last_skew(store: Store, plan_id: str) -> tuple[str, int] | None:
    """When their clock was last measured, as it is kept, and what it was against ours."""
    row = store.one(
        "SELECT started_at, skew_seconds FROM exchange_run WHERE plan_id = ? "
        "AND skew_seconds IS NOT NULL ORDER BY rowid DESC LIMIT 1",
        (plan_id,),
    )
    return (str(row[0]), int(row[1])) if row else None


def files(
    store: Store, plan_id: str = "", direction: str = "", limit: int = 200, before: str = ""
) -> list[FileRow]:
    """Files, the newest first; `before` is the id of the last one of the page before."""
    found = store.query(
        f"{_FILES} WHERE ? IN ('', f.plan_id) AND ? IN ('', f.direction) AND (? = '' OR "  # noqa: S608
        "f.rowid < (SELECT rowid FROM exchange_file WHERE id = ?)) ORDER BY f.rowid DESC LIMIT ?",
        (plan_id, direction, before, before, limit),
    )
    return [_file(row) for row in found]


def file(store: Store, file_id: str) -> FileRow | None:
    """One file."""
    row = store.one(_FILES + "WHERE f.id = ?", (file_id,))
    return _file(row) if row else None


def in_state(store: Store, plan_id: str, direction: str, *states: str) -> list[FileRow]:
    """A plan's files in any of some states, the oldest first."""
    marks = ", ".join("?" * len(states))
    found = store.query(
        f"{_FILES} WHERE f.plan_id = ? AND f.direction = ? AND f.state IN ({marks}) "
        "ORDER BY f.rowid",
        (plan_id, direction, *states),
    )
    return [_file(row) for row in found]


def of_run(store: Store, run_id: str) -> list[FileRow]:
    """The files that a run touched, as they are now, the oldest first."""
    found = store.query(
        f"{_FILES} WHERE f.id IN (SELECT s.file_id FROM exchange_step s WHERE s.run_id = ?) "  # noqa: S608
        "ORDER BY f.rowid",
        (run_id,),
    )
    return [_file(row) for row in found]


def of_outbound(store: Store, outbound_file_id: str) -> FileRow | None:
    """The life of a month's status file over the line, if it has one."""
    row = store.one(
        _FILES + "WHERE f.outbound_file_id = ? AND f.direction = 'out' "
        "ORDER BY f.rowid DESC LIMIT 1",
        (outbound_file_id,),
    )
    return _file(row) if row else None


def steps(store: Store, file_id: str) -> list[StepRow]:
    """The steps of a file's life, the first first."""
    found = store.query(
        "SELECT s.file_id, coalesce(s.run_id, ''), s.at, s.state, s.proof, coalesce(u.name, '') "
        "FROM exchange_step s LEFT JOIN user u ON u.id = s.user_id WHERE s.file_id = ? "
        "ORDER BY s.rowid",
        (file_id,),
    )
    return [StepRow(row[0], row[1], datetime.fromisoformat(row[2]), *row[3:]) for row in found]


def known_hash(store: Store, plan_id: str, sha256: str) -> FileRow | None:
    """The file with those bytes that came from a plan, under whatever name."""
    row = store.one(
        _FILES + "WHERE f.plan_id = ? AND f.direction = 'in' AND f.sha256 = ? LIMIT 1",
        (plan_id, sha256),
    )
    return _file(row) if row else None


def own_hash(store: Store, plan_id: str, sha256: str) -> FileRow | None:
    """The file of ours with those bytes that went to a plan."""
    row = store.one(
        _FILES + "WHERE f.plan_id = ? AND f.direction = 'out' AND f.sha256 = ? LIMIT 1",
        (plan_id, sha256),
    )
    return _file(row) if row else None


def by_hand(store: Store, plan_id: str, sha256: str) -> tuple[str, str] | None:
    """Id and state of an authorization file with those bytes that waits or was taken in."""
    row = store.one(
        "SELECT id, state FROM inbound_file WHERE plan_id = ? AND sha256 = ? "
        "AND state IN ('staged', 'committed') ORDER BY staged_at DESC LIMIT 1",
        (plan_id, sha256),
    )
    return (str(row[0]), str(row[1])) if row else None


def elsewhere(store: Store, plan_id: str, sha256: str) -> str:
    """Name of another plan whose authorization file with those bytes waits or was taken in; ""
    where there is none."""
    row = store.one(
        "SELECT p.name FROM inbound_file f JOIN plan p ON p.id = f.plan_id WHERE f.plan_id <> ? "
        "AND f.sha256 = ? AND f.state IN ('staged', 'committed') ORDER BY f.staged_at LIMIT 1",
        (plan_id, sha256),
    )
    return str(row[0]) if row else ""


def seen(store: Store, plan_id: str) -> dict[str, Seen]:
    """What lay on a plan's server when we last looked, by name."""
    found = store.query(
        "SELECT name, size, modified, sha256 FROM remote_seen WHERE plan_id = ?", (plan_id,)
    )
    return {row[0]: Seen(*row[1:]) for row in found}


def content(store: Store, file_id: str) -> bytes:
    """The bytes of a file that came or waits to go; empty where none are kept."""
    row = store.one("SELECT content FROM exchange_content WHERE file_id = ?", (file_id,))
    return zlib.decompress(row[0]) if row else b""


def built(store: Store, plan_id: str) -> list[tuple[str, str, str, str]]:
    """Id, month, name and hash of the plan's status files that are built and not sent."""
    found = store.query(
        "SELECT id, period, name, sha256 FROM outbound_file WHERE plan_id = ? AND state = 'built' "
        "ORDER BY period",
        (plan_id,),
    )
    return [(row[0], row[1], row[2], row[3]) for row in found]


def months_without_file(store: Store, plan_id: str, before: str) -> list[str]:
    """Months before one ("YYYY-MM") that have statuses of a plan and no file, the oldest first."""
    found = store.query(
        "WITH RECURSIVE day(on_date) AS ("
        "SELECT min(on_date) FROM status_event WHERE plan_id = :plan AND on_date > '' "
        "UNION ALL SELECT (SELECT min(e.on_date) FROM status_event e WHERE e.plan_id = :plan "
        "AND e.on_date > substr(day.on_date, 1, 7) || '-99') FROM day WHERE on_date IS NOT NULL) "
        "SELECT substr(on_date, 1, 7) AS month FROM day WHERE month < :before AND month NOT IN "
        "(SELECT period FROM outbound_file WHERE plan_id = :plan) ORDER BY month",
        {"plan": plan_id, "before": before},
    )
    return [row[0] for row in found]


def statuses_waiting(store: Store) -> dict[str, int]:
    """How many statuses of each plan (by id) stand and are still to go."""
    # Most went long ago: what no sent file carries is told by sets first, and looked at one by one
    # only then, with what the plan sent back.
    found = store.query(
        "SELECT e.plan_id, count(*) FROM status_event e WHERE e.id IN ("  # noqa: S608 - constants
        "SELECT id FROM status_event EXCEPT SELECT o.event_id FROM outbound_event o "
        "JOIN outbound_file f ON f.id = o.file_id AND f.state = 'sent' "
        "UNION SELECT event_id FROM response_row WHERE event_id IS NOT NULL "
        "AND verdict = 'rejected') "
        f"AND {STANDING.format(e='e')} AND {NOT_SENT} GROUP BY e.plan_id"
    )
    return {row[0]: row[1] for row in found}


def last_sent(store: Store) -> dict[str, tuple[datetime, str]]:
    """When the last status file went to each plan (by id), by line or by hand, and its name. By the
    order of the steps: a clock that was ahead once is not believed for ever."""
    found = store.query(
        "SELECT plan_id, at, name FROM (SELECT plan_id, sent_at AS at, name, 0 AS place "
        "FROM outbound_file WHERE state = 'sent' UNION ALL "
        "SELECT f.plan_id, s.at, f.name, s.rowid FROM exchange_step s "
        "JOIN exchange_file f ON f.id = s.file_id WHERE f.direction = 'out' "
        "AND f.kind = ? AND s.state IN ('sent', 'confirmed')) ORDER BY place, at, name",
        (STATUSES,),
    )
    return {plan: (datetime.fromisoformat(at), name) for plan, at, name in found if at}


def open_files(store: Store) -> dict[str, list[FileRow]]:
    """Files of each plan (by key) that wait: to go, for a review, for a person; oldest first."""
    found = store.query(
        _FILES + "WHERE f.state IN ('waiting', 'sending', 'fetched') "
        "OR (f.state = 'staged' AND coalesce(i.state, '') NOT IN ('committed', 'discarded')) "
        "ORDER BY f.rowid"
    )
    kept: dict[str, list[FileRow]] = {}
    for row in map(_file, found):
        kept.setdefault(row.plan_key, []).append(row)
    return kept


def in_quarantine(store: Store) -> dict[str, int]:
    """How many files and rows of each plan (by id) nobody has settled."""
    found = store.query(
        "SELECT plan_id, count(*) FROM quarantine WHERE settled_at IS NULL GROUP BY plan_id"
    )
    return {row[0]: row[1] for row in found}


def last_step(store: Store, file_id: str) -> tuple[str, str]:
    """State and proof of the newest step that says where a file is."""
    row = store.one(
        "SELECT state, proof FROM exchange_step WHERE file_id = ? "  # noqa: S608 - our own words
        f"AND state NOT IN ({_ASIDE}) ORDER BY rowid DESC",
        (file_id,),
    )
    return (str(row[0]), str(row[1])) if row else ("", "")


def parts_left(store: Store, plan_id: str) -> list[tuple[str, str]]:
    """Id, and hidden name on the plan's server, of each file that was begun there under that name
    and does not go that way any more, the oldest first."""
    return store.query(
        "SELECT id, remote_name FROM exchange_file WHERE plan_id = ? AND direction = 'out' "
        "AND remote_name GLOB '.*' AND state <> ? ORDER BY rowid",
        (plan_id, SENDING),
    )


def tries(store: Store, file_id: str) -> Iterator[str]:
    """The states of a file's steps, the newest first."""
    found = store.query(
        "SELECT state FROM exchange_step WHERE file_id = ? ORDER BY rowid DESC", (file_id,)
    )
    return (row[0] for row in found)


def settled_by_person(store: Store, plan_id: str) -> list[tuple[str, str]]:
    """Id of each staged file that a person took in or threw away since, and which it was."""
    found = store.query(
        "SELECT f.id, i.state FROM exchange_file f JOIN inbound_file i ON i.id = f.inbound_file_id "
        "WHERE f.plan_id = ? AND f.state = 'staged' AND i.state IN ('committed', 'discarded')",
        (plan_id,),
    )
    return [(row[0], row[1]) for row in found]


def _run(row: tuple[Any, ...]) -> RunRow:
    cells = list(row)
    cells[3], cells[4] = _moment(row[3]), _moment(row[4])
    cells.insert(9, row[8] not in NOT_BY_ITSELF)
    return RunRow(*cells)


def _file(row: tuple[Any, ...]) -> FileRow:
    cells = list(row)
    cells[8], cells[9] = _moment(row[8]), _moment(row[9])
    cells[18] = bool(row[18])
    return FileRow(*cells)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
