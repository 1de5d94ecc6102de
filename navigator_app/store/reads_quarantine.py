"""Files and rows that nobody could use yet, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

Row = tuple[Any, ...]


class Heap(NamedTuple):
    """What waits of one plan as one person's work."""

    plan_key: str
    plan_name: str
    owner: str  # "" where it is nobody's
    waiting: int
    oldest: str  # moment
    reason: str  # of the oldest


_ROWS = (
    "SELECT q.id, p.key, p.name, coalesce(q.file_id, ''), coalesce(f.name, ''), "
    "coalesce(f.kind, ''), q.row_no, q.reason, coalesce(q.owner_id, ''), coalesce(u.name, ''), "
    "q.raised_at, EXISTS (SELECT 1 FROM exchange_content c WHERE c.file_id = q.file_id), "
    "q.settled_at, q.settled_how, EXISTS (SELECT 1 FROM response_row v WHERE v.file_id = q.file_id "
    "AND v.row_no = q.row_no AND v.verdict = 'changed' AND v.settled_at IS NULL) "
    "FROM quarantine q JOIN plan p ON p.id = q.plan_id "
    'LEFT JOIN exchange_file f ON f.id = q.file_id LEFT JOIN "user" u ON u.id = q.owner_id '
)


def rows(
    store: Store, *, plan_id: str = "", owner_id: str = "", settled: bool = False, limit: int = 500
) -> list[Row]:
    """What waits, the oldest first; with `settled` what was settled, the newest first."""
    order = "q.settled_at DESC, q.id DESC" if settled else "q.raised_at, q.file_id, q.row_no"
    return store.query(
        f"{_ROWS}WHERE q.settled_at IS {'NOT ' if settled else ''}NULL AND ? IN ('', q.plan_id) "
        f"AND ? IN ('', coalesce(q.owner_id, '')) ORDER BY {order} LIMIT ?",
        (plan_id, owner_id, limit),
    )


def row(store: Store, key: str) -> Row | None:
    """One of them."""
    return store.one(_ROWS + "WHERE q.id = ?", (key,))


def count(store: Store, plan_id: str = "") -> int:
    """How many wait."""
    found = store.one(
        "SELECT count(*) FROM quarantine WHERE settled_at IS NULL AND ? IN ('', plan_id)",
        (plan_id,),
    )
    return int(found[0]) if found else 0


def heaps(store: Store, owner_id: str = "") -> list[Heap]:
    """What waits by plan and owner, of everybody or of one user; the oldest first."""
    found = store.query(
        "SELECT p.key, p.name, coalesce(u.name, ''), count(*), min(q.raised_at), q.reason "
        'FROM quarantine q JOIN plan p ON p.id = q.plan_id LEFT JOIN "user" u ON u.id = q.owner_id '
        "WHERE q.settled_at IS NULL AND ? IN ('', coalesce(q.owner_id, '')) "
        "GROUP BY q.plan_id, q.owner_id ORDER BY 5, 1, 3",
        (owner_id,),
    )
    return [Heap(*row) for row in found]


def not_fetched(store: Store, plan_id: str) -> set[tuple[str, str]]:
    """Name on the plan's server, and why, of files that were never fetched and wait for a
    person."""
    found = store.query(
        "SELECT f.remote_name, q.reason FROM quarantine q JOIN exchange_file f ON f.id = q.file_id "
        "WHERE q.plan_id = ? AND q.settled_at IS NULL AND f.sha256 = ''",
        (plan_id,),
    )
    return {(row[0], row[1]) for row in found}
