"""Whether a stopwatch runs: asked at every unlocking, so it costs no more than one look-up."""

from __future__ import annotations

from navigator_app.services.workspace import Workspace


def runs(ws: Workspace) -> bool:
    """True when this user has one, running or paused."""
    sql = "SELECT 1 FROM work_timer WHERE user_id = ?"
    return ws.store.one(sql, (ws.user.id,)) is not None
