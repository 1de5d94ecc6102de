"""How the goals of a support plan go: told at any time, also once the plan is signed.

A revision that is being written learns of it too, so that nothing is lost when it is signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import PROGRESS, BarrierRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.support_plan import Saved, one
from navigator_app.services.support_plan_edit import checked_text, no_plan
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_support_plan
from navigator_app.store.reads_support_plan import Place
from navigator_app.store.tx import Tx


def mark_goal(ws: Workspace, barrier_id: str, term: str, met: date | None) -> Saved:
    """Say when a goal ("short" or "long") was met, or that it is not. InputRejected (`met`) for a
    day ahead."""
    where, row = _barrier(ws, barrier_id)
    _not_ahead(ws, met)
    days: dict[str, date | None] = {"short": row.short_met or row.met, "long": row.long_met}
    if row.progress == "met":
        days["long"] = row.long_met or row.met
    if term not in days:
        raise InputRejected("term", _("A goal is short-term or long-term."))
    days[term] = met
    wanted = [days[goal.term] for goal in row.goals]
    whole = bool(wanted) and all(wanted)
    values: dict[str, object] = {
        "short_met_on": _iso(days["short"]),
        "long_met_on": _iso(days["long"]),
        "progress": "met" if whole else "under-way" if any(wanted) else _before(row),
        "met_on": _iso(max(day for day in wanted if day)) if whole else None,
    }
    return _write(ws, where, row, values)


def set_progress(ws: Workspace, barrier_id: str, progress: str, note: str | None = None) -> Saved:
    """Say how a barrier goes: not-started, under-way, met or stopped; a note keeps the reason.
    Met dates both goals today."""
    where, row = _barrier(ws, barrier_id)
    if progress not in PROGRESS:
        raise InputRejected("progress", _("Choose how it goes."))
    values: dict[str, object] = {"progress": progress}
    if note is not None:
        values["progress_note"] = checked_text("progress_note", note)
    if progress == "met":
        today = ws.clock.today()
        values["met_on"] = _iso(row.met or today)
        values["short_met_on"] = _iso(row.short_met or today)
        values["long_met_on"] = _iso(row.long_met or today)
    else:
        values["met_on"] = None
    return _write(ws, where, row, values)


def meet_in(tx: Tx, ws: Workspace, barrier_id: str, on: date) -> None:
    """Both goals of a barrier are met on a day, inside a transaction; a day that was told already
    stays."""
    _where, row = _barrier(ws, barrier_id)
    values: dict[str, object] = {
        "progress": "met",
        "met_on": _iso(row.met or on),
        "short_met_on": _iso(row.short_met or on),
        "long_met_on": _iso(row.long_met or on),
    }
    for copy in (row.id, *_copies(tx, row.id)):
        tx.update("support_plan_barrier", copy, values)


def mark_step(ws: Workspace, step_id: str, done: date | None) -> Saved:
    """Say when a step was done, or that it is not. InputRejected (`met`) for a day ahead."""
    where = reads_support_plan.place_of_step(ws.store, step_id)
    if where is None:
        raise no_plan()
    _not_ahead(ws, done)
    plan = one(ws, where.plan_id)
    barrier, step = next((b, s) for b in plan.barriers for s in b.steps if s.id == step_id)
    with ws.transaction("support_plan_progress") as tx:
        for copy in (barrier.id, *_copies(tx, barrier.id)):
            tx.execute(
                "UPDATE support_plan_step SET done_on = ? "
                "WHERE id = ? OR (barrier_id = ? AND barrier_id <> ? AND what = ?)",
                (_iso(done), step_id, copy, barrier.id, step.what),
            )
    return Saved(step_id, tx.id, Changes(members=frozenset({where.member_id})))


def _write(ws: Workspace, where: Place, row: BarrierRow, values: Mapping[str, object]) -> Saved:
    with ws.transaction("support_plan_progress") as tx:
        for barrier_id in (row.id, *_copies(tx, row.id)):
            tx.update("support_plan_barrier", barrier_id, values)
    return Saved(row.id, tx.id, Changes(members=frozenset({where.member_id})))


def _copies(tx: Tx, barrier_id: str) -> list[str]:
    """The barrier in a revision that is not signed yet."""
    rows = tx.execute(
        "SELECT b.id FROM support_plan_barrier b JOIN support_plan p ON p.id = b.support_plan_id "
        "WHERE b.copied_from_id = ? AND p.state <> 'signed'",
        (barrier_id,),
    ).fetchall()
    return [str(row[0]) for row in rows]


def _barrier(ws: Workspace, barrier_id: str) -> tuple[Place, BarrierRow]:
    where = reads_support_plan.place_of_barrier(ws.store, barrier_id)
    if where is None:
        raise no_plan()
    row = one(ws, where.plan_id).barrier(barrier_id)
    if row is None:
        raise no_plan()
    return where, row


def _before(row: BarrierRow) -> str:
    return row.progress if row.progress in ("not-started", "under-way") else "under-way"


def _not_ahead(ws: Workspace, on: date | None) -> None:
    if on is not None and on > ws.clock.today():
        raise InputRejected("met", _("That day is in the future."), _("Use today or earlier."))


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
