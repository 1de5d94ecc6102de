"""Records that may be one person twice, and what two of them hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from navigator_app.domain.duplicates import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from navigator_app.store.engine import Store

_PERSON = (
    "SELECT id, first_name, last_name, date_of_birth, cin, preferred_name, phone, alternate_phone "
    "FROM member "
)

FIELDS = (
    "first_name", "last_name", "preferred_name", "date_of_birth", "cin", "plan_id",
    "plan_member_id", "phone", "alternate_phone", "address", "email", "language_spoken",
    "language_written", "written_format", "navigator_id", "safety_note", "last_seen_place",
    "last_seen_on",
)  # fmt: skip
"""What a person chooses between, side by side; the rest follows by rule."""


def people(store: Store) -> list[Person]:
    """Everybody who is shown."""
    return [_person(row) for row in store.query(_PERSON + "WHERE merged_into_id IS NULL")]


def near(store: Store, born: Iterable[str], sort_names: Iterable[str]) -> list[Person]:
    """Who was born on one of these days or is sorted under one of these names."""
    days, names = list(born), list(sort_names)
    marks = ", ".join("?" * len(days)), ", ".join("?" * len(names))
    sql = (
        f"{_PERSON}WHERE merged_into_id IS NULL "
        f"AND (date_of_birth IN ({marks[0]}) OR sort_name IN ({marks[1]}))"
    )
    return [_person(row) for row in store.query(sql, [*days, *names])]


def told_apart(store: Store) -> set[tuple[str, str]]:
    """Pairs that somebody said are two people, the smaller id first."""
    return {(row[0], row[1]) for row in store.query(
        "SELECT member_id, other_id FROM duplicate_verdict"
    )}  # fmt: skip


def record(store: Store, member_id: str) -> dict[str, Any] | None:
    """All columns of a member; None when there is none."""
    names = [row[0] for row in store.query("SELECT name FROM pragma_table_info('member')")]
    row = store.one("SELECT * FROM member WHERE id = ?", (member_id,))
    return dict(zip(names, row, strict=True)) if row else None


def held(store: Store, member_id: str) -> dict[str, int]:
    """How many rows of each kind a member has."""
    found = {}
    for table in referring(store):
        row = store.one(
            f'SELECT count(*) FROM "{table}" WHERE member_id = ?',  # noqa: S608
            (member_id,),
        )
        if row and row[0]:
            found[table] = int(row[0])
    return found


NOT_MOVED = frozenset({"duplicate_verdict", "draft", "work_timer", "note_index", "inbound_row"})
"""Tables whose `member_id` stays: about the records themselves, derived, or evidence."""


def referring(store: Store) -> list[str]:
    """The tables whose rows belong to a member."""
    rows = store.query(
        "SELECT DISTINCT s.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c "
        "WHERE s.type = 'table' AND c.name = 'member_id' ORDER BY s.name"
    )
    return [row[0] for row in rows if row[0] not in NOT_MOVED]


def merges(store: Store, member_id: str) -> list[tuple[Any, ...]]:
    """The records that went into this member: (merge, merged member, name, CIN, when, by, why)."""
    return store.query(
        "SELECT g.id, g.merged_id, m.first_name || ' ' || m.last_name, m.cin, g.created_at, "
        "coalesce(u.name, ''), g.reason FROM member_merge g JOIN member m ON m.id = g.merged_id "
        'LEFT JOIN "user" u ON u.id = g.user_id '
        "WHERE g.kept_id = ? AND g.undone_at IS NULL ORDER BY g.created_at DESC",
        (member_id,),
    )


def merge(store: Store, merge_id: str) -> tuple[Any, ...] | None:
    """(kept, merged, what was moved as JSON, when undone) of a merge; None when there is none."""
    return store.one(
        "SELECT kept_id, merged_id, moved, undone_at FROM member_merge WHERE id = ?", (merge_id,)
    )


def _person(row: tuple[Any, ...]) -> Person:
    return Person(
        id=row[0], first=row[1], last=row[2], born=row[3], cin=row[4], preferred=row[5],
        phones=(row[6], row[7]),
    )  # fmt: skip


def same_open(store: Store, one: str, other: str) -> list[str]:
    """Services of which both have an open referral with the same plan."""
    rows = store.query(
        "SELECT DISTINCT a.service FROM referral a JOIN referral b ON b.service = a.service "
        "AND b.plan_id = a.plan_id WHERE a.member_id = ? AND b.member_id = ? "
        "AND a.is_open = 1 AND b.is_open = 1 ORDER BY a.service",
        (one, other),
    )
    return [row[0] for row in rows]


def aliases(store: Store, member_id: str, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """Those columns of the records that went into this one."""
    names = ", ".join(columns)
    return store.query(
        f"SELECT {names} FROM member WHERE merged_into_id = ? ORDER BY id",  # noqa: S608
        (member_id,),
    )


def names(store: Store) -> dict[str, str]:
    """The names of plans and users by id."""
    return dict(store.query('SELECT id, name FROM plan UNION ALL SELECT id, name FROM "user"'))
