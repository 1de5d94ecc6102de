"""Preferences of this computer: how the window looks. Nothing of a member, nothing secret."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from navigator_app.paths import private, private_folder

FILE_NAME = "preferences.json"
THEMES = ("auto", "light", "dark")
TEXT_SCALES = (100, 115, 130, 150, 175, 200)
"""Percent. 200 is what WCAG 2.2, 1.4.4 asks for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What somebody chose. `window` is x, y, width, height; empty until the window was moved."""

    theme: str = "auto"
    text_scale: int = 100
    language: str = "en"
    window: tuple[int, ...] = ()
    maximized: bool = False


def load(home: Path) -> Settings:
    """Read the preferences; a missing or spoiled file gives the defaults, value by value."""
    try:
        found = json.loads((home / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _checked(found) if isinstance(found, dict) else Settings()


def save(home: Path, settings: Settings) -> None:
    """Write the preferences whole or not at all. A disk that refuses is not worth a message."""
    target = home / FILE_NAME
    scratch = target.with_name(f"{FILE_NAME}.{os.getpid()}.tmp")
    try:
        private_folder(home)
        with open(scratch, "w", encoding="utf-8", opener=private) as file:
            file.write(json.dumps(asdict(settings), indent=1))
        os.replace(scratch, target)
    except OSError:
        scratch.unlink(missing_ok=True)


def _checked(found: dict[str, object]) -> Settings:
    kept = Settings()
    theme, scale = found.get("theme"), found.get("text_scale")
    if theme in THEMES:
        kept = replace(kept, theme=str(theme))
    if isinstance(scale, int) and 100 <= scale <= 200:
        kept = replace(kept, text_scale=scale)
    language, window = found.get("language"), found.get("window")
    if isinstance(language, str) and language.replace("_", "").isalpha():
        kept = replace(kept, language=language)
    if isinstance(window, list) and len(window) == 4 and all(type(n) is int for n in window):
        kept = replace(kept, window=tuple(window))
    return replace(kept, maximized=found.get("maximized") is True)
