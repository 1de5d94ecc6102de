"""A store with very many notes, made as the program writes them: journalled, indexed as they come.

Words are drawn as in real notes: a few hundred stand in most of them, thousands are rare.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import floor

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.services.workspace import Workspace

_USUAL = (
    "met called landlord member shelter housing application voucher rent lease eviction notice "
    "documents birth certificate social security card income benefits appointment clinic bus pass "
    "left message no answer will try again tomorrow visited encampment outreach case manager said "
    "waiting list unit inspection passed failed deposit paid utility bill mediation repayment plan "
    "mother sister children dog wheelchair stairs bathroom kitchen pests mold repair manager "
    "probation"
)
_ONSETS, _VOWELS = "b br c d f g gr k l m n p r s st t tr v", "a e i o u ai ou"
_BASIS = "INSERT INTO encounter({names}) VALUES ({marks})"
_NAMES = (
    "id", "member_id", "service", "component", "at_utc", "zone", "on_date", "minutes", "mode",
    "place", "narrative", "recorded_at",
)  # fmt: skip
_BATCH = 10_000


def vocabulary(rng: random.Random, rare: int = 6000) -> tuple[list[str], list[float]]:
    """Words and how often each is written, the commonest first."""
    onsets, vowels = _ONSETS.split(), _VOWELS.split()
    found = list(dict.fromkeys(_USUAL.split()))
    while len(found) < rare:
        word = "".join(rng.choice(onsets) + rng.choice(vowels) for _ in range(rng.randint(2, 4)))
        found.append(word)
    return found, [1 / (place + 8) for place in range(len(found))]


def rows(count: int, members: Sequence[str], seed: int = 3) -> Iterator[tuple[object, ...]]:
    """Notes of about thirty words over five years, in the order they were written."""
    rng = random.Random(seed)
    words, weights = vocabulary(rng)
    drawn = rng.choices(words, weights, k=400_000)
    start, step = datetime(2021, 11, 20, 16, tzinfo=UTC), timedelta(days=5 * 365) / count
    ids = uuid7_many(count)
    for number in range(count):
        at = start + number * step
        first = rng.randrange(len(drawn) - 60)
        text = " ".join(drawn[first : first + rng.randint(12, 50)])
        moment = at.isoformat(timespec="milliseconds")
        yield (
            ids[number], members[rng.randrange(len(members))], "htns", "search", moment,
            floor.ZONE, moment[:10], 30, "in-person", "", f"{text}.", moment,
        )  # fmt: skip


def fill(ws: Workspace, made: Iterator[tuple[object, ...]]) -> None:
    """Write the notes, so many to a transaction."""
    sql = _BASIS.format(names=", ".join(_NAMES), marks=", ".join("?" * len(_NAMES)))
    batch: list[tuple[object, ...]] = []
    for row in made:
        batch.append(row)
        if len(batch) == _BATCH:
            _write(ws, sql, batch)
            batch = []
    if batch:
        _write(ws, sql, batch)


def _write(ws: Workspace, sql: str, batch: list[tuple[object, ...]]) -> None:
    with ws.transaction("bench") as tx:
        tx.executemany(sql, batch)
