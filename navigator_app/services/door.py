"""Is there a store to unlock? Asked before anything heavy is imported."""

from __future__ import annotations

from pathlib import Path

from navigator_app.store import files


def has_store(home: Path) -> bool:
    """True when a store lies in that folder, or what is left of one."""
    return (home / files.STORE).exists() or (home / files.KEYS).exists()
