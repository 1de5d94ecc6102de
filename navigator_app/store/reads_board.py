"""The capacity board as plain SQL: who carries, what they carry, who is away.

One pass over the running referrals counts everybody's members; nothing is asked a person at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from navigator_app.domain.board import Away, Carrier, Cell
from navigator_app.domain.vocabulary import Role, Service
from navigator_app.store.carried import CARRIED, MEMBER_CARRIED

if TYPE_CHECKING:
    from navigator_app.store.engine import Store

# A home runs from the day of moving in to the day it ended; the newest of several speaks.
_LIVES = (
    "EXISTS (SELECT 1 FROM tenancy t WHERE t.member_id = m.id AND t.move_in_on <= :today "
    "AND (t.ended_on IS NULL OR t.ended_on > :today) {more})"
)
_NEWLY = _LIVES.format(more="AND t.move_in_on > :housed_after")
_STAGE = (
    f"CASE WHEN {_NEWLY} THEN 'newly-housed' WHEN {_LIVES.format(more='')} THEN 'stable' "  # noqa: S608 - constants
    "WHEN NOT EXISTS (SELECT 1 FROM encounter e INDEXED BY ix_encounter_met "
    "WHERE e.member_id = m.id "
    "AND e.on_date >= {since} AND e.on_date <= :today AND e.undone_at IS NULL) THEN 'new' "
    "WHEN {sustaining} THEN 'stable' ELSE 'active-search' END"
)

_THEIRS = "FROM referral r INDEXED BY ix_referral_member_id WHERE r.member_id = m.id"
STAGE = _STAGE.format(
    since=f"(SELECT min(r.received_on) {_THEIRS} AND {CARRIED})",
    sustaining=f"NOT EXISTS (SELECT 1 {_THEIRS} AND r.service <> 'htss' AND {CARRIED})",
)
"""SQL for the stage of a member `m` who is carried; asks for `:today`, `:housed_after`."""

CELLS = (
    "WITH loop AS (SELECT r.member_id, max(r.service = 'htns') AS n, max(r.service = 'htss') AS s, "  # noqa: S608 - constants
    "max(r.service = 'deposits') AS d, min(r.received_on) AS since FROM referral r "
    f"WHERE {CARRIED} GROUP BY r.member_id) "
    "SELECT coalesce(m.navigator_id, ''), "
    + _STAGE.format(since="loop.since", sustaining="loop.s = 1 AND loop.n = 0 AND loop.d = 0")
    + ", m.language_spoken, loop.n, loop.s, loop.d, count(*) FROM loop "
    "JOIN member m ON m.id = loop.member_id WHERE m.merged_into_id IS NULL "
    "GROUP BY 1, 2, 3, 4, 5, 6"
)
"""SQL for everybody's members counted; asks for `:today` and `:housed_after`."""
_PEOPLE = (
    "SELECT u.id, u.name, u.role, u.active, coalesce(p.share, 100), coalesce(p.languages, '[]'), "
    "coalesce(p.areas, '[]'), p.most_weight, coalesce(p.open_any, 0), coalesce(p.open_own, 0) "
    'FROM "user" u LEFT JOIN user_profile p ON p.user_id = u.id'
)
_LEAVE = (
    "SELECT l.user_id, l.from_on, min(l.until_on, coalesce(date(l.ended_on, '-1 day'), "
    "l.until_on)), coalesce(l.cover_id, ''), coalesce(c.name, '') "
    'FROM leave l LEFT JOIN "user" c ON c.id = l.cover_id '
    "WHERE l.until_on >= :today AND (l.ended_on IS NULL OR l.ended_on > max(:today, l.from_on)) "
    "ORDER BY l.from_on, l.id"
)
_PROFILE = (
    "SELECT p.share, p.languages, p.areas, p.most_weight, p.open_any, p.open_own, p.phone, "
    "coalesce(p.supervisor_id, ''), p.note FROM user_profile p WHERE p.user_id = ?"
)


def cells(store: Store, today: date, housed_after: date) -> list[Cell]:
    """Everybody's members who are carried, alike ones counted together.

    Whoever moved in after `housed_after` is newly housed.
    """
    days = {"today": today.isoformat(), "housed_after": housed_after.isoformat()}
    masks = {
        (n, s, d): tuple(service for service, has in zip(Service, (n, s, d), strict=True) if has)
        for n in (0, 1)
        for s in (0, 1)
        for d in (0, 1)
    }
    return [
        Cell(user, stage, language, masks[n, s, d], members)
        for user, stage, language, n, s, d, members in store.query(CELLS, days)
    ]


def people(store: Store, today: date) -> list[Carrier]:
    """Everybody who works or worked with the store, with leave that holds today or comes."""
    away: dict[str, list[Away]] = {}
    for user, first, last, cover_id, cover in store.query(_LEAVE, {"today": today.isoformat()}):
        spell = Away(date.fromisoformat(first), date.fromisoformat(last), cover_id, cover)
        away.setdefault(user, []).append(spell)
    return [_carrier(row, away.get(row[0], ())) for row in store.query(_PEOPLE)]


def open_batches(store: Store, today: date) -> list[tuple[str, str, str, str, str, int]]:
    """Members of open batches who are not carried yet, alike ones counted together: the
    batch's id and title, navigator's id or "", language, service, how many."""
    return store.query(
        "SELECT b.id, b.title, coalesce(m.navigator_id, ''), m.language_spoken, b.service, "  # noqa: S608
        "count(*) FROM batch b JOIN batch_member bm ON bm.batch_id = b.id "
        "JOIN member m ON m.id = bm.member_id "
        "WHERE b.state IN ('draft', 'attested', 'built', 'sent') AND bm.kind = 'new' "
        "AND bm.outcome IN ('', 'approved') AND m.merged_into_id IS NULL "
        f"AND NOT {MEMBER_CARRIED} "
        "GROUP BY b.id, 3, 4 ORDER BY b.created_at DESC, b.id, 3, 4",
        {"today": today.isoformat()},
    )


def profile(store: Store, user_id: str) -> tuple[Any, ...] | None:
    """share, languages and areas as JSON, own limit, open slots (any, own), phone, supervisor's
    id, note; None while there is no profile."""
    row: tuple[Any, ...] | None = store.one(_PROFILE, (user_id,))
    return row


def areas(store: Store) -> list[str]:
    """Every area that a profile names, by name."""
    rows = store.query(
        "SELECT DISTINCT j.value FROM user_profile p, json_each(p.areas) j "
        "ORDER BY j.value COLLATE NOCASE"
    )
    return [str(row[0]) for row in rows]


def _carrier(row: tuple[Any, ...], away: Iterable[Away]) -> Carrier:
    key, name, role, active, share, languages, areas, limit, open_any, open_own = row
    return Carrier(
        id=key,
        name=name,
        role=Role.from_slug(role),
        active=bool(active),
        share=share,
        languages=tuple(json.loads(languages)),
        areas=tuple(json.loads(areas)),
        own_limit=limit,
        open_any=open_any,
        open_own=open_own,
        away=tuple(away),
    )
