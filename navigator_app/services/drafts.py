"""Half-typed text kept over a lock, encrypted in the store."""

from __future__ import annotations

from navigator_app.services.workspace import Workspace
from navigator_app.store import agency_rows


def save(ws: Workspace, key: str, payload: dict[str, object]) -> None:
    """Keep what a form holds; `payload` is JSON-ready."""
    with ws.store.scratch(ws.clock) as tx:
        agency_rows.save_draft(tx, ws.user.id, key, payload)


def load_all(ws: Workspace) -> dict[str, dict[str, object]]:
    """All drafts of this user by form key."""
    return agency_rows.drafts(ws.store, ws.user.id)


def clear(ws: Workspace, key: str) -> None:
    """Forget one draft."""
    with ws.store.scratch(ws.clock) as tx:
        agency_rows.clear_draft(tx, ws.user.id, key)
