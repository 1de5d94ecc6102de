"""Work off the Qt thread, and results back on it.

One thread owns the store, another reads and writes files, a third draws printed pages, a fourth
talks to the plans' servers. A result reaches the window only through bound methods of this
QObject, which lives on the Qt thread: a lambda or a plain function connected to a signal would run
in the worker.

What wants the result (its callbacks and their owner) stays on the Qt thread under a number; the
worker gets the number alone. Else it would let go of widgets, and the last to let go destroys.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot

from navigator_app.errors import NavigatorError

if TYPE_CHECKING:  # imported late: the unlock page stands before any of them is needed
    from concurrent.futures import Future, ThreadPoolExecutor

    from navigator_app.domain.records import Changes
    from navigator_app.services.workspace import Workspace


Ask = Callable[[Callable[["Workspace"], Any]], Any]
"""Runs one step on the store's thread and waits for what it returns."""


class _Asked(NamedTuple):
    """Who waits for a result; known on the Qt thread alone."""

    done: Callable[[Any], object]
    failed: Callable[[BaseException], object] | None
    owner: QObject
    counts: bool = True  # whether the window shows that it is busy meanwhile


class _Finished(NamedTuple):
    """What came of the work of a number; all that passes from a worker to the Qt thread."""

    number: int
    value: Any
    error: BaseException | None


class Tasks(QObject):
    """Runs work and delivers results.

    Signals:
        refused(NavigatorError): a refusal that no caller took.
        crashed(BaseException): an unexpected exception.
        changed(Changes): a write happened; views refresh what they show.
        busy_changed(bool): work is under way, or no more.
    """

    refused = Signal(object)
    crashed = Signal(object)
    changed = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without threads; each begins with its first work."""
        super().__init__(parent)
        self.workspace: Workspace | None = None  # touched on the store thread only
        self._pending = 0
        self._numbers = count()
        self._asked: dict[int, _Asked] = {}
        self._closed = False
        self._pools: dict[str, ThreadPoolExecutor] = {}

    def run(
        self,
        work: Callable[[Workspace], Any],
        done: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `work(workspace)` on the store thread, then `done(result)` on the Qt thread.

        `work` holds values only, nothing of Qt. `owner` must be alive for `done` to be called.
        `failed` takes a NavigatorError that the
        caller wants to show itself; others go to `refused`.
        """
        self._submit("store", partial(self._with_store, work), _Asked(done, failed, owner))

    def run_closed(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `work()` on the store thread while no store is open (unlocking, creating)."""
        self._submit("store", work, _Asked(done, failed, owner))

    def transfer(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `work()` on the transfer thread (reading and parsing files; no store)."""
        self._submit("transfer", work, _Asked(done, failed, owner))

    def draw(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `work()` on the render thread (setting and picturing printed pages; no store)."""
        self._submit("render", work, _Asked(done, failed, owner))

    def line(
        self,
        work: Callable[[Ask], Any],
        done: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `work(ask)` on the thread of the lines to the plans; `ask(step)` there is what
        `step(workspace)` returns on the store's thread. May take minutes: nothing else waits for
        it, and the window does not count as busy. A locked store refuses the step."""
        ask = partial(self._ask, self._pool("store"))
        self._submit("line", partial(work, ask), _Asked(done, failed, owner, counts=False))

    def announce(self, changes: Changes) -> None:
        """Tell every view what a write touched."""
        self.changed.emit(changes)

    @property
    def busy(self) -> bool:
        """True while something runs or waits."""
        return self._pending > 0

    def close(self) -> None:
        """Finish what was handed in, close the store on its own thread, stop the threads.

        Safe to call twice.
        """
        self._closed = True
        for name in ("render", "transfer", "line"):
            if pool := self._pools.pop(name, None):
                pool.shutdown(wait=True, cancel_futures=True)
        if store := self._pools.pop("store", None):
            store.submit(self._close_store).result()
            store.shutdown(wait=True)

    def close_store(self, done: Callable[[Any], object], owner: QObject) -> None:
        """Close the store (lock) after everything handed in before; the threads stay."""
        self.run_closed(self._close_store, done, owner=owner)

    def _pool(self, name: str) -> ThreadPoolExecutor:
        if not self._pools:
            self._finished.connect(self._deliver, QtCore.Qt.ConnectionType.QueuedConnection)
        if name not in self._pools:
            from concurrent.futures import ThreadPoolExecutor

            self._pools[name] = ThreadPoolExecutor(1, thread_name_prefix=name)
        return self._pools[name]

    def _ask(self, store: ThreadPoolExecutor, step: Callable[[Workspace], Any]) -> Any:
        return store.submit(self._with_store, step).result()

    def _with_store(self, work: Callable[[Workspace], Any]) -> Any:
        if self.workspace is None:
            raise NavigatorError("Locked", "The caseload is locked.", "Unlock it and try again.")
        return work(self.workspace)

    def _close_store(self) -> None:
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def _submit(self, pool: str, work: Callable[[], Any], asked: _Asked) -> None:
        if self._closed:
            return  # the window is going; nothing can come back to it
        self._pending += asked.counts
        if self._pending == 1 and asked.counts:
            self.busy_changed.emit(True)
        number = next(self._numbers)
        self._asked[number] = asked
        self._pool(pool).submit(work).add_done_callback(partial(self._hand_over, number))

    def _hand_over(self, number: int, ended: Future[Any]) -> None:
        """On the worker's thread: say what came of it. Cancelled work is let go where it was
        cancelled, on the Qt thread."""
        if ended.cancelled():
            self._asked.pop(number, None)
            return
        error = ended.exception()
        value = None if error else ended.result()
        if shiboken6.isValid(self):
            self._finished.emit(_Finished(number, value, error))

    @Slot(object)
    def _deliver(self, finished: _Finished) -> None:
        assert threading.current_thread() is threading.main_thread()
        asked = self._asked.pop(finished.number)
        self._pending -= asked.counts
        if self._pending == 0 and asked.counts:
            self.busy_changed.emit(False)
        alive = shiboken6.isValid(asked.owner)
        if finished.error is None:
            if alive:
                asked.done(finished.value)
        elif isinstance(finished.error, NavigatorError):
            if alive and asked.failed is not None:
                asked.failed(finished.error)
            else:
                self.refused.emit(finished.error)
        else:
            self.crashed.emit(finished.error)
