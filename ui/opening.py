"""What runs on the store thread when the store opens and closes: unlock, drafts, preloading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.records import AgencyRow, Standing, UserRow
from navigator_app.errors import NavigatorError
from navigator_app.runtime.clock import Clock
from navigator_app.services.workspace import Workspace
from ui.tasks import Tasks

if TYPE_CHECKING:
    from navigator_app.domain.service_rows import TimerRow

Drafts = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of an unlocked store."""

    user: UserRow
    agency: AgencyRow
    lock_minutes: int
    drafts: Drafts = field(default_factory=dict)
    recovery_code: str = ""  # of a store just made; shown once


def unlock(
    tasks: Tasks, home: Path, clock: Clock, passphrase: str, user: str = ""
) -> Callable[[], Opened]:
    """Return the work that opens the store with a passphrase and leaves it with `tasks`."""

    def work() -> Opened:
        from navigator_app.services import workspace

        return _taken(tasks, workspace.unlock(home, passphrase, clock=clock, user=user))

    return work


def recover(
    tasks: Tasks, home: Path, clock: Clock, code: str, passphrase: str, user: str = ""
) -> Callable[[], Opened]:
    """Return the work that opens the store with the recovery code and sets a new passphrase."""

    def work() -> Opened:
        from navigator_app.services import workspace

        opened = workspace.unlock_with_recovery(home, code, passphrase, clock=clock, user=user)
        return _taken(tasks, opened)

    return work


def facts(ws: Workspace, code: str = "") -> Opened:
    """Read what the window shows around every page."""
    from navigator_app.services import agency, drafts

    return Opened(ws.user, agency.agency(ws), agency.lock_minutes(ws), drafts.load_all(ws), code)


def keep_drafts(found: Drafts) -> Callable[[Workspace], None]:
    """Return the work that keeps these drafts and forgets all others."""

    def work(ws: Workspace) -> None:
        from navigator_app.services import drafts

        for key in drafts.load_all(ws):
            if key not in found:
                drafts.clear(ws, key)
        for key, payload in found.items():
            drafts.save(ws, key, payload)

    return work


def standing(ws: Workspace) -> Standing:
    """Read what the status bar states."""
    from navigator_app.services import standing

    return standing.read(ws)


def timer(ws: Workspace) -> TimerRow | None:
    """Read the stopwatch that the status bar shows."""
    from navigator_app.services import timer_there

    if not timer_there.runs(ws):
        return None
    from navigator_app.services import work_timer  # its rows are seldom needed so early

    return work_timer.running(ws)


def preload() -> None:
    """Import what the first pages need, while somebody types the passphrase."""
    import importlib

    for name in (
        "navigator_app.services.agency",
        "navigator_app.services.caseload",
        "navigator_app.services.drafts",
        "navigator_app.services.today",
        "navigator_app.services.record_outreach",
    ):
        importlib.import_module(name)


def _taken(tasks: Tasks, ws: Workspace) -> Opened:
    try:
        opened = facts(ws)
    except NavigatorError:
        ws.close()
        raise
    tasks.workspace = ws
    return opened
