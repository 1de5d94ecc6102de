"""Notes found by their words, newest first, through the full-text index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from navigator_app.store.note_index import MINUTE, SOURCES

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

MOST_ENDINGS = 100
"""Whole words that the beginning of one is taken apart into; more are left to the index."""

Within = tuple[frozenset[str], frozenset[str]]
"""Users whose members are read, and members who are."""

_SOURCE = {source.table: source for source in SOURCES}
_ZONED = ("encounter", "outreach_attempt", "eligibility_check")
_BEHIND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """One text of the index, and what its record says."""

    number: int  # in the index: the newer, the higher
    kind: str
    record_id: str
    member_id: str
    first_name: str
    last_name: str
    at: str  # a moment, or a day
    zone: str
    by: str
    text: str


def endings(store: Store, words: Sequence[str]) -> dict[str, list[str]]:
    """The whole words that begin with each of these; none where they are too many. A word that
    no text has stands for itself."""
    found: dict[str, list[str]] = {}
    for word in words:
        rows = store.query(
            "SELECT word FROM note_word WHERE word >= ? AND word < ? LIMIT ?",
            (word, word + _BEHIND, MOST_ENDINGS + 1),
        )
        if len(rows) <= MOST_ENDINGS:
            found[word] = [row[0] for row in rows] or [word]
    return found


def member_pk(store: Store, member_id: str) -> int | None:
    """The number of a member in the index."""
    row = store.one("SELECT pk FROM member WHERE id = ?", (member_id,))
    return int(row[0]) if row else None


def matches(
    store: Store,
    words: str,
    *,
    before: int | None = None,
    minutes: tuple[int | None, int | None] = (None, None),
    kinds: Sequence[str] = (),
    navigator_id: str = "",
    within: Within | None = None,
    limit: int = 25,
) -> list[Hit]:
    """Texts that match a query of `note_search.build_query`, newest first.

    `before` is the number of the last one seen; `minutes` bounds the moment (since 1970, from,
    before). `within` keeps members of nobody, of these users, and these members.
    """
    where, params = ["note_fts MATCH ?"], [words]
    low, high = (None if bound is None else bound * MINUTE for bound in minutes)
    if before is not None:
        high = before if high is None else min(high, before)
    for bound, sign in ((low, ">="), (high, "<")):
        if bound is not None:
            where.append(f"f.rowid {sign} {int(bound)}")
    if kinds:
        where.append("n.kind IN (SELECT value FROM json_each(?))")
        params.append(json.dumps(list(kinds)))
    if navigator_id:
        where.append("m.navigator_id = ?")
        params.append(navigator_id)
    if within is not None:
        where.append(
            "(m.navigator_id IS NULL OR m.navigator_id IN (SELECT value FROM json_each(?)) "
            "OR m.id IN (SELECT value FROM json_each(?)))"
        )
        params += [json.dumps(sorted(one)) for one in within]
    rows = store.query(
        "SELECT f.rowid, n.kind, n.record_id, n.member_id, m.first_name, m.last_name "  # noqa: S608
        "FROM note_fts f CROSS JOIN note_index n ON n.id = f.rowid "
        "CROSS JOIN member m ON m.id = n.member_id "
        f"WHERE {' AND '.join(where)} ORDER BY f.rowid DESC LIMIT {int(limit)}",
        params,
    )
    return _with_texts(store, rows)


def _with_texts(store: Store, rows: list[tuple[Any, ...]]) -> list[Hit]:
    """Read each record's own text, table by table."""
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row[1], []).append(row[2])
    told: dict[str, tuple[Any, ...]] = {}
    for kind, ids in by_kind.items():
        told.update({row[0]: row[1:] for row in store.query(_TEXTS[kind], (json.dumps(ids),))})
    return [Hit(*row, *told[row[2]]) for row in rows if row[2] in told]


def _texts(kind: str) -> str:
    source = _SOURCE[kind]
    zone = "t.zone" if kind in _ZONED else "''"
    who = "coalesce((SELECT u.name FROM user u WHERE u.id = t.user_id), '')" if source.by else "''"
    return (
        f'SELECT t.id, t."{source.moment}", {zone}, {who}, '  # noqa: S608
        f"trim({source.text('t')}, char(10)) FROM json_each(?) j "
        f'CROSS JOIN "{kind}" t ON t.id = j.value'
    )


_TEXTS = {kind: _texts(kind) for kind in _SOURCE}
