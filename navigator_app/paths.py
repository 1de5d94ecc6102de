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
    """Make a folder that only this user can enter, and return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
