"""The statements of an import: what is known, what came in, and taking it in, all by the set.

Lists of ids go in as one JSON array (`json_each`), so a statement serves ten rows and ten thousand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

Row = tuple[Any, ...]


class File(NamedTuple):
    """A file that came in; `seen_at` is when the very same one was committed before."""

    id: str
    plan_id: str
    plan: str  # key
    name: str
    sha256: str
    layout: str
    headings: str
    state: str
    rows: int
    new: int
    changed: int
    unchanged: int
    disappeared: int
    rejected: int
    warnings: str
    basis: int
    staged_at: str
    committed_at: str | None
    seen_at: str | None


GONE_FROM = 1_000_000_000
"""Disappeared referrals stand in a file's rows from this row number on, after all real rows."""

# A CIN finds the record it went into; of several, each knows the referrals that came under its CIN.
_KNOWN = """
SELECT x.cin, m.id, m.plan_id, r.id, r.plan_id, r.service, r.status, r.requested_on,
       r.disappeared_on, coalesce(i.baseline, i.typed)
FROM json_each(?) j
JOIN member x ON x.cin = j.value
JOIN member m ON m.id = coalesce(x.merged_into_id, x.id)
LEFT JOIN referral r ON r.member_id = m.id
LEFT JOIN inbound_row i
  ON i.member_id IN (SELECT m.id UNION ALL SELECT y.id FROM member y WHERE y.merged_into_id = m.id)
  AND i.file_id = r.last_file_id AND i.referral_id = r.id
WHERE i.typed IS NULL OR instr(coalesce(i.baseline, i.typed), char(31) || x.cin || char(31))
ORDER BY r.id, i.row_no
"""

_MEMBER_VALUES = """
SELECT m.id, m.first_name, m.last_name, m.cin, m.plan_member_id, m.date_of_birth, m.phone,
       m.address, m.email, m.language_spoken, m.language_written, m.written_format, m.gender_code,
       m.race_ethnicity_code, CAST(m.homeless AS TEXT), m.guardian_first_name,
       m.guardian_last_name, m.guardian_phone
FROM json_each(?) j JOIN member m ON m.id = j.value
"""

_REFERRAL_VALUES = """
SELECT r.id, r.service, r.referral_type, r.requested_on, r.authorization_status, r.effective_on,
       r.ends_on, a.decided_on, r.sent_to_provider_on, r.authorization_number
FROM json_each(?) j JOIN referral r ON r.id = j.value
LEFT JOIN "authorization" a ON a.referral_id = r.id AND a.effective_on = r.effective_on
"""

_LAST_HEARD = """
SELECT r.id, r.member_id, coalesce(i.baseline, i.typed)
FROM json_each(?) j JOIN referral r ON r.id = j.value
JOIN inbound_row i
  ON i.member_id = r.member_id AND i.file_id = r.last_file_id AND i.referral_id = r.id
ORDER BY r.id, i.row_no
"""

# The same bytes count as seen before only when they were read as far as now: once a layout is
# mended, a file may be taken in again for its rejected rows.
_FILE = """
SELECT f.id, f.plan_id, p.key, f.name, f.sha256, f.layout, f.headings, f.state, f.rows, f.new_rows,
       f.changed_rows, f.unchanged_rows, f.disappeared_rows, f.rejected_rows, f.warnings, f.basis,
       f.staged_at, f.committed_at,
       (SELECT min(e.committed_at) FROM inbound_file e
        WHERE e.plan_id = f.plan_id AND e.sha256 = f.sha256 AND e.state = 'committed'
          AND e.id <> f.id AND (f.committed_at IS NULL OR e.id < f.id)
          AND e.rows - e.rejected_rows = f.rows - f.rejected_rows)
FROM inbound_file f JOIN plan p ON p.id = f.plan_id
"""

