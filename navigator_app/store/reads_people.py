"""People and places of a member, in plain SQL."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from navigator_app.domain.people import (
    CareRow,
    FlagRow,
    HandOverRow,
    HouseholdRow,
    IncomeRow,
    LookedRow,
    MethodRow,
    PlaceRow,
    PromiseRow,
)
from navigator_app.store.reads_referrals import day

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

SEEN = """
SELECT p.id, p.member_id, p.place, p.seen_on, p.when_there, p.confidence,
       coalesce(nullif(p.seen_by, ''), u.name, ''), p.note, coalesce(p.attempt_id, ''),
       p.created_at AS at
FROM place_seen p LEFT JOIN "user" u ON u.id = p.user_id {where}
UNION ALL
SELECT p.id, p.member_id, p.place, p.on_date, '', 'sure', coalesce(u.name, ''), '', p.id, p.at_utc
FROM outreach_attempt p LEFT JOIN "user" u ON u.id = p.user_id {where}
AND p.undone_at IS NULL AND p.place <> '' AND p.mode = 'in-person' AND p.outcome = 'reached'
ORDER BY 4 DESC, 10 DESC
"""
"""Places written down, and those where an attempt met the member; the latest first."""

_HAND = (
    "SELECT h.id, h.member_id, trim(m.first_name || ' ' || m.last_name), coalesce(g.name, ''), "
    "h.to_id, t.name, h.note, h.created_at, h.read_at FROM hand_over h "
    'JOIN member m ON m.id = h.member_id JOIN "user" t ON t.id = h.to_id '
    'LEFT JOIN "user" g ON g.id = h.from_id '
)
_FLAG = (
    "SELECT f.id, f.member_id, f.kind, f.note, f.starts_on, f.review_on, f.ended_on, f.ended_why, "
    "coalesce(u.name, '') FROM safety_flag f LEFT JOIN \"user\" u ON u.id = f.user_id "
)


def about(store: Store, member_id: str) -> dict[str, Any] | None:
    """The fields of a member's own record that bear on people and places; None for nobody."""
    names = (
        "first_name", "last_name", "preferred_name", "phone", "alternate_phone", "email",
        "address", "do_not_leave_word", "fleeing_violence", "safety_note", "last_seen_place",
        "last_seen_on", "navigator_id", "guardian_first_name", "guardian_last_name",
        "guardian_phone",
    )  # fmt: skip
    listed = ", ".join(f"m.{name}" for name in names)
    row = store.one(
        f"SELECT {listed}, coalesce(u.name, '') FROM member m "  # noqa: S608
        'LEFT JOIN "user" u ON u.id = m.navigator_id WHERE m.id = ?',
        (member_id,),
    )
    return dict(zip((*names, "navigator"), row, strict=True)) if row else None


def household(store: Store, member_id: str) -> tuple[HouseholdRow, ...]:
    """Everybody of the household, those who left last."""
    rows = store.query(
        "SELECT id, member_id, name, relationship, date_of_birth, moves_in, note, left_on, "
        "other_member_id FROM household_person WHERE member_id = ? "
        "ORDER BY left_on IS NOT NULL, created_at, id",
        (member_id,),
    )
    return tuple(HouseholdRow(*_read(r, days=(4, 7), flags=(5,))) for r in rows)


def incomes(store: Store, member_id: str) -> tuple[IncomeRow, ...]:
    """All incomes, the highest first."""
    rows = store.query(
        "SELECT i.id, i.member_id, coalesce(i.person_id, ''), coalesce(p.name, ''), i.source, "
        "i.cents, i.starts_on, i.ends_on, i.verified_on, i.note FROM income i "
        "LEFT JOIN household_person p ON p.id = i.person_id "
        "WHERE i.member_id = ? ORDER BY i.cents DESC, i.id",
        (member_id,),
    )
    return tuple(IncomeRow(*_read(r, days=(6, 7, 8))) for r in rows)


def care(store: Store, member_id: str) -> tuple[CareRow, ...]:
    """The care team, those who no longer stand last."""
    rows = store.query(
        "SELECT id, member_id, role, name, organization, phone, email, fax, note, starts_on, "
        "ends_on FROM care_person WHERE member_id = ? "
        "ORDER BY ends_on IS NOT NULL, created_at, id",
        (member_id,),
    )
    return tuple(CareRow(*_read(r, days=(9, 10))) for r in rows)


def methods(store: Store, member_id: str) -> tuple[MethodRow, ...]:
    """Ways to reach the member in their order, those that ended last."""
    rows = store.query(
        "SELECT id, member_id, position, kind, value, whose, safe_to_leave_word, best_time, works, "
        "checked_on, note, ended_on FROM contact_method WHERE member_id = ? "
        "ORDER BY ended_on IS NOT NULL, position, created_at, id",
        (member_id,),
    )
    return tuple(MethodRow(*_read(r, days=(9, 11), flags=(6, 8))) for r in rows)


