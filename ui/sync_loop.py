"""The exchange with the plans while the window stands: by itself when it is due, or when asked.

A run is a sequence of short steps on the store's thread and long ones on the line's (`Tasks.line`).
Locking, sleep and quitting stop it: the line is closed, and the next run goes on where it was cut.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from navigator_app.domain.exchange import BUTTON, ITSELF, Event, RunRow, Summary
from navigator_app.domain.records import Changes
from navigator_app.errors import NavigatorError, StoreUnavailable
from navigator_app.i18n import _
from navigator_app.runtime.scheduler import GO, LATER, METERED, Scheduler
from ui.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from navigator_app.services.sync_begun import Begun
    from navigator_app.services.workspace import Workspace
    from ui.context import Context
    from ui.tasks import Ask

FIRST_MS = 500
"""Milliseconds from `start` to the first look."""

LOOK_MS = 60_000
"""At most so long between two looks at what is due: a clock may have been set."""

SOON_MS = 200
"""Changes that come together are looked at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the exchange stands, and with which plan it is due by itself when."""

    summary: Summary
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One plan's next run by itself; `near` needs no network (a folder, this very computer)."""

    plan_key: str
    plan_name: str
    at: datetime
    near: bool


@dataclass(slots=True)
class _Job:
    """One run under way; `begun` is known once its first step was done."""

    plan_key: str
    plan_name: str
    cause: str
    cancel: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)  # its store was closed
    begun: Begun | None = None


class SyncLoop(QObject):
    """Runs exchanges, one at a time.

    Signals:
        told(Event): what the run under way does.
        stood(Summary): how the exchange stands, for the status bar.
        moved(): a run began or ended, or what waits changed: read the plans' lines anew.
        ended(RunRow): a run ended.
    """

    told = Signal(object)
    stood = Signal(object)
    moved = Signal()
    ended = Signal(object)
    _said = Signal(object)  # from the line's thread

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Stand still; `start` begins."""
        super().__init__(parent)
        self.context = context
        self.summary: Summary | None = None
        self.latest: Event | None = None  # what the run under way did last
        self.first_ms = FIRST_MS
        self._network: Network | None = None
        self._seed = str(Random().random())  # noqa: S311 - a spread in time, no secret
        self._due: tuple[Due, ...] = ()
        self._queue: deque[tuple[str, str, str]] = deque()  # key, name, cause
        self._job: _Job | None = None
        self._on = False
        self._rests_until = 0.0  # monotonic: a run by itself could not even begin
        self._hindered = ""  # why not, where the store could not write it down
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._said.connect(self._hear)

    @property
    def running(self) -> str:
        """The plan that a run is under way with, or ""."""
        return self._job.plan_key if self._job else ""

    @property
    def running_name(self) -> str:
        """That plan's name, or ""."""
        return self._job.plan_name if self._job else ""

    @property
    def stopping(self) -> bool:
        """True once the run under way was asked to stop."""
        return self._job is not None and self._job.cancel.is_set()

    @property
    def network(self) -> Network:
        """The machine's network."""
        if self._network is None:
            self._network = Network(self)
            self._network.changed.connect(self.soon)
        return self._network

    def start(self) -> None:
        """The store is open: begin to look, a little later."""
        self._on = True
        self._timer.start(self.first_ms)

    def stop(self) -> None:
        """The store closes at once (lock, sleep). The run is written down as stopped before that;
        what is under way on the line ends as soon as it hears of it."""
        self._on = False
        self._timer.stop()
        self._queue.clear()
        self._due, self.summary = (), None
        job = self._job
        if job is not None and not job.left.is_set():
            job.cancel.set()
            job.left.set()
            self.context.tasks.run(partial(_broken_off, job), _nothing, owner=self, failed=_nothing)

    def quit(self) -> None:
        """The window closes: the run stops in good order before the store is closed."""
        self._on = False
        self._timer.stop()
        self._queue.clear()
        if self._job is not None:
            self._job.cancel.set()

    @Slot()
    def soon(self) -> None:
        """Something may have changed: look shortly."""
        if self._on and (not self._timer.isActive() or self._timer.remainingTime() > SOON_MS):
            self._timer.start(SOON_MS)

    @Slot()
    def look(self) -> None:
        """Read how it stands, and begin what is due."""
        if self._on:
            work = partial(_standing, self.network.there(), self._seed)
            self.context.tasks.run(work, self._stands, owner=self, failed=_nothing)

    def run(self, plan_key: str = "") -> None:
        """A person asks: meet this plan now, or every one that has a line."""
        work = partial(_asked, plan_key)
        self.context.tasks.run(work, self._go, owner=self, failed=self.context.show_refusal)

    def cancel(self) -> None:
        """A person asks to stop, now and whatever waits behind."""
        self._queue.clear()
        if self._job is not None:
            self._job.cancel.set()
            self.moved.emit()

    def _stands(self, found: Standing) -> None:
        if not self._on:
            return
        self._due = found.due
        summary = self._as_it_is(found.summary)
        changed = summary != self.summary
        self.summary = summary
        self.stood.emit(summary)
        if changed:
            self.moved.emit()
        self._go_by_itself()
        self._wait()

    def _as_it_is(self, summary: Summary) -> Summary:
        """With what the store cannot know: a full disk, and that something due rests because the
        network costs."""
        if self._hindered and summary.state != "syncing":
            return replace(summary, state="trouble", trouble=self._hindered)
        if summary.state != "idle":
            return summary
        now = self.context.clock.now()
        rests = (one for one in self._due if self._why_not(one, now) == METERED)
        return replace(summary, state="metered") if any(rests) else summary

    def _why_not(self, due: Due, now: datetime) -> str:
        quiet = Scheduler(due.at)
        if not due.near:
            quiet.offline, quiet.metered = self._offline, self.network.metered
        return quiet.why_not(now)

    def _go_by_itself(self) -> None:
        if self._job is not None or self._queue or time.monotonic() < self._rests_until:
            return
        now = self.context.clock.now()
        for due in self._due:
            if self._why_not(due, now) == GO:
                self._queue.append((due.plan_key, due.plan_name, ITSELF))
        self._next()

    def _offline(self) -> bool:
        return not self.network.there()

    def _wait(self) -> None:
        now = self.context.clock.now()
        waits = [due.at - now for due in self._due if Scheduler(due.at).why_not(now) == LATER]
        first = min((wait.total_seconds() * 1000 for wait in waits), default=LOOK_MS)
        self._timer.start(int(min(max(first, SOON_MS), LOOK_MS)))

    def _go(self, plans: list[tuple[str, str]]) -> None:
        waiting = {one[0] for one in self._queue} | {self.running}
        self._queue.extend((*plan, BUTTON) for plan in plans if plan[0] not in waiting)
        self._next()

    def _next(self) -> None:
        if self._job is not None or not self._queue:
            return
        job = self._job = _Job(*self._queue.popleft())
        self.latest = Event(job.plan_key, "connecting")
        work = partial(_meet, job, self._said.emit)
        self.context.tasks.line(work, self._met, owner=self, failed=self._failed)
        self.moved.emit()
        self.told.emit(self.latest)

    @Slot(object)
    def _hear(self, event: Event) -> None:
        if self._job is not None and event.plan_key == self._job.plan_key:
            self.latest = event
            self.told.emit(event)

    def _met(self, found: RunRow | BaseException) -> None:
        self._hindered = ""
        self._over()
        self.context.tasks.announce(Changes(files=True))
        if isinstance(found, BaseException):
            self.context.tasks.crashed.emit(found)
        else:
            self.ended.emit(found)

    def _failed(self, error: BaseException) -> None:
        job = self._job
        if job is not None and not job.left.is_set():
            # Nothing was written down of it (a full disk, say), so it would still be due.
            self._rests_until = time.monotonic() + LOOK_MS / 1000
            self._hindered = str(error) if isinstance(error, StoreUnavailable) else ""
        self._over()
        if job is not None and not job.left.is_set() and job.cause == BUTTON:
            self.context.show_refusal(error)

    def _over(self) -> None:
        self._job, self.latest = None, None
        self.moved.emit()
        if self._on:
            self._next()
            self.soon()


