"""Where data, logs and bundled files lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_home() -> Path:
    """The folder of the store: `NAVIGATOR_HOME`, else the platform's data folder."""
    named = os.environ.get("NAVIGATOR_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path  # not needed when a home is named

    return user_data_path("Navigator", appauthor=False)


def bundled(name: str) -> Path:
    """A bundled folder ("resources" or "locales"): frozen, installed, or in a checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / name
    package = Path(__file__).resolve().parent
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name


def resource(*parts: str) -> Path:
    """One bundled data file or folder."""
    return bundled("resources").joinpath(*parts)


def private_folder(path: Path) -> Path:
    """Make a folder that only this user can enter, its new parents too, and return it."""
    for parent in [*reversed(path.parents), path]:
        if not parent.exists():
            parent.mkdir(exist_ok=True, mode=0o700)  # `parents=True` would leave theirs open
    path.mkdir(exist_ok=True)  # refuses a file that stands there
    return path


def private(path: str, flags: int) -> int:
    """An opener for `open`: a file made by it is readable by this user alone."""
    return os.open(path, flags, 0o600)
