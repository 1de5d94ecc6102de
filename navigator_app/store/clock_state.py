"""The clocks that run on referrals, as they are kept: compared as one text a referral, written by
the set, and only where something moved."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

COLUMNS = ("rule_id", "started_on", "counted_from", "due_on", "due_at", "chase", "rank")
"""A kept clock, beside its referral."""

_TEXT = (
    "group_concat(rule_id || '|' || started_on || '|' || counted_from || '|' || due_on || '|' || "
    "coalesce(due_at, '') || '|' || chase || '|' || rank, char(10))"
)


class Clock(NamedTuple):
    """A clock that runs; see `RunningClock`."""

    rule_id: str
    started_on: str
    counted_from: str
    due_on: str
    due_at: str | None
    chase: int
    rank: int


class Run(NamedTuple):
    """When all clocks were computed last, and by which rules."""

    computed_on: date
    rules: str


def text_of(clocks: Iterable[Clock]) -> str:
    """The clocks of one referral, sorted by rule, as `kept` tells them."""
    return "\n".join(
        f"{one[0]}|{one[1]}|{one[2]}|{one[3]}|{one[4] or ''}|{one[5]}|{one[6]}" for one in clocks
    )


def dues(text: str) -> dict[str, str]:
    """Rule and due day of the clocks in such a text."""
    parts = (line.split("|") for line in text.splitlines())
    return {part[0]: part[3] for part in parts}


def kept(tx: Tx, ids: Collection[str] | None = None) -> dict[str, str]:
    """The kept clocks by referral, of all or of some, each as one text in the order of rules."""
    scope = "" if ids is None else " WHERE referral_id IN (SELECT value FROM json_each(?))"
    rows = tx.execute(
        f"SELECT referral_id, {_TEXT} FROM running_clock{scope} GROUP BY referral_id",  # noqa: S608
        () if ids is None else (json.dumps(list(ids)),),
    )
    return dict(rows.fetchall())


def replace(tx: Tx, gone: Collection[str], clocks: Iterable[tuple[object, ...]]) -> None:
    """Drop every clock of some referrals and write these: (referral, *Clock)."""
    if gone:
        tx.execute(
            "DELETE FROM running_clock WHERE referral_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(gone)),),
        )
    add(tx, clocks)


def add(tx: Tx, clocks: Iterable[tuple[object, ...]]) -> None:
    """Write the clocks of referrals that had none: (referral, *Clock)."""
    names, marks = ", ".join(COLUMNS), ", ".join("?" * (len(COLUMNS) + 1))
    tx.executemany(
        f"INSERT INTO running_clock(referral_id, {names}) VALUES ({marks})",  # noqa: S608
        clocks,
    )


def show(tx: Tx, shown: Sequence[tuple[str | None, str | None, str]]) -> None:
    """Set the clock that the caseload shows: (rule, day, referral)."""
    tx.executemany("UPDATE referral SET clock_rule = ?, clock_due_on = ? WHERE id = ?", shown)


def unshow_closed(tx: Tx, ids: Collection[str] | None = None) -> None:
    """Take the shown clock from referrals that are not open."""
    scope = "" if ids is None else " AND id IN (SELECT value FROM json_each(?))"
    tx.execute(
        "UPDATE referral SET clock_rule = NULL, clock_due_on = NULL "  # noqa: S608
        f"WHERE is_open = 0 AND (clock_due_on IS NOT NULL OR clock_rule IS NOT NULL){scope}",
        () if ids is None else (json.dumps(list(ids)),),
    )


def last_run(store: Store) -> Run | None:
    """When all clocks were computed last, None when never."""
    row = store.one("SELECT computed_on, rules FROM clock_run")
    return Run(date.fromisoformat(row[0]), row[1]) if row else None


def set_run(tx: Tx, run: Run) -> None:
    """Remember a computation of all clocks."""
    tx.execute(
        "INSERT INTO clock_run(id, computed_on, rules) VALUES (1, ?, ?) "
        "ON CONFLICT(id) DO UPDATE SET computed_on = excluded.computed_on, rules = excluded.rules",
        (run.computed_on.isoformat(), run.rules),
    )


def add_moves(tx: Tx, moves: Iterable[tuple[str, str, str | None, str | None]]) -> None:
    """Keep what a change of rules or closed days moved: (referral, rule, was, now).

    What moved before, unseen so far, keeps the day it had then; what is back on it is forgotten.
    """
    tx.executemany(
        "INSERT INTO rule_move(referral_id, rule_id, was_on, now_on, moved_at) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT(referral_id, rule_id) DO UPDATE "
        "SET now_on = excluded.now_on, moved_at = excluded.moved_at",
        ((*move, tx.now) for move in moves),
    )
    tx.execute("DELETE FROM rule_move WHERE was_on IS now_on")


def forget_moves(tx: Tx) -> None:
    """Somebody has seen what moved."""
    tx.execute("DELETE FROM rule_move")
