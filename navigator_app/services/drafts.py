"""Half-typed text kept over a lock, encrypted in the store."""

from __future__ import annotations

from navigator_app.services.workspace import Workspace


def save(ws: Workspace, key: str, payload: dict[str, object]) -> None:
    """Keep what a form holds; `payload` is JSON-ready."""
    raise NotImplementedError


def load_all(ws: Workspace) -> dict[str, dict[str, object]]:
    """All drafts of this user by form key."""
    raise NotImplementedError


def clear(ws: Workspace, key: str) -> None:
    """Forget one draft."""
    raise NotImplementedError
