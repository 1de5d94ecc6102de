"""Who of a staged file may be here already, without a CIN."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from navigator_app.domain.identifiers import NO_CIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from navigator_app.store.engine import Store

# "NO-CIN." is the first text after every "NO-CIN-…", so that the index of the CIN serves.
_WITHOUT = (
    "SELECT m.id, m.cin, m.first_name || ' ' || m.last_name, m.sort_name, m.date_of_birth, "
    "m.phone, p.name, (SELECT json_group_array(r.service) FROM referral r "
    "WHERE r.member_id = m.id) FROM member m JOIN plan p ON p.id = m.plan_id "
    "WHERE m.cin >= ? AND m.cin < ? AND m.merged_into_id IS NULL ORDER BY m.id"
)


def without_cin(store: Store) -> list[tuple[Any, ...]]:
    """Members whose CIN nobody knows: (id, stand-in, name, sort name, born, phone, plan's name,
    services as JSON)."""
    return store.query(_WITHOUT, (NO_CIN, NO_CIN[:-1] + "."))


def renumbered(store: Store) -> list[tuple[Any, ...]]:
    """Members whose CIN was put right here, as `without_cin` tells them, and the CIN before."""
    return store.query(
        _WITHOUT.replace("FROM member m JOIN", ", json_extract(c.was, '$.cin') FROM correction c "
                         "JOIN member m ON m.id = c.record_id JOIN", 1)
        .replace("m.cin >= ? AND m.cin < ?", "c.about = 'member' "
                 "AND json_extract(c.was, '$.cin') NOT IN (m.cin, '') "
                 "AND json_extract(c.was, '$.cin') NOT LIKE ?", 1),
        (NO_CIN + "%",),
    )  # fmt: skip


def new_people(store: Store, import_id: str) -> list[str]:
    """The values of a staged file's rows that would add a member, in the order of the file."""
    rows = store.query(
        "SELECT typed FROM inbound_row WHERE file_id = ? AND verdict = 'new' AND changes = '' "
        "ORDER BY row_no",
        (import_id,),
    )
    return [row[0] for row in rows]


def told_apart(store: Store, member_ids: Iterable[str]) -> set[tuple[str, str]]:
    """(member, CIN) of those that somebody said are two people."""
    rows = store.query(
        "SELECT member_id, cin FROM not_same_person "
        "WHERE member_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(member_ids)),),
    )
    return {(row[0], row[1]) for row in rows}
