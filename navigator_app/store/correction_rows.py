"""Records that are put right, and what is kept of how they stood."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.corrections import ABOUT, CorrectionRow
from navigator_app.domain.identifiers import uuid7
from navigator_app.store.referral_state import STANDING, VOIDED

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

_CORRECTIONS = (
    "SELECT c.id, c.member_id, c.about, c.record_id, c.taken_back, c.reason, "
    "coalesce(u.name, ''), c.created_at, c.was FROM correction c "
    'LEFT JOIN "user" u ON u.id = c.user_id '
)

# Crossed: the few corrections since it came lead, not the file's thousands of rows.
_SINCE_IT_CAME = (
    "SELECT c.record_id, r.typed, c.id, c.was FROM inbound_file f "
    "CROSS JOIN correction c ON c.about = 'member' AND c.created_at >= f.staged_at "
    "CROSS JOIN inbound_row r ON r.file_id = f.id AND r.member_id = c.record_id "
    "WHERE f.id = ? AND f.state = 'staged' AND r.typed <> '' AND NOT EXISTS ("
    "SELECT 1 FROM correction n WHERE n.record_id = c.record_id "
    "AND (n.created_at, n.id) > (c.created_at, c.id)) ORDER BY r.row_no"
)

# The status that closed the loop was written with the ending; what corrected it since counts in
# its place.
_OWN = (
    "WITH RECURSIVE chain(id) AS (SELECT o.id FROM journal_entry d "
    "JOIN status_event o ON o.referral_id = ?1 AND o.status = 'closed' "
    "JOIN journal_entry s ON s.record_id = o.id AND s.transaction_id = d.transaction_id "
    "WHERE d.record_id = ?2 AND d.operation = 'insert' AND s.operation = 'insert' "
    "UNION SELECT n.id FROM status_event n JOIN chain c ON n.corrects_id = c.id) "
)
_OWN_EVENT = (
    f"{_OWN}SELECT e.id, e.on_date, e.reason FROM chain "  # noqa: S608 - constants
    "JOIN status_event e ON e.id = chain.id "
    f"WHERE {STANDING.format(e='e')} AND e.status = 'closed' ORDER BY e.seq DESC LIMIT 1"
)


def record(store: Store, about: str, record_id: str) -> dict[str, object] | None:
    """A record's columns by name, None when there is none. `about` is one of `ABOUT`."""
    if about not in ABOUT:
        raise ValueError(about)
    names = [row[0] for row in store.query("SELECT name FROM pragma_table_info(?)", (about,))]
    columns = ", ".join(f'"{name}"' for name in names)
    row = store.one(f'SELECT {columns} FROM "{about}" WHERE id = ?', (record_id,))  # noqa: S608
    return dict(zip(names, row, strict=True)) if row else None


def keep(
    tx: Tx,
    member_id: str,
    about: str,
    was: Mapping[str, object],
    reason: str,
    user_id: str | None,
    *,
    taken_back: bool = False,
) -> str:
    """Keep how a record stood and why it is put right; returns the correction's id."""
    key = uuid7()
    tx.insert(
        "correction",
        {
            "id": key,
            "member_id": member_id,
            "about": about,
            "record_id": was["id"],
            "taken_back": int(taken_back),
            "was": json.dumps(dict(was), ensure_ascii=False),
            "reason": reason,
            "user_id": user_id,
            "created_at": tx.now,
        },
    )
    return key


def remove(tx: Tx, about: str, record_id: str) -> None:
    """Take a record away; the correction and the journal keep it."""
    if about not in ABOUT:
        raise ValueError(about)
    tx.execute(f'DELETE FROM "{about}" WHERE id = ?', (record_id,))  # noqa: S608


def one(store: Store, correction_id: str) -> CorrectionRow | None:
    """One correction, None when there is none."""
    row = store.one(_CORRECTIONS + "WHERE c.id = ?", (correction_id,))
    return _row(row) if row else None


def of_member(store: Store, member_id: str) -> list[CorrectionRow]:
    """A member's corrections, oldest first."""
    sql = _CORRECTIONS + "WHERE c.member_id = ? ORDER BY c.created_at, c.id"
    return [_row(row) for row in store.query(sql, (member_id,))]


def put_right(store: Store, names: Sequence[str]) -> dict[str, dict[str, object]]:
    """Of the members that were put right, the columns of `names` that stand otherwise than they
    did, with what stands; by member id."""
    columns = ", ".join(f'm."{name}"' for name in names)
    found: dict[str, dict[str, object]] = {}
    for member_id, was, *now in store.query(
        f"SELECT m.id, c.was, {columns} FROM correction c JOIN member m ON m.id = c.record_id "  # noqa: S608
        "WHERE c.about = 'member'"
    ):
        before = json.loads(was)
        right = {
            name: value
            for name, value in zip(names, now, strict=True)
            if before.get(name, value) != value
        }
        if right:
            found.setdefault(member_id, {}).update(right)
    return found


def kept_against(store: Store, import_id: str, mark: str) -> list[tuple[str, str]]:
    """(member, changes as JSON) of the rows of a staged file that hold a marked change."""
    return store.query(
        "SELECT member_id, changes FROM inbound_row WHERE file_id = ? "
        "AND instr(changes, ?) > 0 ORDER BY row_no",
        (import_id, f'"{mark}'),
    )


def taken_over(store: Store, import_id: str) -> list[tuple[str, str, str, dict[str, object]]]:
    """(member, values of the file's row, correction, how they stood) of the members of a staged
    file whose latest correction was made since it came."""
    rows = store.query(_SINCE_IT_CAME, (import_id,))
    return [(row[0], row[1], row[2], json.loads(row[3])) for row in rows]


def own_event(store: Store, referral_id: str, ending_id: str) -> tuple[str, str, str] | None:
    """Id, day and reason of the status that closed the loop when a service was ended, as it stands
    now; None where the loop was closed otherwise."""
    row = store.one(_OWN_EVENT, (referral_id, ending_id))
    return (row[0], row[1], row[2] or "") if row else None


def own_events(store: Store, referral_id: str, ending_id: str) -> list[str]:
    """That status and all that it was corrected from or by, voided ones left out."""
    sql = f"{_OWN}SELECT id FROM chain WHERE NOT {VOIDED.format(e='chain')}"  # noqa: S608
    return [row[0] for row in store.query(sql, (referral_id, ending_id))]


def told_unreached(store: Store, referral_id: str) -> str | None:
    """The day the plan was told that the member was not reached, as kept with the intake."""
    row = store.one("SELECT unreached_told_on FROM intake WHERE referral_id = ?", (referral_id,))
    return row[0] if row else None


def _row(row: tuple[Any, ...]) -> CorrectionRow:
    return CorrectionRow(
        id=row[0],
        member_id=row[1],
        about=row[2],
        record_id=row[3],
        taken_back=bool(row[4]),
        reason=row[5],
        by=row[6],
        at=datetime.fromisoformat(row[7]),
        was=json.loads(row[8]),
    )
