"""Which records tell of substance-use treatment: marked so by somebody, or plain from what they
are — a consent to share such records, its paper, and the line that says they left."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from navigator_app.store.reads_timeline import BRANCHES

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_CONSENT = "SELECT c.id FROM consent c WHERE c.kind = 'substance-use'"
_FORM = (
    "SELECT f.id FROM printed_form f WHERE f.kind = 'substance_use' "  # noqa: S608
    f"OR f.consent_id IN ({_CONSENT})"
)
_PAPER = (
    f"SELECT a.id FROM attachment a WHERE (a.about = 'printed_form' AND a.about_id IN ({_FORM})) "  # noqa: S608
    f"OR (a.about = 'consent' AND a.about_id IN ({_CONSENT})) "
    "OR EXISTS (SELECT 1 FROM part_2_mark k WHERE k.about = a.about AND k.about_id = a.about_id) "
    "UNION SELECT c.attachment_id FROM consent c WHERE c.kind = 'substance-use'"
)
_OF_THEMSELVES = {
    "consent": _CONSENT,
    "printed_form": _FORM,
    "attachment": _PAPER,
    "member_document": f"SELECT d.id FROM member_document d WHERE d.attachment_id IN ({_PAPER} "  # noqa: S608
    "UNION SELECT k.about_id FROM part_2_mark k WHERE k.about = 'attachment')",
    "disclosure": "SELECT d.id FROM disclosure d WHERE EXISTS "
    "(SELECT 1 FROM json_each(d.categories) j WHERE j.value = 'substance-use')",
}


def by_hand(store: Store, table: str, record_id: str) -> bool:
    """True where somebody put the mark there."""
    sql = "SELECT 1 FROM part_2_mark WHERE about = ? AND about_id = ?"
    return store.one(sql, (table, record_id)) is not None


def of(store: Store, table: str, ids: Collection[str]) -> frozenset[str]:
    """Those among records of a table that tell of substance-use treatment."""
    if not ids:
        return frozenset()
    known = f"OR j.value IN ({_OF_THEMSELVES[table]})" if table in _OF_THEMSELVES else ""
    rows = store.query(
        "SELECT j.value FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM part_2_mark k "  # noqa: S608
        f"WHERE k.about = ? AND k.about_id = j.value) {known}",
        (json.dumps(list(ids)), table),
    )
    return frozenset(row[0] for row in rows)


def owner(store: Store, table: str, record_id: str) -> str | None:
    """The member whose record it is, of the kinds that the line in time shows; None for none."""
    parent, key = next((one.of for one in BRANCHES if one.table == table), ("", ""))
    joined = f'JOIN "{parent}" o ON o.id = t."{key}"' if parent else ""
    sql = f'SELECT {"o" if parent else "t"}.member_id FROM "{table}" t {joined} WHERE t.id = ?'  # noqa: S608
    row = store.one(sql, (record_id,))
    return str(row[0]) if row and row[0] else None


def remove(tx: Tx, table: str, record_id: str) -> None:
    """Take the mark off; the journal keeps that it was there."""
    tx.execute("DELETE FROM part_2_mark WHERE about = ? AND about_id = ?", (table, record_id))
