"""The clocks that run on referrals, computed from their facts by the rules of each plan's pack.

What is kept is derived: it can be thrown away and computed again. A clock that is met or moot is
not kept; one referral's clocks with every state are worked out when somebody looks (`of_referral`).
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakSet

from navigator_app.domain.clocks import ClockState, evaluate
from navigator_app.policy import own
from navigator_app.services.facts import MONTHLY_STATUS as MONTHLY_STATUS
from navigator_app.services.facts import Evaluator, facts_of
from navigator_app.store import clock_state, reads_facts
from navigator_app.store.clock_state import Clock, dues, text_of

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

REFERRAL_RESPONSE = "referral-response"
OUTREACH_BEGUN = "outreach-begun"

_WRITTEN: WeakSet[Store] = WeakSet()
"""The opened stores whose first write began."""

Move = tuple[str, str, str | None, str | None]
"""Referral, rule, due day before (None: did not run) and now (None: runs no more)."""


def recompute(
    tx: Tx, ws: Workspace, referral_ids: Collection[str] | None = None, *, by_rule: bool = False
) -> list[Move]:
    """Compute every clock of some referrals, or of all, inside a transaction; what moved.

    Only what changed is written: the clocks themselves, and the one that the caseload shows, the
    nearest that is ours. `by_rule` keeps the moves until somebody has seen them (`services.moves`).
    """
    if referral_ids is not None and not referral_ids:
        return []
    before = clock_state.kept(tx, referral_ids)
    with _no_collection():
        moved, written, gone = _compare(tx, ws, referral_ids, dict(before))
    clock_state.replace(tx, gone, written)
    clock_state.unshow_closed(tx, referral_ids)
    moves = list(_moves(before, moved)) if by_rule else []
    if by_rule:
        clock_state.add_moves(tx, moves)
    if referral_ids is None:
        clock_state.set_run(tx, clock_state.Run(ws.clock.today(), rules_digest()))
    return moves


@contextmanager
def _no_collection() -> Iterator[None]:
    """Spare a hundred thousand short-lived tuples the search for cycles; none are made here."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _compare(
    tx: Tx, ws: Workspace, ids: Collection[str] | None, left: dict[str, str]
) -> tuple[dict[str, tuple[Clock, ...]], list[tuple[object, ...]], list[str]]:
    """Referrals whose clocks moved with their clocks now, the rows to write, and the referrals
    whose kept rows go."""
    evaluator = Evaluator(ws, tx)
    clocks, nearest = evaluator.clocks, _nearest
    moved: dict[str, tuple[Clock, ...]] = {}
    show_now: list[tuple[str | None, str | None, str]] = []
    texts: dict[int, tuple[str, str]] = {}
    had = left.pop
    for row in reads_facts.each(tx, evaluator.needed(), ids):
        found = clocks(row[2], row[4], row[5], row[6], row[8:])
        known = texts.get(id(found))  # the evaluator keeps each set of clocks alive
        if known is None:
            known = texts[id(found)] = (text_of(found), nearest(found))
        text, near = known
        key = row[0]
        if had(key, "") != text:
            moved[key] = found
        if row[7] != near:
            show_now.append((*shown(found), key))
    clock_state.show(tx, show_now)
    for key in left:  # ended since: nothing runs on them any more
        moved[key] = ()
    written: list[tuple[object, ...]]
    written = [(key, *clock) for key, found in moved.items() for clock in found]
    return moved, written, list(moved)


def _nearest(clocks: Iterable[Clock]) -> str:
    """Rule and day of the earliest clock that is ours, as `reads_facts` reads them."""
    ours = [(one.due_on, one.rank, one.rule_id) for one in clocks if not one.chase]
    if not ours:
        return " "
    due, _rank, rule = min(ours)
    return f"{rule} {due}"


def shown(clocks: Iterable[Clock]) -> tuple[str | None, str | None]:
    """Rule and day of the clock that the caseload shows."""
    rule, _blank, day = _nearest(clocks).partition(" ")
    return rule or None, day or None


def _moves(before: dict[str, str], moved: dict[str, tuple[Clock, ...]]) -> Iterable[Move]:
    for key, found in moved.items():
        was, now = dues(before.get(key, "")), {one.rule_id: one.due_on for one in found}
        for rule in sorted(was.keys() | now.keys()):
            if was.get(rule) != now.get(rule):
                yield key, rule, was.get(rule), now.get(rule)


def refresh(ws: Workspace) -> bool:
    """Compute all clocks when the day or a rule changed since the last time; True when it did.

    Costs two small reads where nothing changed. What a changed rule moved is kept for
    `services.moves`.
    """
    last, rules = clock_state.last_run(ws.store), rules_digest()
    if last is not None and last == (ws.clock.today(), rules):
        return False
    with ws.store.scratch(ws.clock) as tx:  # derived rows alone: nothing for the journal
        recompute(tx, ws, by_rule=last is not None and last.rules != rules)
    return True


def before_first_write(ws: Workspace) -> None:
    """Once for an opened store: where rules changed since its clocks were computed, compute them
    before anything is written, so that what the rules moved is not taken for what was written."""
    if ws.store in _WRITTEN:
        return
    _WRITTEN.add(ws.store)
    last = clock_state.last_run(ws.store)
    if last is not None and last.rules != rules_digest():
        refresh(ws)


def of_referral(ws: Workspace, referral_id: str) -> list[ClockState]:
    """Every clock of one referral in every state, with what it is counted from; empty for one
    that the plan denied or that is not known."""
    evaluator = Evaluator(ws, ws.store)
    rows = reads_facts.read(ws.store, evaluator.needed(), [referral_id])
    if not rows:
        return []
    plan_id, policy = rows[0][2], rows[0][3]
    calendar = evaluator.calendar(plan_id, policy)
    return evaluate(
        evaluator.stack(policy), facts_of(rows[0]), ws.clock.now(), calendar, ws.clock.tz
    )


@own.from_packs
@lru_cache(maxsize=1)
def rules_digest() -> str:
    """Changes with any policy pack or calendar that the program brings, or the agency took in."""
    from hashlib import sha256

    from navigator_app.paths import resource

    digest = sha256()
    for folder in ("policies", "calendars"):
        for path in sorted(resource(folder).glob("*.toml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for key, text in sorted(own.texts().items()):
        digest.update(key.encode() + b"\0" + text.encode())
    return digest.hexdigest()
