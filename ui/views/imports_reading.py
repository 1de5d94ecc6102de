"""One plan's file on its way in: read, its layout learnt when it is unknown, staged for review.

Reading happens on the transfer thread, comparing and keeping on the store thread; each step hands
its result to the next on the Qt thread. A turn number tells a stopped file's late answer apart.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes, ImportReview, PlanRow
from navigator_app.errors import FileRejected, NavigatorError
from navigator_app.i18n import _
from navigator_app.services import agency
from navigator_app.services import import_authorizations as service
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.views.imports_start import StartPage

if TYPE_CHECKING:
    from navigator_app.services.map_layout import Layout, ParsedFile, UnknownLayout


class Stopped(NavigatorError):
    """The person stopped the reading; nothing was kept."""


class _Relay(QObject):
    """Carries progress from the store thread: the signal is queued to the Qt thread.

    Signals:
        advanced(tuple): rows done and rows in all.
    """

    advanced = Signal(object)


@dataclass(slots=True)
class Job:
    """One file on its way in."""

    turn: int
    path: Path
    plan: str
    stop: threading.Event
    layouts: dict[str, list[Layout]]


class Reading(QObject):
    """Takes one file after another in and shows on the start page how far it is.

    `job` is the file in hand, None when there is none.

    Signals:
        begun(): a file was taken; the start page says so.
        staged(ImportReview): a file was compared with what is known and waits for its review.
    """

    begun = Signal()
    staged = Signal(object)

    def __init__(self, context: Context, start: StartPage, page: QWidget) -> None:
        """Belongs to the page, over which the columns of an unknown layout are matched."""
        super().__init__(page)
        self._context, self._start, self._page = context, start, page
        self._turn = 0
        self.job: Job | None = None
        self._half_mapped: dict[str, object] = {}  # a wizard's choices, until its file is read
        self._plans: list[PlanRow] = []
        self._relay = _Relay(self)
        self._relay.advanced.connect(self._advanced)

    def use_plans(self, plans: list[PlanRow]) -> None:
        """These are the plans that a file can come from."""
        self._plans = plans

    def restore_mapping(self, payload: dict[str, object]) -> None:
        """Read the file again whose columns were being matched, and give the choices back."""
        self._half_mapped = payload
        self.take(Path(str(payload["path"])), str(payload.get("plan", "")))

    def take(self, path: Path, plan: str | None = None) -> None:
        """Begin to read a file for a plan, "" for whichever it fits; None takes the chosen one."""
        self._turn += 1
        self.begun.emit()
        self._start.show_reading(path.name)
        turn = self._turn
        plan = self._start.plan_key() if plan is None else plan

        def work(ws: Workspace) -> Job:
            keys = [plan] if plan else [item.key for item in agency.plans(ws)]
            layouts = {key: service.layouts_for(ws, key) for key in keys}
            return Job(turn, path, plan, threading.Event(), layouts)

        self._context.tasks.run(work, self._read, owner=self, failed=self._failed)

    def stop(self) -> None:
        """Stop the file in hand; nothing of it is kept."""
        if self.job is not None:
            self.job.stop.set()
        self._over()

    def _read(self, job: Job) -> None:
        if job.turn != self._turn:
            return
        self.job = job
        layouts: dict[str, Layout] = {}
        for mine in job.layouts.values():
            for layout in mine:
                layouts.setdefault(layout.key, layout)
        path, choices = job.path, list(layouts.values())
        self._context.tasks.transfer(
            lambda: service.read(path, choices),
            self._parsed,
            owner=self,
            failed=self._not_read,
        )

    def _parsed(self, parsed: ParsedFile) -> None:
        job = self.job
        if job is None or job.stop.is_set():
            return
        plan = job.plan or self._plan_of(parsed.layout, job)
        if not plan:
            self._over()
            self._context.show_refusal(_which_plan(parsed.layout))
            self._start.plan.setFocus()
            return
        self._stage(parsed, plan, job)

    def _plan_of(self, layout: str, job: Job) -> str:
        own = [plan.key for plan in self._plans if plan.layout == layout]
        if not own:
            own = list(job.layouts) if len(job.layouts) == 1 else []
        return own[0] if len(own) == 1 else ""

    def _stage(self, parsed: ParsedFile, plan: str, job: Job) -> None:
        relay, stop = self._relay, job.stop

        def progress(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped(_("Stopped"), _("Reading was stopped; nothing was kept."))
            if shiboken6.isValid(relay):
                relay.advanced.emit((done, total))

        self._context.tasks.run(
            lambda ws: service.stage(ws, parsed, plan, progress),
            self._staged,
            owner=self,
            failed=self._not_read,
        )

    def _advanced(self, progress: tuple[int, int]) -> None:
        self._start.reading.advance(*progress)

    def _staged(self, review: ImportReview) -> None:
        stopped = self.job is None or self.job.stop.is_set()
        self._over()
        self._context.tasks.announce(Changes(files=True))
        if not stopped:
            self.staged.emit(review)

    def _not_read(self, error: BaseException) -> None:
        job = self.job
        if job is None or job.stop.is_set() or isinstance(error, Stopped):
            return
        if isinstance(error, FileRejected) and hasattr(error, "samples"):
            self._over(keep_job=True)
            self._map_columns(cast("UnknownLayout", error), job)
            return
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        self._over()
        self._context.show_refusal(error)

    def _over(self, *, keep_job: bool = False) -> None:
        self._start.show_reading("")
        if not keep_job:
            self.job = None

    def _map_columns(self, error: UnknownLayout, job: Job) -> None:
        # the wizard is needed once a plan: it is imported when it is
        from ui.dialogs.map_columns import MapColumns

        wizard = MapColumns(self._context, job.path, error, self._plans, job.plan, self._page)
        wizard.remembered.connect(self._mapped)
        if self._half_mapped.get("path") == str(job.path):
            wizard.restore_draft(self._half_mapped)
        self._half_mapped = {}
        wizard.open()

    def _mapped(self, plan: str) -> None:
        """The layout is the plan's own now: read the same file again."""
        job = self.job
        if job is None:
            return
        self._start.plan.setCurrentIndex(max(0, self._start.plan.findData(plan)))
        self.take(job.path)


def _which_plan(layout: str) -> NavigatorError:
    return NavigatorError(
        _("Which plan?"),
        _("More than one plan, or none, uses the layout “{layout}”.").format(layout=layout),
        _("Choose the plan that sent the file, then choose the file again."),
    )