_INSERT_ROWS = """
INSERT INTO inbound_row(file_id, row_no, verdict, raw, typed, baseline, column_name, reason,
                        changes, member_id, referral_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

MEMBER_COLUMNS = (
    "id", "first_name", "last_name", "cin", "plan_member_id", "date_of_birth", "phone", "address",
    "email", "language_spoken", "language_written", "written_format", "gender_code",
    "race_ethnicity_code", "homeless", "guardian_first_name", "guardian_last_name",
    "guardian_phone", "sort_name", "search_text",
)  # fmt: skip
REFERRAL_COLUMNS = (
    "id", "member_id", "service", "referral_type", "requested_on", "authorization_status",
    "effective_on", "ends_on", "sent_to_provider_on", "authorization_number",
    "previous_referral_id", "is_open", "closure_reason", "clock_rule", "clock_due_on",
)  # fmt: skip
AUTHORIZATION_COLUMNS = (
    "id", "referral_id", "number", "status", "requested_on", "decided_on", "effective_on",
    "ends_on",
)  # fmt: skip

_UPSERT_AUTHORIZATIONS = """
INSERT INTO "authorization"(id, referral_id, number, status, requested_on, decided_on,
                            effective_on, ends_on, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(referral_id, effective_on) DO UPDATE SET
    number = excluded.number, status = excluded.status, requested_on = excluded.requested_on,
    decided_on = excluded.decided_on, ends_on = excluded.ends_on
"""

_MIRROR_AUTHORIZATION = """
UPDATE referral SET (effective_on, ends_on, authorization_number) =
    (SELECT a.effective_on, a.ends_on, a.number FROM "authorization" a
     WHERE a.referral_id = referral.id ORDER BY a.effective_on DESC LIMIT 1)
WHERE id IN (SELECT value FROM json_each(?))
  AND EXISTS (SELECT 1 FROM "authorization" a WHERE a.referral_id = referral.id)
"""

# A denial is the plan's: it shuts the referral without an event of ours, and a later approval
# opens it again unless an event of ours ended it.
_MIRROR_DENIAL = """
UPDATE referral SET
    is_open = CASE WHEN coalesce(status, '') IN ('closed', 'declined') THEN 0
                   WHEN coalesce(authorization_status, '') = 'denied' THEN 0 ELSE 1 END,
    closure_reason = CASE WHEN coalesce(status, '') IN ('closed', 'declined') THEN closure_reason
                          WHEN coalesce(authorization_status, '') = 'denied'
                          THEN 'authorization-denied' END
WHERE id IN (SELECT value FROM json_each(?))
"""

# A referral entered by hand came in, for its clocks, when the plan first named it.
_FIRST_HEARD = """
UPDATE referral SET received_on = ?2
WHERE last_file_id IS NULL
  AND id IN (SELECT referral_id FROM inbound_row
             WHERE file_id = ?1 AND verdict IN ('unchanged', 'changed'))
"""

_HEARD_AGAIN = """
UPDATE referral SET last_file_id = ?1, disappeared_on = NULL
WHERE id IN (SELECT referral_id FROM inbound_row
             WHERE file_id = ?1 AND verdict IN ('unchanged', 'changed'))
"""

_MEMBERS_BACK = """
UPDATE member SET disappeared_on = NULL
WHERE disappeared_on IS NOT NULL AND id IN (SELECT value FROM json_each(?))
"""

_REFERRALS_GONE = """
UPDATE referral SET disappeared_on = ?2
WHERE id IN (SELECT referral_id FROM inbound_row WHERE file_id = ?1 AND verdict = 'disappeared')
"""

_MEMBERS_GONE = """
UPDATE member SET disappeared_on = ?2
WHERE id IN (SELECT member_id FROM inbound_row WHERE file_id = ?1 AND verdict = 'disappeared')
  AND NOT EXISTS (SELECT 1 FROM referral r
                  WHERE r.member_id = member.id AND r.disappeared_on IS NULL)
"""


def known(store: Store, cins: Sequence[str]) -> list[Row]:
    """Members with those CINs, their referrals of every plan, and what was last heard of each:
    (cin, member, member's plan, referral, its plan, service, status, requested, disappeared,
    values). Referrals in order of age; several rows where the last file had several."""
    return store.query(_KNOWN, (json.dumps(cins),))


def member_values(store: Store, ids: Iterable[str]) -> dict[str, list[str]]:
    """The file's member fields as the records have them now, by member id."""
    return {row[0]: list(row[1:]) for row in store.query(_MEMBER_VALUES, (json.dumps(list(ids)),))}


def referral_values(store: Store, ids: Iterable[str]) -> dict[str, list[str]]:
    """The file's referral fields as the records have them now, by referral id."""
    rows = store.query(_REFERRAL_VALUES, (json.dumps(list(ids)),))
    return {row[0]: [value or "" for value in row[1:]] for row in rows}


def expected(store: Store, plan_id: str) -> list[str]:
    """Referrals of a plan that its files have had, that have not disappeared, and that no later
    loop took the place of."""
    sql = (
        "SELECT id FROM referral WHERE plan_id = ? AND last_file_id IS NOT NULL "
        "AND disappeared_on IS NULL AND id NOT IN (SELECT previous_referral_id FROM referral "
        "WHERE previous_referral_id IS NOT NULL) ORDER BY id"
    )
    return [row[0] for row in store.query(sql, (plan_id,))]


def members_left_out(store: Store, plan_id: str, import_id: str) -> tuple[int, int]:
    """How many members a file leaves out with all that its plan's files have said of them, and how
    many it might have named."""
    sql = (
        "WITH gone AS (SELECT referral_id FROM inbound_row WHERE file_id = :file "
        "AND verdict = 'disappeared'), named AS (SELECT member_id FROM inbound_row "
        "WHERE file_id = :file AND verdict IN ('new', 'changed', 'unchanged') "
        "AND member_id IS NOT NULL) "
        "SELECT coalesce(sum(out_of_it), 0), count(*) FROM (SELECT min(id IN gone) "
        "AND member_id NOT IN named AS out_of_it FROM referral WHERE plan_id = :plan "
        "AND last_file_id IS NOT NULL AND disappeared_on IS NULL AND id NOT IN "
        "(SELECT previous_referral_id FROM referral WHERE previous_referral_id IS NOT NULL) "
        "GROUP BY member_id)"
    )
    row = store.one(sql, {"plan": plan_id, "file": import_id})
    return (int(row[0]), int(row[1])) if row else (0, 0)


def last_heard(store: Store, referral_ids: Sequence[str]) -> list[Row]:
    """(referral, member, values) of what a plan last said of those referrals."""
    return store.query(_LAST_HEARD, (json.dumps(referral_ids),))


def files(store: Store, import_id: str = "") -> list[File]:
    """Files that came in, newest first, or the one with that id."""
    if import_id:
        return [File(*row) for row in store.query(_FILE + "WHERE f.id = ?", (import_id,))]
    return [File(*row) for row in store.query(_FILE + "ORDER BY f.staged_at DESC, f.id DESC")]


def taken_before(store: Store, plan_id: str, sha256: str, good_rows: int) -> Row | None:
    """(id, moment) of the first committed file with the same bytes that was read as far."""
    return store.one(
        "SELECT id, committed_at FROM inbound_file WHERE plan_id = ? AND sha256 = ? "
        "AND state = 'committed' AND rows - rejected_rows = ? ORDER BY committed_at LIMIT 1",
        (plan_id, sha256, good_rows),
    )


def staged_twins(store: Store, plan_id: str, sha256: str) -> list[str]:
    """Files of the same bytes that still wait for review."""
    rows = store.query(
        "SELECT id FROM inbound_file WHERE plan_id = ? AND sha256 = ? AND state = 'staged'",
        (plan_id, sha256),
    )
    return [row[0] for row in rows]


def journal_end(store: Store) -> int:
    """The number of the journal's last entry."""
    row = store.one("SELECT max(seq) FROM journal_entry")
    return int(row[0] or 0) if row else 0


def written_since(store: Store, basis: int, import_id: str) -> bool:
    """True when anything but that file's own record was written after entry `basis`."""
    sql = "SELECT 1 FROM journal_entry WHERE seq > ? AND record_id <> ? LIMIT 1"
    return store.one(sql, (basis, import_id)) is not None


def staged_rows(store: Store, import_id: str) -> list[Row]:
    """(verdict, values from now on, changes, member, referral) of the rows that move something."""
    return store.query(
        "SELECT verdict, coalesce(baseline, typed), changes, member_id, referral_id "
        "FROM inbound_row WHERE file_id = ? AND verdict IN ('new', 'changed', 'disappeared') "
        "ORDER BY row_no",
        (import_id,),
    )


def kept_rows(store: Store, import_id: str) -> list[Row]:
    """(row, verdict, raw, typed, column, reason, changes, referral) of all rows: good, rejected,
    then disappeared."""
    return store.query(
        "SELECT row_no, verdict, raw, typed, column_name, reason, changes, referral_id "
        "FROM inbound_row WHERE file_id = ? "
        "ORDER BY CASE verdict WHEN 'disappeared' THEN 2 WHEN 'rejected' THEN 1 ELSE 0 END, row_no",
        (import_id,),
    )


def keep_rows(tx: Tx, import_id: str, rows: Iterable[Row]) -> None:
    """Keep compared rows: (row, verdict, raw, typed, baseline, column, reason, changes, member,
    referral)."""
    tx.executemany(_INSERT_ROWS, ((import_id, *row) for row in rows))


def window(store: Store, import_id: str, verdict: str, offset: int, limit: int) -> list[Row]:
    """(row, verdict, typed, column, reason, changes, raw, member) in the order of the file."""
    sql = (
        "SELECT row_no, verdict, typed, column_name, reason, changes, raw, "
        "(SELECT id FROM member WHERE id = member_id) FROM inbound_row WHERE file_id = ?"
    )
    params: list[object] = [import_id]
    if verdict:
        sql += " AND verdict = ?"
        params.append(verdict)
    sql += " ORDER BY row_no LIMIT ? OFFSET ?"
    return store.query(sql, [*params, limit, offset])


def repeat_rows(store: Store, import_id: str) -> list[Row]:
    """The rows of an earlier file once more, now all unchanged or rejected, ready to be kept."""
    return store.query(
        "SELECT row_no, iif(verdict = 'rejected', verdict, 'unchanged'), raw, typed, baseline, "
        "column_name, reason, '', member_id, referral_id FROM inbound_row "
        "WHERE file_id = ? AND row_no < ? ORDER BY row_no",
        (import_id, GONE_FROM),
    )


def learned_layout_id(store: Store, key: str) -> str:
    """The record of a layout that somebody mapped, "" when there is none with that key."""
    row = store.one("SELECT id FROM learned_layout WHERE key = ?", (key,))
    return str(row[0]) if row else ""


def erase_rows(tx: Tx, import_id: str) -> None:
    """Delete the rows of a file that was not committed."""
    tx.execute("DELETE FROM inbound_row WHERE file_id = ?", (import_id,))


def earlier_loops(store: Store, plan_id: str, member_ids: Iterable[str]) -> dict[Row, str]:
    """The newest referral of each (member, service) of a plan."""
    rows = store.query(
        "SELECT r.member_id, r.service, r.id FROM json_each(?) j "
        "JOIN referral r ON r.member_id = j.value WHERE r.plan_id = ? ORDER BY r.id",
        (json.dumps(list(member_ids)), plan_id),
    )
    return {(member, service): referral for member, service, referral in rows}


def searchable(store: Store, member_ids: Iterable[str]) -> list[Row]:
    """(member, first, last, preferred, cin, plan member id, born, phone, alternate phone)."""
    return store.query(
        "SELECT m.id, first_name, last_name, preferred_name, cin, plan_member_id, date_of_birth, "
        "phone, alternate_phone FROM json_each(?) j JOIN member m ON m.id = j.value",
        (json.dumps(list(member_ids)),),
    )


def set_columns(tx: Tx, table: str, changes: dict[str, dict[str, object]]) -> None:
    """Change columns of many records, {id: {column: value}}, same columns in one statement."""
    groups: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for record, values in changes.items():
        if values:
            groups.setdefault(tuple(values), []).append((*values.values(), record))
    for columns, rows in groups.items():
        names = ", ".join(f'"{column}" = ?' for column in columns)
        tx.executemany(f'UPDATE "{table}" SET {names} WHERE id = ?', rows)  # noqa: S608 - our own names


def mirror(tx: Tx, referral_ids: Sequence[str]) -> None:
    """Set what referrals derive from their authorizations and the plan's decision."""
    ids = (json.dumps(referral_ids),)
    tx.execute(_MIRROR_AUTHORIZATION, ids)
    tx.execute(_MIRROR_DENIAL, ids)


def add(
    tx: Tx,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    same: Mapping[str, object],
) -> None:
    """Insert many rows, a thousand by one statement; `same` is what all of them share.

    A statement opens one journal of its own for all its rows and their triggers, so `executemany`,
    which is a statement a row, takes twice as long.
    """
    names = ", ".join((*columns, *same))
    shared = tuple(same.values())
    marks = f"({_marks(len(columns) + len(shared))})"
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        values = ", ".join([marks] * len(some))
        tx.execute(
            f'INSERT INTO "{table}"({names}) VALUES {values}',  # noqa: S608 - our own names
            [value for row in some for value in (*row, *shared)],
        )


_AT_ONCE = 1000


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def put_authorizations(tx: Tx, rows: Iterable[Row]) -> None:
    """Add or change the authorization of a referral and start."""
    tx.executemany(_UPSERT_AUTHORIZATIONS, rows)


def mark_heard(tx: Tx, import_id: str, back: Sequence[str], today: str) -> None:
    """Point known referrals at the file that had them; mark the gone, unmark members `back`."""
    tx.execute(_FIRST_HEARD, (import_id, today))
    tx.execute(_HEARD_AGAIN, (import_id,))
    tx.execute(_MEMBERS_BACK, (json.dumps(back),))
    tx.execute(_REFERRALS_GONE, (import_id, today))
    tx.execute(_MEMBERS_GONE, (import_id, today))


def lone_navigator(store: Store) -> str | None:
    """The id of the only active navigator, None when there are more or none."""
    rows = store.query("SELECT id FROM user WHERE active = 1 AND role = 'navigator' LIMIT 2")
    return str(rows[0][0]) if len(rows) == 1 else None
