"""What the status bar states: how much waits to leave. By itself, so that a start that shows a page
does not load what Today needs."""

from __future__ import annotations

from navigator_app.domain.records import Standing
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_today


def read(ws: Workspace) -> Standing:
    """Unsent status events, and files that wait for review or to go."""
    unsent, since, plans = reads_today.unsent(ws.store)
    return Standing(
        unsent=unsent,
        unsent_since=since,
        plans=plans,
        staged_files=reads_today.staged_files(ws.store),
        files_waiting=reads_today.files_waiting(ws.store),
    )