def _meet(job: _Job, tell: Callable[[Event], None], ask: Ask) -> RunRow | BaseException:
    """One run, on the line's thread. A refusal comes out of it where it could not even begin, or
    where the store was closed before its end could be written down; what nobody expected is
    returned."""
    try:
        return _drive(job, tell, ask)
    except NavigatorError:
        raise
    except Exception as error:
        return error


def _drive(job: _Job, tell: Callable[[Event], None], ask: Ask) -> RunRow:
    from navigator_app.services import synchronize
    from navigator_app.services.sync_begun import Begun
    from navigator_app.services.sync_steps import STORE

    meeting = synchronize.meeting(job.plan_key, cause=job.cause, tell=tell, cancel=job.cancel)
    while (step := meeting.step) is not None:
        try:
            value = (
                ask(partial(_store_step, job, step.work)) if step.where == STORE else step.work()
            )
        except BaseException as error:
            meeting.fail(error)
        else:
            if isinstance(value, Begun):
                job.begun = value
            meeting.give(value)
    assert meeting.row is not None
    return meeting.row


def _store_step(job: _Job, work: Callable[[Workspace], Any], ws: Workspace) -> Any:
    if job.left.is_set():
        raise NavigatorError(_("Locked"), _("The caseload was locked."), "")
    return work(ws)


def _broken_off(job: _Job, ws: Workspace) -> None:
    """Write down that a lock stopped a run, while the store is still open."""
    if job.begun is not None:
        from navigator_app.services import sync_begun

        sync_begun.break_off(ws, job.begun)


def _standing(online: bool, seed: str, ws: Workspace) -> Standing:
    """The spread of a plan is the same at each look, else the earliest of many would win."""
    from navigator_app.services import connections, synchronize

    due = []
    known = {one.plan_key: one for one in connections.listing(ws)}
    for key in synchronize.callable_plans(ws, ITSELF) if known else ():
        at = synchronize.next_of(ws, key, Random(seed + key))  # noqa: S311
        if at is not None:
            due.append(Due(key, known[key].plan_name, at, _near(known[key].host)))
    return Standing(synchronize.summary(ws, online), tuple(due))


def _near(host: str) -> bool:
    """Whether a host needs no network: "" is a folder."""
    return host in ("", "localhost", "::1") or host.startswith("127.")


def _asked(plan_key: str, ws: Workspace) -> list[tuple[str, str]]:
    from navigator_app.services import connections, synchronize

    keys = [plan_key] if plan_key else synchronize.callable_plans(ws, BUTTON)
    return [(key, connections.known(ws, key).plan_name) for key in keys]


def _nothing(_value: object) -> None:
    """Nobody waits for it."""
