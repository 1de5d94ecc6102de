"""The demonstration: a throwaway encrypted caseload of invented people, in the real window.

With a display it opens; without one the same window is walked offscreen and leaves pictures.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from navigator_app import paths
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from navigator_app.services.door import has_store
from ui.demo_sample import demo_clock, fill

__all__ = ["demo_clock", "has_display", "make_sample", "run", "story_clock"]


def make_sample(home: Path, clock: Clock) -> str:
    """Make the sample store in an empty folder and return its random passphrase.

    The story ends on the demo's day, 30 November 2026, unless `clock` stands still on another.
    """
    return fill(home, story_clock(clock)).passphrase


def story_clock(clock: Clock) -> Clock:
    """The clock of the sample's story: one that stands still, else the demo's own."""
    return clock if clock.fixed else demo_clock()


def has_display() -> bool:
    """True when a window can be shown."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return False
    platform: str = sys.platform  # as text: type checkers take the literal for granted
    if platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def run(home: Path | None, out: Path) -> int:
    """Open the demo window; without a display walk it and leave what it shows in `out`.

    Without `home` the caseload lies in a temporary folder that is removed at the end.
    InputRejected when `home` already holds a store. Returns the exit status.
    """
    if home is not None and has_store(home):
        raise InputRejected(
            "home",
            _("There is a caseload in that folder already."),
            _("Name an empty folder for the demonstration, or none."),
        )
    place = paths.private_folder(home) if home else Path(tempfile.mkdtemp(prefix="navigator-demo-"))
    try:
        if has_display():
            return _open_window(place)
        from ui.demo_walk import walk  # draws pictures; a window needs none of it

        return walk(place, out)
    finally:
        if home is None:
            shutil.rmtree(place, ignore_errors=True)


def _open_window(home: Path) -> int:
    from ui.app import Start
    from ui.demo_mark import SampleMark
    from ui.program import Program

    clock = demo_clock()
    passphrase = make_sample(home, clock)
    program = Program(Start(home, passphrase), clock)
    mark = SampleMark(program.window, passphrase)
    print(mark.words(), file=sys.stderr)
    return program.run()
