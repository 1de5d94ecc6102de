"""Single dated facts written beside a referral."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx


def started(store: Store, referral_id: str, rule_id: str) -> str:
    """The day or moment a running clock is counted from, as ISO text; "" when it does not run."""
    row = store.one(
        "SELECT started_on FROM running_clock WHERE referral_id = ? AND rule_id = ?",
        (referral_id, rule_id),
    )
    return str(row[0]) if row else ""


def put(tx: Tx, referral_id: str, column: str, on: date) -> None:
    """Set one fact of a referral; one that came by a plan's file gets its row for it here."""
    known = tx.execute("SELECT 1 FROM intake WHERE referral_id = ?", (referral_id,)).fetchone()
    if known is None:
        wanted = tx.execute(
            "SELECT name, type FROM pragma_table_info('intake') WHERE \"notnull\" = 1"
        ).fetchall()
        blank: dict[str, object] = {name: 0 if kind == "INTEGER" else "" for name, kind in wanted}
        tx.insert("intake", blank | {"referral_id": referral_id, "created_at": tx.now})
    tx.execute(
        f"UPDATE intake SET {column} = ? WHERE referral_id = ?",  # noqa: S608 - our own names
        (on.isoformat(), referral_id),
    )
