"""Policy packs as another version of the program would bring them: real files, read anew."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from navigator_app.paths import bundled, resource
from navigator_app.policy import calendars, packs
from navigator_app.services import clocks, due_lines, own_calendars

Edit = Callable[[str, str, str], None]
"""`edit(pack, old, new)`: the text of a pack with something changed in it."""

_KEPT = (
    packs.load,
    packs.stack,
    packs.standing,
    packs.unread,
    packs._files,
    calendars.calendar,
    clocks.rules_digest,
    due_lines._rule,
    own_calendars._laid_over,
)


def _forget() -> None:
    """What a new start of the program would not know."""
    for kept in _KEPT:
        kept.cache_clear()


def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """Let a test change the packs, as an update of the program does."""
    bundle = tmp_path / "bundle"
    shutil.copytree(resource(), bundle / "resources", ignore=shutil.ignore_patterns("screenshots"))
    (bundle / "locales").symlink_to(bundled("locales"))

    def edit(pack: str, old: str, new: str) -> None:
        path = bundle / "resources" / "policies" / f"{pack}.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        monkeypatch.setattr(sys, "_MEIPASS", str(bundle), raising=False)
        _forget()

    yield edit
    monkeypatch.undo()
    _forget()
