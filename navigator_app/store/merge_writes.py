"""Rows of a member going to another record, and back."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from navigator_app.store import reads_duplicates, triggers

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

ONE_EACH = "housing_preference"
"""One row a member: it goes over only where the other record has none."""


def move_rows(store: Store, tx: Tx, of: str, to: str) -> dict[str, list[str]]:
    """Hand every row of one member to the other; the ids that went, by table."""
    moved: dict[str, list[str]] = {}
    for table in reads_duplicates.referring(store):
        if table == ONE_EACH and _has(tx, table, to):
            continue
        key = triggers.RECORDS[table]
        rows = tx.execute(
            f'SELECT "{key}" FROM "{table}" WHERE member_id = ?',  # noqa: S608
            (of,),
        ).fetchall()
        if not rows:
            continue
        moved[table] = [row[0] for row in rows]
        if table == "support_plan":
            _after_the_last_version(tx, moved[table], to)
        _hand(tx, table, moved[table], to)
    return moved


def move_back(tx: Tx, moved: dict[str, list[str]], of: str, to: str) -> None:
    """Hand the rows of a merge back, from `of` to `to`, that still are where they went."""
    for table, ids in moved.items():
        if table == ONE_EACH:
            tx.execute(
                f'UPDATE "{ONE_EACH}" SET member_id = ? WHERE member_id = ?',  # noqa: S608
                (to, of),
            )
            continue
        key = triggers.RECORDS[table]
        still = tx.execute(
            f'SELECT "{key}" FROM "{table}" WHERE member_id = ? '  # noqa: S608
            f'AND "{key}" IN (SELECT value FROM json_each(?))',
            (of, json.dumps(ids)),
        ).fetchall()
        _hand(tx, table, [row[0] for row in still], to)


def swap_cins(tx: Tx, one: str, other: str) -> None:
    """Exchange the CINs of two records; the passing value is nobody's."""
    first = tx.execute("SELECT cin FROM member WHERE id = ?", (one,)).fetchone()[0]
    second = tx.execute("SELECT cin FROM member WHERE id = ?", (other,)).fetchone()[0]
    tx.update("member", one, {"cin": f"-{first}"})
    tx.update("member", other, {"cin": first})
    tx.update("member", one, {"cin": second})


def _hand(tx: Tx, table: str, ids: Collection[str], to: str) -> None:
    key = triggers.RECORDS[table]
    tx.execute(
        f'UPDATE "{table}" SET member_id = ? '  # noqa: S608
        f'WHERE "{key}" IN (SELECT value FROM json_each(?))',
        (to, json.dumps(list(ids))),
    )


def _after_the_last_version(tx: Tx, ids: Collection[str], to: str) -> None:
    """Versions are numbered on from the other record's last one, in their order."""
    last = tx.execute(
        "SELECT coalesce(max(version), 0) FROM support_plan WHERE member_id = ?", (to,)
    ).fetchone()[0]
    if last:
        tx.execute(
            "UPDATE support_plan SET version = version + ? "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (last + 1000, json.dumps(list(ids))),  # clear of its own numbers, then close up
        )
        tx.execute(
            "UPDATE support_plan SET version = version - 1000 "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )


def _has(tx: Tx, table: str, member_id: str) -> bool:
    sql = f'SELECT 1 FROM "{table}" WHERE member_id = ?'  # noqa: S608
    return tx.execute(sql, (member_id,)).fetchone() is not None
