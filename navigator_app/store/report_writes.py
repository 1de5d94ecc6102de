"""What is written of a report to a plan, and of many referrals at once when it goes.

Every function belongs into a transaction of whoever calls it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx


def keep(tx: Tx, report_id: str, content: bytes, referral_ids: Collection[str]) -> None:
    """Keep a built report's bytes and whose referrals it names."""
    tx.execute(
        "INSERT INTO plan_report_content(report_id, content) VALUES (?, ?)",
        (report_id, zlib.compress(content, 1)),
    )
    tx.executemany(
        "INSERT INTO plan_report_row(report_id, row_no, referral_id) VALUES (?, ?, ?)",
        [(report_id, number, key) for number, key in enumerate(referral_ids, 1)],
    )


def carry(tx: Tx, report_id: str, question_ids: Collection[str]) -> None:
    """Write which questions a file that was made holds."""
    tx.execute(
        "UPDATE plan_report SET carried_by = ? WHERE id IN (SELECT value FROM json_each(?))",
        (report_id, json.dumps(list(question_ids))),
    )


def put_updated(tx: Tx, referral_ids: Collection[str], on: date) -> None:
    """Write, for many referrals at once, the day on which their plan had an update; a later day
    that is known already stays."""
    ids = json.dumps(list(referral_ids))
    blank = _blank(tx)
    names = ", ".join(f'"{name}"' for name in blank)
    marks = ", ".join(f":{name}" for name in blank)
    tx.execute(
        f"INSERT INTO intake(referral_id, created_at, {names}) SELECT j.value, :now, {marks} "  # noqa: S608
        "FROM json_each(:ids) j WHERE NOT EXISTS (SELECT 1 FROM intake i "
        "WHERE i.referral_id = j.value)",
        {"ids": ids, "now": tx.now, **blank},
    )
    tx.execute(
        "UPDATE intake SET plan_updated_on = :on WHERE coalesce(plan_updated_on, '') < :on "
        "AND referral_id IN (SELECT value FROM json_each(:ids))",
        {"ids": ids, "on": on.isoformat()},
    )


def _blank(tx: Tx) -> Mapping[str, object]:
    wanted = tx.execute(
        "SELECT name, type FROM pragma_table_info('intake') WHERE \"notnull\" = 1 "
        "AND name NOT IN ('referral_id', 'created_at')"
    ).fetchall()
    return {name: 0 if kind == "INTEGER" else "" for name, kind in wanted}