def places(store: Store, member_id: str) -> tuple[PlaceRow, ...]:
    """Where the member was seen, the latest first."""
    rows = store.query(SEEN.format(where="WHERE p.member_id = ?1"), (member_id,))
    return tuple(PlaceRow(*_read(r[:9], days=(3,))) for r in rows)


def looked(store: Store, member_id: str) -> tuple[LookedRow, ...]:
    """What was looked through, the latest first."""
    rows = store.query(
        "SELECT l.id, l.member_id, l.source, l.checked_on, l.found, l.note, coalesce(u.name, '') "
        'FROM locate_check l LEFT JOIN "user" u ON u.id = l.user_id '
        "WHERE l.member_id = ? ORDER BY l.checked_on DESC, l.created_at DESC, l.id DESC",
        (member_id,),
    )
    return tuple(LookedRow(*_read(r, days=(3,))) for r in rows)


def flags(store: Store, member_id: str) -> tuple[FlagRow, ...]:
    """Dangers as written down, those that stand first."""
    rows = store.query(
        f"{_FLAG} WHERE f.member_id = ? ORDER BY f.ended_on IS NOT NULL, f.starts_on DESC, f.id",
        (member_id,),
    )
    return tuple(_flag_row(row) for row in rows)


def promises(store: Store, member_id: str) -> tuple[PromiseRow, ...]:
    """What was promised: open ones first, by their day."""
    rows = store.query(
        "SELECT p.id, p.member_id, p.what, p.to_whom, p.due_on, p.kept_on, p.dropped_why, "
        "coalesce(u.name, ''), p.created_at FROM promise p "
        'LEFT JOIN "user" u ON u.id = p.user_id WHERE p.member_id = ? '
        "ORDER BY p.kept_on IS NOT NULL OR p.dropped_why <> '', coalesce(p.due_on, '9'), p.id",
        (member_id,),
    )
    return tuple(PromiseRow(*_read(r, days=(4, 5), moments=(8,))) for r in rows)


def hand_overs(store: Store, member_id: str) -> tuple[HandOverRow, ...]:
    """Hand-overs of a member, the latest first."""
    rows = store.query(f"{_HAND} WHERE h.member_id = ? ORDER BY h.id DESC", (member_id,))
    return tuple(_hand(row) for row in rows)


def unread(store: Store, user_id: str) -> list[HandOverRow]:
    """Members handed to somebody who still has them and has not read the pack, oldest first."""
    sql = f"{_HAND} WHERE h.to_id = ? AND h.read_at IS NULL AND m.navigator_id = h.to_id"
    newest = "AND NOT EXISTS (SELECT 1 FROM hand_over n WHERE n.member_id = h.member_id "
    return [
        _hand(row)
        for row in store.query(f"{sql} {newest} AND n.id > h.id) ORDER BY h.id", (user_id,))
    ]


def names(store: Store, ids: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """(name, navigator's id) of those members that there are."""
    rows = store.query(
        "SELECT id, trim(first_name || ' ' || last_name), navigator_id FROM member "
        "WHERE merged_into_id IS NULL AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def row(store: Store, table: str, key: str) -> dict[str, Any] | None:
    """One row of a table of people and places; the table's name is the program's own."""
    cursor = store.connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (key,))  # noqa: S608
    found = cursor.fetchone()
    return dict(zip([c[0] for c in cursor.description], found, strict=True)) if found else None


def met_by(store: Store, attempt_ids: Collection[str]) -> list[str]:
    """The members whom those attempts met at a place, undone or not."""
    rows = store.query(
        "SELECT DISTINCT member_id FROM outreach_attempt WHERE place <> '' AND mode = 'in-person' "
        "AND outcome = 'reached' AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(attempt_ids)),),
    )
    return [row[0] for row in rows]


def refresh_last_seen(tx: Tx, member_ids: Collection[str]) -> None:
    """Let the record say where each member was seen last, as the places now stand."""
    for member_id in member_ids:
        sql = SEEN.format(where="WHERE p.member_id = ?1")
        newest = tx.execute(f"{sql} LIMIT 1", (member_id,)).fetchone()
        place, seen = (newest[2], newest[3]) if newest else ("", None)
        tx.execute(
            "UPDATE member SET last_seen_place = ?2, last_seen_on = ?3 WHERE id = ?1 "
            "AND (last_seen_place IS NOT ?2 OR last_seen_on IS NOT ?3)",
            (member_id, place, seen),
        )


def _hand(r: tuple[Any, ...]) -> HandOverRow:
    return HandOverRow(*_read(r, moments=(7, 8)))


def _flag_row(r: tuple[Any, ...]) -> FlagRow:
    return FlagRow(*_read(r, days=(4, 5, 6)))


def _read(
    row: tuple[Any, ...],
    days: tuple[int, ...] = (),
    flags: tuple[int, ...] = (),
    moments: tuple[int, ...] = (),
) -> list[Any]:
    """A row with its days, moments and yes-or-no columns as what they are."""
    found = list(row)
    for place in days:
        found[place] = day(found[place])
    for place in flags:
        found[place] = None if found[place] is None else bool(found[place])
    for place in moments:
        found[place] = datetime.fromisoformat(found[place]) if found[place] else None
    return found
