"""A stopwatch with a member: one a user, kept in the store so that it survives lock and crash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from navigator_app.domain.service_rows import TimerRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store.tx import utc_text

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

_READ = (
    "SELECT t.member_id, trim(m.first_name || ' ' || m.last_name), t.started_at, "
    "t.paused_seconds, t.paused_at FROM work_timer t JOIN member m ON m.id = t.member_id "
    "WHERE t.user_id = ?"
)


def running(ws: Workspace) -> TimerRow | None:
    """This user's stopwatch, None when there is none. A clock set back makes no time negative."""
    row = ws.store.one(_READ, (ws.user.id,))
    if row is None:
        return None
    member_id, name, started, paused_for, paused_at = row
    begun = datetime.fromisoformat(started)
    until = datetime.fromisoformat(paused_at) if paused_at else ws.clock.now().astimezone(UTC)
    seconds = max(0, int((until - begun).total_seconds()) - paused_for)
    return TimerRow(member_id, name, begun, seconds, paused_at is not None)


def start(ws: Workspace, member_id: str) -> TimerRow:
    """Start one with a member, or go on after a pause with the same.

    InputRejected while one runs with another member.
    """
    found = running(ws)
    if found is not None and found.member_id != member_id:
        raise InputRejected(
            "timer",
            _("The timer runs with {name}.").format(name=found.member_name),
            _("Stop it first, or write that note."),
        )
    if found is None:
        with ws.store.scratch(ws.clock) as tx:
            tx.insert(
                "work_timer",
                {
                    "user_id": ws.user.id,
                    "member_id": member_id,
                    "started_at": utc_text(ws.clock.now()),
                    "paused_seconds": 0,
                },
            )
    elif found.paused:
        _resume(ws)
    return _must(ws)


def pause(ws: Workspace) -> TimerRow:
    """Let it stand still; nothing happens when it does already."""
    found = _must(ws)
    if not found.paused:
        with ws.store.scratch(ws.clock) as tx:
            _set(tx, ws, "paused_at = ?", utc_text(ws.clock.now()))
    return _must(ws)


def stop(ws: Workspace) -> TimerRow:
    """End it and return what it showed: when it began, and its minutes."""
    found = _must(ws)
    with ws.store.scratch(ws.clock) as tx:
        tx.execute("DELETE FROM work_timer WHERE user_id = ?", (ws.user.id,))
    return found


def _resume(ws: Workspace) -> None:
    with ws.store.scratch(ws.clock) as tx:
        row = ws.store.one("SELECT paused_at FROM work_timer WHERE user_id = ?", (ws.user.id,))
        since = datetime.fromisoformat(row[0]) if row and row[0] else ws.clock.now()
        idle = max(0, int((ws.clock.now().astimezone(UTC) - since).total_seconds()))
        _set(tx, ws, "paused_seconds = paused_seconds + ?, paused_at = NULL", idle)


def _set(tx: Tx, ws: Workspace, what: str, value: object) -> None:
    tx.execute(f"UPDATE work_timer SET {what} WHERE user_id = ?", (value, ws.user.id))  # noqa: S608


def _must(ws: Workspace) -> TimerRow:
    found = running(ws)
    if found is None:
        raise InputRejected("timer", _("No timer runs."), _("Start it with a member first."))
    return found
